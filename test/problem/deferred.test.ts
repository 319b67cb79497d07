import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { keyOf, problemSet } from '../support/texts';

describe('what a layer gives', () => {
  const set = openProblemSet(
    problemSet({
      given: [
        'image: { type: input, shape: [1000, 1000, 3] }',
        'net: { type: network, input: image, layers: [{ type: conv2d, filters: 8, kernel: 3 }, relu, { type: max-pool2d, kernel: 2 }] }',
      ],
      parts: [
        '- { id: size, answer: size(output(net)) }',
        '- { id: shape, answer: shape(output(net)) }',
        '- { id: memory, answer: "memory(output(net), bytes=2)" }',
        '- { id: sum, answer: sum(output(net)) }',
      ],
    }),
    { budget: 8000, alone: true },
  );

  it('has a shape, a size and takes memory without being computed, though it couldn’t be', () => {
    assert.deepEqual(keyOf(set, 'p', 'size'), { kind: 'number', value: 499 * 499 * 8 });
    assert.deepEqual(keyOf(set, 'p', 'shape'), { kind: 'shape', value: [499, 499, 8] });
    assert.deepEqual(keyOf(set, 'p', 'memory'), { kind: 'number', value: 499 * 499 * 8 * 2 });
  });

  it('is refused where its values are asked for, once and at that place', () => {
    assert.equal(set.findings.length, 1, set.findings.map(({ message }) => message).join('\n'));
    const [found] = set.findings;
    assert.equal(found && set.text.slice(found.start, found.end), 'sum(output(net))');
    assert.match(found?.message ?? '', /has 7,968,032 entries; values are computed up to/);
  });
});
