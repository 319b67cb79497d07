import { sizeOf, flatIndex, positionOf } from '../tensors/shape';
import type { Products } from './products';
import type { SlidingGeometry, WeightLayout } from './sliding-geometry';
import { meetingsAtOutput } from './window';

/** The products of a layer with a sliding window: at each place, each tap times the cell that it reads. */
export class SlidingProducts implements Products {
  readonly count: number;

  constructor(
    private readonly geometry: SlidingGeometry,
    private readonly layout: WeightLayout,
  ) {
    this.count = Number(geometry.macs);
  }

  each(visit: (output: number, weight: number, input: number) => void): void {
    const { axes, filters, inPerGroup } = this.geometry;
    const [input, output] = [this.geometry.inputLayout.stored, this.geometry.outputLayout.stored];
    const outputStrides = output.spatialStrides;
    const meetings = this.meetings(input.spatialStrides);
    const channels = Array.from({ length: filters }, (_, filter) => this.geometry.channelsOf(filter));
    const extents = axes.map((axis) => axis.output);
    const size = sizeOf(extents);
    for (let flat = 0; flat < size; flat++) {
      const place = positionOf(flat, extents);
      const at = flatIndex(place, outputStrides);
      const lead = this.layout.lead.length === 0 ? 0 : flatIndex(place, this.layout.lead);
      const { taps, cells } = joined(place.map((coordinate, axis) => meetings[axis]?.[coordinate] ?? NONE));
      for (let filter = 0; filter < filters; filter++) {
        const target = at + filter * output.channelStride;
        const weights = lead + filter * this.layout.filter;
        for (const channel of channels[filter] ?? []) {
          const weight = weights + (channel % inPerGroup) * this.layout.channel;
          const source = channel * input.channelStride;
          for (let i = 0; i < taps.length; i++)
            visit(target, weight + (taps[i] ?? 0), source + (cells[i] ?? 0));
        }
      }
    }
  }

  /** For each axis and place, by how much taps and cells add to the flat indices of weight and input. */
  private meetings(strides: readonly number[]): Offsets[][] {
    const { axes, sliding } = this.geometry;
    return axes.map((axis, position) => {
      const [tapStride, cellStride] = [this.layout.taps[position] ?? 0, strides[position] ?? 0];
      return Array.from({ length: axis.output }, (_, place) => {
        const found = meetingsAtOutput(axis, place);
        return {
          taps: found.map(({ tap }) => (sliding.flipped ? axis.kernel - 1 - tap : tap) * tapStride),
          cells: found.map(({ cell }) => cell * cellStride),
        };
      });
    });
  }
}

interface Offsets {
  readonly taps: readonly number[];
  readonly cells: readonly number[];
}

const NONE: Offsets = { taps: [], cells: [] };

/** The offsets of all axes added up, in every combination. */
function joined(axes: readonly Offsets[]): Offsets {
  return axes.reduce<Offsets>(
    (sum, axis) => ({
      taps: sum.taps.flatMap((before) => axis.taps.map((offset) => before + offset)),
      cells: sum.cells.flatMap((before) => axis.cells.map((offset) => before + offset)),
    }),
    { taps: [0], cells: [0] },
  );
}
