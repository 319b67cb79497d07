import { MathError, orUndefined } from '../failure';
import { BatchNorm, SlidingLayer, spanOf, type Layer } from '../layers';
import type { Shape } from '../tensors/shape';
import type { BooleanValue } from '../values/value';
import { searchWork, Undecided } from './search';
import { isAffine, requireCheck, workOf } from './affine';
import { bareLayer, graphOf, type Graph } from './graph';

/** What it costs to find that a window doesn't fit into an input. */
const UNPLACED = 100;

/**
 * Judges a layer without an input on inputs of growing extent, until every border case has occurred: windows over either end,
 * and whole ones between. The first refutation is the smallest; where there is none, what is said of the largest counts.
 * @param axes how many axes what moves the input has, where it says so.
 * @param further cells that an input has to have more: the furthest shift, and what doesn't count at the borders.
 */
export function onGrowingInputs(
  graph: Graph,
  axes: number | undefined,
  further: number,
  judge: (placed: Graph) => BooleanValue,
): BooleanValue {
  const { whole, rank, channels } = graph;
  const { sliding } = bareLayer(whole);
  const spans = sliding?.kernel.map((kernel, axis) =>
    spanOf({ kernel, stride: 1, dilation: sliding.dilation[axis] ?? 1 }),
  );
  const end = 2 * Math.max(1, ...(spans ?? [])) + further;
  let last: BooleanValue | undefined;
  let undecided: Undecided | undefined;
  let work = 0;
  for (let extent = 1; extent <= end; extent++) {
    const placed = whole.on([inputShapeOf(whole, new Array<number>(rank).fill(extent), channels)]);
    const fits = orUndefined(() => placed.outputShape) !== undefined;
    work += fits && isAffine(placed) ? workOf(placed) : UNPLACED;
    requireCheck(work);
    if (!fits) continue;
    try {
      last = judge(graphOf(placed, channels, axes));
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      undecided = error;
      work += searchWork(placed);
    }
    if (last?.value === false) return last;
  }
  if (undecided) throw undecided;
  if (!last)
    throw new MathError('No small input gives this layer an output, so its borders can’t be judged.');
  return last;
}

/** The shape of an input with these extents and a layer’s channels. */
export function inputShapeOf(layer: Layer, extents: Shape, channels: Graph['channels']): Shape {
  const bare = bareLayer(layer);
  if (bare instanceof SlidingLayer) return bare.inputShapeOf(extents);
  const count = bare instanceof BatchNorm ? Number(bare.buffers / 2n) : (bare.sliding?.inChannels ?? 1);
  if (count <= 1) return extents;
  return channels === 'first' ? [count, ...extents] : [...extents, count];
}
