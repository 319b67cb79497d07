/** View models of real matrices, built here from the matrix alone: `src/language/explore` has its own way to them. */
import { Polynomial, scalarLabel, type Matrix } from '../../src/core';
import type { AxisSheet, Cell, MatrixSheet, WeightCell } from '../../src/protocol';
import { hueOfTap, type CellWindow, type Drawing } from '../../src/publish';

export interface WindowRect {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
}

/** The cells of a window with the weights that `provenance` names. */
export function windowOf(matrix: Matrix, rect: WindowRect, kernel: readonly number[] = []): CellWindow {
  const weights: WeightCell[] = [];
  const places = new Map<string, number>();
  const cells = new Uint16Array(rect.rows * rect.cols);
  for (const { index, value, row } of nonZero(matrix, rect)) {
    const found = matrix.provenance(row, index);
    const symbol = value instanceof Polynomial ? value.symbol : undefined;
    const cell: Cell = symbol
      ? { text: symbol.short, symbol: { name: symbol.name, index: symbol.index.join(',') } }
      : { text: scalarLabel(value) };
    const weight = found?.weight ?? places.size;
    const key = `${weight} ${cell.text}`;
    if (!places.has(key)) {
      places.set(key, weights.length);
      const tap = (found?.tap ?? []).slice(-kernel.length);
      const hue =
        matrix.shared && kernel.length > 0 ? hueOfTap(tap, kernel) : { hue: (row % 9) + 1, depth: 1 };
      weights.push({ weight, ...(symbol ? { symbol: cell } : { number: cell }), ...hue });
    }
    cells[(row - rect.top) * rect.cols + index - rect.left] = (places.get(key) ?? 0) + 1;
  }
  return { kind: 'cells', ...rect, cells, weights };
}

function nonZero(
  matrix: Matrix,
  { top, left, rows, cols }: WindowRect,
): { row: number; index: number; value: ReturnType<Matrix['cell']> }[] {
  return Array.from({ length: rows }, (_, offset) =>
    matrix
      .row(top + offset)
      .filter(({ index }) => index >= left && index < left + cols)
      .map((entry) => ({ ...entry, row: top + offset })),
  ).flat();
}

export function sheetOf(
  matrix: Matrix,
  axes: { readonly rows: AxisSheet; readonly cols: AxisSheet },
): MatrixSheet {
  return {
    way: 'own',
    rows: matrix.rows,
    cols: matrix.cols,
    title: 'The matrix of the convolution',
    facts: `${matrix.rows} × ${matrix.cols}`,
    figures: [],
    rowAxis: axes.rows,
    colAxis: axes.cols,
    hues: matrix.shared ? 'taps' : 'rows',
    notations: ['symbols'],
  };
}

/** An axis with one digit: x1, x2, … */
export function plainAxis(symbol: string, extent: number): AxisSheet {
  return { symbol, base: 0, digits: [{ name: 'column', extent, stride: 1 }] };
}

/** Axes of a tensor, the last with a step of one. */
export function tensorAxis(symbol: string, axes: readonly (readonly [string, number])[]): AxisSheet {
  let stride = 1;
  const digits = [...axes].reverse().map(([name, extent]) => {
    const digit = { name, extent, stride };
    stride *= extent;
    return digit;
  });
  return { symbol, base: 0, digits: digits.reverse() };
}

export function drawn<T extends object>(drawing: T | { readonly refused: string }): T {
  if ('refused' in drawing) throw new Error(drawing.refused);
  return drawing;
}

export type { Drawing };
