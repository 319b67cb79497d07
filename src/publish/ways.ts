import type { Refused, WaySheet } from '../protocol';
import { below, beside, framed } from './compose';
import { moved, type Drawing } from './drawing';
import { cellSizeOf, gridBox, gridShapes } from './grid';
import { gridOf, refusedCells, type CellWindow } from './matrix';
import { drawSpy, type SpySquares } from './spy';
import { lineOf } from './text';
import { HALF_A_DIGIT } from './words';

/** One way to connect a layer, with its whole matrix: its cells, or its structure where it is large. */
export interface WayView {
  readonly sheet: WaySheet;
  readonly matrix: CellWindow | SpySquares;
}

const MARGIN = 12;
const FIGURE = 22;
const NAME = 13;

/** A layer connected in different ways, side by side, each with how many weights it has. */
export function drawWays(ways: readonly WayView[]): Drawing | Refused {
  const cells = ways.reduce(
    (sum, { matrix }) => sum + (matrix.kind === 'cells' ? matrix.rows * matrix.cols : 0),
    0,
  );
  const tooLarge = refusedCells(cells, 1);
  if (tooLarge) return tooLarge;
  const description = ways.map(({ sheet }) => `${sheet.name}: ${sheet.figure} ${sheet.words}`).join('; ');
  return framed(
    beside(ways.map(panel), { title: 'One layer, connected in different ways', description }),
    MARGIN,
  );
}

function panel({ sheet, matrix }: WayView): Drawing {
  const none = { title: '', description: '' };
  const figure = lineOf([{ text: sheet.figure }], { size: FIGURE, bold: true });
  const name = lineOf([{ text: sheet.name }], { size: NAME, bold: true });
  const type = lineOf([{ text: sheet.type }], { size: 12, font: 'code', colour: 'quiet' });
  const rest = beside([name, type], none, 8);
  // Digits of different sizes on one line.
  const dropped = {
    ...rest,
    shapes: rest.shapes.map((shape) => moved(shape, 0, HALF_A_DIGIT * (FIGURE - NAME))),
  };
  const caption = { ...beside([figure, dropped], none, 8), height: 26 };
  const words = lineOf([{ text: sheet.words }], { size: 12, colour: 'quiet', most: 400 });
  return below([pictureOf(sheet, matrix), below([caption, words], none, 0)], none, 12);
}

function pictureOf(sheet: WaySheet, matrix: CellWindow | SpySquares): Drawing {
  if (matrix.kind === 'spy') return drawSpy(sheet.matrix, matrix);
  const grid = gridOf(sheet.matrix, matrix, 'symbols', {});
  const size = cellSizeOf(grid, 'small');
  const { width, height } = gridBox(grid, size, [0, 0]);
  return { width, height, title: '', description: '', shapes: gridShapes(grid, size, [0, 0]) };
}
