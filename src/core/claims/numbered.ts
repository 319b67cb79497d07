import { requireEntries } from '../limits';
import { Activated, Dense, SlidingLayer, TransposedLayer, type BiasOption, type Layer } from '../layers';
import { Network } from '../networks/network';
import { isRational } from '../numbers/rational';
import { sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';

/**
 * The same layer with the numbers 1, 2, 3, … in order where its weights or biases are symbols: a claim about symbols is one
 * about all weights, so these may refute it.
 */
export function numbered(layer: Layer): Layer {
  if (layer instanceof Network) return layer.withLayers(numbered);
  if (layer instanceof Activated) return new Activated(numbered(layer.of), layer.activation);
  if (layer instanceof SlidingLayer) {
    const { declared } = layer;
    const bias = numberedBias(layer);
    const kernel = hasSymbols(layer.weightTensor)
      ? { tensor: counting(slidingShape(layer)) }
      : declared.kernel;
    return new SlidingLayer(layer.type, { ...declared, kernel, bias });
  }
  if (layer instanceof TransposedLayer) {
    const { declared } = layer;
    const bias = numberedBias(layer);
    const kernel = hasSymbols(layer.weightTensor)
      ? { tensor: counting(transposedShape(layer)) }
      : declared.kernel;
    return new TransposedLayer(layer.type, { ...declared, kernel, bias });
  }
  if (layer instanceof Dense) {
    const { declared, weightTensor } = layer;
    const weights = hasSymbols(weightTensor) ? counting(weightTensor.shape) : declared.weights;
    return new Dense({ ...declared, weights, bias: numberedBias(layer) });
  }
  return layer;
}

/** Whether a layer's weights or biases are symbols, anywhere. */
export function isSymbolic(layer: Layer): boolean {
  if (layer instanceof Network) return layer.nodes.some((node) => isSymbolic(node.layer));
  if (layer.sharing === 'none') return false;
  return (layer.weights > 0n && hasSymbols(layer.weightTensor)) || hasSymbolicBias(layer);
}

function hasSymbols(weights: Tensor): boolean {
  return weights.symbolName !== undefined;
}

function hasSymbolicBias(layer: Layer): boolean {
  if (layer.biases === 0n) return false;
  const first = layer.biasOf(0);
  return typeof first !== 'number' && !isRational(first);
}

function numberedBias(layer: SlidingLayer | TransposedLayer | Dense): BiasOption | undefined {
  return hasSymbolicBias(layer) ? counting([Number(layer.biases)]) : layer.declared.bias;
}

function counting(shape: Shape): Tensor {
  const size = sizeOf(shape);
  requireEntries(size, 'The weights of this layer');
  return Tensor.integers(
    shape,
    Float64Array.from({ length: size }, (_, index) => index + 1),
  );
}

/** With both channel axes, or with none: one axis alone would be read otherwise. */
function slidingShape(layer: SlidingLayer): Shape {
  const { weightTensor, sliding, spatialRank, declared } = layer;
  const lead = layer.sharing === 'unshared' ? weightTensor.shape.slice(0, spatialRank) : [];
  if (weightTensor.rank <= lead.length + spatialRank) return weightTensor.shape;
  const inputs = sliding.inChannels / sliding.groups;
  return declared.conventions.channels === 'first'
    ? [...lead, sliding.filters, inputs, ...sliding.kernel]
    : [...lead, ...sliding.kernel, inputs, sliding.filters];
}

function transposedShape(layer: TransposedLayer): Shape {
  const { weightTensor, sliding, declared } = layer;
  if (weightTensor.rank <= sliding.kernel.length) return weightTensor.shape;
  const perGroup = sliding.filters / sliding.groups;
  return declared.conventions.channels === 'first'
    ? [sliding.inChannels, perGroup, ...sliding.kernel]
    : [...sliding.kernel, perGroup, sliding.inChannels];
}
