import type { Matrix } from '../matrices/matrix';
import { integer } from '../numbers/rational';
import { add, multiply, type Scalar } from '../numbers/scalar';
import { exactSizeOf, positionOf, sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { PlainLayer, requireUpstream, type LayerType, type Sliding } from './layer';
import { Pool, type PoolOptions } from './pool';
import { plus } from './products';
import type { Reach } from './reach';
import { MathError } from '../failure';

/** What a subsampling layer is declared by: as an average pool over rows and columns, and its coefficients. */
export interface SubsampleOptions extends Omit<PoolOptions, 'axes' | 'countPadding'> {
  /** One coefficient per channel; symbols unless given. */
  readonly weights: Tensor | undefined;
  readonly bias: BiasOption | undefined;
  readonly frozen: boolean;
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
    this.pool = new Pool('avg-pool2d', { ...options, axes: 2, countPadding: true });
    this.sliding = this.pool.sliding;
    if (options.weights && options.weights.size !== this.channels)
      throw new MathError(
        `\`weights\` has ${options.weights.size} coefficients; there are ${this.channels} channels.`,
        'weights',
      );
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
    return this.options.weights ?? Tensor.symbols('w', [this.channels]);
  }

  override get matrix(): Matrix {
    const { matrix } = this.pool;
    const { weightTensor } = this;
    const channelOf = (row: number): number => this.channelAt(matrix.outputPosition?.(row) ?? []);
    const coefficient = (row: number): Scalar => weightTensor.entry(channelOf(row));
    const { inputPosition, outputPosition } = matrix;
    return {
      ...(inputPosition && { inputPosition }),
      ...(outputPosition && { outputPosition }),
      rows: matrix.rows,
      cols: matrix.cols,
      shared: true,
      cell: (row, col) => (matrix.provenance(row, col) ? coefficient(row) : integer(0)),
      row: (row) => matrix.row(row).map(({ index }) => ({ index, value: coefficient(row) })),
      col: (col) => matrix.col(col).map(({ index }) => ({ index, value: coefficient(index) })),
      nnz: matrix.nnz,
      distinct: BigInt(this.channels),
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
    const sums = this.sums(inputs).map((sum, flat) => multiply(weightTensor.entry(channel(flat)), sum));
    return bias.count === 0n ? sums : plus(sums, (flat) => bias.at(channel(flat)));
  }

  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    const { weightTensor, outputShape } = this;
    const scaled = upstream.map((gradient, flat) =>
      multiply(
        multiply(gradient, this.cells),
        weightTensor.entry(this.channelAt(positionOf(flat, outputShape))),
      ),
    );
    return this.pool.gradInputs(scaled, inputs);
  }

  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    const sums = this.sums(inputs);
    const totals = new Array<Scalar>(this.channels).fill(integer(0));
    const products = sums.map((sum, flat) => multiply(sum, upstream.entry(flat)));
    return Tensor.of(
      [this.channels],
      totals.map((_, channel) =>
        totalOf(products, (flat) => this.channelAt(positionOf(flat, this.outputShape)) === channel),
      ),
    );
  }

  on([input]: readonly Shape[]): Subsample {
    return input ? new Subsample({ ...this.options, input }) : this;
  }

  private sums(inputs: readonly Tensor[]): Tensor {
    return this.pool.forward(inputs).map((mean) => multiply(mean, this.cells));
  }

  private get cells(): Scalar {
    return integer(sizeOf(this.options.kernel));
  }

  private get channels(): number {
    return this.pool.sliding.filters;
  }

  private channelAt(position: readonly number[]): number {
    if (position.length < 3) return 0;
    return (this.options.conventions.channels === 'first' ? position[0] : position.at(-1)) ?? 0;
  }

  private get bias(): Bias {
    return biasOf(this.options.bias ?? this.options.conventions.bias, BigInt(this.channels));
  }
}

function totalOf(tensor: Tensor, counts: (flat: number) => boolean): Scalar {
  return tensor
    .entries()
    .reduce<Scalar>((sum, entry, flat) => (counts(flat) ? add(sum, entry) : sum), integer(0));
}
