import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet, type Worksheet } from '../../src/problem';
import { problemSet } from '../support/texts';

const PARTS = ['number', 'real', 'formula', 'matrix', 'vector', 'place', 'shape', 'claim', 'memory'] as const;
const SET = openProblemSet(
  problemSet({
    given: [
      'image: { type: input, shape: [30, 30, 3] }',
      'conv: { type: conv2d, input: image, filters: 8, kernel: 3 }',
      'line: { type: conv1d, input: [1, 2, 3, 4], kernel: [7, 9] }',
    ],
    parts: [
      '- { id: number, answer: 58064400 }',
      '- { id: real, answer: sqrt(2) }',
      '- { id: formula, variables: { n: 1..40 }, answer: n^2 + 7 }',
      '- { id: matrix, answer: matrix(line) }',
      '- { id: vector, answer: "[17, 26, 38]" }',
      '- { id: place, answer: "argmax([[0, 1], [5, 2]])" }',
      '- { id: shape, answer: outputShape(conv) }',
      '- { id: claim, answer: 1 + 1 == 2 }',
      '- { id: memory, units: kB, answer: 246824/1000 }',
    ],
  }),
);

/** The verdict on a text, put in quotes as YAML wants it. */
function judged(part: string, answer: string, set: Worksheet = SET): PartResult {
  const file = readAnswerFile(
    `problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: ${JSON.stringify(answer)}\n`,
    10_000_000,
  );
  const found = grade(file, set).results.find((result) => result.part === part);
  assert.ok(found);
  return found;
}

const SIGNS = Array.from(' 0123456789.,;:=≈~%()[]{}+-*/^xn×…\\$&|_\n\'"eEkMB⌊⌋½²√−');
const noise = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\\begin{bmatrix}',
        '\\end{bmatrix}',
        '\\\\',
        '&',
        '\\frac{1}{2}',
        'toeplitz(',
        'band(',
        'np.array(',
        '[[1, 0], ',
        '…',
        '...',
        '[',
        ']',
        ')',
        ' // ',
        ' = ',
        ' kB',
        ' million',
        '12',
        'n',
        'row ',
        ' x ',
        ', ',
        '\n',
      ),
      { maxLength: 14 },
    )
    .map((pieces) => pieces.join('')),
);

const RIGHT: Readonly<Record<(typeof PARTS)[number], string>> = {
  number: '58,064,400',
  real: '1.41421',
  formula: 'n*n + 7',
  matrix: '[7 9 0 0; 0 7 9 0; 0 0 7 9]',
  vector: '17, 26, 38',
  place: 'row 1, column 0',
  shape: '28x28x8',
  claim: 'true',
  memory: '246824 B = 246.824 kB',
};

/** A text with one character taken away, put in or changed. */
function mutated(text: string, at: number, sign: string, how: number): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + (how === 0 ? '' : sign) + text.slice(place + (how === 1 ? 0 : 1));
}

const mutation = fc.tuple(fc.nat(100), fc.constantFrom(...SIGNS), fc.nat(2));

describe('whatever is answered', () => {
  it('the problem set of these tests is sound', () => {
    assert.deepEqual(SET.findings, []);
    for (const part of PARTS) assert.equal(judged(part, RIGHT[part]).verdict, 'correct', part);
  });

  it('noise never throws and never earns credit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PARTS), noise, (part, text) => {
        const { verdict, credit, message } = judged(part, text);
        assert.notEqual(message, '');
        // A claim has two answers: half of all words are right.
        if (part !== 'claim') assert.equal(credit, 0, `${text}: ${verdict}`);
      }),
      { numRuns: 400, verbose: true },
    );
  });

  it('mutated right answers never throw', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PARTS), mutation, mutation, (part, a, b) => {
        const { message } = judged(part, mutated(mutated(RIGHT[part], ...a), ...b));
        assert.notEqual(message, '');
      }),
      { numRuns: 400, verbose: true },
    );
  });

  it('a digit that is changed, taken away or put in is never right', () => {
    const spellings = [
      '58064400',
      '58,064,400',
      '58 064 400',
      '58.064.400',
      '5.80644e7',
      '5.80644 · 10^7',
      '508*508*225',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...spellings), fc.nat(20), fc.nat(9), fc.nat(2), (text, at, digit, how) => {
        const changed = mutated(text, at, String(digit), how);
        // By the test's own reading: digits with separators, or a product, or a power of ten.
        const plain = (source: string): number =>
          Number(source.replace(/[, ]/g, '').replace(/\.(?=\d{3}\.|\d{3}$)/g, ''));
        const product = changed.split('*').map(Number);
        const [mantissa = '', power] = changed.split(/e|\s*·\s*10\^/);
        const value =
          product.length > 1
            ? product.reduce((a, b) => a * b, 1)
            : power === undefined
              ? plain(changed)
              : Number(`${mantissa}e${power}`);
        if (value !== 58064400) assert.notEqual(judged('number', changed).verdict, 'correct', changed);
      }),
      { numRuns: 400, verbose: true },
    );
  });

  const cell = fc.integer({ min: -20, max: 20 });
  it('the matrix of a convolution comes back from every notation', () => {
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 4, max: 7 }),
        fc.boolean(),
        (kernel, extent, strided) => {
          const stride = strided ? 2 : 1;
          const set = openProblemSet(
            problemSet({
              given: [
                `x: { type: input, shape: [${extent}] }`,
                `c: { type: conv1d, input: x, kernel: [${kernel.join(', ')}], stride: ${stride} }`,
              ],
              parts: ['- { id: q, answer: matrix(c) }'],
            }),
          );
          assert.deepEqual(set.findings, []);
          const count = Math.floor((extent - kernel.length) / stride) + 1;
          const rows = Array.from({ length: count }, (_, row) =>
            Array.from({ length: extent }, (__, col) => kernel[col - row * stride] ?? 0),
          );
          const lines = (between: string, around = ''): string =>
            rows.map((row) => around + row.join(between) + (around && ']')).join(around === '' ? '\n' : ', ');
          const spellings = [
            `np.array([${lines(', ', '[')}])`,
            `[${rows.map((row) => row.join(' ')).join('; ')}]`,
            `[${rows.map((row) => row.join(', ')).join('; ')};]`,
            `\\begin{bmatrix} ${rows.map((row) => row.join(' & ')).join(' \\\\ ')} \\end{bmatrix}`,
            `\\left[\\begin{array}{${'r'.repeat(extent)}} ${rows.map((row) => row.join('&')).join('\\\\\n')} \\\\ \\end{array}\\right]`,
            ...(count > 1 ? [lines(','), lines('\t'), lines('  ')] : []),
          ];
          for (const text of spellings) {
            const { verdict, message } = judged('q', text, set);
            assert.equal(verdict, 'correct', `${text}: ${message}`);
          }
          const wrong = rows.map((row, index) =>
            row.map((value, col) => (index === count - 1 && col === extent - 1 ? value + 1 : value)),
          );
          assert.equal(judged('q', JSON.stringify(wrong), set).verdict, 'wrong');
        },
      ),
      { numRuns: 40, verbose: true },
    );
  });

  it('dots between rows of a convolution stand for the rows that are missing, or are refused', () => {
    let read = 0;
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 7, max: 12 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        fc.boolean(),
        (kernel, extent, stride, before, same) => {
          const padding = same ? Math.floor(kernel.length / 2) : 0;
          const set = openProblemSet(
            problemSet({
              given: [
                `x: { type: input, shape: [${extent}] }`,
                `c: { type: conv1d, input: x, kernel: [${kernel.join(', ')}], stride: ${stride}, padding: ${padding} }`,
              ],
              parts: ['- { id: q, answer: matrix(c) }'],
            }),
          );
          const count = Math.floor((extent + 2 * padding - kernel.length) / stride) + 1;
          const rows = Array.from({ length: count }, (_, row) =>
            Array.from({ length: extent }, (__, col) => kernel[col + padding - row * stride] ?? 0).join(' '),
          );
          if (count < before + 2) return;
          const text = [...rows.slice(0, before), '…', ...rows.slice(-1)].join('\n');
          const { verdict, message } = judged('q', text, set);
          if (verdict === 'correct') read++;
          assert.ok(verdict === 'correct' || verdict === 'unreadable', `${text}: ${verdict} ${message}`);
        },
      ),
      { numRuns: 150, verbose: true },
    );
    assert.ok(read > 20, `${read} are read`);
  });
});

describe('an answer that is too much', () => {
  const million = 1_000_000;
  const CASES: readonly (readonly [what: string, part: string, answer: string])[] = [
    ['two megabytes of digits', 'number', '7'.repeat(2 * million)],
    ['two megabytes of spaces and a digit', 'number', `${' '.repeat(2 * million)}7`],
    ['brackets nested deeply', 'matrix', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['brackets nested too deeply to be read', 'matrix', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['open brackets', 'number', '('.repeat(99_000)],
    ['a large toeplitz', 'matrix', `toeplitz([${'1,'.repeat(40_000)}1])`],
    ['a toeplitz of a million zeros', 'matrix', 'toeplitz(zeros(1000000), zeros(1000000))'],
    ['a large band', 'matrix', 'band([1, 2], [0, 1], shape=(1000000, 1000000))'],
    ['dots in a long row', 'matrix', `${'0 '.repeat(40_000)}\n0 … 0\n0 …`],
    ['dots between long rows', 'matrix', `${'0 '.repeat(20_000)}\n…\n${'0 '.repeat(20_000)}`],
    ['many rows', 'matrix', '1\n'.repeat(45_000)],
    ['many different cells', 'matrix', Array.from({ length: 12_000 }, (_, index) => `${index}+1`).join(' ')],
    ['many equalities', 'number', '1='.repeat(45_000)],
    ['many divisions', 'number', '1//'.repeat(30_000)],
    ['many signs', 'formula', '-'.repeat(90_000)],
    ['many spaces inside', 'number', `1${' '.repeat(90_000)}x`],
    ['many commas', 'vector', ','.repeat(90_000)],
    ['many words', 'shape', 'by '.repeat(30_000)],
    ['many roots', 'formula', '√'.repeat(90_000)],
    ['many groups of digits', 'number', `1${',000'.repeat(20_000)}x`],
    ['many percent signs', 'number', '%'.repeat(90_000)],
    ['many commands', 'matrix', `\\begin{bmatrix}${'\\hline '.repeat(10_000)}`],
    ['many ways to be a place', 'place', `row ${'1'.repeat(50_000)} column`],
  ];
  for (const [what, part, answer] of CASES)
    it(`${what} is refused in a sentence, soon`, function () {
      this.timeout(15_000);
      const start = process.cpuUsage().user;
      const { credit, message } = judged(part, answer);
      assert.equal(credit, 0);
      assert.match(message, /\p{L}.*\.$/su);
      assert.ok(message.length < 700, `${message.length} characters: ${message.slice(0, 300)}`);
      const seconds = (process.cpuUsage().user - start) / 1e6;
      assert.ok(seconds < 5, `${seconds} s`);
    });
});
