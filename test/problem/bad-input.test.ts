import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { BAD_INPUTS, beside } from '../fixtures/bad-input';
import { findingsOf, keyOf, problemSet } from '../support/texts';

describe('bad input: one clear finding each, and the rest keeps working', () => {
  for (const { what, text, says } of BAD_INPUTS)
    it(what, () => {
      const whole = beside(text);
      const found = findingsOf(whole);
      assert.equal(found.length, says.length, found.join('\n'));
      for (const [index, expected] of says.entries()) {
        const finding = found[index] ?? '';
        if (typeof expected === 'string') assert.equal(finding, expected);
        else assert.match(finding, expected);
      }
      assert.deepEqual(keyOf(openProblemSet(whole), 'whole', 'answer'), { kind: 'number', value: 42 });
    });

  it('what uses a broken name has no second finding', () => {
    const text = problemSet({
      given: ['a: nothing', 'b: a + 1', 'c: b * 2'],
      parts: ['- { id: q, answer: c }'],
    });
    assert.deepEqual(findingsOf(text).length, 1);
    assert.equal(keyOf(openProblemSet(text), 'p', 'q'), 'waits for c');
  });

  it('a file over the size limit is not read', () => {
    const text = `title: ${'x'.repeat(2_000_001)}\n`;
    const [found, ...more] = openProblemSet(text).findings;
    assert.deepEqual(
      [found?.code, found?.message, more],
      ['too-large', 'This file has 2000009 characters; up to 2000000 are read.', []],
    );
  });

  it('the limit is a setting', () => {
    assert.equal(
      openProblemSet('title: a long title\n', { maxCharacters: 10 }).findings[0]?.code,
      'too-large',
    );
  });

  it('an alias bomb is refused', () => {
    const lines = [
      'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
      ...'bcdefgh'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [${new Array(10).fill(`*${'abcdefg'.charAt(index)}`).join(', ')}]`,
        ),
    ];
    const found = findingsOf(problemSet({ given: lines }));
    assert.ok(
      found.some((finding) => finding.includes('aliases counted')),
      found.join('\n'),
    );
  });

  it('every prefix of a sample can be opened', () => {
    const text = problemSet({
      given: [
        'x: { type: input, shape: [9] }',
        "c: { type: conv1d, input: x, kernel: [1, 2, 3], padding: 'same' }",
        'd: "max(x)"',
      ],
      parts: [
        '- id: a',
        '  prompt: |',
        '    Say $x_{ {{size(x)}} }$, *please*.',
        '  answer: { m: matrix(c), n: "outputSize(9, 3)" }',
      ],
    });
    for (let length = 0; length <= text.length; length++) {
      const sheet = openProblemSet(text.slice(0, length));
      for (const { start, end } of sheet.findings)
        assert.ok(
          start >= 0 && end <= Math.max(length, start) && start <= end,
          `at ${length}: ${start}..${end}`,
        );
    }
  });
});
