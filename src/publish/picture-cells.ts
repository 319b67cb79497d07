import type { Cell, MatrixPicture } from '../protocol';
import { HUES } from './hues';
import type { GridCell } from './grid';

/** Hues of rows: media/preview.css has so many. */
const ROW_HUES = 9;

/** A cell of a picture of the page, whose hue follows from the number of its weight where it doesn’t say it. */
export function gridCellOf(cell: Cell, hues: MatrixPicture['hues']): GridCell | undefined {
  if (cell.zero) return undefined;
  const { weight, depth = 1 } = cell;
  const count = hues === 'taps' ? HUES : ROW_HUES;
  const hue = weight === undefined ? 0 : (cell.hue ?? (weight % count) + 1);
  return {
    cell,
    family: hues === 'taps' ? 'tap' : 'row',
    hue,
    depth,
    ...(weight !== undefined && { weight }),
  };
}
