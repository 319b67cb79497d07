import { requireEntries } from '../limits';
import { isRational, safeInteger } from '../numbers/rational';
import { isZero, ZERO, type Scalar } from '../numbers/scalar';
import { stridesOf, type FlattenOrder, type Shape } from './shape';
import { Tensor } from './tensor';

/** One axis of a tensor that is put together from another: how long it is, and what each coordinate adds to the flat index there. */
export interface GatherAxis {
  readonly extent: number;
  /** NaN where the coordinate lies outside the other tensor; it stays NaN in every sum. */
  readonly offset: (coordinate: number) => number;
}

/** The axes of a tensor as they are: gathering along them gives the tensor itself. */
export function axesOf(shape: Shape): GatherAxis[] {
  const strides = stridesOf(shape);
  return shape.map((extent, axis) => {
    const stride = strides[axis] ?? 1;
    return { extent, offset: (coordinate) => coordinate * stride };
  });
}

/**
 * The tensor whose entry at (i, j, …) is that of `from` at the flat index offset(i) + offset(j) + …, and `fill` where one
 * of these is NaN. Padding, cropping, turning and repeating are all of this kind. Integers and reals stay plain numbers.
 */
export function gather(from: Tensor, axes: readonly GatherAxis[], what: string, fill: Scalar = ZERO): Tensor {
  const shape = axes.map(({ extent }) => extent);
  const sources = indexSums(axes, what);
  const data = from.integers ?? from.reals;
  const filling = plainFill(from, fill);
  if (data && filling !== undefined) {
    const result = sources.map((source) => (Number.isNaN(source) ? filling : (data[source] ?? 0)));
    return from.integers ? Tensor.integers(shape, result) : Tensor.reals(shape, result);
  }
  return Tensor.of(
    shape,
    Array.from(sources, (source) => (Number.isNaN(source) ? fill : from.entry(source))),
  );
}

/** offset(i) + offset(j) + … for all coordinates in row-major order. @throws MathError where there are too many. */
export function indexSums(axes: readonly GatherAxis[], what: string): Float64Array {
  const size = axes.reduce((product, { extent }) => product * extent, 1);
  requireEntries(size, what);
  let sums = new Float64Array(size === 0 ? 0 : 1);
  for (const { extent, offset } of size === 0 ? [] : axes) {
    const steps = Float64Array.from({ length: extent }, (_, coordinate) => offset(coordinate));
    const next = new Float64Array(sums.length * extent);
    let at = 0;
    for (const sum of sums) for (const step of steps) next[at++] = sum + step;
    sums = next;
  }
  return sums;
}

/** The entries in the order of a convention, as a vector. */
export function flattenTensor(tensor: Tensor, order: FlattenOrder): Tensor {
  const axes = axesOf(tensor.shape);
  const rearranged =
    order === 'row-major' ? tensor : gather(tensor, axes.reverse(), 'This tensor, flattened,');
  return rearranged.reshape([tensor.size]);
}

/** The same entries in another shape of the same size: read and filled in the order of a convention. */
export function reshapeTensor(tensor: Tensor, shape: Shape, order: FlattenOrder): Tensor {
  if (order === 'row-major') return tensor.reshape(shape);
  const strides = stridesOf(shape, order);
  return gather(
    flattenTensor(tensor, order),
    shape.map((extent, axis) => ({ extent, offset: (coordinate) => coordinate * (strides[axis] ?? 1) })),
    'This tensor, reshaped,',
  );
}

function plainFill(from: Tensor, fill: Scalar): number | undefined {
  if (from.integers) return isRational(fill) ? safeInteger(fill) : undefined;
  return typeof fill === 'number' ? fill : isZero(fill) ? 0 : undefined;
}
