import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { countDistinct } from '../matrices/literal';
import type { Matrix, MatrixEntry } from '../matrices/matrix';
import { sameLevel, type Pattern } from '../matrices/pattern';
import { isRational } from '../numbers/rational';
import { ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, positionOf, sizeOf, type Shape } from '../tensors/shape';
import type { Layout } from './layout';
import { combinations } from './sliding-counts';
import { slidingPattern } from './sliding-places';
import { meetingsAtInput, meetingsAtOutput, placesOnInput, tapsAt, tapsOf, type WindowAxis } from './window';

/** The matrix of an average over windows: each channel on its own, all cells of a window with the same share. */
export class PoolMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared = true;

  constructor(
    private readonly axes: readonly WindowAxis[],
    private readonly input: Layout,
    private readonly output: Layout,
    private readonly share: (place: readonly number[]) => Scalar,
    /** The output's shape, where axes of one cell are left out of it. */
    private readonly outputShape: Shape = output.shape,
  ) {
    this.rows = sizeOf(output.shape);
    this.cols = sizeOf(input.shape);
  }

  readonly inputPosition = (index: number): readonly number[] =>
    positionOf(index, this.input.shape, this.input.order);
  readonly outputPosition = (index: number): readonly number[] =>
    positionOf(index, this.outputShape, this.output.order);

  cell(row: number, col: number): Scalar {
    return this.provenance(row, col) ? this.share(this.output.at(row).place) : ZERO;
  }

  provenance(row: number, col: number): ReturnType<Matrix['provenance']> {
    const [to, from] = [this.output.at(row), this.input.at(col)];
    if (to.channel !== from.channel) return undefined;
    const tap: number[] = [];
    for (const [position, axis] of this.axes.entries()) {
      const [found] = tapsAt(axis, to.place[position] ?? 0, from.place[position] ?? 0);
      if (found === undefined) return undefined;
      tap.push(found);
    }
    // Cells that count for as much are those of windows with as many cells.
    const share = this.share(to.place);
    return { tap, weight: isRational(share) ? Number(share.d) - 1 : 0 };
  }

  get pattern(): Pattern {
    return slidingPattern(this.axes, sameLevel(this.input.channels ?? 1), this.input, this.output);
  }

  row(row: number): readonly MatrixEntry[] {
    const { place, channel } = this.output.at(row);
    const value = this.share(place);
    return combinations(this.axes.map((axis, position) => meetingsAtOutput(axis, place[position] ?? 0)))
      .map((chosen) => ({
        index: this.input.index(
          chosen.map(({ cell }) => cell),
          channel,
        ),
        value,
      }))
      .sort((a, b) => a.index - b.index);
  }

  col(col: number): readonly MatrixEntry[] {
    const { place, channel } = this.input.at(col);
    return combinations(this.axes.map((axis, position) => meetingsAtInput(axis, place[position] ?? 0)))
      .map((chosen) => {
        const at = chosen.map(({ cell }) => cell);
        return { index: this.output.index(at, channel), value: this.share(at) };
      })
      .sort((a, b) => a.index - b.index);
  }

  get nnz(): bigint {
    return this.axes.reduce(
      (product, axis) =>
        product * tapsOf(axis).reduce((sum, tap) => sum + BigInt(placesOnInput(axis, tap)), 0n),
      BigInt(this.input.channels ?? 1),
    );
  }

  get distinct(): bigint {
    const extents = this.output.extents;
    requireOperations(Number(exactSizeOf(extents)), 'Counting these shares', MAX_SLOW_OPERATIONS);
    return countDistinct(
      Array.from({ length: sizeOf(extents) }, (_, flat) => this.share(positionOf(flat, extents))),
    );
  }
}
