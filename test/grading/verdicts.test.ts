import assert from 'node:assert/strict';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const SET = `conventions: { convolution: cross-correlation, channels: last, index: 0 }
${problemSet({
  given: [
    'image: { type: input, shape: [32, 32, 3] }',
    'x: { type: input, shape: [5] }',
    'k: { type: kernel, shape: [3] }',
    'conv: { type: conv2d, input: image, filters: 8, kernel: 5, bias: true }',
    'line: { type: conv1d, input: x, kernel: k, padding: same }',
    'own: { type: local1d, input: x, kernel: 3, padding: same, bias: false }',
    'fc: { type: dense-equivalent, of: conv }',
    'down: [[1, 0], [0, 1]]',
    'scene: { type: scene, size: [12, 12], background: noise, place: down, at: [3, 4], seed: 1 }',
  ],
  parts: [
    '- { id: params, answer: params(conv) }',
    '- { id: fc, answer: params(fc) }',
    '- { id: macs, answer: macs(conv) }',
    '- { id: size, variables: { n: 1..40, m: 1..n }, answer: n - m + 1 }',
    '- { id: matrix, answer: matrix(line) }',
    '- { id: own, answer: matrix(own) }',
    '- { id: shape, answer: outputShape(conv) }',
    '- { id: place, answer: "argmax([[0, 1], [5, 2]])" }',
    '- { id: real, answer: sqrt(2) }',
    '- { id: claim, answer: "argmax([3, 2, 1]) == 0" }',
    '- { id: none, answer: "outputSize(3, 5)" }',
    '- { id: two, answer: { a: 1 + 1, b: "[1, 2]" } }',
    '- { id: program, answer: "argmax(correlate(scene, down))", grade: { as: program, on: scene, scenes: 20, allow: [argmax, correlate, "+"] } }',
    '- { id: nnz, answer: nnz(matrix(line)) }',
  ],
})}`;

/** The verdict on one answer to one part, written as it would stand in the file. */
function judged(part: string, answer: string): PartResult {
  const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: ${answer}\n`);
  const found = grade(file, openProblemSet(SET)).results.filter(
    (result) => result.part === part && result.verdict !== 'missing',
  );
  const [first] = found;
  assert.ok(first, `${part}: ${answer} has no verdict`);
  return first;
}

describe('verdicts', () => {
  it('the problem set of these tests is sound', () => {
    assert.deepEqual(openProblemSet(SET).findings, []);
  });

  const CASES: readonly (readonly [part: string, answer: string, verdict: string, says?: RegExp])[] = [
    ['params', '608', 'correct'],
    ['params', '8*(5*5*3 + 1)', 'correct'],
    ['params', '8*(5*5*3 + 1) = 608', 'correct'],
    ['params', '8*(5*5*3 + 1) = 618 = 608', 'partial', /8\*\(5\*5\*3 \+ 1\) is 608, not 618/],
    ['params', '600', 'wrong', /8 kernels of 5×5×3 but not their 8 biases/],
    ['params', '208', 'wrong', /reaches through all 3 input channels/],
    ['params', '12345', 'wrong', /12,345/],
    ['params', 'params(conv)', 'unreadable', /question itself/],
    ['params', '1 + params(conv) - 1', 'unreadable', /question itself/],
    ['params', 'about 600', 'unreadable', /An answer can be/],
    ['params', 'foo + 1', 'unreadable', /“foo” is not defined/],
    ['params', '[1, 2]', 'unreadable', /number is wanted/],
    ['params', '{ a: 3 }', 'unreadable', /One answer is wanted/],
    ['fc', '"19,267,584 + 6,272"', 'unreadable'],
    ['fc', '32*32*3*28*28*8 + 28*28*8', 'correct'],
    ['fc', '32*32*3*28*28*8', 'wrong', /biases are missing/],
    ['macs', '"470,400"', 'correct'],
    ['macs', '470_400', 'correct'],
    ['macs', '940800', 'wrong', /one multiply-add is both/],
    ['size', '(n + 1) - m', 'correct'],
    ['size', 'n - m', 'wrong', /For n = 1, m = 1 this gives 0, but it is 1\./],
    ['size', 'outputSize(n, m)', 'correct'],
    ['size', 'n - q', 'unreadable', /“q” is not defined/],
    [
      'matrix',
      '[[k2, k3, 0, 0, 0], [k1, k2, k3, 0, 0], [0, k1, k2, k3, 0], [0, 0, k1, k2, k3], [0, 0, 0, k1, k2]]',
      'correct',
    ],
    [
      'matrix',
      '[[k_2, k_3, 0, 0, 0], [k_1, k_2, k_3, 0, 0], [0, k_1, k_2, k_3, 0], [0, 0, k_1, k_2, k_3], [0, 0, 0, k_1, k_2]]',
      'correct',
    ],
    [
      'matrix',
      '[[k2, k1, 0, 0, 0], [k3, k2, k1, 0, 0], [0, k3, k2, k1, 0], [0, 0, k3, k2, k1], [0, 0, 0, k3, k2]]',
      'wrong',
      /The kernel is reversed in your rows/,
    ],
    [
      'matrix',
      '[[k2, k1, 0, 0, 0], [k1, k2, k3, 0, 0], [0, k1, k2, k3, 0], [0, 0, k1, k2, k3], [0, 0, 0, k1, k2]]',
      'wrong',
      /Row 0, column 1 \(counted from 0\) holds k3, not k1/,
    ],
    [
      'matrix',
      '[[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]',
      'wrong',
    ],
    ['matrix', '[[k2, k3], [k1, k2]]', 'wrong', /5 × 5; this one is 2 × 2/],
    [
      'own',
      '[[a, b, 0, 0, 0], [c, d, e, 0, 0], [0, f, g, h, 0], [0, 0, i, j, l], [0, 0, 0, m, o]]',
      'correct',
    ],
    ['own', '[[a, b, 0, 0, 0], [c, a, e, 0, 0], [0, f, g, h, 0], [0, 0, i, j, l], [0, 0, 0, m, o]]', 'wrong'],
    ['shape', '28x28x8', 'correct'],
    ['shape', '28 × 28 × 8', 'correct'],
    ['shape', '(28, 28, 8)', 'correct'],
    ['shape', '[28, 28, 8]', 'correct'],
    ['shape', '[8, 28, 28]', 'wrong'],
    ['place', '[1, 0]', 'correct'],
    ['place', '[0, 1]', 'wrong'],
    ['real', '1.41', 'correct', /3 digits/],
    ['real', '1.4142', 'correct'],
    ['real', '1.4', 'wrong', /at least three digits/],
    ['real', '1.42', 'wrong'],
    ['real', 'sqrt(2)', 'unreadable', /question itself/],
    ['claim', 'true', 'correct'],
    ['claim', 'false', 'wrong', /It is highest at 0, with 3/],
    ['claim', '3', 'unreadable', /true or false/],
    ['none', 'undefined', 'correct'],
    ['none', 'impossible', 'correct'],
    ['none', '-1', 'wrong', /doesn’t fit/],
    ['two', '{ a: 2, b: [1, 2] }', 'correct'],
    ['two', '2', 'unreadable', /Several things are asked/],
    ['program', 'argmax(correlate(scene, down))', 'correct', /all 20 others/],
    ['program', '[3, 4]', 'unreadable', /A program is one expression/],
    ['program', 'correlate(scene, down)', 'wrong', /not a place/],
    ['program', 'argmax(correlate(scene, [[1, 0], [0, 0]]))', 'wrong', /it gives/],
    ['program', 'argmax(flip(scene))', 'wrong', /“flip” may not be used/],
    ['program', 'argmax(correlate(scene, down)', 'unreadable', /never closed/],
    ['nnz', '15', 'wrong', /not all 5 rows have 3 weights/],
  ];
  for (const [part, answer, verdict, says] of CASES)
    it(`${part}: ${answer} is ${verdict}`, () => {
      const result = judged(part, answer);
      assert.equal(result.verdict, verdict, result.message);
      if (says) assert.match(result.message, says);
      assert.ok(result.credit >= 0 && result.credit <= 1);
      if (verdict === 'correct') assert.equal(result.credit, 1);
    });

  it('a wrong count names its mistake by the shared id', () => {
    assert.deepEqual(judged('params', '600').mistake, { id: 'P01', title: 'bias forgotten' });
    assert.deepEqual(judged('nnz', '15').mistake?.id, 'T14');
  });

  it('mistakes that give the same number are told as ties', () => {
    const set = problemSet({
      given: [
        'c: { type: conv2d, input: [[1, 2, 3], [4, 5, 6], [7, 8, 9]], filters: 3, kernel: 2, bias: true }',
      ],
      parts: ['- { id: q, answer: params(c) }'],
    });
    const { results } = grade(
      readAnswerFile('problem-set: x\nanswers: { p: { q: 12 } }\n'),
      openProblemSet(set),
    );
    assert.match(results[0]?.message ?? '', /would give the same answer/);
    assert.deepEqual(results[0]?.mistake, { id: 'P01', title: 'bias forgotten', ties: ['P14'] });
  });

  it('the span is the answer’s own', () => {
    const text = 'problem-set: x.cnn.yaml\nanswers:\n  p:\n    params: 225   # so it was\n';
    const [result] = grade(readAnswerFile(text), openProblemSet(SET)).results;
    assert.equal(text.slice(result?.span.start, result?.span.end), '225');
  });
});

describe('answer files', () => {
  const findings = (text: string): string[] =>
    grade(readAnswerFile(text), openProblemSet(SET)).findings.map(
      ({ code, start, end, message }) => `${code} “${text.slice(start, end)}” ${message}`,
    );

  it('an unknown part is named with the nearest', () => {
    assert.deepEqual(findings('problem-set: x\nanswers:\n  p:\n    parms: 3\n'), [
      'answer-file “parms” There is no part of p called “parms”; did you mean “params”?',
    ]);
  });

  it('an unknown problem too', () => {
    assert.match(
      findings('problem-set: x\nanswers:\n  q:\n    params: 3\n')[0] ?? '',
      /There is no problem called “q”/,
    );
  });

  it('an expression that YAML cuts in two is read all the same, and said', () => {
    const text = 'problem-set: x\nanswers:\n  p: { size: outputSize(n, m) }\n';
    assert.deepEqual(findings(text), [
      'cut-expression “outputSize(n, m)” YAML cuts this expression at the comma; put it in quotes.',
    ]);
    assert.equal(
      grade(readAnswerFile(text), openProblemSet(SET)).results.find(({ part }) => part === 'size')?.verdict,
      'correct',
    );
  });

  it('without a problem set there is one finding', () => {
    assert.deepEqual(
      readAnswerFile('name: x\nanswers: {}\n').findings.map(({ code }) => code),
      ['missing-key'],
    );
  });

  it('another variant is a clear error', () => {
    const grading = grade(
      readAnswerFile('problem-set: x\nvariant: 3\nanswers: { p: { params: 608 } }\n'),
      openProblemSet(SET),
    );
    assert.deepEqual([grading.results, grading.findings.map(({ code }) => code)], [[], ['variant']]);
  });

  it('a half-typed line leaves the other answers alone', () => {
    const text = 'problem-set: x\nanswers:\n  p:\n    params: 608\n    ma\n    claim: true\n';
    const { results } = grade(readAnswerFile(text), openProblemSet(SET));
    assert.deepEqual(
      results.filter(({ verdict }) => verdict !== 'missing').map(({ part, verdict }) => [part, verdict]),
      [
        ['params', 'correct'],
        ['claim', 'correct'],
      ],
    );
    assert.equal(findings(text).length, 1);
  });
});
