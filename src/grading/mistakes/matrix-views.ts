import type { Matrix, MatrixEntry, Scalar, SlidingLayer } from '../../core';

/** A matrix as far as it is compared: its size, and what stands in its rows. */
export type Rows = Pick<Matrix, 'rows' | 'cols' | 'row' | 'madeAs'>;

/** An axis of a flattened tensor: the channels, or the number of a spatial axis. */
export type FlatAxis = 'channels' | number;

/** Which axes a flattened tensor has, from that whose step is longest, and how long they are. */
export interface Flattening {
  readonly order: readonly FlatAxis[];
  readonly extents: readonly number[];
  readonly channels: number;
}

type Layout = SlidingLayer['layouts']['input'];

/** A cell of a tensor with channels. */
interface Cell {
  readonly place: readonly number[];
  readonly channel: number;
}

/** How a layer flattens its input or output. */
export function flatteningOf(layout: Layout): Flattening {
  const spatial = layout.extents.map((_, axis): FlatAxis => axis);
  const order: FlatAxis[] =
    layout.channelAxis === undefined
      ? spatial
      : layout.channelAxis === 0
        ? ['channels', ...spatial]
        : [...spatial, 'channels'];
  return {
    order: layout.order === 'row-major' ? order : order.reverse(),
    extents: layout.extents,
    channels: layout.channels ?? 1,
  };
}

/** Where a cell stands in the flattened tensor. */
export function indexOf({ order, extents, channels }: Flattening, { place, channel }: Cell): number {
  return order.reduce<number>(
    (index, axis) =>
      axis === 'channels' ? index * channels + channel : index * (extents[axis] ?? 1) + (place[axis] ?? 0),
    0,
  );
}

/** The cell at an index of the flattened tensor. */
export function cellOf({ order, extents, channels }: Flattening, index: number): Cell {
  const place = extents.map(() => 0);
  let channel = 0;
  let rest = index;
  for (const axis of order.toReversed()) {
    const extent = axis === 'channels' ? channels : (extents[axis] ?? 1);
    if (axis === 'channels') channel = rest % extent;
    else place[axis] = rest % extent;
    rest = Math.floor(rest / extent);
  }
  return { place, channel };
}

/** The matrix of a layer where input and output are flattened in other orders. */
export function reordered(layer: SlidingLayer, input: Flattening, output: Flattening): Rows {
  const { matrix, layouts } = layer;
  return {
    rows: matrix.rows,
    cols: matrix.cols,
    row(row) {
      const { place, channel } = cellOf(output, row);
      return sorted(
        matrix
          .row(layouts.output.index(place, channel))
          .map(({ index, value }) => ({ index: indexOf(input, layouts.input.at(index)), value })),
      );
    },
  };
}

/** Entries as they stand in a row, from left to right. */
export function sorted(entries: MatrixEntry[]): readonly MatrixEntry[] {
  return entries.sort((a, b) => a.index - b.index);
}

/** A matrix whose rows are looked at again and again: each is made once. */
export function remembered(matrix: Matrix): Rows {
  const known = new Map<number, readonly MatrixEntry[]>();
  return {
    rows: matrix.rows,
    cols: matrix.cols,
    row(row) {
      const entries = known.get(row) ?? matrix.row(row);
      known.set(row, entries);
      return entries;
    },
  };
}

/** Rows up to which each is looked at. */
const MAX_ROWS = 400;

/**
 * The rows by which matrices are compared: all of them, but of very many, which nobody writes cell by cell, the first, the
 * last, and some in between.
 */
export function rowsLookedAt({ rows }: Rows): readonly number[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  if (rows <= MAX_ROWS) return all;
  const ends = MAX_ROWS / 6;
  // An odd step comes past every column of an image, whose width is mostly even.
  const step = 2 * Math.floor((rows * 3) / (4 * MAX_ROWS)) + 1;
  return all.filter((row) => row < ends || row >= rows - ends || row % step === 0);
}

/** Whether two matrices agree. They are looked at row by row, up to the first that differs. */
export function agree(a: Rows, b: Rows, same: (x: Scalar, y: Scalar) => boolean): boolean {
  if (a.rows !== b.rows || a.cols !== b.cols) return false;
  return rowsLookedAt(a).every((row) => {
    const [left, right] = [a.row(row), b.row(row)];
    return (
      left.length === right.length &&
      left.every(({ index, value }, position) => {
        const other = right[position];
        return other?.index === index && same(value, other.value);
      })
    );
  });
}
