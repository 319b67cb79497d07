import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRational, Random, scalarText } from '../../src/core';
import { openProblemSet } from '../../src/problem';
import { refusal, tensorOf, valueOf, wholes } from '../core/support/values';
import { findingsOf, keyOf, problemSet } from '../support/texts';

/** The key of a problem with these tensors. */
function key(given: readonly string[], answer: string, variant = 0): unknown {
  const text = problemSet({ more: ['let: { s: { from: 1, to: 900 } }', `answer: "${answer}"`], given });
  const found = keyOf(openProblemSet(text, { variant }), 'p', 'answer');
  return typeof found === 'object' && found.kind === 'tensor' ? found.values : found;
}

describe('tensors whose entries are drawn', () => {
  // What a course has handed out must never change: these are the numbers of every version, on every machine.
  it('have the numbers that they have had', () => {
    assert.deepEqual(key(['x: { shape: [2, 3], random: { seed: 4 } }'], 'x'), HANDED_OUT.x);
    assert.deepEqual(
      key(['k: { type: kernel, shape: [3], random: { seed: 4, from: -2, to: 2 } }'], 'k'),
      HANDED_OUT.k,
    );
    assert.deepEqual(
      key(['u: { type: input, shape: [3], random: { distribution: uniform } }'], 'u'),
      HANDED_OUT.u,
    );
  });

  it('are drawn from the seed and the name alone', () => {
    const one = 'x: { shape: [20], random: { seed: 4 } }';
    const others = ['y: { shape: [20], random: { seed: 4 } }', 'z: { shape: [20], random: { seed: 5 } }'];
    assert.deepEqual(key([...others, one], 'x'), key([one], 'x'));
    assert.notDeepEqual(key([one, ...others], 'y'), key([one], 'x'));
    assert.notDeepEqual(key([one, ...others], 'z'), key([one, ...others], 'y'));
    // As a random stream of that name gives them, one after the other.
    const stream = Random.named('4\nx');
    assert.deepEqual(
      key([one], 'x'),
      Array.from({ length: 20 }, () => stream.integer(0, 9)),
    );
  });

  it('differ from variant to variant where the seed is a parameter, and only there', () => {
    const given = ['x: { shape: [20], random: { seed: s } }', 'y: { shape: [20], random: { seed: 7 } }'];
    assert.notDeepEqual(key(given, 'x', 1), key(given, 'x', 2));
    assert.deepEqual(key(given, 'x', 2), key(given, 'x', 2));
    assert.deepEqual(key(given, 'y', 1), key(given, 'y', 2));
  });

  it('lie between the ends, which both occur, and are exact', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 9999 }),
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        (seed, from, more) => {
          const call = `input(shape=[200], random={seed: ${seed}, from: ${from}, to: ${from + more}`;
          const drawn = wholes(tensorOf(valueOf(`${call}})`)).entries());
          assert.deepEqual(
            [...new Set(drawn)].sort((a, b) => a - b),
            Array.from({ length: more + 1 }, (_, step) => from + step),
          );
          for (const entry of tensorOf(valueOf(`${call}, distribution: uniform})`)).entries()) {
            assert.ok(isRational(entry) && entry.mul(100).d === 1n, scalarText(entry));
            assert.ok(entry.compare(from) >= 0 && entry.compare(from + more) <= 0, scalarText(entry));
          }
        },
      ),
    );
  });

  it('are refused where there is nothing to draw, or nothing to draw from', () => {
    for (const [call, says] of [
      ['input(random={seed: 1})', /needs `shape`/],
      ['input([1, 2], random={seed: 1})', /nothing to draw/],
      ['input(shape=[3], random=4)', /names with a value each/],
      ['input(shape=[3], random={sed: 4})', /no option “sed”\. It has seed, /],
      ['input(shape=[3], random={from: 4, to: 2})', /`to` is at least `from`, 4/],
      ['input(shape=[3], random={to: 10^7})', /at most 1000000/],
      ['input(shape=[3], random={seed: 1/2})', /`seed` takes a whole number/],
      ['input(shape=[10^6, 10^6], random={seed: 1})', /A random tensor/],
    ] as const)
      assert.match(refusal(call), says);
    assert.deepEqual(findingsOf(problemSet({ given: ['x: { shape: [3], random: { seed: 1, form: 2 } }'] })), [
      'unknown-key “form” “form” is no key here; there are seed, distribution, from, to.',
    ]);
  });
});

const HANDED_OUT = {
  x: [
    [2, 8, 2],
    [3, 6, 6],
  ],
  k: [1, 1, -2],
  u: ['73/100', '79/100', '6/25'],
};
