import { MathError } from '../failure';
import { fraction, isRational } from './rational';
import { toReal, type Scalar } from './scalar';

/** The square root: exact for squares of fractions, else a real. @throws MathError for negative numbers and symbols. */
export function squareRoot(value: Scalar): Scalar {
  if (isRational(value) && value.s >= 0n) {
    const [n, d] = [value.n, value.d].map(integerRoot);
    if (n !== undefined && d !== undefined) return fraction(n, d);
  }
  const result = Math.sqrt(toReal(value));
  if (Number.isNaN(result)) throw new MathError('A negative number has no real square root.', 'x');
  return result;
}

/** The exact root, or undefined where there is none. */
function integerRoot(value: bigint): bigint | undefined {
  if (value < 2n ** 52n) {
    const root = Math.round(Math.sqrt(Number(value)));
    return root * root === Number(value) ? BigInt(root) : undefined;
  }
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) break;
    guess = next;
  }
  return guess * guess === value ? guess : undefined;
}
