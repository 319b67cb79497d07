import type { Span, SyntaxFailure } from './ast';

export type Token = Span &
  (
    | { readonly kind: 'number' | 'name'; readonly text: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'symbol'; readonly text: Symbol }
  );

const SYMBOLS = [
  '..',
  '==',
  '!=',
  '<=',
  '>=',
  '.*',
  './',
  '+',
  '-',
  '*',
  '/',
  '^',
  '<',
  '>',
  '=',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '?',
  '.',
] as const;
type Symbol = (typeof SYMBOLS)[number];

/** How people also write operators: typographic signs. */
const ALIASES: Readonly<Record<string, Symbol>> = {
  '·': '*',
  '×': '*',
  '⋅': '*',
  '−': '-',
  '–': '-',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '÷': '/',
};
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** `k₂,₃` is the name k2_3. */
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const SUBSCRIPT = new RegExp(`^[${SUBSCRIPTS}]+(?:,[${SUBSCRIPTS}]+)*`);

const MAX_TOKENS = 4000;
export const MAX_NESTING = 100;
const MAX_DIGITS = 10_000;
export const MAX_CHARACTERS = 100_000;

/** Cuts an expression into tokens that keep their place and exact text. Refuses what must not occur, and what is too much. */
export function tokenize(source: string): readonly Token[] | SyntaxFailure {
  if (source.length > MAX_CHARACTERS)
    return refuse(0, source.length, `An expression may have up to ${MAX_CHARACTERS} characters.`);
  const tokens: Token[] = [];
  const open: { readonly text: string; readonly start: number }[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + MAX_DIGITS + 50);
    const space = /^\s+/.exec(rest);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = readToken(rest, at, source);
    if (token.kind === 'syntax-failure') return token;
    if (tokens.length >= MAX_TOKENS)
      return refuse(at, source.length, `An expression may have up to ${MAX_TOKENS} words and signs.`);
    if (token.kind === 'symbol') {
      const bracket = checkBracket(token, open);
      if (bracket) return bracket;
    }
    tokens.push(...expand(token));
    at = token.end;
  }
  const unclosed = open.at(-1);
  if (unclosed) return refuse(unclosed.start, unclosed.start + 1, `This “${unclosed.text}” is never closed.`);
  return tokens;
}

/** `²` stands for two tokens, `^` and `2`. */
function expand(token: Token): Token[] {
  const digits =
    token.kind === 'number' && SUPERSCRIPTS.includes(token.text.charAt(0)) ? token.text : undefined;
  if (digits === undefined) return [token];
  const number = Array.from(digits, (digit) => SUPERSCRIPTS.indexOf(digit)).join('');
  return [
    { kind: 'symbol', text: '^', start: token.start, end: token.start },
    { kind: 'number', text: number, start: token.start, end: token.end },
  ];
}

function readToken(rest: string, at: number, source: string): Token | SyntaxFailure {
  const number = /^(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(rest)?.[0];
  if (number !== undefined) {
    if (number.replace(/\D/g, '').length > MAX_DIGITS)
      return refuse(at, at + number.length, `A number may have up to ${MAX_DIGITS} digits.`);
    return { kind: 'number', text: number, start: at, end: at + number.length };
  }
  const superscript = new RegExp(`^[${SUPERSCRIPTS}]+`).exec(rest)?.[0];
  if (superscript !== undefined)
    return { kind: 'number', text: superscript, start: at, end: at + superscript.length };
  const name = /^[\p{L}_][\p{L}\p{Nd}_]*/u.exec(rest)?.[0];
  if (name !== undefined) {
    const subscript = SUBSCRIPT.exec(rest.slice(name.length))?.[0] ?? '';
    const index = Array.from(subscript, (sign) => (sign === ',' ? '_' : SUBSCRIPTS.indexOf(sign))).join('');
    const text = index !== '' && /\d$/.test(name) ? `${name}_${index}` : name + index;
    return { kind: 'name', text, start: at, end: at + name.length + subscript.length };
  }
  const quote = rest.charAt(0);
  if (quote === '"' || quote === "'") {
    const close = source.indexOf(quote, at + 1);
    if (close < 0) return refuse(at, source.length, `This text has no closing ${quote}.`);
    return { kind: 'text', text: source.slice(at + 1, close), start: at, end: close + 1 };
  }
  const alias = ALIASES[quote];
  if (alias) return { kind: 'symbol', text: alias, start: at, end: at + 1 };
  const symbol = SYMBOLS.find((known) => rest.startsWith(known));
  if (symbol) return { kind: 'symbol', text: symbol, start: at, end: at + symbol.length };
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 32);
  const meant: Readonly<Record<string, string>> = {
    '!': 'write “not” before a claim, or “!=” for “is not”.',
    '&': 'write “and”.',
    '|': 'write “or”; the size without sign is abs(x).',
    ';': 'separate with “,”.',
    '%': 'the rest of a division is “mod”.',
    '#': 'a “#” is no operator.',
    '√': 'write sqrt(x).',
  };
  return refuse(
    at,
    at + character.length,
    `“${character}” can’t stand in an expression${meant[character] === undefined ? '.' : `: ${meant[character]}`}`,
  );
}

const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function checkBracket(
  token: Span & { readonly text: string },
  open: { readonly text: string; readonly start: number }[],
): SyntaxFailure | undefined {
  if ('([{'.includes(token.text)) {
    if (open.length >= MAX_NESTING)
      return refuse(token.start, token.end, `Brackets may be nested ${MAX_NESTING} deep.`);
    open.push({ text: token.text, start: token.start });
    return undefined;
  }
  const wanted = CLOSING[token.text];
  if (wanted === undefined) return undefined;
  const last = open.pop();
  if (!last) return refuse(token.start, token.end, `This “${token.text}” closes nothing.`);
  return last.text === wanted
    ? undefined
    : refuse(token.start, token.end, `“${token.text}” can’t close the “${last.text}” before it.`);
}

export function refuse(start: number, end: number, message: string, replacement?: string): SyntaxFailure {
  return { kind: 'syntax-failure', start, end, message, ...(replacement !== undefined && { replacement }) };
}
