import assert from 'node:assert/strict';
import { entryLabel, Polynomial } from '../../../src/core';
import { openProblemSet } from '../../../src/problem';
import { answerAsk } from '../../../src/language/explore';
import { places } from '../../core/support/brute';
import { problemSet, sample } from '../../support/texts';
import { Looking, refused } from './support/looking';

const SAMPLE = new Looking(openProblemSet(sample('discussion-4.cnn.yaml')), {
  problem: 'weight-sharing',
  given: 'conv',
});
const GIANT = new Looking(
  openProblemSet(
    `conventions: { channels: first }\n${sample('homework-3.cnn.yaml').replace('[512, 512, 3]', '[3, 512, 512]')}`,
  ),
  { problem: 'parameters', given: 'conv' },
);
const SOBEL = Looking.at([
  'x: { type: input, shape: [6, 6] }',
  'conv: { type: conv2d, input: x, kernel: [[1,0,-1],[2,0,-2],[1,0,-1]], padding: same }',
]);
const CONNECTED = Looking.at([
  'x: { type: input, shape: [5, 5, 3] }',
  'conv: { type: conv2d, input: x, filters: 2, kernel: 3, padding: same, connections: [[0], [1, 2]] }',
]);
const CHANNELS = Looking.at([
  'x: { type: input, shape: [4, 4, 2] }',
  'conv: { type: conv2d, input: x, filters: 2, kernel: [[[[1,2],[3,1]],[[1,5],[6,7]]],[[[8,9],[1,2]],[[3,4],[5,1]]]], padding: same }',
]);
const REPLICATED = Looking.at([
  'x: { type: input, shape: [6] }',
  'conv: { type: conv1d, input: x, kernel: [1, 2, 3], padding: 2, padding-mode: replicate }',
]);
const LOCAL = Looking.at([
  'x: { type: input, shape: [9] }',
  'conv: { type: local1d, input: x, kernel: 3, padding: same }',
]);
const DENSE = Looking.at(['x: { type: input, shape: [5] }', 'conv: { type: dense, input: x, units: 40 }']);
const ALL = { SAMPLE, SOBEL, CONNECTED, CHANNELS, REPLICATED, LOCAL, DENSE };

/** The cells with the weight of a cell, in reading order, by what is shown. */
function likeIt(looking: Looking, row: number, col: number): string[] {
  const { rows, cols } = looking.sheet;
  const wanted = looking.cell(row, col)?.weight;
  return places([rows, cols])
    .filter(([r = 0, c = 0]) => looking.cell(r, c)?.weight === wanted)
    .map((place) => place.join());
}

function textOf(report: ReturnType<Looking['pick']>, label: string): string | undefined {
  return report.lines.find((line) => line.label === label)?.text;
}

describe('what is said of something picked', () => {
  it('are the sentences of the sample', () => {
    assert.equal(SAMPLE.pick({ row: 3, col: 2 }).spoken, 'Row x′4, column x3: k1. Same weight in 8 cells.');
    assert.equal(SAMPLE.pick({ row: 3, col: 8 }).spoken, 'Row x′4, column x9: zero.');
    const picked = SAMPLE.pick({ row: 3, col: 2 });
    assert.equal(textOf(picked, 'Picked'), 'k1, the weight from x3 to x′4');
    assert.equal(textOf(picked, 'Shared'), 'k1 stands in 8 cells, k2 in 9, k3 in 8');
    assert.equal(textOf(SAMPLE.pick({ row: 3, col: 8 }), 'Picked'), '0: x′4 does not depend on x9');
    assert.equal(textOf(SAMPLE.pick({ row: 0 }), 'Edge'), 'x′1 loses 1 of 3 taps to the zero padding');
    assert.equal(SAMPLE.pick({ row: 0 }).spoken, 'Row x′1: k2 times x1, plus k3 times x2.');
    assert.equal(SAMPLE.pick({ col: 0 }).spoken, 'Column x1: read by 2 outputs.');
    assert.equal(SAMPLE.pick({}).spoken, 'Nothing is picked.');
    assert.equal(SAMPLE.pick({ weight: 1 }).spoken, 'k2 stands in 9 cells.');
  });

  it('is the tap, in the giant one', () => {
    const { spoken, sum } = GIANT.pick({ row: 525_267, col: 272_377 });
    assert.equal(
      spoken,
      'Row filter 2, (17, 503), column channel 1, (19, 505): tap 2, 2. Same weight in 258,064 cells.',
    );
    assert.equal(sum?.terms.length, 75);
    assert.deepEqual(
      sum.terms.map(({ index }) => index),
      GIANT.matrix.row(525_267).map(({ index }) => index),
    );
  });

  for (const [name, looking] of Object.entries(ALL))
    it(`has the sums and counts of a matrix (${name.toLowerCase()})`, () => {
      const { matrix } = looking;
      for (let row = 0; row < matrix.rows; row++) {
        const { sum } = looking.pick({ row });
        const entries = matrix.row(row);
        assert.deepEqual(
          sum?.terms.map(({ index }) => index),
          entries.map(({ index }) => index),
        );
        assert.deepEqual(
          sum.terms.map(({ weight }) => (weight.number ?? weight.symbol)?.text),
          entries.map(({ value }) => (value instanceof Polynomial ? value.symbol?.short : entryLabel(value))),
        );
        assert.equal(sum.more, 0);
      }
      for (let col = 0; col < matrix.cols; col++)
        assert.deepEqual(
          looking.pick({ col }).sum?.terms.map(({ index }) => index),
          matrix.col(col).map(({ index }) => index),
        );
      for (const [row = 0, col = 0] of places([matrix.rows, matrix.cols])) {
        if (!looking.cell(row, col)) continue;
        const count = likeIt(looking, row, col).length;
        const { spoken } = looking.pick({ row, col });
        assert.ok(spoken.endsWith(`Same weight in ${count} ${count === 1 ? 'cell' : 'cells'}.`), spoken);
      }
    });

  it('tells the taps that an edge loses, of the channels that are read', () => {
    for (const looking of [SAMPLE, SOBEL, CONNECTED, CHANNELS]) {
      const { layer, matrix } = looking;
      const full = (layer.sliding?.kernel ?? []).reduce((product, extent) => product * extent, 1);
      for (let row = 0; row < matrix.rows; row++) {
        const taps = new Set<string>();
        for (let col = 0; col < matrix.cols; col++) {
          const tap = matrix.provenance(row, col)?.tap;
          if (tap) taps.add(tap.join());
        }
        const text = textOf(looking.pick({ row }), 'Edge');
        const lost = full - taps.size;
        assert.equal(text === undefined ? 0 : Number(/loses (\d+) of/.exec(text)?.[1]), lost, `row ${row}`);
      }
    }
  });

  it('is refused beyond the matrix', () => {
    const asked = (pick: { row?: number; col?: number; weight?: number }): object =>
      answerAsk(SAMPLE.worksheet, { kind: 'pick', subject: SAMPLE.subject, way: 'own', pick });
    assert.equal(refused(asked({ row: 9 })), 'That cell is not in the matrix any more.');
    assert.equal(refused(asked({ col: 9, row: 0 })), 'That cell is not in the matrix any more.');
    assert.equal(refused(asked({ weight: 3 })), 'Nothing is known of that weight.');
  });
});

describe('the next cell with the same weight', () => {
  for (const [name, looking] of Object.entries(ALL))
    it(`goes through all of them and round (${name.toLowerCase()})`, () => {
      const { rows, cols } = looking.sheet;
      const seen = new Set<number>();
      for (const [row = 0, col = 0] of places([rows, cols])) {
        const weight = looking.cell(row, col)?.weight;
        if (weight === undefined || seen.has(weight)) continue;
        seen.add(weight);
        const expected = likeIt(looking, row, col);
        for (const step of [1, -1] as const) {
          const met: string[] = [];
          let at = { row, col };
          do {
            const found = looking.next(at.row, at.col, step);
            assert.equal(found.message !== undefined, expected.length === 1);
            at = { row: found.row ?? NaN, col: found.col ?? NaN };
            met.push(`${at.row},${at.col}`);
          } while (met.length <= expected.length && (at.row !== row || at.col !== col));
          const around = [...expected.slice(1), ...expected.slice(0, 1)];
          assert.deepEqual(met, step === 1 ? around : expected.toReversed());
        }
      }
    });

  it('is found in the giant one, from any cell', () => {
    const { row = NaN, col = NaN } = GIANT.next(525_267, 272_377);
    const weight = GIANT.matrix.provenance(525_267, 272_377)?.weight;
    assert.equal(GIANT.matrix.provenance(row, col)?.weight, weight);
    assert.deepEqual([row, col], [525_268, 272_378]);
  });

  it('is refused from a zero', () => {
    assert.equal(SAMPLE.next(0, 8).message, 'There is a zero in this cell; pick one with a weight.');
  });
});

/** The next cell in reading order that shows one of these. */
function nextThat(
  looking: Looking,
  from: number,
  holds: (text: string | undefined) => boolean,
): number[] | undefined {
  const { rows, cols } = looking.sheet;
  const all = places([rows, cols]);
  return [...all.slice(from + 1), ...all.slice(0, from + 1)].find(([row = 0, col = 0]) => {
    const cell = looking.cell(row, col);
    return holds(cell?.symbol?.text) || holds(cell?.number?.text);
  });
}

describe('a search', () => {
  it('finds weights by name, in whatever way it is written', () => {
    for (const text of ['k2', 'K2', 'k_2', 'k₂', ' k 2 ', 'k_{2}'])
      assert.deepEqual(SAMPLE.search(text, 0, 3), { row: 1, col: 1 }, text);
    assert.deepEqual(SAMPLE.search('k2', 0, 0, -1), { row: 8, col: 8 });
    for (const text of ['w4,3', 'w_4,3', 'w₄,₃', 'w43', 'w_{4,3}'])
      assert.deepEqual(DENSE.search(text), { row: 3, col: 2 }, text);
    const dense = new Looking(SAMPLE.worksheet, SAMPLE.subject, 'dense');
    assert.deepEqual(dense.search('w4,3'), { row: 3, col: 2 });
  });

  it('finds numbers and taps, of whichever channel comes next', () => {
    for (const [looking, text] of [
      [SOBEL, '-1'],
      [SOBEL, '−2'],
      [SOBEL, '2,2'],
      [CHANNELS, '1'],
      [CHANNELS, '1,0'],
      [REPLICATED, '3'],
      [REPLICATED, '6'],
      [REPLICATED, 'k1+k2'],
    ] as const) {
      const wanted = text.replace('-', '−');
      for (let from = 0; from < looking.sheet.rows * looking.sheet.cols; from += 7) {
        const { cols } = looking.sheet;
        const found = looking.search(text, Math.floor(from / cols), from % cols);
        assert.deepEqual(
          [found.row, found.col],
          nextThat(looking, from, (shown) => shown === wanted),
          `${text} from ${from}`,
        );
      }
    }
  });

  it('finds the taps of symbols', () => {
    const { row = NaN, col = NaN } = GIANT.search('2,2', 525_267, 272_376);
    assert.deepEqual([row, col], [525_267, 272_377]);
  });

  it('goes to rows and columns of lines', () => {
    assert.deepEqual(SAMPLE.search('x5', 2, 1), { row: 2, col: 4 });
    assert.deepEqual(SAMPLE.search("x'4", 2, 1), { row: 3, col: 1 });
    assert.deepEqual(SAMPLE.search('x′_4', 2, 1), { row: 3, col: 1 });
    assert.equal(SAMPLE.search('x12').message, 'There are 9, from 1 to 9.');
  });

  it('says where there is none', () => {
    assert.equal(SAMPLE.search('nonsense').message, 'No cell holds “nonsense”.');
    assert.equal(GIANT.search('nonsense').message, 'None of the next 200,000 cells holds “nonsense”.');
  });

  it('finds values that no layer made', () => {
    const worksheet = openProblemSet(problemSet({ given: ['m: [[0, 1/2, -3], [7, 0, -3]]'] }));
    const looking = new Looking(worksheet, { problem: 'p', given: 'm' });
    assert.deepEqual(looking.search('-3'), { row: 0, col: 2 });
    assert.deepEqual(looking.search('-3', 0, 2), { row: 1, col: 2 });
    assert.deepEqual(looking.next(0, 2), { row: 1, col: 2 });
  });
});
