import { MathError, UndefinedError } from '../failure';

/** What to do with a stride that doesn't fit: leave out the rest, call it undefined, or let the last window overhang. */
export type Fit = 'floor' | 'exact' | 'ceil';

/** `same` is TensorFlow's: the output has ⌈input / stride⌉ cells, an odd zero comes last. `causal` pads before only. */
export type PaddingWord = 'valid' | 'same' | 'full' | 'causal';

/** Cells added before and after the input along one axis. */
export type Sides = readonly [before: number, after: number];

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
      `a window of ${spanOf(window)} doesn’t fit into ${input + before + after} cells${padding}`,
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

/** @throws UndefinedError as `outputExtent`. */
export function placeWindow(input: number, window: Window, sides: Sides, fit: Fit): WindowAxis {
  const [before, after] = sides;
  return { ...window, input, before, after, output: outputExtent(input, window, sides, fit) };
}

/** The input cell under a tap; below 0 or from `input` on it is padding. */
export function sourceOf(axis: WindowAxis, output: number, tap: number): number {
  return output * axis.stride + tap * axis.dilation - axis.before;
}

/** The tap that lies on an input cell at an output place, or undefined where none does. */
export function tapAt(axis: WindowAxis, output: number, input: number): number | undefined {
  const tap = (input + axis.before - output * axis.stride) / axis.dilation;
  return Number.isInteger(tap) && tap >= 0 && tap < axis.kernel ? tap : undefined;
}

/** At how many output places a tap lies on the input rather than on padding. In constant time. */
export function placesOnInput(axis: WindowAxis, tap: number): number {
  const offset = tap * axis.dilation - axis.before;
  const first = Math.max(0, Math.ceil(-offset / axis.stride));
  const last = Math.min(axis.output - 1, Math.floor((axis.input - 1 - offset) / axis.stride));
  return Math.max(0, last - first + 1);
}
