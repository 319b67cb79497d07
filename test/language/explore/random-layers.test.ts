import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isZero, transpose, type Conventions, type Matrix, type Value } from '../../../src/core';
import { explore } from '../../../src/language/explore/exploration';
import { find } from '../../../src/language/explore/find';
import { report } from '../../../src/language/explore/pick';
import type { Explored } from '../../../src/language/explore/subject';
import { tile } from '../../../src/language/explore/tile';
import { openProblemSet } from '../../../src/problem';
import { linearLayer, type LinearKind } from '../../core/support/linear-layers';
import { problemSet } from '../../support/texts';
import { Looking } from './support/looking';

const KINDS: readonly LinearKind[] = [
  'conv',
  'local',
  'transposed',
  'avg-pool',
  'subsample',
  'dense',
  'dense-equivalent',
];

/** Padding that repeats cells, exchanged sides and zeros among the weights come together now and then. */
const RUNS = 400;

/** Stands in for what a value belongs to, which no question about it reads. */
const { problems } = openProblemSet(problemSet({ given: ['x: { type: input, shape: [4] }'] }));

function lookedAt(value: Value, conventions: Conventions): Explored {
  const [problem] = problems;
  const [sheet] = problem?.given ?? [];
  assert.ok(problem && sheet);
  const subject = { problem: 'p', given: 'x' };
  return { subject, value, name: 'layer', problem, conventions, sheet, line: 0 };
}

interface Drawn {
  readonly looked: Explored;
  readonly matrix: Matrix;
}

/** A random layer with symbols or numbers, or the transpose of its matrix. */
function drawn(value: fc.GeneratorValue): Drawn {
  const { layer, symbolic, conventions } = linearLayer(value, KINDS);
  const chosen = value(fc.boolean) ? (symbolic ?? layer) : layer;
  const exchanged = value(fc.boolean) ? transpose(chosen.matrix) : undefined;
  const matrix = exchanged ?? chosen.matrix;
  fc.pre(matrix.rows > 0 && matrix.cols > 0);
  const asked: Value = exchanged
    ? { kind: 'matrix', matrix: exchanged }
    : { kind: 'layer', layer: chosen, feeds: [] };
  return { looked: lookedAt(asked, conventions), matrix };
}

/** Which weights stand in each cell, in reading order. */
function weightsIn(matrix: Matrix): { row: number; col: number; weights: string }[] {
  const found: { row: number; col: number; weights: string }[] = [];
  for (let row = 0; row < matrix.rows; row++)
    for (let col = 0; col < matrix.cols; col++) {
      const from = matrix.provenance(row, col);
      const all = from && [from.weight, ...(from.more ?? []).map(({ weight }) => weight)];
      if (all) found.push({ row, col, weights: all.sort((a, b) => a - b).join() });
    }
  return found;
}

describe('the matrix of a random layer, or its transpose', () => {
  it('goes from a weight to the next and the previous cell that holds it, and counts them', () => {
    fc.assert(
      fc.property(fc.gen(), (value) => {
        const { looked, matrix } = drawn(value);
        const all = weightsIn(matrix);
        fc.pre(matrix.cellsOf !== undefined && all.length > 0);
        const from = all[value(fc.nat, all.length - 1)];
        assert.ok(from);
        const same = all.filter(({ weights }) => weights === from.weights);
        const { row, col } = from;
        const { subject } = looked;
        for (const step of [1, -1] as const) {
          const found = find(looked, {
            kind: 'find',
            subject,
            way: 'own',
            row,
            col,
            find: { what: 'weight', step },
          });
          const next: (typeof same)[number] | undefined =
            same[(same.indexOf(from) + step + same.length) % same.length];
          assert.ok('row' in found);
          assert.deepEqual([found.row, found.col], [next?.row, next?.col]);
        }
        const said = report(looked, { kind: 'pick', subject, way: 'own', pick: { row, col } });
        assert.ok('spoken' in said);
        const count = / in ([\d,]+) cells?\.$/.exec(said.spoken)?.[1]?.replace(/,/g, '');
        if (count !== undefined) assert.equal(Number(count), same.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('marks squares that hold something, and no others', () => {
    fc.assert(
      fc.property(fc.gen(), fc.integer({ min: 1, max: 3 }), (value, level) => {
        const { looked, matrix } = drawn(value);
        const { subject } = looked;
        const spy = tile(looked, { kind: 'tile', subject, way: 'own', level, row: 0, col: 0 });
        assert.ok('kind' in spy && spy.kind === 'spy');
        const filled = new Set<number>();
        for (let row = 0; row < Math.min(matrix.rows, 32 * 2 ** level); row++)
          for (let col = 0; col < Math.min(matrix.cols, 32 * 2 ** level); col++)
            if (!isZero(matrix.cell(row, col))) filled.add((row >> level) * spy.cols + (col >> level));
        assert.deepEqual(
          [...spy.hues.keys()].filter((at) => spy.hues[at] !== 0),
          [...filled].sort((a, b) => a - b),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('has the same rows and columns in all three ways', () => {
    fc.assert(
      fc.property(fc.gen(), (value) => {
        const { layer, symbolic, conventions } = linearLayer(value, ['conv', 'local']);
        const chosen = value(fc.boolean) ? (symbolic ?? layer) : layer;
        fc.pre(!chosen.type.endsWith('3d'));
        const { matrix, ways } = explore(lookedAt({ kind: 'layer', layer: chosen, feeds: [] }, conventions));
        const size = [matrix?.rows, matrix?.cols];
        assert.deepEqual(
          ways?.map((way) => [way.matrix.rows, way.matrix.cols]),
          [size, size, size],
        );
      }),
    );
  });
});

describe('a layer whose kernel holds several filters', () => {
  it('keeps them in all three ways', () => {
    const { exploration } = Looking.at(
      [
        'x: { type: input, shape: [5] }',
        'conv: { type: conv1d, input: x, kernel: [[[1, 2]], [[3, 4]], [[5, 6]]], padding: same }',
      ],
      ['conventions: { channels: first }'],
    );
    assert.deepEqual(
      exploration.ways?.map(({ matrix }) => [matrix.rows, matrix.cols]),
      [
        [15, 5],
        [15, 5],
        [15, 5],
      ],
    );
  });
});
