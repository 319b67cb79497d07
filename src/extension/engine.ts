import type * as Language from '../language';
import type * as Explore from '../language/explore';
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

let exploring: Promise<typeof Explore> | undefined;

/** What answers when something is looked at closely: loaded with the first question. */
export function explore(): Promise<typeof Explore> {
  exploring ??= import('../language/explore');
  return exploring;
}
