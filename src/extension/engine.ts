/** What computes: loaded with the first document, so that activation costs nothing. */
export type Engine = typeof import('../language');

let loading: Promise<Engine> | undefined;

export function engine(): Promise<Engine> {
  loading ??= import('../language');
  return loading;
}
