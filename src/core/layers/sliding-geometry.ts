import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { exactSizeOf, shapeText, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { Layout } from './layout';
import type { LayerType, Sliding } from './layer';
import { placeWindow, sidesOf, type Fit, type Padding, type Window, type WindowAxis } from './window';

/** What a convolution and a local layer are declared by. */
export interface SlidingOptions {
  readonly axes: 1 | 2 | 3;
  readonly input: Shape | undefined;
  /** Sizes per axis, or the tensor itself, or one tensor per filter. */
  readonly kernel:
    | { readonly sizes: readonly number[] }
    | { readonly tensor: Tensor }
    | { readonly filters: readonly Tensor[] };
  readonly filters: number | undefined;
  readonly inChannels: number | undefined;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  readonly fit: Fit;
  readonly groups: number;
  readonly bias: BiasOption | undefined;
  readonly conventions: Conventions;
}

/** Checks the options of a sliding layer against each other and works out its geometry. Axes count from 0. */
export class SlidingGeometry {
  readonly windows: readonly Window[];
  readonly kernelSize: readonly number[];
  readonly filters: number;
  readonly inChannels: number;
  readonly inPerGroup: number;
  readonly sliding: Sliding;
  /** Whether the output has a channel axis. */
  private readonly outputChannels: boolean;
  private readonly inputChannels: boolean;
  private readonly spatial: Shape | undefined;
  private placed: readonly WindowAxis[] | undefined;

  constructor(
    readonly type: LayerType,
    readonly options: SlidingOptions,
  ) {
    const { axes, input, groups, conventions, kernel, stride, dilation } = options;
    const given = 'sizes' in kernel ? undefined : readKernel(kernel, axes, conventions.channels);
    this.kernelSize = given ? given.sizes : 'sizes' in kernel ? kernel.sizes : [];
    this.windows = this.kernelSize.map((size, axis) => ({
      kernel: size,
      stride: stride[axis] ?? 1,
      dilation: dilation[axis] ?? 1,
    }));

    if (input && (input.length < axes || input.length > axes + 1))
      throw new MathError(
        `${type} takes an input with ${axes === 1 ? 'one axis' : `${axes} axes`} and perhaps channels; this one is ${shapeText(input)}.`,
        'input',
      );
    this.inputChannels = input?.length === axes + 1;
    const channelAxis = conventions.channels === 'first' ? 0 : axes;
    this.spatial = input && this.inputChannels ? input.filter((_, axis) => axis !== channelAxis) : input;
    const inputChannelCount = input && (this.inputChannels ? (input[channelAxis] ?? 1) : 1);
    const fromKernel = given?.inPerGroup === undefined ? undefined : given.inPerGroup * groups;
    if (
      options.inChannels !== undefined &&
      inputChannelCount !== undefined &&
      options.inChannels !== inputChannelCount
    )
      throw new MathError(
        `\`in-channels\` is ${options.inChannels}, but the input has ${inputChannelCount}.`,
        'in-channels',
      );
    if (fromKernel !== undefined && inputChannelCount !== undefined && fromKernel !== inputChannelCount)
      throw new MathError(
        `The kernel takes ${fromKernel} input channel${fromKernel === 1 ? '' : 's'}; the input has ${inputChannelCount}.`,
        'kernel',
      );
    this.inChannels = inputChannelCount ?? options.inChannels ?? fromKernel ?? 0;
    if (given && options.filters !== undefined && options.filters !== given.filters)
      throw new MathError(
        `\`filters\` is ${options.filters}, but the kernel holds ${given.filters}.`,
        'filters',
      );
    this.filters = given?.filters ?? options.filters ?? 1;
    this.outputChannels = given
      ? given.filterAxis || options.filters !== undefined
      : this.inputChannels || options.filters !== undefined;
    for (const [count, what, option] of [
      [this.inChannels, 'input channels', 'groups'],
      [this.filters, 'filters', 'groups'],
    ] as const)
      if (count % groups !== 0)
        throw new MathError(`${groups} groups don’t divide ${count} ${what}.`, option);
    this.inPerGroup = this.inChannels / groups;
    this.sliding = {
      kernel: this.kernelSize,
      stride,
      dilation,
      padding: options.padding,
      fit: options.fit,
      groups,
      filters: this.filters,
      inChannels: this.inChannels,
      flipped: conventions.convolution === 'flipped',
    };
  }

  get hasInput(): boolean {
    return this.spatial !== undefined;
  }

  /** The windows placed on the input. @throws MathError without an input, UndefinedError where one doesn't fit. */
  get axes(): readonly WindowAxis[] {
    const { spatial } = this;
    if (!spatial)
      throw new MathError(`This needs the layer’s input: give the ${this.type} an \`input\`.`, 'input');
    this.placed ??= this.windows.map((window, axis) => {
      const extent = spatial[axis] ?? 1;
      return placeWindow(
        extent,
        window,
        sidesOf(this.options.padding, axis, window, extent),
        this.options.fit,
      );
    });
    return this.placed;
  }

  /** Output extents without channels. */
  get outputExtents(): Shape {
    return this.axes.map((axis) => axis.output);
  }

  get inputLayout(): Layout {
    const { channels, flatten } = this.options.conventions;
    return new Layout(
      this.axes.map((axis) => axis.input),
      this.inputChannels ? this.inChannels : undefined,
      channels,
      flatten,
    );
  }

  get outputLayout(): Layout {
    const { channels, flatten } = this.options.conventions;
    return new Layout(this.outputExtents, this.outputChannels ? this.filters : undefined, channels, flatten);
  }

  get outputShape(): Shape {
    return this.outputLayout.shape;
  }

  /** @throws MathError where neither the input nor `in-channels` says how many channels there are. */
  requireChannels(): void {
    if (this.inChannels === 0)
      throw new MathError(
        `How many weights this ${this.type} has depends on its input’s channels: give it an \`input\` or \`in-channels\`.`,
        'in-channels',
      );
  }

  /**
   * The shape of the weight tensor, and by how much its flat index grows with each of filter, channel and tap. Axes
   * that input or output don't have (one channel, one filter) are left out of the shape; the index is the same.
   * @param lead axes in front: the output places of a local layer.
   */
  weightLayout(lead: Shape = []): WeightLayout {
    this.requireChannels();
    const first = this.options.conventions.channels === 'first';
    const channels = this.inputChannels || this.inPerGroup > 1 ? [this.inPerGroup] : [];
    const filters = this.outputChannels ? [this.filters] : [];
    const axes = this.kernelSize.length;
    const shape = first
      ? [...lead, ...filters, ...channels, ...this.kernelSize]
      : [...lead, ...this.kernelSize, ...channels, ...filters];
    const strides = stridesOf(
      first
        ? [...lead, this.filters, this.inPerGroup, ...this.kernelSize]
        : [...lead, ...this.kernelSize, this.inPerGroup, this.filters],
    );
    const own = strides.slice(lead.length);
    return {
      shape,
      lead: strides.slice(0, lead.length),
      taps: first ? own.slice(2) : own.slice(0, axes),
      filter: (first ? own[0] : own[axes + 1]) ?? 0,
      channel: (first ? own[1] : own[axes]) ?? 0,
    };
  }

  /** The kernel that was given, laid out as `weightLayout`; undefined where only its size is known. */
  get givenKernel(): Tensor | undefined {
    const { kernel } = this.options;
    if ('sizes' in kernel) return undefined;
    if ('tensor' in kernel) return kernel.tensor;
    const [one] = kernel.filters;
    if (!one) return undefined;
    const { filters, shape } = { filters: kernel.filters, shape: one.shape };
    const first = this.options.conventions.channels === 'first';
    return Tensor.generate(first ? [filters.length, ...shape] : [...shape, filters.length], (flat) => {
      const filter = first ? Math.floor(flat / one.size) : flat % filters.length;
      const within = first ? flat % one.size : Math.floor(flat / filters.length);
      return filters[filter]?.entry(within) ?? one.entry(within);
    });
  }

  bias(count: bigint): Bias {
    const { bias, kernel, conventions } = this.options;
    return biasOf(bias ?? ('sizes' in kernel ? conventions.bias : false), count);
  }

  get macs(): bigint {
    this.requireChannels();
    return (
      exactSizeOf(this.outputExtents) *
      BigInt(this.filters) *
      exactSizeOf(this.kernelSize) *
      BigInt(this.inPerGroup)
    );
  }
}

export interface WeightLayout {
  readonly shape: Shape;
  readonly lead: readonly number[];
  readonly taps: readonly number[];
  readonly filter: number;
  readonly channel: number;
}

interface GivenKernel {
  readonly sizes: readonly number[];
  /** Undefined for a kernel without a channel axis, which takes one channel. */
  readonly inPerGroup: number;
  readonly filters: number;
  readonly filterAxis: boolean;
}

/**
 * Reads what the axes of a kernel tensor are: [filters, inputs, …] under `first`, […, inputs, filters] under `last`;
 * one axis less is one filter, two less a filter on one channel.
 */
function readKernel(
  kernel: { readonly tensor: Tensor } | { readonly filters: readonly Tensor[] },
  axes: number,
  channels: Conventions['channels'],
): GivenKernel {
  if ('filters' in kernel) {
    const [first] = kernel.filters;
    if (!first) throw new MathError('`kernel` is an empty list.', 'kernel');
    const one = readKernel({ tensor: first }, axes, channels);
    if (one.filterAxis)
      throw new MathError('A list of kernels holds one filter each; these hold several.', 'kernel');
    return { ...one, filters: kernel.filters.length, filterAxis: true };
  }
  const { shape } = kernel.tensor;
  const extra = shape.length - axes;
  if (extra < 0 || extra > 2)
    throw new MathError(
      `A kernel for ${axes === 1 ? 'one axis' : `${axes} axes`} has ${axes} to ${axes + 2} axes; this one is ${shapeText(shape)}.`,
      'kernel',
    );
  if (kernel.tensor.size === 0)
    throw new MathError('A kernel has at least one cell; this one is empty.', 'kernel');
  const first = channels === 'first';
  const sizes = first ? shape.slice(extra) : shape.slice(0, axes);
  const inPerGroup = extra === 0 ? 1 : ((first ? shape[extra - 1] : shape[axes]) ?? 1);
  const filters = extra === 2 ? ((first ? shape[0] : shape[axes + 1]) ?? 1) : 1;
  return { sizes, inPerGroup, filters, filterAxis: extra === 2 };
}
