import { scalarText, toReal } from '../../numbers/scalar';
import type { Matrix } from '../matrix';
import { kindOfMatrix, requireNonZero } from './cells';

/**
 * Matrix Market's coordinate format (Boisvert, Pozo & Remington 1996): a line for each cell that is not zero, counted from
 * 1. Integers as they are; fractions become the nearest doubles, and a comment says so.
 * @returns the text in pieces, a row each. @throws MathError for symbols and for very many cells.
 */
export function* matrixMarket(matrix: Matrix): Generator<string> {
  requireNonZero(matrix);
  const kind = kindOfMatrix(matrix);
  yield `%%MatrixMarket matrix coordinate ${kind === 'integer' ? 'integer' : 'real'} general\n`;
  if (kind === 'fraction') yield '% Exact fractions are written as the nearest doubles.\n';
  yield `${matrix.rows} ${matrix.cols} ${matrix.nnz}\n`;
  for (let row = 0; row < matrix.rows; row++) {
    let lines = '';
    for (const { index, value } of matrix.row(row))
      lines += `${row + 1} ${index + 1} ${kind === 'integer' ? scalarText(value) : String(toReal(value))}\n`;
    if (lines !== '') yield lines;
  }
}
