import { UndefinedError } from '../failure';

/**
 * What stands beyond the border of a tensor: zeros; the mirror image without the border cell (`reflect`) or with it
 * (`symmetric`); the border cell itself; or the other end. As torch.nn.functional.pad and numpy.pad name them, `replicate`
 * being NumPy's `edge` and `circular` its `wrap`.
 */
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular' | 'symmetric';

export const PADDING_MODES: readonly PaddingMode[] = [
  'zeros',
  'reflect',
  'replicate',
  'circular',
  'symmetric',
];

/** The cell that is read at an index of the padded axis, counted from its first real cell; undefined where 0 is read. */
export function paddedIndex(mode: PaddingMode, index: number, extent: number): number | undefined {
  if (index >= 0 && index < extent) return index;
  switch (mode) {
    case 'zeros':
      return undefined;
    case 'replicate':
      return index < 0 ? 0 : extent - 1;
    case 'circular':
      return modulo(index, extent);
    case 'symmetric': {
      const place = modulo(index, 2 * extent);
      return place < extent ? place : 2 * extent - 1 - place;
    }
    case 'reflect': {
      const place = modulo(index, 2 * (extent - 1));
      return place < extent ? place : 2 * (extent - 1) - place;
    }
  }
}

/**
 * Refuses what a mode can't pad: as in PyTorch, `reflect` takes fewer cells than the axis has, `circular` and `symmetric`
 * at most as many.
 * @throws UndefinedError with the reason.
 */
export function requirePaddable(
  mode: PaddingMode,
  [before, after]: readonly [number, number],
  extent: number,
): void {
  const most = Math.max(before, after);
  const limit =
    mode === 'reflect' ? extent - 1 : mode === 'zeros' || mode === 'replicate' ? Infinity : extent;
  if (most <= limit && (extent > 0 || most === 0 || mode === 'zeros')) return;
  throw new UndefinedError(
    `${mode} padding of ${extent} cell${extent === 1 ? '' : 's'} adds at most ${Math.max(0, limit)} on a side, not ${most}`,
  );
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}
