import { ownedTex, symbolTex, type Atom, type Parts, type Sym, type Term, type Terms } from './atom';
import { commonDenominator, commonFactor, timesTerm } from './exact-quotient';
import { compareForReading, degreeOf, keyOf, powerOfMonomial, splitMonomial } from './monomial';
import { bigintOf, integer } from './rational';

/** How the pieces of a formula are written. */
export interface Notation {
  readonly symbol: (symbol: Sym) => string;
  /** With the layer that it belongs to. */
  readonly owned: (symbol: Sym) => string;
  readonly power: (base: string, exponent: number) => string;
  readonly times: string;
  readonly minus: string;
  /** What is above and below the line, and whether each is more than one factor. */
  readonly fraction: (over: Piece, under: Piece) => string;
  readonly floor: (inner: string) => string;
  readonly ceil: (inner: string) => string;
}

export interface Piece {
  readonly text: string;
  readonly kind: 'factor' | 'product' | 'sum';
}

/** What the reader of expressions takes: `2*n^2 + k1*x2`, `floor((n - k)/s) + 1`. */
export const TEXT: Notation = {
  symbol: ({ short }) => short,
  owned: ({ text }) => text,
  power: (base, exponent) => `${base}^${exponent}`,
  times: '*',
  minus: '-',
  fraction: (over, under) =>
    `${over.kind === 'sum' ? `(${over.text})` : over.text}/${under.kind === 'factor' ? under.text : `(${under.text})`}`,
  floor: (inner) => `floor(${inner})`,
  ceil: (inner) => `ceil(${inner})`,
};

/** For people: `2·n^2 − 1`, `⌊(n − k)/s⌋ + 1`. */
export const LABEL: Notation = {
  ...TEXT,
  times: '·',
  minus: '−',
  floor: (inner) => `⌊${inner}⌋`,
  ceil: (inner) => `⌈${inner}⌉`,
};

export const TEX: Notation = {
  symbol: symbolTex,
  owned: ownedTex,
  power: (base, exponent) => `${base}^{${exponent}}`,
  times: ' ',
  minus: '-',
  fraction: (over, under) => `\\frac{${over.text}}{${under.text}}`,
  floor: (inner) => `\\lfloor ${inner} \\rfloor`,
  ceil: (inner) => `\\lceil ${inner} \\rceil`,
};

/** A term as it is shown: ⌊−n/2⌋ as −⌈n/2⌉, with the sign in the coefficient. */
interface ShownTerm extends Term {
  readonly ceils: ReadonlySet<Atom>;
}

/** A formula with some symbols in it. Weights of several layers are told apart by the layers’ names, others need none. */
export function writeWhole(parts: Parts, symbols: readonly Sym[], notation: Notation): string {
  const owners = new Map<string, Set<string | undefined>>();
  for (const { name, owner } of symbols) owners.set(name, (owners.get(name) ?? new Set()).add(owner));
  const several = [...owners.values()].some(({ size }) => size > 1);
  if (!several) return writeFormula(parts, notation);
  return writeFormula(parts, {
    ...notation,
    symbol: (symbol) =>
      symbol.owner !== undefined && (owners.get(symbol.name)?.size ?? 0) > 1
        ? notation.owned(symbol)
        : notation.symbol(symbol),
  });
}

/** Terms as textbooks write them: higher powers first, then by symbol, constants last; those over one line together. */
export function writeFormula({ terms, under }: Parts, notation: Notation): string {
  if (!under) return writeTerms(terms, notation);
  // One line only: what divides single terms goes below it too.
  const divided = commonFactor(terms).filter(([, power]) => power < 0);
  const factor = powerOfMonomial(divided, -1);
  const scale = integer(commonDenominator(terms));
  return writeFraction(timesTerm(terms, factor, scale), timesTerm(under, factor, scale), notation);
}

function writeTerms(terms: Terms, notation: Notation): string {
  return pieceOf([...terms.values()].map(shownTerm), notation).text;
}

/** One fraction; neither part has powers below 0 or coefficients that are fractions. */
function writeFraction(over: Terms, under: Terms, notation: Notation): string {
  const { minus, terms } = withoutSign([...over.values()].map(shownTerm));
  const below = pieceOf([...under.values()].map(shownTerm), notation);
  return (minus ? notation.minus : '') + notation.fraction(pieceOf(terms, notation), below);
}

function pieceOf(terms: readonly ShownTerm[], notation: Notation): Piece {
  const sorted = terms.toSorted(compareTerms);
  const [leading] = sorted;
  if (!leading) return { text: '0', kind: 'factor' };
  const together = new Map<string, ShownTerm[]>();
  for (const term of sorted) {
    const line = lineOf(term);
    const there = line === undefined ? undefined : together.get(line);
    if (there) there.push(term);
    else if (line !== undefined) together.set(line, [term]);
  }
  const items = sorted.flatMap((term): Item[] => {
    const line = lineOf(term);
    if (line === undefined) return [writeProduct(term, notation)];
    const others = together.get(line) ?? [];
    return others[0] === term ? [writeOverLine(others, notation)] : [];
  });
  const text = items
    .map(({ negative, text: item }, position) =>
      position === 0
        ? (negative ? notation.minus : '') + item
        : ` ${negative ? notation.minus : '+'} ${item}`,
    )
    .join('');
  const [first] = items;
  return { text, kind: items.length > 1 || first?.negative ? 'sum' : (first?.kind ?? 'factor') };
}

interface Item extends Piece {
  readonly negative: boolean;
}

/** What stands below the line of a term, as a key; undefined where there is no line. */
function lineOf({ monomial, coefficient }: Term): string | undefined {
  const divides = monomial.some(([, power]) => power < 0);
  if (!divides && coefficient.d === 1n) return undefined;
  return `${coefficient.d} ${divides ? keyOf(splitMonomial(monomial).under) : ''}`;
}

/**
 * Among terms of one degree the positive ones come first, so that m is not led by a minus where n stands beside it.
 * Constants come last, behind what only divides.
 */
function compareTerms(a: Term, b: Term): number {
  return (
    degreeOf(b.monomial) - degreeOf(a.monomial) ||
    Number(a.monomial.length === 0) - Number(b.monomial.length === 0) ||
    Number(isNegative(a)) - Number(isNegative(b)) ||
    compareForReading(a.monomial, b.monomial)
  );
}

function isNegative({ coefficient }: Term): boolean {
  return coefficient.s < 0n;
}

/** Where all terms are negative, their negatives and the sign. */
function withoutSign(terms: readonly ShownTerm[]): { minus: boolean; terms: readonly ShownTerm[] } {
  const minus = terms.length > 0 && terms.every(isNegative);
  return {
    minus,
    terms: minus ? terms.map((term) => ({ ...term, coefficient: term.coefficient.neg() })) : terms,
  };
}

/** A term without a line. */
function writeProduct(term: ShownTerm, notation: Notation): Item {
  const size = term.coefficient.n;
  const factors = term.monomial.map(([atom, power]) => {
    const text = writeAtom(atom, term.ceils.has(atom), notation);
    return power === 1 ? text : notation.power(text, power);
  });
  if (size !== 1n || factors.length === 0) factors.unshift(size.toString());
  return {
    text: factors.join(notation.times),
    kind: factors.length > 1 ? 'product' : 'factor',
    negative: isNegative(term),
  };
}

/** Terms with the same denominator as one fraction. */
function writeOverLine(all: readonly ShownTerm[], notation: Notation): Item {
  const { minus, terms } = withoutSign(all);
  const over = terms.map((term) => ({
    ...term,
    monomial: splitMonomial(term.monomial).over,
    coefficient: integer(bigintOf(term.coefficient)),
  }));
  const [first] = terms;
  const under = first && {
    ...first,
    monomial: splitMonomial(first.monomial).under,
    coefficient: integer(first.coefficient.d),
  };
  const below = pieceOf(under ? [under] : [], notation);
  return { text: notation.fraction(pieceOf(over, notation), below), kind: 'product', negative: minus };
}

function writeAtom(atom: Atom, ceil: boolean, notation: Notation): string {
  if (atom.kind === 'symbol') return notation.symbol(atom);
  if (!ceil) return notation.floor(writeFormula(atom.of, notation));
  const { terms, under } = atom.of;
  return notation.ceil(writeFormula({ terms: timesTerm(terms, [], integer(-1)), under }, notation));
}

function shownTerm(term: Term): ShownTerm {
  const floors = term.monomial.filter(([{ kind }]) => kind === 'floor');
  const [only] = floors;
  const ceils = new Set<Atom>();
  let { coefficient } = term;
  for (const [atom, power] of floors) {
    const sign = atom.kind === 'floor' ? leadingSign(atom.of) : 1;
    if (sign > 0 || (sign === 0 && !(floors.length === 1 && only?.[1] === 1 && isNegative(term)))) continue;
    ceils.add(atom);
    if (power % 2 !== 0) coefficient = coefficient.neg();
  }
  return { ...term, coefficient, ceils };
}

/** Whether the terms of highest degree are rather positive (1) or negative (−1); 0 where there are as many of each. */
function leadingSign(formula: Parts): number {
  const terms = [...formula.terms.values()];
  const degree = Math.max(0, ...terms.map(({ monomial }) => degreeOf(monomial)));
  const leading = terms.filter(({ monomial }) => degreeOf(monomial) === degree);
  return Math.sign(leading.reduce((sum, term) => sum + (isNegative(term) ? -1 : 1), 0));
}
