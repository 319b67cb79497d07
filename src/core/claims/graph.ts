import type { Conventions } from '../conventions';
import { orUndefined } from '../failure';
import {
  Activated,
  DenseEquivalent,
  linearPart,
  Pool,
  SlidingLayer,
  Subsample,
  TransposedLayer,
  type Layer,
} from '../layers';
import { Network } from '../networks/network';
import type { Shape } from '../tensors/shape';
import type { Feed } from '../values/value';

/** Where a step gets a tensor from that is neither the input nor what an earlier step gives. */
export const ELSEWHERE = -2;
/** Where a step gets the input of all. */
export const INPUT = -1;

/** A layer where it is applied. */
export interface Step {
  readonly name: string;
  readonly layer: Layer;
  /** For each of its inputs the step that gives it, or `INPUT` or `ELSEWHERE`. */
  readonly from: readonly number[];
}

/** A layer or network as the layers that are applied one after the other; the last one gives the output. */
export interface Graph {
  readonly whole: Layer;
  readonly steps: readonly Step[];
  /** How many of the input's axes are places that something moves along. */
  readonly rank: number;
  readonly channels: Conventions['channels'];
}

/**
 * @param channels where shapes have their channels, for layers that don’t say so themselves.
 * @param axes how many axes what moves the input has, where it says so: the layers may not.
 */
export function graphOf(layer: Layer, channels: Conventions['channels'], axes: number | undefined): Graph {
  const steps: Step[] = [];
  append(steps, layer, layer.type, [INPUT]);
  return {
    whole: layer,
    steps,
    rank: rankOf(steps, layer.inputShape, axes),
    channels: channelsIn(layer) ?? channels,
  };
}

/** Where a layer says that its shapes have their channels; undefined where it doesn't. */
function channelsIn(layer: Layer): Conventions['channels'] | undefined {
  if (layer instanceof Network) return layer.channels;
  const bare = bareLayer(layer);
  return bare instanceof SlidingLayer ||
    bare instanceof TransposedLayer ||
    bare instanceof Pool ||
    bare instanceof Subsample
    ? bare.declared.conventions.channels
    : undefined;
}

/** Adds a layer, the layers of a network one by one. @returns the step that gives its output. */
function append(steps: Step[], layer: Layer, name: string, from: readonly number[]): number {
  if (!(layer instanceof Network)) {
    steps.push({ name, layer, from });
    return steps.length - 1;
  }
  const places = new Map<Feed, number>([[layer.input, from[0] ?? ELSEWHERE]]);
  for (const node of layer.nodes) {
    const found = node.feeds.map((feed) => places.get(feed) ?? ELSEWHERE);
    const sources = found.length > 0 ? found : [ELSEWHERE];
    places.set(node, append(steps, node.layer, node.name, sources));
  }
  return places.get(layer.last) ?? ELSEWHERE;
}

/** The layer that decides how places relate: without its activation, and the convolution that a dense layer equals. */
export function bareLayer(layer: Layer): Layer {
  const bare = linearPart(layer);
  return bare instanceof DenseEquivalent ? bareLayer(bare.of) : bare;
}

/** The activation that a layer ends with, placed on the layer’s output. */
export function activationOf(layer: Layer): Layer | undefined {
  return layer instanceof Activated ? layer.activation(undefined) : undefined;
}

/** The first layer with a window says how many axes it slides over; else all axes move, but the last of three. */
function rankOf(steps: readonly Step[], input: Shape | undefined, axes: number | undefined): number {
  for (const { layer } of steps) {
    const bare = bareLayer(layer);
    if (bare.sliding) return bare.sliding.kernel.length;
    const reach = orUndefined(() => placed(bare).reach);
    if (reach?.kind === 'window' && bare.inputShape) return reach.axes.length;
  }
  if (!input) return axes ?? 1;
  const takesChannels = steps.some(({ layer }) => CHANNELS_LAST_OF_ALL.has(layer.type));
  if (axes === input.length || axes === input.length - 1) return axes;
  return input.length <= 2 && !takesChannels ? Math.max(1, input.length) : Math.max(1, input.length - 1);
}

/** Types for which one of two axes is the channels. */
const CHANNELS_LAST_OF_ALL: ReadonlySet<string> = new Set([
  'batch-norm',
  'layer-norm',
  'softmax',
  'global-avg-pool',
]);

/** A layer that says its reach only on an input, on a small one. */
export function placed(layer: Layer, rank = 1): Layer {
  return layer.inputShape ? layer : layer.on([new Array<number>(rank).fill(4)]);
}

/** The axes of a shape along which a shift moves, or undefined where it has none for each. */
export function movingAxes(
  { rank, channels }: Pick<Graph, 'rank' | 'channels'>,
  shape: Shape,
): number[] | undefined {
  if (shape.length !== rank && shape.length !== rank + 1) return undefined;
  const first = shape.length > rank && channels === 'first' ? 1 : 0;
  return Array.from({ length: rank }, (_, axis) => axis + first);
}

/** The extents along the axes that move. */
export function movingExtents(graph: Pick<Graph, 'rank' | 'channels'>, shape: Shape): number[] | undefined {
  return movingAxes(graph, shape)?.map((axis) => shape[axis] ?? 1);
}
