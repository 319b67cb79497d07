import { countDistinct } from '../matrices/literal';
import type { Matrix, MatrixEntry } from '../matrices/matrix';
import { integer } from '../numbers/rational';
import { add, isZero, multiply, type Scalar } from '../numbers/scalar';
import { exactSizeOf, positionOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { PlainLayer, requireUpstream, type LayerType, type Sliding } from './layer';
import { Pool, type PoolOptions } from './pool';
import { plus } from './products';
import type { Reach } from './reach';
import { MathError } from '../failure';
import type { WindowAxis } from './window';
import { counted } from '../numbers/group-digits';

/** What a subsampling layer is declared by: as an average pool over rows and columns, and its coefficients. */
export interface SubsampleOptions extends Omit<PoolOptions, 'axes' | 'countPadding' | 'sums'> {
  /** One coefficient per channel; symbols unless given. */
  readonly weights: Tensor | undefined;
  readonly bias: BiasOption | undefined;
  readonly frozen: boolean;
  /** The layer’s name, by which its weights are told from those of others. */
  readonly owner?: string | undefined;
}

/**
 * The subsampling of LeNet-5: the sum of each window of a channel, times a coefficient of the channel, plus its bias; two
 * learned numbers per channel (LeCun et al., 1998).
 */
export class Subsample extends PlainLayer {
  readonly type: LayerType = 'subsample2d';
  override readonly sharing = 'shared';
  override readonly frozen: boolean;
  override readonly sliding: Sliding;
  private readonly pool: Pool;

  constructor(private readonly options: SubsampleOptions) {
    super(options.input && [options.input]);
    this.frozen = options.frozen;
    this.pool = new Pool('avg-pool2d', {
      ...options,
      axes: 2,
      countPadding: true,
      sums: true,
      called: this.type,
    });
    this.sliding = this.pool.sliding;
    if (options.weights && options.input && options.weights.size !== this.channels)
      throw new MathError(
        `\`weights\` has ${counted(options.weights.size, 'coefficient')}; its input has ${counted(this.channels, 'channel')}.`,
        'weights',
      );
  }

  /** The windows on the input, one per axis. @throws MathError without an input, UndefinedError where one doesn't fit. */
  get axes(): readonly WindowAxis[] {
    return this.pool.axes;
  }

  /** What the layer was declared by. */
  get declared(): SubsampleOptions {
    return this.options;
  }

  get outputShape(): Shape {
    return this.pool.outputShape;
  }

  override get weights(): bigint {
    return BigInt(this.channels);
  }

  override get biases(): bigint {
    return this.bias.count;
  }

  /** One multiplication per output cell: the window is added up before. */
  override get macs(): bigint {
    return exactSizeOf(this.outputShape);
  }

  override get weightTensor(): Tensor {
    return this.options.weights ?? Tensor.symbols('w', [this.channels], 1, this.options.owner);
  }

  override get matrix(): Matrix {
    const { matrix } = this.pool;
    const { weightTensor } = this;
    const channelOf = (row: number): number => this.channelAt(matrix.outputPosition?.(row) ?? []);
    const coefficient = (row: number): Scalar => weightTensor.entry(channelOf(row));
    const { inputPosition, outputPosition } = matrix;
    const perChannel = matrix.nnz / BigInt(this.channels);
    const used = weightTensor.entries().filter((weight) => !isZero(weight));
    const scaled = (entries: readonly MatrixEntry[], rowOf: (index: number) => number): MatrixEntry[] =>
      entries
        .map(({ index }) => ({ index, value: coefficient(rowOf(index)) }))
        .filter(({ value }) => !isZero(value));
    return {
      ...(inputPosition && { inputPosition }),
      ...(outputPosition && { outputPosition }),
      rows: matrix.rows,
      cols: matrix.cols,
      shared: true,
      ...(matrix.pattern && { pattern: matrix.pattern }),
      cell: (row, col) => (matrix.provenance(row, col) ? coefficient(row) : integer(0)),
      row: (row) => scaled(matrix.row(row), () => row),
      col: (col) => scaled(matrix.col(col), (row) => row),
      nnz: perChannel * BigInt(used.length),
      distinct: countDistinct(used),
      provenance: (row, col) => {
        const found = matrix.provenance(row, col);
        return found && { ...found, weight: channelOf(row) };
      },
    };
  }

  get reach(): Reach {
    return this.pool.reach;
  }

  override biasOf(output: number): Scalar {
    return this.bias.at(this.channelAt(this.pool.matrix.outputPosition?.(output) ?? []));
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const { weightTensor, outputShape, bias } = this;
    const channel = (flat: number): number => this.channelAt(positionOf(flat, outputShape));
    const sums = this.pool
      .forward(inputs)
      .map((sum, flat) => multiply(weightTensor.entry(channel(flat)), sum));
    return bias.count === 0n ? sums : plus(sums, (flat) => bias.at(channel(flat)));
  }

  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    const { weightTensor, outputShape } = this;
    const scaled = upstream.map((gradient, flat) =>
      multiply(gradient, weightTensor.entry(this.channelAt(positionOf(flat, outputShape)))),
    );
    return this.pool.gradInputs(scaled, inputs);
  }

  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    const sums = this.pool.forward(inputs);
    const products = sums.map((sum, flat) => multiply(sum, upstream.entry(flat)));
    return Tensor.generate([this.channels], (channel) =>
      totalOf(products, (flat) => this.channelAt(positionOf(flat, this.outputShape)) === channel),
    );
  }

  override owned(name: string): Subsample {
    return this.options.owner === undefined ? new Subsample({ ...this.options, owner: name }) : this;
  }

  on([input]: readonly Shape[]): Subsample {
    return input ? new Subsample({ ...this.options, input }) : this;
  }

  private get channels(): number {
    if (!this.options.input)
      throw new MathError(
        `How many coefficients a ${this.type} has depends on its input’s channels: give it an \`input\`.`,
        'input',
      );
    return this.pool.sliding.filters;
  }

  private channelAt(position: readonly number[]): number {
    if (position.length < 3) return 0;
    return (this.options.conventions.channels === 'first' ? position[0] : position.at(-1)) ?? 0;
  }

  private get bias(): Bias {
    return biasOf(
      this.options.bias ?? this.options.conventions.bias,
      BigInt(this.channels),
      this.options.owner,
    );
  }
}

function totalOf(tensor: Tensor, counts: (flat: number) => boolean): Scalar {
  return tensor
    .entries()
    .reduce<Scalar>((sum, entry, flat) => (counts(flat) ? add(sum, entry) : sum), integer(0));
}
