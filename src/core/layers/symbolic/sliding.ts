import { MathError } from '../../failure';
import { divide, multiply, ONE, ZERO, type Scalar } from '../../numbers/scalar';
import type { Sizes } from '../layer';
import type { Reach } from '../reach';
import type { Fit } from '../window';
import { formulas, productOf } from './formulas';
import {
  ceilFormula,
  laidOut,
  outputFormula,
  reachFormula,
  transposedFormula,
  transposedReach,
  type SymbolicShape,
  type SymbolicWindow,
} from './windows';

/** What all layers with a window have. */
interface Windowed {
  readonly input: SymbolicShape | undefined;
  readonly windows: readonly SymbolicWindow[];
  readonly channelsFirst: boolean;
}

export interface SymbolicConvolution extends Windowed {
  readonly inChannels: Scalar;
  readonly filters: Scalar;
  /** Whether the output has a channel axis. */
  readonly outputChannels: boolean;
  readonly groups: Scalar;
  readonly bias: boolean;
  readonly frozen: boolean;
}

export interface SymbolicSliding extends SymbolicConvolution {
  readonly fit: Fit;
  /** Whether every place has weights of its own. */
  readonly local: boolean;
}

/** Of a convolution: filters · (kernel · channels / groups) weights, at each place the same ones, or its own. */
export function convolutionSizes(layer: SymbolicSliding): Sizes {
  const { input, filters, windows, bias, local, fit } = layer;
  if (local && !input)
    throw new MathError('A local layer needs an `input`: it has weights for each place.', 'input');
  const fanIn = multiply(kernelCells(layer), divide(layer.inChannels, layer.groups));
  const one = multiply(filters, fanIn);
  const extents = (): readonly Scalar[] =>
    along(input?.extents, windows, (n, axis) => outputFormula(n, axis, fit));
  const places = (): Scalar => productOf(extents());
  return formulas({
    ...shapes(layer, extents),
    ...frozenOr(layer),
    weights: () => (local ? multiply(one, places()) : one),
    biases: () => (!bias ? ZERO : local ? multiply(filters, places()) : filters),
    macs: input && (() => multiply(one, places())),
    fanIn: () => fanIn,
  });
}

/** Of a transposed convolution: each input cell is multiplied by all its weights. */
export function transposedSizes(layer: SymbolicConvolution & { readonly extra: readonly Scalar[] }): Sizes {
  const { input, inChannels, windows, extra } = layer;
  const weights = productOf([kernelCells(layer), inChannels, divide(layer.filters, layer.groups)]);
  const extents = (): readonly Scalar[] =>
    along(input?.extents, windows, (n, window, axis) => transposedFormula(n, window, extra[axis] ?? ZERO));
  return formulas({
    ...shapes(layer, extents),
    ...frozenOr(layer),
    weights: () => weights,
    biases: () => (layer.bias ? layer.filters : ZERO),
    macs: input && (() => multiply(productOf(input.extents), weights)),
    reach: () => ({ kind: 'window', axes: windows.map(transposedReach) }),
  });
}

/** Of a pool: it learns nothing. */
export function poolSizes(
  layer: Windowed & { readonly input: SymbolicShape; readonly ceilMode: boolean },
): Sizes {
  const { input, windows, ceilMode } = layer;
  return formulas({
    ...shapes(
      { ...layer, filters: input.channels ?? ONE, outputChannels: input.channels !== undefined },
      () =>
        along(input.extents, windows, (n, window) =>
          ceilMode ? ceilFormula(n, window) : outputFormula(n, window),
        ),
    ),
    fanIn: () => kernelCells(layer),
  });
}

/** Of LeNet-5’s subsampling: a coefficient and a bias for each channel, one multiplication for each output cell. */
export function subsampleSizes(
  layer: Parameters<typeof poolSizes>[0] & { readonly bias: boolean; readonly frozen: boolean },
): Sizes {
  const pooled = poolSizes(layer);
  const channels = layer.input.channels ?? ONE;
  return formulas({
    input: pooled.inputShape,
    output: () => pooled.outputShape ?? [],
    ...frozenOr(layer),
    weights: () => channels,
    biases: () => (layer.bias ? channels : ZERO),
    macs: () => productOf(pooled.outputShape ?? []),
    fanIn: () => kernelCells(layer),
    reach: () => pooled.reach,
  });
}

function kernelCells({ windows }: Pick<Windowed, 'windows'>): Scalar {
  return productOf(windows.map(({ kernel }) => kernel));
}

function along(
  extents: readonly Scalar[] | undefined,
  windows: readonly SymbolicWindow[],
  output: (n: Scalar, window: SymbolicWindow, axis: number) => Scalar,
): readonly Scalar[] {
  return (extents ?? []).map((n, axis) => {
    const window = windows[axis];
    return window ? output(n, window, axis) : n;
  });
}

function shapes(
  layer: Windowed & Pick<SymbolicConvolution, 'filters' | 'outputChannels'>,
  extents: () => readonly Scalar[],
): { input: Sizes['inputShape']; output: (() => readonly Scalar[]) | undefined; reach: () => Reach } {
  const { input, windows, channelsFirst } = layer;
  return {
    input: input && laidOut(input, channelsFirst),
    output:
      input &&
      (() =>
        laidOut(
          { extents: extents(), channels: layer.outputChannels ? layer.filters : undefined },
          channelsFirst,
        )),
    reach: () => ({
      kind: 'window',
      axes: windows.map((window, axis) => reachFormula(window, input?.extents[axis])),
    }),
  };
}

/** Nothing of a frozen layer is trained. */
export function frozenOr({ frozen }: { readonly frozen: boolean }): { trainable?: () => Scalar } {
  return frozen ? { trainable: () => ZERO } : {};
}
