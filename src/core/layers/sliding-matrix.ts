import { countDistinct } from '../matrices/literal';
import { MAX_ENTRIES, requireOperations } from '../limits';
import type { Matrix, MatrixEntry, Provenance } from '../matrices/matrix';
import { isZero, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flatIndex, positionOf } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import type { Layout } from './layout';
import type { SlidingGeometry, WeightLayout } from './sliding-geometry';
import { placesOnInput, sourceOf, spanOf, tapAt, type WindowAxis } from './window';

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
    requireOperations(Number(exactSizeOf(geometry.kernelSize)), 'One output of this layer', MAX_ENTRIES);
    this.axes = geometry.axes;
    this.input = geometry.inputLayout;
    this.output = geometry.outputLayout;
    this.rows = Number(exactSizeOf(this.output.shape));
    this.cols = Number(exactSizeOf(this.input.shape));
    this.inPerGroup = geometry.inPerGroup;
    this.outPerGroup = geometry.filters / geometry.sliding.groups;
    this.shared = layout.lead.length === 0;
  }

  readonly inputPosition = (index: number): readonly number[] =>
    positionOf(index, this.input.shape, this.geometry.options.conventions.flatten);
  readonly outputPosition = (index: number): readonly number[] =>
    positionOf(index, this.output.shape, this.geometry.options.conventions.flatten);

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
    const meetings = this.axes.map((axis, position) => tapsAtOutput(axis, place[position] ?? 0));
    for (const chosen of combinations(meetings)) {
      const [tap, source] = [chosen.map((meeting) => meeting.tap), chosen.map((meeting) => meeting.cell)];
      for (let channel = 0; channel < this.inPerGroup; channel++) {
        const value = this.weightTensor.entry(this.weightIndex(place, filter, channel, tap));
        if (!isZero(value))
          entries.push({ index: this.input.index(source, group * this.inPerGroup + channel), value });
      }
    }
    return entries.sort((a, b) => a.index - b.index);
  }

  col(col: number): readonly MatrixEntry[] {
    const { place: source, channel } = this.input.at(col);
    const group = Math.floor(channel / this.inPerGroup);
    const entries: MatrixEntry[] = [];
    const meetings = this.axes.map((axis, position) => tapsAtInput(axis, source[position] ?? 0));
    for (const chosen of combinations(meetings)) {
      const [tap, place] = [chosen.map((meeting) => meeting.tap), chosen.map((meeting) => meeting.cell)];
      for (let filter = group * this.outPerGroup; filter < (group + 1) * this.outPerGroup; filter++) {
        const value = this.weightTensor.entry(
          this.weightIndex(place, filter, channel % this.inPerGroup, tap),
        );
        if (!isZero(value)) entries.push({ index: this.output.index(place, filter), value });
      }
    }
    return entries.sort((a, b) => a.index - b.index);
  }

  /** Follows from the shapes: each tap lies on the input at Π placesOnInput output places. */
  get nnz(): bigint {
    if (this.weightTensor.symbolName !== undefined) {
      const places = this.axes.map((axis) =>
        taps(axis).reduce((sum, tap) => sum + BigInt(placesOnInput(axis, tap)), 0n),
      );
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
      if (this.placesOf(tap) > 0n)
        for (const weight of this.weightsAt(tap)) values.push(this.weightTensor.entry(weight));
    });
    return countDistinct(values);
  }

  private get channelPairs(): bigint {
    return BigInt(this.inPerGroup) * BigInt(this.geometry.filters);
  }

  private placesOf(tap: readonly number[]): bigint {
    return this.axes.reduce(
      (product, axis, position) => product * BigInt(placesOnInput(axis, tap[position] ?? 0)),
      1n,
    );
  }

  private *weightsAt(tap: readonly number[]): Generator<number> {
    for (let filter = 0; filter < this.geometry.filters; filter++)
      for (let channel = 0; channel < this.inPerGroup; channel++)
        yield this.weightIndex([], filter, channel, tap);
  }

  /** Where a weight stands in the weight tensor; `channel` counts within the group. */
  private weightIndex(
    place: readonly number[],
    filter: number,
    channel: number,
    tap: readonly number[],
  ): number {
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

/** A tap and the cell that it lies on, or at which it stands. */
interface Meeting {
  readonly tap: number;
  readonly cell: number;
}

/** The taps that lie on the input at an output place, each with the input cell. */
function tapsAtOutput(axis: WindowAxis, output: number): Meeting[] {
  const start = sourceOf(axis, output, 0);
  const first = Math.max(0, Math.ceil(-start / axis.dilation));
  const last = Math.min(axis.kernel - 1, Math.floor((axis.input - 1 - start) / axis.dilation));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    tap: first + index,
    cell: sourceOf(axis, output, first + index),
  }));
}

/** The taps that lie on an input cell, each with the output place at which it does. */
function tapsAtInput(axis: WindowAxis, input: number): Meeting[] {
  const first = Math.max(0, Math.ceil((input + axis.before - spanOf(axis) + 1) / axis.stride));
  const last = Math.min(axis.output - 1, Math.floor((input + axis.before) / axis.stride));
  const meetings: Meeting[] = [];
  for (let output = first; output <= last; output++) {
    const tap = tapAt(axis, output, input);
    if (tap !== undefined) meetings.push({ tap, cell: output });
  }
  return meetings;
}

/** One meeting of each axis, in every way. */
function combinations(meetings: readonly (readonly Meeting[])[]): Meeting[][] {
  return meetings.reduce<Meeting[][]>(
    (chosen, axis) => chosen.flatMap((before) => axis.map((meeting) => [...before, meeting])),
    [[]],
  );
}
