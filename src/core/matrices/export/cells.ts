import { MathError } from '../../failure';
import { groupDigits } from '../../numbers/group-digits';
import { Polynomial } from '../../numbers/polynomial';
import { bigintOf, isInteger, isRational } from '../../numbers/rational';
import { briefly, type Scalar } from '../../numbers/scalar';
import type { Tensor } from '../../tensors/tensor';
import type { Matrix } from '../matrix';

/** Cells of a file that lists all of them: 4 GB as doubles. */
const MAX_CELLS = 500_000_000;

/** Cells of a file that lists those that are not zero. */
const MAX_NONZERO = 100_000_000;

/** What a file of numbers holds: integers of 64 bits, or doubles, which may be the nearest ones to fractions. */
export type NumberKind = 'integer' | 'fraction' | 'real';

/** @throws MathError for a symbol, which is no number. */
export function kindOfMatrix(matrix: Matrix): NumberKind {
  let kind: NumberKind = 'integer';
  for (let row = 0; row < matrix.rows; row++)
    for (const { value } of matrix.row(row)) kind = wider(kind, kindOfNumber(value));
  return kind;
}

/** As `kindOfMatrix`. */
export function kindOfTensor(tensor: Tensor): NumberKind {
  if (tensor.integers) return 'integer';
  if (tensor.reals) return 'real';
  return tensor.entries().map(kindOfNumber).reduce(wider, 'integer');
}

const INT64 = 2n ** 63n;

function kindOfNumber(value: Scalar): NumberKind {
  if (value instanceof Polynomial)
    throw new MathError(
      `${briefly(value)} is a symbol; this file holds numbers. CSV and LaTeX take symbols, or give them values.`,
    );
  if (!isRational(value)) return 'real';
  const whole = isInteger(value) ? bigintOf(value) : INT64;
  return whole < INT64 && whole >= -INT64 ? 'integer' : 'fraction';
}

function wider(a: NumberKind, b: NumberKind): NumberKind {
  const order: readonly NumberKind[] = ['integer', 'fraction', 'real'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** @throws MathError where a file of all cells would be too large. */
export function requireCells(rows: number, cols: number): void {
  refuse(
    BigInt(rows) * BigInt(cols),
    MAX_CELLS,
    'cells',
    ' Matrix Market and NPZ list only those that are not zero.',
  );
}

/** @throws MathError where even a file of the cells that are not zero would be too large. */
export function requireNonZero({ nnz, rows }: Matrix): void {
  refuse(nnz, MAX_NONZERO, 'cells that are not zero', '');
  refuse(BigInt(rows), MAX_NONZERO, 'rows', '');
}

function refuse(count: bigint, limit: number, what: string, instead: string): void {
  if (count > BigInt(limit))
    throw new MathError(
      `This matrix has ${groupDigits(count)} ${what}; up to ${groupDigits(limit)} are written.${instead}`,
    );
}
