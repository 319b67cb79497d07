import { MathError } from '../failure';
import { requireEntries, requireOperations, MAX_SLOW_OPERATIONS } from '../limits';
import { ProductSum } from '../numbers/product-sum';
import { isZero, scalarText, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import type { CellAxis, Matrix, MatrixEntry } from './matrix';
import { counted } from '../numbers/group-digits';

/** A matrix whose cells are given by a tensor of rank 2. */
export class LiteralMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared = false;

  constructor(private readonly tensor: Tensor) {
    const [rows, cols] = tensor.shape;
    if (rows === undefined || cols === undefined || tensor.rank !== 2)
      throw new MathError(`A matrix has two axes; this tensor has ${tensor.rank}.`);
    this.rows = rows;
    this.cols = cols;
  }

  cell(row: number, col: number): Scalar {
    return this.tensor.entry(row * this.cols + col);
  }

  row(row: number): readonly MatrixEntry[] {
    return this.nonZero(this.cols, (index) => this.cell(row, index));
  }

  col(col: number): readonly MatrixEntry[] {
    return this.nonZero(this.rows, (index) => this.cell(index, col));
  }

  get nnz(): bigint {
    if (this.tensor.symbolName !== undefined) return exactSizeOf(this.tensor.shape);
    return BigInt(this.tensor.entries().filter((entry) => !isZero(entry)).length);
  }

  get distinct(): bigint {
    return this.tensor.symbolName === undefined ? countDistinct(this.tensor.entries()) : this.nnz;
  }

  readonly provenance: Matrix['provenance'] = () => undefined;

  private nonZero(length: number, value: (index: number) => Scalar): readonly MatrixEntry[] {
    return Array.from({ length }, (_, index) => ({ index, value: value(index) })).filter(
      (entry) => !isZero(entry.value),
    );
  }
}

/** How many different values there are, zero not counted. */
export function countDistinct(entries: Iterable<Scalar>): bigint {
  const texts = new Set<string>();
  for (const entry of entries) if (!isZero(entry)) texts.add(scalarText(entry));
  return BigInt(texts.size);
}

/** All cells as a tensor of rank 2. @throws MathError where there are too many to make. */
export function toTensor(matrix: Matrix): Tensor {
  requireEntries(matrix.rows * matrix.cols, `This ${matrix.rows} × ${matrix.cols} matrix`);
  const cells = new Array<Scalar>(matrix.rows * matrix.cols).fill(ZERO);
  for (let row = 0; row < matrix.rows; row++)
    for (const { index, value } of matrix.row(row)) cells[row * matrix.cols + index] = value;
  return Tensor.of([matrix.rows, matrix.cols], cells);
}

/**
 * The transpose, as little stored as the matrix itself.
 * @param positions how its rows and columns are called, where that is more than those of the matrix exchanged.
 */
export function transpose(
  matrix: Matrix,
  positions?: Pick<Matrix, 'inputPosition' | 'outputPosition'>,
): Matrix {
  if (matrix.transposeOf && !positions) return matrix.transposeOf;
  return {
    transposeOf: matrix,
    rows: matrix.cols,
    cols: matrix.rows,
    cell: (row, col) => matrix.cell(col, row),
    row: (row) => matrix.col(row),
    col: (col) => matrix.row(col),
    get nnz() {
      return matrix.nnz;
    },
    get distinct() {
      return matrix.distinct;
    },
    provenance: (row, col) => matrix.provenance(col, row),
    ...(positions ?? exchanged(matrix)),
    shared: matrix.shared,
    ...(matrix.pattern && { pattern: matrix.pattern.transposed() }),
    ...(matrix.cellsOf && { cellsOf: (weights) => exchangedCells(matrix.cellsOf?.(weights)) }),
  };
}

/** Where padding repeats cells of the input, a tap reads one from several outputs: these stand in no order of rows. */
function exchangedCells(axes: readonly CellAxis[] | undefined): readonly CellAxis[] | undefined {
  const ordered = axes?.every(({ count, at }) => {
    for (let index = 1; index < count; index++) if (at(index).col <= at(index - 1).col) return false;
    return true;
  });
  if (ordered !== true) return undefined;
  return axes?.map(({ count, at }) => ({
    count,
    at: (index) => {
      const { row, col } = at(index);
      return { row: col, col: row };
    },
  }));
}

function exchanged(matrix: Matrix): Pick<Matrix, 'inputPosition' | 'outputPosition'> {
  return {
    ...(matrix.inputPosition && { outputPosition: matrix.inputPosition }),
    ...(matrix.outputPosition && { inputPosition: matrix.outputPosition }),
  };
}

/** The matrix times a vector. @throws MathError where the lengths differ or the work is too much. */
export function apply(matrix: Matrix, vector: Tensor): Scalar[] {
  if (vector.size !== matrix.cols)
    throw new MathError(
      `A ${matrix.rows} × ${matrix.cols} matrix takes ${counted(matrix.cols, 'number')}, not ${vector.size}.`,
    );
  requireEntries(matrix.rows, 'The product');
  const work = matrix.nnz;
  requireOperations(Number(work), 'This product', MAX_SLOW_OPERATIONS);
  return Array.from({ length: matrix.rows }, (_, row) => {
    const sum = new ProductSum();
    for (const { index, value } of matrix.row(row)) sum.add(value, vector.entry(index));
    return sum.value();
  });
}

/**
 * Whether two matrices agree in every cell. Those that are made alike do; others are compared row by row, by what is in them,
 * so zeros cost nothing.
 */
export function sameMatrix(a: Matrix, b: Matrix, same: (x: Scalar, y: Scalar) => boolean): boolean {
  if (a.rows !== b.rows || a.cols !== b.cols) return false;
  if (a === b || madeAlike(a, b)) return true;
  if (a.transposeOf && b.transposeOf && madeAlike(a.transposeOf, b.transposeOf)) return true;
  requireOperations(Number(a.nnz) + a.rows, 'Comparing these matrices', MAX_SLOW_OPERATIONS);
  if (a.nnz !== b.nnz) return false;
  for (let row = 0; row < a.rows; row++) {
    const [left, right] = [a.row(row), b.row(row)];
    if (left.length !== right.length) return false;
    const agree = left.every((entry, position) => {
      const other = right[position];
      return other?.index === entry.index && same(entry.value, other.value);
    });
    if (!agree) return false;
  }
  return true;
}

function madeAlike(a: Matrix, b: Matrix): boolean {
  return a === b || a.madeAs?.(b) === true;
}
