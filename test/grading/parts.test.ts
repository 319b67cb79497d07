import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const SET = openProblemSet(
  problemSet({
    given: ['image: { type: input, shape: [12, 12, 3] }'],
    parts: [
      '- { id: one, choices: { a: Seven, b: Nine, c: It depends }, answer: b }',
      '- { id: list, choices: [yes, no, it depends], answer: no, mistakes: [{ value: yes, say: Think of the border., credit: 0.25 }] }',
      '- { id: several, several: true, choices: { a: x, b: y, c: z }, answer: [a, c] }',
      '- { id: claim, answer: 12, check: it mod 3 == 0 }',
      '- { id: every, check: "forall(i in 1..5, it * i < 40)" }',
      '- id: claims',
      '  check:',
      '    - { that: "outputShape(conv2d(image, it)) == [10, 10, 8]", say: "It gives {{ outputShape(conv2d(image, it)) }}.", credit: 0.6 }',
      '    - params(conv2d(image, it)) < 300',
      '    - { that: it.filters > 1, credit: 0.3 }',
      '  answer: { filters: 8, kernel: 3, padding: valid }',
      '- { id: layer, check: "params(it) == 10 and it.stride == 2" }',
      '- { id: shape, check: "sum(it) == 10" }',
      '- { id: accepts, answer: 228, accept: [{ value: 225 + 2, say: "Without {{ 228 - it }} bias.", credit: 0.8 }, 230], mistakes: [{ value: 225, say: "You gave {{ it }}: no biases." }, { value: 3, say: Nearly, credit: 0.5 }] }',
      '- { id: fields, answer: { u: 2, v: 3 }, mistakes: [{ value: { v: 2 }, say: That is u. }] }',
      '- { id: formula, variables: { n: 1..9 }, answer: n + 1, mistakes: [{ value: n, say: One more. }] }',
      '- { id: absolute, answer: 100, tolerance: 0.5 }',
      '- { id: relative, answer: 200, tolerance: 1% }',
      '- { id: either, answer: 1, tolerance: { absolute: 0.1, relative: 0.5 } }',
      '- { id: digits, answer: sqrt(2), tolerance: { digits: 4 } }',
      '- { id: vector, answer: "[1, 100]", tolerance: 2% }',
      '- { id: exact, answer: 1/3 }',
    ],
  }),
);

function judged(part: string, answer: string): PartResult {
  const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: ${answer}\n`);
  const [first] = grade(file, SET).results.filter((result) => result.part === part);
  assert.ok(first, `${part}: ${answer} has no verdict`);
  return first;
}

describe('verdicts on choices, checks, alternatives and tolerances', () => {
  const CASES: readonly (readonly [
    part: string,
    answer: string,
    verdict: string,
    credit: number,
    says?: RegExp,
  ])[] = [
    ['one', 'b', 'correct', 1],
    ['one', 'B', 'correct', 1],
    ['one', 'nine', 'correct', 1],
    ['one', 'it depends', 'wrong', 0, /^c is not the right choice\.$/],
    ['one', 'd', 'unreadable', 0, /^“d” is no choice here\. The answer is one of a, b, c\.$/],
    ['one', '[a, b]', 'unreadable', 0, /^One choice is wanted here\./],
    ['one', '{ a: b }', 'unreadable', 0],
    ['list', 'no', 'correct', 1],
    ['list', 'It depends', 'wrong', 0],
    ['list', 'yes', 'partial', 0.25, /^Think of the border\.$/],
    ['several', '[c, a]', 'correct', 1],
    ['several', 'a, c', 'correct', 1],
    ['several', 'a and c', 'correct', 1],
    ['several', 'a', 'wrong', 0, /^1 that is right is missing\.$/],
    ['several', '[b, c]', 'wrong', 0, /^b is not right\. 1 that is right is missing\.$/],
    ['several', 'none', 'wrong', 0, /^2 that are right are missing\.$/],
    ['claim', '12', 'correct', 1],
    ['claim', '3*5', 'correct', 1],
    ['claim', '16', 'wrong', 0, /^“it mod 3 == 0” does not hold\.$/],
    ['claim', '"[[1, 2], [3"', 'unreadable', 0],
    ['every', '7', 'correct', 1],
    ['every', '8', 'wrong', 0, /It fails for i = 5\.$/],
    ['claims', '{ filters: 8, kernel: 3 }', 'correct', 1],
    ['claims', '{ filters: 8, kernel: 3, padding: same }', 'partial', 0.4, /^It gives 12 × 12 × 8\.$/],
    [
      'claims',
      '{ filters: 1, kernel: 3 }',
      'partial',
      0.1,
      /^It gives 10 × 10 × 1\. “it\.filters > 1” does not hold\.$/,
    ],
    ['claims', '{ filters: 20, kernel: 9 }', 'partial', 0.3, /“params\(conv2d\(image, it\)\) < 300”/],
    ['claims', '{ filters: 8, karnel: 3 }', 'unreadable', 0, /no option “karnel”/],
    ['claims', '5', 'unreadable', 0],
    ['layer', 'conv1d(kernel=3, filters=2, inChannels=1, stride=2, bias=true)', 'wrong', 0],
    ['layer', 'conv1d(kernel=4, filters=2, inChannels=1, stride=2, bias=true)', 'correct', 1],
    ['shape', '4x6', 'correct', 1],
    ['shape', '(2, 3, 5)', 'correct', 1],
    ['shape', '[5, 6]', 'wrong', 0],
    ['accepts', '228', 'correct', 1],
    ['accepts', '227', 'convention', 0.8, /^Without 1 bias\.$/],
    ['accepts', '230', 'correct', 1],
    ['accepts', '225', 'wrong', 0, /^You gave 225: no biases\.$/],
    ['accepts', '3', 'partial', 0.5, /^Nearly$/],
    ['accepts', '4', 'wrong', 0],
    ['fields', '{ u: 2, v: 2 }', 'correct', 1],
    ['formula', '1 + n', 'correct', 1],
    ['formula', '2*n - n', 'wrong', 0, /^One more\.$/],
    ['absolute', '100.5', 'correct', 1, /within the tolerance/],
    ['absolute', '99.49', 'wrong', 0],
    ['absolute', '100', 'correct', 1, /^Right\.$/],
    ['relative', '198', 'correct', 1],
    ['relative', '202.01', 'wrong', 0],
    ['either', '1.4', 'correct', 1],
    ['digits', '1.414', 'correct', 1],
    ['digits', '1.4142', 'correct', 1],
    ['digits', '1.41', 'wrong', 0, /^It is ≈ 1\.41421\.$/],
    ['vector', '[1.01, 98]', 'correct', 1],
    ['vector', '[1.03, 98]', 'wrong', 0],
    ['exact', '0.333', 'wrong', 0],
  ];
  for (const [part, answer, verdict, credit, says] of CASES)
    it(`${part}: ${answer} is ${verdict}`, () => {
      const result = judged(part, answer);
      assert.deepEqual([result.verdict, result.credit], [verdict, credit], result.message);
      if (says) assert.match(result.message, says);
    });

  it('the problem set of these tests is sound', () => {
    assert.deepEqual(SET.findings, []);
  });

  it('a mistake of the author’s has an id and a title', () => {
    assert.deepEqual(judged('accepts', '225').mistake, { id: 'own-1', title: 'You gave 225: no biases.' });
    assert.equal(judged('accepts', '227').mistake, undefined);
  });

  it('a mistake is explained in the field that it is about', () => {
    const file = readAnswerFile('problem-set: x\nanswers: { p: { fields: { u: 2, v: 2 } } }\n');
    const results = grade(file, SET).results.filter(({ part }) => part === 'fields');
    assert.deepEqual(
      results.map(({ field, verdict, message }) => [field, verdict, message]),
      [
        ['u', 'correct', 'Right.'],
        ['v', 'wrong', 'That is u.'],
      ],
    );
  });

  it('a question with a check and several fields is one answer, for all its points', () => {
    const { results, maxScore } = grade(readAnswerFile('problem-set: x\nanswers: { p: {} }\n'), SET);
    assert.deepEqual(
      results.filter(({ part }) => part === 'claims').map(({ points, verdict }) => [points, verdict]),
      [[1, 'missing']],
    );
    assert.equal(maxScore, 17);
  });

  it('a check that can’t be read makes nothing right', () => {
    for (const check of ['it >', 'parmas(it) == 3', '[]', '[{ say: no }]', '[it > 1, nope > it]']) {
      const quoted = check.startsWith('[') ? check : JSON.stringify(check);
      const set = openProblemSet(problemSet({ parts: [`- { id: a, answer: 7, check: ${quoted} }`] }));
      const { results, maxScore } = grade(readAnswerFile('problem-set: x\nanswers: { p: { a: 7 } }\n'), set);
      assert.deepEqual([results[0]?.verdict, maxScore], ['for a person', 0], check);
    }
  });

  it('a relative tolerance is what its definition says, exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 0, max: 100 }),
        (key, answer, percent) => {
          const set = openProblemSet(
            problemSet({ parts: [`- { id: a, answer: ${key}, tolerance: ${percent}% }`] }),
          );
          const file = readAnswerFile(`problem-set: x\nanswers: { p: { a: ${answer} } }\n`);
          const right = 100 * Math.abs(answer - key) <= percent * Math.abs(key);
          assert.equal(grade(file, set).results[0]?.verdict === 'correct', right);
        },
      ),
    );
  });

  it('shown work may be rounded within the tolerance, and not beyond', () => {
    assert.equal(judged('relative', '1000/7*1.4 = 142.9*1.4 = 200').verdict, 'correct');
    assert.equal(judged('relative', '1000/7*1.4 = 150*1.4 = 200').verdict, 'partial');
  });
});
