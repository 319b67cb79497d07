import { MathError } from '../failure';
import { outputOfSizes, paramsFormula, paramsOf, productOf, type Layer, type Sizes } from '../layers';
import { integer } from '../numbers/rational';
import { multiply, type Scalar } from '../numbers/scalar';
import { exactSizeOf } from '../tensors/shape';
import { numberValue, scalarValue } from '../values/make';
import type { Value } from '../values/value';
import type { FunctionEntry, Parameter } from './function';

const LAYER: Parameter = { name: 'layer', doc: 'a layer' };

/** Counts follow from shapes alone: no weight or output is ever made for them. */
export const COUNTS: readonly FunctionEntry[] = [
  {
    name: 'params',
    group: 'counts',
    doc: 'Learned numbers of a layer: weights and biases. A convolution has filters · (kernel · input channels / groups) weights and one bias per filter; a dense layer inputs · units weights and one bias per unit.',
    parameters: [LAYER],
    examples: [['params(conv2d(filters=3, kernel=5, inChannels=3))', '228']],
    call: (args) => countOf(args.layer('layer'), paramsFormula, paramsOf),
  },
  {
    name: 'weights',
    group: 'counts',
    doc: 'Learned numbers of a layer without its biases. A local layer counts weights that only ever meet padding; nnz(matrix(layer)) does not.',
    parameters: [LAYER],
    examples: [['weights(conv2d(filters=3, kernel=5, inChannels=3))', '225']],
    call: (args) =>
      countOf(
        args.layer('layer'),
        (sizes) => sizes.weights,
        (layer) => layer.weights,
      ),
  },
  {
    name: 'biases',
    group: 'counts',
    doc: 'Biases of a layer: one per filter of a convolution, one per output cell of a local layer, one per unit of a dense layer.',
    parameters: [LAYER],
    examples: [['biases(conv2d(filters=3, kernel=5, inChannels=3))', '3']],
    call: (args) =>
      countOf(
        args.layer('layer'),
        (sizes) => sizes.biases,
        (layer) => layer.biases,
      ),
  },
  {
    name: 'macs',
    group: 'counts',
    doc: 'Multiplications for one example, padded cells counted, biases not: output cells · kernel · input channels / groups.',
    parameters: [LAYER],
    examples: [['macs(conv1d([1, 2, 3, 4, 5], kernel=3, padding=same))', '15']],
    call: (args) => countOf(args.layer('layer'), macsFormula, ({ macs }) => macs),
  },
  {
    name: 'flops',
    group: 'counts',
    doc: 'Multiply-adds for one example times what the convention `flops` says that one counts for (2 unless given).',
    parameters: [LAYER],
    examples: [['flops(conv1d([1, 2, 3, 4, 5], kernel=3, padding=same))', '30']],
    call: (args, { flops }) =>
      countOf(
        args.layer('layer'),
        (sizes) => multiply(integer(flops), macsFormula(sizes)),
        ({ macs }) => macs * BigInt(flops),
      ),
  },
  {
    name: 'units',
    group: 'counts',
    doc: 'Outputs of a layer: the cells of its output.',
    parameters: [LAYER],
    examples: [['units(conv1d([1, 2, 3, 4, 5], kernel=3))', '3']],
    call: (args) =>
      countOf(
        args.layer('layer'),
        (sizes) => productOf(outputOfSizes(sizes)),
        ({ outputShape }) => exactSizeOf(outputShape),
      ),
  },
  {
    name: 'connections',
    group: 'counts',
    doc: 'Pairs of an input and an output cell that a weight connects: the cells of the layer’s matrix that are not zero.',
    parameters: [LAYER],
    examples: [['connections(conv1d([1, 2, 3, 4, 5], kernel=3, padding=same))', '13']],
    call: (args) => numberValue(args.layer('layer').matrix.nnz),
  },
];

/** A count in formulas where sizes are symbols, else in numbers. */
export function countOf(
  layer: Layer,
  formula: (sizes: Sizes) => Scalar,
  count: (layer: Layer) => bigint,
): Value {
  return layer.sizes ? scalarValue(formula(layer.sizes)) : numberValue(count(layer));
}

function macsFormula({ macs }: Sizes): Scalar {
  if (macs === undefined)
    throw new MathError('This needs the layer’s input: give the layer an `input`.', 'layer');
  return macs;
}
