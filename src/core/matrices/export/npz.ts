import { Zip, ZipDeflate } from 'fflate';
import { integer } from '../../numbers/rational';
import type { Scalar } from '../../numbers/scalar';
import { Tensor } from '../../tensors/tensor';
import type { Matrix } from '../matrix';
import { kindOfMatrix, requireNonZero } from './cells';
import { npy, npyVector, npyWord } from './npy';

/** An array by name, its bytes made when they are wanted. */
export type NamedArray = readonly [name: string, bytes: Iterable<Uint8Array>];

/** NumPy's archive of several arrays: a ZIP with a `.npy` file for each, compressed as they come. */
export function* npz(arrays: Iterable<NamedArray>): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for (const [name, bytes] of arrays) {
    const entry = new ZipDeflate(`${name}.npy`, { level: 6 });
    zip.add(entry);
    for (const chunk of bytes) {
      entry.push(chunk);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* ready.splice(0);
}

/**
 * A matrix in compressed sparse rows, under the names that `scipy.sparse.load_npz` looks for. Each array is one pass over
 * the rows, so that nothing is kept.
 * @throws MathError for symbols and for very many cells.
 */
export function* sparseArrays(matrix: Matrix): Generator<NamedArray> {
  requireNonZero(matrix);
  const count = Number(matrix.nnz);
  const kind = kindOfMatrix(matrix);
  yield [
    'data',
    npyVector(
      count,
      kind,
      eachRow(matrix, ({ value }) => value),
    ),
  ];
  yield [
    'indices',
    npyVector(
      count,
      'integer',
      eachRow(matrix, ({ index }) => integer(index)),
    ),
  ];
  yield ['indptr', npyVector(matrix.rows + 1, 'integer', starts(matrix))];
  yield ['format', npyWord('csr')];
  yield ['shape', npy(Tensor.integers([2], [matrix.rows, matrix.cols]))];
}

function* eachRow(
  matrix: Matrix,
  part: (entry: ReturnType<Matrix['row']>[number]) => Scalar,
): Generator<Scalar[]> {
  for (let row = 0; row < matrix.rows; row++) yield matrix.row(row).map(part);
}

function* starts(matrix: Matrix): Generator<Scalar[]> {
  let start = 0;
  yield [integer(0)];
  for (let row = 0; row < matrix.rows; row++) {
    start += matrix.row(row).length;
    yield [integer(start)];
  }
}
