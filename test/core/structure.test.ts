import assert from 'node:assert/strict';
import fc from 'fast-check';
import { equal, structureOf, valueText, type Matrix, type Structure, type Value } from '../../src/core';
import { places } from './support/brute';
import { layerOf, slides } from './support/slides';
import { integers, refusal, tensorValue, valueOf } from './support/values';

function matrixOf(value: Value): Matrix {
  assert.ok(value.kind === 'matrix');
  return value.matrix;
}

function text(expression: string, names: Readonly<Record<string, Value>> = {}): string {
  return valueText(valueOf(`structure(${expression})`, names));
}

/** Every pair of cells is looked at. */
function brute(matrix: Matrix): Pick<Structure, 'toeplitz' | 'circulant' | 'bands' | 'symmetric'> {
  const cells = places([matrix.rows, matrix.cols]);
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    equal(matrix.cell(a[0] ?? 0, a[1] ?? 0), matrix.cell(b[0] ?? 0, b[1] ?? 0));
  const square = matrix.rows === matrix.cols;
  const filled = cells.filter(([i = 0, j = 0]) => String(matrix.cell(i, j)) !== '0');
  return {
    toeplitz: cells.every(
      ([i = 0, j = 0]) => i + 1 >= matrix.rows || j + 1 >= matrix.cols || same([i, j], [i + 1, j + 1]),
    ),
    circulant:
      square && cells.every(([i = 0, j = 0]) => same([i, j], [(i + 1) % matrix.rows, (j + 1) % matrix.cols])),
    symmetric: square && cells.every(([i = 0, j = 0]) => same([i, j], [j, i])),
    bands:
      filled.length === 0
        ? undefined
        : {
            below: Math.max(0, ...filled.map(([i = 0, j = 0]) => i - j)),
            above: Math.max(0, ...filled.map(([i = 0, j = 0]) => j - i)),
          },
  };
}

function agrees(matrix: Matrix): void {
  const { toeplitz, circulant, bands, symmetric } = structureOf(matrix);
  assert.deepEqual({ toeplitz, circulant, bands, symmetric }, brute(matrix));
}

describe('the structure of a matrix', () => {
  it('is what looking at every cell gives', () => {
    const entries = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        entries,
        fc.constantFrom('any', 'toeplitz', 'circulant'),
        (rows, cols, numbers, kind) => {
          const cell = (i: number, j: number): number => {
            if (kind === 'any') return numbers[i * cols + j] ?? 0;
            const offset = j - i + rows;
            return numbers[kind === 'toeplitz' ? offset : offset % cols] ?? 0;
          };
          const tensor = integers(
            [rows, cols],
            places([rows, cols]).map(([i = 0, j = 0]) => cell(i, j)),
          );
          agrees(
            matrixOf(valueOf('inv(inv(m))', { m: valueOf('matrix(dense(1..2, weights=[[1, 0], [0, 1]]))') })),
          );
          const value = valueOf('matrix(dense(inFeatures=c, weights=m))', {
            m: tensorValue(tensor),
            c: valueOf(String(cols)),
          });
          agrees(matrixOf(value));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of a layer’s matrix too, whatever its axes', () => {
    fc.assert(
      fc.property(slides({ groups: 2 }), (random) => {
        agrees(layerOf({ ...random, padding: random.word }).matrix);
      }),
      { numRuns: 100 },
    );
  });

  it('has the levels of the tensors that it maps', () => {
    fc.assert(
      fc.property(slides({ axes: [2], groups: 1 }), (random) => {
        const { matrix } = layerOf({ ...random, padding: random.word });
        const { levels } = structureOf(matrix);
        const { outputPosition, inputPosition } = matrix;
        assert.ok(outputPosition && inputPosition);
        const [rows, cols] = [places([matrix.rows]), places([matrix.cols])].map((all, side) =>
          all.map(([index = 0]) => (side === 0 ? outputPosition : inputPosition)(index)),
        );
        // A level that is said to be Toeplitz is one along some axis; every cell is held against the next along it.
        const along = (axis: number, otherAxis: number): boolean =>
          (rows ?? []).every((o, row) =>
            (cols ?? []).every((i, col) => {
              const nextRow = (rows ?? []).findIndex((p) =>
                p.every((c, at) => c === (o[at] ?? 0) + (at === axis ? 1 : 0)),
              );
              const nextCol = (cols ?? []).findIndex((p) =>
                p.every((c, at) => c === (i[at] ?? 0) + (at === otherAxis ? 1 : 0)),
              );
              return (
                nextRow < 0 || nextCol < 0 || equal(matrix.cell(row, col), matrix.cell(nextRow, nextCol))
              );
            }),
          );
        const [outRank, inRank] = [rows?.[0]?.length ?? 0, cols?.[0]?.length ?? 0];
        if (outRank !== inRank) return;
        const extents = (at: number): readonly [number, number] => [
          1 + Math.max(...(rows ?? []).map((p) => p[at] ?? 0)),
          1 + Math.max(...(cols ?? []).map((p) => p[at] ?? 0)),
        ];
        const wanted = places([outRank])
          .map(([axis = 0]) => ({ extents: extents(axis), toeplitz: along(axis, axis) }))
          .filter(({ extents: [output, input] }) => output > 1 || input > 1);
        const found = levels.map(({ output, input, toeplitz }) => ({
          extents: [output, input] as const,
          toeplitz,
        }));
        const key = (level: (typeof wanted)[number]): string => JSON.stringify(level);
        assert.deepEqual(found.map(key).sort(), wanted.map(key).sort());
      }),
      { numRuns: 60 },
    );
  });

  for (const [expression, says] of [
    ['identity(4)', '4 × 4, the identity; 4 of 16 cells are not zero (25 %).'],
    ['identity(3) * 2', '3 × 3, diagonal, circulant; 3 of 9 cells are not zero (33 %).'],
    [
      '[[0, 1, 0], [0, 0, 1], [1, 0, 0]]',
      '3 × 3, a permutation, circulant; 3 of 9 cells are not zero (33 %).',
    ],
    ['[[1, 2, 3], [0, 4, 5], [0, 0, 6]]', '3 × 3, upper triangular; 6 of 9 cells are not zero (67 %).'],
    ['[[1, 2], [2, 3]]', '2 × 2, symmetric; no cell is zero.'],
    ['zeros([2, 3])', '2 × 3, all zeros; 0 of 6 cells are not zero (0 %).'],
    [
      'matrix(conv1d(1..9, kernel=3, padding=causal))',
      '9 × 9, lower triangular, banded (2 below the diagonal, 0 above), Toeplitz; 24 of 81 cells are not zero (30 %).',
    ],
    [
      'matrix(local1d(1..9, kernel=3, padding=same))',
      '9 × 9, banded (1 below the diagonal, 1 above); 25 of 81 cells are not zero (31 %).',
    ],
    ['matrix(dense(1..3, units=2))', '2 × 3; no cell is zero.'],
    [
      'matrix(conv2d(rgb, kernel=3, filters=4))',
      '24 × 60, doubly block Toeplitz with blocks of 12 × 15, down to blocks of 4 × 3 that have no such order; 648 of 1,440 cells are not zero (45 %).',
    ],
    [
      'matrix(conv2d(rgb, kernel=3, filters=4, channels=first))',
      '24 × 60, 4 × 3 parts, each doubly block Toeplitz with blocks of 3 × 5; 648 of 1,440 cells are not zero (45 %).',
    ],
  ] as const)
    it(`${expression} is ${says}`, () => {
      const first = expression.includes('channels=first');
      const rgb = tensorValue(integers(first ? [3, 4, 5] : [4, 5, 3], new Array<number>(60).fill(1)));
      assert.equal(text(expression, { rgb }), says);
    });

  it('of a matrix that nobody could build is refused in a sentence', () => {
    const x = tensorValue(integers([512, 512], new Array<number>(512 * 512).fill(0)));
    const m = valueOf('matrix(conv2d(x, kernel=5))', { x });
    for (const name of ['structure', 'bandwidth', 'isToeplitz'])
      assert.match(refusal(`${name}(m)`, { m }), /multiply-adds; up to 2,000,000/);
  });
});
