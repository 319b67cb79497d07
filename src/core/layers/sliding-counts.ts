import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { countDistinct } from '../matrices/literal';
import { add, isZero, ZERO, type Scalar } from '../numbers/scalar';
import { exactSizeOf } from '../tensors/shape';
import { meetingsAtOutput, placesOnInput, tapsOf, type WindowAxis } from './window';

/** What the matrix of a sliding layer is made of. */
export interface SlidingCells {
  readonly axes: readonly WindowAxis[];
  /** How many pairs of a filter and an input channel that it sees there are. */
  readonly pairCount: bigint;
  readonly pairs: () => Iterable<readonly [filter: number, channel: number]>;
  /** The weight at a tap for a pair; undefined where the weights are symbols, which are all different and none of them 0. */
  readonly weight: ((filter: number, channel: number, tap: readonly number[]) => Scalar) | undefined;
}

/** How many cells are not zero, without a look at any of them: by how many places each tap reads the input. */
export function countNonZero(cells: SlidingCells): bigint {
  const { axes, pairCount, weight } = cells;
  if (!weight) return axes.reduce((product, axis) => product * cellsRead(axis), pairCount);
  let count = 0n;
  eachSum(cells, (sum, times) => {
    if (!isZero(sum)) count += times;
  });
  return count;
}

/** How many different values stand in cells that are not zero. */
export function countValues(cells: SlidingCells): bigint {
  const { axes, pairCount, weight } = cells;
  if (!weight) return axes.reduce((product, axis) => product * BigInt(groupings(axis).length), pairCount);
  const values: Scalar[] = [];
  eachSum(cells, (sum) => values.push(sum));
  return countDistinct(values);
}

/** Pairs along one axis of an output place and an input cell that its window reads. */
function cellsRead(axis: WindowAxis): bigint {
  return groupings(axis).reduce((sum, { times }) => sum + times, 0n);
}

/** Taps that read the same cell at so many places. */
interface Grouping {
  readonly taps: readonly number[];
  readonly times: bigint;
}

/** The different sets of taps along one axis that fall on one cell; single taps, unless padding repeats cells. */
function groupings(axis: WindowAxis): readonly Grouping[] {
  if (axis.mode === 'zeros')
    return tapsOf(axis).flatMap((tap) => {
      const places = placesOnInput(axis, tap);
      return places > 0 ? [{ taps: [tap], times: BigInt(places) }] : [];
    });
  const found = new Map<string, { readonly taps: readonly number[]; times: bigint }>();
  for (let place = 0; place < axis.output; place++) {
    const cells = new Map<number, number[]>();
    for (const { tap, cell } of meetingsAtOutput(axis, place))
      cells.set(cell, [...(cells.get(cell) ?? []), tap]);
    for (const taps of cells.values()) {
      const key = taps.join();
      const known = found.get(key);
      if (known) known.times += 1n;
      else found.set(key, { taps, times: 1n });
    }
  }
  return [...found.values()];
}

/** Each value that stands in cells, with how many they are. */
function eachSum(
  { axes, pairs, pairCount, weight }: SlidingCells,
  visit: (sum: Scalar, times: bigint) => void,
): void {
  if (!weight) return;
  const perAxis = axes.map(groupings);
  const count = Number(exactSizeOf(perAxis.map(({ length }) => length)) * pairCount);
  requireOperations(count, 'Counting these weights', MAX_SLOW_OPERATIONS);
  for (const chosen of combinations(perAxis)) {
    const times = chosen.reduce((product, grouping) => product * grouping.times, 1n);
    const taps = combinations(chosen.map((grouping) => grouping.taps));
    for (const [filter, channel] of pairs())
      visit(
        taps.reduce<Scalar>((sum, tap) => add(sum, weight(filter, channel, tap)), ZERO),
        times,
      );
  }
}

/** One item of each list, in every way. */
export function combinations<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (chosen, list) => chosen.flatMap((before) => list.map((item) => [...before, item])),
    [[]],
  );
}
