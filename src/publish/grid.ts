import type { Cell } from '../protocol';
import type { Box, Family, HueColour, Run, Segment, Shape, TextShape, Tone } from './drawing';
import { cutTo, isMaths, runsOf, widthOf } from './words';

/** A cell that is to be drawn; undefined where there is a zero. */
export interface GridCell {
  readonly cell: Cell;
  /** Cells with the same number hold the same weight. */
  readonly weight?: number;
  readonly family: Family;
  /** From 1; 0 for none. */
  readonly hue: number;
  /** From 0 to 1. */
  readonly depth: number;
}

/** Cells in rows and columns, and which of them is picked. */
export interface Grid {
  readonly rows: number;
  readonly cols: number;
  readonly at: (row: number, col: number) => GridCell | undefined;
  readonly picked?: { readonly row?: number; readonly col?: number; readonly weight?: number };
  /** Zeros of small cells are dots, unless the grid is to be read as numbers. */
  readonly zeros?: 'numbers';
}

/** How large cells are, in pixels from one to the next, and their text. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
  readonly text: number;
}

/** Symbols are larger than numbers: their letters are lower than digits. */
const LARGE = { side: 36, symbols: 17, numbers: 14 };
const SMALL = { side: 24, symbols: 11, numbers: 10.5 };
/** With more rows or columns than this, cells are small. */
const MOST_LARGE = 12;
/** Cells are at most so much wider than they are high; longer texts get smaller, and are cut off in the end. */
const WIDEST = 3;
const SMALLEST_TEXT = 6;
const AIR = 7;
const ZERO_TEXT = 10.5;
const DOT = 2;
/** An index hangs below its letter: together they stand a little higher. */
const RAISE = 0.06;

/** Cells that have room for the longest text among them. */
export function cellSizeOf(grid: Grid, sizes: 'fitting' | 'small' = 'fitting'): CellSize {
  const size = sizes === 'small' || Math.max(grid.rows, grid.cols) > MOST_LARGE ? SMALL : LARGE;
  const { side } = size;
  const texts = cellTexts(grid);
  const text = texts.some(isMaths) ? size.symbols : size.numbers;
  const widest = texts.reduce((most, runs) => Math.max(most, widthOf(runs, text)), 0);
  const width = Math.min(WIDEST * side, Math.max(side, 2 * Math.ceil((widest + AIR) / 2)));
  const fitting = widest > width - AIR ? (text * (width - AIR)) / widest : text;
  return { width, height: side, text: Math.max(SMALLEST_TEXT, Math.floor(fitting * 2) / 2) };
}

function cellTexts(grid: Grid): readonly (readonly Run[])[] {
  const texts: (readonly Run[])[] = [];
  for (let row = 0; row < grid.rows; row++)
    for (let col = 0; col < grid.cols; col++) {
      const found = grid.at(row, col);
      if (found) texts.push(runsOf(found.cell));
    }
  return texts;
}

/** The room that a grid takes, with the lines around it. */
export function gridBox({ rows, cols }: Grid, size: CellSize, [x, y]: readonly [number, number]): Box {
  return { x, y, width: cols * size.width + 1, height: rows * size.height + 1 };
}

/** The shapes of a grid, its lines on whole pixels: fills under lines, edges and text above. */
export function gridShapes(grid: Grid, size: CellSize, origin: readonly [number, number]): readonly Shape[] {
  const [left, top] = origin;
  const { width, height } = size;
  const fills = new Map<HueColour, Box[]>();
  const edges = new Map<HueColour, Box[]>();
  const texts: TextShape[] = [];
  const zeros: Box[] = [];
  const numbers = height >= LARGE.side || grid.zeros === 'numbers';
  const { row: pickedRow, col: pickedCol } = grid.picked ?? {};
  const pickedWeight = weightPicked(grid);
  for (let row = 0; row < grid.rows; row++)
    for (let col = 0; col < grid.cols; col++) {
      const [x, y] = [left + col * width, top + row * height];
      const [middle, centre] = [x + (width + 1) / 2, y + (height + 1) / 2];
      const found = grid.at(row, col);
      const text = (runs: readonly Run[], at: number, colour: TextShape['colour'], bold = false): void => {
        const { size: fitting, runs: shown } = fitted(runs, at, width - 4);
        texts.push({
          shape: 'text',
          x: middle,
          y: centre - (isMaths(shown) ? RAISE * fitting : 0),
          runs: shown,
          size: fitting,
          colour,
          align: 'middle',
          ...(bold && { bold }),
        });
      };
      if (!found) {
        if (numbers) text([{ text: '0' }], ZERO_TEXT, 'quiet');
        else zeros.push({ x: middle - DOT / 2, y: centre - DOT / 2, width: DOT, height: DOT });
        continue;
      }
      const runs = runsOf(found.cell);
      const colour = (tone: Tone): HueColour => `${found.family}-${found.hue}/${tone}`;
      if (found.hue === 0) {
        text(runs, size.text, 'text');
        continue;
      }
      const picked = row === pickedRow && col === pickedCol;
      const linked = row === pickedRow && pickedCol !== undefined;
      const tint: Tone = `tint-${Math.round(found.depth * 100)}`;
      const box = { x: x + 1, y: y + 1, width: width - 1, height: height - 1 };
      added(fills, colour(picked ? 'solid' : linked ? 'linked' : tint), box);
      if (linked || (pickedWeight !== undefined && found.weight === pickedWeight))
        added(edges, colour('edge'), { x: x + 0.5, y: y + 0.5, width, height });
      text(runs, size.text, colour(picked ? 'on-solid' : 'written'));
    }
  return [
    ...washes(grid, size, origin),
    ...[...fills].map(([fill, boxes]): Shape => ({ shape: 'boxes', fill, boxes })),
    { shape: 'lines', lines: gridLines(grid, size, origin), stroke: { colour: 'grid', width: 1 } },
    ...[...edges].flatMap(([colour, boxes]) =>
      boxes.map((box): Shape => ({ shape: 'box', ...box, stroke: { colour, width: 1 } })),
    ),
    { shape: 'boxes', fill: 'quiet', boxes: zeros },
    ...texts,
    ...ring(grid, size, origin),
  ];
}

function added(boxes: Map<HueColour, Box[]>, colour: HueColour, box: Box): void {
  const found = boxes.get(colour);
  if (found) found.push(box);
  else boxes.set(colour, [box]);
}

/** A text in a size in which it fits; cut off where that would be too small. */
function fitted(runs: readonly Run[], size: number, width: number): Pick<TextShape, 'runs' | 'size'> {
  const natural = widthOf(runs, size);
  if (natural <= width) return { runs, size };
  const smaller = Math.floor(((size * width) / natural) * 2) / 2;
  if (smaller >= SMALLEST_TEXT) return { runs, size: smaller };
  const text = runs.map((run) => run.text).join('');
  return { runs: [{ text: cutTo(text, SMALLEST_TEXT, width) }], size: SMALLEST_TEXT };
}

function weightPicked({ picked, at }: Grid): number | undefined {
  if (!picked) return undefined;
  const { row, col, weight } = picked;
  return weight ?? (row !== undefined && col !== undefined ? at(row, col)?.weight : undefined);
}

function washes(
  { rows, cols, picked }: Grid,
  { width, height }: CellSize,
  [x, y]: readonly number[],
): Shape[] {
  const [left, top] = [x ?? 0, y ?? 0];
  const boxes: Box[] = [];
  const { row, col } = picked ?? {};
  if (row !== undefined && row >= 0 && row < rows)
    boxes.push({ x: left + 1, y: top + row * height + 1, width: cols * width - 1, height: height - 1 });
  if (col !== undefined && col >= 0 && col < cols)
    boxes.push({ x: left + col * width + 1, y: top + 1, width: width - 1, height: rows * height - 1 });
  return boxes.length === 0 ? [] : [{ shape: 'boxes', fill: 'wash', boxes }];
}

function gridLines(
  { rows, cols }: Grid,
  { width, height }: CellSize,
  [left, top]: readonly [number, number],
): readonly Segment[] {
  const [right, bottom] = [left + cols * width + 1, top + rows * height + 1];
  return [
    ...Array.from({ length: rows + 1 }, (_, row): Segment => {
      const y = top + row * height + 0.5;
      return [left, y, right, y];
    }),
    ...Array.from({ length: cols + 1 }, (_, col): Segment => {
      const x = left + col * width + 0.5;
      return [x, top, x, bottom];
    }),
  ];
}

/** Around the picked cell, above all. */
function ring(
  { rows, cols, picked }: Grid,
  { width, height }: CellSize,
  [left, top]: readonly [number, number],
): Shape[] {
  const { row, col } = picked ?? {};
  if (row === undefined || col === undefined || row < 0 || col < 0 || row >= rows || col >= cols) return [];
  const box = { x: left + col * width, y: top + row * height, width: width + 1, height: height + 1 };
  return [{ shape: 'box', ...box, radius: 1, stroke: { colour: 'ring', width: 2 } }];
}
