import { countDistinct } from '../matrices/literal';
import type { CellAxis, Matrix, MatrixEntry, Provenance } from '../matrices/matrix';
import { fullLevel, Pattern, sameLevel } from '../matrices/pattern';
import { isZero, ZERO, type Scalar } from '../numbers/scalar';
import {
  exactSizeOf,
  flatIndex,
  positionOf,
  sizeOf,
  stridesOf,
  type FlattenOrder,
  type Shape,
} from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';

/** The matrix of a dense layer: its weights, or, where it acts at every place, its weights once for each place. */
export class DenseMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared: boolean;
  private readonly features: number;
  private readonly places: bigint;

  /** @param axis the axis of the features at each place; undefined where the whole input is flattened. */
  constructor(
    private readonly weights: Tensor,
    private readonly input: Shape,
    private readonly output: Shape,
    private readonly axis: number | undefined,
    private readonly order: FlattenOrder,
  ) {
    const [units = 1, features = 1] = weights.shape;
    this.features = features;
    this.rows = sizeOf(output);
    this.cols = sizeOf(input);
    this.shared = axis !== undefined;
    this.places = exactSizeOf(output) / BigInt(Math.max(1, units));
  }

  readonly inputPosition = (index: number): readonly number[] => positionOf(index, this.input, this.order);
  readonly outputPosition = (index: number): readonly number[] => positionOf(index, this.output, this.order);

  cell(row: number, col: number): Scalar {
    const found = this.provenance(row, col);
    return found ? this.weights.entry(found.weight) : ZERO;
  }

  provenance(row: number, col: number): Provenance | undefined {
    const { axis } = this;
    if (axis === undefined) return { weight: row * this.features + col, tap: [] };
    const [to, from] = [this.outputPosition(row), this.inputPosition(col)];
    if (to.some((coordinate, other) => other !== axis && coordinate !== from[other])) return undefined;
    return { weight: (to[axis] ?? 0) * this.features + (from[axis] ?? 0), tap: [] };
  }

  readonly cellsOf = ([weight = -1, ...more]: readonly number[]): readonly CellAxis[] | undefined => {
    const { axis, features, rows, places } = this;
    const [unit, feature] = [Math.floor(weight / features), weight % features];
    if (weight < 0 || more.length > 0 || unit >= (axis === undefined ? rows : rows / Number(places)))
      return undefined;
    if (axis === undefined) return [{ count: 1, at: () => ({ row: unit, col: feature }) }];
    const [down, across] = [stridesOf(this.output, this.order), stridesOf(this.input, this.order)];
    const axes = this.input.map((extent, at): CellAxis =>
      at === axis
        ? { count: 1, at: () => ({ row: unit * (down[at] ?? 0), col: feature * (across[at] ?? 0) }) }
        : { count: extent, at: (step) => ({ row: step * (down[at] ?? 0), col: step * (across[at] ?? 0) }) },
    );
    return this.order === 'row-major' ? axes : axes.reverse();
  };

  get pattern(): Pattern {
    const { axis, rows, cols, features, output } = this;
    if (axis === undefined) return new Pattern([fullLevel(rows, cols)]);
    const levels = this.input.map((extent, at) =>
      at === axis ? fullLevel(output[at] ?? 1, features) : sameLevel(extent),
    );
    return new Pattern(this.order === 'row-major' ? levels : levels.reverse());
  }

  row(row: number): readonly MatrixEntry[] {
    return this.line(this.outputPosition(row), this.input, this.cols, (col) => this.cell(row, col));
  }

  col(col: number): readonly MatrixEntry[] {
    return this.line(this.inputPosition(col), this.output, this.rows, (row) => this.cell(row, col));
  }

  get nnz(): bigint {
    if (this.weights.symbolName !== undefined) return exactSizeOf(this.weights.shape) * this.places;
    return BigInt(this.weights.entries().filter((weight) => !isZero(weight)).length) * this.places;
  }

  get distinct(): bigint {
    return this.weights.symbolName === undefined
      ? countDistinct(this.weights.entries())
      : exactSizeOf(this.weights.shape);
  }

  /** The cells that aren't 0 of a row or column: all of it, or those at the same place. */
  private line(
    position: readonly number[],
    other: Shape,
    length: number,
    cell: (index: number) => Scalar,
  ): readonly MatrixEntry[] {
    const { axis } = this;
    const strides = stridesOf(other, this.order);
    const indices =
      axis === undefined
        ? Array.from({ length }, (_, index) => index)
        : Array.from({ length: other[axis] ?? 1 }, (_, coordinate) =>
            flatIndex(position.with(axis, coordinate), strides),
          );
    return indices
      .map((index) => ({ index, value: cell(index) }))
      .filter(({ value }) => !isZero(value))
      .sort((a, b) => a.index - b.index);
  }
}
