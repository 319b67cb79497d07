import type { Layer } from '../layers';
import { ONE } from '../numbers/rational';
import { Tensor } from '../tensors/tensor';
import { listValue, tensorValue } from '../values/make';
import type { Arguments, FunctionEntry, Parameter } from './function';
import { inputsOf } from './readers';

const LAYER: Parameter = { name: 'layer', doc: 'a layer with an input' };
const UPSTREAM: Parameter = {
  name: 'upstream',
  doc: 'the gradient of what follows with respect to the output, in its shape; all ones (the sum of the output) unless given',
  optional: true,
};

export const GRADIENTS: readonly FunctionEntry[] = [
  {
    name: 'gradKernel',
    group: 'learning',
    doc: 'The gradient of the weights: ∂L/∂w[t] = Σ upstream[o] · x[o·s + t·d − p], for a convolution the correlation of its padded input with the upstream gradient; in the shape of the weight tensor. Exact, in symbols too.',
    parameters: [LAYER, UPSTREAM],
    examples: [
      ['gradKernel(conv1d([1, 2, 3, 4], kernel=[1, 1]), [1, 0, 2])', '[7, 10]'],
      ['gradKernel(dense([1, 2], weights=[[3, 4]]), [1])', '[[1, 2]]'],
    ],
    call(args) {
      const value = args.layerValue('layer');
      return tensorValue(
        value.layer.gradWeights(upstreamOf(args, value.layer), inputsOf(value, 'A gradient')),
      );
    },
  },
  {
    name: 'gradInput',
    group: 'learning',
    doc: 'The gradient of the input, in its shape: the transposed matrix times the upstream gradient, Wᵀu, for a linear layer; for a convolution the full correlation with the flipped kernel. Of a maximum only the first largest cell of each window gets a share. Of several inputs a list. Of a network by the chain rule, through every layer that has a gradient.',
    parameters: [{ ...LAYER, doc: 'a layer or a network with an input' }, UPSTREAM],
    examples: [
      ['gradInput(conv1d([1, 2, 3, 4], kernel=[1, 2]), [1, 0, 2])', '[1, 2, 2, 4]'],
      ['gradInput(maxPool1d([1, 3, 2, 5], kernel=2), [1, 1])', '[0, 1, 0, 1]'],
      ['gradInput(relu(input=[-1, 2]), [5, 7])', '[0, 7]'],
      [
        'gradInput(network([3, 1, 2], layers=[conv1d(kernel=[1, -1]), relu(), dense(weights=[[5, 7]])]))',
        '[5, −5, 0]',
      ],
    ],
    call(args) {
      const value = args.layerValue('layer');
      const gradients = value.layer.gradInputs(upstreamOf(args, value.layer), inputsOf(value, 'A gradient'));
      const [only] = gradients;
      return gradients.length === 1 && only ? tensorValue(only) : listValue(gradients.map(tensorValue));
    },
  },
];

function upstreamOf(args: Arguments, layer: Layer): Tensor {
  return args.has('upstream') ? args.tensor('upstream') : Tensor.generate(layer.outputShape, () => ONE);
}
