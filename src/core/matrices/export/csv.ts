import { scalarText } from '../../numbers/scalar';
import type { Matrix } from '../matrix';
import { requireCells } from './cells';

/**
 * Comma-separated values (RFC 4180), a line for each row. Exact: fractions as 1/3, symbols by their names.
 * @throws MathError for very many cells.
 */
export function* csv(matrix: Matrix): Generator<string> {
  requireCells(matrix.rows, matrix.cols);
  for (let row = 0; row < matrix.rows; row++) {
    const cells = new Array<string>(matrix.cols).fill('0');
    for (const { index, value } of matrix.row(row)) cells[index] = scalarText(value);
    yield `${cells.join(',')}\n`;
  }
}
