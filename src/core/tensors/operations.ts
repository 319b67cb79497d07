import { MathError } from '../failure';
import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { add, compare, equal, multiply, nearlyEqual, subtract, ZERO, type Scalar } from '../numbers/scalar';
import { axesOf, gather, indexSums } from './gather';
import { flatIndex, positionOf, sameShape, shapeText, sizeOf, stridesOf, type Shape } from './shape';
import { Tensor } from './tensor';
import { counted } from '../numbers/group-digits';

/**
 * Combines two tensors entry by entry; axes of extent 1, or missing in front, are stretched (NumPy's broadcasting).
 * @throws MathError where the shapes don't fit.
 */
export function broadcast(
  a: Tensor,
  b: Tensor,
  combine: (x: Scalar, y: Scalar) => Scalar,
  what: string,
): Tensor {
  const rank = Math.max(a.rank, b.rank);
  const padded = [a, b].map((tensor) => [...new Array<number>(rank - tensor.rank).fill(1), ...tensor.shape]);
  const [left = [], right = []] = padded;
  const shape = left.map((extent, axis) => {
    const other = right[axis] ?? 1;
    if (extent !== other && extent !== 1 && other !== 1)
      throw new MathError(
        `${what} takes tensors of one shape; these are ${shapeText(a.shape)} and ${shapeText(b.shape)}.`,
      );
    return extent === 1 ? other : extent;
  });
  const plain = PLAIN.get(combine);
  const fast = plain && broadcastNumbers(a, b, padded, shape, plain, what);
  if (fast) return fast;
  requireOperations(sizeOf(shape), what, MAX_SLOW_OPERATIONS);
  if (sameShape(a.shape, shape) && sameShape(b.shape, shape))
    return Tensor.generate(shape, (flat) => combine(a.entry(flat), b.entry(flat)), what);
  const [stridesA = [], stridesB = []] = padded.map((own) =>
    stridesOf(own).map((stride, axis) => (own[axis] === 1 ? 0 : stride)),
  );
  return Tensor.generate(
    shape,
    (flat) => {
      const position = positionOf(flat, shape);
      return combine(a.entry(flatIndex(position, stridesA)), b.entry(flatIndex(position, stridesB)));
    },
    what,
  );
}

/** The operations that are the same between doubles; between integers as long as all results are safe. */
const PLAIN: ReadonlyMap<(x: Scalar, y: Scalar) => Scalar, (x: number, y: number) => number> = new Map([
  [add, (x: number, y: number) => x + y],
  [subtract, (x: number, y: number) => x - y],
  [multiply, (x: number, y: number) => x * y],
]);

/** In plain numbers where both tensors hold some; undefined where they don't, or the results leave the safe integers. */
function broadcastNumbers(
  a: Tensor,
  b: Tensor,
  padded: readonly Shape[],
  shape: Shape,
  combine: (x: number, y: number) => number,
  what: string,
): Tensor | undefined {
  const [x, y] = [a.integers ?? a.reals, b.integers ?? b.reals];
  if (!x || !y) return undefined;
  const [left, right] = padded.map((own) =>
    indexSums(
      axesOf(own).map(({ offset }, axis) => ({
        extent: shape[axis] ?? 1,
        offset: (coordinate: number) => (own[axis] === 1 ? 0 : offset(coordinate)),
      })),
      what,
    ),
  );
  const result = new Float64Array(left?.length ?? 0);
  for (let flat = 0; flat < result.length; flat++)
    result[flat] = combine(x[left?.[flat] ?? 0] ?? 0, y[right?.[flat] ?? 0] ?? 0);
  if (a.integers && b.integers)
    return result.every(Number.isSafeInteger) ? Tensor.integers(shape, result) : undefined;
  return result.every(Number.isFinite) ? Tensor.reals(shape, result) : undefined;
}

export function addTensors(a: Tensor, b: Tensor): Tensor {
  return broadcast(a, b, add, '+');
}

/** Turns a tensor round along every axis, or along those given. */
export function flip(tensor: Tensor, along?: readonly number[]): Tensor {
  const axes = axesOf(tensor.shape).map(({ extent, offset }, axis) => ({
    extent,
    offset: (coordinate: number) =>
      offset(along?.includes(axis) === false ? coordinate : extent - 1 - coordinate),
  }));
  return gather(tensor, axes, 'flip');
}

/** Moves the entries by `by` cells along each axis; what comes in from outside is `fill`. */
export function shiftTensor(tensor: Tensor, by: readonly number[], fill: Scalar | 'wrap' = ZERO): Tensor {
  if (by.length !== tensor.rank)
    throw new MathError(
      `A shift of a tensor with ${counted(tensor.rank, 'axis', 'axes')} has ${counted(tensor.rank, 'number')}, not ${by.length}.`,
    );
  const axes = axesOf(tensor.shape).map(({ extent, offset }, axis) => ({
    extent,
    offset(coordinate: number) {
      const source = coordinate - (by[axis] ?? 0);
      if (fill === 'wrap') return offset(modulo(source, extent));
      return source >= 0 && source < extent ? offset(source) : NaN;
    },
  }));
  return gather(tensor, axes, 'This shifted tensor', fill === 'wrap' ? ZERO : fill);
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** Swaps two axes of a tensor of rank 2; a vector stays what it is. */
export function transposeTensor(tensor: Tensor): Tensor {
  if (tensor.rank < 2) return tensor;
  if (tensor.rank > 2) throw new MathError(`transpose takes a matrix; this tensor has ${tensor.rank} axes.`);
  const [rows = 0, cols = 0] = tensor.shape;
  return Tensor.generate(
    [cols, rows],
    (flat) => tensor.entry((flat % rows) * cols + Math.floor(flat / rows)),
    'transpose',
  );
}

/** The part of a tensor that starts at `from` and has the given shape; it must lie inside. */
export function window(tensor: Tensor, from: readonly number[], shape: Shape): Tensor {
  const strides = stridesOf(tensor.shape);
  return Tensor.generate(shape, (flat) =>
    tensor.entry(
      flatIndex(
        positionOf(flat, shape).map((c, axis) => c + (from[axis] ?? 0)),
        strides,
      ),
    ),
  );
}

/** All flat indices at which the highest (or lowest) entry stands; reals tie within 1e-9 relative. */
export function extremes(tensor: Tensor, direction: 'highest' | 'lowest'): number[] {
  if (tensor.size === 0) throw new MathError('An empty tensor has no highest or lowest entry.');
  const { integers } = tensor;
  const sign = direction === 'highest' ? 1 : -1;
  if (integers) {
    let best = integers[0] ?? 0;
    const places: number[] = [];
    for (let index = 0; index < integers.length; index++) {
      const value = integers[index] ?? 0;
      if ((value - best) * sign > 0) {
        best = value;
        places.length = 0;
      }
      if (value === best) places.push(index);
    }
    return places;
  }
  const { reals } = tensor;
  if (reals) {
    const best = reals.reduce((a, b) => ((b - a) * sign > 0 ? b : a));
    const places: number[] = [];
    for (const [index, value] of reals.entries()) if (nearlyEqual(value, best)) places.push(index);
    return places;
  }
  const entries = tensor.entries();
  const best = entries.reduce((a, b) => (compare(b, a) * sign > 0 ? b : a));
  return [...entries.keys()].filter((index) => equal(entries[index] ?? ZERO, best));
}

export function subtractTensors(a: Tensor, b: Tensor): Tensor {
  return broadcast(a, b, subtract, '-');
}
