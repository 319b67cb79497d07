import { MathError } from '../failure';
import { DiagonalMatrix } from '../matrices/diagonal';
import type { Matrix } from '../matrices/matrix';
import { integer, type Rational } from '../numbers/rational';
import { squareRoot } from '../numbers/roots';
import { add, divide, multiply, ONE, subtract, ZERO, type Scalar } from '../numbers/scalar';
import { positionOf, shapeText, sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { inputOf } from './input';
import { PlainLayer, requireUpstream, type LayerType } from './layer';
import { ALL_PLACES, SAME_PLACE, type Reach } from './reach';

/** What is added to a variance: PyTorch's 1e-5; Keras takes 1e-3. */
export const EPSILON = integer(1).div(100_000);

/** The numbers of a normalisation, where they are given; one of each per channel, or per entry. */
export interface Statistics {
  readonly scale?: Tensor;
  readonly shift?: Tensor;
  readonly mean?: Tensor;
  readonly variance?: Tensor;
  readonly epsilon: Rational;
}

/**
 * Batch normalisation as it is used, not as it is trained: y = scale · (x − mean) / √(variance + ε) + shift for each
 * channel (Ioffe & Szegedy, 2015). Scale and shift are learned, 2C numbers; mean and variance are kept, 2C more.
 */
export class BatchNorm extends PlainLayer {
  readonly type: LayerType = 'batch-norm';
  override readonly sharing = 'none';

  constructor(
    input: Shape | undefined,
    private readonly declared: number | undefined,
    private readonly channelsFirst: boolean,
    private readonly statistics: Statistics,
    override readonly frozen: boolean,
    /** Whether scale and shift are learned; `affine` in PyTorch. */
    private readonly affine: boolean,
  ) {
    super(input && [input]);
    for (const name of ['scale', 'shift', 'mean', 'variance'] as const) {
      const given = statistics[name];
      if (given && (input || declared !== undefined) && given.size !== this.channels)
        throw new MathError(
          `\`${name}\` has ${given.size} numbers; there are ${this.channels} channels.`,
          name,
        );
    }
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  /** The scales. */
  override get weights(): bigint {
    return this.affine ? BigInt(this.channels) : 0n;
  }

  /** The shifts. */
  override get biases(): bigint {
    return this.affine ? BigInt(this.channels) : 0n;
  }

  override get buffers(): bigint {
    return 2n * BigInt(this.channels);
  }

  override get matrix(): Matrix {
    return new DiagonalMatrix(sizeOf(this.onlyShape), (index) => this.factor(this.channelOf(index)));
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  override biasOf(output: number): Scalar {
    const channel = this.channelOf(output);
    const { mean, shift } = this.statistics;
    return subtract(
      shift?.entry(channel) ?? ZERO,
      multiply(this.factor(channel), mean?.entry(channel) ?? ZERO),
    );
  }

  forward(inputs: readonly Tensor[]): Tensor {
    return inputOf(this, inputs).map((x, index) =>
      add(multiply(this.factor(this.channelOf(index)), x), this.biasOf(index)),
    );
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [upstream.map((gradient, index) => multiply(gradient, this.factor(this.channelOf(index))))];
  }

  on([input]: readonly Shape[]): BatchNorm {
    return new BatchNorm(
      input ?? this.inputShape,
      this.declared,
      this.channelsFirst,
      this.statistics,
      this.frozen,
      this.affine,
    );
  }

  private get channels(): number {
    const { inputShape, declared } = this;
    const found = inputShape ? (this.channelsFirst ? inputShape[0] : inputShape.at(-1)) : declared;
    if (found === undefined)
      throw new MathError(
        'How many numbers a batch-norm has depends on its input’s channels: give it an `input`.',
        'input',
      );
    return found;
  }

  private channelOf(index: number): number {
    const position = positionOf(index, this.onlyShape);
    return (this.channelsFirst ? position[0] : position.at(-1)) ?? 0;
  }

  private factor(channel: number): Scalar {
    const { scale, variance, epsilon } = this.statistics;
    if (!variance)
      throw new MathError(
        'This batch-norm has no running statistics: give it `mean` and `variance` (and `scale`, `shift`) to compute with.',
        'variance',
      );
    const deviation = squareRoot(add(variance.entry(channel), epsilon));
    return divide(scale?.entry(channel) ?? ONE, deviation);
  }
}

/**
 * Layer normalisation: y = scale · (x − mean) / √(variance + ε) + shift, mean and variance of the entries that are
 * normalised together: the channels at each place (Keras), or `over: all` of the input (PyTorch with the whole shape).
 */
export class LayerNorm extends PlainLayer {
  readonly type: LayerType = 'layer-norm';

  constructor(
    input: Shape | undefined,
    private readonly channelsFirst: boolean,
    private readonly over: 'channels' | 'all',
    private readonly statistics: Statistics,
    override readonly frozen: boolean,
  ) {
    super(input && [input]);
    for (const name of ['scale', 'shift'] as const) {
      const given = statistics[name];
      if (given && input && given.size !== this.count)
        throw new MathError(
          `\`${name}\` has ${given.size} numbers; this layer-norm over ${over} of ${shapeText(input)} has ${this.count}.`,
          name,
        );
    }
  }

  get outputShape(): Shape {
    return this.onlyShape;
  }

  override get weights(): bigint {
    return BigInt(this.count);
  }

  override get biases(): bigint {
    return BigInt(this.count);
  }

  get reach(): Reach {
    return this.over === 'all' ? ALL_PLACES : SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const x = inputOf(this, inputs);
    const { scale, shift, epsilon } = this.statistics;
    const result = new Array<Scalar>(x.size).fill(ZERO);
    for (const group of this.groups()) {
      const share = integer(1).div(group.length);
      const mean = multiply(
        group.reduce<Scalar>((sum, index) => add(sum, x.entry(index)), ZERO),
        share,
      );
      const centred = group.map((index) => subtract(x.entry(index), mean));
      const variance = multiply(
        centred.reduce<Scalar>((sum, entry) => add(sum, multiply(entry, entry)), ZERO),
        share,
      );
      const deviation = squareRoot(add(variance, epsilon));
      for (const [position, index] of group.entries())
        result[index] = add(
          multiply(scale?.entry(position) ?? ONE, divide(centred[position] ?? ZERO, deviation)),
          shift?.entry(position) ?? ZERO,
        );
    }
    return Tensor.of(x.shape, result);
  }

  on([input]: readonly Shape[]): LayerNorm {
    return new LayerNorm(
      input ?? this.inputShape,
      this.channelsFirst,
      this.over,
      this.statistics,
      this.frozen,
    );
  }

  private get count(): number {
    const { onlyShape } = this;
    if (this.over === 'all') return sizeOf(onlyShape);
    return (this.channelsFirst ? onlyShape[0] : onlyShape.at(-1)) ?? 1;
  }

  /** The flat indices of the entries that are normalised together. */
  private groups(): number[][] {
    const { onlyShape, count } = this;
    const size = sizeOf(onlyShape);
    if (this.over === 'all') return [Array.from({ length: size }, (_, index) => index)];
    const places = size / count;
    const step = this.channelsFirst ? places : 1;
    return Array.from({ length: places }, (_, place) =>
      Array.from(
        { length: count },
        (__, channel) => (this.channelsFirst ? place : place * count) + channel * step,
      ),
    );
  }
}
