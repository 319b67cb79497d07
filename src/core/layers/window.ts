import { MathError, UndefinedError } from '../failure';
import { paddedIndex, requirePadding, type PaddingMode, type Sides } from '../tensors/padding';
import { counted } from '../numbers/group-digits';

export type { Sides } from '../tensors/padding';

/** What to do with a stride that doesn't fit: leave out the rest, call it undefined, or let the last window overhang. */
export type Fit = 'floor' | 'exact' | 'ceil';

/** `same` is TensorFlow's: the output has ⌈input / stride⌉ cells, an odd zero comes last. `causal` pads before only. */
export type PaddingWord = 'valid' | 'same' | 'full' | 'causal';

/** One word for all axes, or the two sides of each axis. */
export type Padding = PaddingWord | readonly Sides[];

/** How a window moves along one axis. All in cells. */
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/** A window on an axis of known extent. */
export interface WindowAxis extends Window {
  readonly input: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
  /** What a window reads beyond the input. */
  readonly mode: PaddingMode;
}

/** The cells that a dilated kernel spans: d(k − 1) + 1. */
export function spanOf({ kernel, dilation }: Window): number {
  return dilation * (kernel - 1) + 1;
}

/**
 * How many places a window takes: ⌊(n + before + after − d(k − 1) − 1) / s⌋ + 1 (Dumoulin & Visin, relationship 15).
 * @throws UndefinedError where the window is larger than the padded input, and under `exact` where the stride leaves
 * a rest.
 */
export function outputExtent(
  input: number,
  window: Window,
  [before, after]: Sides,
  fit: Fit = 'floor',
): number {
  const room = input + before + after - spanOf(window);
  if (room < 0) {
    const padding = before + after > 0 ? ` (${input} and ${before + after} of padding)` : '';
    throw new UndefinedError(
      `a window of ${spanOf(window)} doesn’t fit into ${counted(input + before + after, 'cell')}${padding}`,
    );
  }
  const steps = room / window.stride;
  if (fit === 'exact' && !Number.isInteger(steps))
    throw new UndefinedError(
      `stride ${window.stride} doesn’t fit: (${input + before + after} − ${spanOf(window)}) / ${window.stride} is not an integer`,
    );
  return (fit === 'ceil' ? Math.ceil(steps) : Math.floor(steps)) + 1;
}

/**
 * The two sides of a padding on one axis.
 * @param input the axis' extent; `same` with a stride above 1 needs it.
 */
export function sidesOf(padding: Padding, axis: number, window: Window, input: number | undefined): Sides {
  if (typeof padding !== 'string') return padding[axis] ?? [0, 0];
  const reach = spanOf(window) - 1;
  switch (padding) {
    case 'valid':
      return [0, 0];
    case 'full':
      return [reach, reach];
    case 'causal':
      return [reach, 0];
    case 'same': {
      if (input === undefined && window.stride > 1)
        throw new MathError(
          'What “same” pads with a stride above 1 depends on the input: give the layer an `input`.',
        );
      const extent = input ?? 1;
      const total = Math.max(0, (Math.ceil(extent / window.stride) - 1) * window.stride + reach + 1 - extent);
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    }
  }
}

/** @throws UndefinedError as `outputExtent`, and where the mode can't pad so many cells. */
export function placeWindow(
  input: number,
  window: Window,
  sides: Sides,
  fit: Fit,
  mode: PaddingMode = 'zeros',
): WindowAxis {
  const [before, after] = sides;
  requirePadding(mode, sides, input);
  return { ...window, input, before, after, output: outputExtent(input, window, sides, fit), mode };
}

/** The index under a tap, counted from the first input cell; below 0 or from `input` on it is padding. */
export function sourceOf(axis: WindowAxis, output: number, tap: number): number {
  return output * axis.stride + tap * axis.dilation - axis.before;
}

/** The input cell that a tap reads at an output place, or undefined where it reads a 0 of the padding. */
export function cellAt(axis: WindowAxis, output: number, tap: number): number | undefined {
  const source = sourceOf(axis, output, tap);
  // What an overhanging last window reads is no padding that anybody asked for.
  if (source >= axis.input + axis.after) return undefined;
  return paddedIndex(axis.mode, source, axis.input);
}

/** The taps that read an input cell at an output place: one at most, unless padding repeats the cell. */
export function tapsAt(axis: WindowAxis, output: number, input: number): readonly number[] {
  if (axis.mode === 'zeros') {
    const tap = (input + axis.before - output * axis.stride) / axis.dilation;
    return Number.isInteger(tap) && tap >= 0 && tap < axis.kernel ? [tap] : [];
  }
  return tapsOf(axis).filter((tap) => cellAt(axis, output, tap) === input);
}

/** All taps of the window, from 0. */
export function tapsOf({ kernel }: Window): readonly number[] {
  return Array.from({ length: kernel }, (_, tap) => tap);
}

/** A tap and the cell that it reads, or the place at which it reads it. */
export interface Meeting {
  readonly tap: number;
  readonly cell: number;
}

/** The taps that read an input cell at an output place, each with the cell. */
export function meetingsAtOutput(axis: WindowAxis, output: number): Meeting[] {
  if (axis.mode !== 'zeros')
    return tapsOf(axis).flatMap((tap) => {
      const cell = cellAt(axis, output, tap);
      return cell === undefined ? [] : [{ tap, cell }];
    });
  const start = sourceOf(axis, output, 0);
  const first = Math.max(0, Math.ceil(-start / axis.dilation));
  const last = Math.min(axis.kernel - 1, Math.floor((axis.input - 1 - start) / axis.dilation));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    tap: first + index,
    cell: sourceOf(axis, output, first + index),
  }));
}

/** The taps that read an input cell, each with the output place at which it does. */
export function meetingsAtInput(axis: WindowAxis, input: number): Meeting[] {
  const meetings: Meeting[] = [];
  for (const output of placesReading(axis, input))
    for (const tap of tapsAt(axis, output, input)) meetings.push({ tap, cell: output });
  return meetings;
}

/** The output places whose window may read an input cell. */
function placesReading(axis: WindowAxis, input: number): Iterable<number> {
  const reach = (source: number): [number, number] => [
    Math.max(0, Math.ceil((source + axis.before - spanOf(axis) + 1) / axis.stride)),
    Math.min(axis.output - 1, Math.floor((source + axis.before) / axis.stride)),
  ];
  if (axis.mode === 'zeros') return range(...reach(input));
  const places = new Set<number>();
  // Beyond either end the cell may be read again: the windows over the padding are looked at, too.
  for (const [from, to] of [
    reach(input),
    [0, reach(-1)[1]],
    [reach(axis.input)[0], axis.output - 1],
  ] as const)
    for (const place of range(from, to)) places.add(place);
  return [...places].sort((a, b) => a - b);
}

function* range(from: number, to: number): Generator<number> {
  for (let value = from; value <= to; value++) yield value;
}

/** At how many output places a tap reads the input rather than zeros of the padding. In constant time. */
export function placesOnInput(axis: WindowAxis, tap: number): number {
  const offset = tap * axis.dilation - axis.before;
  const [low, high] =
    axis.mode === 'zeros' ? [0, axis.input - 1] : [-axis.before, axis.input + axis.after - 1];
  const first = Math.max(0, Math.ceil((low - offset) / axis.stride));
  const last = Math.min(axis.output - 1, Math.floor((high - offset) / axis.stride));
  return Math.max(0, last - first + 1);
}
