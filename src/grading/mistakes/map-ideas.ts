import {
  divide,
  flatIndex,
  integer,
  padTensor,
  Pool,
  positionOf,
  scalarText,
  sizeOf,
  SlidingLayer,
  stridesOf,
  Tensor,
  type ActivationName,
  type Layer,
  type PoolType,
  type Shape,
  type Sides,
} from '../../core';
import type { MapSite } from './map-site';
import { atEveryPlace, channelsSeen, isPadded, reweighted, sidesOf, withBorder } from './other-layers';
import { type Idea } from './transform';

/** What the key would be, were it made from another layer. */
export function through(site: MapSite, layer: Layer): Tensor | undefined {
  return site.keyFrom(forward(site, layer));
}

/** What another layer gives for the input, without an axis for channels where the right one’s output has none. */
export function forward({ inputs, layer: right }: MapSite, layer: Layer): Tensor {
  const map = layer.forward(inputs);
  if (!(layer instanceof SlidingLayer) || map.rank === right.outputShape.length) return map;
  const first = layer.declared.conventions.channels === 'first';
  return map.reshape(first ? map.shape.slice(1) : map.shape.slice(0, -1));
}

/** ` 2`, the bias of a layer with one. */
export function biasText(layer: Layer): string {
  return layer.biases === 1n ? ` ${scalarText(layer.biasOf(0))}` : '';
}

/** The mean instead of the sum: over the window, over the channels, or over both. */
export function means(layer: SlidingLayer, site: MapSite): Idea<Tensor>[] {
  const taps = sizeOf(layer.sliding.kernel);
  const channels = channelsSeen(layer);
  const counts = [
    [taps, `the ${taps} cells of the window`],
    [channels, `the ${channels} channels`],
    [taps * channels, `all ${taps * channels} cells that the window covers`],
  ] as const;
  return counts.flatMap(([count, what]) => {
    if (count === 1) return [];
    const say = `You divided by ${count}, the number of ${what.replace(/^(the|all) \d+ /, '')}. A convolution adds up its products over ${what} and leaves it at that.`;
    const share = (layer: SlidingLayer): SlidingLayer =>
      reweighted(layer, (place, weight) => divide(weight(place), integer(count)));
    return [
      { gives: () => through(site, share(layer)), say },
      { gives: () => site.wanted.map((entry) => divide(entry, integer(count))), say },
    ];
  });
}

/** What comes of cells of the input standing around it, instead of zeros. */
export function edgePadded(site: MapSite): Idea<Tensor>[] {
  const { layer, inputs } = site;
  const [x] = inputs;
  const modes = ['replicate', 'reflect', 'symmetric', 'circular'] as const;
  const said = {
    replicate: 'the cells at its edge',
    reflect: 'its cells reflected',
    symmetric: 'its cells mirrored',
    circular: 'the cells of its other end',
  };
  const say = (mode: (typeof modes)[number]): string =>
    `Only values at the border differ: outside of the input you took ${said[mode]}, where this layer sees 0.`;
  if (
    layer instanceof SlidingLayer &&
    layer.sharing === 'shared' &&
    layer.sliding.mode === 'zeros' &&
    isPadded(layer)
  )
    return modes.map((mode) => ({ gives: () => through(site, withBorder(layer, mode)), say: say(mode) }));
  if (!(layer instanceof Pool) || layer.isMax || !x) return [];
  const sides = layer.axes.map(({ before, after }): Sides => [before, after]);
  if (sides.every(([before, after]) => before + after === 0)) return [];
  const own = spatialAxes(layer);
  const around = x.shape.map((_, axis): Sides => sides[own.indexOf(axis)] ?? [0, 0]);
  return modes.map((mode) => ({
    gives() {
      const wide = padTensor(x, around, mode);
      const unpadded = new Pool(layer.type, {
        ...layer.declared,
        input: wide.shape,
        padding: sides.map((): Sides => [0, 0]),
      });
      return site.keyFrom(unpadded.forward([wide]));
    },
    say: say(mode),
  }));
}

/**
 * The pool that takes the average instead of the maximum, or the other way round.
 * @param countPadding whether an average divides by cells of the padding, too.
 */
export function otherKind(pool: Pool, countPadding: boolean): Pool {
  const kinds = [
    ['max-pool1d', 'avg-pool1d'],
    ['max-pool2d', 'avg-pool2d'],
    ['max-pool3d', 'avg-pool3d'],
  ] as const;
  const type = kinds.flatMap(([max, avg]): PoolType[] =>
    pool.type === max ? [avg] : pool.type === avg ? [max] : [],
  )[0];
  return new Pool(type ?? pool.type, { ...pool.declared, countPadding });
}

/** Pairs of axes whose exchange makes the transpose of a map, each channel for itself. */
export function exchangeable(map: Tensor, layer: Layer): (readonly [number, number])[] {
  if (map.rank === 2 && layer.sliding?.kernel.length !== 1) return [[0, 1]];
  const [first, second, ...others] = spatialAxes(layer);
  return map.rank === 3 && first !== undefined && second !== undefined && others.length === 0
    ? [[first, second]]
    : [];
}

/** A tensor with two axes exchanged. */
export function exchanged(map: Tensor, [first, second]: readonly [number, number]): Tensor {
  const swap = (values: readonly number[]): number[] =>
    values.map((value, axis) => values[axis === first ? second : axis === second ? first : axis] ?? value);
  const shape = swap(map.shape);
  const strides = stridesOf(map.shape);
  return Tensor.generate(shape, (flat) => map.entry(flatIndex(swap(positionOf(flat, shape)), strides)));
}

/** The axes of a layer’s output, and of its input, along which its window moves. */
export function spatialAxes(layer: Layer): number[] {
  const layout =
    layer instanceof SlidingLayer
      ? layer.layouts.output
      : layer instanceof Pool
        ? layer.outputLayout
        : undefined;
  return (layout?.shape ?? []).map((_, axis) => axis).filter((axis) => axis !== layout?.channelAxis);
}

/** A layer with its window at every place, where it has a stride. */
export function eachPlace(layer: Layer): Layer[] {
  const { sliding } = layer;
  if (!sliding || sliding.stride.every((step) => step === 1)) return [];
  const word = typeof sliding.padding === 'string' ? [sliding.padding] : [];
  if (layer instanceof SlidingLayer && layer.sharing === 'shared')
    return [sidesOf(layer), ...word].map((padding) => atEveryPlace(layer, padding));
  if (!(layer instanceof Pool)) return [];
  const sides = layer.axes.map(({ before, after }): Sides => [before, after]);
  return [sides, ...word].map(
    (padding) => new Pool(layer.type, { ...layer.declared, padding, stride: sliding.stride.map(() => 1) }),
  );
}

/** Wrong cells to begin at: one too far, or one step less one, along all axes or one of them. */
export function starts(stride: readonly number[]): number[][] {
  const far = [stride.map((step) => Math.min(1, step - 1)), stride.map((step) => step - 1)];
  const single = far.flatMap((from) =>
    from.map((_, axis) => from.map((cells, other) => (other === axis ? cells : 0))),
  );
  return [...far, ...single].filter((from) => from.some((cells) => cells > 0));
}

/** Every nth cell of a map along some axes, beginning at one; undefined where none is left. */
export function sampled(
  map: Tensor,
  axes: readonly number[],
  from: readonly number[],
  step: readonly number[],
): Tensor | undefined {
  const at = (values: readonly number[], axis: number, other: number): number =>
    values[axes.indexOf(axis)] ?? other;
  const shape: Shape = map.shape.map((extent, axis) =>
    Math.max(0, Math.ceil((extent - at(from, axis, 0)) / at(step, axis, 1))),
  );
  if (sizeOf(shape) === 0) return undefined;
  const strides = stridesOf(map.shape);
  return Tensor.generate(shape, (flat) =>
    map.entry(
      flatIndex(
        positionOf(flat, shape).map((place, axis) => at(from, axis, 0) + place * at(step, axis, 1)),
        strides,
      ),
    ),
  );
}

/** ReLU and its kin as they are written in sentences. */
export function activationName(type: ActivationName): string {
  const names = new Map<string, string>([
    ['relu', 'ReLU'],
    ['relu6', 'ReLU6'],
    ['leaky-relu', 'leaky ReLU'],
  ]);
  return names.get(type) ?? type;
}

/** `2nd`, `3rd`, `4th`. */
export function ordinal(count: number): string {
  const endings = new Map([
    [1, 'st'],
    [2, 'nd'],
    [3, 'rd'],
  ]);
  const teens = count % 100 > 10 && count % 100 < 14;
  return `${count}${(teens ? undefined : endings.get(count % 10)) ?? 'th'}`;
}
