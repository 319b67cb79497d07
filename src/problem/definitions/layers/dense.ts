import {
  Activated,
  convEquivalent,
  Dense,
  DenseEquivalent,
  describe,
  type Layer,
  type LayerValue,
} from '../../../core';
import { definition, flag, quantity } from '../../schema/fields';
import type { DefinitionType } from '../definition';
import type { Options } from '../options';
import { activated, inputOf, KEYS, layerType, layerValue, shapeOfInput } from './shared';
import { hasSymbols, sizedDense } from './symbolic';

const DENSE = layerType({
  type: 'dense',
  doc: 'A fully connected layer: a weight for each pair of input and unit. Its input is flattened.',
  keys: {
    input: KEYS.input,
    units: quantity('how many outputs'),
    'in-features': quantity('how many inputs, where there is no input'),
    weights: definition('the weights, one row per unit'),
    flatten: flag('whether its input is flattened; false acts on the channels at every place; true'),
    bias: KEYS.bias,
    frozen: KEYS.frozen,
    activation: KEYS.activation,
  },
  build(options) {
    if (hasSymbols(options, 0, 'units', 'in-features')) return sizedDense(options);
    const input = inputOf(options);
    const layer = new Dense({
      input: shapeOfInput(input),
      inFeatures: options.whole('in-features', 1),
      units: options.whole('units', 1),
      weights: options.tensor('weights'),
      bias: options.bias('bias'),
      flatten: options.flag('flatten'),
      frozen: options.flag('frozen'),
      conventions: options.conventions,
    });
    return layerValue(activated(layer, options), input);
  },
});

const DENSE_EQUIVALENT = layerType({
  type: 'dense-equivalent',
  doc: 'The fully connected layer that equals a convolution: a weight for each pair of input and output cell, a bias for each output cell.',
  positional: 'of',
  keys: { of: definition('a convolution with an input') },
  required: ['of'],
  build(options) {
    const value = layerAt(options, 'the convolution that it equals', 'a convolution');
    return { ...value, layer: equivalentOf(value.layer, (plain) => new DenseEquivalent(plain)) };
  },
});

const CONV_EQUIVALENT = layerType({
  type: 'conv-equivalent',
  doc: 'The convolution that equals a fully connected layer: as many filters as units, each with a kernel as large as the input.',
  positional: 'of',
  keys: {
    of: definition('a dense layer with an input'),
    axes: quantity('how many axes of the input are spatial; all but the channels'),
  },
  required: ['of'],
  build(options) {
    const value = layerAt(options, 'the dense layer that it equals', 'a dense layer');
    const axes = options.whole('axes', 1);
    const layer = equivalentOf(value.layer, (plain) => convEquivalent(plain, options.conventions, axes));
    return { ...value, layer };
  },
});

/** The layer that equals another one; an activation stays with it. */
function equivalentOf(layer: Layer, make: (plain: Layer) => Layer): Layer {
  return layer instanceof Activated ? new Activated(make(layer.of), layer.activation) : make(layer);
}

function layerAt(options: Options, why: string, what: string): LayerValue {
  const value = options.required('of', why);
  return value.kind === 'layer'
    ? value
    : options.fail('of', `\`of\` takes ${what}; this is ${describe(value)}.`);
}

export const DENSE_TYPES: readonly DefinitionType[] = [DENSE, DENSE_EQUIVALENT, CONV_EQUIVALENT];
