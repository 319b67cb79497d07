import { Pattern, type PatternLevel } from '../matrices/pattern';
import type { CellAxis } from '../matrices/matrix';
import type { Layout } from './layout';
import { cellAt, meetingsAtInput, meetingsAtOutput, sourceOf, tapsAt, type WindowAxis } from './window';

/** The pattern of a layer with a window: the windows along its axes, and which channels see each other. */
export function slidingPattern(
  axes: readonly WindowAxis[],
  channels: PatternLevel,
  input: Layout,
  output: Layout,
): Pattern {
  return new Pattern(inOrder(axes.map(windowLevel), channels, input, output));
}

/** What belongs to axes and to channels, from that whose step along the flattened tensor is longest. */
export function inOrder<T>(axes: readonly T[], channels: T, input: Layout, output: Layout): T[] {
  const first = (output.channelAxis ?? input.channelAxis) === 0;
  const all = first ? [channels, ...axes] : [...axes, channels];
  return output.order === 'row-major' ? all : all.reverse();
}

function windowLevel(axis: WindowAxis): PatternLevel {
  const { kernel, stride, dilation, before, after, input, output, mode } = axis;
  const distinct = (cells: readonly { readonly cell: number }[]): number =>
    mode === 'zeros' ? cells.length : new Set(cells.map(({ cell }) => cell)).size;
  return {
    rows: output,
    cols: input,
    some({ top, bottom, left, right }, visit) {
      const first = Math.max(0, Math.ceil((left + before - bottom * stride) / dilation));
      const last = Math.min(kernel - 1, Math.floor((right + before - top * stride) / dilation));
      for (let tap = first; tap <= last; tap++) {
        const offset = tap * dilation - before;
        const place = Math.max(top, Math.ceil((left - offset) / stride));
        const source = place * stride + offset;
        if (place <= bottom && source <= right && visit(place, source)) return true;
      }
      if (mode === 'zeros') return false;
      // Over padding that repeats cells, places are few; each is looked at.
      for (let tap = 0; tap < kernel; tap++) {
        const offset = tap * dilation - before;
        const begins = Math.min(bottom, Math.ceil(-offset / stride) - 1);
        const ends = Math.max(top, Math.ceil((input - offset) / stride));
        const behind = Math.min(bottom, Math.floor((input + after - 1 - offset) / stride));
        for (const [from, to] of [
          [top, begins],
          [ends, behind],
        ] as const)
          for (let place = from; place <= to; place++) {
            const cell = cellAt(axis, place, tap);
            if (cell !== undefined && cell >= left && cell <= right && visit(place, cell)) return true;
          }
      }
      return false;
    },
    across: (row) => distinct(meetingsAtOutput(axis, row)),
    down: (col) => distinct(meetingsAtInput(axis, col)),
  };
}

/**
 * Where these taps, and no others, read a cell together, along one axis.
 * @param only the one place that counts, where each place has weights of its own.
 */
export function placesOfTaps(
  axis: WindowAxis,
  taps: readonly number[],
  strides: { readonly row: number; readonly col: number },
  only: number | undefined,
): CellAxis {
  const [tap = 0] = taps;
  if (axis.mode === 'zeros') {
    const offset = sourceOf(axis, 0, tap);
    const first = Math.max(only ?? 0, Math.ceil(-offset / axis.stride));
    const last = Math.min(only ?? axis.output - 1, Math.floor((axis.input - 1 - offset) / axis.stride));
    return {
      count: taps.length === 1 ? Math.max(0, last - first + 1) : 0,
      at: (index) => ({
        row: (first + index) * strides.row,
        col: ((first + index) * axis.stride + offset) * strides.col,
      }),
    };
  }
  const wanted = [...taps].sort((a, b) => a - b).join();
  const cells: { row: number; col: number }[] = [];
  for (let place = only ?? 0; place <= (only ?? axis.output - 1); place++) {
    const cell = cellAt(axis, place, tap);
    if (cell !== undefined && tapsAt(axis, place, cell).join() === wanted)
      cells.push({ row: place * strides.row, col: cell * strides.col });
  }
  return { count: cells.length, at: (index) => cells[index] ?? { row: 0, col: 0 } };
}
