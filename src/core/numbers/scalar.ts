import { MathError } from '../failure';
import { Polynomial, type PackedPolynomial } from './polynomial';
import {
  bigintOf,
  doubleOf,
  fraction,
  integer,
  isInteger,
  isRational,
  limited,
  ONE,
  power as rationalPower,
  rationalText,
  safeInteger,
  ZERO,
  type Rational,
} from './rational';

/**
 * A number or symbol on its own: an exact number, a formula in symbols, or a real. A JavaScript number is always
 * a real, an approximation; exact integers are rationals.
 */
export type Scalar = Rational | Polynomial | number;

/** Relative tolerance with which reals are compared. */
export const REAL_TOLERANCE = 1e-9;

export function asPolynomial(value: Rational | Polynomial): Polynomial {
  return value instanceof Polynomial ? value : Polynomial.constant(value);
}

/** A polynomial without symbols is the number it is. */
export function simplify(value: Scalar): Scalar {
  return value instanceof Polynomial ? (value.constant ?? value) : value;
}

function combine(
  a: Scalar,
  b: Scalar,
  exact: (a: Rational, b: Rational) => Rational,
  symbolic: (a: Polynomial, b: Polynomial) => Polynomial,
  real: (a: number, b: number) => number,
): Scalar {
  if (isRational(a) && isRational(b)) return limited(exact(a, b));
  if (typeof a !== 'number' && typeof b !== 'number')
    return simplify(symbolic(asPolynomial(a), asPolynomial(b)));
  return requireFinite(real(toReal(a), toReal(b)));
}

/** The value as a double. @throws MathError for a symbol, which has none, and for numbers beyond their range. */
export function toReal(value: Scalar): number {
  return requireFinite(approximation(value));
}

/** As `toReal`, with infinity for numbers that are too large: enough to compare. */
function approximation(value: Scalar): number {
  if (typeof value === 'number') return value;
  if (isRational(value)) return doubleOf(value);
  throw new MathError(`${briefly(value)} is a symbol: it can’t be combined with an approximate (≈) number.`);
}

/** The same number. @throws MathError where it is beyond the range of doubles. */
export function requireFinite(value: number): number {
  if (!Number.isFinite(value))
    throw new MathError('Approximate (≈) numbers go up to about 10^308; this goes beyond.');
  return value;
}

/** The start of a value's text, for messages. */
export function briefly(value: Scalar): string {
  const text = scalarText(value);
  return text.length > 60 ? `${text.slice(0, 40)}…` : text;
}

export function add(a: Scalar, b: Scalar): Scalar {
  return combine(
    a,
    b,
    (x, y) => x.add(y),
    (x, y) => x.plus(y),
    (x, y) => x + y,
  );
}

export function multiply(a: Scalar, b: Scalar): Scalar {
  return combine(
    a,
    b,
    (x, y) => x.mul(y),
    (x, y) => x.times(y),
    (x, y) => x * y,
  );
}

export function negate(value: Scalar): Scalar {
  return multiply(value, integer(-1));
}

export function subtract(a: Scalar, b: Scalar): Scalar {
  return add(a, negate(b));
}

/** @throws MathError where `b` is 0. */
export function divide(a: Scalar, b: Scalar): Scalar {
  if (isZero(b)) throw new MathError(`${briefly(a)} is divided by 0.`);
  if (typeof a === 'number' || typeof b === 'number') return requireFinite(toReal(a) / toReal(b));
  if (isRational(b)) return multiply(a, ONE.div(b));
  return simplify(asPolynomial(a).dividedBy(b));
}

/** @throws MathError for a power that has no exact value, and where the result would be too long. */
export function power(base: Scalar, exponent: Scalar): Scalar {
  const whole = isRational(exponent) ? safeInteger(exponent) : undefined;
  if (whole === undefined) {
    if (isRational(exponent) && isInteger(exponent)) throw new MathError('Exponents go up to 2^53.');
    const symbols = [exponent, base].find((value) => value instanceof Polynomial);
    if (symbols)
      throw new MathError(
        `${briefly(base)} to the power ${briefly(exponent)} is no formula here: exponents of symbols, and symbols as exponents, must be whole numbers.`,
      );
    const result = Math.pow(toReal(base), toReal(exponent));
    if (Number.isNaN(result))
      throw new MathError(`${briefly(base)} to the power ${briefly(exponent)} is no real number.`);
    return requireFinite(result);
  }
  if (isRational(base)) return rationalPower(base, whole);
  if (typeof base === 'number') return requireFinite(Math.pow(base, whole));
  return simplify(base.power(whole));
}

/** Whether the value is exactly 0. */
export function isZero(value: Scalar): boolean {
  if (typeof value === 'number') return value === 0;
  return isRational(value) ? value.n === 0n : value.constant?.n === 0n;
}

/** Exact for exact values and symbols; reals are equal within `REAL_TOLERANCE`. */
export function equal(a: Scalar, b: Scalar): boolean {
  if (isRational(a) && isRational(b)) return a.equals(b);
  if (a instanceof Polynomial || b instanceof Polynomial)
    return typeof a !== 'number' && typeof b !== 'number' && asPolynomial(a).equals(asPolynomial(b));
  return nearlyEqual(approximation(a), approximation(b));
}

export function nearlyEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const size = Math.max(Math.abs(a), Math.abs(b));
  return Number.isFinite(size) && Math.abs(a - b) <= REAL_TOLERANCE * size;
}

/** −1, 0 or 1. @throws MathError for symbols, where it depends on what they stand for. */
export function compare(a: Scalar, b: Scalar): number {
  return compared(a, b, true);
}

/** As `compare`, to take the larger or smaller of two: 1 or −1 also where they may be equal, which is all the same then. */
export function rank(a: Scalar, b: Scalar): number {
  return compared(a, b, false);
}

function compared(a: Scalar, b: Scalar, strictly: boolean): number {
  if (isRational(a) && isRational(b)) return a.compare(b);
  if (a instanceof Polynomial || b instanceof Polynomial) {
    const difference = subtract(a, b);
    if (isRational(difference)) return difference.compare(0);
    const sign = difference instanceof Polynomial ? difference.sign : undefined;
    if (sign && (sign.strict || !strictly)) return sign.of;
    throw new MathError(
      `Which is larger, ${briefly(a)} or ${briefly(b)}, depends on the symbols: this has no formula here.`,
    );
  }
  const [x, y] = [approximation(a), approximation(b)];
  return nearlyEqual(x, y) ? 0 : x < y ? -1 : 1;
}

/** The largest integer that is not above; of formulas, see `Polynomial.floor`. */
export function floor(value: Scalar): Scalar {
  if (typeof value === 'number') return integer(Math.floor(requireFinite(value)));
  if (isRational(value)) return isInteger(value) ? value : value.floor();
  return simplify(value.floor());
}

/** As `floor`. */
export function ceil(value: Scalar): Scalar {
  return negate(floor(negate(value)));
}

/** Exact text that can be read back; reals with the digits they need. */
export function scalarText(value: Scalar): string {
  if (isRational(value)) return rationalText(value);
  return typeof value === 'number' ? String(value) : value.toString();
}

export { ZERO, ONE };

/** A scalar as plain data: a real, a fraction, or a formula. */
export type PackedScalar = number | readonly [numerator: bigint, denominator: bigint] | PackedPolynomial;

export function packScalar(value: Scalar): PackedScalar {
  if (typeof value === 'number') return value;
  return isRational(value) ? [bigintOf(value), value.d] : value.pack();
}

export function unpackScalar(packed: PackedScalar): Scalar {
  if (typeof packed === 'number') return packed;
  return 'terms' in packed ? Polynomial.unpack(packed) : fraction(packed[0], packed[1]);
}
