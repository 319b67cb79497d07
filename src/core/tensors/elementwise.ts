import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { toReal, type Scalar } from '../numbers/scalar';
import { Polynomial } from '../numbers/polynomial';
import { Tensor } from './tensor';

/** A function of one number. `integers` and `reals` are the same function in plain numbers, for large tensors. */
export interface Elementwise {
  /** Exact for exact numbers wherever the result is. */
  readonly scalar: (x: Scalar) => Scalar;
  /** Of a safe integer, where it gives one. */
  readonly integers?: (x: number) => number;
  /** Of a real. */
  readonly reals?: (x: number) => number;
  /** The only number with an exact result, where there is one such: everything else gives reals. */
  readonly exactOnlyAt?: number;
}

/** Entry by entry. Where one result is a real all are, except for symbols: a tensor is exact as a whole, or not. */
export function mapEntries(tensor: Tensor, change: Elementwise): Tensor {
  const { scalar, integers, reals, exactOnlyAt } = change;
  if (tensor.integers && integers) return Tensor.integers(tensor.shape, tensor.integers.map(integers));
  const inexact = exactOnlyAt !== undefined && tensor.integers?.some((x) => x !== exactOnlyAt);
  const numbers = inexact ? tensor.integers : tensor.reals;
  if (numbers && reals)
    return Tensor.reals(
      tensor.shape,
      numbers.map((x) => toReal(reals(x))),
    );
  requireOperations(tensor.size, 'This', MAX_SLOW_OPERATIONS);
  return uniform(tensor.shape, tensor.entries().map(scalar));
}

/** Numbers as a tensor of exact ones, or of reals where one of them is a real. */
export function uniform(shape: Tensor['shape'], entries: readonly Scalar[]): Tensor {
  const mixed =
    entries.some((entry) => typeof entry === 'number') &&
    !entries.some((entry) => entry instanceof Polynomial);
  return mixed ? Tensor.reals(shape, Float64Array.from(entries, toReal)) : Tensor.of(shape, entries);
}
