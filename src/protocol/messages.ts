import type { Answers, Ask, Refused, TakeFormat, Takeaway } from './explore';
import type { Page } from './page';
import { isRecord, readAsk, readSubject, readTakeaway } from './read-ask';
import type { Subject, ViewName } from './subject';

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
  | { readonly type: 'nothing'; readonly message: string; readonly uri?: string }
  /** Some of what the page asked. */
  | { readonly type: 'answers'; readonly answers: readonly NumberedAnswer[] }
  /** Look closely at something. */
  | { readonly type: 'look'; readonly uri: string; readonly subject: Subject; readonly view: ViewName }
  /** Copy or save what is seen: as its button does. */
  | { readonly type: 'export-seen' }
  /** Draw this as a PNG: the page alone can. */
  | { readonly type: 'rasterise'; readonly id: number; readonly svg: string; readonly scale: number };

/** An answer, by the number that the page gave its question. */
export interface NumberedAnswer {
  readonly id: number;
  readonly answer: Answers[Ask['kind']] | Refused;
}

/** A question of the page, and the number by which it knows the answer. */
export interface NumberedAsk {
  readonly id: number;
  readonly ask: Ask;
}

/** More questions at once are no message of the page. */
const MOST_ASKS = 1000;

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
  /** Mark this line in the editor, if it is seen; the focus stays. */
  | { readonly type: 'mark-line'; readonly uri: string; readonly line: number }
  /** Questions that came up together: one message costs far more than a small question. */
  | { readonly type: 'asks'; readonly uri: string; readonly asks: readonly NumberedAsk[] }
  /** Copy or save what is seen. */
  | {
      readonly type: 'take';
      readonly uri: string;
      readonly subject: Subject;
      readonly what: Takeaway;
      /** Absent: let the person choose. */
      readonly format?: TakeFormat | 'png';
    }
  | { readonly type: 'raster'; readonly id: number; readonly png: Uint8Array | undefined }
  | { readonly type: 'failed'; readonly message: string };

/** What the page keeps over a reload of the window; enough to bring the preview back. */
export interface PageState {
  readonly uri: string;
  /** Addresses of the parts whose keys are shown: `weight-sharing.a`. */
  readonly shown: readonly string[];
  readonly scroll: number;
  readonly pinned?: true;
  /** What is looked at closely, in place of the page. */
  readonly look?: Look;
}

export interface Look {
  readonly subject: Subject;
  readonly view: ViewName;
}

const FORMATS: readonly string[] = ['svg', 'png', 'tikz', 'latex', 'numpy', 'csv'] satisfies (
  TakeFormat | 'png'
)[];

/** Reads a message of the page; undefined where it isn't one. The host trusts nothing that the page sends. */
export function readPageMessage(message: unknown): PageMessage | undefined {
  if (!isRecord(message)) return undefined;
  const { type, uri, line, id } = message;
  switch (type) {
    case 'ready':
      return { type };
    case 'go-to-line':
    case 'mark-line':
      return typeof uri === 'string' && isCount(line) ? { type, uri, line } : undefined;
    case 'asks': {
      const asks = readAsks(message['asks']);
      return typeof uri === 'string' && asks ? { type, uri, asks } : undefined;
    }
    case 'take': {
      const [subject, what] = [readSubject(message['subject']), readTakeaway(message['what'])];
      const { format } = message;
      if (typeof uri !== 'string' || !subject || !what) return undefined;
      if (format === undefined) return { type, uri, subject, what };
      return isFormat(format) ? { type, uri, subject, what, format } : undefined;
    }
    case 'raster': {
      const { png } = message;
      return isCount(id) ? { type, id, png: png instanceof Uint8Array ? png : undefined } : undefined;
    }
    case 'failed':
      return typeof message['message'] === 'string'
        ? { type, message: message['message'].slice(0, 2000) }
        : undefined;
    default:
      return undefined;
  }
}

function readAsks(value: unknown): readonly NumberedAsk[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_ASKS) return undefined;
  const asks: NumberedAsk[] = [];
  for (const entry of value as readonly unknown[]) {
    if (!isRecord(entry)) return undefined;
    const { id } = entry;
    const ask = readAsk(entry['ask']);
    if (!isCount(id) || !ask) return undefined;
    asks.push({ id, ask });
  }
  return asks;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isFormat(value: unknown): value is TakeFormat | 'png' {
  return typeof value === 'string' && FORMATS.includes(value);
}
