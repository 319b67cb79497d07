import type { Conventions } from '../conventions';
import { MathError, orUndefined } from '../failure';
import {
  Crop,
  DenseEquivalent,
  GlobalAveragePool,
  Pool,
  SlidingLayer,
  spanOf,
  TransposedLayer,
  type Layer,
  type WindowAxis,
} from '../layers';
import { shapeText } from '../tensors/shape';
import type { BooleanValue, SymmetryValue } from '../values/value';
import { affineCounterexample, isAffine } from './affine';
import { byTrying, proved, refuted, whereText } from './equivariance';
import { PARTICIPLES } from './examples';
import { flowOf, passageOf } from './flow';
import { activationOf, bareLayer, ELSEWHERE, graphOf, INPUT, movingExtents, type Graph } from './graph';
import type { Moves } from './grid';
import { inputShapeOf, onGrowingInputs } from './growing';
import { listed } from './proof';
import { kindOf, questionOf, requirePlaces, type Border, type Motion } from './question';

/**
 * Whether flipping or turning the input flips or turns the output: f(Tx) = T f(x) for every x. True with a proof only: layer
 * by layer, or by trying zeros and a single one at each place, which decides it for affine layers.
 *
 * A layer without an input is judged on one window, which is flipped about its centre; with `exact` or a width on inputs
 * from the smallest on.
 * @throws MathError where neither proof nor counterexample is found, and where it means nothing.
 */
export function equivariantUnderSymmetry(
  layer: Layer,
  symmetry: SymmetryValue,
  border: Border | undefined,
  channels: Conventions['channels'],
): BooleanValue {
  if (layer instanceof DenseEquivalent) return equivariantUnderSymmetry(layer.of, symmetry, border, channels);
  const axes = axesOf(layer, symmetry);
  const graph = graphOf(layer, channels, axes);
  const motions = motionsOf(graph, symmetry);
  requirePlaces(graph, nounOf(symmetry));
  if (layer.inputShape) return onInput(graph, motions, border ?? 'exact');
  requireKnown(graph, 'equivariant');
  if (border === undefined || border === 'ignore') return onOneWindow(graph, motions);
  const width = typeof border === 'number' ? 2 * border : 0;
  return onGrowingInputs(graph, axes, width + 1, (placed) => onInput(placed, motions, border));
}

/** Whether flipping or turning the input leaves the output as it is: f(Tx) = f(x) for every x. As `equivariantUnderSymmetry`. */
export function invariantUnderSymmetry(
  layer: Layer,
  symmetry: SymmetryValue,
  border: 'ignore' | 'exact' | undefined,
  channels: Conventions['channels'],
): BooleanValue {
  if (layer instanceof DenseEquivalent) return invariantUnderSymmetry(layer.of, symmetry, border, channels);
  const axes = axesOf(layer, symmetry);
  const graph = graphOf(layer, channels, axes);
  const motions = motionsOf(graph, symmetry);
  const judge = (placed: Graph): BooleanValue => staysOnInput(placed, motions, border ?? 'exact');
  if (layer.inputShape) return judge(graph);
  requireKnown(graph, 'invariant');
  return kept(graph, motions) === 'settled' ? judge(graph) : onGrowingInputs(graph, axes, 1, judge);
}

/** How many axes are flipped or turned, where the layer doesn't say so. */
function axesOf({ inputShape }: Layer, { of, which }: SymmetryValue): number | undefined {
  if (of === 'rotate') return 2;
  return inputShape || which === undefined ? undefined : which + 1;
}

function nounOf({ of }: SymmetryValue): Motion['noun'] {
  return of === 'rotate' ? 'rotation' : 'flip';
}

/** A flip or a turn. */
interface Symmetric extends Motion {
  /** Whether an axis is turned round. */
  readonly flips: (axis: number) => boolean;
  /** Whether rows and columns change places. */
  readonly exchanges: boolean;
}

/** What is asked for: a flip along one axis or along each, which generate all; one turn, or all of them. */
function motionsOf({ rank }: Graph, symmetry: SymmetryValue): readonly Symmetric[] {
  const { of, which } = symmetry;
  const noun = nounOf(symmetry);
  if (of === 'rotate') {
    if (rank !== 2)
      throw new MathError(
        `A rotation turns rows and columns; here ${rank === 1 ? 'is one axis' : `are ${rank} axes`}.`,
        'transformation',
      );
    return (which === undefined ? [1, 2, 3] : [((which % 4) + 4) % 4]).map((turns) => {
      const moves = turnBy(turns);
      const how = ` by ${90 * turns}°`;
      return { noun, how, input: moves, output: moves, flips: () => turns > 0, exchanges: turns % 2 === 1 };
    });
  }
  if (which !== undefined && which >= rank)
    throw new MathError(
      `This flip is along axis ${which + 1}; there ${rank === 1 ? 'is one axis' : `are ${rank} axes`} of places.`,
      'transformation',
    );
  return (which === undefined ? Array.from({ length: rank }, (_, axis) => axis) : [which]).map((axis) => {
    const moves = flipAlong(axis);
    const how = rank === 1 ? '' : flipName(axis, rank);
    return { noun, how, input: moves, output: moves, flips: (own) => own === axis, exchanges: false };
  });
}

function flipName(axis: number, rank: number): string {
  if (rank === 2) return axis === 0 ? ' upside down' : ' left to right';
  return ` along axis ${axis + 1} of ${rank}`;
}

function flipAlong(axis: number): Moves {
  const move: Moves['to'] = (place, extents) =>
    place.with(axis, (extents[axis] ?? 1) - 1 - (place[axis] ?? 0));
  return { to: move, from: move };
}

/** By quarter turns against the clock, as `numpy.rot90`. Odd ones are of squares. */
function turnBy(turns: number): Moves {
  const against: Moves['to'] = ([row = 0, col = 0], [extent = 1]) => [extent - 1 - col, row];
  const withClock: Moves['to'] = ([row = 0, col = 0], [extent = 1]) => [col, extent - 1 - row];
  const half: Moves['to'] = (place, extents) =>
    place.map((coordinate, axis) => (extents[axis] ?? 1) - 1 - coordinate);
  const stay: Moves['to'] = (place) => place;
  if (turns % 2 === 0) return turns === 0 ? { to: stay, from: stay } : { to: half, from: half };
  return turns === 1 ? { to: against, from: withClock } : { to: withClock, from: against };
}

function requireKnown(graph: Graph, claim: string): void {
  const activation = activationOf(graph.whole);
  const mixes = activation && passageOf(activation, graph).kind !== 'keeps';
  if (mixes || flowOf(graph).broken !== undefined)
    throw new MathError(
      `Whether a ${kindOf(graph.whole)} is ${claim} depends on its input: give it an \`input\`.`,
      'f',
    );
}

function onInput(graph: Graph, motions: readonly Symmetric[], border: Border): BooleanValue {
  requireSquare(graph, motions);
  const output = movingExtents(graph, graph.whole.outputShape);
  if (motions.some(({ exchanges }) => exchanges) && output && output[0] !== output[1])
    return refuted(
      `The output has ${output.join(' × ')} places; rotated by 90° it would have ${output.toReversed().join(' × ')}.`,
    );
  if (kept(graph, motions) === 'moved') return proved(`${layersText(graph, motions)}: f(Tx) = T f(x).`);
  return byTrying(questionOf(graph, motions, border), graph, whereText(border), () => NOT_ALL);
}

function staysOnInput(graph: Graph, motions: readonly Symmetric[], border: Border): BooleanValue {
  if (graph.whole.inputShape) requireSquare(graph, motions);
  if (kept(graph, motions) === 'settled')
    return proved(
      `${graph.steps.length > 1 ? `${layersText(graph, motions)}; an` : 'An'} average over all places does not depend on their order: f(Tx) = f(x).`,
    );
  const staying = motions.map((motion) => ({ ...motion, output: undefined }));
  return byTrying(questionOf(graph, staying, border), graph, whereText(border), () => NOT_ALL);
}

const NOT_ALL = 'not every layer by itself keeps it';

function layersText({ steps }: Graph, [motion]: readonly Symmetric[]): string {
  const done = PARTICIPLES[motion?.noun ?? 'flip'];
  const places = steps.filter(({ layer }) => !(bareLayer(layer) instanceof GlobalAveragePool));
  const [give, their] = places.length === 1 ? ['gives', 'its'] : ['each give', 'their'];
  return `${listed(places.map(({ name }) => name))} ${give} the ${done} output for a ${done} input, as ${their} windows and weights are the same when ${done}`;
}

/** @throws MathError where the input, turned, is none that the layer takes. */
function requireSquare(graph: Graph, motions: readonly Symmetric[]): void {
  const input = movingExtents(graph, graph.whole.inputShape ?? []);
  if (!motions.some(({ exchanges }) => exchanges) || !input || input[0] === input[1]) return;
  throw new MathError(
    `A quarter turn makes ${shapeText(input)} places ${shapeText(input.toReversed())}: ask about a square input, or about rotate(turns=2).`,
    'transformation',
  );
}

/** A layer without an input, on a window of its own: the same kernel stands at every place. */
function onOneWindow(graph: Graph, motions: readonly Symmetric[]): BooleanValue {
  const { whole, rank, channels } = graph;
  const bare = bareLayer(whole);
  const { sliding } = bare;
  const kernel = sliding?.kernel ?? new Array<number>(rank).fill(2);
  const unlike = sliding && [sliding.kernel, sliding.stride, sliding.dilation].some(([a, b]) => a !== b);
  if (unlike && motions.some(({ exchanges }) => exchanges))
    throw new MathError(
      `A quarter turn exchanges rows and columns, along which this ${kindOf(whole)} is not the same: give it an \`input\`.`,
      'f',
    );
  const spans = kernel.map((size, axis) =>
    spanOf({ kernel: size, stride: 1, dilation: sliding?.dilation[axis] ?? 1 }),
  );
  const extents = bare instanceof TransposedLayer ? spans.map(() => 1) : spans;
  const own = inputShapeOf(bare, extents, channels);
  // Of two axes, layers without a window would take one for the channels.
  const input = sliding || own.length > rank ? own : channels === 'first' ? [1, ...own] : [...own, 1];
  const placed = onlyWindow(bare, input);
  const said = onInput(graphOf(placed, channels, rank), motions, 'exact');
  if (said.counterexample !== undefined) return refuted(`On one window, ${said.counterexample}`);
  return proved(`${said.proof ?? ''} So it is about the centre of every window, the same at every place.`);
}

function onlyWindow(layer: Layer, input: readonly number[]): Layer {
  const padding = input.map(() => [0, 0] as const);
  if (layer instanceof SlidingLayer)
    return new SlidingLayer(layer.type, { ...layer.declared, input, padding: 'valid' });
  if (layer instanceof TransposedLayer)
    return new TransposedLayer(layer.type, { ...layer.declared, input, padding, outputPadding: [0, 0, 0] });
  if (layer instanceof Pool) return new Pool(layer.type, { ...layer.declared, input, padding });
  return layer.on([input]);
}

/** What becomes of a motion of the input, as far as each layer by itself shows: the output moves with it, or stays. */
function kept(graph: Graph, motions: readonly Symmetric[]): 'moved' | 'settled' | undefined {
  const states: ('moved' | 'settled' | undefined)[] = [];
  for (const { name, layer, from } of graph.steps) {
    const [before, ...others] = from.map((source) =>
      source === INPUT ? 'moved' : source === ELSEWHERE ? undefined : states[source],
    );
    const single: Graph = { ...graph, whole: bareLayer(layer), steps: [{ name, layer, from: [INPUT] }] };
    const alike = others.every((other) => other === before);
    states.push(
      alike && before === 'moved' ? behind(single, activationOf(layer), motions) : alike ? before : undefined,
    );
  }
  return states.at(-1);
}

function behind(
  graph: Graph,
  activation: Layer | undefined,
  motions: readonly Symmetric[],
): 'moved' | 'settled' | undefined {
  const { whole } = graph;
  if (activation && passageOf(activation, graph).kind !== 'keeps') return undefined;
  if (whole instanceof GlobalAveragePool && passageOf(whole, graph).kind === 'settles') return 'settled';
  return (orUndefined(() => keeps(graph, motions)) ?? false) ? 'moved' : undefined;
}

/** Whether a layer by itself moves its output with its input. */
function keeps(graph: Graph, motions: readonly Symmetric[]): boolean {
  const { whole } = graph;
  if (passageOf(whole, graph).kind === 'keeps' && !(whole instanceof Crop)) return true;
  if (whole instanceof Pool && whole.isMax) return motions.every((motion) => mirrors(whole.axes, motion));
  const shape = movingExtents(graph, whole.outputShape);
  if (!shape || !isAffine(whole) || (whole.inputShapes?.length ?? 1) !== 1) return false;
  if (motions.some(({ exchanges }) => exchanges) && shape[0] !== shape[1]) return false;
  if (
    whole instanceof SlidingLayer &&
    whole.sharing === 'shared' &&
    !whole.declared.places &&
    motions.every((motion) => mirrors(whole.axes, motion))
  ) {
    const extents = whole.axes.map(spanOf);
    const window = onlyWindow(whole, inputShapeOf(whole, extents, graph.channels));
    return affineCounterexample(questionOf({ ...graph, whole: window }, motions, 'exact')) === undefined;
  }
  return affineCounterexample(questionOf(graph, motions, 'exact')) === undefined;
}

/** Whether the windows lie on the input as they do when it is flipped, or turned. */
function mirrors(axes: readonly WindowAxis[], { flips, exchanges }: Symmetric): boolean {
  const [first] = axes;
  const symmetric = axes.every(
    (axis, at) =>
      !flips(at) ||
      ((axis.output - 1) * axis.stride + spanOf(axis) - 2 * axis.before === axis.input &&
        (axis.mode === 'zeros' || axis.before <= axis.after)),
  );
  return (
    symmetric &&
    (!exchanges ||
      axes.every((axis) =>
        (['input', 'kernel', 'stride', 'dilation', 'before'] as const).every(
          (key) => axis[key] === first?.[key],
        ),
      ))
  );
}
