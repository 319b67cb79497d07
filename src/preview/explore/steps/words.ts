import type { GridPlace, GridSheet, Rect } from '../../../protocol';
import { exact } from '../../format';
import { extentOf } from './crop';

/** `(1, 3)`, with the plane before it where there are several; of one axis `(4)`. */
export function placeText(grid: GridSheet, { plane, row, col }: GridPlace, base: number): string {
  const line = extentOf(grid).rows === 1;
  const coordinates = [...(grid.planes > 1 ? [plane] : []), ...(line ? [] : [row]), col];
  return `(${coordinates.map((coordinate) => exact(coordinate + base)).join(', ')})`;
}

/** `x(0, 4)`, or `(0, 4)` where the cells have no name. */
export function cellName(grid: GridSheet, place: GridPlace, base: number): string {
  return `${grid.symbol ?? ''}${placeText(grid, place, base)}`;
}

/** `rows 10–24 of 512, columns 0–14 of 512`; empty where all is seen. */
export function seenText(grid: GridSheet, crop: Rect, base: number): string {
  const axis = (name: string, start: number, size: number, extent: number): string[] => {
    const from = Math.max(0, start);
    const to = Math.min(extent, start + size) - 1;
    if (from === 0 && to === extent - 1) return [];
    return to < from
      ? [`${name}: padding alone`]
      : [`${name} ${exact(from + base)}–${exact(to + base)} of ${exact(extent)}`];
  };
  return [
    ...axis('rows', crop.top, crop.rows, grid.rows),
    ...axis('columns', crop.left, crop.cols, grid.cols),
  ].join(', ');
}

/** How many letters wide a text is about: those of indices are smaller. */
export function widthOf(text: string): number {
  return piecesOf(text).reduce((sum, { name, index }) => sum + name.length + 0.75 * index.length, 0);
}

interface Piece {
  readonly name: string;
  /** What stands below, after the name of a symbol. */
  readonly index: string;
}

/** `k1·x2,3` as k with 1, a dot, and x with 2,3. Numbers stay what they are. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(/(\p{L}+[′']*)(\d+(?:,\d+)*)/gu)) {
    const [whole, name = '', index = ''] = match;
    if (match.index > end) pieces.push({ name: text.slice(end, match.index), index: '' });
    pieces.push({ name, index });
    end = match.index + whole.length;
  }
  if (end < text.length) pieces.push({ name: text.slice(end), index: '' });
  return pieces;
}
