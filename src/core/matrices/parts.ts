/** Matrices made from matrices, as little stored as these. */
import { MathError } from '../failure';
import { requireEntries } from '../limits';
import { add, multiply, ZERO, type Scalar } from '../numbers/scalar';
import { Tensor } from '../tensors/tensor';
import type { Matrix } from './matrix';

/** Rows and columns of one block; the blocks divide the matrix. */
export type BlockSize = readonly [rows: number, cols: number];

/**
 * One block of a matrix that is divided into blocks of one size; i and j count blocks from 0.
 * @throws MathError where the size doesn't divide the matrix, or there is no such block.
 */
export function blockOf(
  matrix: Matrix,
  [i, j]: readonly [number, number],
  [height, width]: BlockSize,
  base: number,
): Tensor {
  if (matrix.rows % height !== 0 || matrix.cols % width !== 0)
    throw new MathError(
      `Blocks of ${height} × ${width} don’t divide a ${matrix.rows} × ${matrix.cols} matrix.`,
      'size',
    );
  const [down, across] = [matrix.rows / height, matrix.cols / width];
  if (i >= down || j >= across)
    throw new MathError(
      `There is no block ${i + base}, ${j + base}: there are ${down} × ${across}, counted from ${base}.`,
      i >= down ? 'i' : 'j',
    );
  requireEntries(height * width, 'This block');
  return Tensor.generate([height, width], (flat) =>
    matrix.cell(i * height + Math.floor(flat / width), j * width + (flat % width)),
  );
}

/** The sum of the diagonal of a square matrix. */
export function traceOf(matrix: Matrix): Scalar {
  if (matrix.rows !== matrix.cols)
    throw new MathError(
      `trace takes a square matrix; this one is ${matrix.rows} × ${matrix.cols}.`,
      'matrix',
    );
  requireEntries(matrix.rows, 'The diagonal of this matrix');
  let sum: Scalar = ZERO;
  for (let at = 0; at < matrix.rows; at++) sum = add(sum, matrix.cell(at, at));
  return sum;
}

/** The Kronecker product: each entry of `a` times the whole of `b`. */
export function kronecker(a: Matrix, b: Matrix): Tensor {
  const cols = a.cols * b.cols;
  return Tensor.generate(
    [a.rows * b.rows, cols],
    (flat) => {
      const [row, col] = [Math.floor(flat / cols), flat % cols];
      return multiply(
        a.cell(Math.floor(row / b.rows), Math.floor(col / b.cols)),
        b.cell(row % b.rows, col % b.cols),
      );
    },
    'This Kronecker product',
  );
}
