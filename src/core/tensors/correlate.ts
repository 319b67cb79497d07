import { MathError } from '../failure';
import { MAX_ENTRIES, MAX_SLOW_OPERATIONS, requireEntries, requireOperations } from '../limits';
import { placeWindow, sidesOf, sourceOf, type Padding, type WindowAxis } from '../layers/window';
import { ProductSum } from '../numbers/product-sum';
import { toReal, ZERO, type Scalar } from '../numbers/scalar';
import { padTensor } from './padding';
import { flatIndex, positionOf, shapeText, sizeOf, stridesOf } from './shape';
import { Tensor } from './tensor';

/** `true` divides by the lengths of window and kernel (the cosine); `zero-mean` subtracts both means first. */
export type Normalize = false | true | 'zero-mean';

export interface CorrelateOptions {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
  readonly normalize: Normalize;
}

/**
 * Slides `kernel` over `x` without flipping it: y[o] = Σ k[t] · x[o·s + t·d − p] over all axes (cross-correlation).
 * Exact for exact entries; normalised it gives reals. Outside `x` stands 0.
 * @throws MathError where the ranks differ or the work is too much, UndefinedError where the kernel doesn't fit.
 */
export function correlate(x: Tensor, kernel: Tensor, options: CorrelateOptions): Tensor {
  if (x.rank !== kernel.rank || x.rank === 0)
    throw new MathError(
      `correlate takes an image and a kernel with the same number of axes; these are ${shapeText(x.shape)} and ${shapeText(kernel.shape)}.`,
    );
  if (kernel.size === 0) throw new MathError('A kernel has at least one cell; this one is empty.', 'kernel');
  const axes = x.shape.map((extent, axis) => {
    const move = {
      kernel: kernel.shape[axis] ?? 1,
      stride: options.stride[axis] ?? 1,
      dilation: options.dilation[axis] ?? 1,
    };
    return placeWindow(extent, move, sidesOf(options.padding, axis, move, extent), 'floor');
  });
  const shape = axes.map((axis) => axis.output);
  requireEntries(sizeOf(shape), 'This correlation');
  if (options.normalize !== false) return normalized(x, kernel, axes, options.normalize);
  return correlateNumbers(x, kernel, axes) ?? correlateScalars(x, kernel, axes);
}

/**
 * In plain numbers where both tensors hold some: exact where both hold integers and no sum can reach 2^53, reals where
 * one of them holds reals. Else undefined.
 */
function correlateNumbers(x: Tensor, kernel: Tensor, axes: readonly WindowAxis[]): Tensor | undefined {
  const [image, taps] = [x.integers ?? x.reals, kernel.integers ?? kernel.reals];
  if (!image || !taps) return undefined;
  const exact = x.integers !== undefined && kernel.integers !== undefined;
  if (exact && largest(image) * largest(taps) * taps.length > Number.MAX_SAFE_INTEGER) return undefined;
  const made = (extents: number[], data: Float64Array): Tensor =>
    exact ? Tensor.integers(extents, data) : Tensor.reals(extents, data);
  const shape = axes.map((axis) => axis.output);
  requireOperations(sizeOf(shape) * taps.length, 'This correlation');
  if (isPadded(axes)) {
    const sides = axes.map(({ before, after }) => [before, after] as const);
    const within = axes.map((axis) => ({ ...axis, ...UNPADDED, input: paddedExtent(axis) }));
    if (sizeOf(within.map(({ input }) => input)) > MAX_ENTRIES) return undefined;
    return correlateNumbers(padTensor(x, sides, 'zeros'), kernel, within);
  }
  const result = new Float64Array(sizeOf(shape));
  // Whole windows only, and taps that are 0 add nothing: a loop over offsets.
  const strides = stridesOf(x.shape);
  const used = [...taps.keys()].filter((tap) => taps[tap] !== 0);
  const weights = Float64Array.from(used, (tap) => taps[tap] ?? 0);
  const steps = tapSteps(axes, strides);
  const offsets = Int32Array.from(used, (tap) => flatIndex(positionOf(tap, kernel.shape), steps));
  eachStart(axes, strides, (flat, start) => {
    let sum = 0;
    for (let i = 0; i < offsets.length; i++)
      sum += (image[start + (offsets[i] ?? 0)] ?? 0) * (weights[i] ?? 0);
    result[flat] = sum;
  });
  return made(shape, result);
}

/** By how much the flat index in the image grows from one tap to the next along each axis. */
function tapSteps(axes: readonly WindowAxis[], strides: readonly number[]): number[] {
  return axes.map(({ dilation }, axis) => dilation * (strides[axis] ?? 0));
}

function largest(data: Float64Array): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

const UNPADDED = { before: 0, after: 0 } as const;

function paddedExtent({ before, input, after }: WindowAxis): number {
  return before + input + after;
}

function isPadded(axes: readonly WindowAxis[]): boolean {
  return axes.some((axis) => axis.before > 0 || axis.after > 0);
}

/** Calls `visit` with each output place and the flat index of its window's first cell, without making positions. */
function eachStart(
  axes: readonly WindowAxis[],
  strides: readonly number[],
  visit: (flat: number, start: number) => void,
): void {
  const size = sizeOf(axes.map((axis) => axis.output));
  const place = new Int32Array(axes.length);
  const steps = axes.map((axis, position) => axis.stride * (strides[position] ?? 0));
  let start = 0;
  for (let flat = 0; flat < size; flat++) {
    visit(flat, start);
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const step = steps[axis] ?? 0;
      const coordinate = (place[axis] ?? 0) + 1;
      start += step;
      if (coordinate < (axes[axis]?.output ?? 0)) {
        place[axis] = coordinate;
        break;
      }
      start -= coordinate * step;
      place[axis] = 0;
    }
  }
}

function correlateScalars(x: Tensor, kernel: Tensor, axes: readonly WindowAxis[]): Tensor {
  const shape = axes.map((axis) => axis.output);
  requireOperations(sizeOf(shape) * kernel.size, 'This correlation', MAX_SLOW_OPERATIONS);
  const [image, taps] = [x.entries(), kernel.entries()];
  const result: Scalar[] = [];
  eachPlace(x, kernel, axes, (flat, pairs) => {
    const sum = new ProductSum();
    for (let i = 0; i < pairs.count; i++)
      sum.add(taps[pairs.taps[i] ?? 0] ?? ZERO, image[pairs.sources[i] ?? 0] ?? ZERO);
    result[flat] = sum.value();
  });
  return Tensor.of(shape, result);
}

/** The Euclidean length, also of very many and of very large or small numbers. */
function length(values: Float64Array): number {
  const squares = (scale: number): number => {
    let sum = 0;
    for (const value of values) sum += (value / scale) ** 2;
    return sum;
  };
  const plain = squares(1);
  if (plain > 1e-200 && plain < 1e200) return Math.sqrt(plain);
  const most = largest(values);
  return most === 0 ? 0 : most * Math.sqrt(squares(most));
}

/** Subtracts the mean. From the first value on, so that where all are the same exact zeros are left and no rounding errors. */
function centre(values: Float64Array): void {
  const [first = 0] = values;
  let sum = 0;
  for (const value of values) sum += value - first;
  const middle = sum / values.length;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) - first - middle;
}

/** A window or kernel of zeros (of one value, under `zero-mean`) has no direction: its cosine counts as 0. */
function normalized(
  x: Tensor,
  kernel: Tensor,
  axes: readonly WindowAxis[],
  normalize: true | 'zero-mean',
): Tensor {
  const shape = axes.map((axis) => axis.output);
  requireOperations(sizeOf(shape) * kernel.size, 'This correlation');
  const image = numbersOf(x);
  const reference = Float64Array.from(numbersOf(kernel));
  if (normalize === 'zero-mean') centre(reference);
  const referenceLength = length(reference);
  const result = new Float64Array(sizeOf(shape));
  const cells = new Float64Array(kernel.size);
  eachPlace(x, kernel, axes, (flat, pairs) => {
    if (pairs.count < cells.length) cells.fill(0);
    for (let i = 0; i < pairs.count; i++) cells[pairs.taps[i] ?? 0] = image[pairs.sources[i] ?? 0] ?? 0;
    if (normalize === 'zero-mean') centre(cells);
    let product = 0;
    for (const [tap, cell] of cells.entries()) product += cell * (reference[tap] ?? 0);
    const scale = length(cells) * referenceLength;
    result[flat] = scale === 0 ? 0 : product / scale;
  });
  return Tensor.reals(shape, result);
}

function numbersOf(tensor: Tensor): Float64Array {
  return tensor.integers ?? tensor.reals ?? Float64Array.from(tensor.entries(), toReal);
}

/** The pairs of input cell and tap that lie on each other at one place; `count` of the two lists are valid. */
interface Pairs {
  readonly sources: Int32Array;
  readonly taps: Int32Array;
  count: number;
}

function eachPlace(
  x: Tensor,
  kernel: Tensor,
  axes: readonly WindowAxis[],
  visit: (flat: number, pairs: Pairs) => void,
): void {
  const shape = axes.map((axis) => axis.output);
  const strides = stridesOf(x.shape);
  const tapPositions = Array.from({ length: kernel.size }, (_, tap) => positionOf(tap, kernel.shape));
  const steps = tapSteps(axes, strides);
  const offsets = tapPositions.map((tap) => flatIndex(tap, steps));
  const padded = isPadded(axes);
  const pairs: Pairs = { sources: new Int32Array(kernel.size), taps: new Int32Array(kernel.size), count: 0 };
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    const place = positionOf(flat, shape);
    const start = axes.reduce(
      (sum, axis, position) => sum + sourceOf(axis, place[position] ?? 0, 0) * (strides[position] ?? 0),
      0,
    );
    pairs.count = 0;
    for (const [tap, offset] of offsets.entries()) {
      const inside =
        !padded ||
        axes.every((axis, position) => {
          const source = sourceOf(axis, place[position] ?? 0, tapPositions[tap]?.[position] ?? 0);
          return source >= 0 && source < axis.input;
        });
      if (!inside) continue;
      pairs.sources[pairs.count] = start + offset;
      pairs.taps[pairs.count++] = tap;
    }
    visit(flat, pairs);
  }
}
