import { readSubject, type Look, type PageMessage, type PageState } from '../protocol';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The extension host, as the page sees it. */
export interface Host {
  send(message: PageMessage): void;
  keep(state: PageState): void;
  /** What was kept before the window was reloaded. */
  kept(): PageState | undefined;
}

/** Connects to VS Code; possible once in the life of a page. */
export function connect(): Host {
  const api = acquireVsCodeApi();
  return {
    send(message) {
      api.postMessage(message);
    },
    keep(state) {
      api.setState(state);
    },
    kept() {
      return readPageState(api.getState());
    },
  };
}

/** An older release may have kept something else, so nothing is taken for granted. */
function readPageState(kept: unknown): PageState | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  if (!('uri' in kept) || typeof kept.uri !== 'string') return undefined;
  const shown = 'shown' in kept && Array.isArray(kept.shown) ? kept.shown : [];
  const scroll = 'scroll' in kept && typeof kept.scroll === 'number' ? kept.scroll : 0;
  return {
    uri: kept.uri,
    shown: shown.filter((address) => typeof address === 'string'),
    scroll,
    ...('pinned' in kept && kept.pinned === true && { pinned: true }),
    ...('look' in kept && readLook(kept.look)),
  };
}

function readLook(kept: unknown): { readonly look?: Look } {
  if (typeof kept !== 'object' || kept === null || !('subject' in kept) || !('view' in kept)) return {};
  const subject = readSubject(kept.subject);
  const { view } = kept;
  return subject && (view === 'matrix' || view === 'steps') ? { look: { subject, view } } : {};
}
