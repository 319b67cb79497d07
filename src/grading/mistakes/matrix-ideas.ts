import { scalarText, spanOf, type Matrix, type Padding, type Sides, type SlidingLayer } from '../../core';
import { spreadRows, zerosBetweenRows, type BlockPlan } from './matrix-layouts';
import { flatteningOf, reordered, type FlatAxis, type Flattening, type Rows } from './matrix-views';
import { fullSides, isPadded, otherwise, padded, sidesOf, withBorder } from './other-layers';
import { orUndefined, sizeText, type Idea } from './transform';

/** All axes, by number. */
export function axesOf(values: readonly unknown[]): number[] {
  return values.map((_, axis) => axis);
}

/** `: k1 k2 k3, not k3 k2 k1`, where a kernel is short enough to be written. */
export function fromTo({ sliding, allWeights, axes }: SlidingLayer): string {
  if (axes.length > 1 || allWeights.size !== sliding.kernel[0] || allWeights.size > 5) return '';
  const taps = allWeights.entries().map(scalarText);
  const [right, wrong] = sliding.flipped ? [taps.toReversed(), taps] : [taps, taps.toReversed()];
  return `: ${right.join(', ')}, not ${wrong.join(', ')}`;
}

export function paddingText(layer: SlidingLayer): string {
  const sides = sidesOf(layer).map(([before, after]) =>
    before === after ? `${before}` : `${before} and ${after}`,
  );
  return `padding ${new Set(sides).size === 1 ? (sides[0] ?? '0') : sides.join(' × ')}`;
}

/** The matrices of a layer padded with zeros where something else is taken to stand around its input. */
export function bordered(
  layer: SlidingLayer,
  mode: 'circular' | 'replicate' | 'reflect' | 'symmetric',
): (() => Matrix)[] {
  return layer.sliding.mode === 'zeros' && isPadded(layer) ? [() => withBorder(layer, mode).matrix] : [];
}

export function shiftedBands(layer: SlidingLayer): Idea<Rows>[] {
  const sides = sidesOf(layer);
  const ways: readonly ((side: Sides) => number)[] = [
    ([before, after]) => before + after,
    () => 0,
    ([before, after]) => Math.floor((before + after) / 2),
    ([before, after]) => Math.ceil((before + after) / 2),
    ([before]) => before + 1,
    ([before]) => before - 1,
  ];
  const choices = [axesOf(sides), ...(sides.length > 1 ? axesOf(sides).map((axis) => [axis]) : [])];
  return choices.flatMap((axes) =>
    ways.flatMap((way) => {
      const moved = sides.map((side, axis): Sides => {
        const total = side[0] + side[1];
        const before = axes.includes(axis) ? Math.min(total, Math.max(0, way(side))) : side[0];
        return [before, total - before];
      });
      const by = moved.map(([before], axis) => before - (sides[axis]?.[0] ?? 0));
      if (by.every((cells) => cells === 0)) return [];
      const cells = Math.max(...by.map(Math.abs));
      return [
        {
          gives: () => padded(layer, moved).matrix,
          say: `Your band is shifted by ${cells} cell${cells === 1 ? '' : 's'}. It belongs to a padding with ${sidesText(moved)}; here it is ${sidesText(sides)}.`,
        },
      ];
    }),
  );
}

function zeros(count: number): string {
  return count === 1 ? '1 zero' : `${count} zeros`;
}

function sidesText(sides: readonly Sides[]): string {
  const texts = sides.map(([before, after]) => `${zeros(before)} before and ${zeros(after)} after`);
  return new Set(texts).size === 1
    ? (texts[0] ?? '')
    : texts.map((text, axis) => `${text} along ${axisName(axis, sides.length)}`).join(', ');
}

export function axisName(axis: number, rank: number): string {
  if (rank === 1) return 'the axis';
  return rank === 2 ? (['the vertical axis', 'the horizontal axis'][axis] ?? '') : `axis ${axis + 1}`;
}

export function otherPaddings(layer: SlidingLayer): Idea<Rows>[] {
  const sides = sidesOf(layer);
  const { rows, cols } = layer.matrix;
  const none = sides.map((): Sides => [0, 0]);
  const full = fullSides(layer);
  const ideas: readonly (readonly [Padding, string])[] = [
    [none, 'without padding, with rows for the places inside only'],
    [full, `with full padding, ${sizeText(full.map(([before]) => before))} on each side`],
    ['same', 'with “same” padding'],
  ];
  return ideas.flatMap(([padding, how]) => {
    // Where the window doesn’t fit, there is no such matrix.
    const matrix = orUndefined(() => otherwise(layer, { padding }).matrix);
    if (!matrix || padding.toString() === layer.declared.padding.toString()) return [];
    const asked = isPadded(layer) ? `with ${paddingText(layer)}` : 'without padding';
    return [
      {
        gives: () => matrix,
        say: `This is the matrix ${how}: ${matrix.rows}×${matrix.cols} cells. The layer works ${asked}, which makes it ${rows}×${cols}.`,
      },
    ];
  });
}

/** The zeros of the layer, and what its word for them would mean elsewhere. */
export function paddingsOf(layer: SlidingLayer): readonly Padding[] {
  const { padding } = layer.declared;
  return typeof padding === 'string' ? [padding, sidesOf(layer)] : [sidesOf(layer)];
}

export function dilatedRows(layer: SlidingLayer): Idea<Rows>[] {
  const { dilation, stride } = layer.sliding;
  if (dilation.every((step) => step === 1)) return [];
  const one = dilation.map(() => 1);
  const closer = sidesOf(layer).map(([before, after], axis): Sides => {
    const step = dilation[axis] ?? 1;
    return [Math.floor(before / step), Math.floor(after / step)];
  });
  const spans = layer.axes.map((axis) => spanOf(axis));
  const say = `Dilation ${sizeText(dilation)} moves the taps within a row apart, to a span of ${sizeText(spans)} cells; it neither leaves rows out nor puts rows of zeros between them.`;
  return [...paddingsOf(layer), closer].flatMap((padding) => {
    const close = (step: readonly number[]): SlidingLayer =>
      otherwise(layer, { dilation: one, padding, stride: step });
    return [
      { gives: () => zerosBetweenRows(close(stride), dilation), say },
      { gives: () => spreadRows(close(stride), dilation), say },
      {
        gives: () => close(stride.map((step, axis) => step * (dilation[axis] ?? 1))).matrix,
        say,
      },
    ];
  });
}

/** All choices of some axes, neither none nor all. */
export function properSubsets(count: number): number[][] {
  const all = Array.from({ length: count }, (_, axis) => axis);
  return Array.from({ length: Math.max(0, 2 ** count - 2) }, (_, index) =>
    all.filter((axis) => (((index + 1) >> axis) & 1) === 1),
  );
}

type Order = readonly FlatAxis[];

/** Ways to read a tensor whose rows and columns change places: within each channel, and everything the other way round. */
export function otherPlaneOrders(order: Order): Order[] {
  const spatial = order.filter((axis) => axis !== 'channels').reverse();
  const swapped = order.map((axis) => (axis === 'channels' ? axis : (spatial.shift() ?? axis)));
  return [swapped, order.toReversed()];
}

export function otherChannelOrders(order: Order): Order[] {
  const spatial = order.filter((axis) => axis !== 'channels');
  if (spatial.length === order.length) return [order];
  return [order[0] === 'channels' ? [...spatial, 'channels'] : ['channels', ...spatial]];
}

export function reorderings(
  layer: SlidingLayer,
  others: (order: Order) => Order[],
  say: (which: string) => string,
): Idea<Rows>[] {
  const [input, output] = [flatteningOf(layer.layouts.input), flatteningOf(layer.layouts.output)];
  const inputs = others(input.order).map((order): Flattening => ({ ...input, order }));
  const outputs = others(output.order).map((order): Flattening => ({ ...output, order }));
  const idea = (x: Flattening, y: Flattening, which: string): Idea<Rows> => ({
    gives: () => reordered(layer, x, y),
    say: say(which),
  });
  return [
    ...inputs.flatMap((x) => outputs.map((y) => idea(x, y, 'input and output'))),
    ...inputs.map((x) => idea(x, output, 'input')),
    ...outputs.map((y) => idea(input, y, 'output')),
  ];
}

/** Ways to put the blocks of filters and channels together that exchange what adds rows and what adds columns. */
export function blockPlans(filters: number, channels: number): BlockPlan[] {
  if (filters === 1 && channels === 1) return [];
  const both = (filter: number, channel: number): number => filter * channels + channel;
  const plans: BlockPlan[] = [
    { rows: channels, cols: filters, row: (_, channel) => channel, col: (filter) => filter },
  ];
  if (filters > 1 && channels > 1)
    plans.push(
      { rows: 1, cols: filters * channels, row: () => 0, col: both },
      { rows: filters * channels, cols: 1, row: both, col: () => 0 },
    );
  return plans;
}
