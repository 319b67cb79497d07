import Fraction from 'fraction.js';
import { MathError } from '../failure';
import { MAX_DIGITS } from '../limits';

/** An exact number: a fraction of integers of any size, always in lowest terms. */
export type Rational = Fraction;

export function fraction(numerator: bigint, denominator: bigint): Rational {
  return new Fraction(numerator, denominator);
}

const SMALL = Array.from({ length: 1025 }, (_, index) => new Fraction(index));

export function integer(value: number | bigint): Rational {
  return (typeof value === 'number' ? SMALL[value] : undefined) ?? new Fraction(value);
}

export const ZERO = integer(0);
export const ONE = integer(1);

export function isRational(value: unknown): value is Rational {
  return value instanceof Fraction;
}

const BEYOND = 10n ** BigInt(MAX_DIGITS);

/** The same number. @throws MathError where its numerator or denominator has more than `MAX_DIGITS` digits. */
export function limited(value: Rational): Rational {
  if (value.n >= BEYOND || value.d >= BEYOND)
    throw new MathError(`A number may have up to ${MAX_DIGITS} digits.`);
  return value;
}

/**
 * The exact value of a decimal literal as it is written: `0.33` is 33/100, `1e-3` is 1/1000.
 * @throws MathError where it has more than `MAX_DIGITS` digits or an exponent beyond that.
 */
export function rationalFromText(text: string): Rational {
  const match = /^(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) throw new MathError(`“${text}” is not a number.`);
  const [, whole = '', decimals = '', exponentText = '0'] = match;
  const exponent = Number(exponentText) - decimals.length;
  if (whole.length + decimals.length > MAX_DIGITS || Math.abs(exponent) > MAX_DIGITS)
    throw new MathError(`A number may have up to ${MAX_DIGITS} digits.`);
  const digits = BigInt(whole + decimals || '0');
  const power = 10n ** BigInt(Math.abs(exponent));
  return limited(exponent >= 0 ? new Fraction(digits * power) : new Fraction(digits, power));
}

export function isInteger(value: Rational): boolean {
  return value.d === 1n;
}

/** The value with its sign as a bigint. Only for integers. */
export function bigintOf(value: Rational): bigint {
  return value.s * value.n;
}

/** The value as a JavaScript integer, or undefined where it is not an integer or beyond 2^53. */
export function safeInteger(value: Rational): number | undefined {
  if (!isInteger(value)) return undefined;
  const result = Number(bigintOf(value));
  return Number.isSafeInteger(result) ? result : undefined;
}

/** @throws MathError where the result would have more than `MAX_DIGITS` digits, and for 0 to a negative power. */
export function power(base: Rational, exponent: number): Rational {
  // A number of b bits is at least 2^(b − 1): what passes is small enough to be computed and then measured.
  const bits = Math.max(base.n.toString(2).length, base.d.toString(2).length) - 1;
  if (bits * Math.abs(exponent) > MAX_DIGITS * Math.log2(10))
    throw new MathError(`This power has more than ${MAX_DIGITS} digits.`);
  if (base.n === 0n && exponent < 0) throw new MathError('0 has no negative power: that divides by 0.');
  const size = BigInt(Math.abs(exponent));
  const [numerator, denominator] = [bigintOf(base) ** size, base.d ** size];
  return limited(exponent >= 0 ? new Fraction(numerator, denominator) : new Fraction(denominator, numerator));
}

/** `−3`, `1/3`: exact, without grouping; a hyphen as minus, so that it can be read back. */
export function rationalText(value: Rational): string {
  const numerator = bigintOf(value).toString();
  return isInteger(value) ? numerator : `${numerator}/${value.d}`;
}

/** The nearest double, also where numerator and denominator are beyond the range of doubles. */
export function doubleOf(value: Rational): number {
  const [numerator, denominator] = [Number(bigintOf(value)), Number(value.d)];
  if (Number.isFinite(numerator) && Number.isFinite(denominator)) return numerator / denominator;
  const excess = value.n.toString(2).length - value.d.toString(2).length;
  const shift = 64 - excess;
  const quotient = shift >= 0 ? (value.n << BigInt(shift)) / value.d : value.n / (value.d << BigInt(-shift));
  return Number(value.s * quotient) * 2 ** -shift;
}
