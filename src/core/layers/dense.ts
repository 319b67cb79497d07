import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import type { Scalar } from '../numbers/scalar';
import { exactSizeOf, shapeText, sizeOf, storedIndex, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { DenseMatrix } from './dense-matrix';
import { inputOf } from './input';
import { PlainLayer, requireUpstream } from './layer';
import { inputSums, outputSums, plus, weightSums, type Products } from './products';
import { ALL_PLACES, SAME_PLACE, type Reach } from './reach';
import { counted } from '../numbers/group-digits';

export interface DenseOptions {
  readonly input: Shape | undefined;
  readonly inFeatures: number | undefined;
  readonly units: number | undefined;
  /** One row per unit. */
  readonly weights: Tensor | undefined;
  readonly bias: BiasOption | undefined;
  /** Whether the input is flattened first, as unless given; else the layer acts on the channels at every place. */
  readonly flatten?: boolean | undefined;
  readonly frozen?: boolean | undefined;
  readonly conventions: Conventions;
  /** The layer’s name, by which its weights are told from those of others. */
  readonly owner?: string | undefined;
}

/**
 * A fully connected layer: y = Wx + b with a weight for each pair of input and unit. Where it doesn't flatten, the same W
 * acts on the channels at every place, as a convolution with a window of one cell.
 */
export class Dense extends PlainLayer {
  readonly type = 'dense';
  override readonly sharing = 'dense';
  override readonly frozen: boolean;
  readonly outputShape: Shape;
  private readonly units: number;
  /** Inputs of one unit. */
  readonly features: number;
  private readonly bias: Bias;
  /** The axis of the features, where the input isn't flattened. */
  private readonly axis: number | undefined;

  /** @throws MathError where the options contradict each other or the number of units or inputs can't be known. */
  constructor(private readonly options: DenseOptions) {
    super(options.input && [options.input]);
    const { input, inFeatures, weights, conventions } = options;
    if (weights && weights.rank !== 2)
      throw new MathError(
        `\`weights\` has one row for each unit; this tensor is ${shapeText(weights.shape)}.`,
        'weights',
      );
    const units = options.units ?? weights?.shape[0];
    if (units === undefined)
      throw new MathError('A dense layer needs `units`: how many outputs it has.', 'units');
    this.axis =
      options.flatten !== false || !input || input.length < 2
        ? undefined
        : conventions.channels === 'first'
          ? 0
          : input.length - 1;
    const size = input && (this.axis === undefined ? Number(exactSizeOf(input)) : input[this.axis]);
    const features = size ?? inFeatures ?? weights?.shape[1];
    if (features === undefined)
      throw new MathError(
        'A dense layer needs an `input`, or `in-features`: how many inputs it has.',
        'in-features',
      );
    for (const [given, option] of [
      [inFeatures, 'in-features'],
      [weights?.shape[1], 'weights'],
    ] as const)
      if (given !== undefined && given !== features)
        throw new MathError(
          `\`${option}\` takes ${counted(given, 'input')}; here it has ${features}.`,
          option,
        );
    if (weights && weights.shape[0] !== units)
      throw new MathError(
        `\`weights\` has ${counted(weights.shape[0] ?? 0, 'row')}; this layer has ${counted(units, 'unit')}.`,
        'weights',
      );
    this.frozen = options.frozen ?? false;
    this.outputShape =
      this.axis === undefined || !input
        ? [units]
        : input.map((extent, axis) => (axis === this.axis ? units : extent));
    this.units = units;
    this.features = features;
    this.bias = biasOf(options.bias ?? (weights ? false : conventions.bias), BigInt(units), options.owner);
  }

  /** What the layer was declared by. */
  get declared(): DenseOptions {
    return this.options;
  }

  override get weightTensor(): Tensor {
    return this.options.weights ?? Tensor.symbols('w', [this.units, this.features], 1, this.options.owner);
  }

  /** Whether the input is flattened. */
  get flattens(): boolean {
    return this.options.flatten !== false;
  }

  /** The weights, where they were given. */
  get givenWeights(): Tensor | undefined {
    return this.options.weights;
  }

  /** The biases, where they were given. */
  get givenBias(): Tensor | undefined {
    return this.options.bias instanceof Tensor ? this.options.bias : undefined;
  }

  override get weights(): bigint {
    return exactSizeOf([this.units, this.features]);
  }

  override get biases(): bigint {
    return this.bias.count;
  }

  override get macs(): bigint {
    return this.weights * exactSizeOf(this.placeShape);
  }

  override get matrix(): Matrix {
    const input = this.inputShape ?? [this.features];
    return new DenseMatrix(
      this.weightTensor,
      input,
      this.outputShape,
      this.axis,
      this.options.conventions.flatten,
    );
  }

  get reach(): Reach {
    return this.flattens ? ALL_PLACES : SAME_PLACE;
  }

  override biasOf(output: number): Scalar {
    const { axis, matrix } = this;
    return this.bias.at(axis === undefined ? output : (matrix.outputPosition?.(output)[axis] ?? 0));
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const sums = outputSums(this.products, this.outputShape, this.weightTensor, inputOf(this, inputs));
    if (this.biases === 0n) return sums;
    const step = this.axis === undefined ? 1 : (stridesOf(this.outputShape)[this.axis] ?? 1);
    return plus(sums, (index) => this.bias.at(Math.floor(index / step) % this.units));
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [inputSums(this.products, this.inputShape ?? [this.features], this.weightTensor, upstream)];
  }

  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    return weightSums(this.products, [this.units, this.features], upstream, inputOf(this, inputs));
  }

  override owned(name: string): Dense {
    return this.options.owner === undefined ? new Dense({ ...this.options, owner: name }) : this;
  }

  on([input]: readonly Shape[]): Dense {
    return input ? new Dense({ ...this.options, input }) : this;
  }

  /** The extents of the places at which the weights act; none where the input is flattened. */
  get placeShape(): Shape {
    return this.axis === undefined ? [] : this.outputShape.filter((_, axis) => axis !== this.axis);
  }

  private get products(): Products {
    const { units, features, axis, inputShape } = this;
    const { flatten } = this.options.conventions;
    if (axis !== undefined && inputShape) return placewise(inputShape, axis, units);
    const order = storedIndex(inputShape ?? [features], flatten);
    return {
      count: units * features,
      each(visit) {
        for (let unit = 0; unit < units; unit++)
          for (let feature = 0; feature < features; feature++)
            visit(unit, unit * features + feature, order(feature));
      },
    };
  }
}

/** The same weights on the features at every place. */
function placewise(input: Shape, axis: number, units: number): Products {
  const features = input[axis] ?? 1;
  const inner = sizeOf(input.slice(axis + 1));
  const outer = sizeOf(input.slice(0, axis));
  return {
    count: outer * inner * units * features,
    each(visit) {
      for (let before = 0; before < outer; before++)
        for (let after = 0; after < inner; after++)
          for (let unit = 0; unit < units; unit++)
            for (let feature = 0; feature < features; feature++)
              visit(
                (before * units + unit) * inner + after,
                unit * features + feature,
                (before * features + feature) * inner + after,
              );
    },
  };
}
