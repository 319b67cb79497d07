import { splitOutside } from './signs';

/** How a number is spelled: as the grammar reads it, or why it can be read in no one way. */
export type Spelling = { readonly source: string } | { readonly message: string };

const WORDS: Readonly<Record<string, string>> = { thousand: '1000', million: '10^6', billion: '10^9' };

/**
 * Turns one number, or a formula, as people write it into what the grammar reads. Nothing goes through floating point.
 * @param isProduct whether `5x5` is a product, and no name.
 */
export function spelledNumber(written: string, isProduct: boolean): Spelling {
  const text = withoutAbout(written.replace(/\\times(?![a-zA-Z])/g, '×'));
  const percent = withoutPercent(text);
  if (percent !== undefined) return percent === '' ? { source: text } : hundredths(percent, isProduct);
  const [, factor, word] = /^(.*\S)\s+(thousand|million|billion)$/is.exec(text.slice(0, 200)) ?? [];
  if (factor !== undefined && word !== undefined && text.length < 200) {
    const plain = plainDigits(factor);
    if (/^[-+]?\d+(\.\d+)?$/.test(plain)) return { source: `${plain}*${WORDS[word.toLowerCase()] ?? ''}` };
  }
  return floorDivisions(mixed(isProduct ? timesSigns(plainDigits(text)) : plainDigits(text)));
}

/** `≈ 12`, `~12`, `ca. 12` say no more than 12. */
function withoutAbout(text: string): string {
  return text.replace(/^(?:[≈~]|ca\.|c\.|approx\.|approximately\s)\s*/i, '');
}

/** What stands before a percent sign at the end. */
function withoutPercent(text: string): string | undefined {
  if (!text.endsWith('%')) return /\spercent$/i.test(text.slice(-9)) ? text.slice(0, -8).trim() : undefined;
  return text.slice(0, text.endsWith('\\%') ? -2 : -1).trim();
}

function hundredths(text: string, isProduct: boolean): Spelling {
  if (withoutPercent(text) !== undefined) return { message: 'One percent sign is enough.' };
  const spelled = spelledNumber(text, isProduct);
  if ('message' in spelled) return spelled;
  if (isSum(spelled.source))
    return {
      message: `“${text.slice(0, 40)} %” can mean two things: put parentheses around what the percent sign stands behind.`,
    };
  return { source: `(${spelled.source})/100` };
}

/** Whether there is a sum outside all brackets; a sign in front, or of an exponent, is none. */
export function isSum(text: string): boolean {
  let before = '';
  return (
    splitOutside(text, (character, at) => {
      const sign = (character === '+' || character === '-') && !isOperator(before) && !isExponent(text, at);
      if (character.trim() !== '') before = character;
      return sign;
    }).length > 1
  );
}

function isOperator(character: string): boolean {
  return character === '' || '+-*/^×,([{'.includes(character);
}

function isExponent(text: string, at: number): boolean {
  return /^\d[eE]$/.test(text.slice(Math.max(0, at - 2), at)) && /\d/.test(text.charAt(at + 1));
}

/** `58,064,400`, `58 064 400`, `58.064.400`, `58{,}064` and `0,125` as digits with a point where there is one. */
export function plainDigits(written: string): string {
  const text = written.replace(/(\d)\{,\}(?=\d{3})/g, '$1,');
  if (/^[-+]?[1-9]\d{0,2}([, _’'])\d{3}(?:\1\d{3})*(\.\d+)?$/.test(text)) return text.replace(/[, _’']/g, '');
  // A point groups digits where there are two of them, or a comma behind.
  if (/^[-+]?[1-9]\d{0,2}(?:\.\d{3}){2,}(,\d+)?$/.test(text) || /^[-+]?[1-9]\d{0,2}\.\d{3},\d+$/.test(text))
    return text.replace(/\./g, '').replace(',', '.');
  // A comma is the decimal point where it can’t group digits by three.
  if (/^[-+]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))$/.test(text)) return text.replace(',', '.');
  return text === written || text.includes('{,}') ? written : text;
}

/** `5x5x3` is a product where a number is wanted; `0x10` is left, as computers mean something else by it. */
function timesSigns(text: string): string {
  return text
    .replace(/[\p{L}\p{Nd}_.]+/gu, (word) =>
      /^[\d.]+(?:x[\d.]+)+$/.test(word) && !word.startsWith('0x') ? word.replace(/x/g, '*') : word,
    )
    .replace(/(?<=[\d)]) ?[✕✖] ?(?=[\d(])|(?<=[\d)]) x (?=[\d(])|(?<=[\d)])x(?=\()|(?<=\))x(?=\d)/g, '*');
}

/** `1 1/2` is one and a half. */
function mixed(text: string): string {
  const [, sign = '', whole, over, under] = /^([-+]?)(\d{1,9}) (\d{1,2})\/(\d{1,2})$/.exec(text) ?? [];
  return whole !== undefined && Number(over) < Number(under)
    ? `${sign}(${whole}+${over ?? ''}/${under ?? ''})`
    : text;
}

/** `a // b` as the floor of the quotient. What a product without a sign continues has two readings. */
function floorDivisions(text: string): Spelling {
  let source = text;
  // Each is replaced by a call, the first one first: they are read from the left.
  for (let count = 0; source.includes('//'); count++) {
    if (count >= 50) return { message: 'That are too many divisions for one answer.' };
    const at = source.indexOf('//');
    const from = dividendStart(source, at);
    const to = divisorEnd(source, at + 2);
    const [above, below] = [source.slice(from, at).trim(), source.slice(at + 2, to).trim()];
    if (above === '' || below === '') return { message: 'Something must stand on both sides of “//”.' };
    if (/^\s*[\p{L}\p{Nd}(]/u.test(source.slice(to, to + 10)) || /^\d[\d.]*[\p{L}(]/u.test(below))
      return {
        message: `“//${below.slice(0, 20)}${source.slice(to, to + 10)}…” can mean two things: put parentheses around the divisor or the quotient.`,
      };
    source = `${source.slice(0, from)} floor((${above})/(${below}))${source.slice(to)}`;
  }
  return { source };
}

/** Where the term before a division begins: behind a sum’s sign, a comma, a comparison or an open bracket. */
function dividendStart(text: string, division: number): number {
  let depth = 0;
  for (let at = division - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && --depth < 0) return at + 1;
    else if (depth === 0 && ',<>=;'.includes(character)) return at + 1;
    else if (
      depth === 0 &&
      (character === '+' || character === '-') &&
      !isOperator(
        text
          .slice(Math.max(0, at - 20), at)
          .trim()
          .slice(-1),
      )
    )
      return at + 1;
  }
  return 0;
}

/** Where the factor behind a division ends: a number or name with what is called and raised. */
function divisorEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charAt(at).trim() === '' || '+-'.includes(text.charAt(at)))) at++;
  let depth = 0;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && !/[\p{L}\p{Nd}_.^²³]/u.test(character)) return at;
  }
  return at;
}
