import assert from 'node:assert/strict';
import { grade, readAnswerFile } from '../../src/grading';
import { answerFindings, keyText, openProblemSet, reportText, type Grading } from '../../src/language';
import { problemSet, sample } from '../support/texts';

function keyOf(answer: string, given: readonly string[] = []): string[] {
  return keyText(
    openProblemSet(problemSet({ given, parts: ['- id: q', `  answer: ${JSON.stringify(answer)}`] })),
  )
    .split('\n')
    .slice(2, -1);
}

function gradingOf(answers: string, set: string): Grading {
  return grade(readAnswerFile(answers), openProblemSet(set));
}

const novikov = gradingOf(sample('novikov.answers.cnn.yaml'), sample('homework-3.cnn.yaml'));
const SET = problemSet({
  parts: ['- { id: a, answer: { x: 1, y: 2 } }', '- { id: b, answer: 3 }', '- { id: c, rubric: words }'],
});

describe('the key as text', () => {
  it('has title, problems, parts and rubrics, each on its own line', () => {
    const lines = keyText(openProblemSet(sample('discussion-4.cnn.yaml'))).split('\n');
    assert.deepEqual(lines.slice(0, 6), [
      'Discussion 4 · Weight sharing and the principles of CNNs',
      '',
      'Weight sharing in CNN (weight-sharing)',
      '',
      '  a  k2 k3  0  0  0  0  0  0  0',
      '     k1 k2 k3  0  0  0  0  0  0',
    ]);
    const at = lines.indexOf('  d  for a person to grade');
    assert.match(lines[at + 1] ?? '', /^ {6}- without sharing, each window/);
    assert.deepEqual(lines.slice(lines.indexOf('  e1  n − m + 1')).slice(2, 4), [
      '  e2  kernel: 9',
      '      output: 1',
    ]);
  });

  const KEYS: readonly (readonly [answer: string, lines: readonly string[], ...given: string[]])[] = [
    ['[[1, 20], [300, 4]]', ['  q    1  20', '     300   4']],
    ['[[]]', ['  q  [[]]']],
    ['[1, 1/2]', ['  q  [1, 1/2]']],
    ['argmax([3, 2, 1]) == 1', ['  q  false', '     It is highest at 0, with 3; at 1 it is 2.']],
    ['outputSize(3, 5)', ['  q  undefined (a window of 5 doesn’t fit into 3 cells)']],
    ['nope', ['  q  could not be computed']],
    [
      's',
      ['  q  m  value', '     1      1', '     2      4'],
      's: { type: sweep, over: { m: 1..2 }, value: "m^2" }',
    ],
    ['x', ['  q  tensor of 31 × 31'], 'x: { type: input, shape: [31, 31] }'],
    ['matrix(d)', ['  q  2,998 × 3,000 matrix'], 'd: { type: conv1d, input: { shape: [3000] }, kernel: 3 }'],
  ];
  for (const [answer, lines, ...given] of KEYS)
    it(`${answer}: ${lines.length === 1 ? (lines[0]?.trim() ?? '') : `${lines.length} lines`}`, () => {
      assert.deepEqual(keyOf(answer, given), lines);
    });

  const DECIMALS: readonly (readonly [answer: string, lines: readonly string[]])[] = [
    ['22/7', ['  q  22/7 ≈ 3.142857']],
    ['-6/25', ['  q  −6/25 = −0.24']],
    ['7', ['  q  7']],
    ['[1, 1/4, -1/2]', ['  q  [1, 1/4, −1/2] = [1, 0.25, −0.5]']],
    ['10^400 / 3', [`  q  1${'0'.repeat(39)}… (402 digits)`]],
    ['1 / (3 * 10^12)', ['  q  1/3000000000000 ≈ 3.333333e−13']],
    ['{ a: 2/3, b: 2 }', ['  q  a: 2/3 ≈ 0.6666667', '     b: 2']],
    ['sqrt(2)', ['  q  ≈ 1.41421']],
  ];
  for (const [answer, lines] of DECIMALS)
    it(`${answer} with a tolerance: a decimal stands beside it`, () => {
      const written = answer.startsWith('{') ? answer : JSON.stringify(answer);
      const set = problemSet({ parts: ['- id: q', `  answer: ${written}`, '  tolerance: 1%'] });
      assert.deepEqual(keyText(openProblemSet(set)).split('\n').slice(2, -1), lines);
    });

  it('has the columns of a table one below the other, numbers at the right', () => {
    const net =
      'n: { type: network, input: { shape: [8, 8, 1] }, layers: [{ name: first, type: conv2d, filters: 40, kernel: 5 }, { name: d, type: dense, units: 10 }] }';
    assert.deepEqual(keyOf('table(n, outputShape, params)', [net]), [
      '  q  layer  outputShape  params',
      '     first  4 × 4 × 40    1,040',
      '     d      10            6,410',
    ]);
  });

  it('of a file that can’t be read is empty', () => {
    for (const text of ['', 'problems: 3', '[']) assert.equal(keyText(openProblemSet(text)).trim(), '', text);
  });
});

describe('verdicts as text', () => {
  it('have a heading for each file and a line for each answer, sign and word', () => {
    const lines = reportText('Verdicts', [{ file: 'novikov.answers.cnn.yaml', grading: novikov }]).split(
      '\n',
    );
    assert.deepEqual(lines.slice(0, 4), [
      'Verdicts',
      '',
      'novikov.answers.cnn.yaml · D. Novikov · 2.25 of 11 points',
      '  ✕ wrong        parameters.a                     This counts the 3 kernels of 5×5×3 but not their 3 biases. [P01 bias forgotten]',
    ]);
    assert.ok(lines.includes('  – missing      equivariance.moved raw           No answer for “raw”.'));
    assert.equal(lines.length, 3 + 12 + 1);
  });

  it('say of a file that can’t be read what is wrong with it', () => {
    assert.equal(
      reportText('T', [
        { file: 'a', grading: undefined },
        { file: 'b', grading: undefined, problem: 'There is no file “s”.' },
        { file: 'c', grading: gradingOf('answers: {}', SET) },
      ])
        .split('\n')
        .slice(0, 7)
        .join('|'),
      'T||a: could not be read||b: There is no file “s”.||c · 0 of 2 points',
    );
  });
});

describe('verdicts as findings', () => {
  /** `line severity code message` of each. */
  function found(answers: string, set: string): string[] {
    const { lines } = readAnswerFile(answers);
    return answerFindings(gradingOf(answers, set)).map(
      ({ start, severity, code, message }) =>
        `${lines.positionAt(start).line + 1} ${severity} ${code} | ${message}`,
    );
  }

  it('the published answers to homework 3: in the order of the text, missing parts said once for each problem', () => {
    assert.deepEqual(found(sample('novikov.answers.cnn.yaml'), sample('homework-3.cnn.yaml')), [
      '6 information missing | missing: parameters has no answer for c.',
      '7 error P01 | wrong: This counts the 3 kernels of 5×5×3 but not their 3 biases. [P01: bias forgotten]',
      '8 error F01 | wrong: This counts kernel positions as if the 512×512×3 image were one long row (786,358 positions); the equivalent layer connects 786,432 inputs to 508·508·3 = 774,192 outputs. [F01: positions counted on the flattened image, times one kernel]',
      '9 information missing | missing: detector has no answer for location.',
      '10 quiet correct | correct: It finds the pattern in the scene of the problem and in all 200 others.',
      '11 information missing | missing: equivariance has no answer for response, repair, moved, equivariant, borders.',
      '12 error E01 | wrong: This is false. A plain sum of products also rewards bright windows. It is highest at 0, with 44; at 3 it is 14, the lowest of all 5. [E01: raw response is highest at the pattern]',
    ]);
  });

  it('give no key away where keys are hidden', () => {
    const { results } = novikov;
    const hidden = answerFindings(novikov, { keys: false }).map(({ message }) => message);
    assert.ok(hidden.includes('wrong [P01: bias forgotten]'), hidden.join('\n'));
    for (const { verdict, message } of results)
      if (verdict !== 'missing') assert.ok(!hidden.some((one) => one.includes(message)), message);
  });

  const CASES: readonly (readonly [answers: string, found: readonly (string | RegExp)[]])[] = [
    [
      '{ a: { x: 1, y: 2 }, b: 3, c: words }',
      [/quiet correct/, /quiet correct/, /quiet correct/, /quiet for a person/],
    ],
    [
      '{ a: { x: 1 }, b: 3, c: words }',
      [/^3 information missing \| missing: p has no answer for a\.$/, /quiet/, /quiet/, /quiet/],
    ],
    [
      '{ a: { x: 1, y: 2 }, b: "3 +", c: words }',
      [/quiet/, /quiet/, /^3 error unreadable \| unreadable: /, /quiet/],
    ],
    [
      '{ a: { x: 1, y: 2 }, b: 2 + 1 = 4 = 3, c: words }',
      [/quiet/, /quiet/, /^3 warning partial \| partial: /, /quiet/],
    ],
  ];
  for (const [answers, expected] of CASES)
    it(`${answers}: ${expected.map(String).join(' ')}`, () => {
      const said = found(`problem-set: s.cnn.yaml\nanswers:\n  p: ${answers}\n`, SET);
      assert.equal(said.length, expected.length, said.join('\n'));
      expected.forEach((one, index) => {
        assert.match(said[index] ?? '', new RegExp(one));
      });
    });

  it('stand exactly at the answer', () => {
    const text = 'problem-set: s.cnn.yaml\nanswers: { p: { a: { x: 1, y: 2 }, b: 2 + 2 } }\n';
    const wrong = answerFindings(gradingOf(text, SET)).find(({ severity }) => severity === 'error');
    assert.equal(text.slice(wrong?.start, wrong?.end), '2 + 2');
  });
});
