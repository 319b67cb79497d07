/**
 * Convolutions by their definition, with plain loops over every position, every tap and every channel. Shares no code
 * with what it is held against.
 */
import type { PaddingWord } from '../../../src/core';

export type Sides = readonly [before: number, after: number];

/** A sliding layer in plain numbers. Channels are counted over all groups. */
export interface Slide {
  readonly spatial: readonly number[];
  readonly inChannels: number;
  readonly filters: number;
  readonly groups: number;
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly pads: readonly Sides[];
}

/** All positions of a box, the last axis fastest. */
export function places(extents: readonly number[]): number[][] {
  let found: number[][] = [[]];
  for (const extent of extents)
    found = found.flatMap((place) =>
      Array.from({ length: extent }, (_, coordinate) => [...place, coordinate]),
    );
  return found;
}

/** Where a position stands among all positions, counted by going through them. */
export function indexIn(
  shape: readonly number[],
  order: 'row-major' | 'column-major',
): (position: readonly number[]) => number {
  const all =
    order === 'row-major' ? places(shape) : places([...shape].reverse()).map((place) => [...place].reverse());
  const numbers = new Map(all.map((place, index) => [place.join(), index]));
  return (position) => {
    const found = numbers.get(position.join());
    if (found === undefined)
      throw new Error(`There is no position ${position.join()} in ${shape.join('×')}.`);
    return found;
  };
}

export function spanOf(kernel: number, dilation: number): number {
  const cells = Array.from({ length: kernel }, (_, tap) => tap * dilation);
  return Math.max(...cells) + 1;
}

/** The places of a window on one axis: every stride cells while all of it lies on the padded input. */
export function extentOf(input: number, span: number, stride: number, [before, after]: Sides): number {
  let count = 0;
  for (let first = -before; first + span <= input + after; first += stride) count++;
  return count;
}

export function extentsOf(slide: Slide): number[] {
  return slide.spatial.map((input, axis) =>
    extentOf(
      input,
      spanOf(slide.kernel[axis] ?? 1, slide.dilation[axis] ?? 1),
      slide.stride[axis] ?? 1,
      slide.pads[axis] ?? [0, 0],
    ),
  );
}

/** What a padding word adds, found by trying: `same` is the least that gives ⌈input / stride⌉ places. */
export function padsOfWord(word: PaddingWord, input: number, span: number, stride: number): Sides {
  switch (word) {
    case 'valid':
      return [0, 0];
    case 'full':
      return [span - 1, span - 1];
    case 'causal':
      return [span - 1, 0];
    case 'same': {
      let total = 0;
      while (extentOf(input, span, stride, [0, total]) < Math.ceil(input / stride)) total++;
      return [Math.floor(total / 2), total - Math.floor(total / 2)];
    }
  }
}

/** One product of a layer: at an output place, the weight of a filter's tap meets an input cell. */
export interface Product {
  readonly filter: number;
  readonly place: readonly number[];
  readonly channel: number;
  readonly source: readonly number[];
  /** The channel within the group. */
  readonly inGroup: number;
  readonly tap: readonly number[];
}

/** All products in which the input cell is real, none with padding. */
export function products(slide: Slide): Product[] {
  const found: Product[] = [];
  const [inPerGroup, outPerGroup] = [slide.inChannels / slide.groups, slide.filters / slide.groups];
  for (let filter = 0; filter < slide.filters; filter++)
    for (const place of places(extentsOf(slide)))
      for (let channel = 0; channel < slide.inChannels; channel++) {
        if (Math.floor(channel / inPerGroup) !== Math.floor(filter / outPerGroup)) continue;
        for (const tap of places(slide.kernel)) {
          const source = tap.map(
            (coordinate, axis) =>
              (place[axis] ?? 0) * (slide.stride[axis] ?? 1) +
              coordinate * (slide.dilation[axis] ?? 1) -
              (slide.pads[axis]?.[0] ?? 0),
          );
          if (source.every((coordinate, axis) => coordinate >= 0 && coordinate < (slide.spatial[axis] ?? 0)))
            found.push({ filter, place, channel, source, inGroup: channel % inPerGroup, tap });
        }
      }
  return found;
}

/** Every combination of output cell, channel of its group and tap, padding or not. */
export function multiplications(slide: Slide): number {
  let count = 0;
  for (let filter = 0; filter < slide.filters; filter++)
    count +=
      places(extentsOf(slide)).length * (slide.inChannels / slide.groups) * places(slide.kernel).length;
  return count;
}

/** A position with its channel at the front or the back. */
export function withChannel(channels: 'first' | 'last', place: readonly number[], channel: number): number[] {
  return channels === 'first' ? [channel, ...place] : [...place, channel];
}

/** The numbers of nested lists, in the order in which they are written. */
export type Nested = number | readonly Nested[];

export function flat(nested: Nested): number[] {
  return typeof nested === 'number' ? [nested] : nested.flatMap(flat);
}
