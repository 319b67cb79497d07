const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['t', true],
  ['correct', true],
  ['false', false],
  ['no', false],
  ['f', false],
  ['incorrect', false],
]);

/** Whether a word says that a claim holds, or that it doesn’t; undefined where it says neither. */
export function truthOf(text: string): boolean | undefined {
  return text.length > 20 ? undefined : TRUTHS.get(text.toLowerCase().replace(/\.$/, ''));
}
