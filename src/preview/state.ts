import type { HostMessage, Page, PageState } from '../protocol';
import { reuse } from './reuse';

/** All that the page draws from. Replaced as a whole, never changed. */
export interface PreviewState {
  /** Empty until the host has named a document. */
  readonly uri: string;
  readonly version: number;
  readonly page: Page | undefined;
  /** Why there is nothing to show, where the host said so. */
  readonly nothing: string | undefined;
  /** The version that is being computed while an older one is shown. */
  readonly awaited: number | undefined;
  /** Addresses of the parts whose keys are shown. */
  readonly shown: ReadonlySet<string>;
  /** The cursor's line in the editor. */
  readonly line: number | undefined;
}

/** What callbacks a view can be given. */
export interface Actions {
  readonly goToLine: (line: number) => void;
  readonly show: (addresses: readonly string[], shown: boolean) => void;
  readonly failed: (message: string) => void;
}

/** The state of a page that has not heard of its host yet. */
export function restore(kept: PageState | undefined): PreviewState {
  return {
    uri: kept?.uri ?? '',
    version: -1,
    page: undefined,
    nothing: undefined,
    awaited: undefined,
    shown: new Set(kept?.shown),
    line: undefined,
  };
}

/** What to keep over a reload of the window. */
export function keep(state: PreviewState, scroll: number): PageState {
  return { uri: state.uri, shown: [...state.shown], scroll };
}

/** The state after a message of the host. */
export function receive(state: PreviewState, message: HostMessage): PreviewState {
  switch (message.type) {
    case 'page':
      return receivePage(state, message);
    case 'stale':
      return message.uri === state.uri ? { ...state, awaited: message.version } : state;
    case 'show-line':
      return message.uri === state.uri ? { ...state, line: message.line } : state;
    case 'nothing':
      return { ...state, page: undefined, nothing: message.message, awaited: undefined };
    default:
      return state;
  }
}

function receivePage(
  state: PreviewState,
  { uri, version, page }: HostMessage & { type: 'page' },
): PreviewState {
  const same = uri === state.uri;
  // The last page is always drawn. A version that went back means the document was closed and opened again, and
  // that nobody computes the awaited one any more.
  const answered =
    !same || state.awaited === undefined || version >= state.awaited || version < state.version;
  return {
    uri,
    version,
    page: same && state.page !== undefined ? reuse(state.page, page) : page,
    nothing: undefined,
    awaited: answered ? undefined : state.awaited,
    shown: same ? state.shown : new Set(),
    line: same ? state.line : undefined,
  };
}

/** The state with these keys shown or hidden. */
export function setShown(state: PreviewState, addresses: readonly string[], shown: boolean): PreviewState {
  const next = new Set(state.shown);
  for (const address of addresses) {
    if (shown) next.add(address);
    else next.delete(address);
  }
  return { ...state, shown: next };
}

/** The address of a part: `weight-sharing.a`, or the problem's id where it has one question. */
export function addressOf(problem: string, part: string): string {
  return part === '' ? problem : `${problem}.${part}`;
}
