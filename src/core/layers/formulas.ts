import { orUndefined } from '../failure';
import { groupDigits } from '../numbers/group-digits';
import { linearPart } from './activation';
import { Dense } from './dense';
import { DenseEquivalent } from './equivalents';
import { paramsOf, type Layer, type Sliding } from './layer';
import { Pool } from './pool';
import { SlidingLayer } from './sliding-layer';
import { placesOnInput, type Fit, type WindowAxis } from './window';

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

/** The extent of each axis of a sliding layer’s output: `⌊(512 + 0 − 5)/1⌋ + 1 = 508`. Empty where there is none. */
export function extentFormulas(layer: Layer): readonly string[] {
  const plain = linearPart(layer);
  if (!(plain instanceof SlidingLayer || plain instanceof Pool)) return [];
  const { fit } = plain.sliding;
  return orUndefined(() => plain.axes.map((axis) => extentFormula(axis, fit))) ?? [];
}

/** Dumoulin & Visin, relationship 15: ⌊(n + p − (d·(k − 1) + 1)) / s⌋ + 1, p the cells of both sides. */
export function extentFormula(axis: WindowAxis, fit: Fit): string {
  const { input, before, after, kernel, dilation, stride, output } = axis;
  const padding = before !== after ? `${before} + ${after}` : before === 0 ? '0' : `2·${before}`;
  const span = dilation === 1 ? digits(kernel) : `(${dilation}·(${kernel} − 1) + 1)`;
  const steps = `(${digits(input)} + ${padding} − ${span})/${stride}`;
  const [open, close] = { floor: ['⌊', '⌋'], ceil: ['⌈', '⌉'], exact: ['', ''] }[fit];
  return `${open}${steps}${close} + 1 = ${digits(output)}`;
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
  // A table of connections has no formula but its own sum.
  if (layer instanceof SlidingLayer)
    return layer.declared.connections ? undefined : slidingTerms(layer, count);
  if (layer instanceof Dense) return denseTerms(layer, count);
  return layer instanceof DenseEquivalent ? equivalentTerms(layer, count) : undefined;
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
    case 'params': {
      if (layer.biases === 0n) return product([...lead, ...window]);
      const one = `${product(window)} + 1`;
      return lead.length === 0 ? one : product([...lead, `(${one})`]);
    }
    case 'macs':
      return product([...places(layer), ...filters, ...window]);
    case 'connections': {
      if (layer.weightTensor.symbolName === undefined) return undefined;
      const axes = layer.axes.map(placesText);
      return axes.includes(undefined)
        ? undefined
        : product([
            ...axes.filter((axis) => axis !== undefined),
            ...filters,
            ...channelFactor(layer, sliding),
          ]);
    }
  }
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
  const [units = 0, features = 0] = layer.weightTensor.shape;
  const inputs = product(layer.inputShape ?? [features]);
  const weights = product([units, inputs]);
  switch (count) {
    case 'weights':
    case 'macs':
      return weights;
    case 'biases':
      return digits(layer.biases);
    case 'params':
      return layer.biases === 0n ? weights : product([units, `(${inputs} + 1)`]);
    case 'connections':
      return layer.weightTensor.symbolName === undefined ? undefined : weights;
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
