import type { Scalar } from '../numbers/scalar';
import { flatIndex, positionOf, stridesOf, type FlattenOrder, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';

/** How cells of a flattened tensor move with a shift along its spatial axes; −1 for a cell that leaves it. */
export class Grid {
  private readonly strides: readonly number[];

  /**
   * @param moving the axes that a shift moves along; others, as channels, stay.
   * @param wraps whether what leaves at one end comes in at the other.
   */
  constructor(
    readonly shape: Shape,
    private readonly moving: readonly number[],
    private readonly order: FlattenOrder,
    private readonly wraps: boolean,
  ) {
    this.strides = stridesOf(shape, order);
  }

  /** The extents along the axes that move. */
  get extents(): readonly number[] {
    return this.moving.map((axis) => this.shape[axis] ?? 1);
  }

  /** The position of a cell, channels included. */
  position(index: number): number[] {
    return positionOf(index, this.shape, this.order);
  }

  /** The place of a cell along the axes that move. */
  place(index: number): number[] {
    const position = this.position(index);
    return this.moving.map((axis) => position[axis] ?? 0);
  }

  /** A tensor from the entries at the cells. */
  tensor(entry: (index: number) => Scalar): Tensor {
    return Tensor.generate(this.shape, (flat) =>
      entry(flatIndex(positionOf(flat, this.shape), this.strides)),
    );
  }

  /** Where a cell goes with a shift by so many cells along each moving axis. */
  move(index: number, by: readonly number[]): number {
    const position = this.position(index);
    for (const [at, axis] of this.moving.entries()) {
      const extent = this.shape[axis] ?? 1;
      const moved = (position[axis] ?? 0) + (by[at] ?? 0);
      const coordinate = this.wraps ? ((moved % extent) + extent) % extent : moved;
      if (coordinate < 0 || coordinate >= extent) return -1;
      position[axis] = coordinate;
    }
    return flatIndex(position, this.strides);
  }

  /** A tensor, in row-major order as all are, after a shift; zeros come in where it doesn't wrap. */
  shifted(x: Tensor, by: readonly number[], zero: Scalar): Tensor {
    const back = by.map((cells) => -cells);
    return Tensor.generate(this.shape, (flat) => {
      const source = this.move(flat, back);
      return source < 0 ? zero : x.entry(source);
    });
  }
}
