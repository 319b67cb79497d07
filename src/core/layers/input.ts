import { MathError, orUndefined } from '../failure';
import { flatIndex, sizeOf, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { requireShape, type Layer } from './layer';

/**
 * The one input of a layer, in the layer's input shape; a vector of as many entries is taken as the flattened input.
 * @throws MathError where it is missing or has another shape.
 */
export function inputOf(layer: Layer, [x]: readonly Tensor[]): Tensor {
  if (!x) throw new MathError(`This ${layer.type} layer needs an input.`, 'x');
  const { inputShape } = layer;
  if (inputShape && x.rank === 1 && inputShape.length !== 1 && x.size === sizeOf(inputShape))
    return unflattened(layer, x, inputShape);
  requireShape(layer.type, inputShape, x);
  return x;
}

/** In the order in which the layer flattens its input; in row-major order where it doesn't. */
function unflattened(layer: Layer, x: Tensor, shape: Shape): Tensor {
  const place = orUndefined(() => layer.matrix.inputPosition);
  if (!place) return x.reshape(shape);
  const strides = stridesOf(shape);
  const from = new Map(
    Array.from({ length: x.size }, (_, index) => [flatIndex(place(index), strides), index]),
  );
  return Tensor.generate(shape, (flat) => x.entry(from.get(flat) ?? flat));
}
