import {
  Crop,
  GlobalAveragePool,
  sidesOf,
  spanOf,
  TransposedLayer,
  Upsample,
  type Layer,
  type Sliding,
} from '../layers';
import { activationOf, bareLayer, ELSEWHERE, INPUT, movingExtents, type Graph } from './graph';

/** The first and last cell of a range; empty where the last is before the first. */
type Cells = readonly [first: number, last: number];

/** What the border of the input does to a tensor. */
export interface Borders {
  /** Per axis, the cells that no border is seen from; undefined where the tensor has lost the axes. */
  readonly clear: readonly Cells[] | undefined;
  /** Whether the tensor is what it would be on an input that goes round: every window that leaves at one end comes in at the other. */
  readonly round: boolean;
  /** Whether no window ever reaches over a border or over those of another output cell. */
  readonly tiled: boolean;
  /** Whether zeros give zeros. */
  readonly zero: boolean;
}

/** How one layer reads its input along an axis. */
interface AxisReading {
  readonly output: number;
  /** The cells that an output cell depends on, on a line without ends. */
  readonly sources: (output: number) => Cells;
  readonly round: boolean;
  readonly tiled: boolean;
}

/** What the border does to the output. Needs a graph whose layers have their inputs. */
export function bordersOf(graph: Graph): Borders {
  const extents = movingExtents(graph, graph.whole.inputShape ?? []);
  const start: Borders = {
    clear: extents?.map((extent) => [0, extent - 1]),
    round: true,
    tiled: true,
    zero: true,
  };
  const unknown: Borders = { clear: undefined, round: false, tiled: false, zero: false };
  const known: Borders[] = [];
  for (const { layer, from } of graph.steps) {
    const before = from.map((source) =>
      source === INPUT ? start : source === ELSEWHERE ? unknown : (known[source] ?? unknown),
    );
    known.push(behind(before.reduce(joined), layer, graph));
  }
  return known.at(-1) ?? unknown;
}

function joined(a: Borders, b: Borders): Borders {
  return {
    clear: a.clear?.map(([first, last], axis) => {
      const [otherFirst, otherLast] = b.clear?.[axis] ?? [0, -1];
      return [Math.max(first, otherFirst), Math.min(last, otherLast)];
    }),
    round: a.round && b.round,
    tiled: a.tiled && b.tiled,
    zero: a.zero && b.zero,
  };
}

function behind(before: Borders, layer: Layer, graph: Graph): Borders {
  const readings = readingsOf(layer, graph);
  const zero = before.zero && givesZeros(layer);
  // What is the same whatever the shift stays the same behind every layer.
  if (!before.clear || bareLayer(layer) instanceof GlobalAveragePool)
    return { ...before, clear: undefined, zero };
  if (!readings) return { clear: undefined, round: false, tiled: false, zero };
  return {
    clear: before.clear.map((cells, axis) => clearBehind(cells, readings[axis])),
    round: before.round && readings.every(({ round }) => round),
    tiled: before.tiled && readings.every(({ tiled }) => tiled),
    zero,
  };
}

/** The output cells that read clear cells only. Their first and last source grow with them, so both ends are found by halving. */
function clearBehind([first, last]: Cells, reading: AxisReading | undefined): Cells {
  if (!reading) return [first, last];
  const { output, sources } = reading;
  return [
    smallest(output, (cell) => sources(cell)[0] >= first),
    smallest(output, (cell) => sources(cell)[1] > last) - 1,
  ];
}

/** The smallest number below `end` for which something holds that holds for all behind it; `end` where there is none. */
function smallest(end: number, holds: (value: number) => boolean): number {
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Per axis, or undefined where the axes of input and output don't belong together. */
function readingsOf(layer: Layer, graph: Graph): readonly AxisReading[] | undefined {
  const bare = bareLayer(layer);
  const [inputs, outputs] = [
    movingExtents(graph, bare.inputShape ?? []),
    movingExtents(graph, bare.outputShape),
  ];
  if (!inputs || !outputs) return undefined;
  return inputs.map((input, axis) => {
    const output = outputs[axis] ?? 1;
    if (bare instanceof TransposedLayer) return transposedReading(bare.sliding, axis, input, output);
    if (bare.sliding) return windowReading(bare.sliding, axis, input, output);
    if (bare instanceof Crop || bare instanceof Upsample) return placedReading(bare, axis, input, output);
    return { output, sources: (cell) => [cell, cell], round: output === input, tiled: output === input };
  });
}

function windowReading(sliding: Sliding, axis: number, input: number, output: number): AxisReading {
  const window = windowOf(sliding, axis);
  const [before, after] = sidesOf(sliding.padding, axis, window, input);
  const { stride } = window;
  const span = spanOf(window);
  const end = (output - 1) * stride + span;
  const fits = output * stride === input;
  const tiled = fits && before === 0 && end <= input;
  return {
    output,
    sources: (cell) => [cell * stride - before, cell * stride - before + span - 1],
    tiled,
    round: tiled || (fits && sliding.mode === 'circular' && end <= input + before + after),
  };
}

/** An output cell o gets what the input cells i with o = i·s − p + t·d spread. */
function transposedReading(sliding: Sliding, axis: number, input: number, output: number): AxisReading {
  const window = windowOf(sliding, axis);
  const { stride } = window;
  const span = spanOf(window);
  const [before] = sidesOf(
    sliding.padding,
    axis,
    window,
    sliding.padding === 'same' ? input * stride : input,
  );
  const tiled = output === input * stride && before === 0 && span <= stride;
  return {
    output,
    sources: (cell) => [Math.ceil((cell + before - span + 1) / stride), Math.floor((cell + before) / stride)],
    tiled,
    round: tiled,
  };
}

function placedReading(layer: Crop | Upsample, axis: number, input: number, output: number): AxisReading {
  const { reach } = layer;
  const own = reach.kind === 'window' ? reach.axes[axis] : undefined;
  if (layer instanceof Crop) {
    const start = Number(own?.start ?? 0);
    const whole = output === input;
    return { output, sources: (cell) => [cell + start, cell + start], tiled: whole, round: whole };
  }
  const scale = output / input;
  if (own?.span === 1 || scale === 1) {
    const source = (cell: number): number => Math.floor(cell / scale);
    return { output, sources: (cell) => [source(cell), source(cell)], tiled: true, round: true };
  }
  // Between cells the output lies at (o + 1/2) / s − 1/2; where that is a cell, it reads this one alone.
  const doubled = (cell: number): number => 2 * cell + 1 - scale;
  return {
    output,
    sources: (cell) => [Math.floor(doubled(cell) / (2 * scale)), Math.ceil(doubled(cell) / (2 * scale))],
    tiled: false,
    round: false,
  };
}

function windowOf(
  { kernel, stride, dilation }: Sliding,
  axis: number,
): { kernel: number; stride: number; dilation: number } {
  return { kernel: kernel[axis] ?? 1, stride: stride[axis] ?? 1, dilation: dilation[axis] ?? 1 };
}

/** Whether zeros give zeros, as far as that can be seen. */
export function givesZeros(layer: Layer): boolean {
  const activation = activationOf(layer);
  if (activation && !givesZeros(activation)) return false;
  const bare = bareLayer(layer);
  return bare.biases === 0n && !MOVE_ZERO.has(bare.type);
}

/** Types that make something else of zeros, or may. */
const MOVE_ZERO: ReadonlySet<string> = new Set(['sigmoid', 'softmax', 'batch-norm', 'layer-norm']);

/**
 * Whether shifts wrap: some layer pads with the other end of its input, and none with anything else. Elsewhere zeros come in.
 */
export function wraps(graph: Graph): boolean {
  let circular = false;
  for (const { layer } of graph.steps) {
    const bare = bareLayer(layer);
    if (!bare.sliding || bare instanceof TransposedLayer) continue;
    const { sliding } = bare;
    const extents = movingExtents(graph, bare.inputShape ?? []);
    const sides = sliding.kernel.flatMap((_, axis) =>
      sidesOf(sliding.padding, axis, windowOf(sliding, axis), extents?.[axis] ?? 1),
    );
    const pads = sides.some((cells) => cells > 0);
    // What “same” pads may be nothing, as for a window of one cell: it is meant to go round nevertheless.
    const asked = pads || (typeof sliding.padding === 'string' && sliding.padding !== 'valid');
    if (sliding.mode === 'circular' && asked) circular = true;
    else if (pads) return false;
  }
  return circular;
}
