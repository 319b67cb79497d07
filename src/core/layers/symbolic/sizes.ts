import { MathError } from '../../failure';
import { integer, isRational } from '../../numbers/rational';
import { add, ceil, divide, floor, multiply, ONE, subtract, ZERO, type Scalar } from '../../numbers/scalar';
import type { PaddingWord } from '../window';
import type { Sizes } from '../layer';
import { productOf } from './sized-layer';

/** A window along one axis; sizes may be symbols. */
export interface SymbolicWindow {
  readonly kernel: Scalar;
  readonly stride: Scalar;
  readonly dilation: Scalar;
  /** A word, or the cells of both sides together. */
  readonly padding: PaddingWord | Scalar;
}

/** Where spatial extents and channels stand. */
export interface SymbolicShape {
  readonly extents: readonly Scalar[];
  /** Undefined without a channel axis. */
  readonly channels: Scalar | undefined;
}

/** ⌊(n + p − d(k − 1) − 1)/s⌋ + 1 (Dumoulin & Visin, relationship 15), p the cells of both sides; ⌈n/s⌉ under “same”. */
export function outputFormula(n: Scalar, window: SymbolicWindow, round: 'floor' | 'ceil' = 'floor'): Scalar {
  const { kernel, stride, dilation, padding } = window;
  if (padding === 'same') return ceil(divide(n, stride));
  const reach = multiply(dilation, subtract(kernel, ONE));
  const around =
    padding === 'valid'
      ? ZERO
      : padding === 'full'
        ? multiply(integer(2), reach)
        : padding === 'causal'
          ? reach
          : padding;
  const steps = divide(subtract(subtract(add(n, around), reach), ONE), stride);
  return add(round === 'ceil' ? ceil(steps) : floor(steps), ONE);
}

/** A shape in the order of the convention. */
export function laidOut({ extents, channels }: SymbolicShape, first: boolean): readonly Scalar[] {
  if (channels === undefined) return extents;
  return first ? [channels, ...extents] : [...extents, channels];
}

export interface SymbolicConvolution {
  readonly input: SymbolicShape | undefined;
  readonly inChannels: Scalar;
  readonly filters: Scalar;
  /** Whether the output has a channel axis. */
  readonly outputChannels: boolean;
  readonly windows: readonly SymbolicWindow[];
  readonly groups: Scalar;
  readonly bias: boolean;
  readonly channelsFirst: boolean;
  /** Whether every place has weights of its own. */
  readonly local: boolean;
}

/** Of a convolution: filters · (kernel · channels / groups) weights, at each place the same ones, or its own. */
export function convolutionSizes(layer: SymbolicConvolution): Sizes {
  const { input, filters, windows, groups, bias, local } = layer;
  const one = productOf([filters, ...windows.map(({ kernel }) => kernel), divide(layer.inChannels, groups)]);
  const extents = input?.extents.map((extent, axis) => {
    const window = windows[axis];
    return window ? outputFormula(extent, window) : extent;
  });
  const places = extents && productOf(extents);
  if (local && !places)
    throw new MathError('A local layer needs an `input`: it has weights for each place.', 'input');
  const outputShape =
    extents &&
    laidOut({ extents, channels: layer.outputChannels ? filters : undefined }, layer.channelsFirst);
  return {
    outputShape,
    weights: local && places ? multiply(one, places) : one,
    biases: !bias ? ZERO : local && places ? multiply(filters, places) : filters,
    macs: places && multiply(one, places),
  };
}

/** Of a pool: it learns nothing. */
export function poolSizes(
  input: SymbolicShape,
  windows: readonly SymbolicWindow[],
  round: 'floor' | 'ceil',
  channelsFirst: boolean,
): Sizes {
  const extents = input.extents.map((extent, axis) => {
    const window = windows[axis];
    return window ? outputFormula(extent, window, round) : extent;
  });
  return {
    outputShape: laidOut({ extents, channels: input.channels }, channelsFirst),
    weights: ZERO,
    biases: ZERO,
    macs: ZERO,
  };
}

/** Of a dense layer: a weight for each pair of input and unit. */
export function denseSizes(features: Scalar, units: Scalar, bias: boolean): Sizes {
  const weights = multiply(features, units);
  return { outputShape: [units], weights, biases: bias ? units : ZERO, macs: weights };
}

/** Of a layer that leaves the shape as it is. */
export function sameSizes(shape: readonly Scalar[]): Sizes {
  return { outputShape: shape, weights: ZERO, biases: ZERO, macs: ZERO };
}

/** Whether a size is a symbol or a formula in symbols. */
export function isSymbolic(size: Scalar): boolean {
  return typeof size !== 'number' && !isRational(size);
}
