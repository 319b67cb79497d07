import { countDistinct } from '../matrices/literal';
import type { Matrix, MatrixEntry, Provenance } from '../matrices/matrix';
import { isZero, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flatIndex, positionOf } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import type { Layout } from './layout';
import type { SlidingGeometry, WeightLayout } from './sliding-geometry';
import { placesOnInput, sourceOf, tapAt, type WindowAxis } from './window';

/**
 * The matrix of a layer with a sliding window: rows are outputs, columns inputs, both flattened in the layer's order.
 * A shared layer has the same weights at every output place, an unshared one (`layout.lead`) its own.
 */
export class SlidingMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared: boolean;
  private readonly axes: readonly WindowAxis[];
  private readonly input: Layout;
  private readonly output: Layout;
  private readonly outPerGroup: number;
  private readonly inPerGroup: number;

  constructor(
    private readonly geometry: SlidingGeometry,
    private readonly layout: WeightLayout,
    private readonly weightTensor: Tensor,
  ) {
    this.axes = geometry.axes;
    this.input = geometry.inputLayout;
    this.output = geometry.outputLayout;
    this.rows = Number(exactSizeOf(this.output.shape));
    this.cols = Number(exactSizeOf(this.input.shape));
    this.inPerGroup = geometry.inPerGroup;
    this.outPerGroup = geometry.filters / geometry.sliding.groups;
    this.shared = layout.lead.length === 0;
  }

  readonly inputPosition = (index: number): readonly number[] => positionOf(index, this.input.shape, this.geometry.options.conventions.flatten);
  readonly outputPosition = (index: number): readonly number[] => positionOf(index, this.output.shape, this.geometry.options.conventions.flatten);

  cell(row: number, col: number): Scalar {
    const found = this.provenance(row, col);
    return found ? this.weightTensor.entry(found.weight) : ZERO;
  }

  provenance(row: number, col: number): Provenance | undefined {
    const { place, channel: filter } = this.output.at(row);
    const { place: source, channel } = this.input.at(col);
    if (Math.floor(channel / this.inPerGroup) !== Math.floor(filter / this.outPerGroup)) return undefined;
    const tap: number[] = [];
    for (const [axis, window] of this.axes.entries()) {
      const found = tapAt(window, place[axis] ?? 0, source[axis] ?? 0);
      if (found === undefined) return undefined;
      tap.push(found);
    }
    return { tap, weight: this.weightIndex(place, filter, channel % this.inPerGroup, tap) };
  }

  row(row: number): readonly MatrixEntry[] {
    const { place, channel: filter } = this.output.at(row);
    const group = Math.floor(filter / this.outPerGroup);
    const entries: MatrixEntry[] = [];
    this.eachTap((tap) => {
      const source = this.axes.map((axis, position) => sourceOf(axis, place[position] ?? 0, tap[position] ?? 0));
      if (source.some((cell, axis) => cell < 0 || cell >= (this.axes[axis]?.input ?? 0))) return;
      for (let channel = 0; channel < this.inPerGroup; channel++) {
        const value = this.weightTensor.entry(this.weightIndex(place, filter, channel, tap));
        if (!isZero(value)) entries.push({ index: this.input.index(source, group * this.inPerGroup + channel), value });
      }
    });
    return entries.sort((a, b) => a.index - b.index);
  }

  col(col: number): readonly MatrixEntry[] {
    const { place: source, channel } = this.input.at(col);
    const group = Math.floor(channel / this.inPerGroup);
    const entries: MatrixEntry[] = [];
    this.eachTap((tap) => {
      const place = this.axes.map(
        (axis, position) => ((source[position] ?? 0) + axis.before - (tap[position] ?? 0) * axis.dilation) / axis.stride,
      );
      if (place.some((cell, axis) => !Number.isInteger(cell) || cell < 0 || cell >= (this.axes[axis]?.output ?? 0))) return;
      for (let filter = group * this.outPerGroup; filter < (group + 1) * this.outPerGroup; filter++) {
        const value = this.weightTensor.entry(this.weightIndex(place, filter, channel % this.inPerGroup, tap));
        if (!isZero(value)) entries.push({ index: this.output.index(place, filter), value });
      }
    });
    return entries.sort((a, b) => a.index - b.index);
  }

  /** Follows from the shapes: each tap lies on the input at Π placesOnInput output places. */
  get nnz(): bigint {
    if (this.weightTensor.symbolName !== undefined) {
      const places = this.axes.map((axis) => taps(axis).reduce((sum, tap) => sum + BigInt(placesOnInput(axis, tap)), 0n));
      return places.reduce((a, b) => a * b, 1n) * this.channelPairs;
    }
    let count = 0n;
    this.eachTap((tap) => {
      const places = this.placesOf(tap);
      for (const weight of this.weightsAt(tap)) if (!isZero(this.weightTensor.entry(weight))) count += places;
    });
    return count;
  }

  get distinct(): bigint {
    if (!this.shared) return this.nnz;
    if (this.weightTensor.symbolName !== undefined) {
      const used = this.axes.map((axis) => taps(axis).filter((tap) => placesOnInput(axis, tap) > 0).length);
      return exactSizeOf(used) * this.channelPairs;
    }
    const values: Scalar[] = [];
    this.eachTap((tap) => {
      if (this.placesOf(tap) > 0n) for (const weight of this.weightsAt(tap)) values.push(this.weightTensor.entry(weight));
    });
    return countDistinct(values);
  }

  private get channelPairs(): bigint {
    return BigInt(this.inPerGroup) * BigInt(this.geometry.filters);
  }

  private placesOf(tap: readonly number[]): bigint {
    return this.axes.reduce((product, axis, position) => product * BigInt(placesOnInput(axis, tap[position] ?? 0)), 1n);
  }

  private *weightsAt(tap: readonly number[]): Generator<number> {
    for (let filter = 0; filter < this.geometry.filters; filter++)
      for (let channel = 0; channel < this.inPerGroup; channel++) yield this.weightIndex([], filter, channel, tap);
  }

  /** Where a weight stands in the weight tensor; `channel` counts within the group. */
  private weightIndex(place: readonly number[], filter: number, channel: number, tap: readonly number[]): number {
    const read = this.geometry.sliding.flipped
      ? tap.map((coordinate, axis) => (this.axes[axis]?.kernel ?? 1) - 1 - coordinate)
      : tap;
    return (
      (this.shared ? 0 : flatIndex(place, this.layout.lead)) +
      filter * this.layout.filter +
      channel * this.layout.channel +
      flatIndex(read, this.layout.taps)
    );
  }

  private eachTap(visit: (tap: readonly number[]) => void): void {
    const sizes = this.geometry.kernelSize;
    const count = Number(exactSizeOf(sizes));
    for (let flat = 0; flat < count; flat++) visit(positionOf(flat, sizes));
  }
}

function taps(axis: WindowAxis): number[] {
  return Array.from({ length: axis.kernel }, (_, tap) => tap);
}
