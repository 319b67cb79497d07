import { MathError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import { ZERO, type Scalar } from '../numbers/scalar';
import type { PaddingMode } from '../tensors/padding';
import { shapeText, sameShape, type Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import type { Reach } from './reach';
import type { Fit, Padding } from './window';

/**
 * Which layers share weights: one kernel for all places, one for each, or one weight for each input and output. Layers
 * that add up their inputs with fixed factors, and those that are not linear, have none.
 */
export type Sharing = 'shared' | 'unshared' | 'dense' | 'none';

/**
 * A layer. What needs an input throws a `MathError` where the layer has none, and an `UndefinedError` where its window
 * doesn't fit; what doesn't, works without. What a kind of layer doesn't have, such as the matrix of one that is not
 * linear, throws a `MathError` that says so.
 */
export interface Layer {
  readonly type: LayerType;
  readonly sharing: Sharing;
  /** The shapes of all inputs; undefined without an input. */
  readonly inputShapes: readonly Shape[] | undefined;
  /** The shape of the first input. */
  readonly inputShape: Shape | undefined;
  readonly outputShape: Shape;
  /** Numbers in the weight tensor, those that only ever meet padding included. */
  readonly weights: bigint;
  readonly biases: bigint;
  /** Whether weights and biases are kept as they are in training. */
  readonly frozen: boolean;
  /** What training changes: none of a frozen layer's weights and biases. */
  readonly trainable: bigint;
  /** Numbers that are kept but not learned: running statistics. */
  readonly buffers: bigint;
  /** Multiplications of one example, padded cells counted, without bias. */
  readonly macs: bigint;
  /** y = Wx + b with x and y flattened: W. */
  readonly matrix: Matrix;
  /** The bias added to an output, by its index in the flattened output; 0 without bias. */
  biasOf(output: number): Scalar;
  /** In the layout of the convention (PyTorch's under `channels: first`, Keras's under `last`). */
  readonly weightTensor: Tensor;
  /** What moves over the input; undefined for layers without a window. */
  readonly sliding: Sliding | undefined;
  /** Shapes and counts as formulas, where sizes are symbols; the numbers can’t be had then. */
  readonly sizes: Sizes | undefined;
  /** Which input cells an output cell depends on. */
  readonly reach: Reach;
  /**
   * What the layer gives for its inputs.
   * @throws MathError where a shape is another, or the work is too much.
   */
  forward(inputs: readonly Tensor[]): Tensor;
  /** The gradients of the inputs: for each, Σ upstream[o] · ∂y[o]/∂x[i]. @throws MathError where there is none. */
  gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[];
  /** The gradient of the weights, shaped as `weightTensor`. @throws MathError where the layer has none. */
  gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor;
  /** The same layer on other inputs. */
  on(inputs: readonly Shape[]): Layer;
  /** The layer by a name, which tells its weights from those of others; the first name that it is given counts. */
  owned(name: string): Layer;
}

/** What a layer is in formulas, where some of its sizes are symbols. As of layers, what needs an input throws without. */
export interface Sizes {
  /** Of the first input; undefined where the layer has none. */
  readonly inputShape: readonly Scalar[] | undefined;
  /** Undefined where the layer has no input. */
  readonly outputShape: readonly Scalar[] | undefined;
  readonly weights: Scalar;
  readonly biases: Scalar;
  readonly trainable: Scalar;
  readonly buffers: Scalar;
  /** Undefined where they depend on an input that is not given. */
  readonly macs: Scalar | undefined;
  /** Inputs of one output cell; undefined where that is not told. */
  readonly fanIn: Scalar | undefined;
  readonly reach: Reach;
}

/** How a window slides, per axis. */
export interface Sliding {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  readonly mode: PaddingMode;
  readonly fit: Fit;
  readonly groups: number;
  readonly filters: number;
  readonly inChannels: number;
  readonly flipped: boolean;
}

export const SLIDING_TYPES = ['conv1d', 'conv2d', 'conv3d', 'local1d', 'local2d'] as const;
export const TRANSPOSED_TYPES = ['transposed-conv1d', 'transposed-conv2d', 'transposed-conv3d'] as const;
export const POOL_TYPES = [
  'max-pool1d',
  'max-pool2d',
  'max-pool3d',
  'avg-pool1d',
  'avg-pool2d',
  'avg-pool3d',
] as const;
export const ACTIVATION_TYPES = [
  'relu',
  'relu6',
  'leaky-relu',
  'sigmoid',
  'silu',
  'tanh',
  'softmax',
  'step',
  'dropout',
] as const;

export type LayerType =
  | (typeof SLIDING_TYPES)[number]
  | (typeof TRANSPOSED_TYPES)[number]
  | (typeof POOL_TYPES)[number]
  | (typeof ACTIVATION_TYPES)[number]
  | 'global-avg-pool'
  | 'subsample2d'
  | 'dense'
  | 'dense-equivalent'
  | 'conv-equivalent'
  | 'batch-norm'
  | 'layer-norm'
  | 'flatten'
  | 'reshape'
  | 'crop'
  | 'upsample'
  | 'add'
  | 'multiply'
  | 'concat'
  | 'network';

/** Learned numbers, frozen ones included: weights and biases. */
export function paramsOf(layer: Layer): bigint {
  return layer.weights + layer.biases;
}

const NOTHING = 0n;

/** A layer that learns nothing and has no matrix, unless it says otherwise. */
export abstract class PlainLayer implements Layer {
  abstract readonly type: LayerType;
  abstract readonly outputShape: Shape;
  abstract readonly reach: Reach;
  readonly sharing: Sharing = 'none';
  readonly sliding: Sliding | undefined = undefined;
  readonly frozen: boolean = false;

  constructor(readonly inputShapes: readonly Shape[] | undefined) {}

  abstract forward(inputs: readonly Tensor[]): Tensor;
  abstract on(inputs: readonly Shape[]): Layer;

  get inputShape(): Shape | undefined {
    return this.inputShapes?.[0];
  }

  get sizes(): Sizes | undefined {
    return undefined;
  }

  owned(name: string): Layer;
  owned(): Layer {
    return this;
  }

  get weights(): bigint {
    return NOTHING;
  }

  get biases(): bigint {
    return NOTHING;
  }

  get trainable(): bigint {
    return this.frozen ? 0n : paramsOf(this);
  }

  get buffers(): bigint {
    return NOTHING;
  }

  get macs(): bigint {
    return NOTHING;
  }

  get matrix(): Matrix {
    throw new MathError(`A ${this.type} layer has no matrix: it is not linear.`);
  }

  get weightTensor(): Tensor {
    throw new MathError(`A ${this.type} layer has no weights.`);
  }

  biasOf(output: number): Scalar;
  biasOf(): Scalar {
    return ZERO;
  }

  gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[];
  gradInputs(): readonly Tensor[] {
    throw new MathError(`The gradient of a ${this.type} layer is not computed.`);
  }

  gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor;
  gradWeights(): Tensor {
    throw new MathError(`A ${this.type} layer has no weights, so there is no gradient of them.`);
  }

  /** The one input, in its shape. @throws MathError without an input, and where several are given. */
  protected get onlyShape(): Shape {
    const { inputShape } = this;
    if (!inputShape)
      throw new MathError(`This needs the layer’s input: give the ${this.type} an \`input\`.`, 'input');
    return inputShape;
  }
}

/** Refuses a tensor of another shape than a layer takes. */
export function requireShape(type: LayerType, wanted: Shape | undefined, x: Tensor): void {
  if (!wanted || sameShape(x.shape, wanted)) return;
  throw new MathError(
    `This ${type} layer takes an input of ${shapeText(wanted)}; this one is ${shapeText(x.shape)}.`,
    'x',
  );
}

/** Refuses an upstream gradient of another shape than the output. */
export function requireUpstream(layer: Layer, upstream: Tensor): void {
  if (sameShape(upstream.shape, layer.outputShape)) return;
  throw new MathError(
    `The upstream gradient has the shape of the output, ${shapeText(layer.outputShape)}; this one is ${shapeText(upstream.shape)}.`,
    'upstream',
  );
}
