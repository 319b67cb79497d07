import { MathError } from '../failure';
import { requireEntries } from '../limits';
import { axesOf, gather, type GatherAxis } from './gather';
import { shapeText, sizeOf } from './shape';
import { Tensor } from './tensor';

/** Turns an axis round. */
function reversed({ extent, offset }: GatherAxis): GatherAxis {
  return { extent, offset: (coordinate) => offset(extent - 1 - coordinate) };
}

/**
 * Turned by quarter turns against the clock, as `numpy.rot90`.
 * @param plane the two axes that are turned, rows and columns.
 */
export function rotateTensor(
  tensor: Tensor,
  turns: number,
  [rows, cols]: readonly [rows: number, cols: number],
): Tensor {
  const axes = axesOf(tensor.shape);
  const [down, across] = [axes[rows], axes[cols]];
  if (!down || !across) throw new MathError('What is turned has rows and columns.');
  const quarters = ((turns % 4) + 4) % 4;
  const [first, second] = (
    [
      [down, across],
      [reversed(across), down],
      [reversed(down), reversed(across)],
      [across, reversed(down)],
    ] as const
  )[quarters] ?? [down, across];
  axes[rows] = first;
  axes[cols] = second;
  return gather(tensor, axes, 'This turned tensor');
}

/** The entries at one coordinate of an axis, without that axis. */
export function sliceTensor(tensor: Tensor, axis: number, coordinate: number): Tensor {
  const axes = axesOf(tensor.shape);
  const start = axes[axis]?.offset(coordinate) ?? 0;
  const others = axes.filter((_, position) => position !== axis);
  const [first, ...rest] = others;
  if (!first) return Tensor.of([], [tensor.entry(start)]);
  const moved: GatherAxis = { extent: first.extent, offset: (place) => first.offset(place) + start };
  return gather(tensor, [moved, ...rest], 'This slice');
}

/** A tensor repeated so many times along each axis. */
export function tileTensor(tensor: Tensor, times: readonly number[]): Tensor {
  const axes = axesOf(tensor.shape).map(({ extent, offset }, axis): GatherAxis => ({
    extent: extent * (times[axis] ?? 1),
    offset: (coordinate) => offset(coordinate % extent),
  }));
  return gather(tensor, axes, 'This tiling');
}

/**
 * Tensors behind one another along an axis; all other axes agree.
 * @throws MathError where they don't.
 */
export function concatTensors(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  if (!first) throw new MathError('concat needs a tensor.');
  for (const { shape } of tensors)
    if (shape.length !== first.rank || shape.some((extent, at) => at !== axis && extent !== first.shape[at]))
      throw new MathError(
        `concat takes tensors that differ in no other axis than the one along which they are joined; these are ${tensors.map((tensor) => shapeText(tensor.shape)).join(', ')}.`,
      );
  const shape = first.shape.map((extent, at) =>
    at === axis ? tensors.reduce((sum, tensor) => sum + (tensor.shape[axis] ?? 0), 0) : extent,
  );
  requireEntries(sizeOf(shape), 'This tensor');
  const runs = [...runsOf(tensors, axis)];
  for (const kind of ['integers', 'reals'] as const) {
    const parts = tensors.map((tensor) => tensor[kind]);
    if (!parts.every((part) => part !== undefined)) continue;
    const joined = new Float64Array(sizeOf(shape));
    let at = 0;
    for (const { index, from, to } of runs) {
      joined.set(parts[index]?.subarray(from, to) ?? [], at);
      at += to - from;
    }
    return kind === 'integers' ? Tensor.integers(shape, joined) : Tensor.reals(shape, joined);
  }
  const entries = tensors.map((tensor) => tensor.entries());
  return Tensor.of(
    shape,
    runs.flatMap(({ index, from, to }) => entries[index]?.slice(from, to) ?? []),
  );
}

/** Entries of one tensor that stand behind one another in the whole. */
interface Run {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** In row-major order of the whole: of each tensor in turn what it has from `axis` on. */
function* runsOf(tensors: readonly Tensor[], axis: number): Generator<Run> {
  const rounds = sizeOf(tensors[0]?.shape.slice(0, axis) ?? []);
  const lengths = tensors.map(({ shape }) => sizeOf(shape.slice(axis)));
  for (let round = 0; round < rounds; round++)
    for (const [index, length] of lengths.entries())
      yield { index, from: round * length, to: (round + 1) * length };
}
