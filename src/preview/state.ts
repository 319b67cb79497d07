import type {
  HostMessage,
  Look,
  Opens,
  Page,
  PageState,
  Picture,
  ShowLine,
  Subject,
  Takeaway,
  TakeFormat,
} from '../protocol';
import { placeOf } from './current';
import type { AskHost } from './explore/ask';
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
  /** What is looked at closely, in place of the page. */
  readonly look: Look | undefined;
}

/** What callbacks a view can be given. */
export interface Actions {
  readonly goToLine: (line: number) => void;
  readonly show: (addresses: readonly string[], shown: boolean) => void;
  readonly failed: (message: string) => void;
  readonly ask: AskHost;
  /** Looks at something closely; undefined goes back to the page. */
  readonly look: (look: Look | undefined) => void;
  /** Marks a line in the editor, where the focus stays. */
  readonly markLine: (line: number) => void;
  /** Has the host copy or save something; without a format, the person chooses. */
  readonly take: (subject: Subject, what: Takeaway, format?: TakeFormat | 'png') => void;
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
    look: kept?.look,
  };
}

/** What to keep over a reload of the window. */
export function keep({ uri, shown, pinned, look }: PreviewState, scroll: number): PageState {
  return { uri, shown: [...shown], scroll, ...(pinned && { pinned }), ...(look && { look }) };
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
    look: undefined,
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

/** The state in which what stands on a line is looked at, where that can be done in the view that is open. */
export function followed(state: PreviewState, line: number): PreviewState {
  const { page, look } = state;
  const place = page && placeOf(page.problems, line);
  const problem = page?.problems.find(({ id }) => id === place?.problem);
  if (!look || !place || !problem) return state;
  const picture =
    place.given === undefined
      ? problem.parts.find(({ id }) => id === place.part)?.key?.picture
      : problem.given.find(({ name }) => name === place.given)?.picture;
  const opens = opensOf(picture).find(({ views }) => views.includes(look.view));
  if (!opens || JSON.stringify(opens.subject) === JSON.stringify(look.subject)) return state;
  return { ...state, look: { subject: opens.subject, view: look.view } };
}

/** What a picture, or one of the fields in it, can be opened as. */
function opensOf(picture: Picture | undefined): readonly Opens[] {
  switch (picture?.kind) {
    case 'matrix':
    case 'layer':
      return picture.opens ? [picture.opens] : [];
    case 'fields':
      return picture.fields.flatMap((field) => opensOf(field.picture));
    default:
      return [];
  }
}
