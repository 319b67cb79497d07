import type { Conventions } from '../conventions';
import { positionOf, stridesOf, type FlattenOrder, type Shape } from '../tensors/shape';

/** Where spatial positions and channels stand in a tensor, and where each cell stands in the flattened vector. */
export class Layout {
  readonly shape: Shape;
  private readonly strides: readonly number[];
  /** Where the channels stand, or undefined where there is no channel axis. */
  readonly channelAxis: number | undefined;

  /** @param channels how many, or undefined where the tensor has no channel axis. */
  constructor(
    readonly extents: Shape,
    readonly channels: number | undefined,
    place: Conventions['channels'],
    readonly order: FlattenOrder,
  ) {
    this.channelAxis = channels === undefined ? undefined : place === 'first' ? 0 : extents.length;
    this.shape =
      channels === undefined ? extents : place === 'first' ? [channels, ...extents] : [...extents, channels];
    this.strides = stridesOf(this.shape, order);
  }

  /** By how much the index grows with one step along each spatial axis. */
  get spatialStrides(): readonly number[] {
    return this.strides.filter((_, axis) => axis !== this.channelAxis);
  }

  /** By how much the index grows from one channel to the next; 0 without a channel axis. */
  get channelStride(): number {
    return this.channelAxis === undefined ? 0 : (this.strides[this.channelAxis] ?? 0);
  }

  /** The same tensor as it is stored, in row-major order. */
  get stored(): Layout {
    const { extents, channels, channelAxis } = this;
    return new Layout(extents, channels, channelAxis === 0 ? 'first' : 'last', 'row-major');
  }

  /** The index in the flattened vector. */
  index(place: readonly number[], channel: number): number {
    let sum = this.channelAxis === undefined ? 0 : channel * (this.strides[this.channelAxis] ?? 0);
    const shift = this.channelAxis === 0 ? 1 : 0;
    for (const [axis, coordinate] of place.entries()) sum += coordinate * (this.strides[axis + shift] ?? 0);
    return sum;
  }

  /** The place and channel (0 without a channel axis) of an index in the flattened vector. */
  at(index: number): { place: number[]; channel: number } {
    const position = positionOf(index, this.shape, this.order);
    if (this.channelAxis === undefined) return { place: position, channel: 0 };
    const [channel = 0] = position.splice(this.channelAxis, 1);
    return { place: position, channel };
  }
}
