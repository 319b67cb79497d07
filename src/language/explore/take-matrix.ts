import {
  attempt,
  counted,
  groupDigits,
  isFailure,
  LiteralMatrix,
  MAX_COPIED_CELLS,
  Polynomial,
  rationalFromText,
  sym,
  Tensor,
  ZERO,
  divide,
  negate,
  type Matrix,
  type Scalar,
  type Value,
} from '../../core';
import type {
  Cell,
  Exploration,
  MatrixSheet,
  Notation,
  Rect,
  Refused,
  TakeAsk,
  Takeaway,
} from '../../protocol';
import { drawMatrix, drawSpy, drawWays, MAX_DRAWN_CELLS, type Drawing, type WayView } from '../../publish';
import { drawnAs, refusedAs, valueAs } from '../value-as';
import { squaresOf, windowOf, type TileOf } from './cell-window';
import type { Explored } from './subject';

type MatrixTake = Takeaway & { readonly view: 'matrix' };

/** A matrix, or a window of it, in a format, and which part of it that is. */
export function takeMatrix(
  { value }: Explored,
  { subject, format }: TakeAsk,
  what: MatrixTake,
  exploration: Exploration,
  tileOf: TileOf,
): { readonly text: string; readonly sheet: MatrixSheet; readonly window: Rect | undefined } | Refused {
  const { way, notation } = what;
  const sheet = sheetOf(exploration, way);
  if ('refused' in sheet) return sheet;
  const whole = { top: 0, left: 0, rows: sheet.rows, cols: sheet.cols };
  const rect = what.window ? clipped(what.window, whole) : whole;
  if (!rect) return { refused: 'This window lies outside the matrix.' };
  const window = rect.rows === whole.rows && rect.cols === whole.cols ? undefined : rect;
  const asked = { subject, way };
  if (format === 'svg' || format === 'tikz') {
    const drawing = drawn(
      sheet,
      rect,
      what,
      () => windowOf(asked, rect, tileOf),
      () => (what.window ? undefined : squaresOf(asked, sheet, tileOf)),
    );
    const text = drawnAs(drawing, format);
    return typeof text === 'string' ? { text, sheet, window } : text;
  }
  const own = way === 'own' && holds(sheet, notation) ? ownMatrix(value) : undefined;
  const found =
    own && !window
      ? own
      : own
        ? partOf(own, rect)
        : spelled(rect, notation, () => windowOf(asked, rect, tileOf));
  if ('refused' in found) return found;
  const text = textOf(found, format);
  return typeof text === 'string' ? { text, sheet, window } : text;
}

/** The ways to connect a layer, drawn side by side. */
export function takeWays(
  { subject, format }: TakeAsk,
  { ways }: Exploration,
  tileOf: TileOf,
): string | Refused {
  if (!ways) return { refused: 'This layer has no other ways to be connected.' };
  if (format !== 'svg' && format !== 'tikz')
    return {
      refused:
        'Three matrices side by side are taken as SVG, PNG or TikZ; take one of them for other formats.',
    };
  // Cells where all of them fit, else the structure of each.
  const cells = ways.reduce((sum, { matrix }) => sum + matrix.rows * matrix.cols, 0);
  const views: WayView[] = [];
  for (const sheet of ways) {
    const { rows, cols } = sheet.matrix;
    const asked = { subject, way: sheet.way };
    const matrix =
      cells <= MAX_DRAWN_CELLS
        ? windowOf(asked, { top: 0, left: 0, rows, cols }, tileOf)
        : squaresOf(asked, sheet.matrix, tileOf);
    if ('refused' in matrix) return matrix;
    views.push({ sheet, matrix });
  }
  return drawnAs(drawWays(views), format);
}

function textOf(matrix: Matrix, format: 'latex' | 'numpy' | 'csv'): string | Refused {
  return refusedAs(valueAs({ kind: 'matrix', matrix }, format, () => ({ refused: 'Text is not drawn.' })));
}

function sheetOf({ matrix, noMatrix, ways }: Exploration, way: MatrixTake['way']): MatrixSheet | Refused {
  const found = way === 'own' ? matrix : ways?.find((one) => one.way === way)?.matrix;
  return found ?? { refused: noMatrix ?? 'There is no such matrix.' };
}

function drawn(
  sheet: MatrixSheet,
  rect: Rect,
  { notation, pick }: MatrixTake,
  cells: () => ReturnType<typeof windowOf>,
  squares: () => ReturnType<typeof squaresOf> | undefined,
): Drawing | Refused {
  if (rect.rows * rect.cols > MAX_DRAWN_CELLS) {
    const found = squares();
    if (found) return 'refused' in found ? found : drawSpy(sheet, found);
    return {
      refused: `This window has ${counted(rect.rows * rect.cols, 'cell')}; up to ${groupDigits(MAX_DRAWN_CELLS)} are drawn. Zoom in, or take it as CSV.`,
    };
  }
  const found = cells();
  return 'refused' in found ? found : drawMatrix(sheet, found, notation, pick);
}

/** Whether the cells of the matrix itself are what is seen: its numbers, or its symbols where it has no numbers. */
function holds({ notations }: MatrixSheet, notation: Notation): boolean {
  return notation === 'numbers' || !notations.includes('numbers');
}

function ownMatrix(value: Value): Matrix | undefined {
  if (value.kind === 'matrix') return value.matrix;
  if (value.kind === 'tensor') return value.tensor.rank === 2 ? new LiteralMatrix(value.tensor) : undefined;
  const matrix = value.kind === 'layer' ? attempt(() => value.layer.matrix) : undefined;
  return isFailure(matrix) ? undefined : matrix;
}

function partOf(matrix: Matrix, rect: Rect): Matrix | Refused {
  return tooLarge(rect) ?? madeOf(rect, (row, col) => matrix.cell(rect.top + row, rect.left + col));
}

/** A matrix of what its cells are called or hold, as the tiles say. */
function spelled(rect: Rect, notation: Notation, cells: () => ReturnType<typeof windowOf>): Matrix | Refused {
  const refused = tooLarge(rect);
  if (refused) return refused;
  const window = cells();
  if ('refused' in window) return window;
  const scalars = window.weights.map(({ symbol, number }) =>
    scalarOf((notation === 'symbols' ? (symbol ?? number) : (number ?? symbol)) ?? { text: '0' }),
  );
  return madeOf(rect, (row, col) => scalars[(window.cells[row * rect.cols + col] ?? 0) - 1] ?? ZERO);
}

function madeOf({ rows, cols }: Rect, at: (row: number, col: number) => Scalar): Matrix {
  const entries = Array.from({ length: rows * cols }, (_, flat) => at(Math.floor(flat / cols), flat % cols));
  return new LiteralMatrix(Tensor.of([rows, cols], entries));
}

/** `k1` as a symbol, `−1/3` as a number; what is neither has its text as its name. */
function scalarOf({ text, symbol }: Cell): Scalar {
  if (symbol)
    return Polynomial.symbol(
      sym(symbol.name, symbol.index === '' ? [] : symbol.index.split(',').map(Number)),
    );
  const [, sign, numerator, denominator] = /^([−-]?)([\d.,]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const number =
    numerator === undefined
      ? undefined
      : attempt(() => {
          const size = rationalFromText(numerator.replace(/,/g, ''));
          return divide(size, rationalFromText(denominator ?? '1'));
        });
  if (number === undefined || isFailure(number)) return Polynomial.symbol(sym(text));
  return sign === '' ? number : negate(number);
}

function tooLarge({ rows, cols }: Rect): Refused | undefined {
  return rows * cols > MAX_COPIED_CELLS
    ? {
        refused: `This ${groupDigits(rows)} × ${groupDigits(cols)} window has ${counted(rows * cols, 'cell')}; up to ${groupDigits(MAX_COPIED_CELLS)} are taken. Take a smaller one.`,
      }
    : undefined;
}

/** The part of a rectangle that lies in another. */
function clipped(rect: Rect, within: Rect): Rect | undefined {
  const [top, left] = [Math.max(rect.top, within.top), Math.max(rect.left, within.left)];
  const rows = Math.min(rect.top + rect.rows, within.top + within.rows) - top;
  const cols = Math.min(rect.left + rect.cols, within.left + within.cols) - left;
  return rows > 0 && cols > 0 ? { top, left, rows, cols } : undefined;
}
