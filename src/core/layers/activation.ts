import { MathError } from '../failure';
import { DiagonalMatrix } from '../matrices/diagonal';
import type { Matrix } from '../matrices/matrix';
import type { Rational } from '../numbers/rational';
import { add, multiply, ONE, subtract, ZERO, type Scalar } from '../numbers/scalar';
import {
  ACTIVATIONS,
  leakyRelu,
  softmax,
  type Activation as Curve,
  type ActivationName,
} from '../tensors/activations';
import { mapEntries } from '../tensors/elementwise';
import { exactSizeOf, sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { inputOf } from './input';
import { PlainLayer, requireUpstream, type Layer, type LayerType } from './layer';
import { SAME_PLACE, type Reach } from './reach';

/** A layer that changes each entry by itself. */
export class Activation extends PlainLayer {
  private readonly curve: Curve;

  constructor(
    readonly type: ActivationName,
    input: Shape | undefined,
    private readonly leak: Rational | undefined,
  ) {
    super(input && [input]);
    this.curve = type === 'leaky-relu' && leak ? leakyRelu(leak) : ACTIVATIONS[type];
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    return mapEntries(inputOf(this, inputs), this.curve);
  }

  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    const x = inputOf(this, inputs);
    return [upstream.map((gradient, index) => multiply(gradient, this.curve.slope(x.entry(index))))];
  }

  on([input]: readonly Shape[]): Activation {
    return new Activation(this.type, input ?? this.inputShape, this.leak);
  }
}

/** What training drops at random and use keeps: the identity. */
export class Dropout extends PlainLayer {
  readonly type: LayerType = 'dropout';

  constructor(input: Shape | undefined) {
    super(input && [input]);
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  override get matrix(): Matrix {
    return new DiagonalMatrix(sizeOf(this.outputShape), () => ONE);
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    return inputOf(this, inputs);
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [upstream];
  }

  on([input]: readonly Shape[]): Dropout {
    return new Dropout(input ?? this.inputShape);
  }
}

/** exp(x) / Σ exp(x) over the channels at each place; over all entries where there is one axis. */
export class Softmax extends PlainLayer {
  readonly type: LayerType = 'softmax';

  constructor(
    input: Shape | undefined,
    private readonly channelsFirst: boolean,
  ) {
    super(input && [input]);
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const x = inputOf(this, inputs);
    return softmax(x, this.axisOf(x.shape));
  }

  /** ∂y[i]/∂x[j] = y[i] (δ[i, j] − y[j]). */
  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    const y = this.forward(inputs);
    const result = new Array<Scalar>(y.size).fill(ZERO);
    for (const group of this.groups(y.shape)) {
      const mean = group.reduce<Scalar>(
        (sum, index) => add(sum, multiply(upstream.entry(index), y.entry(index))),
        ZERO,
      );
      for (const index of group)
        result[index] = multiply(y.entry(index), subtract(upstream.entry(index), mean));
    }
    return [Tensor.of(y.shape, result)];
  }

  on([input]: readonly Shape[]): Softmax {
    return new Softmax(input ?? this.inputShape, this.channelsFirst);
  }

  private axisOf(shape: Shape): number {
    return this.channelsFirst && shape.length > 1 ? 0 : shape.length - 1;
  }

  /** The flat indices of the channels at each place. */
  private groups(shape: Shape): number[][] {
    const axis = this.axisOf(shape);
    const channels = shape[axis] ?? 1;
    const size = Number(exactSizeOf(shape));
    const step = axis === 0 && shape.length > 1 ? size / channels : 1;
    const places = size / Math.max(1, channels);
    return Array.from({ length: places }, (_, place) => {
      const start = step === 1 ? place * channels : place;
      return Array.from({ length: channels }, (__, channel) => start + channel * step);
    });
  }
}

/** A layer whose output goes through an activation: `activation: relu`. Its matrix and counts are those of the layer. */
export class Activated implements Layer {
  constructor(
    readonly of: Layer,
    readonly activation: (input: Shape | undefined) => Layer,
  ) {}

  get type(): LayerType {
    return this.of.type;
  }

  get sharing(): Layer['sharing'] {
    return this.of.sharing;
  }

  get inputShapes(): Layer['inputShapes'] {
    return this.of.inputShapes;
  }

  get inputShape(): Shape | undefined {
    return this.of.inputShape;
  }

  get outputShape(): Shape {
    return this.of.outputShape;
  }

  get weights(): bigint {
    return this.of.weights;
  }

  get biases(): bigint {
    return this.of.biases;
  }

  get frozen(): boolean {
    return this.of.frozen;
  }

  get trainable(): bigint {
    return this.of.trainable;
  }

  get buffers(): bigint {
    return this.of.buffers;
  }

  get macs(): bigint {
    return this.of.macs;
  }

  get matrix(): Matrix {
    return this.of.matrix;
  }

  get weightTensor(): Tensor {
    return this.of.weightTensor;
  }

  get sliding(): Layer['sliding'] {
    return this.of.sliding;
  }

  get sizes(): Layer['sizes'] {
    return this.of.sizes;
  }

  get reach(): Reach {
    return this.of.reach;
  }

  biasOf(output: number): Scalar {
    return this.of.biasOf(output);
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const sums = this.of.forward(inputs);
    return this.activation(sums.shape).forward([sums]);
  }

  gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    return this.of.gradInputs(this.before(upstream, inputs), inputs);
  }

  gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    return this.of.gradWeights(this.before(upstream, inputs), inputs);
  }

  owned(name: string): Activated {
    return new Activated(this.of.owned(name), this.activation);
  }

  on(inputs: readonly Shape[]): Activated {
    return new Activated(this.of.on(inputs), this.activation);
  }

  /** The upstream gradient before the activation. */
  private before(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    const sums = this.of.forward(inputs);
    const [gradient] = this.activation(sums.shape).gradInputs(upstream, [sums]);
    if (!gradient) throw new MathError('The gradient of this activation is not computed.');
    return gradient;
  }
}

/** A layer without its activation. */
export function linearPart(layer: Layer): Layer {
  return layer instanceof Activated ? layer.of : layer;
}
