import * as Type from 'typebox';
import type { TSchema } from 'typebox';
import {
  Activated,
  Activation,
  describe,
  feedOf,
  shapeOf,
  Softmax,
  tensorOf,
  type Feed,
  type Layer,
  type LayerValue,
  type PaddingMode,
  type PaddingWord,
  type Shape,
  type Tensor,
} from '../../../core';
import { LAYER_CONVENTION_FIELDS } from '../../schema/document';
import { definition, flag, quantities, quantity, values, word } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';

/** What a layer’s output may go through. */
const ACTIVATIONS = [
  'relu',
  'relu6',
  'leaky-relu',
  'sigmoid',
  'silu',
  'tanh',
  'softmax',
  'step',
  'none',
] as const;

/** Keys that several types of layers take, each with what it says in hovers and findings. */
export const KEYS = {
  input: definition('what it is applied to: a tensor or a layer'),
  inputs: definition('what it joins: a list of tensors or layers'),
  stride: quantities('cells between two places; 1'),
  dilation: quantities('cells between two taps; 1 is the ordinary filter'),
  filters: quantity('how many filters; 1'),
  inChannels: quantity('input channels, where there is no input'),
  groups: quantities('groups of channels that don’t see each other; 1', ['depthwise']),
  bias: values('true, false, or the values; true follows the convention where the kernel is a size'),
  frozen: flag('whether its weights stay as they are in training; false'),
  activation: word(ACTIVATIONS, 'what its output goes through; none'),
  mode: word(['zeros', 'reflect', 'replicate', 'circular', 'symmetric'], 'what stands in the padding; zeros'),
};

/** The words of `padding` over so many axes. */
export function paddingWords(axes: number): PaddingWord[] {
  return axes === 1 ? ['valid', 'same', 'full', 'causal'] : ['valid', 'same', 'full'];
}

export function paddingKey(axes: number): TSchema {
  return quantities('cells around the input; valid', paddingWords(axes));
}

/** `its size, or the kernel itself` for one axis, with a list of sizes for more. */
export function kernelKey(axes: number): TSchema {
  return definition(
    axes === 1 ? 'its size, or the kernel itself' : `its size, a list of ${axes} sizes, or the kernel itself`,
  );
}

interface Declared {
  readonly type: string;
  /** What it is, in a sentence. */
  readonly doc: string;
  readonly positional?: string;
  readonly keys: Readonly<Record<string, TSchema>>;
  /** Keys that have to be given. */
  readonly required?: readonly string[];
  readonly build: DefinitionType['build'];
}

/** A type of layer: its schema, with conventions that it may settle for itself, and how it is made. */
export function layerType({
  type,
  doc,
  positional = 'input',
  keys,
  required = [],
  build,
}: Declared): DefinitionType {
  const fields = Object.fromEntries(
    Object.entries(keys).map(([key, schema]) => [
      key,
      required.includes(key) ? schema : Type.Optional(schema),
    ]),
  );
  const needs = required.length > 0 ? ` with ${required.join(' and ')}` : '';
  return {
    type,
    doc,
    positional,
    schema: Type.Object(
      { type: Type.Optional(word([type], doc)), ...fields, ...LAYER_CONVENTION_FIELDS },
      { additionalProperties: false, expected: `a ${type}${needs}` },
    ),
    build,
  };
}

/** What a layer is applied to; undefined where nothing is written. */
export function inputOf(options: Options): Feed | undefined {
  const value = options.value('input');
  if (value === undefined) return undefined;
  if (value.kind === 'layer') return value;
  const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
  return tensor
    ? feedOf(tensor)
    : options.fail('input', `\`input\` takes a tensor or a layer; this is ${describe(value)}.`);
}

/** The shape of what a layer is applied to. @throws UndefinedError where the layer before gives nothing. */
export function shapeOfInput(feed: Feed | undefined): Shape | undefined {
  return feed && shapeOf(feed);
}

export function layerValue(layer: Layer, ...feeds: readonly (Feed | undefined)[]): LayerValue {
  return { kind: 'layer', layer, feeds: feeds.filter((feed) => feed !== undefined) };
}

/** The layer with the activation that it is declared with. */
export function activated(layer: Layer, options: Options): Layer {
  const name = options.word('activation', ACTIVATIONS, 'none');
  if (name === 'none') return layer;
  const first = options.conventions.channels === 'first';
  return new Activated(layer, (shape) =>
    name === 'softmax' ? new Softmax(shape, first) : new Activation(name, shape, undefined),
  );
}

export function modeOf(options: Options): PaddingMode {
  return options.word('padding-mode', ['zeros', 'reflect', 'replicate', 'circular', 'symmetric'], 'zeros');
}

export function groupsOf(options: Options): number | 'depthwise' {
  const value = options.value('groups');
  return value?.kind === 'text' ? 'depthwise' : (options.whole('groups', 1) ?? 1);
}

/** One size for all axes, or one for each. */
export function sizesOf(options: Options, key: string, axes: number, least = 1): number[] | undefined {
  return options.perAxis(key, axes, least);
}

export function ones(axes: number): number[] {
  return new Array<number>(axes).fill(1);
}

/** The tensor at a key, where one is given. */
export function tensorAt<Name extends string>(
  options: Options,
  ...names: readonly Name[]
): Partial<Record<Name, Tensor>> {
  const found: Partial<Record<Name, Tensor>> = {};
  for (const name of names) {
    const tensor = options.tensor(name);
    if (tensor) found[name] = tensor;
  }
  return found;
}
