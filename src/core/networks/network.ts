import type { Conventions } from '../conventions';
import { MathError, UndefinedError } from '../failure';
import {
  formulas,
  inputOf,
  type Layer,
  type LayerType,
  PlainLayer,
  requireUpstream,
  type Reach,
  type Sizes,
  sizesOf,
} from '../layers';
import type { Matrix } from '../matrices/matrix';
import { integer } from '../numbers/rational';
import { add, ZERO, type Scalar } from '../numbers/scalar';
import type { Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import type { Feed, LayerValue, PlaceholderValue, TensorFeed } from '../values/value';
import { receptiveFieldOf } from './receptive-field';
import { gradientOf, outputOf } from './run';

/** A layer of a network, by its name. */
export type NamedLayer = LayerValue & { readonly name: string };

/** What a network is made of. */
export interface NetworkOptions {
  /** What the first layers are applied to. */
  readonly input: TensorFeed | PlaceholderValue;
  /** All layers in the order written, each after those it is applied to; the last one gives the output. */
  readonly nodes: readonly NamedLayer[];
  /** Where its shapes have their channels. */
  readonly channels: Conventions['channels'];
  /** Of a network of the zoo. */
  readonly published?: Published | undefined;
}

/** A network that others know, too. */
export interface Published {
  readonly name: string;
  /** Which edition of it this is, in a line. */
  readonly edition: string;
  /** The paper. */
  readonly source: string;
}

/**
 * Layers that are applied to each other, from one input to one output. A network is a layer itself: its counts are the
 * sums of its layers' counts.
 */
export class Network extends PlainLayer {
  readonly type: LayerType = 'network';

  constructor(private readonly options: NetworkOptions) {
    super(options.input.kind === 'placeholder' ? undefined : [options.input.shape]);
  }

  /** All layers in the order written. */
  get nodes(): readonly NamedLayer[] {
    return this.options.nodes;
  }

  /** What its first layers are applied to. */
  get input(): TensorFeed | PlaceholderValue {
    return this.options.input;
  }

  /** Where its shapes have their channels. */
  get channels(): Conventions['channels'] {
    return this.options.channels;
  }

  /** Which edition of a published network it is; undefined for others. */
  get edition(): string | undefined {
    return this.options.published?.edition;
  }

  /** What is known of a network of the zoo; undefined for others. */
  get published(): Published | undefined {
    return this.options.published;
  }

  get outputShape(): Shape {
    return this.last.layer.outputShape;
  }

  override get weights(): bigint {
    return this.sum(({ weights }) => weights);
  }

  override get biases(): bigint {
    return this.sum(({ biases }) => biases);
  }

  override get trainable(): bigint {
    return this.sum(({ trainable }) => trainable);
  }

  override get buffers(): bigint {
    return this.sum(({ buffers }) => buffers);
  }

  override get macs(): bigint {
    return this.sum(({ macs }) => macs);
  }

  override get matrix(): Matrix {
    throw new MathError('A network has no matrix of its own; its linear layers have, as matrix(net.conv1).');
  }

  get reach(): Reach {
    const { axes } = receptiveFieldOf(this.last, this.options.channels);
    return {
      kind: 'window',
      axes: axes.map(({ size, stride, start }) => ({ span: size, step: stride, start })),
    };
  }

  /** Sums of formulas, where a size of one of its layers is a symbol. */
  override get sizes(): Sizes | undefined {
    if (!this.nodes.some(({ layer }) => layer.sizes)) return undefined;
    const each = this.nodes.map(({ layer }) => sizesOf(layer));
    const sum = (count: (sizes: Sizes) => Scalar): Scalar => each.map(count).reduce(add, ZERO);
    const { input } = this.options;
    return formulas({
      input: input.shape.map((extent) => (typeof extent === 'number' ? integer(extent) : extent)),
      output: () => sizesOf(this.last.layer).outputShape ?? [],
      weights: () => sum(({ weights }) => weights),
      biases: () => sum(({ biases }) => biases),
      trainable: () => sum(({ trainable }) => trainable),
      buffers: () => sum(({ buffers }) => buffers),
      macs: () => sum(({ macs }) => macs ?? ZERO),
      reach: () => this.reach,
    });
  }

  /** The layer that gives the output: the last one. */
  get last(): NamedLayer {
    const last = this.nodes.at(-1);
    if (!last) throw new MathError('A network needs at least one layer.', 'layers');
    return last;
  }

  /** The layer of a name, or undefined. */
  layer(name: string): NamedLayer | undefined {
    return this.nodes.find((node) => node.name === name);
  }

  forward([x]: readonly Tensor[]): Tensor {
    if (!x) throw new MathError('A network needs an input.', 'x');
    return outputOf(this.last, new Map<Feed, Tensor>([[this.options.input, x]]));
  }

  override gradInputs(upstream: Tensor, inputs: readonly Tensor[]): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [gradientOf(this.last, upstream, this.options.input, inputOf(this, inputs))];
  }

  on([shape]: readonly Shape[]): Network {
    if (!shape) return this;
    return this.rebuilt(
      { kind: 'tensor-feed', shape, values: () => Tensor.symbols('x', shape) },
      (layer, inputs) => layer.on(inputs),
    );
  }

  /** The same network with other layers in the places of its own, of the same shapes. */
  withLayers(change: (layer: Layer) => Layer): Network {
    return this.rebuilt(this.options.input, change);
  }

  private rebuilt(
    input: NetworkOptions['input'],
    change: (layer: Layer, inputs: readonly Shape[]) => Layer,
  ): Network {
    const moved = new Map<Feed, Feed>([[this.options.input, input]]);
    const nodes = this.nodes.map((node) => {
      const feeds = node.feeds.map((feed) => moved.get(feed) ?? feed);
      const placed: NamedLayer = { ...node, feeds, layer: change(node.layer, feeds.map(shapeOf)) };
      moved.set(node, placed);
      return placed;
    });
    return new Network({ ...this.options, input, nodes });
  }

  private sum(count: (layer: Layer) => bigint): bigint {
    return this.nodes.reduce((total, { layer }) => total + count(layer), 0n);
  }
}

/** @throws MathError where sizes are symbols. */
export function shapeOf(feed: Feed): Shape {
  if (feed.kind === 'placeholder')
    throw new MathError('The sizes of this input are symbols; this needs numbers.', 'input');
  return feed.kind === 'tensor-feed' ? feed.shape : feed.layer.outputShape;
}

/** A layer with its name. @throws UndefinedError that names the layer where its window doesn’t fit, so that one need not look for it. */
export function namedLayer(value: LayerValue, name: string, network?: string): NamedLayer {
  try {
    sizesOf(value.layer).outputShape?.at(0);
  } catch (error) {
    if (error instanceof UndefinedError) throw new UndefinedError(`in ${name}, ${error.message}`);
    throw error;
  }
  const owner = network === undefined ? name : `${network}.${name}`;
  return { ...value, name, layer: value.layer.owned(owner) };
}

/** What unnamed layers of a kind are called, before their number. */
export function kindName(type: LayerType): string {
  if (type.startsWith('transposed-conv')) return 'transposed';
  if (type.startsWith('conv')) return 'conv';
  if (type.startsWith('local')) return 'local';
  if (type.includes('pool') || type === 'subsample2d') return 'pool';
  if (type.startsWith('dense')) return 'dense';
  if (type.endsWith('-norm')) return 'norm';
  if (type === 'relu6') return 'relu';
  return type.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
