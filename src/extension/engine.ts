import type * as Language from '../language';

/** What computes: loaded with the first document, so that activation costs nothing. */
export type Engine = typeof Language;

let loading: Promise<Engine> | undefined;

export function engine(): Promise<Engine> {
  loading ??= import('../language');
  return loading;
}
