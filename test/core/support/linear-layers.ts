import fc from 'fast-check';
import {
  Add,
  BatchNorm,
  Concat,
  convEquivalent,
  Crop,
  DEFAULT_CONVENTIONS,
  Dense,
  DenseEquivalent,
  Dropout,
  Flatten,
  GlobalAveragePool,
  integer,
  Pool,
  Reshape,
  SlidingLayer,
  Subsample,
  Tensor,
  TransposedLayer,
  UndefinedError,
  Upsample,
  type BiasOption,
  type Conventions,
  type Layer,
  type Padding,
  type PaddingMode,
  type Shape,
  type SlidingOptions,
} from '../../../src/core';
import { places } from './brute';
import { numbersFor, sizeOf } from './slides';

/** A small linear layer, and what it takes to hold its parts against each other. */
export interface LinearLayer {
  readonly kind: LinearKind;
  readonly conventions: Conventions;
  /** With numbers as weights and biases. */
  readonly layer: Layer;
  /** The same layer with symbols; undefined where nothing is learned. */
  readonly symbolic?: Layer;
  /** The same layer with other weights, in the shape of its weight tensor; undefined where nothing is learned. */
  readonly withWeights?: (weights: Tensor) => Layer;
}

type Made = Omit<LinearLayer, 'kind'>;

/** Draws from fast-check, which remembers what it drew. */
class Draw {
  constructor(private readonly value: fc.GeneratorValue) {}

  whole(min: number, max: number): number {
    return this.value(fc.integer, { min, max });
  }

  flag(): boolean {
    return this.value(fc.boolean);
  }

  pick<T>(...items: readonly [T, ...T[]]): T {
    return items[this.whole(0, items.length - 1)] ?? items[0];
  }

  each(count: number, min: number, max: number): number[] {
    return Array.from({ length: count }, () => this.whole(min, max));
  }

  tensor(shape: Shape): Tensor {
    return Tensor.integers(shape, numbersFor(sizeOf(shape), this.whole(0, 9999)));
  }
}

type Axes = 1 | 2 | 3;

/** Small extents: the more axes, the smaller. */
function extentsOf(draw: Draw, axes: Axes): number[] {
  return draw.each(axes, 1, axes === 1 ? 9 : axes === 2 ? 5 : 3);
}

function shapeOf(extents: Shape, channels: number | undefined, { channels: place }: Conventions): Shape {
  if (channels === undefined) return extents;
  return place === 'first' ? [channels, ...extents] : [...extents, channels];
}

function paddingOf(draw: Draw, axes: Axes, most = 3): Padding {
  const word = draw.pick('none', 'valid', 'same', 'full', 'causal');
  if (word !== 'none' && (word !== 'causal' || axes === 1)) return word;
  return Array.from({ length: axes }, () => [draw.whole(0, most), draw.whole(0, most)] as const);
}

function connectionsOf(draw: Draw, filters: number, channels: number): number[][] {
  return Array.from({ length: filters }, () => {
    const seen = places([channels])
      .flat()
      .filter(() => draw.flag());
    return seen.length > 0 ? seen : [draw.whole(0, channels - 1)];
  });
}

/** A layer made three times: with symbols, with drawn numbers, and with whatever numbers are asked for. */
function learning(
  draw: Draw,
  conventions: Conventions,
  make: (weights: Tensor | undefined, bias: BiasOption) => Layer,
  shape: (symbolic: Layer) => Shape = ({ weightTensor }) => weightTensor.shape,
): Made {
  const symbolic = make(undefined, draw.flag());
  const bias: BiasOption = symbolic.biases > 0n && draw.tensor([Number(symbolic.biases)]);
  const weights = draw.tensor(shape(symbolic));
  const withWeights = (other: Tensor): Layer => make(other.reshape(weights.shape), bias);
  return { conventions, symbolic, layer: make(weights, bias), withWeights };
}

function convolution(draw: Draw, conventions: Conventions, local: boolean): Made {
  const axes = local ? draw.pick<Axes>(1, 2) : draw.pick<Axes>(1, 2, 3);
  const hasChannels = draw.flag();
  const groups = hasChannels && !local ? draw.whole(1, 2) : 1;
  const channels = groups * (hasChannels ? draw.whole(1, 3) : 1);
  const named = hasChannels || draw.flag();
  const filters = groups * (named ? draw.whole(1, 3) : 1);
  const options: Omit<SlidingOptions, 'kernel' | 'bias'> = {
    axes,
    input: shapeOf(extentsOf(draw, axes), hasChannels ? channels : undefined, conventions),
    filters: named ? filters : undefined,
    inChannels: undefined,
    stride: draw.each(axes, 1, 3),
    dilation: draw.each(axes, 1, 2),
    padding: paddingOf(draw, axes),
    mode: draw.pick<PaddingMode>('zeros', 'zeros', 'reflect', 'replicate', 'circular', 'symmetric'),
    fit: draw.pick('floor', 'floor', 'ceil'),
    groups,
    connections:
      named && groups === 1 && draw.whole(0, 2) === 0 ? connectionsOf(draw, filters, channels) : undefined,
    conventions,
  };
  const sizes = draw.each(axes, 1, axes === 3 ? 2 : 3);
  const type = local ? (`local${axes === 1 ? 1 : 2}d` as const) : (`conv${axes}d` as const);
  const first = conventions.channels === 'first';
  return learning(
    draw,
    conventions,
    (weights, bias) =>
      new SlidingLayer(type, { ...options, kernel: weights ? { tensor: weights } : { sizes }, bias }),
    ({ outputShape }) => {
      const lead = local ? outputShape.filter((_, axis) => !named || axis !== (first ? 0 : axes)) : [];
      if (!named) return [...lead, ...sizes];
      const perGroup = channels / groups;
      return first ? [...lead, filters, perGroup, ...sizes] : [...lead, ...sizes, perGroup, filters];
    },
  );
}

function transposedConvolution(draw: Draw, conventions: Conventions): Made {
  const axes = draw.pick<Axes>(1, 2, 3);
  const hasChannels = draw.flag();
  const groups = hasChannels ? draw.whole(1, 2) : 1;
  const channels = groups * (hasChannels ? draw.whole(1, 2) : 1);
  const named = hasChannels || draw.flag();
  const filters = groups * (named ? draw.whole(1, 2) : 1);
  const sizes = draw.each(axes, 1, axes === 3 ? 2 : 3);
  const [stride, dilation] = [draw.each(axes, 1, 3), draw.each(axes, 1, 2)];
  const options = {
    axes,
    input: shapeOf(draw.each(axes, 1, axes === 1 ? 6 : 3), hasChannels ? channels : undefined, conventions),
    filters: named ? filters : undefined,
    inChannels: undefined,
    stride,
    dilation,
    padding: paddingOf(draw, axes, 2),
    outputPadding: stride.map((step, axis) => draw.whole(0, Math.max(step, dilation[axis] ?? 1) - 1)),
    groups,
    conventions,
  };
  const first = conventions.channels === 'first';
  const perGroup = filters / groups;
  return learning(
    draw,
    conventions,
    (weights, bias) =>
      new TransposedLayer(`transposed-conv${axes}d`, {
        ...options,
        kernel: weights ? { tensor: weights } : { sizes },
        bias,
      }),
    () => (!named ? sizes : first ? [channels, perGroup, ...sizes] : [...sizes, perGroup, channels]),
  );
}

function averagePool(draw: Draw, conventions: Conventions): Layer {
  const axes = draw.pick<Axes>(1, 2, 3);
  const kernel = draw.each(axes, 1, 3);
  return new Pool(`avg-pool${axes}d`, {
    axes,
    input: shapeOf(extentsOf(draw, axes), draw.flag() ? draw.whole(1, 3) : undefined, conventions),
    kernel,
    stride: draw.each(axes, 1, 3),
    padding: draw.flag()
      ? draw.pick('valid', 'same')
      : kernel.map((size) => [draw.whole(0, size - 1), draw.whole(0, size - 1)] as const),
    ceilMode: draw.flag(),
    countPadding: draw.flag(),
    conventions,
  });
}

function subsampling(draw: Draw, conventions: Conventions): Made {
  const kernel = draw.each(2, 1, 3);
  const options = {
    input: shapeOf(extentsOf(draw, 2), draw.flag() ? draw.whole(1, 3) : undefined, conventions),
    kernel,
    stride: draw.each(2, 1, 3),
    padding: draw.pick<Padding>(
      'valid',
      'same',
      kernel.map((size) => [draw.whole(0, size - 1), draw.whole(0, size - 1)] as const),
    ),
    ceilMode: draw.flag(),
    frozen: false,
    conventions,
  };
  return learning(draw, conventions, (weights, bias) => new Subsample({ ...options, weights, bias }));
}

function dense(draw: Draw, conventions: Conventions, flatten = draw.flag()): Made {
  const input = draw.each(draw.whole(1, 3), 1, 3);
  const units = draw.whole(1, 3);
  return learning(
    draw,
    conventions,
    (weights, bias) =>
      new Dense({ input, inFeatures: undefined, units, weights, bias, flatten, conventions }),
  );
}

/** A layer that puts entries elsewhere or joins them. */
function rearranging(draw: Draw, conventions: Conventions): Layer {
  const input = draw.each(draw.whole(1, 3), 1, 4);
  const first = conventions.channels === 'first';
  const order = conventions.flatten;
  switch (draw.pick('dropout', 'flatten', 'reshape', 'crop', 'upsample', 'add', 'concat')) {
    case 'dropout':
      return new Dropout(input);
    case 'flatten':
      return new Flatten(input, order);
    case 'reshape': {
      const wanted = draw.pick<Shape>([-1], [1, -1], [...input].reverse(), [...input, 1]);
      return new Reshape(input, wanted, order);
    }
    case 'crop':
      return new Crop(input, [draw.whole(1, Math.min(...input))], conventions);
    case 'upsample':
      return new Upsample(input, [draw.whole(1, 3)], draw.pick('nearest', 'bilinear'), conventions);
    case 'add':
      return new Add(
        places([draw.whole(1, 3)]).map(() => input),
        order,
      );
    case 'concat': {
      const axis = draw.flag() ? undefined : draw.whole(0, input.length - 1);
      const along = axis ?? (first ? 0 : input.length - 1);
      const inputs = places([draw.whole(1, 3)]).map(() => input.with(along, draw.whole(1, 3)));
      return new Concat(inputs, axis, conventions);
    }
  }
}

function batchNorm(draw: Draw, conventions: Conventions): Layer {
  const channels = draw.whole(1, 3);
  const input = shapeOf(draw.each(draw.whole(1, 2), 1, 3), channels, conventions);
  // Roots of squares are exact.
  const variance = Tensor.integers(
    [channels],
    draw.each(channels, 1, 3).map((root) => root * root),
  );
  const statistics = {
    scale: draw.tensor([channels]),
    shift: draw.tensor([channels]),
    mean: draw.tensor([channels]),
    variance,
    epsilon: integer(0),
  };
  return new BatchNorm(input, undefined, conventions, statistics, false, true);
}

export const LINEAR_KINDS = [
  'conv',
  'local',
  'transposed',
  'avg-pool',
  'global-avg-pool',
  'subsample',
  'dense',
  'dense-equivalent',
  'conv-equivalent',
  'rearranging',
  'batch-norm',
] as const;

export type LinearKind = (typeof LINEAR_KINDS)[number];

function ofKind(kind: LinearKind, draw: Draw, conventions: Conventions): Made {
  switch (kind) {
    case 'conv':
    case 'local':
      return convolution(draw, conventions, kind === 'local');
    case 'transposed':
      return transposedConvolution(draw, conventions);
    case 'avg-pool':
      return { conventions, layer: averagePool(draw, conventions) };
    case 'global-avg-pool':
      return {
        conventions,
        layer: new GlobalAveragePool(draw.each(draw.whole(1, 3), 1, 3), conventions, draw.flag()),
      };
    case 'subsample':
      return subsampling(draw, conventions);
    case 'dense':
      return dense(draw, conventions);
    case 'dense-equivalent':
      return { conventions, layer: new DenseEquivalent(convolution(draw, conventions, draw.flag()).layer) };
    case 'conv-equivalent':
      return {
        conventions,
        layer: convEquivalent(dense(draw, conventions, true).layer, conventions, undefined),
      };
    case 'rearranging':
      return { conventions, layer: rearranging(draw, conventions) };
    case 'batch-norm':
      return { conventions, layer: batchNorm(draw, conventions) };
  }
}

/** A small layer of one of the linear kinds, under any conventions, whose window fits; to be drawn within a property. */
export function linearLayer(
  value: fc.GeneratorValue,
  kinds: readonly LinearKind[] = LINEAR_KINDS,
): LinearLayer {
  const draw = new Draw(value);
  const conventions: Conventions = {
    ...DEFAULT_CONVENTIONS,
    channels: draw.pick('first', 'last'),
    flatten: draw.pick('row-major', 'column-major'),
    convolution: draw.pick('cross-correlation', 'flipped'),
  };
  const kind = kinds[draw.whole(0, kinds.length - 1)] ?? 'conv';
  const made = orUndefined(() => {
    const found = ofKind(kind, draw, conventions);
    return found.layer.outputShape.length >= 0 ? found : undefined;
  });
  fc.pre(made !== undefined);
  return { ...made, kind };
}

/** Undefined where a window doesn't fit. */
function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UndefinedError) return undefined;
    throw error;
  }
}
