import { Polynomial } from '../numbers/polynomial';
import { fraction, integer } from '../numbers/rational';
import { compare, equal, isZero, multiply, toReal, ZERO, type Scalar } from '../numbers/scalar';
import type { Elementwise } from './elementwise';
import { axesOf, indexSums } from './gather';
import { Tensor } from './tensor';

/** Activations that act on each entry alone, by the names of their layers. */
export type ActivationName = 'relu' | 'leaky-relu' | 'sigmoid' | 'tanh' | 'step';

/** PyTorch's. Keras's is 3/10. */
export const LEAKY_SLOPE = fraction(1n, 100n);

/** x where it is positive, else slope · x. */
export function leakyRelu(slope: Scalar): Elementwise {
  const scalar = (x: Scalar): Scalar => (compare(x, ZERO) < 0 ? multiply(slope, x) : x);
  if (slope instanceof Polynomial) return { scalar };
  const plain = toReal(slope);
  return { scalar, reals: (x) => (x < 0 ? plain * x : x) };
}

export const ACTIVATIONS: Readonly<Record<ActivationName, Elementwise>> = {
  relu: {
    scalar: (x) => (compare(x, ZERO) < 0 ? ZERO : x),
    integers: (x) => Math.max(0, x),
    reals: (x) => Math.max(0, x),
  },
  'leaky-relu': leakyRelu(LEAKY_SLOPE),
  sigmoid: {
    scalar: (x) => (isZero(x) ? fraction(1n, 2n) : logistic(toReal(x))),
    reals: logistic,
    exactOnlyAt: 0,
  },
  tanh: { scalar: (x) => (isZero(x) ? ZERO : Math.tanh(toReal(x))), reals: Math.tanh, exactOnlyAt: 0 },
  /** Heaviside's, with 0 at 0. */
  step: {
    scalar: (x) => integer(compare(x, ZERO) > 0 ? 1 : 0),
    integers: (x) => (x > 0 ? 1 : 0),
  },
};

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
