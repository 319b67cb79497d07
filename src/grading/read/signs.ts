/** Longer answers are refused before anything looks at them. */
export const MAX_CHARACTERS = 100_000;

const SPACES =
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff';
const SIGNS: ReadonlyMap<string, string> = new Map([
  ...Array.from(SPACES, (space): [string, string] => [space, ' ']),
  ...Array.from('−–‐‑‒﹣－', (minus): [string, string] => [minus, '-']),
  ...Array.from('∙•∗⋅·', (times): [string, string] => [times, '*']),
  ...Array.from('≃≅≐', (about): [string, string] => [about, '≈']),
  ...Array.from('⋯', (dots): [string, string] => [dots, '…']),
  ...Array.from('⁄∕', (slash): [string, string] => [slash, '/']),
  ['＝', '='],
  ['％', '%'],
  ['＋', '+'],
]);

/** The signs that keyboards, word processors and web pages put for the plain ones. Every character keeps its place. */
export function plainSigns(text: string): string {
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    plain += SIGNS.get(character) ?? character;
  }
  return plain;
}

const FRACTIONS: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
};
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Behind these a function of ours is meant: np.floor, Math.max. */
const LIBRARIES =
  /\b(?:np|numpy|math|Math|torch|jnp|tf)\.(?=(?:floor|ceil|sqrt|max|min|abs|exp|log|round|gcd)\b)/g;

/** Spellings that other languages and pages have for what the grammar writes otherwise: `**`, `√`, `⁻³`, `1½`, `n % 2`. */
export function inGrammar(text: string): string {
  return text
    .replace(/\*\*/g, '^')
    .replace(/\\%/g, '%')
    .replace(/⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, digits: string) => `^(-${plainDigits(digits)})`)
    .replace(/(\d?)([½⅓⅔¼¾⅕⅛⅜⅝⅞])/g, (_, before: string, sign: string) =>
      before === '' ? `(${FRACTIONS[sign] ?? ''})` : `${before}+${FRACTIONS[sign] ?? ''}`,
    )
    .replace(/√\s*(?=\()/g, 'sqrt')
    .replace(/√\s*(\p{L}[\p{L}\p{Nd}_]*|\d+(?:\.\d+)?)/gu, 'sqrt($1)')
    .replace(/\bceiling(?=\s*\()/g, 'ceil')
    .replace(LIBRARIES, '')
    .replace(/(?<!\d\s*)%(?=\s*\()|%(?=\s*[\p{L}\p{Nd}])/gu, ' mod ');
}

function plainDigits(raised: string): string {
  return Array.from(raised, (digit) => RAISED.indexOf(digit)).join('');
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Deeper texts are left to the grammar, which refuses them in words. */
const MAX_NESTING = 100;

/**
 * Where each bracket of a text closes, by the place where it opens.
 * @returns undefined where brackets don’t fit, or are too deep.
 */
export function bracketsOf(text: string): ReadonlyMap<number, number> | undefined {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(' || character === '[' || character === '{') {
      if (open.length >= MAX_NESTING) return undefined;
      open.push(at);
    } else if (character in OPENING) {
      const last = open.pop();
      if (last === undefined || text.charAt(last) !== OPENING[character]) return undefined;
      closes.set(last, at);
    }
  }
  return open.length > 0 ? undefined : closes;
}

/** A text cut where `cuts` says so, outside all brackets. */
export function splitOutside(text: string, cuts: (character: string, at: number) => boolean): string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && cuts(character, at)) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, text.slice(from)];
}
