import type { Rational } from './rational';

/** What formulas are made of: a named symbol, or the integer part of a formula. Its text is its identity. */
export type Atom = Sym | Floor;

/** A named unknown: an entry of a symbolic tensor (`k`, indices 2 and 3) or a free variable (`n`, no index). */
export interface Sym {
  readonly kind: 'symbol';
  readonly name: string;
  readonly index: readonly number[];
  /** How it is spelled where it can’t be taken for another: `x1`, `k2_3`, `n`. */
  readonly short: string;
  /** Its one spelling, which is its identity: `x1`, `k2_3`, `n`; `conv.w1` for the weight of a layer. */
  readonly text: string;
  /** The layer whose weight or bias it is: two layers have each a `w1` of their own. */
  readonly owner: string | undefined;
  /** Whether it stands for integers alone, as sizes and counts do; entries of tensors stand for any numbers. */
  readonly whole: boolean;
}

/** ⌊of⌋ of a formula that may fall between integers. `Polynomial.floor` makes these, in normal form. */
export interface Floor {
  readonly kind: 'floor';
  readonly of: Parts;
  readonly text: string;
}

/** A product of atoms with powers other than 0, sorted by the atoms. A power below 0 divides. */
export type Monomial = readonly (readonly [atom: Atom, power: number])[];

export interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Rational;
}

/** The terms of a sum by the key of their monomial; none has the coefficient 0. */
export type Terms = ReadonlyMap<string, Term>;

/** What a formula is made of: a sum, over another one where there is one. */
export interface Parts {
  readonly terms: Terms;
  readonly under: Terms | undefined;
}

/**
 * @param whole whether it stands for integers alone; free variables do unless their domain says otherwise.
 * @param owner the layer that it belongs to, for weights and biases that are known by their size alone.
 */
export function sym(
  name: string,
  index: readonly number[] = [],
  whole = index.length === 0,
  owner?: string,
): Sym {
  const short = name + index.join('_');
  const text = owner === undefined ? short : `${owner}.${short}`;
  const plain = { kind: 'symbol', name, index, short, text, owner, whole } as const;
  if (index.length > 0 ? /[a-zA-Z]$/.test(name) : !/\d$/.test(name)) return plain;
  // What is spelled `k2_3` is one symbol, whether the digits came as indices or within a name.
  const [, letters, digits] = /^(.*?\p{L})((?:0|[1-9]\d*)(?:_(?:0|[1-9]\d*))*)$/u.exec(short) ?? [];
  if (letters === undefined || digits === undefined) return plain;
  return { ...plain, name: letters, index: digits.split('_').map(Number) };
}

/** Whether integers put in for its symbols give an integer. */
export function isWhole(atom: Atom): boolean {
  return atom.kind === 'floor' || atom.whole;
}

/** Symbols before integer parts; then by text, where runs of digits count as numbers: x2 before x10. */
export function compareAtoms(a: Atom, b: Atom): number {
  if (a === b) return 0;
  if (a.kind !== b.kind) return a.kind === 'symbol' ? -1 : 1;
  return compareTexts(a.text, b.text);
}

/** In plain code: this runs for each product of two symbols, and a collator takes ten times as long. */
function compareTexts(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length && at === b.length) return 0;
  let from = at;
  while (from > 0 && isDigit(a.charCodeAt(from - 1))) from--;
  const [x, y] = [digitsAt(a, from), digitsAt(b, from)];
  if (x > from && y > from) {
    const difference = Number(a.slice(from, x)) - Number(b.slice(from, y));
    if (difference !== 0) return difference;
  }
  if (at >= shorter) return a.length - b.length;
  const [left, right] = [a.charAt(at), b.charAt(at)];
  const [low, high] = [left.toLowerCase(), right.toLowerCase()];
  if (low !== high) return low < high ? -1 : 1;
  return left < right ? 1 : -1;
}

function digitsAt(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Names of letters that LaTeX has a command for. */
export const GREEK: ReadonlySet<string> = new Set(
  (
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau ' +
    'upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell'
  ).split(' '),
);

/** As `symbolTex`, with the layer that a weight belongs to: `{w^{(\mathrm{conv})}_{1}}`, in braces so that it takes a power. */
export function ownedTex(symbol: Sym): string {
  const { name, index, owner = '' } = symbol;
  const layer = owner.length > 1 ? `\mathrm{${owner.replace(/_/g, '\_')}}` : owner;
  return `{${name}^{(${layer})}_{${index.join(',')}}}`;
}

/** `k_{2,3}`, `\alpha`, `\mathrm{units}`. */
export function symbolTex({ name, index }: Pick<Sym, 'name' | 'index'>): string {
  const letters = GREEK.has(name)
    ? `\\${name}`
    : name.length > 1
      ? `\\mathrm{${name.replace(/_/g, '\\_')}}`
      : name;
  return index.length === 0 ? letters : `${letters}_{${index.join(',')}}`;
}
