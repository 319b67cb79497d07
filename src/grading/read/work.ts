import type { Span } from '../../problem';

/** One side of the equalities of shown work, with its place in the text. */
export interface Piece extends Span {
  readonly text: string;
  /** It stands behind `≈`: it is what is before it, rounded. */
  readonly about: boolean;
}

const ABOUT = '\\approx';

/** `a = b ≈ c` are pieces of shown work; `==`, `<=` and options in parentheses are not. What is empty in front is none. */
export function splitWork(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let [depth, from, about] = [0, 0, false];
  const cut = (at: number): void => {
    const piece = pieceOf(text, from, at, about);
    if (piece.text !== '' || pieces.length > 0) pieces.push(piece);
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth !== 0) continue;
    const sign = signAt(text, at);
    if (sign === undefined) continue;
    cut(at);
    from = at + sign.length;
    about = sign !== '=';
    at = from - 1;
  }
  cut(text.length);
  return pieces.length > 0 ? pieces : [pieceOf(text, from, text.length, about)];
}

function signAt(text: string, at: number): string | undefined {
  const character = text.charAt(at);
  if (character === '\\')
    return text.startsWith(ABOUT, at) && !/[a-zA-Z]/.test(text.charAt(at + ABOUT.length)) ? ABOUT : undefined;
  if (character === '≈') return character;
  return character === '=' && !/[=<>!]/.test(text.charAt(at - 1)) && text.charAt(at + 1) !== '='
    ? '='
    : undefined;
}

function pieceOf(text: string, from: number, to: number, about: boolean): Piece {
  let [start, end] = [from, to];
  while (start < end && isSpace(text.charAt(start))) start++;
  while (end > start && isSpace(text.charAt(end - 1))) end--;
  return { text: text.slice(start, end), start, end, about };
}

/** What stands within the dollars, or `\(` and `\)`, around the whole. */
export function withinDollars(text: string): Span {
  let [start, end] = [0, text.length];
  const plain = (character: string): boolean => isSpace(character) || character === '$';
  while (start < end && plain(text.charAt(start))) start++;
  while (end > start && plain(text.charAt(end - 1))) end--;
  if (/^\\[([]$/.test(text.slice(start, start + 2)) && /^\\[)\]]$/.test(text.slice(end - 2, end))) {
    start += 2;
    end -= 2;
  }
  return { start, end: Math.max(start, end) };
}

function isSpace(character: string): boolean {
  return character.trim() === '' && character !== '';
}

/** A name alone, which somebody wrote before `=` to say what it is that follows. */
export function isLabel(text: string): boolean {
  return text.length <= 40 && /^[\p{L}_][\p{L}\p{Nd}_ ]*$/u.test(text);
}
