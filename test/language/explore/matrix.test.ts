import assert from 'node:assert/strict';
import { entryLabel, isZero, Polynomial, type Matrix } from '../../../src/core';
import { openProblemSet } from '../../../src/problem';
import { answerAsk } from '../../../src/language/explore';
import { coordinatesOf, SEVERAL, type AxisSheet, type Ask, type WeightCell } from '../../../src/protocol';
import { places } from '../../core/support/brute';
import { problemSet, sample } from '../../support/texts';
import { Looking, refused } from './support/looking';

const SAMPLE = new Looking(openProblemSet(sample('discussion-4.cnn.yaml')), {
  problem: 'weight-sharing',
  given: 'conv',
});
const GIANT_TEXT = sample('homework-3.cnn.yaml');
const GIANT = new Looking(openProblemSet(GIANT_TEXT), { problem: 'parameters', given: 'conv' });
const GIANT_FIRST = new Looking(
  openProblemSet(`conventions: { channels: first }\n${GIANT_TEXT.replace('[512, 512, 3]', '[3, 512, 512]')}`),
  GIANT.subject,
);

/** Layers called `conv`, each with something of its own. */
const LAYERS: Readonly<Record<string, Looking>> = {
  symbolic: Looking.at([
    'x: { type: input, shape: [9] }',
    'conv: { type: conv1d, input: x, kernel: 3, padding: same }',
  ]),
  numeric: Looking.at([
    'x: { type: input, shape: [7, 7] }',
    'conv: { type: conv2d, input: x, kernel: [[1,0,-1],[2,1,-2],[1,0,-1]], stride: 2, dilation: 2, padding: 2 }',
  ]),
  flipped: Looking.at(
    [
      'x: { type: input, shape: [8] }',
      'conv: { type: conv1d, input: x, kernel: [1, 2, 3], padding: [[2, 1]] }',
    ],
    ['conventions: { convolution: flipped, index: 1 }'],
  ),
  channels: Looking.at([
    'x: { type: input, shape: [5, 6, 4] }',
    'conv: { type: conv2d, input: x, filters: 6, kernel: [2, 3], groups: 2, padding: same }',
  ]),
  columnMajor: Looking.at(
    ['x: { type: input, shape: [2, 5, 6] }', 'conv: { type: conv2d, input: x, filters: 3, kernel: 3 }'],
    ['conventions: { channels: first, flatten: column-major }'],
  ),
  connected: Looking.at([
    'x: { type: input, shape: [5, 5, 3] }',
    'conv: { type: conv2d, input: x, filters: 2, kernel: 3, padding: same, connections: [[0], [1, 2]] }',
  ]),
  replicated: Looking.at([
    'x: { type: input, shape: [6] }',
    'conv: { type: conv1d, input: x, kernel: [1, 2, 3], padding: 2, padding-mode: replicate }',
  ]),
  transposed: Looking.at([
    'x: { type: input, shape: [4, 4, 2] }',
    'conv: { type: transposed-conv2d, input: x, filters: 2, kernel: 3, stride: 2 }',
  ]),
  local: Looking.at([
    'x: { type: input, shape: [9] }',
    'conv: { type: local1d, input: x, kernel: 3, padding: same }',
  ]),
  dense: Looking.at(['x: { type: input, shape: [5] }', 'conv: { type: dense, input: x, units: 40 }']),
  pool: Looking.at([
    'x: { type: input, shape: [6, 6, 2] }',
    'conv: { type: avg-pool2d, input: x, kernel: 2 }',
  ]),
  subsample: Looking.at([
    'x: { type: input, shape: [6, 6, 2] }',
    'conv: { type: subsample2d, input: x, kernel: 2 }',
  ]),
  equivalent: Looking.at([
    'x: { type: input, shape: [8, 8] }',
    'c: { type: conv2d, input: x, kernel: 5 }',
    'conv: { type: dense-equivalent, of: c }',
  ]),
};

function keyOf(matrix: Matrix, row: number, col: number): string | undefined {
  const found = matrix.provenance(row, col);
  return (
    found &&
    [found, ...(found.more ?? [])]
      .map(({ weight }) => weight)
      .sort((a, b) => a - b)
      .join('+')
  );
}

describe('a tile of cells', () => {
  for (const [name, looking] of Object.entries(LAYERS))
    it(`of a ${name} layer tells its weights apart and calls them what they are`, () => {
      const { matrix } = looking;
      const numbers = new Map<string, number>();
      for (const [row = 0, col = 0] of places([matrix.rows, matrix.cols])) {
        const shown = looking.cell(row, col);
        const key = keyOf(matrix, row, col);
        assert.equal(shown === undefined, key === undefined, `(${row}, ${col})`);
        if (!shown || key === undefined) continue;
        const value = matrix.cell(row, col);
        if (value instanceof Polynomial) {
          const text = value.symbol?.short ?? entryLabel(value);
          assert.deepEqual([shown.symbol?.text, shown.number], [text, undefined]);
        } else {
          assert.equal(shown.number?.text, entryLabel(value));
          assert.equal(shown.number.zero === true, isZero(value));
        }
        assert.equal(numbers.get(key) ?? shown.weight, shown.weight);
        numbers.set(key, shown.weight);
        assert.ok(shown.hue >= 1 && shown.hue <= (matrix.shared ? 5 : 9), `hue ${shown.hue}`);
      }
      assert.equal(new Set(numbers.values()).size, numbers.size);
    });

  it('ends where the matrix ends, and there is none behind it', () => {
    const { sheet, layer } = LAYERS['dense'] ?? SAMPLE;
    assert.deepEqual([sheet.rows, sheet.cols], [40, 5]);
    assert.equal(layer.type, 'dense');
    const looking = LAYERS['dense'] ?? SAMPLE;
    assert.deepEqual([looking.cells(1, 0).rows, looking.cells(1, 0).cols], [8, 5]);
    assert.equal(refused(looking.tile(0, 2, 0)), 'There is nothing of the matrix there.');
    assert.equal(refused(looking.tile(0, 0, 1)), 'There is nothing of the matrix there.');
    assert.deepEqual([looking.spy(3).rows, looking.spy(3).cols], [5, 1]);
  });

  it('holds values that no layer made, however many', () => {
    const worksheet = openProblemSet(
      problemSet({ given: ['conv: "matrix([[1, 1/2, 0], [1/2, 1, 7]]) "', 'm: [[1, 2], [0, 1]]'] }),
    );
    const looking = new Looking(worksheet, { problem: 'p', given: 'm' });
    const texts = places([2, 2]).map(([row = 0, col = 0]) => looking.cell(row, col)?.number?.text);
    assert.deepEqual(texts, ['1', '2', undefined, '1']);
    assert.equal(looking.cell(0, 0)?.weight, looking.cell(1, 1)?.weight);
    assert.deepEqual([...looking.spy(1).hues], [SEVERAL]);
  });

  it('colours what a tap of the window is, with the host’s names', () => {
    const labels = (['symbolic', 'numeric', 'flipped'] as const).map((name) => {
      const looking = LAYERS[name] ?? SAMPLE;
      const { row, col } = looking.search(name === 'numeric' ? '1,1' : name === 'flipped' ? 'k1' : 'w1');
      const cell = looking.cell(row ?? NaN, col ?? NaN);
      return [cell?.symbol?.text, cell?.hue];
    });
    assert.deepEqual(labels, [
      ['w1', 1],
      ['1,1', 2],
      ['k1', 1],
    ]);
  });
});

describe('a spy tile', () => {
  for (const [name, looking] of Object.entries(LAYERS))
    it(`of a ${name} layer is marked where something is not 0, in its hue where it has one`, () => {
      const { matrix } = looking;
      for (const level of [1, 2, 3, 5]) {
        const side = 2 ** level;
        const { rows, cols, hues } = looking.spy(level);
        for (const [row = 0, col = 0] of places([rows, cols])) {
          const found = new Set<number>();
          for (let r = row * side; r < Math.min(matrix.rows, (row + 1) * side); r++)
            for (let c = col * side; c < Math.min(matrix.cols, (col + 1) * side); c++)
              if (!isZero(matrix.cell(r, c))) found.add(looking.cell(r, c)?.hue ?? NaN);
          const hue = hues[row * cols + col];
          const [only = 0] = found;
          if (found.size === 0) assert.equal(hue, 0, `level ${level} (${row}, ${col})`);
          else if (found.size === 1 && matrix.shared)
            assert.equal(hue, only, `level ${level} (${row}, ${col})`);
          else assert.notEqual(hue, 0, `level ${level} (${row}, ${col})`);
        }
      }
    });

  it('finds what is rare in a small matrix of values', () => {
    const entries = Array.from({ length: 24 }, (_, row) =>
      Array.from({ length: 24 }, (_, col) => Number(row === 9 && col === 13)),
    );
    const looking = new Looking(openProblemSet(problemSet({ given: [`m: ${JSON.stringify(entries)}`] })), {
      problem: 'p',
      given: 'm',
    });
    for (const level of [1, 2, 3, 4]) {
      const { cols, hues } = looking.spy(level);
      const at = (9 >> level) * cols + (13 >> level);
      assert.deepEqual(
        [...hues].map((hue, index) => (hue === 0 ? -1 : index)).filter((index) => index >= 0),
        [at],
      );
    }
  });
});

function agreesWith(
  axis: AxisSheet,
  position: ((index: number) => readonly number[]) | undefined,
  index: number,
): void {
  const found = position?.(index) ?? [];
  const coordinates = coordinatesOf(axis, index);
  assert.deepEqual([...coordinates].sort(), [...found].sort());
  assert.equal(
    coordinates.reduce((sum, one, at) => sum + one * (axis.digits[at]?.stride ?? 0), 0),
    index,
  );
}

describe('what is said of a matrix', () => {
  it('has axes that call rows and columns what they stand for', () => {
    for (const looking of [...Object.values(LAYERS), GIANT, GIANT_FIRST]) {
      const { rowAxis, colAxis, rows, cols } = looking.sheet;
      const { matrix } = looking;
      for (const [axis, position, count] of [
        [rowAxis, matrix.outputPosition, rows],
        [colAxis, matrix.inputPosition, cols],
      ] as const) {
        for (const index of [0, 1, 2, count - 1, Math.floor(count / 2)].filter((one) => one < count))
          agreesWith(axis, position, index);
        const steps = axis.digits.map(({ stride }) => stride);
        assert.deepEqual(
          steps,
          steps.toSorted((a, b) => b - a),
        );
      }
    }
  });

  it('names the axes of images and lines', () => {
    const names = ({ digits }: AxisSheet): string => digits.map(({ name }) => name).join(' ');
    assert.equal(names(GIANT.sheet.rowAxis), 'row column filter');
    assert.equal(names(GIANT_FIRST.sheet.colAxis), 'channel row column');
    assert.equal(names((LAYERS['columnMajor'] ?? SAMPLE).sheet.rowAxis), 'column row filter');
    assert.equal(names((LAYERS['subsample'] ?? SAMPLE).sheet.rowAxis), 'row column channel');
    assert.deepEqual([SAMPLE.sheet.rowAxis.symbol, SAMPLE.sheet.colAxis.symbol], ['x′', 'x']);
  });

  it('is as in the pictures of the sample', () => {
    const { sheet, exploration } = SAMPLE;
    assert.equal(sheet.title, 'The matrix of the convolution');
    assert.equal(sheet.facts, '9 × 9 · banded Toeplitz · 25 of 81 cells non-zero · 3 weights · same padding');
    assert.deepEqual(sheet.figures, []);
    assert.deepEqual(
      exploration.ways?.map(({ way, figure }) => [way, figure]),
      [
        ['shared', '3'],
        ['unshared', '25'],
        ['dense', '81'],
      ],
    );
    assert.equal(exploration.name, 'conv');
    assert.equal(exploration.problem, 'Weight sharing in CNN');
  });

  it('is as in the pictures of the giant one', () => {
    const { figures, rows, cols } = GIANT.sheet;
    assert.deepEqual([rows, cols], [508 * 508 * 3, 512 * 512 * 3]);
    assert.deepEqual(
      figures.map(({ figure }) => figure),
      ['58,064,400', '0.0095 %', '225', '608,849,362,944', '2.4 TB'],
    );
  });

  it('is a kernel whose taps are the weights of the cells', () => {
    for (const name of ['symbolic', 'numeric', 'flipped', 'channels', 'transposed', 'columnMajor']) {
      const looking = LAYERS[name] ?? SAMPLE;
      const { matrix } = looking;
      const taps = looking.sheet.kernel?.taps ?? [];
      assert.ok(taps.length > 0, name);
      const met = new Map<number, WeightCell>();
      for (const [row = 0, col = 0] of places([matrix.rows, matrix.cols])) {
        const cell = looking.cell(row, col);
        if (cell) met.set(cell.weight, cell);
      }
      for (const [weight, cell] of met)
        assert.deepEqual(
          taps.find((tap) => tap.weight === weight),
          cell,
          name,
        );
    }
  });

  it('stays the same over an edit elsewhere, with its stamp', () => {
    const text = problemSet({
      given: [
        'x: { type: input, shape: [9] }',
        'conv: { type: conv1d, input: x, kernel: 3 }',
        'other: 1 + 1',
      ],
    });
    const [before, elsewhere, here] = [
      text,
      text.replace('1 + 1', '1 + 2'),
      text.replace('kernel: 3', 'kernel: 4'),
    ];
    const first = openProblemSet(before);
    const stamp = (worksheet: typeof first): number =>
      new Looking(worksheet, { problem: 'p', given: 'conv' }).exploration.stamp;
    assert.equal(stamp(openProblemSet(elsewhere, { previous: first })), stamp(first));
    assert.notEqual(stamp(openProblemSet(here, { previous: first })), stamp(first));
  });
});

describe('a subject', () => {
  const worksheet = openProblemSet(sample('discussion-4.cnn.yaml'));
  const asked = (subject: Ask['subject'], keys = true): object =>
    answerAsk(worksheet, { kind: 'explore', subject }, { keys });

  it('is refused where it is not there', () => {
    assert.equal(refused(asked({ problem: 'none' })), 'There is no problem “none” any more.');
    assert.equal(
      refused(asked({ problem: 'weight-sharing', given: 'none' })),
      'There is no “none” in this problem any more.',
    );
    assert.equal(refused(asked({ problem: 'weight-sharing', part: 'd' })), 'This part has no key any more.');
    assert.equal(
      refused(asked({ problem: 'weight-sharing', part: 'b', field: 'none' })),
      'The key has no “none” any more.',
    );
  });

  it('is refused where keys are hidden and it is one', () => {
    const hidden = 'Keys are hidden (cnnProblems.showKeys).';
    assert.equal(refused(asked({ problem: 'weight-sharing', part: 'a' }, false)), hidden);
    assert.equal(refused(asked({ problem: 'weight-sharing', given: 'conv' }, false)), hidden);
  });

  it('may be a field of a key, or the one answer of a problem', () => {
    const field = new Looking(worksheet, { problem: 'weight-sharing', part: 'b', field: 'matrix' });
    assert.equal(field.exploration.name, 'matrix(dense)');
    assert.deepEqual([field.sheet.rows, field.sheet.cols], [9, 9]);
    assert.equal(field.cell(3, 2)?.symbol?.symbol?.index, '4,3');
    const one = [
      'problems:',
      '  - id: p',
      '    given:',
      '      x: { type: input, shape: [4] }',
      '      conv: { type: conv1d, input: x, kernel: 2 }',
      '    answer: matrix(conv)',
      '',
    ].join('\n');
    const only = new Looking(openProblemSet(one), { problem: 'p', part: '' });
    assert.equal(only.exploration.name, 'matrix(conv)');
    assert.equal(only.exploration.line, 1);
    assert.deepEqual([only.sheet.rows, only.sheet.cols], [3, 4]);
  });

  it('without input has no matrix, and says so', () => {
    const { noMatrix, matrix } = Looking.at(['conv: { type: conv1d, kernel: 3 }']).exploration;
    assert.equal(matrix, undefined);
    assert.match(noMatrix ?? '', /input/);
  });
});
