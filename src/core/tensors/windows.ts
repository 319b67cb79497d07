import { MathError } from '../failure';
import { outputExtent, type Window } from '../layers/window';
import { MAX_OPERATIONS, MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { equal, nearlyEqual, ZERO } from '../numbers/scalar';
import { gather, indexSums, type GatherAxis } from './gather';
import { shapeText, sizeOf, stridesOf, type FlattenOrder } from './shape';
import { Tensor } from './tensor';

/**
 * The windows of a tensor as the columns of a matrix: a row for each cell of a window, a column for each place, both
 * flattened in the given order. Then flatten(k) * im2col(x, n) is flatten(correlate(x, k)) (Chellapilla et al. 2006).
 * @param windows one for each axis.
 * @throws UndefinedError where a window is larger than the tensor.
 */
export function im2col(tensor: Tensor, windows: readonly Window[], order: FlattenOrder): Tensor {
  const strides = stridesOf(tensor.shape);
  const ordered = (axes: GatherAxis[]): GatherAxis[] => (order === 'row-major' ? axes : axes.reverse());
  const taps = windows.map(({ kernel, dilation }, axis): GatherAxis => ({
    extent: kernel,
    offset: (tap) => tap * dilation * (strides[axis] ?? 1),
  }));
  const places = windows.map((window, axis): GatherAxis => ({
    extent: outputExtent(tensor.shape[axis] ?? 0, window, [0, 0]),
    offset: (place) => place * window.stride * (strides[axis] ?? 1),
  }));
  const size = (axes: readonly GatherAxis[]): number => sizeOf(axes.map(({ extent }) => extent));
  return gather(tensor, [...ordered(taps), ...ordered(places)], 'This matrix of windows').reshape([
    size(taps),
    size(places),
  ]);
}

/**
 * 1 where the window that begins there equals the pattern, else 0: in the shape of a valid correlation. Reals are equal
 * within 1e-9 relative.
 * @throws UndefinedError where the pattern is larger than the image.
 */
export function occurrences(image: Tensor, pattern: Tensor): Tensor {
  if (image.rank !== pattern.rank || image.rank === 0)
    throw new MathError(
      `occurrences takes an image and a pattern with the same number of axes; these are ${shapeText(image.shape)} and ${shapeText(pattern.shape)}.`,
    );
  if (pattern.size === 0)
    throw new MathError('A pattern has at least one cell; this one is empty.', 'pattern');
  const strides = stridesOf(image.shape);
  const shape = image.shape.map((extent, axis) =>
    outputExtent(extent, { kernel: pattern.shape[axis] ?? 1, stride: 1, dilation: 1 }, [0, 0]),
  );
  const along = (extents: readonly number[]): GatherAxis[] =>
    extents.map((extent, axis) => ({ extent, offset: (place) => place * (strides[axis] ?? 1) }));
  const starts = indexSums(along(shape), 'This search');
  const offsets = indexSums(along(pattern.shape), 'This pattern');
  const plain = (image.integers ?? image.reals) && (pattern.integers ?? pattern.reals);
  requireOperations(
    starts.length * offsets.length,
    'This search',
    plain ? MAX_OPERATIONS : MAX_SLOW_OPERATIONS,
  );
  const matches = comparison(image, pattern);
  return Tensor.integers(
    shape,
    starts.map((start) => (offsets.every((offset, tap) => matches(start + offset, tap)) ? 1 : 0)),
  );
}

function comparison(image: Tensor, pattern: Tensor): (cell: number, tap: number) => boolean {
  const [cells, taps] = [image.integers ?? image.reals, pattern.integers ?? pattern.reals];
  if (cells && taps)
    return image.integers && pattern.integers
      ? (cell, tap) => cells[cell] === taps[tap]
      : (cell, tap) => nearlyEqual(cells[cell] ?? 0, taps[tap] ?? 0);
  const [left, right] = [image.entries(), pattern.entries()];
  return (cell, tap) => equal(left[cell] ?? ZERO, right[tap] ?? ZERO);
}
