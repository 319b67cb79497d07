import {
  BatchNorm,
  Dense,
  DenseEquivalent,
  linearPart,
  Pool,
  SlidingLayer,
  TransposedLayer,
  type Conventions,
  type Layer,
  type Sliding,
} from '../../core';
import type { Quantity } from './mistake';

/** The numbers of a layer under the names of the catalogue; what it has not, or not one of, is left out. */
export type Numbers = ReadonlyMap<string, number | bigint>;

type ChannelOrder = Conventions['channels'];

/** What is counted of a layer, with its numbers. */
export interface Counted {
  readonly quantity: Quantity;
  readonly numbers: Numbers;
}

/** The learned numbers of a layer. @param withoutBias whether its weights alone are meant. */
export function parametersOf(
  layer: Layer,
  withoutBias: boolean,
  channels: ChannelOrder,
): Counted | undefined {
  const plain = linearPart(layer);
  if (plain instanceof DenseEquivalent)
    return { quantity: 'fc_equiv_params', numbers: windowNumbers(plain.of, withoutBias) };
  if (plain instanceof Pool) return { quantity: 'pool_params', numbers: windowNumbers(plain, false) };
  if (plain instanceof BatchNorm)
    return { quantity: 'bn_trainable', numbers: channelNumbers(plain, channels) };
  if (layer.sharing === 'shared')
    return { quantity: 'conv_params', numbers: windowNumbers(layer, withoutBias) };
  if (layer.sharing === 'unshared')
    return { quantity: 'local_params', numbers: windowNumbers(layer, withoutBias) };
  if (plain instanceof Dense)
    return { quantity: 'dense_params', numbers: denseNumbers(plain, withoutBias, channels) };
  return layer.weights === 0n && layer.type !== 'network'
    ? { quantity: 'act_params', numbers: channelNumbers(layer, channels) }
    : undefined;
}

/** The multiply-adds of a layer. */
export function multiplyAddsOf(layer: Layer, channels: ChannelOrder): Counted | undefined {
  const plain = linearPart(layer);
  if (plain instanceof SlidingLayer) return { quantity: 'macs', numbers: windowNumbers(layer, false) };
  return plain instanceof Dense
    ? { quantity: 'dense_macs', numbers: denseNumbers(plain, false, channels) }
    : undefined;
}

/** How the output of a layer with a window is made along one axis; undefined where it has none. */
export function axisOf(layer: Layer, axis: number): Counted | undefined {
  const plain = linearPart(layer);
  const { sliding } = plain;
  const { input } = spatialOf(plain);
  const [n, k, s, d] = [input[axis], sliding?.kernel[axis], sliding?.stride[axis], sliding?.dilation[axis]];
  if (!sliding || n === undefined || k === undefined || s === undefined || d === undefined) return undefined;
  const numbers = new Map<string, number>([
    ['n', n],
    ['k', k],
    ['s', s],
    ['d', d],
    ['one', 1],
  ]);
  if (sliding.padding === 'same' && plain instanceof SlidingLayer)
    return { quantity: 'out_size_same', numbers };
  const p = sliding.padding === 'valid' ? 0 : paddingOf(sliding, axis);
  if (p === undefined) return undefined;
  numbers.set('p', p);
  if (plain instanceof TransposedLayer) {
    numbers.set('op', plain.outputPadding[axis] ?? 0);
    return { quantity: 'tconv_size', numbers };
  }
  if (sliding.fit !== 'floor') return undefined;
  return { quantity: plain instanceof Pool ? 'pool_size' : 'out_size', numbers };
}

/** The numbers of a convolution that decide how deep its output is; undefined where it has one map without an axis. */
export function depthOf(layer: Layer): Counted | undefined {
  const plain = linearPart(layer);
  if (!(plain instanceof SlidingLayer) && !(plain instanceof TransposedLayer)) return undefined;
  const { filters, inChannels } = plain.sliding;
  return {
    quantity: 'out_depth',
    numbers: new Map([
      ['K', filters],
      ['C', inChannels],
    ]),
  };
}

/** The numbers of a layer with a window. In three dimensions, height and width stand for height and the rest. */
export function windowNumbers(layer: Layer, withoutBias: boolean): Numbers {
  const numbers = new Map<string, number>([
    ['N', 1],
    ['b', layer.biases > 0n && !withoutBias ? 1 : 0],
    ['one', 1],
  ]);
  const { sliding } = layer;
  if (!sliding) return numbers;
  const { input, output } = spatialOf(layer);
  const { kernel, stride, dilation, groups, filters, inChannels } = sliding;
  for (const [name, value] of [
    ['kh', kernel[0]],
    ['kw', rest(kernel)],
    ['k', one(kernel)],
    ['s', one(stride)],
    ['d', one(dilation)],
    ['p', one(kernel.map((_, axis) => paddingOf(sliding, axis)))],
    ['g', groups],
    ['C', inChannels],
    ['K', filters],
    ['H', input[0]],
    ['W', input.length > 0 ? rest(input) : undefined],
    ['n', input[0]],
    ['Ho', output[0]],
    ['Wo', output.length > 0 ? rest(output) : undefined],
  ] as const)
    if (value !== undefined) numbers.set(name, value);
  return numbers;
}

function denseNumbers(layer: Dense, withoutBias: boolean, channels: ChannelOrder): Numbers {
  const { inputShape, features } = layer;
  const whole = inputShape?.reduce((product, extent) => product * extent, 1) === features;
  const [places, depth] = whole ? apart(inputShape, channels) : [[], features];
  return new Map<string, number | bigint>([
    ['b', layer.biases > 0n && !withoutBias ? 1 : 0],
    ['U', layer.weights / BigInt(features)],
    ['H', places[0] ?? 1],
    ['W', rest(places)],
    ['C', depth],
  ]);
}

/** The channels of a layer that treats each alike, with the places of its input. */
function channelNumbers(layer: Layer, channels: ChannelOrder): Numbers {
  const { inputShape } = layer;
  const [places, depth] = inputShape ? apart(inputShape, channels) : [];
  const known = layer instanceof BatchNorm && layer.weights > 0n ? Number(layer.weights) : depth;
  return new Map<string, number>([
    ...(known === undefined ? [] : [['C', known] as const]),
    ...(places ? ([['H', places[0] ?? 1] as const, ['W', rest(places)] as const] as const) : []),
  ]);
}

/** The places of a shape, and how many channels each has. A single axis is the channels. */
function apart(shape: readonly number[], channels: ChannelOrder): readonly [readonly number[], number] {
  return channels === 'first'
    ? [shape.slice(1), shape[0] ?? 1]
    : [shape.slice(0, -1), shape[shape.length - 1] ?? 1];
}

function paddingOf({ padding }: Sliding, axis: number): number | undefined {
  if (padding === 'valid') return 0;
  if (typeof padding === 'string') return undefined;
  const [before, after] = padding[axis] ?? [];
  return before === after ? before : undefined;
}

/** The value that all have; undefined where they differ. */
function one<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function rest(extents: readonly number[]): number {
  return extents.slice(1).reduce((product, extent) => product * extent, 1);
}

/** The extents of input and output without channels. */
export function spatialOf(layer: Layer): {
  readonly input: readonly number[];
  readonly output: readonly number[];
} {
  const { inputShape, sliding } = layer;
  if (!inputShape) return { input: [], output: [] };
  const rank = sliding?.kernel.length ?? 0;
  const cut = (shape: readonly number[], channels: number | undefined): readonly number[] =>
    shape.length <= rank
      ? shape
      : shape[0] === channels && shape[shape.length - 1] !== channels
        ? shape.slice(1)
        : shape.slice(0, rank);
  return { input: cut(inputShape, sliding?.inChannels), output: cut(layer.outputShape, sliding?.filters) };
}
