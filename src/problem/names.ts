/** Names that are spoken for everywhere in expressions. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'mod',
  'true',
  'false',
  'null',
  'undefined',
  'it',
  'parts',
  'input',
]);

/** Whether an expression can use a name: a letter, then letters, digits and underscores. */
export function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(text);
}
