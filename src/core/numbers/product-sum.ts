import { COSTS, spend } from '../limits';
import { Polynomial } from './polynomial';
import { bigintOf, fraction, integer, isRational, limited, type Rational } from './rational';
import { add, isZero, multiply, requireFinite, simplify, toReal, type Scalar } from './scalar';
import { productOf, TermSum } from './term-sum';

/** Bits of a common denominator above which it is reduced. */
const LONG = 1n << 4096n;

/**
 * A sum of products that is being made, exact as long as no real is in it. It takes the products one by one and makes no
 * scalar for any of them: what convolutions and matrix products add up is thousands of small products.
 */
export class ProductSum {
  /** Integers below 2^53. */
  private plain = 0;
  private numerator = 0n;
  private denominator = 1n;
  private terms: TermSum | undefined;
  private quotients: Scalar | undefined;
  private reals: number | undefined;

  /** @throws MathError for a symbol times a real, and where the sum is too long. */
  add(a: Scalar, b: Scalar): void {
    if (isRational(a) && isRational(b)) this.addRational(a, b);
    else if (typeof a === 'number' || typeof b === 'number')
      this.reals = (this.reals ?? 0) + toReal(multiply(a, b));
    else if (!isZero(a) && !isZero(b)) this.addSymbolic(polynomialOf(a), polynomialOf(b));
  }

  /** @throws MathError for symbols among reals, and where the sum is too long. */
  value(): Scalar {
    const number = this.denominator === 1n && this.numerator === 0n ? integer(this.plain) : this.rational();
    this.terms?.add([], number);
    let sum: Scalar = this.terms ? simplify(Polynomial.ofTerms(this.terms)) : number;
    if (this.quotients) sum = add(sum, this.quotients);
    return this.reals === undefined ? sum : requireFinite(toReal(sum) + this.reals);
  }

  private rational(): Rational {
    return limited(fraction(this.numerator, this.denominator).add(this.plain));
  }

  private addSymbolic(a: Polynomial, b: Polynomial): void {
    const products = a.size * b.size;
    if (products > 1) spend((products - 1) * COSTS.slowOperation);
    this.terms ??= new TermSum();
    if (!a.addProductTo(this.terms, b)) this.quotients = add(this.quotients ?? integer(0), multiply(a, b));
  }

  private addRational(a: Rational, b: Rational): void {
    if (a.d === 1n && b.d === 1n) {
      const product = productOf(a, b);
      if (typeof product !== 'number') this.addFraction(bigintOf(product), 1n);
      else if (Number.isSafeInteger(this.plain + product)) this.plain += product;
      else this.addFraction(BigInt(product), 1n);
    } else this.addFraction(bigintOf(a) * bigintOf(b), a.d * b.d);
  }

  /** Over a common denominator: reducing each sum to lowest terms takes most of the time that fractions take. */
  private addFraction(numerator: bigint, denominator: bigint): void {
    if (denominator === this.denominator) this.numerator += numerator;
    else if (this.denominator % denominator === 0n)
      this.numerator += numerator * (this.denominator / denominator);
    else {
      this.numerator = this.numerator * denominator + numerator * this.denominator;
      this.denominator *= denominator;
      const reduced = limited(fraction(this.numerator, this.denominator));
      [this.numerator, this.denominator] = [bigintOf(reduced), reduced.d];
    }
    if (this.numerator > LONG || this.numerator < -LONG) limited(fraction(this.numerator, this.denominator));
  }
}

function polynomialOf(value: Rational | Polynomial): Polynomial {
  return isRational(value) ? Polynomial.constant(value) : value;
}

/** The sum of many products, each exact value kept exact. */
export function sumOfProducts(pairs: Iterable<readonly [Scalar, Scalar]>): Scalar {
  const sum = new ProductSum();
  for (const [a, b] of pairs) sum.add(a, b);
  return sum.value();
}
