import type { HostMessage, Page, PageState, ShowLine } from '../protocol';
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
  /** The same for documents that this preview showed before. */
  readonly shownBefore: ReadonlyMap<string, ReadonlySet<string>>;
  /** The line of the document that is marked: where the cursor is, or where the reader sent it. */
  readonly line: number | undefined;
  /** A line of a version that is not here yet. */
  readonly pending: ShowLine | undefined;
  /** Whether the preview stays with its document. */
  readonly pinned: boolean;
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
    shownBefore: new Map(),
    line: undefined,
    pending: undefined,
    pinned: kept?.pinned ?? false,
  };
}

/** What to keep over a reload of the window. */
export function keep({ uri, shown, pinned }: PreviewState, scroll: number): PageState {
  return { uri, shown: [...shown], scroll, ...(pinned && { pinned }) };
}

/** The state after a message of the host. */
export function receive(state: PreviewState, message: HostMessage): PreviewState {
  switch (message.type) {
    case 'page':
      return receivePage(state, message);
    case 'stale':
      return message.uri === state.uri ? { ...state, awaited: message.version } : state;
    case 'show-line':
      return receiveLine(state, message);
    case 'renamed':
      return message.uri === state.uri ? { ...state, uri: message.to } : state;
    case 'pinned':
      return { ...state, pinned: message.pinned };
    case 'nothing':
      return {
        ...showing(state, message.uri ?? state.uri),
        page: undefined,
        nothing: message.message,
        awaited: undefined,
        pending: undefined,
      };
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
  const again = version < state.version;
  const answered = !same || again || state.awaited === undefined || version >= state.awaited;
  const pending = same && !again && !arrived(state.pending, version) ? state.pending : undefined;
  const line = pending === undefined ? (state.pending?.line ?? state.line) : state.line;
  return {
    ...showing(state, uri),
    version,
    page: same && state.page !== undefined ? reuse(state.page, page) : page,
    nothing: undefined,
    awaited: answered ? undefined : state.awaited,
    line: same ? line : undefined,
    pending,
  };
}

/** The state with the keys that were shown of this document. */
function showing(state: PreviewState, uri: string): PreviewState {
  if (uri === state.uri) return state;
  return {
    ...state,
    uri,
    shown: state.shownBefore.get(uri) ?? new Set(),
    shownBefore: new Map(state.shownBefore).set(state.uri, state.shown),
  };
}

/** The text above the cursor may have grown: on the page before that, its line would be another thing's. */
function receiveLine(state: PreviewState, message: ShowLine): PreviewState {
  if (message.uri !== state.uri) return state;
  return arrived(message, state.version)
    ? { ...state, line: message.line, pending: undefined }
    : { ...state, pending: message };
}

function arrived(message: ShowLine | undefined, version: number): boolean {
  return message?.version === undefined || message.version <= version;
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
