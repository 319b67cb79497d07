import { MathError } from '../failure';
import { MAX_ENTRIES, requireOperations } from '../limits';
import { groupDigits } from '../numbers/group-digits';
import type { Scalar } from '../numbers/scalar';
import { Tensor } from '../tensors/tensor';
import type { Matrix } from './matrix';

/** A matrix in compressed sparse rows, as scipy.sparse.csr_matrix names its parts; everything counts from 0. */
export interface CompressedRows {
  /** The non-zero entries, row by row from left to right. */
  readonly data: Tensor;
  /** The column of each. */
  readonly indices: Tensor;
  /** Where each row begins in `data`, and behind the last one where it ends. */
  readonly indptr: Tensor;
}

/** @throws MathError where there are more than `MAX_ENTRIES` non-zero cells or rows. */
export function compressedRows(matrix: Matrix): CompressedRows {
  const { rows, nnz } = matrix;
  if (nnz > BigInt(MAX_ENTRIES) || rows >= MAX_ENTRIES)
    throw new MathError(
      `This matrix has ${groupDigits(nnz)} cells that are not zero and ${groupDigits(rows)} rows; up to ${groupDigits(MAX_ENTRIES)} are listed.`,
    );
  requireOperations(Number(nnz) + rows, 'Listing these cells', 2 * MAX_ENTRIES);
  const data: Scalar[] = [];
  const indices: number[] = [];
  const indptr = [0];
  for (let row = 0; row < rows; row++) {
    for (const { index, value } of matrix.row(row)) {
      data.push(value);
      indices.push(index);
    }
    indptr.push(data.length);
  }
  return {
    data: Tensor.of([data.length], data),
    indices: Tensor.integers([indices.length], indices),
    indptr: Tensor.integers([indptr.length], indptr),
  };
}
