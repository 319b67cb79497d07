import { MathError, UndefinedError } from '../failure';
import { transpose } from '../matrices/literal';
import type { Matrix } from '../matrices/matrix';
import { integer } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';
import { exactSizeOf, positionOf, shapeText, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias } from './bias';
import { inputOf } from './input';
import type { TRANSPOSED_TYPES } from './layer';
import { PlainLayer, requireUpstream, type Sliding } from './layer';
import { Layout } from './layout';
import { inputSums, outputSums, plus, weightSums, type Products } from './products';
import type { Reach } from './reach';
import { namedKernel, SlidingGeometry } from './sliding-geometry';
import type { GivenTensor, SlidingOptions, WeightLayout } from './sliding-geometry';
import { SlidingMatrix } from './sliding-matrix';
import { SlidingProducts } from './sliding-products';
import { sidesOf, spanOf, type Sides, type Window } from './window';

export type TransposedLayerType = (typeof TRANSPOSED_TYPES)[number];

/** What a transposed convolution is declared by: as a convolution, with cells that its output has more on one side. */
export interface TransposedOptions extends Omit<
  SlidingOptions,
  'mode' | 'fit' | 'connections' | 'places' | 'kernel'
> {
  readonly kernel: { readonly sizes: readonly number[] } | GivenTensor;
  readonly outputPadding: readonly number[];
  /** Whether the output has a channel axis, where the filters don’t say so. */
  readonly channelAxis?: boolean;
}

/** The window of a transposed convolution along one axis. All in cells. */
export interface TransposedAxis extends Window {
  readonly input: number;
  readonly before: number;
  readonly after: number;
  /** Cells that the output has more at its end. */
  readonly extra: number;
  readonly output: number;
  /** Whether the padding follows from an output of input · stride cells. */
  readonly same: boolean;
}

/**
 * A transposed convolution: each input cell spreads the kernel over the output, at a distance of `stride`. Its matrix is the
 * transpose of the one of the convolution that leads from its output back to its input, with the same kernel, stride,
 * padding and dilation; along each axis it gives (n − 1)·s − p + d(k − 1) + 1 + a cells, p the padding of both sides and a
 * the output padding (Dumoulin & Visin, relationship 14; torch.nn.ConvTranspose2d).
 */
export class TransposedLayer extends PlainLayer {
  override readonly sharing = 'shared';
  override readonly frozen: boolean;
  override readonly sliding: Sliding;
  private readonly kernelSize: readonly number[];
  private readonly windows: readonly Window[];
  private readonly filters: number;
  private readonly inChannels: number;
  private readonly spatial: Shape | undefined;
  private readonly outputChannels: boolean;
  private readonly inputChannels: boolean;
  private readonly bias: Bias;
  private direct: SlidingGeometry | undefined;

  /** @throws MathError where the options contradict each other. */
  constructor(
    readonly type: TransposedLayerType,
    private readonly options: TransposedOptions,
  ) {
    super(options.input && [options.input]);
    const { axes, input, kernel, conventions, stride, dilation } = options;
    this.frozen = options.frozen ?? false;
    if (input && (input.length < axes || input.length > axes + 1))
      throw new MathError(
        `${type} takes an input with ${axes === 1 ? 'one axis' : `${axes} axes`} and perhaps channels; this one is ${shapeText(input)}.`,
        'input',
      );
    const channelAxis = conventions.channels === 'first' ? 0 : axes;
    this.inputChannels = input?.length === axes + 1;
    this.spatial = input && this.inputChannels ? input.filter((_, axis) => axis !== channelAxis) : input;
    const given = 'tensor' in kernel ? readKernel(kernel.tensor, axes, conventions.channels) : undefined;
    this.kernelSize = given ? given.sizes : 'sizes' in kernel ? kernel.sizes : [];
    const fromInput = input && (this.inputChannels ? (input[channelAxis] ?? 1) : 1);
    for (const [one, other, text, option] of [
      [options.inChannels, fromInput, '`in-channels`', 'in-channels'],
      [given?.inputs, fromInput ?? options.inChannels, 'The kernel', 'kernel'],
    ] as const)
      if (one !== undefined && other !== undefined && one !== other)
        throw new MathError(`${text} takes ${one} input channels; there are ${other}.`, option);
    this.inChannels = fromInput ?? options.inChannels ?? given?.inputs ?? 0;
    const groups = options.groups === 'depthwise' ? Math.max(1, this.inChannels) : options.groups;
    this.filters = given
      ? given.perGroup * groups
      : (options.filters ?? (options.groups === 'depthwise' ? groups : 1));
    if (given && options.filters !== undefined && options.filters !== this.filters)
      throw new MathError(
        `\`filters\` is ${options.filters}, but the kernel holds ${this.filters}.`,
        'filters',
      );
    for (const [count, what] of [
      [this.inChannels, 'input channels'],
      [this.filters, 'filters'],
    ] as const)
      if (count % groups !== 0)
        throw new MathError(`${groups} groups don’t divide ${count} ${what}.`, 'groups');
    this.outputChannels =
      options.channelAxis ??
      (this.inputChannels || options.filters !== undefined || (given?.channelAxes ?? 0) > 0);
    this.windows = this.kernelSize.map((size, axis) => ({
      kernel: size,
      stride: stride[axis] ?? 1,
      dilation: dilation[axis] ?? 1,
    }));
    for (const [axis, cells] of options.outputPadding.entries()) {
      const window = this.windows[axis];
      if (window && cells > 0 && cells >= Math.max(window.stride, window.dilation))
        throw new MathError(
          `\`output-padding\` is smaller than the stride or the dilation; ${cells} is not.`,
          'output-padding',
        );
    }
    this.bias = biasOf(
      options.bias ?? ('sizes' in kernel ? conventions.bias : false),
      BigInt(this.filters),
      options.owner,
    );
    this.sliding = {
      kernel: this.kernelSize,
      stride,
      dilation,
      padding: options.padding,
      mode: 'zeros',
      fit: 'floor',
      groups,
      filters: this.filters,
      inChannels: this.inChannels,
      flipped: conventions.convolution === 'flipped',
    };
  }

  /** Cells of the output along each axis. */
  get outputExtents(): Shape {
    const { spatial } = this;
    if (!spatial)
      throw new MathError(`This needs the layer’s input: give the ${this.type} an \`input\`.`, 'input');
    return this.windows.map((window, axis) => {
      const input = spatial[axis] ?? 1;
      const extra = this.options.outputPadding[axis] ?? 0;
      if (this.options.padding === 'same') return input * window.stride + extra;
      const [before, after] = this.sides(axis, window, input);
      const extent = (input - 1) * window.stride - before - after + spanOf(window) + extra;
      if (extent < 1)
        throw new UndefinedError(
          `padding takes ${before + after} of ${extent + before + after} cells, so nothing is left`,
        );
      return extent;
    });
  }

  get outputShape(): Shape {
    return this.outputLayout.shape;
  }

  /** How the window lies along each axis. @throws MathError without an input, UndefinedError where nothing is left. */
  get placedAxes(): readonly TransposedAxis[] {
    const { outputExtents, spatial = [] } = this;
    return this.windows.map((window, axis) => {
      const input = spatial[axis] ?? 1;
      const [before, after] = this.sides(axis, window, input);
      return {
        ...window,
        input,
        before,
        after,
        extra: this.options.outputPadding[axis] ?? 0,
        output: outputExtents[axis] ?? 1,
        same: this.options.padding === 'same',
      };
    });
  }

  /** What the layer was declared by. */
  get declared(): TransposedOptions {
    return this.options;
  }

  /** Cells that the output has more at its end, per axis. */
  get outputPadding(): readonly number[] {
    return this.options.outputPadding;
  }

  /**
   * The direct convolution that this layer equals, per axis: over the input with stride − 1 zeros between its cells, with
   * stride 1 and d(k − 1) − p cells of padding before, and `extra` more behind (Dumoulin & Visin, relationship 14).
   */
  get directAxes(): readonly {
    readonly input: number;
    readonly stretched: number;
    readonly kernel: number;
    readonly padding: number;
    readonly extra: number;
    readonly output: number;
  }[] {
    const { outputExtents, spatial = [] } = this;
    return this.windows.map((window, axis) => {
      const input = spatial[axis] ?? 1;
      const stretched = (input - 1) * window.stride + 1;
      const [before] = this.sides(axis, window, input);
      const padding = spanOf(window) - 1 - before;
      const output = outputExtents[axis] ?? 1;
      return {
        input,
        stretched,
        kernel: window.kernel,
        padding,
        extra: output - (stretched + 2 * padding - spanOf(window) + 1),
        output,
      };
    });
  }

  override get weights(): bigint {
    this.requireChannels();
    return (
      exactSizeOf(this.kernelSize) * BigInt(this.inChannels) * BigInt(this.filters / this.sliding.groups)
    );
  }

  override get biases(): bigint {
    return this.bias.count;
  }

  /** Input positions · kernel · outputs per group. */
  override get macs(): bigint {
    return this.spatial ? exactSizeOf(this.spatial) * this.weights : this.geometry.macs;
  }

  override get weightTensor(): Tensor {
    const { kernel } = this.options;
    return 'tensor' in kernel
      ? namedKernel(kernel, this.options.owner)
      : Tensor.symbols('w', this.weightLayout.shape, 1, this.options.owner);
  }

  override get matrix(): Matrix {
    const { onlyShape, outputShape } = this;
    const { flatten } = this.options.conventions;
    // The convolution’s tensors may have an axis of one channel that this layer’s don’t have.
    return transpose(new SlidingMatrix(this.geometry, this.weightLayout, this.weightTensor), {
      inputPosition: (index) => positionOf(index, onlyShape, flatten),
      outputPosition: (index) => positionOf(index, outputShape, flatten),
    });
  }

  /** An output cell o gets what the input cells i with o = i·s − p + t·d spread: at most ⌈span / s⌉ of them. */
  get reach(): Reach {
    return {
      kind: 'window',
      axes: this.windows.map((window, axis) => {
        const [before] = this.sides(axis, window, this.spatial?.[axis] ?? 1);
        return {
          span: integer(Math.ceil(spanOf(window) / window.stride)),
          step: integer(1).div(window.stride),
          start: integer(Math.ceil((before - spanOf(window) + 1) / window.stride)),
        };
      }),
    };
  }

  override biasOf(output: number): Scalar {
    return this.bias.at(this.outputLayout.at(output).channel);
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const sums = outputSums(this.products, this.outputShape, this.weightTensor, inputOf(this, inputs));
    if (this.biases === 0n) return sums;
    const { stored } = this.outputLayout;
    return plus(sums, (index) => this.bias.at(stored.at(index).channel));
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [inputSums(this.products, this.onlyShape, this.weightTensor, upstream)];
  }

  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    return weightSums(this.products, this.weightLayout.shape, upstream, inputOf(this, inputs));
  }

  override owned(name: string): TransposedLayer {
    return this.options.owner === undefined
      ? new TransposedLayer(this.type, { ...this.options, owner: name })
      : this;
  }

  on([input]: readonly Shape[]): TransposedLayer {
    return input ? new TransposedLayer(this.type, { ...this.options, input }) : this;
  }

  private sides(axis: number, window: Window, input: number): Sides {
    const { padding } = this.options;
    // What “same” pads follows from the output that it gives.
    return sidesOf(padding, axis, window, padding === 'same' ? input * window.stride : input);
  }

  /** The convolution from this layer's output to its input. */
  get geometry(): SlidingGeometry {
    const { options, filters, inChannels } = this;
    this.direct ??= new SlidingGeometry(this.type, {
      ...options,
      input: this.outputShape,
      kernel: { sizes: this.kernelSize },
      filters: this.inputChannels || this.outputChannels ? inChannels : undefined,
      inChannels: filters,
      groups: this.sliding.groups,
      padding: this.windows.map((window, axis) => this.sides(axis, window, this.spatial?.[axis] ?? 1)),
      fit: 'floor',
      bias: false,
      places: this.spatial ?? [],
    });
    return this.direct;
  }

  /** Where each weight stands in `weightTensor`. The layouts of the two differ only in which axes are left out of the shape. */
  get weightLayout(): WeightLayout {
    const { kernel } = this.options;
    const layout = this.geometry.weightLayout();
    return 'tensor' in kernel ? { ...layout, shape: kernel.tensor.shape } : layout;
  }

  private get products(): Products {
    const direct = new SlidingProducts(this.geometry, this.weightLayout);
    return {
      count: direct.count,
      each: (visit) => {
        direct.each((output, weight, input) => {
          visit(input, weight, output);
        });
      },
    };
  }

  private get outputLayout(): Layout {
    const { channels, flatten } = this.options.conventions;
    return new Layout(this.outputExtents, this.outputChannels ? this.filters : undefined, channels, flatten);
  }

  private requireChannels(): void {
    if (this.inChannels === 0)
      throw new MathError(
        `How many weights this ${this.type} has depends on its input’s channels: give it an \`input\` or \`in-channels\`.`,
        'in-channels',
      );
  }
}

interface GivenKernel {
  readonly sizes: readonly number[];
  readonly inputs: number;
  readonly perGroup: number;
  readonly channelAxes: number;
}

/** [inputs, filters per group, …] under `first`, […, filters, inputs] under `last`; both or none of the two. */
function readKernel(kernel: Tensor, axes: number, channels: 'first' | 'last'): GivenKernel {
  const { shape } = kernel;
  const channelAxes = shape.length - axes;
  if ((channelAxes !== 0 && channelAxes !== 2) || kernel.size === 0)
    throw new MathError(
      `A kernel for ${axes === 1 ? 'one axis' : `${axes} axes`} has ${axes} axes, or ${axes + 2} with inputs and filters; this one is ${shapeText(shape)}.`,
      'kernel',
    );
  if (channelAxes === 0) return { sizes: shape, inputs: 1, perGroup: 1, channelAxes };
  const first = channels === 'first';
  const [inputs = 1, perGroup = 1] = first ? shape : [shape[axes + 1], shape[axes]];
  return { sizes: first ? shape.slice(2) : shape.slice(0, axes), inputs, perGroup, channelAxes };
}
