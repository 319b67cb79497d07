import { paramsOf } from '../layers';
import { numberValue } from '../values/make';
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
    call: (args) => numberValue(paramsOf(args.layer('layer'))),
  },
  {
    name: 'weights',
    group: 'counts',
    doc: 'Learned numbers of a layer without its biases. A local layer counts weights that only ever meet padding; nnz(matrix(layer)) does not.',
    parameters: [LAYER],
    examples: [['weights(conv2d(filters=3, kernel=5, inChannels=3))', '225']],
    call: (args) => numberValue(args.layer('layer').weights),
  },
  {
    name: 'biases',
    group: 'counts',
    doc: 'Biases of a layer: one per filter of a convolution, one per output cell of a local layer, one per unit of a dense layer.',
    parameters: [LAYER],
    examples: [['biases(conv2d(filters=3, kernel=5, inChannels=3))', '3']],
    call: (args) => numberValue(args.layer('layer').biases),
  },
  {
    name: 'macs',
    group: 'counts',
    doc: 'Multiplications for one example, padded cells counted, biases not: output cells · kernel · input channels / groups.',
    parameters: [LAYER],
    examples: [['macs(conv1d([1, 2, 3, 4, 5], kernel=3, padding=same))', '15']],
    call: (args) => numberValue(args.layer('layer').macs),
  },
  {
    name: 'flops',
    group: 'counts',
    doc: 'Multiply-adds for one example times what the convention `flops` says that one counts for (2 unless given).',
    parameters: [LAYER],
    examples: [['flops(conv1d([1, 2, 3, 4, 5], kernel=3, padding=same))', '30']],
    call: (args, conventions) => numberValue(args.layer('layer').macs * BigInt(conventions.flops)),
  },
  {
    name: 'units',
    group: 'counts',
    doc: 'Outputs of a layer: the cells of its output.',
    parameters: [LAYER],
    examples: [['units(conv1d([1, 2, 3, 4, 5], kernel=3))', '3']],
    call: (args) =>
      numberValue(args.layer('layer').outputShape.reduce((product, extent) => product * BigInt(extent), 1n)),
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
