import type { Page } from './page';

/** From the extension host to the page. Each names the document and the version of its text that it speaks of. */
export type HostMessage =
  | { readonly type: 'page'; readonly uri: string; readonly version: number; readonly page: Page }
  /** The text has changed, its page is being computed; what is shown is of an older version. */
  | { readonly type: 'stale'; readonly uri: string; readonly version: number }
  | ShowLine
  /** The document has another name now; everything else about it stays. */
  | { readonly type: 'renamed'; readonly uri: string; readonly to: string }
  /** Whether the preview stays with its document or follows the one that is edited. */
  | { readonly type: 'pinned'; readonly pinned: boolean }
  /** There is nothing to show, and why; of which document, where it is about one. */
  | { readonly type: 'nothing'; readonly message: string; readonly uri?: string };

/** Mark what stands on this line, and bring it into view. */
export interface ShowLine {
  readonly type: 'show-line';
  readonly uri: string;
  readonly line: number;
  /** The version in which it is that line; the page waits for it. Absent: the one that is shown. */
  readonly version?: number;
  /** `cursor` brings into view only what the cursor was not in before, `none` nothing. Absent: always. */
  readonly scroll?: 'cursor' | 'none';
}

/** From the page to the extension host. */
export type PageMessage =
  /** The page can receive; the host answers with all that there is to show. */
  | { readonly type: 'ready' }
  /** Go to this 0-based line of the document. */
  | { readonly type: 'go-to-line'; readonly uri: string; readonly line: number }
  | { readonly type: 'failed'; readonly message: string };

/** What the page keeps over a reload of the window; enough to bring the preview back. */
export interface PageState {
  readonly uri: string;
  /** Addresses of the parts whose keys are shown: `weight-sharing.a`. */
  readonly shown: readonly string[];
  readonly scroll: number;
  readonly pinned?: true;
}

/** Reads a message of the page; undefined where it isn't one. The host trusts nothing that the page sends. */
export function readPageMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  switch (message.type) {
    case 'ready':
      return { type: 'ready' };
    case 'go-to-line':
      return 'uri' in message &&
        typeof message.uri === 'string' &&
        'line' in message &&
        Number.isSafeInteger(message.line) &&
        Number(message.line) >= 0
        ? { type: 'go-to-line', uri: message.uri, line: Number(message.line) }
        : undefined;
    case 'failed':
      return 'message' in message && typeof message.message === 'string'
        ? { type: 'failed', message: message.message.slice(0, 2000) }
        : undefined;
    default:
      return undefined;
  }
}
