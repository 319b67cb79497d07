import type { Scalar } from '../numbers/scalar';
import { flatIndex, positionOf, stridesOf, type FlattenOrder, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';

/** A place along the axes that move. */
type Place = readonly number[];

/** How places move, within these extents: where each goes, and where what stands there then comes from. */
export interface Moves {
  readonly to: (place: Place, extents: Place) => Place;
  readonly from: (place: Place, extents: Place) => Place;
}

/** By so many cells along each axis. */
export function shiftBy(by: readonly number[]): Moves {
  return {
    to: (place) => place.map((coordinate, axis) => coordinate + (by[axis] ?? 0)),
    from: (place) => place.map((coordinate, axis) => coordinate - (by[axis] ?? 0)),
  };
}

/** How cells of a flattened tensor move with places along its spatial axes; −1 for a cell that leaves it. */
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
  place(index: number): Place {
    const position = this.position(index);
    return this.moving.map((axis) => position[axis] ?? 0);
  }

  /** A tensor from the entries at the cells. */
  tensor(entry: (index: number) => Scalar): Tensor {
    return Tensor.generate(this.shape, (flat) =>
      entry(flatIndex(positionOf(flat, this.shape), this.strides)),
    );
  }

  /** Where a cell goes. */
  to(index: number, { to }: Moves): number {
    return this.moved(index, to);
  }

  /** Where what stands at a cell then comes from. */
  from(index: number, { from }: Moves): number {
    return this.moved(index, from);
  }

  private moved(index: number, move: Moves['to']): number {
    const position = this.position(index);
    const place = move(this.place(index), this.extents);
    for (const [at, axis] of this.moving.entries()) {
      const extent = this.shape[axis] ?? 1;
      const moved = place[at] ?? 0;
      const coordinate = this.wraps ? ((moved % extent) + extent) % extent : moved;
      if (coordinate < 0 || coordinate >= extent) return -1;
      position[axis] = coordinate;
    }
    return flatIndex(position, this.strides);
  }

  /** A tensor, in row-major order as all are, after its cells have moved; zeros come in where they don't wrap. */
  rearranged(x: Tensor, moves: Moves, zero: Scalar): Tensor {
    return Tensor.generate(this.shape, (flat) => {
      const source = this.from(flat, moves);
      return source < 0 ? zero : x.entry(source);
    });
  }
}
