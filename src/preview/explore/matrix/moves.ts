import type { AxisSheet, Pick } from '../../../protocol';
import { blockSize } from '../../../protocol';
import type { Extent } from './viewport';

/** A key that moves what is picked. */
export interface Move {
  readonly key: string;
  /** To the edge of the block, or to the end of all. */
  readonly far: boolean;
  /** Rows and columns of a screen. */
  readonly page: { readonly rows: number; readonly cols: number };
}

/** Where a key leads from a cell; undefined for keys that move nothing. */
export function moved(
  { row = 0, col = 0 }: Pick,
  { key, far, page }: Move,
  extent: Extent,
  axes: { readonly rows: AxisSheet; readonly cols: AxisSheet },
): { readonly row: number; readonly col: number } | undefined {
  const lastRow = extent.rows - 1;
  const lastCol = extent.cols - 1;
  switch (key) {
    case 'ArrowUp':
      return { row: far ? edge(row, -1, axes.rows, lastRow) : Math.max(0, row - 1), col };
    case 'ArrowDown':
      return { row: far ? edge(row, 1, axes.rows, lastRow) : Math.min(lastRow, row + 1), col };
    case 'ArrowLeft':
      return { row, col: far ? edge(col, -1, axes.cols, lastCol) : Math.max(0, col - 1) };
    case 'ArrowRight':
      return { row, col: far ? edge(col, 1, axes.cols, lastCol) : Math.min(lastCol, col + 1) };
    case 'Home':
      return { row: far ? 0 : row, col: 0 };
    case 'End':
      return { row: far ? lastRow : row, col: lastCol };
    case 'PageUp':
      return { row: Math.max(0, row - page.rows), col };
    case 'PageDown':
      return { row: Math.min(lastRow, row + page.rows), col };
    default:
      return undefined;
  }
}

/** The edge of the block in a direction; at the edge, that of the next block. */
function edge(index: number, by: 1 | -1, axis: AxisSheet, last: number): number {
  const size = blockSize(axis);
  const block = Math.floor(index / size);
  const at = by === 1 ? (block + 1) * size - 1 : block * size;
  return Math.min(last, Math.max(0, at === index ? index + by * size : at));
}

/** The same place in the next block to the right, then in the next ones below; from the last it goes on with the first. */
export function nextBlock(
  { row = 0, col = 0 }: Pick,
  by: 1 | -1,
  extent: Extent,
  axes: { readonly rows: AxisSheet; readonly cols: AxisSheet },
): { readonly row: number; readonly col: number } {
  const [high, wide] = [blockSize(axes.rows), blockSize(axes.cols)];
  const across = Math.max(1, Math.ceil(extent.cols / wide));
  const down = Math.max(1, Math.ceil(extent.rows / high));
  const at = Math.floor(row / high) * across + Math.floor(col / wide);
  const next = (at + by + across * down) % (across * down);
  return {
    row: Math.min(extent.rows - 1, Math.floor(next / across) * high + (row % high)),
    col: Math.min(extent.cols - 1, (next % across) * wide + (col % wide)),
  };
}
