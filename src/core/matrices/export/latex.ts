import { isZero } from '../../numbers/scalar';
import { entryTex } from '../../values/latex';
import { isToeplitz } from '../structure';
import { orUndefined } from '../../failure';
import type { Matrix } from '../matrix';

/** Rows and columns that are written out at most: amsmath's matrices have ten columns. */
const MOST = 10;
/** Of longer ones, so many from the front, then dots, and the last. */
const FRONT = 5;

/** Rows or columns that are shown, undefined where dots stand for those between. */
type Shown = readonly (number | undefined)[];

/**
 * A matrix as LaTeX. What has more than ten rows or columns is shown by the first ones and the last: \vdots and \cdots
 * stand for what is between, \ddots where a band goes on.
 */
export function* latexMatrix(matrix: Matrix): Generator<string> {
  const [rows, cols] = [shownOf(matrix.rows), shownOf(matrix.cols)];
  const whole = rows.length === matrix.rows && cols.length === matrix.cols;
  const band = !whole && orUndefined(() => isToeplitz(matrix)) === true;
  yield '\\begin{bmatrix}\n';
  for (const [at, row] of rows.entries()) {
    const cells = cols.map((col, place) => cellTex(matrix, [row, col], band, [rows, cols], [at, place]));
    yield `  ${cells.join(' & ')}${at < rows.length - 1 ? ' \\\\' : ''}\n`;
  }
  yield '\\end{bmatrix}\n';
}

function shownOf(count: number): Shown {
  if (count <= MOST) return Array.from({ length: count }, (_, index) => index);
  return [...Array.from({ length: FRONT }, (_, index) => index), undefined, count - 1];
}

function cellTex(
  matrix: Matrix,
  [row, col]: readonly [number | undefined, number | undefined],
  band: boolean,
  [rows, cols]: readonly [Shown, Shown],
  [down, across]: readonly [number, number],
): string {
  if (row === undefined && col === undefined) return '\\ddots';
  if (row !== undefined && col !== undefined) return entryTex(matrix.cell(row, col));
  const hidden =
    row === undefined
      ? matrix.cell(nearest(across, cols, matrix.rows), col ?? 0)
      : matrix.cell(row, nearest(down, rows, matrix.cols));
  if (band && !isZero(hidden)) return '\\ddots';
  return row === undefined ? '\\vdots' : '\\cdots';
}

/** Of the lines that dots stand for, the first as seen from the front, the last as seen from the end. */
function nearest(at: number, shown: Shown, total: number): number {
  return at === shown.length - 1 ? total - 2 : FRONT;
}
