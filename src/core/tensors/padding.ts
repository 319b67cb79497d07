import { MathError, UndefinedError } from '../failure';
import { gather, type GatherAxis } from './gather';
import { shapeText, stridesOf } from './shape';
import type { Tensor } from './tensor';
import { counted } from '../numbers/group-digits';

/** Cells added before and after along one axis. */
export type Sides = readonly [before: number, after: number];

/**
 * What stands in padded cells. PyTorch's `padding_mode` has the first four, NumPy's `pad` calls them constant, reflect,
 * edge and wrap, and has symmetric as well.
 */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular' | 'symmetric';

export const PADDING_MODES: readonly PaddingMode[] = [
  'zeros',
  'reflect',
  'replicate',
  'circular',
  'symmetric',
];

/**
 * The cell of an axis that a padded cell repeats; undefined for zeros outside it. On an axis a b c d, two cells before are
 *
 *     zeros 0 0 | reflect c b | replicate a a | circular c d | symmetric b a
 *
 * as in torch.nn.functional.pad (constant, reflect, replicate, circular) and numpy.pad (constant, reflect, edge, wrap,
 * symmetric).
 * @param index counted from the first cell of the axis: below 0 before it, from `extent` on after it, as far as
 * `requirePadding` allows.
 */
export function paddedIndex(mode: PaddingMode, index: number, extent: number): number | undefined {
  if (index >= 0 && index < extent) return index;
  const before = index < 0;
  switch (mode) {
    case 'zeros':
      return undefined;
    case 'reflect':
      return before ? -index : 2 * (extent - 1) - index;
    case 'replicate':
      return before ? 0 : extent - 1;
    case 'circular':
      return before ? index + extent : index - extent;
    case 'symmetric':
      return before ? -1 - index : 2 * extent - 1 - index;
  }
}

/**
 * Reflecting leaves out the border cell, so it needs fewer padded cells on a side than the axis has; circular and
 * symmetric padding at most as many (PyTorch's rule). Replicating needs one cell to repeat.
 * @throws UndefinedError with the reason where the axis is too short.
 */
export function requirePadding(mode: PaddingMode, sides: Sides, extent: number): void {
  const most = { zeros: Infinity, replicate: extent === 0 ? 0 : Infinity, reflect: extent - 1 };
  const limit = mode === 'circular' || mode === 'symmetric' ? extent : Math.max(0, most[mode]);
  const wanted = Math.max(...sides);
  if (wanted > limit)
    throw new UndefinedError(
      `${mode} padding of ${wanted} on a side takes ${mode === 'reflect' ? 'more than ' : 'at least '}${counted(mode === 'replicate' ? 1 : wanted, 'cell')}; the axis has ${extent}`,
    );
}

/**
 * A tensor with cells added on each side of each axis.
 * @param sides cells before and after, one pair for each axis.
 * @throws UndefinedError where an axis is too short for the mode.
 */
export function padTensor(tensor: Tensor, sides: readonly Sides[], mode: PaddingMode): Tensor {
  const strides = stridesOf(tensor.shape);
  const axes = tensor.shape.map((extent, axis): GatherAxis => {
    const [before, after] = sides[axis] ?? [0, 0];
    requirePadding(mode, [before, after], extent);
    const stride = strides[axis] ?? 1;
    return {
      extent: before + extent + after,
      offset: (coordinate) => (paddedIndex(mode, coordinate - before, extent) ?? NaN) * stride,
    };
  });
  return gather(tensor, axes, 'This padded tensor');
}

/**
 * A tensor without the outer cells of each axis.
 * @param sides cells cut off before and after, one pair for each axis.
 * @throws MathError where more is cut off than there is.
 */
export function cropTensor(tensor: Tensor, sides: readonly Sides[]): Tensor {
  const strides = stridesOf(tensor.shape);
  const axes = tensor.shape.map((extent, axis): GatherAxis => {
    const [before, after] = sides[axis] ?? [0, 0];
    if (before + after > extent)
      throw new MathError(
        `${before} and ${after} cells can’t be cut off an axis of ${extent}; the tensor is ${shapeText(tensor.shape)}.`,
      );
    const stride = strides[axis] ?? 1;
    return { extent: extent - before - after, offset: (coordinate) => (coordinate + before) * stride };
  });
  return gather(tensor, axes, 'This cropped tensor');
}

/** What is cut off so that the centre of so many cells is left: where that is odd, one more after than before. */
export function centreSides(extent: number, size: number): Sides {
  const before = Math.floor((extent - size) / 2);
  return [before, extent - size - before];
}
