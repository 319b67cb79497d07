import type { WalkSheet } from '../../../protocol';
import { extentOf } from './crop';
import type { Fits, GridName } from './scene';

/** As many cells are seen of a grid at most, in each direction. */
export const MOST_SEEN = 15;
/** So many planes can stand side by side. */
const MOST_ABREAST = 4;

/** Sizes in rem, so that larger text has larger cells. */
const NARROW = 35;
const GAP = 2.5;
/** Beside and above a grid stand the numbers of its rows and columns. */
const HEAD = 1.25;
/** From this size there is room for a note. */
const ROOMY = 2.125;
const LARGEST: Readonly<Record<GridName, number>> = { source: 2.25, kernel: 2.75, target: 3.5 };
/** So tall is the target at most, where its cells could be larger than the others. */
const TALLEST_TARGET = 15;

/** The size of a cell in pixels, and how many are seen. */
export interface GridRoom {
  readonly cell: number;
  readonly rows: number;
  readonly cols: number;
  /** Whether a cell has no room for a note beside its number. */
  readonly cramped: boolean;
}

export interface Room {
  /** Whether source and target stand beside each other. */
  readonly wide: boolean;
  readonly abreast: boolean;
  readonly grids: Readonly<Record<GridName, GridRoom>> & Fits;
}

/** The length of the longest text in each grid. */
export type Lengths = Readonly<Record<GridName, number>>;

/** How the grids are arranged in so many pixels, where one rem has `rem` of them. */
export function roomOf(width: number, rem: number, walk: WalkSheet, lengths: Lengths): Room {
  const wide = width >= NARROW * rem;
  const need = (grid: GridName): number =>
    HEAD + Math.min(MOST_SEEN, extentOf(walk[grid]).cols) * Math.min(2.25, LARGEST[grid]);
  const right = Math.max(need('target'), walk.combines === 'sum' ? need('kernel') : 0, 10);
  const share = Math.max(0.4, Math.min(0.62, need('source') / (need('source') + right)));
  const left = wide ? (width / rem - GAP) * share : width / rem;
  const rest = wide ? width / rem - GAP - left : left;
  const { planes } = walk.source;
  const each = (left - (planes - 1) * 1) / planes - HEAD;
  const abreast =
    planes > 1 &&
    planes <= MOST_ABREAST &&
    each >= Math.min(MOST_SEEN, extentOf(walk.source).cols) * smallest(lengths.source);
  const grid = (name: GridName, room: number): GridRoom => {
    const extent = extentOf(walk[name]);
    const least = smallest(lengths[name]);
    const cols = Math.max(1, Math.min(MOST_SEEN, extent.cols, Math.floor(room / least)));
    const rows = Math.min(MOST_SEEN, extent.rows);
    const tall = name === 'target' ? Math.max(2, TALLEST_TARGET / rows) : LARGEST[name];
    const cell = Math.max(Math.min(least, room), Math.min(room / cols, LARGEST[name], tall));
    return { cell: Math.floor(cell * rem), rows, cols, cramped: cell < ROOMY };
  };
  return {
    wide,
    abreast,
    grids: {
      source: grid('source', abreast ? each : left - HEAD),
      kernel: grid('kernel', abreast ? Math.min(each, rest - HEAD) : rest - HEAD),
      target: grid('target', rest - HEAD),
    },
  };
}

/** The smallest cell for texts of that length, whose letters have at least 9.5 pixels. */
function smallest(length: number): number {
  if (length <= 2) return 1.5;
  return length <= 4 ? ROOMY : 2.5;
}
