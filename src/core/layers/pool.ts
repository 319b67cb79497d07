import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import { integer, ONE } from '../numbers/rational';
import { compare, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flatIndex, positionOf, shapeText, sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { inputOf } from './input';
import type { POOL_TYPES } from './layer';
import { PlainLayer, requireUpstream, type LayerType, type Sliding } from './layer';
import { Layout } from './layout';
import { PoolMatrix } from './pool-matrix';
import { inputSums, outputSums, type Products } from './products';
import { ALL_PLACES, windowReach, type Reach } from './reach';
import { combinations } from './sliding-counts';
import {
  meetingsAtOutput,
  placeWindow,
  sidesOf,
  spanOf,
  type Padding,
  type Window,
  type WindowAxis,
} from './window';
import { MAX_SLOW_OPERATIONS, requireEntries, requireOperations } from '../limits';

export type PoolType = (typeof POOL_TYPES)[number];

/** What a pooling layer is declared by. Sizes are per axis. */
export interface PoolOptions {
  readonly axes: 1 | 2 | 3;
  readonly input: Shape | undefined;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: Padding;
  /** Whether a last window that overhangs counts. */
  readonly ceilMode: boolean;
  /** Whether an average divides by the cells of padding, too. */
  readonly countPadding: boolean;
  /** What messages call it; its type unless given. */
  readonly called?: string | undefined;
  /** Whether windows are added up rather than averaged; false unless given. */
  readonly sums?: boolean | undefined;
  readonly conventions: Conventions;
}

/**
 * The largest entry, or the average, of each window of each channel. As torch.nn.MaxPool2d and AvgPool2d: the maximum
 * never sees padding, and under `ceil-mode` a last window counts only where it begins within the input or the padding
 * before it.
 */
export class Pool extends PlainLayer {
  override readonly sliding: Sliding;
  private readonly spatial: Shape | undefined;
  private readonly channels: number | undefined;
  private readonly windows: readonly Window[];
  private placed: readonly WindowAxis[] | undefined;

  /** @throws MathError where the input has another number of axes. */
  constructor(
    readonly type: PoolType,
    private readonly options: PoolOptions,
  ) {
    super(options.input && [options.input]);
    const { axes, input, kernel, stride, padding, ceilMode, conventions } = options;
    if (input && (input.length < axes || input.length > axes + 1))
      throw new MathError(
        `${options.called ?? type} takes an input with ${axes === 1 ? 'one axis' : `${axes} axes`} and perhaps channels; this one is ${shapeText(input)}.`,
        'input',
      );
    const channelAxis = conventions.channels === 'first' ? 0 : axes;
    const hasChannels = input?.length === axes + 1;
    this.channels = hasChannels ? input[channelAxis] : undefined;
    this.spatial = hasChannels ? input.filter((_, axis) => axis !== channelAxis) : input;
    this.windows = kernel.map((size, axis) => ({ kernel: size, stride: stride[axis] ?? size, dilation: 1 }));
    const channels = this.channels ?? 1;
    this.sliding = {
      kernel,
      stride,
      dilation: kernel.map(() => 1),
      padding,
      mode: 'zeros',
      fit: ceilMode ? 'ceil' : 'floor',
      groups: channels,
      filters: channels,
      inChannels: channels,
      flipped: false,
    };
    if (Array.isArray(padding))
      for (const [axis, window] of this.windows.entries()) {
        const most = Math.max(...sidesOf(padding, axis, window, undefined));
        if (most >= window.kernel)
          throw new MathError(
            `A window of ${window.kernel} would lie wholly in a padding of ${most}; a pool’s padding is smaller than its kernel.`,
            'padding',
          );
      }
  }

  /** What the layer was declared by. */
  get declared(): PoolOptions {
    return this.options;
  }

  get isMax(): boolean {
    return this.type.startsWith('max');
  }

  /** The windows on the input, one per axis. @throws MathError without an input, UndefinedError where one doesn't fit. */
  get axes(): readonly WindowAxis[] {
    const { spatial } = this;
    if (!spatial)
      throw new MathError(`This needs the layer’s input: give the ${this.type} an \`input\`.`, 'input');
    const { padding, ceilMode } = this.options;
    this.placed ??= this.windows.map((window, axis) => {
      const extent = spatial[axis] ?? 1;
      const placed = placeWindow(
        extent,
        window,
        sidesOf(padding, axis, window, extent),
        ceilMode ? 'ceil' : 'floor',
      );
      const beginsBehind = (placed.output - 1) * placed.stride >= extent + placed.before;
      return beginsBehind && placed.output > 1 ? { ...placed, output: placed.output - 1 } : placed;
    });
    return this.placed;
  }

  get outputShape(): Shape {
    return this.outputLayout.shape;
  }

  override get matrix(): Matrix {
    if (this.isMax) return super.matrix;
    return new PoolMatrix(this.axes, this.inputLayout, this.outputLayout, (place) => this.share(place));
  }

  get reach(): Reach {
    return windowReach(
      this.windows.map((window, axis) => ({
        span: spanOf(window),
        step: window.stride,
        before: this.spatial
          ? (this.axes[axis]?.before ?? 0)
          : sidesOf(this.options.padding, axis, window, undefined)[0],
      })),
    );
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const x = inputOf(this, inputs);
    if (!this.isMax) return outputSums(this.products, this.outputShape, this.shares, x);
    const best = this.highest(x);
    const { integers } = x;
    if (integers)
      return Tensor.integers(
        this.outputShape,
        best.map((index) => integers[index] ?? 0),
      );
    return Tensor.of(
      this.outputShape,
      best.map((index) => x.entry(index)),
    );
  }

  /** Of a maximum only the cell that is it, the first of a tie, has a gradient. */
  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    if (!this.isMax) return [inputSums(this.products, this.onlyShape, this.shares, upstream)];
    const best = this.highest(inputOf(this, inputs));
    return [
      inputSums(
        {
          count: best.length,
          each(visit) {
            for (const [output, input] of best.entries()) visit(output, 0, input);
          },
        },
        this.onlyShape,
        Tensor.integers([1], [1]),
        upstream,
      ),
    ];
  }

  on([input]: readonly Shape[]): Pool {
    return input ? new Pool(this.type, { ...this.options, input }) : this;
  }

  get inputLayout(): Layout {
    const { channels, flatten } = this.options.conventions;
    return new Layout(
      this.axes.map(({ input }) => input),
      this.channels,
      channels,
      flatten,
    );
  }

  get outputLayout(): Layout {
    const { channels, flatten } = this.options.conventions;
    return new Layout(
      this.axes.map(({ output }) => output),
      this.channels,
      channels,
      flatten,
    );
  }

  /** What one cell of a window counts for in its average, by the place of the window. */
  share(place: readonly number[]): Scalar {
    if (this.options.sums) return ONE;
    const cells = this.axes.reduce((product, axis, position) => {
      const start = (place[position] ?? 0) * axis.stride - axis.before;
      const end = Math.min(start + axis.kernel, axis.input + axis.after);
      const counted = this.options.countPadding
        ? end - start
        : Math.min(end, axis.input) - Math.max(0, start);
      return product * counted;
    }, 1);
    return integer(1).div(cells);
  }

  /** As `share`, for all places. */
  private get shares(): Tensor {
    const extents = this.axes.map(({ output }) => output);
    return Tensor.generate(extents, (flat) => this.share(positionOf(flat, extents)));
  }

  private get products(): Products {
    const { axes } = this;
    const count =
      Number(exactSizeOf(this.outputShape)) * axes.reduce((product, { kernel }) => product * kernel, 1);
    return {
      count,
      each: (visit) => {
        this.eachWindow((output, place, cells) => {
          for (const cell of cells) visit(output, place, cell);
        });
      },
    };
  }

  /** Each output with its place and the cells of its window, by flat indices in row-major order. */
  private eachWindow(visit: (output: number, place: number, cells: readonly number[]) => void): void {
    const [input, output] = [this.inputLayout.stored, this.outputLayout.stored];
    const { axes } = this;
    const extents = axes.map((axis) => axis.output);
    const size = sizeOf(extents);
    for (let flat = 0; flat < size; flat++) {
      const place = positionOf(flat, extents);
      const cells = combinations(
        axes.map((axis, position) => meetingsAtOutput(axis, place[position] ?? 0).map(({ cell }) => cell)),
      ).map((cell) => flatIndex(cell, input.spatialStrides));
      for (let channel = 0; channel < (this.channels ?? 1); channel++)
        visit(
          output.index(place, channel),
          flat,
          cells.map((cell) => cell + channel * input.channelStride),
        );
    }
  }

  /** Where the largest entry of each window stands; the first of a tie. */
  private highest(x: Tensor): number[] {
    const numbers = x.integers ?? x.reals;
    const size = sizeOf(this.outputShape);
    requireEntries(size, 'What this layer gives');
    requireOperations(
      size * this.axes.reduce((product, { kernel }) => product * kernel, 1),
      'This layer',
      numbers ? undefined : MAX_SLOW_OPERATIONS,
    );
    const higher = numbers
      ? (a: number, b: number) => (numbers[a] ?? 0) > (numbers[b] ?? 0)
      : (a: number, b: number) => compare(x.entry(a), x.entry(b)) > 0;
    const best = new Array<number>(size).fill(0);
    this.eachWindow((output, _, [first, ...others]) => {
      if (first === undefined) throw new UndefinedError('a window of this pool sees padding alone');
      best[output] = others.reduce((found, cell) => (higher(cell, found) ? cell : found), first);
    });
    return best;
  }
}

/** The mean of each channel over all places: a vector of channels, or a number where there is no channel axis. */
export class GlobalAveragePool extends PlainLayer {
  readonly type: LayerType = 'global-avg-pool';

  /** @param keepAxes whether the spatial axes stay, with one cell each. */
  constructor(
    private readonly input: Shape | undefined,
    private readonly conventions: Pick<Conventions, 'channels' | 'flatten'>,
    private readonly keepAxes: boolean,
  ) {
    super(input && [input]);
  }

  get outputShape(): Shape {
    const { channelAxis, onlyShape } = this;
    if (this.keepAxes) return onlyShape.map((extent, axis) => (axis === channelAxis ? extent : 1));
    return channelAxis === undefined ? [] : [onlyShape[channelAxis] ?? 1];
  }

  override get matrix(): Matrix {
    const { onlyShape, channelAxis, channels } = this;
    const { channels: place, flatten } = this.conventions;
    const spatial = onlyShape.filter((_, axis) => axis !== channelAxis);
    const axes = spatial.map((extent): WindowAxis => ({
      kernel: extent,
      stride: 1,
      dilation: 1,
      input: extent,
      before: 0,
      after: 0,
      output: 1,
      mode: 'zeros',
    }));
    const output = new Layout(
      spatial.map(() => 1),
      channels,
      place,
      flatten,
    );
    const input = new Layout(spatial, channels, place, flatten);
    return new PoolMatrix(axes, input, output, () => this.share, this.outputShape);
  }

  get reach(): Reach {
    return ALL_PLACES;
  }

  forward(inputs: readonly Tensor[]): Tensor {
    return outputSums(this.products, this.outputShape, Tensor.of([1], [this.share]), inputOf(this, inputs));
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [inputSums(this.products, this.onlyShape, Tensor.of([1], [this.share]), upstream)];
  }

  on([input]: readonly Shape[]): GlobalAveragePool {
    return new GlobalAveragePool(input ?? this.input, this.conventions, this.keepAxes);
  }

  private get channelAxis(): number | undefined {
    const { onlyShape } = this;
    return onlyShape.length < 2
      ? undefined
      : this.conventions.channels === 'first'
        ? 0
        : onlyShape.length - 1;
  }

  private get channels(): number | undefined {
    const { channelAxis } = this;
    return channelAxis === undefined ? undefined : this.onlyShape[channelAxis];
  }

  private get share(): Scalar {
    const size = sizeOf(this.onlyShape);
    return size === 0 ? ZERO : integer(this.channels ?? 1).div(size);
  }

  private get products(): Products {
    const size = sizeOf(this.onlyShape);
    const channels = this.channels ?? 1;
    const inner = size / channels;
    const channelOf =
      this.conventions.channels === 'first'
        ? (index: number) => Math.floor(index / inner)
        : (index: number) => index % channels;
    return {
      count: size,
      each(visit) {
        for (let index = 0; index < size; index++) visit(channels === 1 ? 0 : channelOf(index), 0, index);
      },
    };
  }
}
