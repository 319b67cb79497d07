import assert from 'node:assert/strict';
import { valueText } from '../../src/core';
import { grade, readAnswerFile } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const SET = openProblemSet(
  problemSet({
    given: [
      'x: { type: input, shape: [2] }',
      'a: { type: conv1d, input: x, kernel: 1, bias: false }',
      'b: { type: conv1d, input: a, kernel: 1, bias: false }',
      'same: a',
      'net: { type: network, input: x, layers: [{ type: conv1d, kernel: 1 }, { type: conv1d, kernel: 1 }] }',
      'back: { type: transposed-conv1d, of: a }',
      'k: { type: kernel, shape: [1] }',
      'shaped: { type: conv1d, input: x, kernel: { shape: [1] } }',
      'other: { type: transposed-conv1d, input: x, kernel: { shape: [1] } }',
      'named: { type: conv1d, input: x, kernel: k }',
      'deep: { type: network, input: x, layers: [{ type: conv1d, kernel: { shape: [1] } }, { type: conv1d, kernel: { type: kernel, shape: [1] } }] }',
    ],
    parts: [
      '- { id: one, answer: output(a) }',
      '- { id: chain, answer: output(b) }',
      '- { id: sum, answer: output(a) + output(b) }',
      '- { id: alias, answer: output(a) == output(same) }',
      '- { id: network, answer: "output(net)[0]" }',
      '- { id: product, answer: a.w1 * b.w1 }',
      '- { id: square, answer: a.w1 * same.w1 }',
      '- { id: bias, answer: net.conv2.b1 }',
      '- { id: other, answer: matrix(a) == matrix(b) }',
      '- { id: transposed, answer: matrix(back) == transpose(matrix(a)) }',
      '- { id: shape, answer: output(shaped) }',
      '- { id: shapes, answer: "(output(shaped) + output(other) + output(named))[0]" }',
      '- { id: deep, answer: "output(deep)[0]" }',
      '- { id: called, answer: "output(conv1d(x, kernel=kernel(shape=[1])))" }',
      '- { id: nested, answer: "output(conv1d(conv1d(x, kernel=1, bias=false), kernel=1, bias=false))" }',
      '- { id: two, answer: "matrix(conv1d(x, kernel=1)) == matrix(conv1d([1, 2], kernel=1))" }',
      '- { id: twice, answer: "matrix(conv1d(x, kernel=1)) == matrix(conv1d(x, kernel=1))" }',
      '- { id: only, answer: "output(conv1d(x, kernel=1, bias=false))" }',
      '- { id: loop, answer: "sum(list(i in 1..2, output(dense([i], units=1, bias=false))))" }',
      '- { id: mixed, answer: "output(conv1d([1], kernel=1, bias=false)) + output(dense([1], units=1, bias=false)) * a.w1" }',
      '- { id: networks, answer: "output(network([1], layers=[conv1d(kernel=1, bias=false)])) + output(network([2], layers=[conv1d(kernel=1, bias=false)]))" }',
    ],
  }),
);

/** What is said of each key: two layers whose weights are known by their size alone have each a w1 of their own. */
const KEYS: Readonly<Record<string, string>> = {
  one: '[w1·x1, w1·x2]',
  chain: '[a.w1·b.w1·x1, a.w1·b.w1·x2]',
  sum: '[a.w1·b.w1·x1 + a.w1·x1, a.w1·b.w1·x2 + a.w1·x2]',
  alias: 'true',
  network: 'net.conv1.w1·net.conv2.w1·x1 + net.conv1.b1·net.conv2.w1 + net.conv2.b1',
  product: 'a.w1·b.w1',
  square: 'w1^2',
  bias: 'b1',
  other: 'false',
  transposed: 'true',
  // A kernel that is a shape alone is one of weights; one with a name is called by it.
  shape: '[w1·x1, w1·x2]',
  shapes: 'k1·x1 + other.w1·x1 + shaped.w1·x1',
  deep: 'deep.conv1.w1·deep.conv2.w1·x1',
  called: '[w1·x1, w1·x2]',
  nested: '[convA.w1·convB.w1·x1, convA.w1·convB.w1·x2]',
  two: 'false',
  // What is written the same is the same.
  twice: 'true',
  only: '[w1·x1, w1·x2]',
  loop: 'denseA.w1_1 + 2·denseB.w1_1',
  mixed: '[a.w1·denseA.w1_1 + convA.w1]',
  networks: '[conv1.w1 + 2·netB.conv1.w1]',
};

describe('weights that are known by their size alone', () => {
  const keys = new Map(
    SET.problems.flatMap(({ parts }) =>
      parts.map(
        ({ id, answer }) =>
          [id, answer?.outcome.kind === 'value' ? answer.outcome.value : undefined] as const,
      ),
    ),
  );

  for (const [id, text] of Object.entries(KEYS))
    it(`${id}: ${text}`, () => {
      const value = keys.get(id);
      assert.deepEqual(SET.findings, []);
      assert.equal(value && valueText(value), text);
    });

  it('say whose they are where they are spelled alike and differ', () => {
    const other = keys.get('other');
    assert.equal(
      other?.kind === 'boolean' && other.counterexample,
      'Cell [0, 0] is w1 of a on one side and w1 of b on the other.',
    );
  });

  it('are answered without the layer’s name where there is one layer, with it where there are two', () => {
    const verdicts = (answers: string): string[] =>
      grade(readAnswerFile(`problem-set: x\nanswers:\n  p: { ${answers} }\n`), SET)
        .results.filter(({ verdict }) => verdict !== 'missing')
        .map(({ verdict }) => verdict);
    assert.deepEqual(verdicts('one: [w1*x1, w_1 x2], product: b.w1*a.w1'), ['correct', 'correct']);
    assert.deepEqual(verdicts('product: a.w1^2, square: a.w1^2'), ['wrong', 'correct']);
    // Layers without names are spelled as they are shown.
    assert.deepEqual(
      verdicts(
        'nested: [convB.w1*convA.w1*x1, x2*convA.w1*convB.w1], only: [w1*x1, w1*x2], networks: [2netB.conv1.w1 + conv1.w1]',
      ),
      ['correct', 'correct', 'correct'],
    );
    assert.deepEqual(verdicts('nested: [convA.w1^2*x1, convA.w1^2*x2]'), ['wrong']);
    assert.deepEqual(verdicts('loop: denseA.w1_1 + 2denseB.w1_1'), ['correct']);
  });
});
