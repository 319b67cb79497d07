import {
  flatIndex,
  positionOf,
  SlidingLayer,
  spanOf,
  stridesOf,
  Tensor,
  ZERO,
  type PaddingMode,
  type Scalar,
  type Sides,
  type SlidingOptions,
} from '../../core';

/** Where a weight stands: the place in the window, the input channel within its group, the filter. All from 0. */
export interface WeightPlace {
  readonly tap: readonly number[];
  readonly channel: number;
  readonly filter: number;
}

/** The zeros on each side of each axis, whichever words they were asked for by. */
export function sidesOf(layer: SlidingLayer): readonly Sides[] {
  return layer.axes.map(({ before, after }) => [before, after]);
}

/** Whether anything is padded. */
export function isPadded(layer: SlidingLayer): boolean {
  return sidesOf(layer).some(([before, after]) => before + after > 0);
}

/** Zeros on each side that let every window in that touches the input. */
export function fullSides(layer: SlidingLayer): readonly Sides[] {
  return layer.axes.map((axis) => [spanOf(axis) - 1, spanOf(axis) - 1]);
}

/** The same layer, its weights and biases the same, with other options. */
export function otherwise(layer: SlidingLayer, change: Partial<SlidingOptions>): SlidingLayer {
  const { declared } = layer;
  return new SlidingLayer(layer.type, {
    ...declared,
    kernel: { tensor: allAxes(layer) },
    filters: layer.sliding.filters,
    bias: layer.biases === 0n ? false : (declared.bias ?? true),
    ...change,
  });
}

/** The same layer with other zeros around its input. */
export function padded(layer: SlidingLayer, sides: readonly Sides[]): SlidingLayer {
  return otherwise(layer, { padding: sides });
}

/** The same layer where what stands around the input is not zeros. */
export function withBorder(layer: SlidingLayer, mode: PaddingMode): SlidingLayer {
  return otherwise(layer, { padding: sidesOf(layer), mode });
}

/** The same layer, its window moving by one cell. */
export function atEveryPlace(layer: SlidingLayer, padding: SlidingOptions['padding']): SlidingLayer {
  return otherwise(layer, { padding, stride: layer.axes.map(() => 1) });
}

/** The same layer with the kernel turned round along these axes. */
export function flippedAlong(layer: SlidingLayer, axes: readonly number[]): SlidingLayer {
  const { kernel } = layer.sliding;
  return reweighted(layer, (place, weight) =>
    weight({
      ...place,
      tap: place.tap.map((at, axis) => (axes.includes(axis) ? (kernel[axis] ?? 1) - 1 - at : at)),
    }),
  );
}

/** The same layer with other weights, each made from those that it has. */
export function reweighted(
  layer: SlidingLayer,
  make: (place: WeightPlace, weight: (place: WeightPlace) => Scalar) => Scalar,
): SlidingLayer {
  const weights = allAxes(layer);
  const first = isChannelsFirst(layer);
  const strides = stridesOf(weights.shape);
  const weight = ({ tap, channel, filter }: WeightPlace): Scalar =>
    weights.entry(flatIndex(first ? [filter, channel, ...tap] : [...tap, channel, filter], strides));
  const tensor = Tensor.generate(weights.shape, (flat) => {
    const at = positionOf(flat, weights.shape);
    const [filter = 0, channel = 0] = first ? at.slice(0, 2) : at.slice(-2).reverse();
    return make({ tap: first ? at.slice(2) : at.slice(0, -2), channel, filter }, weight);
  });
  return otherwise(layer, { kernel: { tensor } });
}

/** The same layer where each weight is called by its place: what stands where in its matrix. */
export function withNamedWeights(layer: SlidingLayer): SlidingLayer {
  return otherwise(layer, { kernel: { tensor: Tensor.symbols('w', allAxes(layer).shape) } });
}

/** The same layer seeing only the first channel of each group. */
export function firstChannelOnly(layer: SlidingLayer): SlidingLayer {
  return reweighted(layer, (place, weight) => (place.channel === 0 ? weight(place) : ZERO));
}

/** How many input channels a filter sees. */
export function channelsSeen({ sliding }: SlidingLayer): number {
  return sliding.inChannels / sliding.groups;
}

/** The weights with an axis for filters and one for channels, even where there is one of them. */
function allAxes(layer: SlidingLayer): Tensor {
  const { kernel, filters } = layer.sliding;
  const channels = channelsSeen(layer);
  const { allWeights } = layer;
  const shape = isChannelsFirst(layer) ? [filters, channels, ...kernel] : [...kernel, channels, filters];
  return allWeights.shape.length === shape.length ? allWeights : allWeights.reshape(shape);
}

function isChannelsFirst({ declared }: SlidingLayer): boolean {
  return declared.conventions.channels === 'first';
}
