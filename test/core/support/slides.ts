import fc from 'fast-check';
import {
  DEFAULT_CONVENTIONS,
  SlidingLayer,
  Tensor,
  type BiasOption,
  type Conventions,
  type PaddingWord,
  type Shape,
  type SlidingLayerType,
} from '../../../src/core';
import { extentsOf, padsOfWord, places, spanOf, withChannel, type Slide } from './brute';

export type Laid = Pick<Conventions, 'channels' | 'flatten' | 'convolution'>;

/** A random layer: its geometry, how its numbers are laid out, and the word that its padding can be said by. */
export interface RandomSlide {
  readonly slide: Slide;
  readonly word: PaddingWord | undefined;
  readonly laid: Laid;
}

const CONV: readonly SlidingLayerType[] = ['conv1d', 'conv2d', 'conv3d'];
const LOCAL: readonly SlidingLayerType[] = ['local1d', 'local2d'];

export interface LayerParts {
  readonly slide: Slide;
  readonly laid: Laid;
  /** Said by a word; left out for the sides of the slide. */
  readonly padding?: PaddingWord | undefined;
  /** One number for each position of `weightShape`; left out for symbols. */
  readonly weights?: readonly number[] | undefined;
  readonly bias?: BiasOption;
  readonly local?: boolean;
}

export function conventionsOf(laid: Laid): Conventions {
  return { ...DEFAULT_CONVENTIONS, ...laid };
}

export function inputShape({ spatial, inChannels }: Slide, channels: 'first' | 'last'): Shape {
  return withChannel(channels, spatial, inChannels);
}

export function outputShape(slide: Slide, channels: 'first' | 'last'): Shape {
  return withChannel(channels, extentsOf(slide), slide.filters);
}

/** PyTorch's layout under `first`, Keras's under `last`. */
export function weightShape(slide: Slide, channels: 'first' | 'last'): number[] {
  const { filters, groups, inChannels, kernel } = slide;
  return channels === 'first'
    ? [filters, inChannels / groups, ...kernel]
    : [...kernel, inChannels / groups, filters];
}

export function weightPosition(
  channels: 'first' | 'last',
  filter: number,
  channel: number,
  tap: readonly number[],
): number[] {
  return channels === 'first' ? [filter, channel, ...tap] : [...tap, channel, filter];
}

/** The layer as the core makes it. */
export function layerOf({
  slide,
  laid,
  padding,
  weights,
  bias = false,
  local = false,
}: LayerParts): SlidingLayer {
  const axes = slide.spatial.length as 1 | 2 | 3;
  const type = (local ? LOCAL : CONV)[axes - 1];
  if (type === undefined) throw new Error(`There is no local layer over ${axes} axes.`);
  return new SlidingLayer(type, {
    axes,
    input: inputShape(slide, laid.channels),
    kernel: weights
      ? { tensor: Tensor.integers(weightShape(slide, laid.channels), weights) }
      : { sizes: slide.kernel },
    filters: slide.filters,
    inChannels: undefined,
    stride: slide.stride,
    dilation: slide.dilation,
    padding: padding ?? slide.pads,
    fit: 'floor',
    groups: slide.groups,
    bias,
    conventions: conventionsOf(laid),
  });
}

interface Limits {
  readonly axes?: readonly (1 | 2 | 3)[];
  readonly groups?: number;
}

/** Small layers whose window fits, with every kind of padding. */
export function slides({ axes = [1, 2], groups = 2 }: Limits = {}): fc.Arbitrary<RandomSlide> {
  const words: readonly PaddingWord[] = ['valid', 'same', 'full', 'causal'];
  return fc
    .constantFrom(...axes)
    .chain((rank) => {
      const each = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
        fc.array(arbitrary, { minLength: rank, maxLength: rank });
      const largest = rank === 1 ? 9 : rank === 2 ? 5 : 3;
      return fc.record({
        spatial: each(fc.integer({ min: 1, max: largest })),
        kernel: each(fc.integer({ min: 1, max: rank === 3 ? 2 : 3 })),
        stride: each(fc.integer({ min: 1, max: 3 })),
        dilation: each(fc.integer({ min: 1, max: 2 })),
        sides: fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 })), {
          minLength: rank,
          maxLength: rank,
        }),
        word: fc.option(fc.constantFrom(...words), { nil: undefined }),
        groups: fc.integer({ min: 1, max: groups }),
        inPerGroup: fc.integer({ min: 1, max: 2 }),
        outPerGroup: fc.integer({ min: 1, max: 2 }),
        channels: fc.constantFrom('first' as const, 'last' as const),
        flatten: fc.constantFrom('row-major' as const, 'column-major' as const),
        convolution: fc.constantFrom('cross-correlation' as const, 'flipped' as const),
      });
    })
    .map(({ spatial, kernel, stride, dilation, sides, word, channels, flatten, convolution, ...counts }) => {
      const pads = spatial.map((input, axis) =>
        word === undefined
          ? (sides[axis] ?? ([0, 0] as const))
          : padsOfWord(word, input, spanOf(kernel[axis] ?? 1, dilation[axis] ?? 1), stride[axis] ?? 1),
      );
      const slide: Slide = {
        spatial,
        kernel,
        stride,
        dilation,
        pads,
        groups: counts.groups,
        inChannels: counts.groups * counts.inPerGroup,
        filters: counts.groups * counts.outPerGroup,
      };
      return { slide, word, laid: { channels, flatten, convolution } };
    })
    .filter(({ slide }) => extentsOf(slide).every((extent) => extent > 0));
}

/** Integers from −4 to 4 without a pattern, the same for the same seed. */
export function numbersFor(count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const mixed = Math.imul(Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b), 0xc2b2ae35);
    return (((mixed ^ (mixed >>> 15)) >>> 0) % 9) - 4;
  });
}

export function sizeOf(shape: readonly number[]): number {
  return places(shape).length;
}
