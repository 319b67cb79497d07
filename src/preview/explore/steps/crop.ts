import type { GridSheet, Rect } from '../../../protocol';

/** A side of what is asked of a grid at once, in cells. */
const ASKED = 16;
/** Cells that are seen around the window, where there is room. */
const AIR = 1;

/** A grid with its padding. */
export function extentOf({ rows, cols, padding }: GridSheet): Rect {
  return {
    top: -padding.top,
    left: -padding.left,
    rows: padding.top + rows + padding.bottom,
    cols: padding.left + cols + padding.right,
  };
}

/**
 * What is shown of a grid, so that `focus` is in it: all, or a part of at most that many rows and columns. The part goes on
 * in leaps, not with each step of the window, so that most steps leave the cells where they are. It depends on nothing but
 * the focus: what the next steps need is known before they are made.
 */
export function cropOf(
  extent: Rect,
  focus: Rect,
  most: { readonly rows: number; readonly cols: number },
): Rect {
  const rows = Math.min(extent.rows, most.rows);
  const cols = Math.min(extent.cols, most.cols);
  return {
    top: start(extent.top, extent.rows, focus.top, focus.rows, rows),
    left: start(extent.left, extent.cols, focus.left, focus.cols, cols),
    rows,
    cols,
  };
}

function start(from: number, length: number, focus: number, size: number, seen: number): number {
  const air = size + 2 * AIR < seen ? AIR : 0;
  const leap = Math.max(1, seen - size - 2 * air);
  const at = from + leap * Math.floor((focus - air - from) / leap);
  return Math.max(from, Math.min(from + length - seen, at));
}

/** Rectangles of a fixed raster that together hold the crop, each within the extent. */
export function rastered(extent: Rect, crop: Rect): readonly Rect[] {
  const rows = raster(extent.top, extent.rows, crop.top, crop.rows);
  const cols = raster(extent.left, extent.cols, crop.left, crop.cols);
  return rows.flatMap(([top, height]) =>
    cols.map(([left, width]) => ({ top, left, rows: height, cols: width })),
  );
}

function raster(
  from: number,
  length: number,
  at: number,
  size: number,
): readonly (readonly [number, number])[] {
  const first = Math.floor((at - from) / ASKED);
  const last = Math.floor((at - from + size - 1) / ASKED);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const offset = (first + index) * ASKED;
    return [from + offset, Math.min(ASKED, length - offset)] as const;
  });
}

export function holds(rect: Rect, row: number, col: number): boolean {
  return row >= rect.top && row < rect.top + rect.rows && col >= rect.left && col < rect.left + rect.cols;
}

export function sameRect(a: Rect, b: Rect): boolean {
  return a.top === b.top && a.left === b.left && a.rows === b.rows && a.cols === b.cols;
}
