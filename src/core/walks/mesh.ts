import {
  cellAt,
  Pool,
  SlidingLayer,
  sourceOf,
  TransposedLayer,
  type Layer,
  type WindowAxis,
} from '../layers';
import type { Layout } from '../layers/layout';
import type { SlidingGeometry, WeightLayout } from '../layers/sliding-geometry';
import { ONE, type Scalar } from '../numbers/scalar';
import { paddedIndex } from '../tensors/padding';
import { sizeOf } from '../tensors/shape';
import type { Entries } from './entries';

/** A cell of a grid that has one plane for each channel. All count from 0; in the padding, rows and columns lie beyond. */
export interface Spot {
  readonly plane: number;
  readonly row: number;
  readonly col: number;
}

/** Where a weight meets a cell: at a place of the window, the cell under one of its taps. */
export interface Touch {
  readonly place: Spot;
  /** The cell under the tap, where it lies: perhaps in the padding. */
  readonly under: Spot;
  /** The row and column of the weight in the kernel, as that is written (under `flipped`, the window has it turned). */
  readonly row: number;
  readonly col: number;
  /** Where the three stand in their tensors (flat, row-major). Of padding the cell that it repeats; undefined for none. */
  readonly weightAt: number;
  readonly placeAt: number;
  readonly underAt: number | undefined;
}

/** One axis, as a window in a grid of a single row sees it. */
const SINGLE: WindowAxis = {
  kernel: 1,
  stride: 1,
  dilation: 1,
  input: 1,
  before: 0,
  after: 0,
  output: 1,
  mode: 'zeros',
};

/** A grid's cells in its tensor. */
interface Strides {
  readonly row: number;
  readonly col: number;
  readonly plane: number;
}

interface Parts {
  readonly axes: readonly WindowAxis[];
  readonly places: Layout;
  readonly under: Layout;
  /** Which planes of the grid under the window a plane of places sees, and the other way round. */
  readonly channelsOf: (plane: number) => readonly number[];
  readonly planesOf: (channel: number) => readonly number[];
  readonly layout: WeightLayout;
  readonly inPerGroup: number;
  readonly flipped: boolean;
  readonly combines: 'sum' | 'max' | 'mean';
  readonly bias?: (place: readonly number[], plane: number) => Scalar;
  /** Weights that are no weights of the layer: the shares of an average. */
  readonly fixed?: Entries;
}

/**
 * How the cells of a layer with a window meet. There are two grids, one of places and one that the window lies over; which
 * of them is the input depends on the layer: a convolution's and a pool's places are their outputs, those of a transposed
 * convolution its inputs. A layer over one axis has grids of one row.
 */
export class Mesh {
  readonly rows: WindowAxis;
  readonly cols: WindowAxis;
  readonly placePlanes: number;
  readonly underPlanes: number;
  private readonly placeStrides: Strides;
  private readonly underStrides: Strides;
  private readonly taps: readonly [row: number, col: number];
  private readonly lead: readonly [row: number, col: number];

  constructor(private readonly parts: Parts) {
    const { axes, places, under, layout } = parts;
    [this.rows = SINGLE, this.cols = SINGLE] = axes.length === 1 ? [SINGLE, ...axes] : axes;
    [this.placePlanes, this.underPlanes] = [places.channels ?? 1, under.channels ?? 1];
    [this.placeStrides, this.underStrides] = [stridesOf(places), stridesOf(under)];
    [this.taps, this.lead] = [inGrid(layout.taps), inGrid(layout.lead)];
  }

  get combines(): Parts['combines'] {
    return this.parts.combines;
  }

  get fixed(): Entries | undefined {
    return this.parts.fixed;
  }

  /** Whether padding repeats cells, rather than being zero. */
  get repeats(): boolean {
    return this.rows.mode !== 'zeros' || this.cols.mode !== 'zeros';
  }

  /** What is added to a cell of the layer's output at the end; undefined where the layer has no bias. */
  bias({ plane, row, col }: Spot): Scalar | undefined {
    return this.parts.bias?.(this.parts.axes.length === 1 ? [col] : [row, col], plane);
  }

  /** Whether each place has a kernel of its own. */
  get unshared(): boolean {
    return this.parts.layout.lead.length > 0 && !this.parts.fixed;
  }

  channelsOf(plane: number): readonly number[] {
    return this.parts.channelsOf(plane);
  }

  planesOf(channel: number): readonly number[] {
    return this.parts.planesOf(channel);
  }

  placeAt({ plane, row, col }: Spot): number {
    const { placeStrides: strides } = this;
    return plane * strides.plane + row * strides.row + col * strides.col;
  }

  /** Of a cell of the grid under the window. */
  underAt({ plane, row, col }: Spot): number {
    const { underStrides: strides } = this;
    return plane * strides.plane + row * strides.row + col * strides.col;
  }

  /** The cell that stands for one that may lie in the padding: itself, the one that is repeated, or none. */
  standIn({ plane, row, col }: Spot): Spot | undefined {
    const [y, x] = [read(this.rows, row), read(this.cols, col)];
    return y === undefined || x === undefined ? undefined : { plane, row: y, col: x };
  }

  /** What a weight meets at a place. @param row and `col` are those of the weight as it is written. */
  touch(place: Spot, channel: number, row: number, col: number): Touch {
    const { rows, cols } = this;
    const [down, right] = [this.turned(rows, row), this.turned(cols, col)];
    const [y, x] = [cellAt(rows, place.row, down), cellAt(cols, place.col, right)];
    return {
      place,
      under: {
        plane: channel,
        row: sourceOf(rows, place.row, down),
        col: sourceOf(cols, place.col, right),
      },
      row,
      col,
      weightAt: this.weightAt(place, channel, row, col),
      placeAt: this.placeAt(place),
      underAt:
        y === undefined || x === undefined ? undefined : this.underAt({ plane: channel, row: y, col: x }),
    };
  }

  /** Where the weight at a row and column of the kernel stands; of a shared kernel the place counts by its plane alone. */
  weightAt(place: Spot, channel: number, row: number, col: number): number {
    const { layout, inPerGroup } = this.parts;
    return (
      place.row * this.lead[0] +
      place.col * this.lead[1] +
      place.plane * layout.filter +
      (channel % inPerGroup) * layout.channel +
      row * this.taps[0] +
      col * this.taps[1]
    );
  }

  /** From a row (or column) of the kernel as it is written to that of the window, and back. */
  turned({ kernel }: WindowAxis, tap: number): number {
    return this.parts.flipped ? kernel - 1 - tap : tap;
  }
}

function stridesOf(layout: Layout): Strides {
  const { spatialStrides, channelStride } = layout.stored;
  const [row, col] = inGrid(spatialStrides);
  return { row, col, plane: channelStride };
}

function inGrid(strides: readonly number[]): readonly [row: number, col: number] {
  const [first = 0, second] = strides;
  return second === undefined ? [0, first] : [first, second];
}

/** The cell of an axis that one in the padding repeats. What an overhanging window reads is not even padding. */
function read({ mode, input, before, after }: WindowAxis, index: number): number | undefined {
  return index < -before || index >= input + after ? undefined : paddedIndex(mode, index, input);
}

/** How the cells of a layer meet. Undefined for layers without a window, and for those over three axes. */
export function meshOf(layer: Layer): Mesh | undefined {
  if (layer instanceof Pool) return layer.sliding.kernel.length > 2 ? undefined : poolMesh(layer);
  if (layer instanceof SlidingLayer) {
    if (layer.spatialRank > 2) return undefined;
    return slidingMesh(layer, layer.geometry, layer.layout, layer.geometry.outputLayout);
  }
  if (!(layer instanceof TransposedLayer) || layer.sliding.kernel.length > 2) return undefined;
  return slidingMesh(layer, layer.geometry, layer.weightLayout, layer.geometry.inputLayout);
}

/** @param output the grid that is the layer's output. */
function slidingMesh(layer: Layer, geometry: SlidingGeometry, layout: WeightLayout, output: Layout): Mesh {
  return new Mesh({
    axes: geometry.axes,
    places: geometry.outputLayout,
    under: geometry.inputLayout,
    channelsOf: (plane) => geometry.channelsOf(plane),
    planesOf: (channel) => geometry.filtersOf(channel),
    layout,
    inPerGroup: geometry.inPerGroup,
    flipped: geometry.sliding.flipped,
    combines: 'sum',
    ...(layer.biases > 0n && { bias: (place, plane) => layer.biasOf(output.index(place, plane)) }),
  });
}

/** Every channel by itself; a cell counts for as much wherever it stands in its window. */
function poolMesh(layer: Pool): Mesh {
  const { axes } = layer;
  const extents = axes.map(({ output }) => output);
  const lead = extents.length === 1 ? [1] : [extents[1] ?? 1, 1];
  const combines = layer.isMax ? 'max' : 'mean';
  return new Mesh({
    axes,
    places: layer.outputLayout,
    under: layer.inputLayout,
    channelsOf: (plane) => [plane],
    planesOf: (channel) => [channel],
    layout: { shape: extents, lead, taps: [], filter: 0, channel: 0 },
    inPerGroup: 1,
    flipped: false,
    combines,
    fixed: {
      size: sizeOf(extents),
      at: (flat) =>
        layer.isMax
          ? ONE
          : layer.share(
              extents.length === 1 ? [flat] : [Math.floor(flat / (lead[0] ?? 1)), flat % (lead[0] ?? 1)],
            ),
    },
  });
}
