import type { CellAxis, Matrix } from '../../core';

/** A cell of a matrix. */
export interface CellPlace {
  readonly row: number;
  readonly col: number;
}

/** The cells that hold one weight, in reading order: any of them is found without going over the others. */
export interface CellsOfWeight {
  readonly count: number;
  at(index: number): CellPlace;
}

/** The cells that hold the sum of these weights; undefined where that doesn’t follow from how the matrix is made. */
export function cellsOf(matrix: Matrix, weights: readonly number[]): CellsOfWeight | undefined {
  const axes = matrix.cellsOf?.(weights);
  if (!axes) return undefined;
  const count = axes.reduce((product, axis) => product * axis.count, 1);
  return { count, at: (index) => placeAt(axes, index) };
}

function placeAt(axes: readonly CellAxis[], index: number): CellPlace {
  let rest = index;
  let [row, col] = [0, 0];
  for (const axis of axes.toReversed()) {
    const part = axis.at(rest % axis.count);
    rest = Math.floor(rest / axis.count);
    row += part.row;
    col += part.col;
  }
  return { row, col };
}

/** The next or previous of the cells in reading order; from the last it goes on with the first. */
export function nextOf(cells: CellsOfWeight, from: CellPlace, step: 1 | -1): CellPlace | undefined {
  if (cells.count === 0) return undefined;
  // The first cell that is not before the place.
  let [low, high] = [0, cells.count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (order(cells.at(middle), from) < 0) low = middle + 1;
    else high = middle;
  }
  const here = low < cells.count && order(cells.at(low), from) === 0;
  const next = step === -1 ? low - 1 : here ? low + 1 : low;
  return cells.at((next + cells.count) % cells.count);
}

/** The first of some cells that is met from a place on, in reading order and round. */
export function nearest(cells: readonly CellPlace[], from: CellPlace, step: 1 | -1): CellPlace | undefined {
  const ahead = (cell: CellPlace): boolean => order(cell, from) * step > 0;
  return cells.toSorted((a, b) => Number(ahead(b)) - Number(ahead(a)) || step * order(a, b))[0];
}

function order(a: CellPlace, b: CellPlace): number {
  return a.row - b.row || a.col - b.col;
}
