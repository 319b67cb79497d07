import { MathError, orUndefined } from '../failure';
import type { Layer } from '../layers';
import { integer, safeInteger } from '../numbers/rational';
import { positionOf, type FlattenOrder, type Shape } from '../tensors/shape';
import { locationText } from '../values/text';
import { bordersOf, wraps } from './borders';
import { flowOf, type Flow } from './flow';
import { movingAxes, type Graph } from './graph';
import { Grid, shiftBy, type Moves } from './grid';
import { counted } from '../numbers/group-digits';

/**
 * Which outputs count: not those that see the border, all of them, or those at least so many cells from it. Where some
 * don't, neither do those that come from there with the shift; so shifts by one cell still generate all others.
 */
export type Border = 'ignore' | 'exact' | number;

/** What is done to the input, and would have to be done to the output. */
export interface Motion {
  readonly noun: 'shift' | 'flip' | 'rotation';
  /** “by 1”, as the end of a sentence. */
  readonly how: string;
  readonly input: Moves;
  /** Undefined where the output is to stay as it is. */
  readonly output: Moves | undefined;
}

/** Whether f(Tx) = T f(x), or f(Tx) = f(x), for all x of one shape: what is to be compared where. */
export interface Question {
  readonly layer: Layer;
  readonly wraps: boolean;
  /** The cells of input and output in the order in which the layer's matrix flattens them. */
  readonly input: Grid;
  readonly output: Grid;
  readonly motions: readonly Motion[];
  /** Whether inputs that lose cells under a shift are left out: they say nothing of a line without ends. */
  readonly lossless: boolean;
  /** Whether an output counts, by its index in the flattened output. */
  readonly counts: (output: number, moved: Moves | undefined) => boolean;
}

/** The shifts that are asked for: one, or one cell either way along each axis, which generate all others. */
export function shiftsOf({ rank }: Graph, by: readonly number[] | undefined): readonly (readonly number[])[] {
  if (by) return [by];
  return Array.from({ length: rank }, (_, axis) =>
    [1, -1].map((step) => Array.from({ length: rank }, (__, other) => (other === axis ? step : 0))),
  ).flat();
}

/** @throws MathError where a shift has more numbers than there are axes to move along. */
export function requireAxes({ rank }: Graph, by: readonly number[] | undefined): void {
  if (by && by.length > rank)
    throw new MathError(
      `This shift has ${counted(by.length, 'number')}; there ${rank === 1 ? 'is one axis' : `are ${rank} axes`} to move along.`,
      'transformation',
    );
}

/** Why a shift can't be followed by the output, or undefined where it can: the output would move by a fraction of a cell. */
export function fractionOf({ axes }: Flow, by: readonly number[]): string | undefined {
  const moved = axes.map(({ stride }, axis) => integer(by[axis] ?? 0).div(stride));
  if (moved.every(({ d }) => d === 1n)) return undefined;
  const amounts = moved.map((cells, axis) =>
    cells.d === 1n ? cells.toFraction() : `${by[axis] ?? 0}/${axes[axis]?.stride.toFraction() ?? '1'}`,
  );
  return `A shift by ${locationText(by)} would have to move the output by ${amounts.join(', ')} of a cell.`;
}

/** How far the output moves with a shift of the input. @throws MathError where that is no whole number of cells. */
export function movedBy({ axes }: Flow, by: readonly number[]): number[] {
  return axes.map(({ stride }, axis) => {
    const cells = safeInteger(integer(by[axis] ?? 0).div(stride));
    if (cells === undefined)
      throw new MathError(`The output can’t move by ${by[axis] ?? 0} / ${stride.toFraction()} cells.`);
    return cells;
  });
}

/** Shifts under which the output is to move by whole cells. @throws MathError where it would have to move by others. */
export function movingShifts(graph: Graph, by: readonly (readonly number[])[]): Motion[] {
  const flow = flowOf(graph);
  return by.map((shift) => ({ ...stayingShift(shift), output: shiftBy(movedBy(flow, shift)) }));
}

/** A shift under which the output is to stay as it is. */
export function stayingShift(by: readonly number[]): Motion {
  return { noun: 'shift', how: ` by ${locationText(by)}`, input: shiftBy(by), output: undefined };
}

/**
 * The question whether moving the input moves the output, or leaves it as it is.
 * @throws MathError where the motions mean nothing for the input.
 */
export function questionOf(graph: Graph, motions: readonly Motion[], border: Border): Question {
  const { input, output, wrapping } = gridsOf(graph);
  return {
    layer: graph.whole,
    wraps: wrapping,
    input,
    output,
    motions,
    lossless: border === 'ignore' && !wrapping && motions.every(({ output: moved }) => !moved),
    counts: countedOutputs(graph, output, border),
  };
}

/**
 * Refuses to ask whether the output moves with the input where it has no places that could.
 * @throws MathError that says so.
 */
export function requirePlaces(graph: Graph, noun: Motion['noun']): void {
  const { whole } = graph;
  const flow = flowOf(graph);
  const input = whole.inputShape ?? [];
  const output = whole.inputShape && whole.outputShape;
  const lost =
    flow.kind === 'settled' ||
    (output && (!movingAxes(graph, output) || (flow.broken !== undefined && input.length !== output.length)));
  if (!lost) return;
  const shapes = output ? `: the input has ${input.length} axes, the output ${output.length}` : '';
  throw new MathError(
    `A ${noun} of the input means nothing for the output of this ${kindOf(whole)}${shapes}. invariant(f, ${noun === 'rotation' ? 'rotate' : noun}) asks whether the output stays as it is.`,
    'f',
  );
}

/** What a layer is called in a sentence. */
export function kindOf({ type }: Layer): string {
  return type === 'network' ? 'network' : `${type} layer`;
}

function gridsOf(graph: Graph): { input: Grid; output: Grid; wrapping: boolean } {
  const { whole } = graph;
  const shape = whole.inputShape ?? [];
  const moving = movingAxes(graph, shape);
  if (!moving)
    throw new MathError(
      `The input of this ${kindOf(whole)} has ${counted(shape.length, 'axis', 'axes')}; what moves it moves along ${graph.rank}.`,
      'f',
    );
  const [inputOrder, outputOrder] = ordersOf(whole, shape);
  const wrapping = wraps(graph);
  return {
    input: new Grid(shape, moving, inputOrder, wrapping),
    output: new Grid(whole.outputShape, movingAxes(graph, whole.outputShape) ?? [], outputOrder, wrapping),
    wrapping,
  };
}

/** In which order a layer's matrix flattens its input and its output. Where only one axis is longer than 1 it is all the same. */
function ordersOf(layer: Layer, input: Shape): [FlattenOrder, FlattenOrder] {
  const matrix = orUndefined(() => layer.matrix);
  const order = (
    position: ((index: number) => readonly number[]) | undefined,
    shape: Shape,
  ): FlattenOrder => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (!position || shape.length < 2 || size < 2) return 'row-major';
    return positionOf(1, shape).join() === position(1).join() ? 'row-major' : 'column-major';
  };
  return [order(matrix?.inputPosition, input), order(matrix?.outputPosition, layer.outputShape)];
}

function countedOutputs(graph: Graph, output: Grid, border: Border): Question['counts'] {
  if (border === 'exact') return () => true;
  const { extents } = output;
  const clear =
    border === 'ignore'
      ? bordersOf(graph).clear
      : extents.map((extent) => [border, extent - 1 - border] as const);
  // Where the axes are lost, no output stands at the border.
  if (!clear) return () => true;
  return (index, moved) =>
    [(place: readonly number[]) => place, ...(moved ? [moved.from] : [])].every((from) =>
      from(output.place(index), extents).every((coordinate, axis) => {
        const [first, last] = clear[axis] ?? [0, -1];
        return coordinate >= first && coordinate <= last;
      }),
    );
}
