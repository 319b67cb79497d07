import type { Matrix } from '../matrices/matrix';
import type { Scalar } from '../numbers/scalar';
import type { Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import type { Fit, Padding } from './window';

/** Which layers share weights: one kernel for all places, one for each, or one weight for each input and output. */
export type Sharing = 'shared' | 'unshared' | 'dense';

/**
 * A layer that has weights. What needs an input throws a `MathError` where the layer has none, and an
 * `UndefinedError` where its window doesn't fit; what doesn't, works without.
 */
export interface Layer {
  readonly type: LayerType;
  readonly sharing: Sharing;
  readonly inputShape: Shape | undefined;
  readonly outputShape: Shape;
  /** Numbers in the weight tensor, those that only ever meet padding included. */
  readonly weights: bigint;
  readonly biases: bigint;
  /** Multiplications of one example, padded cells counted, without bias. */
  readonly macs: bigint;
  /** y = Wx + b with x and y flattened: W. */
  readonly matrix: Matrix;
  /** The bias added to an output, by its index in the flattened output; 0 without bias. */
  biasOf(output: number): Scalar;
  /** In the layout of the convention (PyTorch's under `channels: first`, Keras's under `last`). */
  readonly weightTensor: Tensor;
  /** What moves over the input; undefined for dense layers. */
  readonly sliding: Sliding | undefined;
}

/** How a window slides, per axis. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  readonly fit: Fit;
  readonly groups: number;
  readonly filters: number;
  readonly inChannels: number;
  readonly flipped: boolean;
}

export type LayerType = 'conv1d' | 'conv2d' | 'conv3d' | 'local1d' | 'local2d' | 'dense' | 'dense-equivalent';

/** Learned numbers: weights and biases. */
export function paramsOf(layer: Layer): bigint {
  return layer.weights + layer.biases;
}
