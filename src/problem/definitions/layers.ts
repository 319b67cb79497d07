import * as Type from 'typebox';
import {
  Dense,
  DenseEquivalent,
  describe,
  SlidingLayer,
  tensorOf,
  Tensor,
  apply,
  add,
  type Layer,
  type PaddingWord,
  type Shape,
  type SlidingLayerType,
  type SlidingOptions,
  type Value,
} from '../../core';
import { LAYER_CONVENTION_FIELDS as LAYER_CONVENTIONS } from '../schema/document';
import { definition, quantities, quantity, values, word } from '../schema/fields';
import type { DefinitionType } from './definition';
import type { Options } from './options';

const optional = Type.Optional;
const BIAS = optional(
  values('true, false, or the values; true follows the convention where the kernel is a size'),
);
const INPUT = optional(definition('what it is applied to: a tensor or a layer'));

function sliding(type: SlidingLayerType, axes: 1 | 2 | 3, doc: string): DefinitionType {
  const words: PaddingWord[] = axes === 1 ? ['valid', 'same', 'full', 'causal'] : ['valid', 'same', 'full'];
  return {
    type,
    doc,
    positional: 'input',
    schema: Type.Object(
      {
        type: optional(word([type], doc)),
        input: INPUT,
        kernel: definition(
          axes === 1
            ? 'its size, or the kernel itself'
            : `its size, a list of ${axes} sizes, or the kernel itself`,
        ),
        filters: optional(quantity('how many filters; 1')),
        'in-channels': optional(quantity('input channels, where there is no input')),
        stride: optional(quantities('cells between two places; 1')),
        padding: optional(quantities('cells around the input; valid', words)),
        dilation: optional(quantities('cells between two taps; 1 is the ordinary filter')),
        groups: optional(quantities('groups of channels that don’t see each other; 1', ['depthwise'])),
        fit: optional(word(['floor', 'exact', 'ceil'], 'what to do with a stride that leaves a rest; floor')),
        bias: BIAS,
        ...LAYER_CONVENTIONS,
      },
      { additionalProperties: false, expected: `a ${type} with a kernel` },
    ),
    build(options) {
      const input = inputOf(options);
      const inChannels = options.whole('in-channels', 1);
      const options_: SlidingOptions = {
        axes,
        input: input?.shape,
        kernel: kernelOf(options, axes),
        filters: options.whole('filters', 1),
        inChannels,
        stride: options.perAxis('stride', axes, 1) ?? new Array<number>(axes).fill(1),
        padding: options.padding('padding', axes, words),
        dilation: options.perAxis('dilation', axes, 1) ?? new Array<number>(axes).fill(1),
        fit: options.word('fit', ['floor', 'exact', 'ceil'], 'floor'),
        groups: groupsOf(options, axes, input?.shape, inChannels),
        bias: options.bias('bias'),
        conventions: options.conventions,
      };
      return layerValue(new SlidingLayer(type, options_), input);
    },
  };
}

/** A layer's input: its shape at once, its values when they are asked for. */
interface InputOption {
  readonly shape: Shape;
  readonly values: () => Tensor;
}

function inputOf(options: Options): InputOption | undefined {
  const value = options.value('input');
  if (value === undefined) return undefined;
  if (value.kind === 'layer')
    return { shape: value.layer.outputShape, values: () => outputOf(value.layer, value.input) };
  const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
  return tensor
    ? { shape: tensor.shape, values: () => tensor }
    : options.fail('input', `\`input\` takes a tensor or a layer; this is ${describe(value)}.`);
}

function outputOf(layer: Layer, input: (() => Tensor) | undefined): Tensor {
  const x = input?.() ?? Tensor.symbols('x', layer.inputShape ?? []);
  return Tensor.of(
    layer.outputShape,
    apply(layer.matrix, x).map((sum, index) => add(sum, layer.biasOf(index))),
  );
}

function layerValue(layer: Layer, input: InputOption | undefined): Value {
  return { kind: 'layer', layer, ...(input && { input: input.values }) };
}

/**
 * A number is the size. In 1-D a flat list is the tensor; otherwise a flat list of as many numbers as axes is sizes. A
 * list of tensors given by name is one filter each.
 */
function kernelOf(options: Options, axes: number): SlidingOptions['kernel'] {
  const items = options.items('kernel');
  if (
    items &&
    items.length > 0 &&
    items.every(({ value, literal }) => !literal && value.kind === 'tensor' && value.tensor.rank >= axes)
  )
    return { filters: items.flatMap(({ value }) => (value.kind === 'tensor' ? [value.tensor] : [])) };
  const value = options.required('kernel', 'its size, or the kernel itself');
  if (value.kind === 'number')
    return { sizes: new Array<number>(axes).fill(options.whole('kernel', 1) ?? 1) };
  const tensor = options.tensor('kernel');
  if (!tensor) return options.fail('kernel', '`kernel` is its size, or a tensor.');
  if (axes > 1 && tensor.rank === 1) return { sizes: options.perAxis('kernel', axes, 1) ?? [] };
  return { tensor };
}

function groupsOf(
  options: Options,
  axes: number,
  input: Shape | undefined,
  inChannels: number | undefined,
): number {
  const value = options.value('groups');
  if (value?.kind !== 'text') return options.whole('groups', 1) ?? 1;
  const channels =
    input?.length === axes + 1
      ? input[options.conventions.channels === 'first' ? 0 : axes]
      : input
        ? 1
        : inChannels;
  return (
    channels ??
    options.fail('groups', '`groups: depthwise` needs the input’s channels: give `input` or `in-channels`.')
  );
}

const DENSE: DefinitionType = {
  type: 'dense',
  doc: 'A fully connected layer: a weight for each pair of input and unit. Its input is flattened.',
  positional: 'input',
  schema: Type.Object(
    {
      type: optional(word(['dense'], 'a fully connected layer')),
      input: INPUT,
      units: optional(quantity('how many outputs')),
      'in-features': optional(quantity('how many inputs, where there is no input')),
      weights: optional(definition('the weights, one row per unit')),
      bias: BIAS,
      ...LAYER_CONVENTIONS,
    },
    { additionalProperties: false, expected: 'a dense layer with units' },
  ),
  build(options) {
    const input = inputOf(options);
    const layer = new Dense({
      input: input?.shape,
      inFeatures: options.whole('in-features', 1),
      units: options.whole('units', 1),
      weights: options.tensor('weights'),
      bias: options.bias('bias'),
      conventions: options.conventions,
    });
    return layerValue(layer, input);
  },
};

const DENSE_EQUIVALENT: DefinitionType = {
  type: 'dense-equivalent',
  doc: 'The fully connected layer that equals a convolution: a weight for each pair of input and output cell, a bias for each output cell.',
  positional: 'of',
  schema: Type.Object(
    {
      type: optional(word(['dense-equivalent'], 'the fully connected layer that equals a convolution')),
      of: definition('a convolution with an input'),
    },
    { additionalProperties: false, expected: 'a dense-equivalent with of' },
  ),
  build(options) {
    const value = options.required('of', 'the convolution that it equals');
    if (value.kind !== 'layer')
      return options.fail('of', `\`of\` takes a convolution; this is ${describe(value)}.`);
    return {
      kind: 'layer',
      layer: new DenseEquivalent(value.layer),
      ...(value.input && { input: value.input }),
    };
  },
};

export const LAYER_TYPES: readonly DefinitionType[] = [
  sliding('conv1d', 1, 'A convolution over one axis: one kernel for all places.'),
  sliding('conv2d', 2, 'A convolution over rows and columns: one kernel for all places.'),
  sliding('conv3d', 3, 'A convolution over three axes: one kernel for all places.'),
  sliding('local1d', 1, 'A locally connected layer over one axis: other weights at every place.'),
  sliding('local2d', 2, 'A locally connected layer over rows and columns: other weights at every place.'),
  DENSE,
  DENSE_EQUIVALENT,
];
