import { counted, groupDigits } from '../core';
import type { CellTile, MatrixSheet, Notation, Pick, Refused } from '../protocol';
import type { Drawing, Shape } from './drawing';
import { cellSizeOf, gridBox, gridShapes, type Grid, type GridCell } from './grid';
import { blockLines, headerOf, headerRoom, headerShapes, type Header } from './headers';

/** Cells that are drawn one by one. */
export const MAX_DRAWN_CELLS = 4096;

/** Cells of a matrix, and where the first of them stands. */
export interface CellWindow extends CellTile {
  readonly top: number;
  readonly left: number;
}

const MARGIN = 12;

/** The cells of a window of a matrix with their weights, what its rows and columns stand for, and what is picked. */
export function drawMatrix(
  sheet: MatrixSheet,
  window: CellWindow,
  notation: Notation,
  pick: Pick = {},
): Drawing | Refused {
  const tooLarge = refusedCells(window.rows, window.cols);
  if (tooLarge) return tooLarge;
  const { top, left, rows, cols } = window;
  const whole = rows === sheet.rows && cols === sheet.cols;
  const place = whole ? '' : `Rows ${span(top, rows)} and columns ${span(left, cols)}, counted from 0. `;
  return drawGrid(gridOf(sheet, window, notation, pick), {
    title: sheet.title,
    description: `${place}${sheet.facts}`,
    rowHeader: headerOf(sheet.rowAxis, top, rows, pick.row),
    colHeader: headerOf(sheet.colAxis, left, cols, pick.col),
  });
}

/** What stands around a grid. */
export interface Surroundings {
  readonly title: string;
  readonly description: string;
  readonly rowHeader?: Header;
  readonly colHeader?: Header;
}

/** A grid with its headers as a drawing. */
export function drawGrid(grid: Grid, { title, description, rowHeader, colHeader }: Surroundings): Drawing {
  const size = cellSizeOf(grid);
  const origin = [
    MARGIN + headerRoom(rowHeader, 'rows', size.height),
    MARGIN + headerRoom(colHeader, 'cols', size.width),
  ] as const;
  const box = gridBox(grid, size, origin);
  const headers: readonly Shape[] = [
    ...(colHeader ? headerShapes(colHeader, 'cols', box, size.width) : []),
    ...(rowHeader ? headerShapes(rowHeader, 'rows', box, size.height) : []),
  ];
  const lines = [
    ...(colHeader ? blockLines(colHeader, 'cols', box, size.width) : []),
    ...(rowHeader ? blockLines(rowHeader, 'rows', box, size.height) : []),
  ];
  return {
    width: box.x + box.width + MARGIN,
    height: box.y + box.height + MARGIN,
    title,
    description,
    shapes: [
      { shape: 'group', name: 'labels', shapes: headers },
      { shape: 'group', name: 'cells', shapes: gridShapes(grid, size, origin) },
      { shape: 'lines', lines, stroke: { colour: 'frame', width: 1 } },
    ],
  };
}

/** The cells of a window as they are drawn. */
export function gridOf(
  { hues }: { readonly hues: MatrixSheet['hues'] },
  window: CellWindow,
  notation: Notation,
  pick: Pick,
): Grid {
  const { top, left, rows, cols } = window;
  const family = hues === 'rows' ? 'row' : 'tap';
  const shown = window.weights.map((weight): GridCell => {
    const { symbol, number, depth } = weight;
    const cell = (notation === 'symbols' ? (symbol ?? number) : (number ?? symbol)) ?? { text: '?' };
    return { cell, weight: weight.weight, family, hue: hues === 'none' ? 0 : weight.hue, depth };
  });
  return {
    rows,
    cols,
    at: (row, col) => shown[(window.cells[row * cols + col] ?? 0) - 1],
    picked: {
      ...(pick.row !== undefined && { row: pick.row - top }),
      ...(pick.col !== undefined && { col: pick.col - left }),
      ...(pick.weight !== undefined && { weight: pick.weight }),
    },
  };
}

/** Why cells are not drawn: there are too many. */
export function refusedCells(rows: number, cols: number): Refused | undefined {
  const count = BigInt(rows) * BigInt(cols);
  return count > BigInt(MAX_DRAWN_CELLS)
    ? {
        refused: `These are ${counted(count, 'cell')}; up to ${groupDigits(MAX_DRAWN_CELLS)} are drawn. Zoom in to a smaller window, or take them as CSV.`,
      }
    : undefined;
}

function span(from: number, count: number): string {
  return `${groupDigits(from)}–${groupDigits(from + count - 1)}`;
}
