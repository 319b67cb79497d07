import { MathError } from '../failure';
import { Polynomial } from '../numbers/polynomial';
import { fraction, integer } from '../numbers/rational';
import { compare, equal, isZero, multiply, ONE, rank, toReal, ZERO, type Scalar } from '../numbers/scalar';
import type { Elementwise } from './elementwise';
import { axesOf, indexSums } from './gather';
import { Tensor } from './tensor';

/** Activations that act on each entry alone, by the names of their layers. */
export type ActivationName = 'relu' | 'relu6' | 'leaky-relu' | 'sigmoid' | 'silu' | 'tanh' | 'step';

/** An activation with its derivative. */
export interface Activation extends Elementwise {
  /** At a corner the derivative from the left, as frameworks have it: relu′(0) = 0. @throws MathError where there is none. */
  readonly slope: (x: Scalar) => Scalar;
}

/** PyTorch's. Keras's is 3/10. */
export const LEAKY_SLOPE = fraction(1n, 100n);

const SIX = integer(6);

/** x where it is positive, else slope · x. */
export function leakyRelu(slope: Scalar): Activation {
  const scalar = (x: Scalar): Scalar => (rank(x, ZERO) > 0 ? x : multiply(slope, x));
  const derivative = (x: Scalar): Scalar => (isPositive(x) ? ONE : slope);
  if (slope instanceof Polynomial) return { scalar, slope: derivative };
  const plain = toReal(slope);
  return { scalar, reals: (x) => (x < 0 ? plain * x : x), slope: derivative };
}

export const ACTIVATIONS: Readonly<Record<ActivationName, Activation>> = {
  relu: {
    scalar: (x) => (rank(x, ZERO) > 0 ? x : ZERO),
    integers: (x) => Math.max(0, x),
    reals: (x) => Math.max(0, x),
    slope: (x) => (isPositive(x) ? ONE : ZERO),
  },
  relu6: {
    scalar: (x) => (isPositive(x) ? (compare(x, SIX) < 0 ? x : SIX) : ZERO),
    integers: (x) => Math.min(6, Math.max(0, x)),
    reals: (x) => Math.min(6, Math.max(0, x)),
    slope: (x) => (isPositive(x) && compare(x, SIX) < 0 ? ONE : ZERO),
  },
  'leaky-relu': leakyRelu(LEAKY_SLOPE),
  sigmoid: {
    scalar: (x) => (isZero(x) ? fraction(1n, 2n) : logistic(toReal(x))),
    reals: logistic,
    exactOnlyAt: 0,
    slope(x) {
      if (isZero(x)) return fraction(1n, 4n);
      const y = logistic(toReal(x));
      return y * (1 - y);
    },
  },
  silu: {
    scalar: (x) => (isZero(x) ? ZERO : silu(toReal(x))),
    reals: silu,
    exactOnlyAt: 0,
    slope(x) {
      if (isZero(x)) return fraction(1n, 2n);
      const real = toReal(x);
      const y = logistic(real);
      return y * (1 + real * (1 - y));
    },
  },
  tanh: {
    scalar: (x) => (isZero(x) ? ZERO : Math.tanh(toReal(x))),
    reals: Math.tanh,
    exactOnlyAt: 0,
    slope: (x) => (isZero(x) ? ONE : 1 - Math.tanh(toReal(x)) ** 2),
  },
  /** Heaviside's, with 0 at 0. */
  step: {
    scalar: (x) => (isPositive(x) ? ONE : ZERO),
    integers: (x) => (x > 0 ? 1 : 0),
    slope() {
      throw new MathError(
        'step has no gradient that anything could be learned from: it is flat but for its jump.',
      );
    },
  },
};

function isPositive(x: Scalar): boolean {
  return compare(x, ZERO) > 0;
}

/** x · 1/(1 + e^−x), also called swish. */
function silu(x: number): number {
  return x * logistic(x);
}

/** 1/(1 + e^−x), without overflow on either side. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/**
 * e^x / Σ e^x along one axis. Exact only where all entries along it are the same (each is then one part of as many),
 * else reals; computed from the largest on, so that nothing overflows.
 */
export function softmax(tensor: Tensor, axis: number): Tensor {
  const axes = axesOf(tensor.shape);
  const along = axes[axis];
  if (!along) return Tensor.of([], [integer(1)]);
  const entries = tensor.reals ? undefined : tensor.entries();
  const starts = indexSums(
    axes.filter((_, position) => position !== axis),
    'This softmax',
  );
  const offsets = Array.from({ length: along.extent }, (_, index) => along.offset(index));
  const level = (start: number): boolean =>
    offsets.every((offset) => equal(entries?.[start + offset] ?? ZERO, entries?.[start] ?? ZERO));
  if (entries && starts.every(level)) return tensor.map(() => fraction(1n, BigInt(along.extent)));
  const numbers = tensor.integers ?? tensor.reals ?? Float64Array.from(entries ?? [], toReal);
  const shares = new Float64Array(tensor.size);
  for (const start of starts) {
    let most = -Infinity;
    for (const offset of offsets) most = Math.max(most, numbers[start + offset] ?? 0);
    let sum = 0;
    for (const offset of offsets)
      sum += shares[start + offset] = Math.exp((numbers[start + offset] ?? 0) - most);
    for (const offset of offsets) shares[start + offset] = (shares[start + offset] ?? 0) / sum;
  }
  return Tensor.reals(tensor.shape, shares);
}
