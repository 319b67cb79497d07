import { attempt, isFailure } from '../failure';
import { Random } from '../random';
import type { Sym } from './atom';
import { Polynomial } from './polynomial';
import { integer, type Rational } from './rational';

/** Cases of remainders that are gone through. */
const MAX_CASES = 3000;
/** Points at which formulas are compared that can't be decided, and how large the numbers are. */
const POINTS = 1500;
const SCALES = [3, 12, 48, 1000, 1_000_000];

/**
 * Whether two formulas without a domain are the same. Without integer parts this is decided by their normal forms. Where
 * integer parts have numbers as divisors it is decided too: with L their common multiple and n = L·t + r, ⌊n/m⌋ is a
 * polynomial in t for each remainder r. Where symbols divide within integer parts, they are
 * compared at many points.
 */
export function sameFormula(a: Polynomial, b: Polynomial): boolean {
  if (a.equals(b)) return true;
  if (a.floors().size === 0 && b.floors().size === 0) return false;
  return decided(a, b) ?? agreeAtPoints(a, b);
}

/** The same without a guess: undefined where nothing decides it. */
export function decided(a: Polynomial, b: Polynomial): boolean | undefined {
  const found = attempt(() => (a.isDivided || b.isDivided ? undefined : decideByRemainders(a, b)));
  return isFailure(found) ? undefined : found;
}

/** Small numbers for the symbols of two formulas, the smallest first, and what the two are there. */
export function* atSmallNumbers(
  a: Polynomial,
  b: Polynomial,
): Generator<{ readonly at: string; readonly left: Rational; readonly right: Rational }> {
  const symbols = symbolsOf(a, b);
  const side = Math.max(2, Math.floor(POINTS ** (1 / symbols.length)));
  for (let point = 0; point < Math.min(POINTS, side ** symbols.length); point++) {
    let left = point;
    const values = new Map<string, Rational>();
    for (const { text } of symbols.toReversed()) {
      values.set(text, integer((left % side) + 1));
      left = Math.floor(left / side);
    }
    const pair = attempt(() => [a.evaluateAt(values), b.evaluateAt(values)] as const);
    if (isFailure(pair)) continue;
    const at = symbols.map(({ text }) => `${text} = ${values.get(text)?.toFraction() ?? ''}`).join(', ');
    yield { at, left: pair[0], right: pair[1] };
  }
}

/** Undefined where it takes too many cases, or a symbol is no integer. */
function decideByRemainders(a: Polynomial, b: Polynomial): boolean | undefined {
  const symbols = symbolsOf(a, b);
  const period = periodOf(a, b);
  const cases = Number(period) ** symbols.length;
  if (!(cases <= MAX_CASES) || symbols.some(({ whole }) => !whole)) return undefined;
  for (let index = 0; index < cases; index++) {
    const inserted = remainders(symbols, Number(period), index);
    const [left, right] = [a.substitute(inserted), b.substitute(inserted)];
    if (left.floors().size > 0 || right.floors().size > 0) return undefined;
    if (!left.equals(right)) return false;
  }
  return true;
}

/** L·t + r for each symbol, with remainders that are the digits of a number to the base L. */
function remainders(symbols: readonly Sym[], period: number, index: number): ReadonlyMap<string, Polynomial> {
  let left = index;
  return new Map(
    symbols.map((symbol) => {
      const remainder = Polynomial.constant(integer(left % period));
      left = Math.floor(left / period);
      return [symbol.text, Polynomial.symbol(symbol).scale(integer(period)).plus(remainder)];
    }),
  );
}

/** A multiple of the divisors of all integer parts, of nested ones together. */
function periodOf(a: Polynomial, b: Polynomial): bigint {
  const periods = new Map<string, bigint>();
  // Inner ones come first.
  for (const [text, of] of [...a.floors(), ...b.floors()]) {
    const inner = [...of.floors().keys()].map((floor) => periods.get(floor) ?? 1n);
    periods.set(text, of.commonDenominator * inner.reduce(commonMultiple, 1n));
  }
  return [...periods.values()].reduce(commonMultiple, 1n);
}

function commonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** At sizes, from 0 on, where both have a value. What may be no integer has integer parts that no points decide. */
function agreeAtPoints(a: Polynomial, b: Polynomial): boolean {
  const symbols = symbolsOf(a, b);
  if (symbols.some(({ whole }) => !whole)) return false;
  const random = new Random(1);
  let compared = 0;
  for (let point = 0; point < POINTS; point++) {
    const values = new Map<string, Rational>();
    for (const { text } of symbols) values.set(text, integer(drawn([...values.values()], random)));
    const pair = attempt(() => [a.evaluateAt(values), b.evaluateAt(values)] as const);
    if (isFailure(pair)) continue;
    if (!pair[0].equals(pair[1])) return false;
    compared++;
  }
  return compared >= POINTS / 10;
}

/** Small and large numbers, and those at and beside multiples of others, where integer parts jump. */
function drawn(others: readonly Rational[], random: Random): number {
  const other = others[random.integer(0, 2 * others.length)];
  if (other !== undefined) return Math.max(0, other.valueOf() * random.integer(1, 9) + random.integer(-1, 1));
  return random.integer(0, SCALES[random.integer(0, SCALES.length - 1)] ?? 0);
}

function symbolsOf(a: Polynomial, b: Polynomial): readonly Sym[] {
  return [...new Map([...a.symbols(), ...b.symbols()].map((symbol) => [symbol.text, symbol])).values()];
}
