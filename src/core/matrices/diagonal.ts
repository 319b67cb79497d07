import { countDistinct } from './literal';
import type { Matrix, MatrixEntry, PositionOf } from './matrix';
import { Pattern, sameLevel } from './pattern';
import { isZero, ZERO, type Scalar } from '../numbers/scalar';

/** A square matrix with entries on its diagonal alone. */
export class DiagonalMatrix implements Matrix {
  readonly cols: number;
  readonly shared = true;

  constructor(
    readonly rows: number,
    private readonly entry: (index: number) => Scalar,
    /** How rows and columns are called alike, where they stand for the entries of a tensor. */
    position?: PositionOf,
  ) {
    this.cols = rows;
    if (!position) return;
    this.inputPosition = position;
    this.outputPosition = position;
  }

  readonly inputPosition?: PositionOf;
  readonly outputPosition?: PositionOf;

  cell(row: number, col: number): Scalar {
    return row === col ? this.entry(row) : ZERO;
  }

  row(row: number): readonly MatrixEntry[] {
    const value = this.entry(row);
    return isZero(value) ? [] : [{ index: row, value }];
  }

  col(col: number): readonly MatrixEntry[] {
    return this.row(col);
  }

  get pattern(): Pattern {
    return new Pattern([sameLevel(this.rows)]);
  }

  get nnz(): bigint {
    let count = 0n;
    for (let index = 0; index < this.rows; index++) if (!isZero(this.entry(index))) count++;
    return count;
  }

  get distinct(): bigint {
    return countDistinct(Array.from({ length: this.rows }, (_, index) => this.entry(index)));
  }

  readonly provenance: Matrix['provenance'] = () => undefined;
}
