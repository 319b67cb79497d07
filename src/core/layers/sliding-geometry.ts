import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import type { PaddingMode } from '../tensors/padding';
import { exactSizeOf, shapeText, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { biasOf, type Bias, type BiasOption } from './bias';
import { Connections } from './connections';
import { Layout } from './layout';
import type { LayerType, Sliding } from './layer';
import { placeWindow, sidesOf, type Fit, type Padding, type Window, type WindowAxis } from './window';

/** A kernel as a tensor. */
export interface GivenTensor {
  readonly tensor: Tensor;
  /** Whether it is known by its shape alone, and bears no name: its entries are weights of the layer then. */
  readonly unnamed?: boolean;
}

/** Its entries, as they are called. @param owner the layer. */
export function namedKernel({ tensor, unnamed }: GivenTensor, owner: string | undefined): Tensor {
  return unnamed === true ? Tensor.symbols('w', tensor.shape, 1, owner) : tensor;
}

/** What a convolution and a local layer are declared by. */
export interface SlidingOptions {
  readonly axes: 1 | 2 | 3;
  readonly input: Shape | undefined;
  /** Sizes per axis, or the tensor itself, or one tensor per filter. */
  readonly kernel:
    { readonly sizes: readonly number[] } | GivenTensor | { readonly filters: readonly Tensor[] };
  readonly filters: number | undefined;
  readonly inChannels: number | undefined;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  /** What stands in the padding; zeros unless given. */
  readonly mode?: PaddingMode | undefined;
  readonly fit: Fit;
  /** `depthwise`: as many as there are input channels. */
  readonly groups: number | 'depthwise';
  /** The input channels that each filter sees, from 0; undefined where it sees all of its group. */
  readonly connections?: readonly (readonly number[])[] | undefined;
  readonly bias: BiasOption | undefined;
  readonly frozen?: boolean | undefined;
  readonly conventions: Conventions;
  /** The layer’s name, by which its weights are told from those of others. */
  readonly owner?: string | undefined;
  /** How many places the window takes along each axis, where that doesn’t follow from the input. */
  readonly places?: readonly number[];
}

/** Checks the options of a sliding layer against each other and works out its geometry. Axes count from 0. */
export class SlidingGeometry {
  readonly windows: readonly Window[];
  readonly kernelSize: readonly number[];
  readonly filters: number;
  readonly inChannels: number;
  readonly inPerGroup: number;
  readonly sliding: Sliding;
  private readonly connections: Connections;
  /** Whether the output has a channel axis. */
  private readonly outputChannels: boolean;
  private readonly inputChannels: boolean;
  private readonly spatial: Shape | undefined;
  private placed: readonly WindowAxis[] | undefined;

  constructor(
    readonly type: LayerType,
    readonly options: SlidingOptions,
  ) {
    const { axes, input, conventions, kernel, stride, dilation } = options;
    const local = type.startsWith('local');
    const given = 'sizes' in kernel ? undefined : readKernel(kernel, axes, conventions.channels, local);
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
    const declared = inputChannelCount ?? options.inChannels;
    const groups = options.groups === 'depthwise' ? (declared ?? depthwiseOf(given)) : options.groups;
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
    if (fromKernel !== undefined && declared !== undefined && fromKernel !== declared)
      throw new MathError(
        `The kernel takes ${fromKernel} input channel${fromKernel === 1 ? '' : 's'}; the input has ${declared}.`,
        'kernel',
      );
    this.inChannels = declared ?? fromKernel ?? 0;
    if (given && options.filters !== undefined && options.filters !== given.filters)
      throw new MathError(
        `\`filters\` is ${options.filters}, but the kernel holds ${given.filters}.`,
        'filters',
      );
    const fallback = options.groups === 'depthwise' ? Math.max(1, this.inChannels) : 1;
    this.filters = given?.filters ?? options.filters ?? options.connections?.length ?? fallback;
    this.outputChannels = given
      ? given.filterAxis || options.filters !== undefined
      : this.inputChannels || options.filters !== undefined || options.connections !== undefined;
    for (const [count, what, option] of [
      [this.inChannels, 'input channels', 'groups'],
      [this.filters, 'filters', 'groups'],
    ] as const)
      if (count % groups !== 0)
        throw new MathError(`${groups} groups don’t divide ${count} ${what}.`, option);
    this.inPerGroup = this.inChannels / groups;
    this.connections = new Connections(options.connections, this.filters, this.inChannels, groups);
    this.sliding = {
      kernel: this.kernelSize,
      stride,
      dilation,
      padding: options.padding,
      mode: options.mode ?? 'zeros',
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
    const { padding, fit, mode = 'zeros', places } = this.options;
    this.placed ??= this.windows.map((window, axis) => {
      const extent = spatial[axis] ?? 1;
      const sides = sidesOf(padding, axis, window, extent);
      const output = places?.[axis];
      return output === undefined
        ? placeWindow(extent, window, sides, fit, mode)
        : { ...window, input: extent, before: sides[0], after: sides[1], output, mode };
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
    if ('tensor' in kernel) return namedKernel(kernel, this.options.owner);
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

  /** Whether a filter sees an input channel. */
  sees(filter: number, channel: number): boolean {
    return this.connections.sees(filter, channel);
  }

  /** The input channels that a filter sees. */
  channelsOf(filter: number): readonly number[] {
    return this.connections.channelsOf(filter);
  }

  /** The filters that see an input channel. */
  filtersOf(channel: number): readonly number[] {
    return this.connections.filtersOf(channel);
  }

  /** Pairs of a filter and an input channel that it sees. */
  *pairs(): Generator<readonly [filter: number, channel: number]> {
    for (let filter = 0; filter < this.filters; filter++)
      for (const channel of this.channelsOf(filter)) yield [filter, channel];
  }

  /** Whether each filter sees the same channels as in another geometry. */
  connectsAs({ sliding, options }: SlidingGeometry): boolean {
    const table = (lists: SlidingOptions['connections']): string =>
      lists?.map((list) => list.join()).join(';') ?? '';
    return (
      sliding.filters === this.filters &&
      sliding.inChannels === this.inChannels &&
      sliding.groups === this.sliding.groups &&
      table(options.connections) === table(this.options.connections)
    );
  }

  get pairCount(): bigint {
    return this.connections.count;
  }

  bias(count: bigint): Bias {
    const { bias, kernel, conventions } = this.options;
    return biasOf(bias ?? ('sizes' in kernel ? conventions.bias : false), count, this.options.owner);
  }

  get macs(): bigint {
    this.requireChannels();
    return exactSizeOf(this.outputExtents) * this.weightsAtPlace;
  }

  /** Weights that stand at one place of the window: those of all filters. */
  get weightsAtPlace(): bigint {
    this.requireChannels();
    return exactSizeOf(this.kernelSize) * this.pairCount;
  }
}

function depthwiseOf(given: GivenKernel | undefined): number {
  if (given) return given.filters;
  throw new MathError(
    '`groups: depthwise` needs the input’s channels: give `input` or `in-channels`.',
    'groups',
  );
}

export interface WeightLayout {
  readonly shape: Shape;
  readonly lead: readonly number[];
  readonly taps: readonly number[];
  readonly filter: number;
  readonly channel: number;
}

/** What the axes of a kernel that is given are. */
export interface GivenKernel {
  readonly sizes: readonly number[];
  /** Undefined for a kernel without a channel axis, which takes one channel. */
  readonly inPerGroup: number;
  readonly filters: number;
  readonly filterAxis: boolean;
}

/**
 * Reads what the axes of a kernel tensor are: [filters, inputs, …] under `first`, […, inputs, filters] under `last`;
 * one axis less is one filter, two less a filter on one channel.
 * @param local whether the output places stand in front.
 */
export function readKernel(
  kernel: { readonly tensor: Tensor } | { readonly filters: readonly Tensor[] },
  axes: number,
  channels: Conventions['channels'],
  local: boolean,
): GivenKernel {
  if ('filters' in kernel) {
    const [first] = kernel.filters;
    if (!first) throw new MathError('`kernel` is an empty list.', 'kernel');
    const one = readKernel({ tensor: first }, axes, channels, local);
    if (one.filterAxis)
      throw new MathError('A list of kernels holds one filter each; these hold several.', 'kernel');
    return { ...one, filters: kernel.filters.length, filterAxis: true };
  }
  // In front of a local layer's weights stand its output places.
  const shape = local ? kernel.tensor.shape.slice(axes) : kernel.tensor.shape;
  const extra = shape.length - axes;
  if (extra < 0 || extra > 2 || (local && kernel.tensor.rank < 2 * axes))
    throw new MathError(
      local
        ? `A local layer has other weights at every place: give the size of its \`kernel\`, or a tensor with the output places in front of the axes of a kernel; this one is ${shapeText(kernel.tensor.shape)}.`
        : `A kernel for ${axes === 1 ? 'one axis' : `${axes} axes`} has ${axes} to ${axes + 2} axes; this one is ${shapeText(kernel.tensor.shape)}.`,
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
