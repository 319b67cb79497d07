import { MathError } from '../../failure';
import { integer, isInteger, isRational } from '../../numbers/rational';
import {
  add,
  briefly,
  compare,
  divide,
  equal,
  multiply,
  ONE,
  subtract,
  ZERO,
  type Scalar,
} from '../../numbers/scalar';
import type { Sizes } from '../layer';
import { ALL_PLACES, SAME_PLACE, type Reach } from '../reach';
import { formulas, productOf } from './formulas';
import { frozenOr } from './sliding';
import { laidOut, type SymbolicShape } from './windows';

/** Of a dense layer: a weight for each pair of input and unit. */
export function denseSizes(layer: {
  readonly input: readonly Scalar[] | undefined;
  readonly features: Scalar;
  readonly units: Scalar;
  readonly bias: boolean;
  readonly frozen: boolean;
}): Sizes {
  const { features, units } = layer;
  const weights = multiply(features, units);
  return formulas({
    ...frozenOr(layer),
    input: layer.input,
    output: () => [units],
    weights: () => weights,
    biases: () => (layer.bias ? units : ZERO),
    macs: () => weights,
    fanIn: () => features,
    reach: () => ALL_PLACES,
  });
}

/** Of a layer that leaves the shape as it is. */
export function sameSizes(shape: readonly Scalar[]): Sizes {
  return formulas({ input: shape, output: () => shape, fanIn: () => ONE, reach: () => SAME_PLACE });
}

/** Of a normalisation: a scale and a shift for each of so many numbers. */
export function normSizes(layer: {
  readonly input: readonly Scalar[] | undefined;
  readonly count: Scalar;
  readonly affine: boolean;
  readonly buffers: boolean;
  readonly frozen: boolean;
  readonly reach: Reach;
}): Sizes {
  const { input, count } = layer;
  const learned = (): Scalar => (layer.affine ? count : ZERO);
  return formulas({
    ...frozenOr(layer),
    input,
    output: input && (() => input),
    weights: learned,
    biases: learned,
    buffers: () => (layer.buffers ? multiply(integer(2), count) : ZERO),
    reach: () => layer.reach,
  });
}

/** Of the mean of each channel over all places. */
export function globalPoolSizes(input: SymbolicShape, keepAxes: boolean, channelsFirst: boolean): Sizes {
  const channels = input.channels ?? ONE;
  return formulas({
    input: laidOut(input, channelsFirst),
    output: () =>
      keepAxes ? laidOut({ extents: input.extents.map(() => ONE), channels }, channelsFirst) : [channels],
    fanIn: () => productOf(input.extents),
    reach: () => ALL_PLACES,
  });
}

/** Of the same entries in another shape. @param shape −1 for one extent that follows from the others. */
export function reshapedSizes(input: readonly Scalar[], shape: readonly Scalar[]): Sizes {
  const isOpen = (extent: Scalar): boolean => isRational(extent) && compare(extent, ZERO) < 0;
  const [cells, known] = [productOf(input), productOf(shape.filter((extent) => !isOpen(extent)))];
  const rest = divide(cells, known);
  const open = shape.some(isOpen);
  if (isRational(rest) && (open ? !isInteger(rest) : !equal(rest, ONE)))
    throw new MathError(
      `${briefly(cells)} entries can’t be laid out as ${shape.map(briefly).join(' × ')}.`,
      'shape',
    );
  if (!open && !isRational(rest))
    throw new MathError(
      `Whether ${briefly(cells)} entries make ${shape.map(briefly).join(' × ')} depends on the symbols; write −1 for one extent.`,
      'shape',
    );
  return formulas({
    input,
    output: () => shape.map((extent) => (isOpen(extent) ? rest : extent)),
    fanIn: () => ONE,
    reach: () => ALL_PLACES,
  });
}

/** Of the centre of a tensor. */
export function croppedSizes(input: SymbolicShape, size: readonly Scalar[], channelsFirst: boolean): Sizes {
  for (const [axis, extent] of size.entries()) {
    const room = subtract(input.extents[axis] ?? extent, extent);
    if (isRational(room) && compare(room, ZERO) < 0)
      throw new MathError(
        `A crop of ${size.map(briefly).join(' × ')} doesn’t fit into ${input.extents.map(briefly).join(' × ')}.`,
        'size',
      );
  }
  const start = (axis: number): Scalar | undefined => {
    const room = subtract(input.extents[axis] ?? ZERO, size[axis] ?? ZERO);
    return isRational(room) ? room.div(2).floor() : undefined;
  };
  return formulas({
    input: laidOut(input, channelsFirst),
    output: () => laidOut({ extents: size, channels: input.channels }, channelsFirst),
    fanIn: () => ONE,
    reach: () => ({
      kind: 'window',
      axes: size.map((_, axis) => ({ span: ONE, step: ONE, start: start(axis) })),
    }),
  });
}

/** Of each cell several times. @param scale one for each spatial axis. */
export function upsampledSizes(
  input: SymbolicShape,
  scale: readonly Scalar[],
  interpolation: 'nearest' | 'bilinear',
  channelsFirst: boolean,
): Sizes {
  const nearest = interpolation === 'nearest';
  return formulas({
    input: laidOut(input, channelsFirst),
    output: () =>
      laidOut(
        {
          extents: input.extents.map((extent, axis) => multiply(extent, scale[axis] ?? ONE)),
          channels: input.channels,
        },
        channelsFirst,
      ),
    reach: () => ({
      kind: 'window',
      axes: input.extents.map((_, axis) => ({
        span: integer(nearest ? 1 : 2),
        step: divide(ONE, scale[axis] ?? ONE),
        start: integer(nearest ? 0 : -1),
      })),
    }),
  });
}

/** Of tensors of one shape that are added. @throws MathError where they can’t be, or it depends on the symbols. */
export function addedSizes(inputs: readonly (readonly Scalar[])[]): Sizes {
  const [first = [], ...others] = inputs;
  for (const other of others) requireSame(first, other, 'added');
  return formulas({
    input: first,
    output: () => first,
    fanIn: () => integer(inputs.length),
    reach: () => SAME_PLACE,
  });
}

/** Of tensors that are multiplied; an axis of one cell goes with every cell of the others. @throws MathError as `addedSizes`. */
export function multipliedSizes(inputs: readonly (readonly Scalar[])[]): Sizes {
  const [first = []] = inputs;
  const widest = first.map(
    (extent, axis) => inputs.map((shape) => shape[axis] ?? ONE).find((one) => !equal(one, ONE)) ?? extent,
  );
  for (const shape of inputs)
    requireSame(
      widest,
      shape.map((extent, axis) => (equal(extent, ONE) ? (widest[axis] ?? ONE) : extent)),
      'multiplied',
    );
  return formulas({
    input: first,
    output: () => widest,
    fanIn: () => integer(inputs.length),
    reach: () => SAME_PLACE,
  });
}

/** Of tensors one behind the other along an axis, from 0. @throws MathError as `addedSizes`. */
export function concatenatedSizes(inputs: readonly (readonly Scalar[])[], axis: number): Sizes {
  const [first = [], ...others] = inputs;
  for (const other of others) requireSame(first, other, 'joined', axis);
  return formulas({
    input: first,
    output: () => first.with(axis, inputs.map((shape) => shape[axis] ?? ONE).reduce(add, ZERO)),
    fanIn: () => ONE,
    reach: () => SAME_PLACE,
  });
}

/** @param but an axis along which they may differ. */
function requireSame(a: readonly Scalar[], b: readonly Scalar[], verb: string, but?: number): void {
  const agree = (test: (extent: Scalar, other: Scalar) => boolean): boolean =>
    a.length === b.length && a.every((extent, axis) => axis === but || test(extent, b[axis] ?? ZERO));
  if (agree(equal)) return;
  const shapes = [a, b].map((shape) => shape.map(briefly).join(' × ')).join(' and ');
  throw new MathError(
    agree((extent, other) => {
      const difference = subtract(extent, other);
      return !isRational(difference) || equal(difference, ZERO);
    })
      ? `Whether ${shapes} can be ${verb} depends on the symbols: write them so that they are the same formula.`
      : `${shapes} can’t be ${verb}: their shapes differ.`,
    'input',
  );
}
