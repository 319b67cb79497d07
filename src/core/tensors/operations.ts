import { MathError } from '../failure';
import { sumOfProducts } from '../numbers/product-sum';
import { add, compare, equal, ONE, subtract, ZERO, type Scalar } from '../numbers/scalar';
import { flatIndex, positionOf, sameShape, shapeText, stridesOf, type Shape } from './shape';
import { Tensor } from './tensor';

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

/** Entry-wise sum, in plain integers where both tensors are. */
export function addTensors(a: Tensor, b: Tensor): Tensor {
  const [x, y] = [a.integers, b.integers];
  if (x && y && sameShape(a.shape, b.shape)) {
    const sums = x.map((value, index) => value + (y[index] ?? 0));
    if (sums.every(Number.isSafeInteger)) return Tensor.integers(a.shape, sums);
  }
  return broadcast(a, b, add, '+');
}

/** Turns a tensor round along every axis. */
export function flip(tensor: Tensor): Tensor {
  return Tensor.generate(tensor.shape, (flat) => tensor.entry(tensor.size - 1 - flat), 'flip');
}

/** Moves the entries by `by` cells along each axis; what comes in from outside is `fill`. */
export function shiftTensor(tensor: Tensor, by: readonly number[], fill: Scalar | 'wrap' = ZERO): Tensor {
  if (by.length !== tensor.rank)
    throw new MathError(
      `A shift of a tensor with ${tensor.rank} axes has ${tensor.rank} numbers, not ${by.length}.`,
    );
  const strides = stridesOf(tensor.shape);
  return Tensor.generate(tensor.shape, (flat) => {
    const source = positionOf(flat, tensor.shape).map((coordinate, axis) => coordinate - (by[axis] ?? 0));
    if (fill === 'wrap')
      return tensor.entry(
        flatIndex(
          source.map((c, axis) => modulo(c, tensor.shape[axis] ?? 1)),
          strides,
        ),
      );
    const inside = source.every(
      (coordinate, axis) => coordinate >= 0 && coordinate < (tensor.shape[axis] ?? 0),
    );
    return inside ? tensor.entry(flatIndex(source, strides)) : fill;
  });
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

export function sumOf(tensor: Tensor): Scalar {
  return sumOfProducts(tensor.entries().map((entry) => [entry, ONE]));
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
  const entries = tensor.entries();
  const best = entries.reduce((a, b) => (compare(b, a) * sign > 0 ? b : a));
  return [...entries.keys()].filter((index) => equal(entries[index] ?? ZERO, best));
}

export function subtractTensors(a: Tensor, b: Tensor): Tensor {
  return broadcast(a, b, subtract, '-');
}
