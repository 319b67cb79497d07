import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { LiteralMatrix } from '../matrices/literal';
import type { Matrix } from '../matrices/matrix';
import type { Scalar } from '../numbers/scalar';
import { exactSizeOf, positionOf, shapeText, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { paramsOf, type Layer } from './layer';

export interface DenseOptions {
  /** Flattened before it is multiplied. */
  readonly input: Shape | undefined;
  readonly inFeatures: number | undefined;
  readonly units: number | undefined;
  /** One row per unit. */
  readonly weights: Tensor | undefined;
  readonly bias: BiasOption | undefined;
  readonly conventions: Conventions;
}

/** A fully connected layer: y = Wx + b with a weight for each pair of input and unit. */
export class Dense implements Layer {
  readonly type = 'dense';
  readonly sharing = 'dense';
  readonly sliding = undefined;
  readonly inputShape: Shape | undefined;
  readonly outputShape: Shape;
  readonly weightTensor: Tensor;
  private readonly features: number;
  private readonly bias: Bias;

  /** @throws MathError where the options contradict each other or the number of units or inputs can't be known. */
  constructor(private readonly options: DenseOptions) {
    const { input, inFeatures, weights } = options;
    if (weights && weights.rank !== 2)
      throw new MathError(
        `\`weights\` has one row for each unit; this tensor is ${shapeText(weights.shape)}.`,
        'weights',
      );
    const units = options.units ?? weights?.shape[0];
    if (units === undefined)
      throw new MathError('A dense layer needs `units`: how many outputs it has.', 'units');
    const size = input && Number(exactSizeOf(input));
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
        throw new MathError(`\`${option}\` takes ${given} inputs; there are ${features}.`, option);
    if (weights && weights.shape[0] !== units)
      throw new MathError(
        `\`weights\` has ${weights.shape[0] ?? 0} rows; there are ${units} units.`,
        'weights',
      );
    this.inputShape = input;
    this.outputShape = [units];
    this.features = features;
    this.weightTensor = weights ?? Tensor.symbols('w', [units, features]);
    this.bias = biasOf(options.bias ?? (weights ? false : options.conventions.bias), BigInt(units));
  }

  get weights(): bigint {
    return exactSizeOf(this.weightTensor.shape);
  }

  get biases(): bigint {
    return this.bias.count;
  }

  get macs(): bigint {
    return this.weights;
  }

  get matrix(): Matrix {
    return new DenseMatrix(this.weightTensor, this.inputShape ?? [this.features], this.options.conventions);
  }

  biasOf(output: number): Scalar {
    return this.bias.at(output);
  }
}

class DenseMatrix extends LiteralMatrix {
  constructor(
    weights: Tensor,
    private readonly input: Shape,
    private readonly conventions: Conventions,
  ) {
    super(weights);
  }

  readonly inputPosition = (index: number): readonly number[] =>
    positionOf(index, this.input, this.conventions.flatten);
  readonly outputPosition = (index: number): readonly number[] => [index];

  override readonly provenance: Matrix['provenance'] = (row, col) => ({
    weight: row * this.cols + col,
    tap: [],
  });
}

/**
 * The fully connected layer that equals a convolution: it has a weight for each pair of input and output cell, most of
 * them 0, and a bias for each output cell.
 */
export class DenseEquivalent implements Layer {
  readonly type = 'dense-equivalent';
  readonly sharing = 'dense';
  readonly sliding = undefined;

  constructor(readonly of: Layer) {
    if (of.sharing === 'dense')
      throw new MathError(`\`of\` takes a convolution; this is a ${of.type} layer.`, 'of');
  }

  get inputShape(): Shape | undefined {
    return this.of.inputShape;
  }

  get outputShape(): Shape {
    return this.of.outputShape;
  }

  get weights(): bigint {
    const { matrix } = this.of;
    return BigInt(matrix.rows) * BigInt(matrix.cols);
  }

  get biases(): bigint {
    return this.of.biases === 0n ? 0n : exactSizeOf(this.outputShape);
  }

  get macs(): bigint {
    return this.weights;
  }

  get matrix(): Matrix {
    return this.of.matrix;
  }

  get weightTensor(): Tensor {
    throw new MathError(
      `A dense-equivalent has ${paramsOf(this)} parameters, most of them 0; \`matrix\` gives its weights without storing them.`,
    );
  }

  biasOf(output: number): Scalar {
    return this.of.biasOf(output);
  }
}
