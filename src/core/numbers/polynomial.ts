import { MathError } from '../failure';
import { COSTS, MAX_TERMS, spend } from '../limits';
import {
  bigintOf,
  fraction,
  integer,
  isInteger,
  limited,
  ONE,
  power,
  rationalText,
  type Rational,
} from './rational';

/** A named unknown: an entry of a symbolic tensor (`k`, indices 2 and 3) or a free variable (`n`, no index). */
export interface Sym {
  readonly name: string;
  readonly index: readonly number[];
  /** Its one spelling, which is its identity: `x1`, `k2_3`, `n`. */
  readonly text: string;
}

export function sym(name: string, index: readonly number[] = []): Sym {
  return { name, index, text: name + index.join('_') };
}

/** A product of symbols with powers of 1 and more, sorted by the symbols' texts. */
type Monomial = readonly (readonly [symbol: Sym, power: number])[];

interface Term {
  readonly monomial: Monomial;
  readonly coefficient: Rational;
}

const byText = new Intl.Collator('en', { numeric: true });

function compareSymbols(a: Sym, b: Sym): number {
  return byText.compare(a.text, b.text) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}

function keyOf(monomial: Monomial): string {
  return monomial.map(([symbol, power]) => (power === 1 ? symbol.text : `${symbol.text}^${power}`)).join('*');
}

function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  const result: (readonly [Sym, number])[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (!left && !right) return result;
    const order = !left ? 1 : !right ? -1 : compareSymbols(left[0], right[0]);
    if (left && order === 0) result.push([left[0], left[1] + (right?.[1] ?? 0)]);
    else if (left && order < 0) result.push(left);
    else if (right) result.push(right);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

/** Among monomials of one degree: higher powers first, then by symbol: a³, b³, a²·b, a·b², a·b·c. */
function compareMonomials(a: Monomial, b: Monomial): number {
  const highest = (monomial: Monomial): number => Math.max(0, ...monomial.map(([, power]) => power));
  if (highest(a) !== highest(b)) return highest(b) - highest(a);
  for (const [index, [symbol, power]] of a.entries()) {
    const other = b[index];
    if (!other) return 1;
    const order = compareSymbols(symbol, other[0]) || other[1] - power;
    if (order !== 0) return order;
  }
  return 0;
}

/** Terms: numerator, denominator, and symbols by name and index with their powers. */
export type PackedPolynomial = readonly (readonly [
  numerator: bigint,
  denominator: bigint,
  factors: readonly (readonly [name: string, index: readonly number[], power: number])[],
])[];

/** A polynomial over the rationals in named symbols, in normal form: two are equal exactly where their texts are. */
export class Polynomial {
  static constant(value: Rational): Polynomial {
    return new Polynomial(value.n === 0n ? new Map() : new Map([['', { monomial: [], coefficient: value }]]));
  }

  static symbol(symbol: Sym): Polynomial {
    return new Polynomial(new Map([[symbol.text, { monomial: [[symbol, 1]], coefficient: ONE }]]));
  }

  private constructor(private readonly terms: ReadonlyMap<string, Term>) {}

  /** The value where no symbol is left, else undefined. */
  get constant(): Rational | undefined {
    if (this.terms.size === 0) return integer(0);
    return this.terms.size === 1 ? this.terms.get('')?.coefficient : undefined;
  }

  /** The symbol where the polynomial is just one, else undefined. */
  get symbol(): Sym | undefined {
    const [term] = this.terms.values();
    const [factor] = term?.monomial ?? [];
    const single = this.terms.size === 1 && term?.monomial.length === 1 && factor?.[1] === 1;
    return single && term.coefficient.equals(ONE) ? factor[0] : undefined;
  }

  /** All symbols that occur. */
  symbols(): readonly Sym[] {
    const found = new Map<string, Sym>();
    for (const { monomial } of this.terms.values())
      for (const [symbol] of monomial) found.set(symbol.text, symbol);
    return [...found.values()].sort(compareSymbols);
  }

  /** Whether every coefficient is an integer, so that integers put in give an integer. */
  get hasIntegerCoefficients(): boolean {
    return [...this.terms.values()].every(({ coefficient }) => isInteger(coefficient));
  }

  plus(other: Polynomial): Polynomial {
    const terms = new Map(this.terms);
    for (const [key, term] of other.terms) {
      const coefficient = limited((terms.get(key)?.coefficient ?? integer(0)).add(term.coefficient));
      if (coefficient.n === 0n) terms.delete(key);
      else terms.set(key, { monomial: term.monomial, coefficient });
    }
    requireTerms(terms.size);
    return new Polynomial(terms);
  }

  times(other: Polynomial): Polynomial {
    if (this.terms.size * other.terms.size > MAX_TERMS)
      throw new MathError(`Expanding this product takes more than ${MAX_TERMS} steps.`);
    spend(this.terms.size * other.terms.size * COSTS.slowOperation);
    const terms = new Map<string, Term>();
    for (const left of this.terms.values())
      for (const right of other.terms.values()) {
        const monomial = multiplyMonomials(left.monomial, right.monomial);
        const key = keyOf(monomial);
        const coefficient = limited(
          (terms.get(key)?.coefficient ?? integer(0)).add(left.coefficient.mul(right.coefficient)),
        );
        if (coefficient.n === 0n) terms.delete(key);
        else terms.set(key, { monomial, coefficient });
      }
    return new Polynomial(terms);
  }

  /** The terms as plain data, and back: for sending it elsewhere. */
  pack(): PackedPolynomial {
    return [...this.terms.values()].map(({ monomial, coefficient }) => [
      bigintOf(coefficient),
      coefficient.d,
      monomial.map(([{ name, index }, power]) => [name, index, power]),
    ]);
  }

  static unpack(packed: PackedPolynomial): Polynomial {
    return new Polynomial(
      new Map(
        packed.map(([numerator, denominator, factors]) => {
          const monomial = factors.map(([name, index, power]) => [sym(name, index), power] as const);
          return [keyOf(monomial), { monomial, coefficient: fraction(numerator, denominator) }];
        }),
      ),
    );
  }

  scale(factor: Rational): Polynomial {
    return this.times(Polynomial.constant(factor));
  }

  /** @param exponent a whole number from 0. */
  power(exponent: number): Polynomial {
    if (exponent > 64 && this.terms.size > 1) throw new MathError('Powers of sums of symbols go up to 64.');
    if (exponent > 10_000) throw new MathError('Powers of symbols go up to 10000.');
    if (this.terms.size === 1)
      for (const { coefficient } of this.terms.values()) power(coefficient, exponent);
    let result = Polynomial.constant(ONE);
    for (let square: Polynomial = this.scale(ONE), left = exponent; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result = result.times(square);
      if (left > 1) square = square.times(square);
    }
    return result;
  }

  equals(other: Polynomial): boolean {
    if (this.terms.size !== other.terms.size) return false;
    for (const [key, { coefficient }] of this.terms) {
      const there = other.terms.get(key);
      if (!there?.coefficient.equals(coefficient)) return false;
    }
    return true;
  }

  /** As in textbooks: higher powers first, then by symbol, constants last: `n - m + 1`, `2*n^2 + k1*x2`. */
  toString(): string {
    return this.write(
      (factors) => factors.map(([s, p]) => (p === 1 ? s.text : `${s.text}^${p}`)).join('*'),
      rationalText,
      '*',
    );
  }

  /** LaTeX, symbols with their indices as subscripts. */
  toTex(): string {
    return this.write(
      (factors) => factors.map(([s, p]) => (p === 1 ? symbolTex(s) : `${symbolTex(s)}^{${p}}`)).join(' '),
      rationalTex,
      ' ',
    );
  }

  private write(
    product: (factors: Monomial) => string,
    number: (value: Rational) => string,
    times: string,
  ): string {
    const degree = ({ monomial }: Term): number => monomial.reduce((sum, [, power]) => sum + power, 0);
    const negative = ({ coefficient }: Term): boolean => coefficient.s < 0n;
    // Among terms of one degree the positive ones come first, so that m is not led by a minus where n stands beside it.
    const terms = [...this.terms.values()].sort(
      (a, b) =>
        degree(b) - degree(a) ||
        Number(negative(a)) - Number(negative(b)) ||
        compareMonomials(a.monomial, b.monomial),
    );
    if (terms.length === 0) return '0';
    return terms
      .map((term, position) => {
        const size = term.coefficient.abs();
        const factors = product(term.monomial);
        const text =
          factors === '' ? number(size) : size.equals(ONE) ? factors : `${number(size)}${times}${factors}`;
        if (position === 0) return negative(term) ? `-${text}` : text;
        return negative(term) ? ` - ${text}` : ` + ${text}`;
      })
      .join('');
  }
}

function requireTerms(count: number): void {
  if (count > MAX_TERMS) throw new MathError(`This formula has more than ${MAX_TERMS} terms.`);
}

export function symbolTex(symbol: Sym): string {
  const name = symbol.name.length > 1 ? `\\mathrm{${symbol.name.replace(/_/g, '\\_')}}` : symbol.name;
  return symbol.index.length === 0 ? name : `${name}_{${symbol.index.join(',')}}`;
}

export function rationalTex(value: Rational): string {
  if (isInteger(value)) return rationalText(value);
  return `${value.s < 0n ? '-' : ''}\\frac{${value.n}}{${value.d}}`;
}
