/** Readers of arguments that tensors have: axes, shapes, sides, places. All throw a `MathError` that says what was expected. */
import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import type { Sides } from '../layers/window';
import { givenTensor, outputOf } from '../networks/run';
import type { Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { scalarValue, tensorOf, tensorValue, wholeNumberOf } from '../values/make';
import type { LayerValue, Value } from '../values/value';
import type { Arguments, Parameter } from './function';

export const X: Parameter = { name: 'x', doc: 'a tensor' };
export const MATRIX: Parameter = { name: 'matrix', doc: 'a matrix, or a tensor of rank 2' };

/** A tensor without axes is the number it holds. */
export function scalarOrTensor(tensor: Tensor): Value {
  return tensor.rank === 0 ? scalarValue(tensor.entry(0)) : tensorValue(tensor);
}

/** Where the channels of a tensor stand: its last axis, or its first under `channels: first`. */
export function channelAxisOf(rank: number, { channels }: Conventions): number {
  return channels === 'first' ? 0 : rank - 1;
}

/** One axis, or a list of them, counted from the convention `index`. @returns axes from 0, without repetitions. */
export function axesFrom(args: Arguments, name: string, rank: number, { index }: Conventions): number[] {
  const value = args.value(name);
  const whole = wholeNumberOf(value);
  const list = whole === undefined ? wholeNumbers(value) : [whole];
  if (rank === 0) throw new MathError('A number has no axes.', name);
  if (!list || list.some((axis) => axis < index || axis >= rank + index))
    return args.expected(name, `an axis from ${index} to ${rank - 1 + index}, or a list of them,`, value);
  return [...new Set(list.map((axis) => axis - index))];
}

export function axisFrom(args: Arguments, name: string, rank: number, conventions: Conventions): number {
  const [axis, ...others] = axesFrom(args, name, rank, conventions);
  return axis === undefined || others.length > 0 ? args.expected(name, 'one axis', args.value(name)) : axis;
}

/** Extents: one number for a vector, or a list. */
export function shapeFrom(args: Arguments, name: string): Shape {
  const value = args.value(name);
  const whole = wholeNumberOf(value);
  const extents = whole === undefined ? wholeNumbers(value) : [whole];
  if (!extents || extents.some((extent) => extent < 0))
    return args.expected(name, 'extents (whole numbers from 0)', value);
  return extents;
}

/** A place in a tensor, from 0. */
export function placeFrom(args: Arguments, name: string, shape: Shape, { index }: Conventions): number[] {
  const value = args.value(name);
  const whole = wholeNumberOf(value);
  const place = (whole === undefined ? wholeNumbers(value) : [whole])?.map((at) => at - index);
  if (place?.length !== shape.length || place.some((at, axis) => at < 0 || at >= (shape[axis] ?? 0)))
    return args.expected(name, `a place within ${shape.join(' × ')}, counted from ${index},`, value);
  return place;
}

/**
 * Cells on the sides of each axis: one number for all, a number for each axis, or [[before, after], …]. A list for all
 * axes but the channels leaves those alone.
 */
export function sidesFrom(args: Arguments, name: string, rank: number, conventions: Conventions): Sides[] {
  const value = args.value(name);
  const given = sidesOf(value, rank);
  if (!given)
    return args.expected(
      name,
      'cells: a number, a list of one for each axis, or [[before, after], …],',
      value,
    );
  if (given.length === rank) return given;
  given.splice(channelAxisOf(rank, conventions), 0, [0, 0]);
  return given;
}

/** For each axis, or each but one. */
function sidesOf(value: Value, rank: number): Sides[] | undefined {
  const tensor = value.kind === 'text' ? undefined : tensorOf(value);
  const cells = tensor?.integers;
  if (!cells || cells.some((cell) => cell < 0)) return undefined;
  if (tensor.rank === 0) return Array.from({ length: rank }, () => [cells[0] ?? 0, cells[0] ?? 0]);
  const [axes = 0, two] = tensor.shape;
  if (axes === 0 || axes < rank - 1 || axes > rank || tensor.rank > 2) return undefined;
  if (tensor.rank === 1) return [...cells].map((cell) => [cell, cell] as const);
  return two === 2
    ? Array.from({ length: axes }, (_, axis) => [cells[2 * axis] ?? 0, cells[2 * axis + 1] ?? 0] as const)
    : undefined;
}

/** One number for all axes, one for each, or one for each but the channels, which then have their whole extent. */
export function sizesFrom(args: Arguments, name: string, shape: Shape, conventions: Conventions): number[] {
  const value = args.value(name);
  const whole = wholeNumberOf(value);
  const sizes = whole === undefined ? wholeNumbers(value) : shape.map(() => whole);
  const rank = shape.length;
  if (!sizes || sizes.length > rank || sizes.length < Math.max(1, rank - 1) || sizes.some((size) => size < 1))
    return args.expected(name, 'whole numbers from 1: one, or one for each axis,', value);
  if (sizes.length === rank) return sizes;
  const channels = channelAxisOf(rank, conventions);
  return [...sizes.slice(0, channels), shape[channels] ?? 1, ...sizes.slice(channels)];
}

/** The tensors of a parameter that takes any number of them. */
export function tensorsOf(args: Arguments, callee: string): [Tensor, ...Tensor[]] {
  const [first, ...others] = args.rest.map((value) => {
    const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
    return tensor ?? args.expected('x', 'tensors', value);
  });
  if (!first) throw new MathError(`${callee} needs a tensor.`, 'x');
  return [first, ...others];
}

export function wholeNumbers(value: Value): number[] | undefined {
  const numbers = value.kind === 'text' || value.kind === 'matrix' ? undefined : tensorOf(value);
  return numbers?.integers && numbers.rank === 1 ? [...numbers.integers] : undefined;
}

/** What a layer is applied to, computed. @throws MathError that says what needs it, where there is nothing. */
export function inputsOf({ layer, feeds }: LayerValue, what: string): readonly Tensor[] {
  if (feeds.length === 0)
    throw new MathError(`${what} needs the layer’s input: give the ${layer.type} an \`input\`.`, 'layer');
  return feeds.map((feed) => (feed.kind === 'layer' ? outputOf(feed) : givenTensor(feed)));
}
