import { MathError } from '../failure';
import type { Matrix } from '../matrices/matrix';
import type { Scalar } from '../numbers/scalar';
import { exactSizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import type { Bias } from './bias';
import type { Layer, Sliding } from './layer';
import type { Layout } from './layout';
import { SlidingGeometry, type SlidingOptions, type WeightLayout } from './sliding-geometry';
import { SlidingMatrix } from './sliding-matrix';
import type { WindowAxis } from './window';

export type SlidingLayerType = 'conv1d' | 'conv2d' | 'conv3d' | 'local1d' | 'local2d';

/**
 * A layer whose window slides over its input. A convolution shares one kernel between all places:
 * y[f, o] = Σ w[f, c, t] · x[c, o·s + t·d − p] + b[f], the cross-correlation of Goodfellow et al., Deep Learning, eq. 9.6;
 * under `flipped` the taps run backwards. A local layer has weights and a bias of its own at every place (eq. 9.9).
 */
export class SlidingLayer implements Layer {
  readonly sharing: 'shared' | 'unshared';
  private readonly geometry: SlidingGeometry;

  /** @throws MathError where the options contradict each other. */
  constructor(
    readonly type: SlidingLayerType,
    options: SlidingOptions,
  ) {
    this.sharing = type.startsWith('local') ? 'unshared' : 'shared';
    if (this.sharing === 'unshared' && !('sizes' in options.kernel))
      throw new MathError(
        `A ${type} has other weights at every place; give the size of its \`kernel\`.`,
        'kernel',
      );
    this.geometry = new SlidingGeometry(type, options);
    // Given biases are counted at once; how many a local layer takes depends on its input.
    if (this.sharing === 'shared') this.geometry.bias(BigInt(this.geometry.filters));
  }

  get sliding(): Sliding {
    return this.geometry.sliding;
  }

  get inputShape(): Shape | undefined {
    return this.geometry.options.input;
  }

  get outputShape(): Shape {
    return this.geometry.outputShape;
  }

  get weights(): bigint {
    const { kernelSize, inPerGroup, filters } = this.geometry;
    this.geometry.requireChannels();
    const one = exactSizeOf(kernelSize) * BigInt(inPerGroup) * BigInt(filters);
    return this.sharing === 'shared' ? one : one * exactSizeOf(this.geometry.outputExtents);
  }

  get biases(): bigint {
    return this.bias.count;
  }

  get macs(): bigint {
    return this.geometry.macs;
  }

  get weightTensor(): Tensor {
    return this.geometry.givenKernel ?? Tensor.symbols('w', this.layout.shape);
  }

  get matrix(): Matrix {
    return new SlidingMatrix(this.geometry, this.layout, this.weightTensor);
  }

  biasOf(output: number): Scalar {
    return this.bias.at(this.sharing === 'shared' ? this.geometry.outputLayout.at(output).channel : output);
  }

  /** The same layer on another input. */
  withInput(input: Shape): SlidingLayer {
    return new SlidingLayer(this.type, { ...this.geometry.options, input });
  }

  /** The shape of an input with these extents and the layer's channels. */
  inputShapeOf(extents: Shape): Shape {
    const { inChannels } = this.geometry;
    if (inChannels <= 1) return extents;
    return this.geometry.options.conventions.channels === 'first'
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
    return this.geometry.options.axes;
  }

  private get layout(): WeightLayout {
    return this.geometry.weightLayout(this.sharing === 'shared' ? [] : this.geometry.outputExtents);
  }

  private get bias(): Bias {
    const shared = this.sharing === 'shared';
    return this.geometry.bias(
      shared ? BigInt(this.geometry.filters) : exactSizeOf(this.geometry.outputShape),
    );
  }
}
