import type * as Language from '../language';
import type * as Markup from '../language/markup';

/** What computes: loaded with the first document, so that activation costs nothing. */
export type Engine = typeof Language;

let loading: Promise<Engine> | undefined;

export function engine(): Promise<Engine> {
  loading ??= import('../language');
  return loading;
}

let reading: Promise<typeof Markup> | undefined;

/** What reads Markdown: loaded with the first preview. */
export function markup(): Promise<typeof Markup> {
  reading ??= import('../language/markup');
  return reading;
}
