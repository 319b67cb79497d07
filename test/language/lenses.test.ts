import assert from 'node:assert/strict';
import { grade, readAnswerFile } from '../../src/grading';
import { answerLenses, openProblemSet, problemSetLenses } from '../../src/language';
import { problemSet, sample } from '../support/texts';

/** The titles of a problem set's lenses, by the line (from 1) that each stands on, and what they do. */
function lensesOf(text: string): string[] {
  const sheet = openProblemSet(text);
  return problemSetLenses(sheet).map(({ start, title, action }) => {
    const { line } = sheet.lines.positionAt(start);
    return `${line + 1} ${title} → ${action}`;
  });
}

/** The title of the lens on a part with this answer. */
function keyLens(answer: string, given: readonly string[] = []): string | undefined {
  return problemSetLenses(
    openProblemSet(problemSet({ given, parts: ['- id: q', `  answer: ${JSON.stringify(answer)}`] })),
  )
    .filter(({ title }) => !title.startsWith('$('))
    .at(-1)?.title;
}

function answerLensesOf(answers: string, set: string): string[] {
  const file = readAnswerFile(answers);
  return answerLenses(file, grade(file, openProblemSet(set))).map(({ start, title, action }) => {
    assert.equal(action, 'none');
    return `${file.lines.positionAt(start).line + 1} ${title}`;
  });
}

describe('the lenses of a problem set', () => {
  it('homework 3: problems, layers and keys, each at its line', () => {
    assert.deepEqual(lensesOf(sample('homework-3.cnn.yaml')), [
      '5 Preview → preview',
      '5 3 parts → key',
      '12 512×512×3 → 508×508×3 → steps',
      '12 228 parameters → preview',
      '12 774,192×786,432 · 58,064,400 non-zero · 225 shared weights → matrix',
      '13 512×512×3 → 508×508×3 → preview',
      '13 608,850,137,136 parameters → preview',
      '13 774,192×786,432 · 58,064,400 non-zero · 225 shared weights → matrix',
      '15 = 228 → key',
      '18 = 608,850,137,136 → key',
      '23 = 58,064,400 → key',
      '27 Preview → preview',
      '27 2 parts → key',
      '41 argmax at [20, 11] → key',
      '44 argmax at [20, 11] → key',
      '51 Preview → preview',
      '51 6 parts → key',
      '61 = [44, 26, 16, 14, 23] → key',
      '64 false: It is highest at 0, with 44 → key',
      '67 argmax at 3 → key',
      '72 raw argmax at 3 · normalized argmax at 0 → key',
      '75 true → key',
      '80 false: x = [1, 0] shifted by 1 is [0, 1] → key',
    ]);
  });

  it('discussion 4: matrices in a few words, formulas, and free text for a person', () => {
    const lenses = lensesOf(sample('discussion-4.cnn.yaml'));
    for (const lens of [
      '20 9 → 9 → steps',
      '20 3 parameters → preview',
      '20 9×9 · 25 non-zero · 3 shared weights → matrix',
      '25 1×9 · 9 non-zero · 9 weights, none shared → matrix',
      '27 9×9 · 25 non-zero · 3 shared weights → key',
      '32 matrix 9×9 · 81 non-zero · 81 weights, none shared · weights = 81 → key',
      '42 for a person to grade · 3 points in the rubric → preview',
      '50 = n − m + 1 → key',
      '55 kernel = 9 · output = 1 → key',
      '86 for a person to grade · 1 point in the rubric → preview',
    ])
      assert.ok(lenses.includes(lens), lens);
    assert.equal(lenses.filter((lens) => !lens.includes('$(')).length, 30);
  });

  it('stand at a key of the text, and none is empty or longer than 70 characters', () => {
    for (const name of ['homework-3', 'discussion-4']) {
      const sheet = openProblemSet(sample(`${name}.cnn.yaml`));
      for (const { start, end, title } of problemSetLenses(sheet)) {
        assert.match(sheet.text.slice(start, end), /^[\w-]+$/);
        assert.ok(title.length > 0 && title.length <= 70, title);
      }
    }
  });

  const TITLES: readonly (readonly [answer: string, title: string, ...given: string[]])[] = [
    ['1/3', '= 1/3'],
    ['sqrt(2)', '≈ 1.41421'],
    ['10^400', '= 10,000,000,000,000,000,000,000,000,000,0… (401 digits)'],
    ['1 < 2', 'true'],
    ['outputSize(3, 5)', 'undefined: a window of 5 doesn’t fit into 3 cells'],
    ['argmin([3, 1])', 'argmin at 1'],
    ['shape([[1, 2]])', '= 1 × 2'],
    ['x', '= tensor of 1000 × 1000', 'x: { type: input, shape: [1000, 1000] }'],
    ['c', '8 → 6 · 4 parameters', 'c: { type: conv1d, input: { shape: [8] }, kernel: 3 }'],
    ['c', 'conv1d layer', 'c: { type: conv1d, kernel: 3 }'],
    ['nope', 'no key: see the finding'],
    ['c + 1', 'no key: see the finding', 'c: nope'],
  ];
  for (const [answer, title, ...given] of TITLES)
    it(`${[...given, answer].join('; ')}: ${title}`, () => {
      assert.equal(keyLens(answer, given), title);
    });

  it('a matrix that is small enough can be copied, from its layer and from the part that asks for it', () => {
    const copies = lensesOf(sample('discussion-4.cnn.yaml')).filter((lens) => lens.includes('$('));
    for (const line of [20, 27, 32])
      for (const lens of ['$(copy) LaTeX → copy-latex', '$(export) Export → export'])
        assert.ok(copies.includes(`${line} ${lens}`), `${line} ${lens}`);
    assert.deepEqual(
      lensesOf(sample('homework-3.cnn.yaml')).filter((lens) => lens.includes('$(copy)')),
      [],
    );
  });

  it('where keys are hidden they say what is asked for, and nothing of layers', () => {
    const sheet = openProblemSet(sample('homework-3.cnn.yaml'));
    assert.deepEqual(
      problemSetLenses(sheet, { keys: false })
        .slice(0, 5)
        .map(({ start, title }) => `${sheet.lines.positionAt(start).line + 1} ${title}`),
      ['5 Preview', '5 3 parts', '15 asks for: number', '18 asks for: number', '23 asks for: number'],
    );
    const all = (name: string): string =>
      problemSetLenses(openProblemSet(sample(name)), { keys: false })
        .map(({ title }) => title)
        .join('\n');
    assert.doesNotMatch(all('homework-3.cnn.yaml'), /228|608|\[20|44|false:/);
    assert.doesNotMatch(all('discussion-4.cnn.yaml'), /non-zero|→|n − m|\b25\b/);
  });

  it('a layer says what is known of it: no sizes without an input, no matrix that is undefined', () => {
    assert.deepEqual(
      lensesOf(
        problemSet({
          given: [
            'free: { type: conv1d, kernel: 3, in-channels: 1 }',
            'bare: { type: conv1d, kernel: 3 }',
            'wide: { type: conv1d, input: { shape: [3] }, kernel: 5 }',
            'wrong: { type: conv1d, kernel: -1 }',
          ],
        }),
      ),
      [
        '2 Preview → preview',
        '2 0 parts → key',
        '2 2 findings → none',
        '4 4 parameters → preview',
        '6 6 parameters → preview',
      ],
    );
  });

  it('a file that is half broken keeps the lenses of the rest, and counts its findings', () => {
    assert.deepEqual(
      lensesOf(
        'problems:\n  - id: p\n    parts:\n      - { id: a, answer: [1, 2\n  - id: q\n    answer: 6 * 7\n',
      ).filter((lens) => !lens.includes('Preview')),
      ['2 0 parts → key', '2 2 findings → none', '5 1 part → key', '5 = 42 → key'],
    );
    for (const text of ['', ':', '- 1', 'problems: 3', 'problems: [', '\u0000\u0001'])
      assert.deepEqual(lensesOf(text), [], text);
  });
});

describe('the lenses of an answer file', () => {
  it('the published answers to homework 3: the score, and a verdict at each answer', () => {
    assert.deepEqual(answerLensesOf(sample('novikov.answers.cnn.yaml'), sample('homework-3.cnn.yaml')), [
      '2 2.25 of 11 points',
      '7 ✕ wrong · P01 bias forgotten',
      '8 ✕ wrong · F01 positions counted on the flattened image, times one kernel',
      '10 ✓ correct',
      '12 ✕ wrong · E01 raw response is highest at the pattern',
    ]);
  });

  const SET = problemSet({
    parts: ['- { id: a, answer: { x: 1, y: 2 } }', '- { id: b, answer: 3 }', '- { id: c, rubric: words }'],
  });

  it('fields are named, those at one place share a lens, and what is missing has none', () => {
    const answers = (a: string): string =>
      `problem-set: s.cnn.yaml\nanswers:\n  p:\n    a: ${a}\n    c: words\n`;
    const lenses = (a: string): string[] => answerLensesOf(answers(a), SET);
    assert.deepEqual(lenses('{ x: 1, y: 3 }'), [
      '1 0.5 of 2 points',
      '4 ✓ x: correct',
      '4 ✕ y: wrong',
      '5 ☺ for a person',
    ]);
    assert.deepEqual(lenses('7').slice(1), ['4 ? x: unreadable · ? y: unreadable', '5 ☺ for a person']);
    assert.deepEqual(lenses('{ x: 1 }'), ['1 0.5 of 2 points', '4 ✓ x: correct', '5 ☺ for a person']);
  });

  it('an empty or broken file has its score', () => {
    assert.deepEqual(answerLensesOf('', SET).slice(0, 1), ['1 0 of 2 points']);
    assert.deepEqual(answerLensesOf('answers: { p: [', SET).slice(0, 1), ['1 0 of 2 points']);
  });
});
