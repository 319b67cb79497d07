import { MathError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import { ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf, flattenedIndex, sameShape, shapeText, storedIndex, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import type { Bias } from './bias';
import type { SLIDING_TYPES } from './layer';
import { PlainLayer, requireUpstream, type Sharing, type Sliding } from './layer';
import type { Layout } from './layout';
import { inputSums, outputSums, plus, weightSums, type Products } from './products';
import { windowReach, type Reach } from './reach';
import { SlidingGeometry, type SlidingOptions, type WeightLayout } from './sliding-geometry';
import { SlidingMatrix } from './sliding-matrix';
import { SlidingProducts } from './sliding-products';
import { sidesOf, spanOf, type WindowAxis } from './window';
import { inputOf } from './input';

export type SlidingLayerType = (typeof SLIDING_TYPES)[number];

/**
 * A layer whose window slides over its input. A convolution shares one kernel between all places:
 * y[f, o] = Σ w[f, c, t] · x[c, o·s + t·d − p] + b[f], the cross-correlation of Goodfellow et al., Deep Learning, eq. 9.6;
 * under `flipped` the taps run backwards. A local layer has weights and a bias of its own at every place (eq. 9.9).
 */
export class SlidingLayer extends PlainLayer {
  override readonly sharing: Sharing;
  override readonly frozen: boolean;
  override readonly sliding: Sliding;
  readonly geometry: SlidingGeometry;

  /** @throws MathError where the options contradict each other. */
  constructor(
    readonly type: SlidingLayerType,
    private readonly options: SlidingOptions,
  ) {
    super(options.input && [options.input]);
    this.sharing = type.startsWith('local') ? 'unshared' : 'shared';
    this.frozen = options.frozen ?? false;
    this.geometry = new SlidingGeometry(type, options);
    this.sliding = this.geometry.sliding;
    // Given biases are counted at once; how many a local layer takes depends on its input.
    if (this.sharing === 'shared') this.geometry.bias(BigInt(this.geometry.filters));
    else if (this.geometry.hasInput) this.requireOwnWeights();
  }

  get outputShape(): Shape {
    return this.geometry.outputShape;
  }

  override get weights(): bigint {
    const one = this.geometry.weightsAtPlace;
    return this.sharing === 'shared' ? one : one * exactSizeOf(this.geometry.outputExtents);
  }

  override get biases(): bigint {
    return this.bias.count;
  }

  override get macs(): bigint {
    return this.geometry.macs;
  }

  override get weightTensor(): Tensor {
    const { allWeights } = this;
    return this.options.connections ? this.connected(allWeights) : allWeights;
  }

  override get matrix(): Matrix {
    return new SlidingMatrix(this.geometry, this.layout, this.allWeights);
  }

  get reach(): Reach {
    const { windows, hasInput } = this.geometry;
    return windowReach(
      windows.map((window, axis) => ({
        span: spanOf(window),
        step: window.stride,
        before: hasInput
          ? (this.axes[axis]?.before ?? 0)
          : sidesOf(this.options.padding, axis, window, undefined)[0],
      })),
    );
  }

  override biasOf(output: number): Scalar {
    const layout = this.geometry.outputLayout;
    if (this.sharing === 'shared') return this.bias.at(layout.at(output).channel);
    return this.bias.at(this.shapedBias ? storedIndex(layout.shape, layout.order)(output) : output);
  }

  forward(inputs: readonly Tensor[]): Tensor {
    const x = inputOf(this, inputs);
    const sums = outputSums(this.products, this.outputShape, this.allWeights, x);
    if (this.biases === 0n) return sums;
    const { bias } = this;
    const { outputLayout } = this.geometry;
    if (this.sharing === 'shared') {
      const { stored } = outputLayout;
      return plus(sums, (index) => bias.at(stored.at(index).channel));
    }
    const flattened = flattenedIndex(outputLayout.shape, outputLayout.order);
    return plus(sums, (index) => bias.at(this.shapedBias ? index : flattened(index)));
  }

  override gradInputs(upstream: Tensor): readonly Tensor[] {
    requireUpstream(this, upstream);
    return [inputSums(this.products, this.onlyShape, this.allWeights, upstream)];
  }

  override gradWeights(upstream: Tensor, inputs: readonly Tensor[]): Tensor {
    requireUpstream(this, upstream);
    return weightSums(this.products, this.allWeights.shape, upstream, inputOf(this, inputs));
  }

  on([input]: readonly Shape[]): SlidingLayer {
    return input ? this.withInput(input) : this;
  }

  override owned(name: string): SlidingLayer {
    return this.options.owner === undefined
      ? new SlidingLayer(this.type, { ...this.options, owner: name })
      : this;
  }

  /** The same layer on another input. */
  withInput(input: Shape): SlidingLayer {
    return new SlidingLayer(this.type, { ...this.options, input });
  }

  /** The shape of an input with these extents and the layer's channels. */
  inputShapeOf(extents: Shape): Shape {
    const { inChannels } = this.geometry;
    if (inChannels <= 1) return extents;
    return this.options.conventions.channels === 'first'
      ? [inChannels, ...extents]
      : [...extents, inChannels];
  }

  /** Where places and channels stand in input and output. */
  get layouts(): { readonly input: Layout; readonly output: Layout } {
    return { input: this.geometry.inputLayout, output: this.geometry.outputLayout };
  }

  /** The windows on the input, one per axis. */
  get axes(): readonly WindowAxis[] {
    return this.geometry.axes;
  }

  /** How many axes the window slides over. */
  get spatialRank(): number {
    return this.options.axes;
  }

  /** The kernel, where it was given rather than its size. */
  get givenKernel(): Tensor | undefined {
    return this.geometry.givenKernel;
  }

  /** What the layer was declared by. */
  get declared(): SlidingOptions {
    return this.options;
  }

  private get products(): Products {
    return new SlidingProducts(this.geometry, this.layout);
  }

  /** Whether a local layer's biases are given in the shape of its output, not as a vector in the order of `flatten`. */
  private get shapedBias(): boolean {
    return this.options.bias instanceof Tensor && this.options.bias.rank > 1;
  }

  /** With a weight for every filter and channel of its group, whether or not they are connected. */
  get allWeights(): Tensor {
    return this.geometry.givenKernel ?? Tensor.symbols('w', this.layout.shape, 1, this.options.owner);
  }

  /** Zeros where a filter doesn't see a channel: there is no weight. */
  private connected(weights: Tensor): Tensor {
    const { filter: filterStride, channel: channelStride } = this.layout;
    const { filters, inPerGroup } = this.geometry;
    return weights.map((weight, flat) => {
      const filter = Math.floor(flat / filterStride) % filters;
      const channel = Math.floor(flat / channelStride) % inPerGroup;
      return this.geometry.sees(filter, channel) ? weight : ZERO;
    });
  }

  /** Where each weight stands in `allWeights`. */
  get layout(): WeightLayout {
    return this.geometry.weightLayout(this.sharing === 'shared' ? [] : this.geometry.outputExtents);
  }

  private get bias(): Bias {
    const shared = this.sharing === 'shared';
    return this.geometry.bias(
      shared ? BigInt(this.geometry.filters) : exactSizeOf(this.geometry.outputShape),
    );
  }

  /** Given weights of a local layer have its output places in front. */
  private requireOwnWeights(): void {
    const given = this.geometry.givenKernel;
    if (!given) return;
    const lead = given.shape.slice(0, this.spatialRank);
    if (!sameShape(lead, this.geometry.outputExtents))
      throw new MathError(
        `The weights of this ${this.type} are for ${shapeText(lead)} places; its output has ${shapeText(this.geometry.outputExtents)}.`,
        'kernel',
      );
  }
}
