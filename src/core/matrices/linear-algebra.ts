/**
 * Determinant, rank, inverse and solutions: exact over fractions by Bareiss's fraction-free elimination (Bareiss 1968),
 * over reals by Gaussian elimination with partial pivoting (Golub & Van Loan 2013, 3.4).
 */
import { MathError, UndefinedError } from '../failure';
import { MAX_DIGITS, MAX_OPERATIONS, MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { Polynomial } from '../numbers/polynomial';
import { bigintOf, fraction, isRational, type Rational } from '../numbers/rational';
import { add, multiply, REAL_TOLERANCE, toReal, ZERO, type Scalar } from '../numbers/scalar';
import { Tensor } from '../tensors/tensor';
import { genericRank, symbolicDeterminant, symbolicInverse } from './symbolic';
import { counted } from '../numbers/group-digits';

/** Entries by what can be computed with them: exactly, approximately, or as polynomials. */
type Dense =
  | { readonly kind: 'exact'; readonly rows: readonly (readonly Rational[])[] }
  | { readonly kind: 'real'; readonly rows: readonly (readonly number[])[] }
  | { readonly kind: 'symbolic'; readonly rows: readonly (readonly Scalar[])[] };

function denseOf(matrix: Tensor): Dense {
  const [height = 0, width = 0] = matrix.shape;
  const entries = matrix.entries();
  const rowsOf = <T>(cells: readonly T[]): T[][] =>
    Array.from({ length: height }, (_, row) => cells.slice(row * width, (row + 1) * width));
  const exact = entries.filter(isRational);
  if (exact.length === entries.length) return { kind: 'exact', rows: rowsOf(exact) };
  if (entries.some((entry) => entry instanceof Polynomial))
    return { kind: 'symbolic', rows: rowsOf(entries) };
  return { kind: 'real', rows: rowsOf(entries.map(toReal)) };
}

/** Exact for fractions; in symbols up to 6 × 6, or of any size where the matrix is triangular. @throws MathError */
export function determinant(matrix: Tensor): Scalar {
  const n = requireSquare(matrix, 'det');
  const dense = denseOf(matrix);
  requireWork(dense, n, n, 'This determinant');
  switch (dense.kind) {
    case 'symbolic':
      return symbolicDeterminant(dense.rows);
    case 'real': {
      const { pivots, product } = eliminateReals(dense.rows, n);
      return pivots.length < n ? 0 : product;
    }
    case 'exact': {
      const { rows, scale } = wholeRows(dense.rows);
      const { pivots, last, sign } = eliminate(rows, n);
      return pivots.length < n ? fraction(0n, 1n) : fraction(sign * last, scale);
    }
  }
}

/** How many rows are independent of each other; reals within 1e-9 of the largest entry. In symbols: for almost all values. */
export function rank(matrix: Tensor): number {
  const [height = 0, width = 0] = matrix.shape;
  const dense = denseOf(matrix);
  requireWork(dense, height, width, 'This rank');
  switch (dense.kind) {
    case 'symbolic':
      return genericRank(dense.rows, (rows) => eliminate(wholeRows(rows).rows, width).pivots.length);
    case 'real':
      return eliminateReals(dense.rows, width).pivots.length;
    case 'exact':
      return eliminate(wholeRows(dense.rows).rows, width).pivots.length;
  }
}

/** @throws UndefinedError where the matrix is singular. */
export function inverse(matrix: Tensor): Tensor {
  const n = requireSquare(matrix, 'inv');
  const dense = denseOf(matrix);
  if (dense.kind === 'symbolic') return Tensor.of([n, n], symbolicInverse(dense.rows).flat());
  return solveDense(dense, unitRows(n), n);
}

/**
 * x with A·x = b, for a vector or for each column of a matrix.
 * @throws UndefinedError where A is singular.
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  const n = requireSquare(a, 'solve');
  if (b.shape[0] !== n || b.rank > 2)
    throw new MathError(
      `solve takes as \`b\` a vector of ${counted(n, 'number')}, or a matrix with ${counted(n, 'row')}: one for each row of the matrix.`,
      'b',
    );
  const width = b.shape[1] ?? 1;
  const [left, right] = [denseOf(a), denseOf(b.reshape([n, width]))];
  const columns = solved(left, right, n, width);
  return b.rank === 1 ? columns.reshape([n]) : columns;
}

function solved(left: Dense, right: Dense, n: number, width: number): Tensor {
  if (left.kind !== 'symbolic' && right.kind !== 'symbolic') return solveDense(left, right, width);
  const inverted =
    left.kind === 'symbolic' ? symbolicInverse(left.rows) : rowsOf(solveDense(left, unitRows(n), n));
  return Tensor.generate([n, width], (flat) => {
    const [row, col] = [inverted[Math.floor(flat / width)] ?? [], flat % width];
    return row.reduce<Scalar>(
      (sum, entry, at) => add(sum, multiply(entry, right.rows[at]?.[col] ?? ZERO)),
      ZERO,
    );
  });
}

function solveDense(
  left: Exclude<Dense, { kind: 'symbolic' }>,
  right: Exclude<Dense, { kind: 'symbolic' }>,
  width: number,
): Tensor {
  const n = left.rows.length;
  const kind = left.kind === 'exact' && right.kind === 'exact' ? 'exact' : 'real';
  requireWork({ kind }, n, n + width, 'This solution');
  if (left.kind === 'exact' && right.kind === 'exact') {
    const { rows } = wholeRows(left.rows.map((row, index) => [...row, ...(right.rows[index] ?? [])]));
    const { pivots, last } = eliminate(rows, n);
    if (pivots.length < n) throw singular(n, pivots.length);
    return Tensor.of(
      [n, width],
      rows.flatMap((row) => row.slice(n).map((entry) => fraction(entry, last))),
    );
  }
  const joined = left.rows.map((row, index) => [...row, ...(right.rows[index] ?? [])].map(toReal));
  const { rows, pivots } = eliminateReals(joined, n);
  if (pivots.length < n) throw singular(n, pivots.length);
  return Tensor.reals(
    [n, width],
    Float64Array.from(rows.flatMap((row, index) => row.slice(n).map((x) => toReal(x / (row[index] ?? 1))))),
  );
}

function singular(n: number, found: number): UndefinedError {
  return new UndefinedError(
    `the matrix is singular: ${found} of its ${n} rows ${found === 1 ? 'is' : 'are'} independent, so it has no inverse`,
  );
}

function requireSquare(matrix: Tensor, callee: string): number {
  const [rows = 0, cols = 0] = matrix.shape;
  if (rows !== cols)
    throw new MathError(`${callee} takes a square matrix; this one is ${rows} × ${cols}.`, 'matrix');
  return rows;
}

function requireWork({ kind }: Pick<Dense, 'kind'>, height: number, width: number, what: string): void {
  const work = height * width * Math.min(height, width);
  requireOperations(work, what, kind === 'exact' ? MAX_SLOW_OPERATIONS : MAX_OPERATIONS);
}

/** Each row times its common denominator; `scale` is the product of these. @throws MathError where numbers would get too long. */
function wholeRows(rows: readonly (readonly Rational[])[]): { rows: bigint[][]; scale: bigint } {
  let scale = 1n;
  let digits = 0;
  const whole = rows.map((row) => {
    const denominator = row.reduce((common, { d }) => (common / gcd(common, d)) * d, 1n);
    scale *= denominator;
    const scaled = row.map((entry) => bigintOf(entry) * (denominator / entry.d));
    digits += scaled.reduce((most, entry) => Math.max(most, entry.toString().length), 0);
    return scaled;
  });
  // Every number on the way is a minor: at most the product of the rows' lengths (Hadamard).
  if (digits + (rows.length / 2) * Math.log10(rows[0]?.length ?? 1) > 2 * MAX_DIGITS)
    throw new MathError(`A number may have up to ${MAX_DIGITS} digits; those on the way would have more.`);
  return { rows: whole, scale };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/**
 * Fraction-free elimination above and below the diagonal, in place, over the first `width` columns. Every division is
 * exact. Afterwards each pivot is `last`, the determinant of the pivots' rows and columns but for `sign`.
 */
function eliminate(
  rows: bigint[][],
  width: number,
): { readonly pivots: readonly number[]; readonly last: bigint; readonly sign: bigint } {
  const pivots: number[] = [];
  let [last, sign] = [1n, 1n];
  for (let col = 0; col < width && pivots.length < rows.length; col++) {
    const top = pivots.length;
    const found = rows.findIndex((row, index) => index >= top && row[col] !== 0n);
    const pivotRow = rows[found];
    if (!pivotRow) continue;
    if (found !== top) {
      rows[found] = rows[top] ?? [];
      rows[top] = pivotRow;
      sign = -sign;
    }
    const pivot = pivotRow[col] ?? 1n;
    for (const [index, row] of rows.entries()) {
      if (index === top) continue;
      const factor = row[col] ?? 0n;
      for (let at = 0; at < row.length; at++)
        row[at] = (pivot * (row[at] ?? 0n) - factor * (pivotRow[at] ?? 0n)) / last;
    }
    last = pivot;
    pivots.push(col);
  }
  return { pivots, last, sign };
}

/** With the largest entry of a column as pivot; what is 1e-9 of the matrix' largest entry, or less, counts as 0. */
function eliminateReals(
  given: readonly (readonly number[])[],
  width: number,
): { readonly rows: number[][]; readonly pivots: readonly number[]; readonly product: number } {
  const rows = given.map((row) => [...row]);
  const largest = rows.reduce(
    (most, row) => row.slice(0, width).reduce((a, b) => Math.max(a, Math.abs(b)), most),
    0,
  );
  const pivots: number[] = [];
  let product = 1;
  for (let col = 0; col < width && pivots.length < rows.length; col++) {
    const top = pivots.length;
    let found = top;
    for (let row = top; row < rows.length; row++)
      if (Math.abs(rows[row]?.[col] ?? 0) > Math.abs(rows[found]?.[col] ?? 0)) found = row;
    const pivotRow = rows[found];
    const pivot = pivotRow?.[col] ?? 0;
    if (!pivotRow || Math.abs(pivot) <= REAL_TOLERANCE * largest) continue;
    if (found !== top) {
      rows[found] = rows[top] ?? [];
      rows[top] = pivotRow;
    }
    product *= found === top ? pivot : -pivot;
    for (const [index, row] of rows.entries()) {
      if (index === top) continue;
      const factor = (row[col] ?? 0) / pivot;
      if (factor !== 0)
        for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) - factor * (pivotRow[at] ?? 0);
    }
    pivots.push(col);
  }
  return { rows, pivots, product: toReal(product) };
}

function unitRows(n: number): Dense & { readonly kind: 'exact' } {
  const rows = Array.from({ length: n }, (_, row) =>
    Array.from({ length: n }, (_, col) => fraction(row === col ? 1n : 0n, 1n)),
  );
  return { kind: 'exact', rows };
}

function rowsOf(matrix: Tensor): Scalar[][] {
  const [height = 0, width = 0] = matrix.shape;
  const entries = matrix.entries();
  return Array.from({ length: height }, (_, row) => entries.slice(row * width, (row + 1) * width));
}
