import { MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { groupDigits } from '../numbers/group-digits';
import { equal, ONE } from '../numbers/scalar';
import { sizeOf } from '../tensors/shape';
import { transpose, sameMatrix } from './literal';
import type { Matrix, MatrixEntry, PositionOf } from './matrix';

/** One axis of the tensors that rows and columns stand for, from the one that changes most slowly. */
export interface Level {
  /** Extents on the output (rows) and on the input (columns). */
  readonly output: number;
  readonly input: number;
  /** Whether moving one step on both leaves every cell the same. */
  readonly toeplitz: boolean;
  /** The same, also from the last step round to the first. */
  readonly circulant: boolean;
}

/** What is recognised in a matrix. */
export interface Structure {
  readonly rows: number;
  readonly cols: number;
  readonly nnz: bigint;
  /** How far from the diagonal there still is something, below and above; undefined where everything is 0. */
  readonly bands: { readonly below: number; readonly above: number } | undefined;
  readonly symmetric: boolean;
  readonly identity: boolean;
  readonly permutation: boolean;
  readonly toeplitz: boolean;
  readonly circulant: boolean;
  /** Of an operator on tensors of several axes; empty for other matrices. */
  readonly levels: readonly Level[];
}

/**
 * Goes over the non-zero cells, never over all of them.
 * @throws MathError where there are too many.
 */
export function structureOf(matrix: Matrix): Structure {
  requireScan(matrix, 'The structure of this matrix', 8);
  const { rows, cols, nnz } = matrix;
  const square = rows === cols;
  const bands = bandsOf(matrix);
  const circulant = isCirculant(matrix);
  return {
    rows,
    cols,
    nnz,
    bands,
    symmetric: square && bands?.above === bands?.below && sameMatrix(matrix, transpose(matrix), equal),
    identity: square && isDiagonalOfOnes(matrix),
    permutation: square && isPermutation(matrix),
    toeplitz: circulant || isToeplitz(matrix),
    circulant,
    levels: levelsOf(matrix),
  };
}

/** How far below and above the diagonal there still is something; undefined where everything is 0. */
export function bandsOf(matrix: Matrix): Structure['bands'] {
  requireScan(matrix, 'The bandwidth of this matrix', 1);
  let [below, above, found] = [0, 0, false];
  for (let row = 0; row < matrix.rows; row++) {
    const entries = matrix.row(row);
    const [first, last] = [entries[0], entries.at(-1)];
    if (!first || !last) continue;
    found = true;
    below = Math.max(below, row - first.index);
    above = Math.max(above, last.index - row);
  }
  return found ? { below, above } : undefined;
}

/** Whether each diagonal holds one value. */
export function isToeplitz(matrix: Matrix): boolean {
  return isSameAlong(matrix, moved({ output: matrix.rows, input: matrix.cols }, false));
}

/** Whether each row is the one above, moved by one cell, the last round to the first; only square matrices are. */
export function isCirculant(matrix: Matrix): boolean {
  if (matrix.rows !== matrix.cols) return false;
  return isSameAlong(matrix, moved({ output: matrix.rows, input: matrix.cols }, true));
}

/** Where a row and a column come from when everything is moved back by one step; undefined where there is nothing before. */
interface Move {
  readonly row: (row: number) => number | undefined;
  readonly col: (col: number) => number | undefined;
  /** Of a column, the one after it. */
  readonly next: (col: number) => number | undefined;
}

function moved({ output, input }: Pick<Level, 'output' | 'input'>, round: boolean, stride?: Strides): Move {
  const { output: down, input: across } = stride ?? { output: 1, input: 1 };
  const back = (index: number, extent: number, step: number): number | undefined =>
    Math.floor(index / step) % extent > 0 ? index - step : round ? index + step * (extent - 1) : undefined;
  const forth = (index: number, extent: number, step: number): number | undefined =>
    Math.floor(index / step) % extent < extent - 1
      ? index + step
      : round
        ? index - step * (extent - 1)
        : undefined;
  return {
    row: (row) => back(row, output, down),
    col: (col) => back(col, input, across),
    next: (col) => forth(col, input, across),
  };
}

/** Whether every row is the one before it, moved by one step. */
function isSameAlong(matrix: Matrix, move: Move): boolean {
  requireScan(matrix, 'The structure of this matrix', 2);
  for (let row = 0; row < matrix.rows; row++) {
    const before = move.row(row);
    if (before === undefined || before === row) continue;
    const here = matrix.row(row).filter(({ index }) => move.col(index) !== undefined);
    const expected = matrix
      .row(before)
      .flatMap(({ index, value }): MatrixEntry[] => {
        const next = move.next(index);
        return next === undefined ? [] : [{ index: next, value }];
      })
      .sort((a, b) => a.index - b.index);
    if (here.length !== expected.length) return false;
    const same = here.every(({ index, value }, at) => {
      const other = expected[at];
      return other?.index === index && equal(value, other.value);
    });
    if (!same) return false;
  }
  return true;
}

function isDiagonalOfOnes(matrix: Matrix): boolean {
  for (let row = 0; row < matrix.rows; row++) {
    const [only, ...others] = matrix.row(row);
    if (only?.index !== row || others.length > 0 || !equal(only.value, ONE)) return false;
  }
  return true;
}

/** One 1 in every row and every column. */
function isPermutation(matrix: Matrix): boolean {
  const seen = new Set<number>();
  for (let row = 0; row < matrix.rows; row++) {
    const [only, ...others] = matrix.row(row);
    if (!only || others.length > 0 || !equal(only.value, ONE)) return false;
    seen.add(only.index);
  }
  return seen.size === matrix.rows;
}

interface Strides {
  readonly output: number;
  readonly input: number;
}

/** The axes that input and output have in common, each held against one step along it. */
function levelsOf(matrix: Matrix): Level[] {
  const { inputPosition, outputPosition } = matrix;
  if (!inputPosition || !outputPosition || matrix.rows === 0 || matrix.cols === 0) return [];
  const [output, input] = [axesOf(outputPosition, matrix.rows), axesOf(inputPosition, matrix.cols)];
  const alignments = alignmentsOf(output, input);
  const all = alignments.map((axes) =>
    axes
      .map((axis) => levelOf(matrix, axis))
      .sort((a, b) => b.strides.output - a.strides.output || b.strides.input - a.strides.input),
  );
  const score = (levels: readonly Level[]): number => levels.filter(({ toeplitz }) => toeplitz).length;
  return all.reduce<Level[]>((best, levels) => {
    const plain = levels.map(({ level }) => level).filter((level) => level.output > 1 || level.input > 1);
    return best.length === 0 || score(plain) > score(best) ? plain : best;
  }, []);
}

/** An axis of a tensor: its extent, and by how much a row or column index grows along it. */
export interface Axis {
  readonly extent: number;
  readonly stride: number;
}

/** Extents from the last position, strides from the order in which positions are counted. */
export function axesOf(position: PositionOf, count: number): Axis[] {
  const extents = position(count - 1).map((last) => last + 1);
  const axes = extents.map((_, axis) => axis);
  // The axis that changes first when the index grows by one is the fastest.
  const fastest = count > 1 ? position(1).findIndex((coordinate) => coordinate === 1) : -1;
  const firstWide = axes.find((axis) => (extents[axis] ?? 1) > 1);
  const columnMajor = fastest === firstWide && fastest !== axes.findLast((axis) => (extents[axis] ?? 1) > 1);
  return extents.map((extent, axis) => ({
    extent,
    stride: sizeOf(columnMajor ? extents.slice(0, axis) : extents.slice(axis + 1)),
  }));
}

interface AxisPair {
  readonly output: Axis;
  readonly input: Axis;
}

/** Ways in which axes of output and input belong together: one may have a channel axis more, in front or behind. */
function alignmentsOf(output: readonly Axis[], input: readonly Axis[]): AxisPair[][] {
  const none: Axis = { extent: 1, stride: 1 };
  const widen = (axes: readonly Axis[], rank: number): Axis[][] =>
    axes.length === rank
      ? [[...axes]]
      : axes.length + 1 === rank
        ? [
            [...axes, none],
            [none, ...axes],
          ]
        : [];
  const rank = Math.max(output.length, input.length);
  return widen(output, rank).flatMap((left) =>
    widen(input, rank).map((right) => left.map((axis, at) => ({ output: axis, input: right[at] ?? none }))),
  );
}

function levelOf(matrix: Matrix, { output, input }: AxisPair): { level: Level; strides: Strides } {
  const extents = { output: output.extent, input: input.extent };
  const strides = { output: output.stride, input: input.stride };
  const circulant = output.extent === input.extent && isSameAlong(matrix, moved(extents, true, strides));
  const toeplitz = circulant || isSameAlong(matrix, moved(extents, false, strides));
  return { level: { ...extents, toeplitz, circulant }, strides };
}

function requireScan(matrix: Matrix, what: string, times: number): void {
  requireOperations((Number(matrix.nnz) + matrix.rows) * times, what, MAX_SLOW_OPERATIONS);
}

/** What is recognised, as a sentence: `9 × 9, banded (1 below the diagonal, 1 above), Toeplitz; 25 of 81 cells are not zero.` */
export function structureText(structure: Structure): string {
  const { rows, cols, nnz } = structure;
  const cells = BigInt(rows) * BigInt(cols);
  const share = cells === 0n ? 0 : (Number(nnz) / Number(cells)) * 100;
  const percent = share >= 10 || share === 0 ? share.toFixed(0) : share.toPrecision(2);
  const words = [
    `${groupDigits(rows)} × ${groupDigits(cols)}`,
    ...shapeWords(structure),
    ...shiftWords(structure),
  ];
  const filled =
    nnz === cells
      ? 'no cell is zero'
      : `${groupDigits(nnz)} of ${groupDigits(cells)} cells are not zero (${percent} %)`;
  return `${words.join(', ')}; ${filled}.`;
}

function shapeWords({ rows, cols, bands, identity, permutation, symmetric, nnz }: Structure): string[] {
  if (!bands) return ['all zeros'];
  if (identity) return ['the identity'];
  const words: string[] = [];
  const { below, above } = bands;
  const reach = Math.max(rows, cols) - 1;
  const square = rows === cols;
  if (permutation) words.push('a permutation');
  if (below === 0 && above === 0) words.push('diagonal');
  else if (below === 0 && square) words.push('upper triangular');
  else if (above === 0 && square) words.push('lower triangular');
  const narrow = below + above + 1 <= Math.max(rows, cols) / 2 + 1 && (below > 0 || above > 0);
  if (narrow && below + above < reach && nnz > 0n)
    words.push(`banded (${below} below the diagonal, ${above} above)`);
  if (symmetric && (below > 0 || above > 0)) words.push('symmetric');
  return words;
}

/** Toeplitz, circulant, and the same by blocks. */
function shiftWords({ rows, cols, bands, identity, toeplitz, circulant, levels }: Structure): string[] {
  if ((rows < 2 && cols < 2) || !bands || identity) return [];
  const [plain, whole] = [circulant ? ['circulant'] : toeplitz ? ['Toeplitz'] : [], levels.length > 1];
  const from = levels.findIndex((level) => level.toeplitz);
  if (!whole || from < 0) return plain;
  const shifted = levels.slice(from).findIndex((level) => !level.toeplitz);
  const run = levels.slice(from, shifted < 0 ? undefined : from + shifted);
  const inner = levels.slice(from + 1);
  const size = `${sizeOf(inner.map(({ output }) => output))} × ${sizeOf(inner.map(({ input }) => input))}`;
  const outer = levels.slice(0, from);
  const kind = run.every((level) => level.circulant) ? 'circulant' : 'Toeplitz';
  const lowest = levels.slice(from + run.length);
  const name =
    inner.length === 0
      ? kind
      : run.length === 1
        ? `block ${kind} with blocks of ${size}`
        : `${run.length === 2 ? 'doubly' : 'multiply'} block ${kind} with blocks of ${size}`;
  const channels =
    run.length > 1 && lowest.length > 0
      ? `, down to blocks of ${sizeOf(lowest.map(({ output }) => output))} × ${sizeOf(lowest.map(({ input }) => input))} that have no such order`
      : '';
  const parts =
    outer.length === 0
      ? ''
      : `${sizeOf(outer.map(({ output }) => output))} × ${sizeOf(outer.map(({ input }) => input))} parts, each `;
  return [...plain, `${parts}${name}${channels}`];
}
