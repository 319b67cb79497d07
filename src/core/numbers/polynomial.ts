import { MathError } from '../failure';
import { COSTS, MAX_TERMS, spend } from '../limits';
import {
  compareAtoms,
  sym,
  type Atom,
  type Floor,
  type Monomial,
  type Parts,
  type Sym,
  type Term,
  type Terms,
} from './atom';
import { commonDenominator, commonFactor, contentOf, exactQuotient, timesTerm } from './exact-quotient';
import { isWholeMonomial, keyOf, multiplyMonomials, powerOfMonomial } from './monomial';
import { LABEL, TEX, TEXT, writeWhole, type Notation } from './notation';
import { bigintOf, fraction, isInteger, limited, ONE, power, ZERO, type Rational } from './rational';
import { productOf, TermSum } from './term-sum';

export { sym, symbolTex, type Sym } from './atom';

/** Characters of the formula within an integer part. */
const MAX_FLOOR_TEXT = 4000;

/** A formula as plain data: terms of numerator, denominator and factors, over a sum where it is a quotient. */
export interface PackedPolynomial {
  readonly terms: readonly (readonly [
    numerator: bigint,
    denominator: bigint,
    factors: readonly (readonly [atom: PackedAtom, power: number])[],
  ])[];
  readonly over: PackedPolynomial | undefined;
}

type PackedAtom =
  | {
      readonly name: string;
      readonly index: readonly number[];
      readonly whole: boolean;
      readonly owner: string | undefined;
    }
  | { readonly floor: PackedPolynomial };

/**
 * A formula in symbols over the rationals: a sum of products of atoms, whose powers may be below 0 (`n/s`), over another
 * sum where it is a quotient by one (`n/(s + 1)`). An atom is a symbol or an integer part, so formulas are closed under
 * `+ − · /`, floor and ceil. In normal form: formulas with one text are equal; equal ones that have no integer parts and
 * no quotients by sums have one text. A quotient stands for its values where nothing divides by 0.
 */
export class Polynomial {
  static constant(value: Rational): Polynomial {
    return Polynomial.term([], value);
  }

  static symbol(symbol: Sym): Polynomial {
    return Polynomial.term([[symbol, 1]], ONE);
  }

  private static term(monomial: Monomial, coefficient: Rational): Polynomial {
    return new Polynomial(
      coefficient.n === 0n ? new Map() : new Map([[keyOf(monomial), { monomial, coefficient }]]),
    );
  }

  /** @param under two terms and more, with coprime integer coefficients and powers of 0 and more; divides `terms`. */
  private constructor(
    private readonly terms: Terms,
    private readonly under?: Polynomial,
  ) {}

  /** What an integer part is of. */
  private static within({ of: { terms, under } }: Floor): Polynomial {
    return new Polynomial(terms, under && new Polynomial(under));
  }

  private get parts(): Parts {
    return { terms: this.terms, under: this.under?.terms };
  }

  /** The value where no symbol is left, else undefined. */
  get constant(): Rational | undefined {
    if (this.terms.size === 0) return ZERO;
    return this.terms.size === 1 && !this.under ? this.terms.get('')?.coefficient : undefined;
  }

  /** The symbol where the formula is just one, else undefined. */
  get symbol(): Sym | undefined {
    const [term] = this.terms.values();
    const [factor] = term?.monomial ?? [];
    const single = this.terms.size === 1 && !this.under && term?.monomial.length === 1 && factor?.[1] === 1;
    return single && term.coefficient.equals(ONE) && factor[0].kind === 'symbol' ? factor[0] : undefined;
  }

  /** All symbols that occur, those within integer parts too. */
  symbols(): readonly Sym[] {
    const found = new Map<string, Sym>();
    this.collect(found);
    return [...found.values()].sort(compareAtoms);
  }

  private collect(found: Map<string, Sym>): void {
    for (const { monomial } of this.terms.values())
      for (const [atom] of monomial)
        if (atom.kind === 'symbol') found.set(atom.text, atom);
        else Polynomial.within(atom).collect(found);
    this.under?.collect(found);
  }

  /** How many terms a product with this goes through. */
  get size(): number {
    return this.terms.size + (this.under?.size ?? 0);
  }

  plus(other: Polynomial): Polynomial {
    const [left, right] = [this.under, other.under];
    if (this.terms.size === 0) return other;
    if (other.terms.size === 0) return this;
    if (!left && !right) {
      const sum = new TermSum();
      for (const terms of [this.terms, other.terms])
        for (const { monomial, coefficient } of terms.values()) sum.add(monomial, coefficient);
      return new Polynomial(sum.terms());
    }
    if (left && right && sameTerms(left.terms, right.terms))
      return this.above.plus(other.above).dividedBy(left);
    return this.above
      .times(right ?? UNIT)
      .plus(other.above.times(left ?? UNIT))
      .dividedBy((left ?? UNIT).times(right ?? UNIT));
  }

  /** @throws MathError where expanding it takes too long. */
  times(other: Polynomial): Polynomial {
    if (this.constant?.equals(ONE)) return other;
    if (other.constant?.equals(ONE)) return this;
    if (this.under || other.under)
      return this.above.times(other.above).dividedBy((this.under ?? UNIT).times(other.under ?? UNIT));
    if (this.terms.size * other.terms.size > MAX_TERMS)
      throw new MathError(`Expanding this product takes more than ${MAX_TERMS} steps.`);
    spend(this.terms.size * other.terms.size * COSTS.slowOperation);
    const sum = new TermSum();
    this.addProductTo(sum, other);
    return new Polynomial(sum.terms());
  }

  /** Adds a product to a sum of terms. @returns false, adding nothing, where a factor is a quotient by a sum. */
  addProductTo(sum: TermSum, other: Polynomial): boolean {
    if (this.under || other.under) return false;
    for (const left of this.terms.values())
      for (const right of other.terms.values())
        sum.add(
          multiplyMonomials(left.monomial, right.monomial),
          productOf(left.coefficient, right.coefficient),
        );
    return true;
  }

  /** A sum that is complete. */
  static ofTerms(sum: TermSum): Polynomial {
    return new Polynomial(sum.terms());
  }

  /** @throws MathError where the divisor is 0, or the result is too long. */
  dividedBy(divisor: Polynomial): Polynomial {
    if (this.under || divisor.under)
      return this.above.times(divisor.under ?? UNIT).dividedBy(divisor.above.times(this.under ?? UNIT));
    const [only, ...others] = divisor.terms.values();
    if (!only) throw new MathError(`${this.toString().slice(0, 60)} is divided by 0.`);
    if (others.length === 0)
      return new Polynomial(
        timesTerm(this.terms, powerOfMonomial(only.monomial, -1), ONE.div(only.coefficient)),
      );
    const inverse = powerOfMonomial(commonFactor(divisor.terms), -1);
    const stripped = timesTerm(divisor.terms, inverse, ONE);
    const scale = ONE.div(contentOf(stripped));
    return Polynomial.quotient(timesTerm(this.terms, inverse, scale), timesTerm(stripped, [], scale));
  }

  /** @param below two terms and more, in the normal form of a divisor. */
  private static quotient(above: Terms, below: Terms): Polynomial {
    const common = commonFactor(above);
    const bare = timesTerm(above, powerOfMonomial(common, -1), ONE);
    const exact = exactQuotient(bare, below);
    if (exact) return new Polynomial(timesTerm(exact, common, ONE));
    const content = contentOf(bare);
    const inverted = bare.size > 1 ? exactQuotient(below, timesTerm(bare, [], ONE.div(content))) : undefined;
    return inverted
      ? Polynomial.term(common, content).dividedBy(new Polynomial(inverted))
      : new Polynomial(above, new Polynomial(below));
  }

  private get above(): Polynomial {
    return this.under ? new Polynomial(this.terms) : this;
  }

  scale(factor: Rational): Polynomial {
    return new Polynomial(factor.n === 0n ? new Map() : timesTerm(this.terms, [], factor), this.under);
  }

  /** @param exponent an integer. @throws MathError where the result is too long, or divides by 0. */
  power(exponent: number): Polynomial {
    if (exponent < 0) return UNIT.dividedBy(this).power(-exponent);
    if (exponent > 64 && this.size > 1) throw new MathError('Powers of sums of symbols go up to 64.');
    if (exponent > 10_000) throw new MathError('Powers of symbols go up to 10000.');
    const [only] = this.terms.values();
    if (this.size === 1 && only)
      return Polynomial.term(powerOfMonomial(only.monomial, exponent), power(only.coefficient, exponent));
    let result = UNIT;
    for (let square: Polynomial = this.scale(ONE), left = exponent; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result = result.times(square);
      if (left > 1) square = square.times(square);
    }
    return result;
  }

  /**
   * ⌊formula⌋, where whole symbols stand for integers. Terms that are integers then stand outside: ⌊n + f⌋ = n + ⌊f⌋; so
   * does what is rounded twice: ⌊(⌊x⌋ + a)/m⌋ = ⌊(x + a)/m⌋ for whole numbers a, m (Graham, Knuth & Patashnik, 3.11).
   * @throws MathError where the formula is too long.
   */
  floor(): Polynomial {
    const [whole, rest] = [new TermSum(), new TermSum()];
    for (const { monomial, coefficient } of this.terms.values())
      (!this.under && isInteger(coefficient) && isWholeMonomial(monomial) ? whole : rest).add(
        monomial,
        coefficient,
      );
    const outside = new Polynomial(whole.terms());
    const inside = new Polynomial(rest.terms(), this.under);
    if (inside.constant) return outside.plus(Polynomial.constant(inside.constant.floor()));
    const opened = inside.withoutInnerFloor();
    return outside.plus(opened ? opened.floor() : Polynomial.term([[inside.floorAtom(), 1]], ONE));
  }

  /** (x + a)/m for (⌊x⌋ + a)/m, else undefined. */
  private withoutInnerFloor(): Polynomial | undefined {
    if (this.under) return undefined;
    for (const { monomial, coefficient } of this.terms.values()) {
      const [[atom, exponent] = [], ...others] = monomial;
      if (atom?.kind !== 'floor' || exponent !== 1 || others.length > 0 || bigintOf(coefficient) !== 1n)
        continue;
      const whole = [...this.terms.values()].every(
        (term) => isWholeMonomial(term.monomial) && isInteger(term.coefficient.mul(coefficient.d)),
      );
      if (whole)
        return this.plus(Polynomial.term(monomial, coefficient.neg())).plus(
          Polynomial.within(atom).scale(coefficient),
        );
    }
    return undefined;
  }

  private floorAtom(): Floor {
    let length = 0;
    for (const terms of [this.terms, this.under?.terms ?? []])
      for (const [key] of terms) length += key.length + 6;
    if (length > MAX_FLOOR_TEXT) throw new MathError('This formula is too long to be rounded.');
    return { kind: 'floor', of: this.parts, text: `floor(${this.toString()})` };
  }

  /**
   * The number where every symbol has one.
   * @param values by the symbols' texts.
   * @throws MathError where one is missing, and where something divides by 0.
   */
  evaluateAt(values: ReadonlyMap<string, Rational>): Rational {
    const factor = ([atom, exponent]: Monomial[number]): Rational => {
      const base =
        atom.kind === 'floor' ? Polynomial.within(atom).evaluateAt(values).floor() : values.get(atom.text);
      if (!base) throw new MathError(`“${atom.text}” has no value.`);
      return power(base, exponent);
    };
    let sum = ZERO;
    for (const { monomial, coefficient } of this.terms.values())
      sum = limited(
        sum.add(monomial.reduce((product, next) => limited(product.mul(factor(next))), coefficient)),
      );
    if (!this.under) return sum;
    const below = this.under.evaluateAt(values);
    if (below.n === 0n) throw new MathError(`${this.toString().slice(0, 60)} divides by 0 here.`);
    return limited(sum.div(below));
  }

  /** The formula with formulas in place of some symbols, by their texts; those must be whole where the symbols are. */
  substitute(formulas: ReadonlyMap<string, Polynomial>): Polynomial {
    const factor = ([atom, exponent]: Monomial[number]): Polynomial => {
      if (atom.kind === 'floor') return Polynomial.within(atom).substitute(formulas).floor().power(exponent);
      return (formulas.get(atom.text) ?? Polynomial.symbol(atom)).power(exponent);
    };
    const above = [...this.terms.values()]
      .map(({ monomial, coefficient }) =>
        monomial.map(factor).reduce((a, b) => a.times(b), Polynomial.constant(coefficient)),
      )
      .reduce((a, b) => a.plus(b), Polynomial.constant(ZERO));
    return this.under ? above.dividedBy(this.under.substitute(formulas)) : above;
  }

  /** The integer parts that occur, inner ones first, by their texts. */
  floors(): ReadonlyMap<string, Polynomial> {
    const found = new Map<string, Polynomial>();
    const see = (formula: Polynomial): void => {
      for (const { monomial } of formula.terms.values())
        for (const [atom] of monomial)
          if (atom.kind === 'floor' && !found.has(atom.text)) {
            see(Polynomial.within(atom));
            found.set(atom.text, Polynomial.within(atom));
          }
      if (formula.under) see(formula.under);
    };
    see(this);
    return found;
  }

  /** Whether symbols stand below a line, within integer parts too. */
  get isDivided(): boolean {
    if (this.under) return true;
    for (const { monomial } of this.terms.values())
      for (const [atom, exponent] of monomial)
        if (exponent < 0 || (atom.kind === 'floor' && Polynomial.within(atom).isDivided)) return true;
    return false;
  }

  /**
   * 1 where it is 0 or more whatever numbers its symbols stand for, −1 where it is 0 or less: as far as even powers and the
   * signs of the coefficients tell. `strict` where it is never 0.
   */
  get sign(): { readonly of: number; readonly strict: boolean } | undefined {
    const terms = [...this.terms.values()];
    const even = terms.every(({ monomial }) => monomial.every(([, exponent]) => exponent % 2 === 0));
    const [own, ...others] = new Set(terms.map(({ coefficient }) => Number(coefficient.s)));
    // Where it has a value, what it is divided by is not 0.
    const below = this.under ? this.under.sign?.of : 1;
    if (!even || own === undefined || others.length > 0 || below === undefined) return undefined;
    const strict = terms.some(({ monomial }) => monomial.every(([, exponent]) => exponent < 0));
    return { of: own * below, strict };
  }

  /** The least number of which every coefficient is a whole multiple of its inverse. */
  get commonDenominator(): bigint {
    return commonDenominator(this.terms);
  }

  /** Equal as functions of their atoms: n/(n + 1) and 1 − 1/(n + 1) are. Integer parts are compared by their texts. */
  equals(other: Polynomial): boolean {
    if (sameTerms(this.terms, other.terms) && sameTerms(this.under?.terms, other.under?.terms)) return true;
    if (!this.under && !other.under) return false;
    const left = this.above.times(other.under ?? UNIT);
    const right = other.above.times(this.under ?? UNIT);
    return sameTerms(left.terms, right.terms);
  }

  /** The formula as plain data, and back: for sending it elsewhere. */
  pack(): PackedPolynomial {
    const terms = [...this.terms.values()].map(({ monomial, coefficient }) => {
      const factors = monomial.map(([atom, exponent]) => [Polynomial.packAtom(atom), exponent] as const);
      return [bigintOf(coefficient), coefficient.d, factors] as const;
    });
    return { terms, over: this.under?.pack() };
  }

  static unpack({ terms, over }: PackedPolynomial): Polynomial {
    const unpacked = terms.map(([above, below, factors]): readonly [string, Term] => {
      const monomial = factors.map(([atom, exponent]) => [Polynomial.unpackAtom(atom), exponent] as const);
      return [keyOf(monomial), { monomial, coefficient: fraction(above, below) }];
    });
    return new Polynomial(new Map(unpacked), over && Polynomial.unpack(over));
  }

  private static packAtom(atom: Atom): PackedAtom {
    if (atom.kind === 'floor') return { floor: Polynomial.within(atom).pack() };
    return { name: atom.name, index: atom.index, whole: atom.whole, owner: atom.owner };
  }

  private static unpackAtom(packed: PackedAtom): Atom {
    return 'floor' in packed
      ? Polynomial.unpack(packed.floor).floorAtom()
      : sym(packed.name, packed.index, packed.whole, packed.owner);
  }

  /** As the reader of expressions takes it: `n - m + 1`, `2*n^2 + k1*x2`, `floor((n - k)/s) + 1`. */
  toString(): string {
    return this.write(TEXT);
  }

  /** LaTeX, symbols with their indices as subscripts. */
  toTex(): string {
    return this.write(TEX);
  }

  /** For people: `⌊(n − k)/s⌋ + 1`. */
  toLabel(): string {
    return this.write(LABEL);
  }

  private write(notation: Notation): string {
    return writeWhole(this.parts, this.symbols(), notation);
  }
}

const UNIT = Polynomial.constant(ONE);

function sameTerms(a: Terms | undefined, b: Terms | undefined): boolean {
  if (a === b) return true;
  if (!a || a.size !== b?.size) return false;
  for (const [key, { coefficient }] of a) if (!b.get(key)?.coefficient.equals(coefficient)) return false;
  return true;
}

export function rationalTex(value: Rational): string {
  if (isInteger(value)) return bigintOf(value).toString();
  return `${value.s < 0n ? '-' : ''}\\frac{${value.n}}{${value.d}}`;
}
