import { MAX_ENTRIES, MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { countDistinct } from '../matrices/literal';
import type { CellAxis, Matrix, MatrixEntry, Provenance } from '../matrices/matrix';
import { pairLevel, type Pattern } from '../matrices/pattern';
import { add, equal, isZero, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flatIndex, positionOf, sameShape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import type { Layout } from './layout';
import { combinations, countNonZero, countValues, type SlidingCells } from './sliding-counts';
import type { SlidingGeometry, WeightLayout } from './sliding-geometry';
import { inOrder, placesOfTaps, slidingPattern } from './sliding-places';
import { meetingsAtInput, meetingsAtOutput, tapsAt, type Meeting, type WindowAxis } from './window';

/** Weights up to which two tensors of them are compared one by one. */
const MAX_COMPARED = 1_000_000;

/** Rows and columns whose positions are kept. */
const MAX_REMEMBERED = 256;

/**
 * The matrix of a layer with a sliding window: rows are outputs, columns inputs, both flattened in the layer's order.
 * A shared layer has the same weights at every output place, an unshared one (`layout.lead`) its own. Where padding
 * repeats cells of the input, several weights are added up in one cell.
 */
export class SlidingMatrix implements Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly shared: boolean;
  private readonly axes: readonly WindowAxis[];
  private readonly input: Layout;
  private readonly output: Layout;
  private readonly outputAt: Layout['at'];
  private readonly inputAt: Layout['at'];
  private madePattern: Pattern | undefined;

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
    this.shared = layout.lead.length === 0;
    this.outputAt = remembered((row) => this.output.at(row));
    this.inputAt = remembered((col) => this.input.at(col));
  }

  readonly inputPosition = (index: number): readonly number[] =>
    positionOf(index, this.input.shape, this.geometry.options.conventions.flatten);
  readonly outputPosition = (index: number): readonly number[] =>
    positionOf(index, this.output.shape, this.geometry.options.conventions.flatten);

  /** The same windows over the same cells, with the same weights: whichever layer they belong to. */
  readonly madeAs = (other: Matrix): true | undefined =>
    other instanceof SlidingMatrix && this.movesAs(other) && this.weighsAs(other) ? true : undefined;

  cell(row: number, col: number): Scalar {
    return this.sources(row, col).reduce<Scalar>(
      (sum, { weight }) => add(sum, this.weightTensor.entry(weight)),
      ZERO,
    );
  }

  provenance(row: number, col: number): Provenance | undefined {
    const [first, ...more] = this.sources(row, col);
    return first && { ...first, ...(more.length > 0 && { more }) };
  }

  row(row: number): readonly MatrixEntry[] {
    const { place, channel: filter } = this.output.at(row);
    const meetings = this.axes.map((axis, position) => meetingsAtOutput(axis, place[position] ?? 0));
    const entries: MatrixEntry[] = [];
    const channels = this.geometry.channelsOf(filter);
    for (const chosen of combinations(meetings)) {
      const [tap, source] = apart(chosen);
      for (const channel of channels)
        entries.push({
          index: this.input.index(source, channel),
          value: this.weightTensor.entry(this.weightIndex(place, filter, channel, tap)),
        });
    }
    return this.tidied(entries);
  }

  col(col: number): readonly MatrixEntry[] {
    const { place: source, channel } = this.input.at(col);
    const meetings = this.axes.map((axis, position) => meetingsAtInput(axis, source[position] ?? 0));
    const entries: MatrixEntry[] = [];
    const filters = this.geometry.filtersOf(channel);
    for (const chosen of combinations(meetings)) {
      const [tap, place] = apart(chosen);
      for (const filter of filters)
        entries.push({
          index: this.output.index(place, filter),
          value: this.weightTensor.entry(this.weightIndex(place, filter, channel, tap)),
        });
    }
    return this.tidied(entries);
  }

  get nnz(): bigint {
    return this.counted ? countNonZero(this.counted) : this.countRows((row) => BigInt(row.length));
  }

  get distinct(): bigint {
    if (this.shared && this.counted) return countValues(this.counted);
    if (this.weightTensor.symbolName !== undefined) return this.nnz;
    const values: Scalar[] = [];
    this.countRows((row) => {
      values.push(...row.map(({ value }) => value));
      return 0n;
    });
    return countDistinct(values);
  }

  get pattern(): Pattern {
    const channels = pairLevel(this.output.channels ?? 1, this.input.channels ?? 1, (filter, channel) =>
      this.geometry.sees(filter, channel),
    );
    this.madePattern ??= slidingPattern(this.axes, channels, this.input, this.output);
    return this.madePattern;
  }

  readonly cellsOf = (weights: readonly number[]): readonly CellAxis[] | undefined => {
    const [first, ...others] = weights.map((weight) => this.weightAt(weight));
    if (!first || others.some((other) => other?.filter !== first.filter || other.channel !== first.channel))
      return undefined;
    const { filter, channel, place } = first;
    const taps = first.tap.map((tap, axis) => [
      ...new Set([tap, ...others.map((other) => other?.tap[axis] ?? tap)]),
    ]);
    const count = this.geometry.sees(filter, channel) ? 1 : 0;
    const [row, col] = [filter * this.output.channelStride, channel * this.input.channelStride];
    const { spatialStrides: down } = this.output;
    const { spatialStrides: across } = this.input;
    return inOrder<CellAxis>(
      this.axes.map((axis, at) =>
        placesOfTaps(axis, taps[at] ?? [], { row: down[at] ?? 0, col: across[at] ?? 0 }, place?.[at]),
      ),
      { count, at: () => ({ row, col }) },
      this.input,
      this.output,
    );
  };

  private movesAs(other: SlidingMatrix): boolean {
    const order = (layout: Layout): string =>
      [layout.spatialStrides, layout.channelStride, layout.channels ?? 1].join(';');
    return (
      this.axes.length === other.axes.length &&
      this.axes.every((axis, at) => sameWindow(axis, other.axes[at])) &&
      order(this.input) === order(other.input) &&
      order(this.output) === order(other.output) &&
      this.geometry.connectsAs(other.geometry)
    );
  }

  private weighsAs({ geometry, layout, weightTensor }: SlidingMatrix): boolean {
    const places = ({ lead, taps, filter, channel }: WeightLayout): string =>
      [lead, taps, filter, channel].join(';');
    const [mine, others] = [this.weightTensor, weightTensor];
    if (
      geometry.sliding.flipped !== this.geometry.sliding.flipped ||
      places(layout) !== places(this.layout) ||
      mine.size !== others.size
    )
      return false;
    if (
      mine.symbolName !== undefined &&
      mine.symbolName === others.symbolName &&
      sameShape(mine.shape, others.shape)
    )
      return equal(mine.entry(0), others.entry(0));
    if (mine.size > MAX_COMPARED) return false;
    for (let index = 0; index < mine.size; index++)
      if (!equal(mine.entry(index), others.entry(index))) return false;
    return true;
  }

  /** What can be counted from shapes; undefined for an unshared layer with given weights. */
  private get counted(): SlidingCells | undefined {
    const symbols = this.weightTensor.symbolName !== undefined;
    if (!this.shared && !symbols) return undefined;
    return {
      axes: this.axes,
      pairCount: this.geometry.pairCount,
      pairs: () => this.geometry.pairs(),
      weight: symbols
        ? undefined
        : (filter, channel, tap) => this.weightTensor.entry(this.weightIndex([], filter, channel, tap)),
    };
  }

  private countRows(count: (row: readonly MatrixEntry[]) => bigint): bigint {
    requireOperations(Number(this.geometry.macs), 'Counting these weights', MAX_SLOW_OPERATIONS);
    let sum = 0n;
    for (let row = 0; row < this.rows; row++) sum += count(this.row(row));
    return sum;
  }

  /** The weights that are added up in a cell, each with its tap. */
  private sources(row: number, col: number): Provenance[] {
    const { place, channel: filter } = this.outputAt(row);
    const { place: source, channel } = this.inputAt(col);
    if (!this.geometry.sees(filter, channel)) return [];
    const taps: (readonly number[])[] = [];
    for (const [position, axis] of this.axes.entries()) {
      const found = tapsAt(axis, place[position] ?? 0, source[position] ?? 0);
      if (found.length === 0) return [];
      taps.push(found);
    }
    return combinations(taps).map((tap) => ({
      tap,
      weight: this.weightIndex(place, filter, channel, tap),
    }));
  }

  /** In order, what falls on one cell added up, without zeros. */
  private tidied(entries: readonly MatrixEntry[]): readonly MatrixEntry[] {
    const repeats = this.axes.some(({ mode }) => mode !== 'zeros');
    const sums = new Map<number, Scalar>();
    if (repeats) for (const { index, value } of entries) sums.set(index, add(sums.get(index) ?? ZERO, value));
    const added = repeats ? [...sums].map(([index, value]) => ({ index, value })) : entries;
    return added.filter(({ value }) => !isZero(value)).sort((a, b) => a.index - b.index);
  }

  /** What a weight belongs to, the inverse of `weightIndex`; undefined where there is none of that number. */
  private weightAt(
    weight: number,
  ): { filter: number; channel: number; tap: number[]; place: readonly number[] | undefined } | undefined {
    const { axes, layout, geometry, shared } = this;
    const digit = (stride: number, extent: number): number => Math.floor(weight / stride) % extent;
    const filter = digit(layout.filter, geometry.filters);
    const group = Math.floor(filter / (geometry.filters / geometry.sliding.groups));
    const places = axes.reduce((count, { output }) => count * output, 1);
    const one = axes.reduce((count, { kernel }) => count * kernel, geometry.filters * geometry.inPerGroup);
    if (!(weight >= 0 && weight < (shared ? one : one * places))) return undefined;
    return {
      filter,
      channel: group * geometry.inPerGroup + digit(layout.channel, geometry.inPerGroup),
      tap: axes.map(({ kernel }, axis) => {
        const read = digit(layout.taps[axis] ?? 1, kernel);
        return geometry.sliding.flipped ? kernel - 1 - read : read;
      }),
      place: shared ? undefined : axes.map(({ output }, axis) => digit(layout.lead[axis] ?? 1, output)),
    };
  }

  /** Where a weight stands in the weight tensor. */
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
      (channel % this.geometry.inPerGroup) * this.layout.channel +
      flatIndex(read, this.layout.taps)
    );
  }
}

/** Of whatever it was asked last: cells are mostly looked at row by row and within a window. */
function remembered(at: Layout['at']): Layout['at'] {
  const kept = new Map<number, ReturnType<Layout['at']>>();
  return (index) => {
    const known = kept.get(index);
    if (known) return known;
    if (kept.size >= MAX_REMEMBERED) kept.clear();
    const found = at(index);
    kept.set(index, found);
    return found;
  };
}

/** Beyond the border of zeros all is the same, however many of them there are. */
function sameWindow(a: WindowAxis, b: WindowAxis | undefined): boolean {
  return (
    a.kernel === b?.kernel &&
    a.stride === b.stride &&
    a.dilation === b.dilation &&
    a.input === b.input &&
    a.before === b.before &&
    a.output === b.output &&
    a.mode === b.mode &&
    (a.mode === 'zeros' || a.after === b.after)
  );
}

function apart(chosen: readonly Meeting[]): [taps: number[], cells: number[]] {
  return [chosen.map(({ tap }) => tap), chosen.map(({ cell }) => cell)];
}
