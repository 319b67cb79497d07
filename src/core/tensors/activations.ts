import { MathError } from '../failure';
import { integer, isRational, ONE, ZERO, type Rational } from '../numbers/rational';
import { compare, multiply, subtract, toReal, type Scalar } from '../numbers/scalar';

/** Functions of one number that stand between layers. */
export type ActivationName = 'relu' | 'relu6' | 'leaky-relu' | 'sigmoid' | 'silu' | 'tanh' | 'step';

/** A function and its derivative. */
export interface Activation {
  readonly value: (x: Scalar) => Scalar;
  /** At a corner the derivative from the left, as frameworks have it: relu′(0) = 0. @throws MathError where there is none. */
  readonly slope: (x: Scalar) => Scalar;
}

/** @param leak the slope of leaky-relu below 0. */
export function activationOf(name: ActivationName, leak: Rational = LEAK): Activation {
  switch (name) {
    case 'relu':
      return activationOf('leaky-relu', ZERO);
    case 'leaky-relu':
      return {
        value: (x) => (isPositive(x) ? x : multiply(leak, x)),
        slope: (x) => (isPositive(x) ? ONE : leak),
      };
    case 'relu6':
      return {
        value: (x) => (isPositive(x) ? (compare(x, SIX) < 0 ? x : SIX) : ZERO),
        slope: (x) => (isPositive(x) && compare(x, SIX) < 0 ? ONE : ZERO),
      };
    case 'step':
      return {
        value: (x) => (isPositive(x) ? ONE : ZERO),
        slope: () => {
          throw new MathError(
            'step has no gradient that anything could be learned from: it is flat but for its jump.',
          );
        },
      };
    case 'sigmoid':
      return {
        value: (x) => (isZeroExactly(x) ? integer(1).div(2) : sigmoid(toReal(x))),
        slope: (x) => {
          if (isZeroExactly(x)) return integer(1).div(4);
          const y = sigmoid(toReal(x));
          return y * (1 - y);
        },
      };
    case 'silu':
      return {
        value: (x) => (isZeroExactly(x) ? ZERO : toReal(x) * sigmoid(toReal(x))),
        slope: (x) => {
          if (isZeroExactly(x)) return integer(1).div(2);
          const [real, y] = [toReal(x), sigmoid(toReal(x))];
          return y * (1 + real * (1 - y));
        },
      };
    case 'tanh':
      return {
        value: (x) => (isZeroExactly(x) ? ZERO : Math.tanh(toReal(x))),
        slope: (x) => (isZeroExactly(x) ? ONE : subtract(ONE, Math.tanh(toReal(x)) ** 2)),
      };
  }
}

/** PyTorch's; Keras takes 0.3 (0.2 before version 3). */
export const LEAK = integer(1).div(100);

/** Where relu6 ends. */
const SIX = integer(6);

function isPositive(x: Scalar): boolean {
  return compare(x, ZERO) > 0;
}

function isZeroExactly(x: Scalar): boolean {
  return isRational(x) && x.n === 0n;
}

/** Without overflow on either side. */
function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
