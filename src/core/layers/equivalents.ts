import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import { multiply, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flatIndex, positionOf, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { Dense } from './dense';
import { inputOf } from './input';
import { ACTIVATION_TYPES, PlainLayer, paramsOf, requireUpstream, type Layer, type LayerType } from './layer';
import { ALL_PLACES, type Reach } from './reach';
import { SlidingLayer } from './sliding-layer';

/**
 * The fully connected layer that equals a linear layer: it has a weight for each pair of input and output cell, most of
 * them 0 where it equals a convolution, and a bias for each output cell.
 */
export class DenseEquivalent extends PlainLayer {
  readonly type = 'dense-equivalent';
  override readonly sharing = 'dense';

  constructor(readonly of: Layer) {
    super(of.inputShapes);
    if (of.sharing === 'dense')
      throw new MathError(`\`of\` takes a convolution; this is a ${of.type} layer.`, 'of');
    if (!isLinear(of))
      throw new MathError(`\`of\` takes a linear layer; a ${of.type} is none, so no matrix equals it.`, 'of');
  }

  get outputShape(): Shape {
    return this.of.outputShape;
  }

  override get weights(): bigint {
    const { matrix } = this.of;
    return BigInt(matrix.rows) * BigInt(matrix.cols);
  }

  override get biases(): bigint {
    return this.of.biases === 0n ? 0n : exactSizeOf(this.outputShape);
  }

  override get macs(): bigint {
    return this.weights;
  }

  override get matrix(): Matrix {
    return this.of.matrix;
  }

  override get weightTensor(): Tensor {
    throw new MathError(
      `A dense-equivalent has ${paramsOf(this)} parameters, most of them 0; \`matrix\` gives its weights without storing them.`,
    );
  }

  get reach(): Reach {
    return ALL_PLACES;
  }

  override biasOf(output: number): Scalar {
    return this.of.biasOf(output);
  }

  forward(inputs: readonly Tensor[]): Tensor {
    return this.of.forward(inputs);
  }

  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    return this.of.gradInputs(upstream, inputs);
  }

  /** ∂L/∂W = upstream · xᵀ, a row for each output: also where the convolution has no weight. */
  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    const { matrix } = this.of;
    const x = inputOf(this, inputs);
    const [to, from] = [stridesOf(this.outputShape), stridesOf(x.shape)];
    return Tensor.generate([matrix.rows, matrix.cols], (flat) => {
      const [row, col] = [Math.floor(flat / matrix.cols), flat % matrix.cols];
      const [output, input] = [matrix.outputPosition?.(row), matrix.inputPosition?.(col)];
      return multiply(
        upstream.entry(output ? flatIndex(output, to) : row),
        x.entry(input ? flatIndex(input, from) : col),
      );
    });
  }

  override owned(name: string): DenseEquivalent {
    return new DenseEquivalent(this.of.owned(name));
  }

  on(inputs: readonly Shape[]): DenseEquivalent {
    return new DenseEquivalent(this.of.on(inputs));
  }
}

/** Whether a layer is Wx + b with some W. */
function isLinear({ type }: Layer): boolean {
  if (type === 'dropout') return true;
  const curved: readonly LayerType[] = [...ACTIVATION_TYPES, 'layer-norm', 'network'];
  return !type.startsWith('max-pool') && !curved.includes(type);
}

/**
 * The convolution that equals a dense layer: as many filters as there are units, each with a kernel of the whole input, so
 * that there is one place.
 * @throws MathError without an input of one to three axes (and perhaps channels), or for a dense layer that doesn’t flatten.
 */
export function convEquivalent(
  of: Layer,
  conventions: Conventions,
  spatial: number | undefined,
): SlidingLayer {
  if (!(of instanceof Dense) || !of.flattens)
    throw new MathError(
      `\`of\` takes a dense layer that flattens its input; this is a ${of.type} layer.`,
      'of',
    );
  const { inputShape } = of;
  if (!inputShape)
    throw new MathError('The dense layer needs an `input`, whose shape the kernel takes.', 'of');
  const axes = spatial ?? Math.max(1, inputShape.length - 1);
  if (axes !== 1 && axes !== 2 && axes !== 3)
    throw new MathError(
      `A convolution has one to three axes besides channels; here they would be ${axes}.`,
      spatial === undefined ? 'of' : 'axes',
    );
  if (inputShape.length !== axes && inputShape.length !== axes + 1)
    throw new MathError(
      `\`axes\` is how many of the input’s axes are spatial: all, or all but the channels. It has ${inputShape.length}; ${axes} is neither.`,
      'axes',
    );
  const extents =
    inputShape.length === axes
      ? inputShape
      : conventions.channels === 'first'
        ? inputShape.slice(1)
        : inputShape.slice(0, -1);
  return new SlidingLayer(`conv${axes}d`, {
    axes,
    input: inputShape,
    kernel: of.givenWeights ? { tensor: kernelOf(of, inputShape, extents, conventions) } : { sizes: extents },
    filters: of.outputShape[0],
    inChannels: undefined,
    stride: extents.map(() => 1),
    dilation: extents.map(() => 1),
    padding: 'valid',
    fit: 'floor',
    groups: 1,
    bias: of.givenBias ?? of.biases > 0n,
    frozen: of.frozen,
    conventions,
  });
}

/** The rows of a dense layer's weights as filters, in the layout of the convention. */
function kernelOf(of: Dense, input: Shape, extents: Shape, conventions: Conventions): Tensor {
  const { weightTensor } = of;
  const [units = 1, features = 1] = weightTensor.shape;
  const strides = stridesOf(input, conventions.flatten);
  const channels = features / Number(exactSizeOf(extents));
  const first = conventions.channels === 'first';
  const shape = first ? [units, channels, ...extents] : [...extents, channels, units];
  const plain = input.length === extents.length;
  return Tensor.generate(shape, (flat) => {
    const position = positionOf(flat, shape);
    const unit = (first ? position.shift() : position.pop()) ?? 0;
    if (plain) position.splice(first ? 0 : extents.length, 1);
    return weightTensor.entry(unit * features + flatIndex(position, strides));
  });
}
