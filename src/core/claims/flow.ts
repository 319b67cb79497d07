import { orUndefined } from '../failure';
import {
  Concat,
  Crop,
  Dense,
  Flatten,
  GlobalAveragePool,
  Pool,
  Reshape,
  SlidingLayer,
  Subsample,
  TransposedLayer,
  Upsample,
  type Layer,
} from '../layers';
import { integer, isRational, ONE, safeInteger, type Rational } from '../numbers/rational';
import { sameShape } from '../tensors/shape';
import { bareLayer, ELSEWHERE, INPUT, placed, type Graph, type Step } from './graph';

/** How a shift of the input arrives along one axis, on a line without ends. */
export interface AxisFlow {
  /** Shifts by multiples of so many input cells arrive as shifts. */
  readonly period: number;
  /** Input cells for one cell here: a shift arrives divided by it. */
  readonly stride: Rational;
}

/** What becomes of shifts of the input, on a line without ends. */
export interface Flow {
  /** Whether shifts by multiples of the periods arrive as shifts, or change nothing. */
  readonly kind: 'moves' | 'settled';
  readonly axes: readonly AxisFlow[];
  /** Why nothing is known of shifts here, where nothing is: as a part of a sentence. */
  readonly broken?: string;
}

/** How one layer passes shifts on. */
type Passage =
  | { readonly kind: 'moves'; readonly axes: readonly AxisFlow[] }
  | { readonly kind: 'keeps' }
  | { readonly kind: 'settles' }
  | { readonly kind: 'breaks'; readonly reason: string; readonly axes?: readonly AxisFlow[] };

const KEEPS: Passage = { kind: 'keeps' };
const UNMOVED: AxisFlow = { period: 1, stride: ONE };

/**
 * What becomes of a shift after each step. A layer whose window moves by s takes shifts by multiples of s, and passes them on
 * divided by s; one that makes its input s times as fine passes every shift on, times s; what acts on each place alone
 * changes nothing. So the strides multiply, and the period is the smallest shift that every layer gets as a multiple of its
 * own stride.
 */
export function flowsOf(graph: Graph): readonly Flow[] {
  const start: Flow = { kind: 'moves', axes: new Array<AxisFlow>(graph.rank).fill(UNMOVED) };
  const flows: Flow[] = [];
  for (const step of graph.steps) {
    const before = step.from.map((from): Flow =>
      from === INPUT
        ? start
        : ((from === ELSEWHERE ? undefined : flows[from]) ?? {
            ...start,
            broken: `${step.name} is applied to a tensor of its own`,
          }),
    );
    flows.push(passed(joined(before, step, start), step, graph));
  }
  return flows;
}

/** What becomes of a shift in the end. */
export function flowOf(graph: Graph): Flow {
  return flowsOf(graph).at(-1) ?? { kind: 'moves', axes: [], broken: 'there is no layer' };
}

/** Whether a shift of the input is one of those that arrive. */
export function takes({ axes }: Flow, by: readonly number[]): boolean {
  return axes.every(({ period }, axis) => (by[axis] ?? 0) % period === 0);
}

function joined(flows: readonly Flow[], { name }: Step, start: Flow): Flow {
  const [first = start, ...others] = flows;
  return others.reduce<Flow>((a, b) => {
    const broken =
      a.broken ??
      b.broken ??
      (a.kind === b.kind && a.axes.every(({ stride }, axis) => stride.equals(b.axes[axis]?.stride ?? ONE))
        ? undefined
        : `${name} joins branches that move differently`);
    const axes = a.axes.map(({ period, stride }, axis) => ({
      stride,
      period: leastCommonMultiple(period, b.axes[axis]?.period ?? 1),
    }));
    return { kind: a.kind, axes, ...(broken !== undefined && { broken }) };
  }, first);
}

function passed(flow: Flow, step: Step, graph: Graph): Flow {
  if (flow.broken !== undefined || flow.kind === 'settled') return flow;
  const passage = passageOf(step.layer, graph);
  switch (passage.kind) {
    case 'keeps':
      return flow;
    case 'settles':
      return { ...flow, kind: 'settled' };
    case 'moves':
      return { kind: 'moves', axes: flow.axes.map((axis, at) => through(axis, passage.axes[at])) };
    case 'breaks':
      return {
        kind: 'moves',
        axes: flow.axes.map((axis, at) => through(axis, passage.axes?.[at])),
        broken: `${step.name} ${passage.reason}`,
      };
  }
}

/** One layer behind what there is so far: it gets a shift by p as one by p / j, which has to be a multiple of its own period. */
function through({ period, stride }: AxisFlow, layer: AxisFlow = UNMOVED): AxisFlow {
  const arrives = safeInteger(integer(period).div(stride)) ?? 1;
  return {
    period: (period * layer.period) / greatestCommonDivisor(arrives, layer.period),
    stride: stride.mul(layer.stride),
  };
}

export function passageOf(layer: Layer, graph: Graph): Passage {
  const bare = bareLayer(layer);
  if (bare instanceof SlidingLayer || bare instanceof Pool || bare instanceof Subsample) {
    const axes = bare.sliding.stride.map((step) => ({ period: step, stride: integer(step) }));
    return bare.sharing === 'unshared'
      ? { kind: 'breaks', reason: 'has weights of its own at every place', axes }
      : { kind: 'moves', axes };
  }
  if (bare instanceof TransposedLayer)
    return {
      kind: 'moves',
      axes: bare.sliding.stride.map((step) => ({ period: 1, stride: ONE.div(step) })),
    };
  if (bare instanceof Upsample) {
    const { reach } = placed(bare, graph.rank);
    if (reach.kind === 'window')
      return {
        kind: 'moves',
        axes: reach.axes.flatMap(({ step }) => (isRational(step) ? [{ period: 1, stride: step }] : [])),
      };
  }
  if (bare instanceof Crop) return KEEPS;
  if (bare instanceof GlobalAveragePool)
    return !bare.inputShape || bare.inputShape.length === graph.rank + 1 || bare.inputShape.length === 1
      ? { kind: 'settles' }
      : { kind: 'breaks', reason: 'takes one of the axes that move for the channels' };
  if (bare instanceof Dense && bare.flattens)
    return { kind: 'breaks', reason: 'has a weight of its own for each pair of input and output cell' };
  if (bare instanceof Flatten || bare instanceof Reshape) {
    const kept = orUndefined(() => sameShape(bare.inputShape ?? [], bare.outputShape)) ?? false;
    return kept ? KEEPS : { kind: 'breaks', reason: 'leaves no axes to move along' };
  }
  if (bare instanceof Concat)
    return joinsChannels(bare, graph)
      ? KEEPS
      : { kind: 'breaks', reason: 'puts tensors side by side in space' };
  return placewise(bare, graph);
}

/** A layer that acts on each place alone, perhaps on its channels together. */
function placewise(layer: Layer, { rank }: Graph): Passage {
  if (ENTRYWISE.has(layer.type)) return KEEPS;
  if (orUndefined(() => layer.reach.kind) !== 'same')
    return { kind: 'breaks', reason: 'lets every place depend on all' };
  return !layer.inputShape || layer.inputShape.length === rank + 1
    ? KEEPS
    : { kind: 'breaks', reason: 'takes the axis that moves for the channels' };
}

const ENTRYWISE: ReadonlySet<string> = new Set([
  'relu',
  'leaky-relu',
  'sigmoid',
  'tanh',
  'step',
  'dropout',
  'add',
]);

function joinsChannels(layer: Concat, { rank, channels }: Graph): boolean {
  const { inputShape, outputShape } = layer;
  if (inputShape?.length !== rank + 1) return false;
  const axis = channels === 'first' ? 0 : rank;
  return outputShape.every((extent, own) => own === axis || extent === inputShape[own]);
}

export function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}
