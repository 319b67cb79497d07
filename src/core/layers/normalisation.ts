import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { DiagonalMatrix } from '../matrices/diagonal';
import type { Matrix } from '../matrices/matrix';
import { integer, isRational, type Rational } from '../numbers/rational';
import { squareRoot } from '../numbers/roots';
import { add, divide, isZero, multiply, ONE, subtract, ZERO, type Scalar } from '../numbers/scalar';
import { positionOf, shapeText, sizeOf, storedIndex, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { inputOf } from './input';
import { PlainLayer, requireUpstream, type LayerType } from './layer';
import { ALL_PLACES, SAME_PLACE, type Reach } from './reach';
import { counted } from '../numbers/group-digits';

/** What is added to a variance: PyTorch's 1e-5; Keras takes 1e-3. */
export const EPSILON = integer(1).div(100_000);

/** Where channels stand, and how a tensor becomes a vector. */
type Laid = Pick<Conventions, 'channels' | 'flatten'>;

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
    private readonly conventions: Laid,
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
          `\`${name}\` has ${counted(given.size, 'number')}; its input has ${counted(this.channels, 'channel')}.`,
          name,
        );
    }
    if (statistics.variance?.entries().some((entry) => isRational(entry) && entry.s < 0n))
      throw new MathError('`variance` holds numbers from 0; one of these is below.', 'variance');
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
    const { onlyShape } = this;
    const { flatten } = this.conventions;
    const stored = storedIndex(onlyShape, flatten);
    return new DiagonalMatrix(
      sizeOf(onlyShape),
      (index) => this.factor(this.channelOf(stored(index))),
      (index) => positionOf(index, onlyShape, flatten),
    );
  }

  /** The scales; ones unless given. */
  override get weightTensor(): Tensor {
    if (!this.affine) return super.weightTensor;
    return this.statistics.scale ?? Tensor.generate([this.channels], () => ONE);
  }

  get reach(): Reach {
    return SAME_PLACE;
  }

  override biasOf(output: number): Scalar {
    return this.summand(this.channelOf(storedIndex(this.onlyShape, this.conventions.flatten)(output)));
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const perChannel = this.perChannel((channel) => [this.factor(channel), this.summand(channel)] as const);
    return inputOf(this, inputs).map((x, index) => {
      const [factor, summand] = perChannel(index);
      return add(multiply(factor, x), summand);
    });
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    const factorAt = this.perChannel((channel) => this.factor(channel));
    return [upstream.map((gradient, index) => multiply(gradient, factorAt(index)))];
  }

  /** ∂/∂scale = Σ upstream · (x − mean) / √(variance + ε) over the places of each channel. */
  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    if (!this.affine) return super.gradWeights(upstream, inputs);
    const x = inputOf(this, inputs);
    const sums = new Array<Scalar>(this.channels).fill(ZERO);
    for (const [index, gradient] of upstream.entries().entries()) {
      const channel = this.channelOf(index);
      const centred = subtract(x.entry(index), this.statistics.mean?.entry(channel) ?? ZERO);
      sums[channel] = add(sums[channel] ?? ZERO, multiply(gradient, centred));
    }
    return Tensor.of(
      [this.channels],
      sums.map((sum, channel) => divide(sum, this.deviation(channel))),
    );
  }

  on([input]: readonly Shape[]): BatchNorm {
    return new BatchNorm(
      input ?? this.inputShape,
      this.declared,
      this.conventions,
      this.statistics,
      this.frozen,
      this.affine,
    );
  }

  private get channels(): number {
    const { inputShape, declared } = this;
    const found = inputShape
      ? this.conventions.channels === 'first'
        ? inputShape[0]
        : inputShape.at(-1)
      : declared;
    if (found === undefined)
      throw new MathError(
        'How many numbers a batch-norm has depends on its input’s channels: give it an `input`.',
        'input',
      );
    return found;
  }

  /** The channel of an entry, by its index in row-major order. */
  private channelOf(index: number): number {
    const position = positionOf(index, this.onlyShape);
    return (this.conventions.channels === 'first' ? position[0] : position.at(-1)) ?? 0;
  }

  /** What is computed once for each channel, by the index of an entry in row-major order. */
  private perChannel<T>(compute: (channel: number) => T): (index: number) => T {
    const known = new Map<number, T>();
    return (index) => {
      const channel = this.channelOf(index);
      const found = known.get(channel) ?? compute(channel);
      known.set(channel, found);
      return found;
    };
  }

  private factor(channel: number): Scalar {
    return divide(this.statistics.scale?.entry(channel) ?? ONE, this.deviation(channel));
  }

  private summand(channel: number): Scalar {
    const { mean, shift } = this.statistics;
    return subtract(
      shift?.entry(channel) ?? ZERO,
      multiply(this.factor(channel), mean?.entry(channel) ?? ZERO),
    );
  }

  private deviation(channel: number): Scalar {
    const { variance, epsilon } = this.statistics;
    if (!variance)
      throw new MathError(
        'This batch-norm has no running statistics: give it `mean` and `variance` (and `scale`, `shift`) to compute with.',
        'variance',
      );
    return deviationOf(add(variance.entry(channel), epsilon));
  }
}

/** @throws MathError where there is nothing to divide by. */
function deviationOf(variance: Scalar): Scalar {
  const deviation = squareRoot(variance);
  if (isZero(deviation))
    throw new MathError('The variance is 0, and so is `epsilon`: there is nothing to divide by.', 'epsilon');
  return deviation;
}

/**
 * Layer normalisation: y = scale · (x − mean) / √(variance + ε) + shift, mean and variance of the entries that are
 * normalised together: the channels at each place (Keras), or `over: all` of the input (PyTorch with the whole shape).
 */
export class LayerNorm extends PlainLayer {
  readonly type: LayerType = 'layer-norm';

  constructor(
    input: Shape | undefined,
    private readonly conventions: Pick<Conventions, 'channels'>,
    private readonly over: 'channels' | 'all',
    private readonly statistics: Statistics,
    override readonly frozen: boolean,
  ) {
    super(input && [input]);
    for (const name of ['scale', 'shift'] as const) {
      const given = statistics[name];
      if (given && input && given.size !== this.count)
        throw new MathError(
          `\`${name}\` has ${counted(given.size, 'number')}; this layer-norm over ${over} of ${shapeText(input)} has ${this.count}.`,
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

  /** The scales; ones unless given. */
  override get weightTensor(): Tensor {
    const shape = this.over === 'all' ? this.onlyShape : [this.count];
    return this.statistics.scale ?? Tensor.generate(shape, () => ONE);
  }

  get reach(): Reach {
    return this.over === 'all' ? ALL_PLACES : SAME_PLACE;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const x = inputOf(this, inputs);
    const { scale, shift } = this.statistics;
    const result = new Array<Scalar>(x.size).fill(ZERO);
    for (const group of this.groups()) {
      const { normalised } = this.normalise(group, x);
      for (const [position, index] of group.entries())
        result[index] = add(
          multiply(scale?.entry(position) ?? ONE, normalised[position] ?? ZERO),
          shift?.entry(position) ?? ZERO,
        );
    }
    return Tensor.of(x.shape, result);
  }

  /**
   * With g = upstream · scale and x̂ the normalised entries: (g − mean(g) − x̂ · mean(g · x̂)) / √(variance + ε), the means
   * over the entries that are normalised together.
   */
  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    const x = inputOf(this, inputs);
    const { scale } = this.statistics;
    const result = new Array<Scalar>(x.size).fill(ZERO);
    for (const group of this.groups()) {
      const { normalised, deviation } = this.normalise(group, x);
      const scaled = group.map((index, position) =>
        multiply(upstream.entry(index), scale?.entry(position) ?? ONE),
      );
      const [mean, along] = [meanOf(scaled), meanOf(products(scaled, normalised))];
      for (const [position, index] of group.entries())
        result[index] = divide(
          subtract(subtract(scaled[position] ?? ZERO, mean), multiply(normalised[position] ?? ZERO, along)),
          deviation,
        );
    }
    return [Tensor.of(x.shape, result)];
  }

  /** ∂/∂scale = Σ upstream · x̂, x̂ the normalised entries. */
  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    const x = inputOf(this, inputs);
    let sums = new Array<Scalar>(this.count).fill(ZERO);
    for (const group of this.groups()) {
      const shares = products(
        group.map((index) => upstream.entry(index)),
        this.normalise(group, x).normalised,
      );
      sums = sums.map((sum, position) => add(sum, shares[position] ?? ZERO));
    }
    return Tensor.of(this.weightTensor.shape, sums);
  }

  on([input]: readonly Shape[]): LayerNorm {
    return new LayerNorm(input ?? this.inputShape, this.conventions, this.over, this.statistics, this.frozen);
  }

  /** The entries of a group, centred and divided by their deviation. */
  private normalise(
    group: readonly number[],
    x: Tensor,
  ): { readonly normalised: readonly Scalar[]; readonly deviation: Scalar } {
    const entries = group.map((index) => x.entry(index));
    const mean = meanOf(entries);
    const centred = entries.map((entry) => subtract(entry, mean));
    const deviation = deviationOf(add(meanOf(products(centred, centred)), this.statistics.epsilon));
    return { normalised: centred.map((entry) => divide(entry, deviation)), deviation };
  }

  private get channelsFirst(): boolean {
    return this.conventions.channels === 'first';
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

function meanOf(entries: readonly Scalar[]): Scalar {
  const sum = entries.reduce<Scalar>((total, entry) => add(total, entry), ZERO);
  return multiply(sum, integer(1).div(Math.max(1, entries.length)));
}

function products(a: readonly Scalar[], b: readonly Scalar[]): Scalar[] {
  return a.map((entry, index) => multiply(entry, b[index] ?? ZERO));
}
