import {
  flatIndex,
  positionOf,
  scalarText,
  sizeOf,
  stridesOf,
  type MatrixEntry,
  type Shape,
  type SlidingLayer,
} from '../../core';
import {
  cellOf,
  flatteningOf,
  indexOf,
  rowsLookedAt,
  sorted,
  type FlatAxis,
  type Flattening,
  type Rows,
} from './matrix-views';
import { channelsSeen, withNamedWeights } from './other-layers';

/** The columns of a matrix that a stride would keep, if it left out inputs. */
export function everyNthColumn(layer: SlidingLayer, stride: readonly number[]): Rows {
  const { matrix, layouts } = layer;
  const whole = flatteningOf(layouts.input);
  const kept: Flattening = {
    ...whole,
    extents: whole.extents.map((extent, axis) => Math.ceil(extent / (stride[axis] ?? 1))),
  };
  return {
    rows: matrix.rows,
    cols: sizeOf(kept.extents) * kept.channels,
    row: (row) =>
      matrix.row(row).flatMap(({ index, value }) => {
        const { place, channel } = layouts.input.at(index);
        const steps = place.map((at, axis) => at / (stride[axis] ?? 1));
        return steps.every(Number.isInteger)
          ? [{ index: indexOf(kept, { place: steps, channel }), value }]
          : [];
      }),
  };
}

/** The matrix of a layer where only every nth row is kept and the others are zeros. */
export function zerosBetweenRows(layer: SlidingLayer, step: readonly number[]): Rows {
  const { matrix, layouts } = layer;
  return {
    rows: matrix.rows,
    cols: matrix.cols,
    row: (row) =>
      layouts.output.at(row).place.every((at, axis) => at % (step[axis] ?? 1) === 0) ? matrix.row(row) : [],
  };
}

/** The matrix of a layer with rows of zeros put between its rows. */
export function spreadRows(layer: SlidingLayer, step: readonly number[]): Rows {
  const { matrix, layouts } = layer;
  const own = flatteningOf(layouts.output);
  const wide: Flattening = {
    ...own,
    extents: own.extents.map((extent, axis) => (extent - 1) * (step[axis] ?? 1) + 1),
  };
  return {
    rows: sizeOf(wide.extents) * wide.channels,
    cols: matrix.cols,
    row(row) {
      const { place, channel } = cellOf(wide, row);
      const steps = place.map((at, axis) => at / (step[axis] ?? 1));
      return steps.every(Number.isInteger) ? matrix.row(layouts.output.index(steps, channel)) : [];
    },
  };
}

/** Where the strip of a kernel that is laid out in one piece begins: under its first cell, or so that its middle is right. */
export type StripStart = 'first' | 'middle';

/** The rows of a layer where the kernel’s cells stand in neighbouring columns, kernel row after kernel row. */
export function strips(layer: SlidingLayer, start: StripStart): Rows {
  const { matrix, layouts, axes, sliding } = layer;
  const { order, extents } = layouts.input;
  const middle = sliding.kernel.map((size) => Math.floor((size - 1) / 2));
  const ahead = start === 'first' ? sliding.kernel.map(() => 0) : middle;
  const before = flatIndex(ahead, stridesOf(sliding.kernel, order));
  const strides = stridesOf(extents, order);
  return {
    rows: matrix.rows,
    cols: matrix.cols,
    row(row) {
      const { place, channel } = layouts.output.at(row);
      const under = axes.map(
        (axis, position) =>
          (place[position] ?? 0) * axis.stride - axis.before + (ahead[position] ?? 0) * axis.dilation,
      );
      return strip(layer, channel, flatIndex(under, strides) - before);
    },
  };
}

/** As the matrix of a layer on one axis: the image as one line, the kernel as another, without padding. */
export function asOneLine(layer: SlidingLayer): Rows {
  const { layouts, sliding, matrix } = layer;
  const places = Math.max(0, sizeOf(layouts.input.extents) - sizeOf(sliding.kernel) + 1);
  const own = flatteningOf(layouts.output);
  const first = own.order[0] === 'channels';
  const output: Flattening = {
    order: first ? ['channels', 0] : [0, 'channels'],
    extents: [places],
    channels: own.channels,
  };
  return {
    rows: places * own.channels,
    cols: matrix.cols,
    row(row) {
      const { place, channel } = cellOf(output, row);
      return strip(layer, channel, place[0] ?? 0);
    },
  };
}

/** A filter’s cells in neighbouring columns from one on; what lies outside is cut off. */
function strip(layer: SlidingLayer, filter: number, start: number): readonly MatrixEntry[] {
  const { layouts, sliding, geometry, allWeights, layout } = layer;
  const { order, extents } = layouts.input;
  const seen = channelsSeen(layer);
  const entries: MatrixEntry[] = [];
  for (let cell = 0; cell < sizeOf(sliding.kernel); cell++) {
    const at = start + cell;
    if (at < 0 || at >= sizeOf(extents)) continue;
    const place = positionOf(at, extents, order);
    const tap = positionOf(cell, sliding.kernel, order);
    const weighed = sliding.flipped ? tap.map((on, axis) => (sliding.kernel[axis] ?? 1) - 1 - on) : tap;
    for (const channel of geometry.channelsOf(filter)) {
      const weight =
        filter * layout.filter + (channel % seen) * layout.channel + flatIndex(weighed, layout.taps);
      entries.push({ index: layouts.input.index(place, channel), value: allWeights.entry(weight) });
    }
  }
  return sorted(entries.filter(({ value }) => scalarText(value) !== '0'));
}

/** Which block of rows and of columns the matrix of a filter on a channel is put into. */
export interface BlockPlan {
  readonly rows: number;
  readonly cols: number;
  readonly row: (filter: number, channel: number) => number;
  readonly col: (filter: number, channel: number) => number;
}

/** The blocks of a layer’s matrix, one for each filter and channel, put together in another way. */
export function rearrangedBlocks(layer: SlidingLayer, plan: BlockPlan, channelsFirst: boolean): Rows {
  const { matrix, layouts, sliding } = layer;
  const flattening = (extents: Shape, channels: number): Flattening => {
    const axes = extents.map((_, axis): FlatAxis => axis);
    if (layouts.input.order === 'column-major') axes.reverse();
    return { order: channelsFirst ? ['channels', ...axes] : [...axes, 'channels'], extents, channels };
  };
  const output = flattening(layouts.output.extents, plan.rows);
  const input = flattening(layouts.input.extents, plan.cols);
  return {
    rows: sizeOf(output.extents) * plan.rows,
    cols: sizeOf(input.extents) * plan.cols,
    row(row) {
      const { place, channel: block } = cellOf(output, row);
      const entries: MatrixEntry[] = [];
      for (let filter = 0; filter < sliding.filters; filter++)
        for (const { index, value } of matrix.row(layouts.output.index(place, filter))) {
          const cell = layouts.input.at(index);
          if (plan.row(filter, cell.channel) === block)
            entries.push({
              index: indexOf(input, { place: cell.place, channel: plan.col(filter, cell.channel) }),
              value,
            });
        }
      return sorted(entries);
    },
  };
}

/** Whether a matrix has something where a layer’s matrix has, but hardly ever the same where the layer repeats a weight. */
export function repeatsNothing(layer: SlidingLayer, answer: Rows): boolean {
  const named = withNamedWeights(layer).matrix;
  if (named.rows !== answer.rows || named.cols !== answer.cols) return false;
  const values = new Map<string, string[]>();
  for (const row of rowsLookedAt(named)) {
    const [weights, found] = [named.row(row), answer.row(row)];
    if (!sameIndices(found, weights) && !sameIndices(found, layer.matrix.row(row))) return false;
    const weightAt = new Map(weights.map(({ index, value }) => [index, scalarText(value)]));
    for (const { index, value } of found) {
      const weight = weightAt.get(index) ?? '';
      const known = values.get(weight) ?? [];
      known.push(scalarText(value));
      values.set(weight, known);
    }
  }
  const repeated = [...values.values()].filter((held) => held.length > 1);
  const enough = repeated.length > 1 || repeated.some((held) => held.length > 2);
  return enough && repeated.every((held) => commonest(held) * 2 <= held.length);
}

function sameIndices(a: readonly MatrixEntry[], b: readonly MatrixEntry[]): boolean {
  return a.length === b.length && a.every(({ index }, position) => b[position]?.index === index);
}

function commonest(held: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of held) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Math.max(...counts.values());
}
