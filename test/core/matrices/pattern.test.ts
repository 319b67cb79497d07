import assert from 'node:assert/strict';
import fc from 'fast-check';
import { transpose, type Matrix } from '../../../src/core';
import { places } from '../support/brute';
import { linearLayer, LINEAR_KINDS, type LinearKind } from '../support/linear-layers';

interface Cell {
  readonly row: number;
  readonly col: number;
  /** The weights that are added up in it, in order. */
  readonly weights: readonly number[];
  /** Their taps, which are all that a look without channels has to find. */
  readonly taps: readonly string[];
}

/** The cells in which a weight stands, found by asking each. */
function standing(matrix: Matrix): Cell[] {
  return places([matrix.rows, matrix.cols]).flatMap(([row = 0, col = 0]) => {
    const found = matrix.provenance(row, col);
    if (!found) return [];
    const all = [found, ...(found.more ?? [])];
    return {
      row,
      col,
      weights: all.map(({ weight }) => weight).sort((a, b) => a - b),
      taps: all.map(({ tap }) => tap.join()),
    };
  });
}

function differing(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function range(draw: fc.GeneratorValue, length: number): [first: number, last: number] {
  const first = draw(fc.integer, { min: 0, max: length - 1 });
  return [first, draw(fc.integer, { min: first, max: length - 1 })];
}

/**
 * What a block holds, by the pattern, against all cells of the block.
 * @param byWeight whether each weight is met where it stands; else, for weights that change with the place, each tap.
 */
function agreesIn(matrix: Matrix, cells: readonly Cell[], draw: fc.GeneratorValue, byWeight: boolean): void {
  const { pattern } = matrix;
  assert.ok(pattern);
  const [top, bottom] = range(draw, matrix.rows);
  const [left, right] = range(draw, matrix.cols);
  const within = cells.filter(({ row, col }) => row >= top && row <= bottom && col >= left && col <= right);
  for (const each of [true, false]) {
    const met: Cell[] = [];
    const enough = pattern.some(
      { top, bottom, left, right },
      (row, col) => {
        const found = within.find((cell) => cell.row === row && cell.col === col);
        assert.ok(found, `(${row}, ${col}) holds nothing or is outside`);
        met.push(found);
        return false;
      },
      each,
    );
    assert.equal(enough, false);
    const said = (list: readonly Cell[]): string[] =>
      differing(list.flatMap(({ weights, taps }) => (each && byWeight ? weights.map(String) : taps)));
    assert.deepEqual(said(met), said(within));
    let looks = 0;
    const first = pattern.some({ top, bottom, left, right }, () => ++looks > 0, each);
    assert.deepEqual([first, looks], within.length > 0 ? [true, 1] : [false, 0]);
  }
}

function countsAgree({ rows, cols, pattern }: Matrix, cells: readonly Cell[]): void {
  assert.ok(pattern);
  const count = (length: number, of: (cell: Cell) => number): number[] =>
    Array.from({ length }, (_, index) => cells.filter((cell) => of(cell) === index).length);
  assert.deepEqual(
    Array.from({ length: rows }, (_, row) => pattern.countInRow(row)),
    count(rows, ({ row }) => row),
  );
  assert.deepEqual(
    Array.from({ length: cols }, (_, col) => pattern.countInCol(col)),
    count(cols, ({ col }) => col),
  );
}

/** The cells by the axes, the last of which changes first. */
function listed(matrix: Matrix, weights: readonly number[]): [row: number, col: number][] | undefined {
  const axes = matrix.cellsOf?.(weights);
  if (!axes) return undefined;
  return places(axes.map(({ count }) => count)).map((indices) =>
    indices.reduce<[number, number]>(
      ([row, col], index, axis) => {
        const part = axes[axis]?.at(index);
        return [row + (part?.row ?? NaN), col + (part?.col ?? NaN)];
      },
      [0, 0],
    ),
  );
}

/** The cells of each weight and of each sum, in reading order of the matrix. */
function placesAgree(matrix: Matrix, cells: readonly Cell[], count: number): void {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = cell.weights.join('+');
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  for (const [key, group] of groups)
    assert.deepEqual(
      listed(matrix, key.split('+').map(Number)),
      group.map(({ row, col }) => [row, col]),
      `weights ${key}`,
    );
  for (let weight = 0; weight < count; weight++)
    if (!groups.has(String(weight))) assert.deepEqual(listed(matrix, [weight]) ?? [], [], `weight ${weight}`);
  assert.equal(listed(matrix, [count]), undefined);
}

function holds(kinds: readonly LinearKind[], check: (matrix: Matrix, draw: fc.GeneratorValue) => void): void {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const { layer, symbolic } = linearLayer(draw, kinds);
      const matrix = (symbolic ?? layer).matrix;
      fc.pre(matrix.rows * matrix.cols > 0 && matrix.rows * matrix.cols <= 3000);
      check(draw(fc.boolean) ? transpose(matrix) : matrix, draw);
    }),
    { numRuns: 300 },
  );
}

const WITH_PATTERN = [
  'conv',
  'local',
  'transposed',
  'avg-pool',
  'global-avg-pool',
  'subsample',
  'dense',
] as const;

describe('where a matrix may be other than 0', () => {
  for (const kind of WITH_PATTERN) {
    it(`is found in any block of a ${kind} layer’s, and nowhere else`, () => {
      holds([kind], (matrix, draw) => {
        const cells = standing(matrix);
        const byWeight = matrix.shared && !kind.endsWith('avg-pool');
        for (let block = 0; block < 4; block++) agreesIn(matrix, cells, draw, byWeight);
      });
    });

    it(`is counted in each row and column of a ${kind} layer’s`, () => {
      holds([kind], (matrix) => {
        countsAgree(matrix, standing(matrix));
      });
    });
  }
});

describe('the cells of a weight', () => {
  for (const kind of ['conv', 'local', 'transposed', 'dense'] as const)
    it(`of a ${kind} layer are those that come from it, in reading order`, () => {
      fc.assert(
        fc.property(fc.gen(), (draw) => {
          const { layer, symbolic } = linearLayer(draw, [kind]);
          const { matrix, weightTensor } = symbolic ?? layer;
          fc.pre(matrix.rows * matrix.cols > 0 && matrix.rows * matrix.cols <= 3000);
          placesAgree(matrix, standing(matrix), weightTensor.size);
        }),
        { numRuns: 300 },
      );
    });

  it('are those of any linear layer that tells them', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const { layer } = linearLayer(draw, LINEAR_KINDS);
        const { matrix } = layer;
        fc.pre(matrix.rows * matrix.cols > 0 && matrix.rows * matrix.cols <= 3000);
        for (const { row, col, weights } of standing(matrix).slice(0, 20)) {
          const cells = listed(matrix, weights);
          if (cells) assert.ok(cells.some(([r, c]) => r === row && c === col));
        }
      }),
      { numRuns: 300 },
    );
  });
});
