import { orUndefined } from '../failure';
import { groupDigits } from '../numbers/group-digits';
import { linearPart } from './activation';
import { Dense } from './dense';
import { DenseEquivalent } from './equivalents';
import { paramsOf, type Layer, type Sliding } from './layer';
import { BatchNorm, LayerNorm } from './normalisation';
import { Pool } from './pool';
import { SlidingLayer } from './sliding-layer';
import { Subsample } from './subsample';
import { TransposedLayer, type TransposedAxis } from './transposed-layer';
import { placesOnInput, spanOf, type Fit, type WindowAxis } from './window';

/** Counts of a layer that follow from its numbers by a formula. */
export type LayerCount = 'params' | 'weights' | 'biases' | 'macs' | 'units' | 'connections';

/** Taps of an axis whose places are added up one by one, where they differ. */
const MAX_SUMMANDS = 7;

/**
 * How a count comes about, with the layer’s own numbers put in: `3·(5·5·3 + 1) = 228`. The number alone where there is
 * nothing to multiply; undefined where the count can’t be known, or follows from values rather than from sizes.
 */
export function countFormula(layer: Layer, count: LayerCount): string | undefined {
  return orUndefined(() => {
    const terms = termsOf(linearPart(layer), count);
    const result = groupDigits(countOf(layer, count));
    return terms && equation(terms, result);
  });
}

/** The count of several layers together: `112 + 650 = 762`. Undefined where they are too many to be written out. */
export function sumFormula(layers: readonly Layer[], count: LayerCount): string | undefined {
  return orUndefined(() => {
    const counts = layers.map((layer) => countOf(layer, count)).filter((one) => one !== 0n);
    if (counts.length > MAX_SUMMANDS) return undefined;
    const result = groupDigits(counts.reduce((sum, one) => sum + one, 0n));
    return equation(counts.map(digits).join(' + ') || '0', result);
  });
}

/** The extent of each axis of a sliding layer’s output: `⌊(512 + 0 − 5)/1⌋ + 1 = 508`. Empty where there is none. */
export function extentFormulas(layer: Layer): readonly string[] {
  return orUndefined(() => extents(linearPart(layer))) ?? [];
}

function extents(layer: Layer): readonly string[] {
  if (layer instanceof TransposedLayer) return layer.placedAxes.map(transposedFormula);
  if (!(layer instanceof SlidingLayer || layer instanceof Pool || layer instanceof Subsample)) return [];
  return layer.axes.map((axis) => extentFormula(axis, layer.sliding.fit));
}

/** Dumoulin & Visin, relationship 15: ⌊(n + p − (d·(k − 1) + 1)) / s⌋ + 1, p the cells of both sides. */
export function extentFormula(axis: WindowAxis, fit: Fit): string {
  const { input, before, after, kernel, dilation, stride, output } = axis;
  const padding = before !== after ? `${before} + ${after}` : before === 0 ? '0' : `2·${before}`;
  const steps = `(${digits(input)} + ${padding} − ${spanText(kernel, dilation)})/${stride}`;
  const [open, close] = { floor: ['⌊', '⌋'], ceil: ['⌈', '⌉'], exact: ['', ''] }[fit];
  // A pool leaves out a last window that would begin behind the input.
  const last = fit === 'ceil' && (output - 1) * stride + spanOf(axis) < input + before + after ? '' : ' + 1';
  return `${open}${steps}${close}${last} = ${digits(output)}`;
}

/** Dumoulin & Visin, relationship 14: (n − 1)·s − p + d·(k − 1) + 1 + a; n·s + a under “same”. */
function transposedFormula({
  input,
  before,
  after,
  kernel,
  dilation,
  stride,
  extra,
  output,
  same,
}: TransposedAxis): string {
  const more = extra === 0 ? '' : ` + ${extra}`;
  if (same) return `${digits(input)}·${stride}${more} = ${digits(output)}`;
  const padding = before !== after ? ` − (${before} + ${after})` : before === 0 ? '' : ` − 2·${before}`;
  return `(${digits(input)} − 1)·${stride}${padding} + ${spanText(kernel, dilation)}${more} = ${digits(output)}`;
}

function spanText(kernel: number, dilation: number): string {
  return dilation === 1 ? digits(kernel) : `(${dilation}·(${kernel} − 1) + 1)`;
}

function countOf(layer: Layer, count: LayerCount): bigint {
  switch (count) {
    case 'params':
      return paramsOf(layer);
    case 'units':
      return layer.outputShape.reduce((product, extent) => product * BigInt(extent), 1n);
    case 'connections':
      return layer.matrix.nnz;
    case 'weights':
    case 'biases':
    case 'macs':
      return layer[count];
  }
}

function termsOf(layer: Layer, count: LayerCount): string | undefined {
  if (count === 'units') return product(layer.outputShape);
  if (layer instanceof SlidingLayer) {
    const { connections } = layer.declared;
    return connections ? connectedTerms(layer, connections, count) : slidingTerms(layer, count);
  }
  if (layer instanceof TransposedLayer) return transposedTerms(layer, count);
  if (layer instanceof Dense) return denseTerms(layer, count);
  if (layer instanceof DenseEquivalent) return equivalentTerms(layer, count);
  if (layer instanceof Subsample && count === 'macs') return product(layer.outputShape);
  return PER_CHANNEL.some((type) => layer instanceof type) ? perChannelTerms(layer, count) : undefined;
}

/** Layers with a factor and a summand for each channel. */
const PER_CHANNEL = [BatchNorm, LayerNorm, Subsample] as const;

function perChannelTerms({ weights, biases }: Layer, count: LayerCount): string | undefined {
  switch (count) {
    case 'weights':
      return digits(weights);
    case 'biases':
      return digits(biases);
    case 'params':
      return weights === biases && weights > 0n ? `2·${digits(weights)}` : digits(weights + biases);
    default:
      return undefined;
  }
}

/** Each filter with the channels that it sees: `5·5·(6·3 + 9·4 + 6) + 16`. */
function connectedTerms(
  layer: SlidingLayer,
  connections: readonly (readonly number[])[],
  count: Exclude<LayerCount, 'units'>,
): string | undefined {
  const times = new Map<number, number>();
  for (const { length } of connections) times.set(length, (times.get(length) ?? 0) + 1);
  if (times.size > MAX_SUMMANDS) return undefined;
  const pairs = [...times].map(([channels, filters]) =>
    filters === 1 ? digits(channels) : product([filters, channels]),
  );
  const seen = pairs.length === 1 ? pairs : [`(${pairs.join(' + ')})`];
  const { kernel, filters } = layer.sliding;
  const lead = layer.sharing === 'shared' ? [] : places(layer);
  const biases = layer.biases === 0n ? '0' : product([...lead, filters]);
  const weights = product([...lead, ...kernel, ...seen]);
  switch (count) {
    case 'weights':
      return weights;
    case 'biases':
      return biases;
    case 'params':
      return layer.biases === 0n ? weights : `${weights} + ${biases}`;
    case 'macs':
      return product([...places(layer), ...kernel, ...seen]);
    case 'connections': {
      const axes = readsOf(layer);
      return axes && product([...axes, ...seen]);
    }
  }
}

function transposedTerms(layer: TransposedLayer, count: Exclude<LayerCount, 'units'>): string | undefined {
  const { filters, groups, inChannels, kernel } = layer.sliding;
  const own = filters > 1 ? [filters] : [];
  const inputs =
    groups > 1 ? [`(${digits(inChannels)}/${digits(groups)})`] : inChannels > 1 ? [inChannels] : [];
  const window = [...kernel, ...inputs];
  switch (count) {
    case 'weights':
      return product([...own, ...window]);
    case 'biases':
      return layer.biases === 0n ? '0' : digits(filters);
    case 'params':
      return layer.biases === 0n ? product([...own, ...window]) : withBias(own, window);
    case 'macs':
      return product([...layer.placedAxes.map(({ input }) => input), ...own, ...window]);
    case 'connections':
      return undefined;
  }
}

function slidingTerms(layer: SlidingLayer, count: Exclude<LayerCount, 'units'>): string | undefined {
  const { sliding, sharing } = layer;
  const filters = sliding.filters > 1 ? [sliding.filters] : [];
  const window = windowFactors(layer, sliding);
  const lead = [...(sharing === 'shared' ? [] : places(layer)), ...filters];
  switch (count) {
    case 'weights':
      return product([...lead, ...window]);
    case 'biases':
      return layer.biases === 0n ? '0' : product(lead);
    case 'params':
      return layer.biases === 0n ? product([...lead, ...window]) : withBias(lead, window);
    case 'macs':
      return product([...places(layer), ...filters, ...window]);
    case 'connections': {
      const axes = readsOf(layer);
      return axes && product([...axes, ...filters, ...channelFactor(layer, sliding)]);
    }
  }
}

/** So many filters with a bias each: `3·(5·5·3 + 1)`. */
function withBias(filters: readonly (number | string)[], window: readonly (number | string)[]): string {
  const one = `${product(window)} + 1`;
  return filters.length === 0 ? one : product([...filters, `(${one})`]);
}

/** Along each axis, how often a tap reads the input; undefined where it can't be said, or follows from values. */
function readsOf(layer: SlidingLayer): readonly string[] | undefined {
  if (layer.givenKernel) return undefined;
  const axes = layer.axes.map(placesText).filter((axis) => axis !== undefined);
  return axes.length === layer.axes.length ? axes : undefined;
}

function places(layer: SlidingLayer): number[] {
  return layer.axes.map(({ output }) => output);
}

/** The cells that one filter sees at one place. */
function windowFactors(layer: Layer, sliding: Sliding): (number | string)[] {
  return [...sliding.kernel, ...channelFactor(layer, sliding)];
}

/** Input channels of one group; nothing where the input has no channel axis. */
function channelFactor({ inputShape }: Layer, { kernel, groups, inChannels }: Sliding): (number | string)[] {
  if (groups > 1) return [`(${digits(inChannels)}/${digits(groups)})`];
  return inChannels > 1 || (inputShape?.length ?? 0) > kernel.length ? [inChannels] : [];
}

/** At how many places the taps of an axis lie on the input: `5·508`, or `(8 + 9 + 8)` where padding takes some. */
function placesText(axis: WindowAxis): string | undefined {
  // Where padding repeats cells, several taps may read one cell: one connection.
  if (axis.mode !== 'zeros' && axis.before + axis.after > 0) return undefined;
  const counts = Array.from({ length: Math.min(axis.kernel, MAX_SUMMANDS + 1) }, (_, tap) =>
    placesOnInput(axis, tap),
  );
  const [first = 0] = counts;
  if (axis.before === 0 && axis.after === 0 && axis.kernel > MAX_SUMMANDS)
    return axis.stride === 1 ? product([axis.kernel, axis.output]) : undefined;
  if (counts.length > MAX_SUMMANDS) return undefined;
  if (counts.every((count) => count === first)) return product([axis.kernel, first]);
  return `(${counts.map(digits).join(' + ')})`;
}

function denseTerms(layer: Dense, count: Exclude<LayerCount, 'units'>): string | undefined {
  const [units = 0] = layer.weightTensor.shape;
  const { placeShape } = layer;
  const inputs = product(layer.flattens ? (layer.inputShape ?? [layer.features]) : [layer.features]);
  const weights = product([units, inputs]);
  const everywhere = product([...placeShape, units, inputs]);
  switch (count) {
    case 'weights':
      return weights;
    case 'macs':
      return everywhere;
    case 'biases':
      return digits(layer.biases);
    case 'params':
      return layer.biases === 0n ? weights : product([units, `(${inputs} + 1)`]);
    case 'connections':
      return layer.weightTensor.symbolName === undefined ? undefined : everywhere;
  }
}

function equivalentTerms(layer: DenseEquivalent, count: Exclude<LayerCount, 'units'>): string | undefined {
  const { rows, cols } = layer.matrix;
  const weights = product([cols, rows]);
  switch (count) {
    case 'weights':
    case 'macs':
      return weights;
    case 'biases':
      return layer.biases === 0n ? '0' : product(layer.outputShape);
    case 'params':
      return layer.biases === 0n ? weights : `${weights} + ${digits(rows)}`;
    case 'connections':
      return termsOf(layer.of, count);
  }
}

function digits(value: number | bigint): string {
  return groupDigits(value);
}

/** `5·5·3`; 1 where there is no factor, without parentheses where there is one. */
function product(factors: readonly (number | string)[]): string {
  const [only] = factors;
  if (factors.length === 1 && typeof only === 'string') return only.replace(/^\((.*)\)$/, '$1');
  return factors.map((factor) => (typeof factor === 'number' ? digits(factor) : factor)).join('·') || '1';
}

function equation(terms: string, result: string): string {
  return terms === result ? result : `${terms} = ${result}`;
}
