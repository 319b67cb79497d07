import assert from 'node:assert/strict';
import { valueJson, valueText } from '../../src/core';
import { grade, readAnswerFile } from '../../src/grading';
import { problemSetLenses } from '../../src/language';
import { pageOf } from '../support/page-of';
import { openProblemSet } from '../../src/problem';
import { problemSet } from '../support/texts';

const SET = openProblemSet(
  problemSet({
    more: ['variables: { n: 7..64, k: 1..7, s: 1..3, c: 1..8, f: 1..16 }'],
    given: [
      'x: { type: input, shape: [n, n, c] }',
      'conv: { type: conv2d, input: x, filters: f, kernel: k, stride: s }',
      'pool: { type: max-pool2d, input: conv, kernel: 2 }',
      'fc: { type: dense, input: pool, units: 10 }',
    ],
    parts: [
      '- { id: shape, answer: outputShape(conv) }',
      '- { id: params, answer: params(conv) }',
      '- { id: dense, answer: params(fc) }',
      '- { id: size, answer: size(x) }',
      '- { id: matrix, answer: matrix(conv) }',
    ],
  }),
);

function keyOf(part: string): ReturnType<typeof valueJson> | undefined {
  const outcome = SET.problems[0]?.parts.find(({ id }) => id === part)?.answer?.outcome;
  return outcome?.kind === 'value' ? valueJson(outcome.value) : undefined;
}

describe('sizes that are symbols', () => {
  it('flow through layers to formulas', () => {
    const extent = 'floor((n - k)/s) + 1';
    assert.deepEqual(keyOf('shape'), { kind: 'shape', value: [extent, extent, 'f'] });
    assert.deepEqual(keyOf('params'), { kind: 'formula', value: 'c*f*k^2 + f' });
    assert.deepEqual(keyOf('size'), { kind: 'formula', value: 'c*n^2' });
  });

  it('are refused where numbers are needed, in a sentence at that place', () => {
    assert.equal(SET.findings.length, 1);
    const [found] = SET.findings;
    assert.equal(found && SET.text.slice(found.start, found.end), 'matrix(conv)');
    assert.match(
      found?.message ?? '',
      /^Sizes of this conv2d layer are symbols: its shape and its counts are formulas/,
    );
  });

  for (const [layer, message] of [
    [
      'max-pool2d, input: x, kernel: 4, padding: 2, ceil-mode: true',
      /`ceil-mode` counts a last window depends on the symbols, unless stride \+ padding ≤ kernel/,
    ],
    ['max-pool2d, input: x, kernel: 2, stride: 3, ceil-mode: true', /`ceil-mode` counts a last window/],
    ['max-pool2d, input: x, kernel: 2, padding: 2', /A window of 2 would lie wholly in a padding of 2/],
    ['max-pool2d, input: x, kernel: 2, padding: full', /`padding` is valid, same, or cells/],
    ['conv2d, input: x, kernel: 3, padding: causal', /`padding` is valid, same, full, or cells/],
    ['conv2d, in-channels: 3, filters: n, kernel: 3, groups: 2', /2 groups don’t divide 3 input channels/],
    [
      'conv2d, input: x, kernel: n/2',
      /takes a whole number from 1 or a formula, or a list of 2 that is whole: n\/2/,
    ],
    ['dropout, input: x, rate: 2', /`rate` is the share that is left out/],
    [
      'input, shape: [n - 100, n, -3]',
      /`shape` takes extents: whole numbers from 0, or formulas; this is the number −3/,
    ],
    ['input, shape: [n/2, n]', /that is whole: n\/2 need not be, floor\(n\/2\) is/],
    ['kernel, shape: [n, n]', /The extents of a kernel are numbers/],
    ['conv2d, input: x, kernel: [[1, 2], [3, 4]]', /The kernel takes 1 input channel; the input has c/],
    ['add, input: [x, small]', /Whether n × n × c and 5 × 5 × c can be added depends on the symbols/],
    ['concat, input: [small, smaller]', /5 × 5 × c and 4 × 4 × c can’t be joined: their shapes differ/],
    ['reshape, input: x, shape: [n, c]', /n\^2\*c entries make|c\*n\^2 entries make/],
    ['conv2d, input: x, kernel: 3, filters: -2', /`filters` takes a whole number from 1, or a formula/],
    ['conv2d, input: x, kernel: 3, filters: 1/2', /`filters` takes a whole number from 1, or a formula/],
    ['conv2d, input: x, kernel: 3, dilation: 0', /`dilation` takes a whole number from 1 or a formula/],
    [
      'conv2d, input: x, kernel: 3, padding: -1',
      /`padding` is valid, same, full, or cells: a whole number from 0 or a formula/,
    ],
    ['conv2d, input: x, kernel: 3, stride: 0', /`stride` takes a whole number from 1 or a formula/],
    ['conv2d, input: x, kernel: 3, in-channels: 5', /`in-channels` is 5; the input has c/],
    ['dense, input: x, units: 0', /`units` takes a whole number from 1, or a formula/],
  ] as const)
    it(`are refused beside what numbers would refuse: ${layer}`, () => {
      const set = openProblemSet(
        problemSet({
          more: ['variables: { n: 7..64, c: 1..8 }'],
          given: [
            'x: { type: input, shape: [n, n, c] }',
            'small: { shape: [5, 5, c] }',
            'smaller: { shape: [4, 4, c] }',
            `layer: { type: ${layer} }`,
          ],
          parts: ['- { id: a, answer: params(layer) }'],
        }),
      );
      assert.match(set.findings.map((finding) => finding.message).join('\n'), message);
    });

  it('are right in a list of formulas of a given formula, too', () => {
    const set = openProblemSet(
      problemSet({
        more: ['variables: { n: 7..64 }'],
        given: ['m: 2*n'],
        parts: ['- { id: a, answer: "[m, n]" }'],
      }),
    );
    const verdicts = (answer: string): string[] =>
      grade(readAnswerFile(`problem-set: x\nanswers:\n  p: { a: "${answer}" }\n`), set).results.map(
        ({ verdict }) => verdict,
      );
    assert.deepEqual(verdicts('[2*n, n]'), ['correct']);
    assert.deepEqual(verdicts('[n, n]'), ['wrong']);
  });

  it('are shown in lenses and on the page', () => {
    const titles = problemSetLenses(SET).map(({ title }) => title);
    assert.ok(titles.includes('c·f·k^2 + f parameters'), titles.join('\n'));
    assert.ok(titles.includes('→ (⌊(n − k)/s⌋ + 1) × (⌊(n − k)/s⌋ + 1) × f'), titles.join('\n'));
    const texts = JSON.stringify(pageOf(SET));
    assert.ok(texts.includes('n × n × c'));
    assert.ok(texts.includes('"figure":"c·f·k^2 + f","unit":"parameters"'), texts);
  });

  it('have answers that are right in any form, and wrong with a witness', () => {
    const judged = (answers: string): string[] =>
      grade(readAnswerFile(`problem-set: x\nanswers:\n  p: { ${answers} }\n`), SET)
        .results.filter(({ verdict }) => verdict !== 'missing' && verdict !== 'for a person')
        .map(({ verdict, message }) => (verdict === 'wrong' ? message : verdict));
    for (const params of ['f*(c*k^2 + 1)', 'f*k*k*c + f', '"$f (c k^2 + 1)$"'])
      assert.deepEqual(judged(`params: ${params}`), ['correct'], params);
    assert.deepEqual(judged('shape: "[floor((n - k + s)/s), floor((n-k)/s) + 1, f]"'), ['correct']);
    assert.deepEqual(judged('dense: "10 * (floor((floor((n - k)/s) + 1)/2)^2*f + 1)"'), ['correct']);
    assert.deepEqual(judged('params: f*c*k^2'), [
      'For n = 7, k = 1, s = 1, c = 1, f = 1 this gives 1, but it is 2.',
    ]);
    assert.equal(valueText({ kind: 'shape', value: [] }), 'a single number');
  });
});
