import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import {
  Activated,
  Activation,
  Add,
  BatchNorm,
  Concat,
  Crop,
  Dense,
  EPSILON,
  GlobalAveragePool,
  Multiply,
  Pool,
  SlidingLayer,
  TransposedLayer,
  type Layer,
  type Padding,
  type PoolType,
} from '../layers';
import { COSTS, spend } from '../limits';
import { namedLayer, shapeOf, type NamedLayer } from '../networks';
import type { ActivationName } from '../tensors/activations';
import { shapeText, type Shape } from '../tensors/shape';
import type { Feed, TensorFeed } from '../values/value';

/** What a convolution has beside filters and a square kernel. Cells, for both axes. */
export interface ConvOptions {
  /** 1 unless given. */
  readonly stride?: number;
  /** 0 unless given. */
  readonly padding?: number | 'same';
  /** 1 unless given. */
  readonly groups?: number | 'depthwise';
  /** true unless given. */
  readonly bias?: boolean;
  readonly activation?: ActivationName;
}

export interface PoolingOptions {
  /** The kernel unless given. */
  readonly stride?: number;
  readonly padding?: number;
  /** Whether a last window that overhangs counts. */
  readonly ceil?: boolean;
}

/** Puts the layers of a network one after the other: each is applied to the last one, unless it says otherwise. */
export class NetworkBuilder {
  readonly nodes: NamedLayer[] = [];
  /** What the next layer is applied to. */
  last: Feed;

  constructor(
    /** The network's name, for messages. */
    private readonly name: string,
    input: TensorFeed,
    private readonly conventions: Conventions,
  ) {
    this.last = input;
  }

  /** Channels of the last layer. */
  get channels(): number {
    const shape = shapeOf(this.last);
    return (this.isFirst ? shape[0] : shape.at(-1)) ?? 1;
  }

  conv(name: string, filters: number, kernel: number, options: ConvOptions = {}): NamedLayer {
    const { stride = 1, padding = 0, groups = 1, bias = true, activation } = options;
    return this.put(
      name,
      (input) =>
        new SlidingLayer('conv2d', {
          axes: 2,
          input,
          kernel: { sizes: [kernel, kernel] },
          filters,
          inChannels: undefined,
          stride: [stride, stride],
          dilation: [1, 1],
          padding: sides(padding),
          fit: 'floor',
          groups,
          bias,
          conventions: this.conventions,
        }),
      activation,
    );
  }

  /** A convolution without bias and its batch norm, which has the activation: `NAME` and `NAME_norm`. */
  convNorm(name: string, filters: number, kernel: number, options: ConvOptions = {}): NamedLayer {
    const { activation, ...others } = options;
    this.conv(name, filters, kernel, { ...others, bias: false });
    return this.norm(`${name}_norm`, activation);
  }

  /** One filter for each channel, with its batch norm. */
  depthwise(name: string, kernel: number, options: ConvOptions): NamedLayer {
    return this.convNorm(name, this.channels, kernel, { ...options, groups: 'depthwise' });
  }

  /** An up-convolution whose windows don't overlap: the stride is the kernel. */
  upConv(name: string, filters: number, kernel: number): NamedLayer {
    return this.put(
      name,
      (input) =>
        new TransposedLayer('transposed-conv2d', {
          axes: 2,
          input,
          kernel: { sizes: [kernel, kernel] },
          filters,
          inChannels: undefined,
          stride: [kernel, kernel],
          dilation: [1, 1],
          padding: 'valid',
          groups: 1,
          bias: true,
          outputPadding: [0, 0],
          conventions: this.conventions,
        }),
    );
  }

  maxPool(name: string, kernel: number, options: PoolingOptions = {}): NamedLayer {
    return this.pool('max-pool2d', name, kernel, options);
  }

  averagePool(name: string, kernel: number, options: PoolingOptions = {}): NamedLayer {
    return this.pool('avg-pool2d', name, kernel, options);
  }

  /** @param keepAxes whether one cell stays along rows and columns. */
  globalPool(name: string, keepAxes = false): NamedLayer {
    return this.put(name, (input) => new GlobalAveragePool(input, this.conventions, keepAxes));
  }

  norm(name: string, activation?: ActivationName): NamedLayer {
    return this.put(
      name,
      (input) => new BatchNorm(input, undefined, this.conventions, { epsilon: EPSILON }, false, true),
      activation,
    );
  }

  /** A fully connected layer over everything that comes before. */
  dense(name: string, units: number, activation?: ActivationName): NamedLayer {
    return this.put(
      name,
      (input) =>
        new Dense({
          input,
          inFeatures: undefined,
          units,
          weights: undefined,
          bias: true,
          conventions: this.conventions,
        }),
      activation,
    );
  }

  add(name: string, feeds: readonly Feed[], activation?: ActivationName): NamedLayer {
    return this.join(name, feeds, (inputs) => new Add(inputs, this.conventions.flatten), activation);
  }

  multiply(name: string, feeds: readonly Feed[]): NamedLayer {
    return this.join(name, feeds, (inputs) => new Multiply(inputs));
  }

  /** One behind the other along the channels. */
  concat(name: string, feeds: readonly Feed[]): NamedLayer {
    return this.join(name, feeds, (inputs) => new Concat(inputs, undefined, this.conventions));
  }

  /** The centre of a layer's output, as large as another's. */
  cropTo(name: string, feed: Feed, other: Feed): NamedLayer {
    this.last = feed;
    return this.put(name, (input) => new Crop(input, this.placesOf(shapeOf(other)), this.conventions));
  }

  /**
   * Refuses an input that leaves the head, whose weights are for so many rows and columns, other ones.
   * @param published rows and columns of the published input.
   */
  requirePlaces(extent: number, published: number): void {
    const places = this.placesOf(shapeOf(this.last));
    if (places.every((one) => one === extent)) return;
    throw new MathError(
      `The head of ${this.name} takes ${shapeText([extent, extent])} cells, which an input of ${shapeText([published, published])} leaves; this input leaves ${shapeText(places)}.`,
      'input',
    );
  }

  private get isFirst(): boolean {
    return this.conventions.channels === 'first';
  }

  private placesOf(shape: Shape): Shape {
    return this.isFirst ? shape.slice(1) : shape.slice(0, -1);
  }

  private pool(type: PoolType, name: string, kernel: number, options: PoolingOptions): NamedLayer {
    const { stride = kernel, padding = 0, ceil = false } = options;
    return this.put(
      name,
      (input) =>
        new Pool(type, {
          axes: 2,
          input,
          kernel: [kernel, kernel],
          stride: [stride, stride],
          padding: sides(padding),
          ceilMode: ceil,
          countPadding: true,
          conventions: this.conventions,
        }),
    );
  }

  private put(name: string, make: (input: Shape) => Layer, activation?: ActivationName): NamedLayer {
    return this.join(name, [this.last], ([input]) => make(input ?? []), activation);
  }

  private join(
    name: string,
    feeds: readonly Feed[],
    make: (inputs: readonly Shape[]) => Layer,
    activation?: ActivationName,
  ): NamedLayer {
    spend(COSTS.layer);
    const plain = make(feeds.map(shapeOf));
    const layer =
      activation === undefined
        ? plain
        : new Activated(plain, (shape) => new Activation(activation, shape, undefined));
    const node = namedLayer({ kind: 'layer', layer, feeds }, name);
    this.nodes.push(node);
    this.last = node;
    return node;
  }
}

function sides(padding: number | 'same'): Padding {
  return padding === 'same'
    ? padding
    : [
        [padding, padding],
        [padding, padding],
      ];
}
