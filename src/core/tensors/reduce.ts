import { MathError } from '../failure';
import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { integer } from '../numbers/rational';
import { ProductSum } from '../numbers/product-sum';
import { add, divide, ONE, rank, ZERO, type Scalar } from '../numbers/scalar';
import { indexSums } from './gather';
import { shapeText, sizeOf, stridesOf, type Shape } from './shape';
import { Tensor } from './tensor';

export type Reduction = 'sum' | 'mean' | 'max' | 'min';

const REDUCERS: Readonly<
  Record<
    Exclude<Reduction, 'mean'>,
    { readonly plain: (a: number, b: number) => number; readonly scalar: (a: Scalar, b: Scalar) => Scalar }
  >
> = {
  sum: { plain: (a, b) => a + b, scalar: add },
  max: { plain: (a, b) => (b > a ? b : a), scalar: (a, b) => (rank(b, a) > 0 ? b : a) },
  min: { plain: (a, b) => (b < a ? b : a), scalar: (a, b) => (rank(b, a) < 0 ? b : a) },
};

/**
 * The entries along some axes as one: their sum, mean, largest or smallest. The axes are gone from the result.
 * @throws MathError where there is nothing to take the mean or the largest of.
 */
export function reduceTensor(tensor: Tensor, axes: readonly number[], reduction: Reduction): Tensor {
  const shape = tensor.shape.filter((_, axis) => !axes.includes(axis));
  const count = sizeOf(tensor.shape.filter((_, axis) => axes.includes(axis)));
  if (reduction === 'mean') {
    const sums = reduceTensor(tensor, axes, 'sum');
    if (count === 0) throw new MathError('Nothing has no mean: there are no entries along these axes.');
    return sums.map((sum) => divide(sum, integer(count)));
  }
  if (count === 0 && reduction !== 'sum')
    throw new MathError(
      `There are no entries along these axes, so none is the ${reduction === 'max' ? 'largest' : 'smallest'}; the tensor is ${shapeText(tensor.shape)}.`,
    );
  return reducePlain(tensor, axes, shape, reduction) ?? reduceScalars(tensor, axes, shape, reduction);
}

/** Where each entry goes: the flat index in the result. */
function targets(tensor: Tensor, axes: readonly number[], shape: Shape): Float64Array {
  const strides = stridesOf(shape);
  let kept = 0;
  return indexSums(
    tensor.shape.map((extent, axis) => {
      const stride = axes.includes(axis) ? 0 : (strides[kept++] ?? 1);
      return { extent, offset: (coordinate: number) => coordinate * stride };
    }),
    'This tensor',
  );
}

/** In plain numbers where all are; undefined where they aren't, or where a sum might leave the safe integers. */
function reducePlain(
  tensor: Tensor,
  axes: readonly number[],
  shape: Shape,
  reduction: Exclude<Reduction, 'mean'>,
): Tensor | undefined {
  const data = tensor.integers ?? tensor.reals;
  if (!data) return undefined;
  const { plain } = REDUCERS[reduction];
  const start = { sum: 0, max: -Infinity, min: Infinity }[reduction];
  const result = new Float64Array(sizeOf(shape)).fill(start);
  if (axes.length === tensor.rank) result[0] = data.reduce(plain, start);
  else
    for (const [flat, target] of targets(tensor, axes, shape).entries())
      result[target] = plain(result[target] ?? start, data[flat] ?? 0);
  if (tensor.reals) return Tensor.reals(shape, result);
  // Where every partial sum could be beyond the safe integers only the last one shows it, so sizes are bounded instead.
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const safe = reduction !== 'sum' || largest * data.length <= Number.MAX_SAFE_INTEGER;
  return safe ? Tensor.integers(shape, result) : undefined;
}

function reduceScalars(
  tensor: Tensor,
  axes: readonly number[],
  shape: Shape,
  reduction: Exclude<Reduction, 'mean'>,
): Tensor {
  const places = targets(tensor, axes, shape);
  requireOperations(tensor.size, 'This', MAX_SLOW_OPERATIONS);
  if (reduction === 'sum') {
    const sums = Array.from({ length: sizeOf(shape) }, () => new ProductSum());
    for (const [flat, entry] of tensor.entries().entries()) sums[places[flat] ?? 0]?.add(entry, ONE);
    return Tensor.of(
      shape,
      sums.map((sum) => sum.value()),
    );
  }
  const { scalar } = REDUCERS[reduction];
  const result = new Array<Scalar | undefined>(sizeOf(shape)).fill(undefined);
  for (const [flat, entry] of tensor.entries().entries()) {
    const target = places[flat] ?? 0;
    const before = result[target];
    result[target] = before === undefined ? entry : scalar(before, entry);
  }
  return Tensor.of(
    shape,
    result.map((entry) => entry ?? ZERO),
  );
}
