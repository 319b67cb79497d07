import { MathError } from '../failure';
import { apply } from '../matrices/literal';
import { add, ZERO, type Scalar } from '../numbers/scalar';
import { flatIndex, sameShape, shapeText, stridesOf } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import type { Layer } from './layer';

/**
 * What a layer gives for an input: Wx + b in its output shape. Tensors keep their entries in row-major order, the matrix
 * flattens as the layer's convention says; this goes from one to the other.
 * @param x of the layer's input shape, or a vector that is flattened already.
 * @throws MathError where the shape is another, or the work is too much.
 */
export function forward(layer: Layer, x: Tensor): Tensor {
  const { matrix, outputShape } = layer;
  const shape = layer.inputShape ?? [matrix.cols];
  const sums = apply(matrix, sameShape(x.shape, shape) ? flattened(layer, x) : vectorOf(layer, x));
  const strides = stridesOf(outputShape);
  const entries = new Array<Scalar>(sums.length).fill(ZERO);
  for (const [index, sum] of sums.entries())
    entries[matrix.outputPosition ? flatIndex(matrix.outputPosition(index), strides) : index] = add(
      sum,
      layer.biasOf(index),
    );
  return Tensor.of(outputShape, entries);
}

function flattened({ matrix }: Layer, x: Tensor): Tensor {
  const { inputPosition } = matrix;
  if (x.rank <= 1 || !inputPosition) return x;
  const strides = stridesOf(x.shape);
  return Tensor.generate(
    [x.size],
    (index) => x.entry(flatIndex(inputPosition(index), strides)),
    'This input',
  );
}

function vectorOf(layer: Layer, x: Tensor): Tensor {
  if (x.rank === 1) return x;
  throw new MathError(
    `This ${layer.type} layer takes an input of ${shapeText(layer.inputShape ?? [layer.matrix.cols])}; this one is ${shapeText(x.shape)}.`,
    'x',
  );
}
