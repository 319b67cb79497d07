import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../src/core';
import { problemSetHints } from '../../src/language';
import { openProblemSet, variantFindings } from '../../src/problem';
import { findingsOf, keyOf, problemSet, said } from '../support/texts';

const SIZES = `problems:
  - id: sizes
    let:
      n: { choose: [7, 9, 11] }
      m: { random: integer, from: 1, to: n }
      q: { from: 0, to: 1, step: 1/8 }
    answer: [n, m, q]
`;

/** The numbers of a problem in a variant, as its key lists them. */
function numbers(text: string, variant: number, problem = 'p', part = 'answer'): readonly unknown[] {
  const key = keyOf(openProblemSet(text, { variant }), problem, part);
  assert.ok(
    typeof key === 'object' && key.kind === 'tensor' && Array.isArray(key.values),
    JSON.stringify(key),
  );
  return key.values as readonly unknown[];
}

/** A problem whose key is the list of its parameters. */
function drawn(lets: string, names: string, where?: string): string {
  return problemSet({
    more: [`let: ${lets}`, ...(where === undefined ? [] : [`where: ${where}`]), `answer: [${names}]`],
  });
}

describe('variants', () => {
  // What a course has handed out must never change: these are the numbers of every version, on every machine.
  const HANDED_OUT: readonly (readonly [variant: number, numbers: readonly unknown[]])[] = [
    [0, [7, 1, 0]],
    [1, [9, 1, 1]],
    [2, [9, 5, '1/8']],
    [3, [11, 8, 0]],
    [17, [11, 5, '3/8']],
    [123456789, [11, 8, 1]],
  ];
  for (const [variant, expected] of HANDED_OUT)
    it(`variant ${variant} has the numbers that it always had`, () => {
      assert.deepEqual(numbers(SIZES, variant, 'sizes'), expected);
    });

  it('variant 0 has the first values, or the default', () => {
    assert.deepEqual(
      numbers(
        drawn('{ a: { choose: [5, 6], default: 8 }, b: { from: 2, to: 4, default: a + 1 } }', 'a, b'),
        0,
      ),
      [8, 9],
    );
  });

  it('a parameter that is one number has it in every variant', () => {
    assert.deepEqual(numbers(drawn('{ a: 4, b: a + 1 }', 'a, b'), 12), [4, 5]);
  });

  it('every value of a range is drawn, about as often as the others', () => {
    const text = drawn('{ a: { from: 3, to: 9, step: 2 } }', 'a');
    const counts = new Map<unknown, number>();
    for (let variant = 1; variant <= 800; variant++)
      for (const value of numbers(text, variant)) counts.set(value, (counts.get(value) ?? 0) + 1);
    assert.deepEqual([...counts.keys()].map(Number).sort(), [3, 5, 7, 9]);
    // χ² with three degrees of freedom is above 21.1 once in 10,000.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    assert.ok(chi < 21.1, `χ² is ${chi}`);
  });

  it('streams of names that differ in one character have nothing in common', () => {
    const bits = Array.from({ length: 4000 }, (_, index) => [
      Random.named(`${index} n`).integer(0, 1),
      Random.named(`${index} m`).integer(0, 1),
    ]);
    const same = bits.filter(([a, b]) => a === b).length;
    // Half of 4000, four standard deviations of √4000/2 to either side.
    assert.ok(Math.abs(same - 2000) < 127, `${same} of 4000 are the same`);
  });

  it('ranges hold, in steps, where bounds are other parameters', () => {
    const whole = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        whole,
        fc.nat(40),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 1e9 }),
        (from, extent, step, variant) => {
          const lets = `{ b: { random: integer, from: a, to: a + ${extent}, step: ${step} }, a: { from: ${from}, to: ${from + 10} } }`;
          const [a, b] = numbers(drawn(lets, 'a, b'), variant).map(Number);
          assert.ok(a !== undefined && b !== undefined);
          assert.ok(a >= from && a <= from + 10);
          assert.ok(b >= a && b <= a + extent && (b - a) % step === 0);
        },
      ),
    );
  });

  it('what must hold holds in every variant, wherever it is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (variant) => {
        const lets = '{ n: { from: 1, to: 9 }, m: { from: 1, to: 9, where: m < n }, k: { from: 1, to: 9 } }';
        const [n, m, k] = numbers(drawn(lets, 'n, m, k', '["k != n", "k mod 2 == 1"]'), variant).map(Number);
        assert.ok(n !== undefined && m !== undefined && k !== undefined);
        assert.ok(m < n && k !== n && k % 2 === 1);
      }),
    );
  });

  it('values may be lists, objects and fractions', () => {
    const text = problemSet({
      more: [
        'let:',
        '  k: { choose: [[1, 2, 1], [1, 0, -1]] }',
        '  c: { choose: [{ type: conv1d, kernel: 3, in-channels: 2, bias: false }, { type: conv1d, kernel: 5, in-channels: 2, bias: false }] }',
        'answer: [sum(k), params(c)]',
      ],
    });
    const found = new Set(Array.from({ length: 40 }, (_, index) => numbers(text, index + 1).join()));
    assert.deepEqual([...found].sort(), ['0,10', '0,6', '4,10', '4,6']);
  });

  it('an edit of one problem changes the numbers of no other, and no other parameter', () => {
    const edits: readonly (readonly [string, string])[] = [
      ['problems:\n', 'title: T\nproblems:\n  - { id: new, let: { n: { choose: [1, 2] } }, answer: n }\n'],
      ['q: { from: 0, to: 1, step: 1/8 }', 'q: { from: 5, to: 9 }'],
      ['    answer', '    prompt: How many?\n    answer'],
      ['      n:', '      z: { from: 1, to: 100 }\n      n:'],
    ];
    for (let variant = 1; variant <= 20; variant++) {
      const before = numbers(SIZES, variant, 'sizes').slice(0, 2);
      for (const [from, to] of edits)
        assert.deepEqual(numbers(SIZES.replace(from, to), variant, 'sizes').slice(0, 2), before, to);
    }
  });

  it('problems with other ids have other numbers', () => {
    const of = (id: string): string =>
      Array.from({ length: 20 }, (_, variant) =>
        numbers(SIZES.replace('sizes', id), variant + 1, id).join(),
      ).join(' ');
    assert.notEqual(of('sizes'), of('sizer'));
  });

  it('prompts and given values follow', () => {
    const text = problemSet({
      more: ['let: { n: { choose: [7, 9, 11] } }'],
      given: ['x: { type: input, shape: [n] }', 'c: { type: dense, input: x, units: 2 }'],
      parts: ['- { id: a, prompt: "{{ n }} cells", answer: params(c) }'],
    });
    for (const variant of [0, 1, 2, 3, 4]) {
      const sheet = openProblemSet(text, { variant });
      const [part] = sheet.problems[0]?.parts ?? [];
      const n = Number(/^\d+/.exec(part?.prompt ?? '')?.[0]);
      assert.equal(sheet.variant, variant);
      assert.deepEqual(keyOf(sheet, 'p', 'a'), { kind: 'number', value: 2 * (n + 1) });
    }
  });

  it('of another variant nothing is taken over', () => {
    const previous = openProblemSet(SIZES, { variant: 3 });
    assert.deepEqual(
      keyOf(openProblemSet(SIZES, { variant: 2, previous }), 'sizes', 'answer'),
      keyOf(openProblemSet(SIZES, { variant: 2 }), 'sizes', 'answer'),
    );
  });

  it('what is no whole number from 0 is no variant', () => {
    for (const variant of [-1, 1.5, Number.NaN])
      assert.deepEqual(
        openProblemSet(SIZES, { variant }).findings.map(({ code, message }) => [code, message]),
        [['variant', `A variant is a whole number from 0; this is ${variant}.`]],
      );
  });

  it('where what must hold never does, keys wait and one finding says so', () => {
    const text = drawn('{ n: { from: 1, to: 9 } }', 'n', 'n > 9');
    const never = 'held in none of 500 draws. Ask for less, or let the parameters have more values.';
    assert.deepEqual(findingsOf(text), [
      'variant “n > 9” The author’s example (n = 1) breaks this.',
      `variant “n > 9” Variant 1 can’t be drawn: this ${never}`,
    ]);
    const sheet = openProblemSet(text, { variant: 4 });
    assert.deepEqual(
      sheet.findings.map((found) => said(text, found)),
      [`variant “n > 9” Variant 4 can’t be drawn: this ${never}`],
    );
    assert.equal(keyOf(sheet, 'p', 'answer'), 'waits for n');
  });

  it('behind a parameter stands what it may be', () => {
    const hints = problemSetHints(
      openProblemSet(
        problemSet({
          more: [
            'let:',
            '  a: { choose: [7, 9, 11] }',
            '  b: { from: 3, to: 9, step: 2 }',
            '  c: { random: integer, from: 1, to: 50 }',
            '  d: { from: 0, to: 1, step: 0.01 }',
            '  e: 4',
          ],
        }),
      ),
      { keys: true },
    );
    assert.deepEqual(
      hints.map(({ text }) => text),
      ['one of 7, 9, 11', 'one of 3, 5, 7, 9', 'one of 1 to 50', 'one of 0 to 1 in steps of 1/100'],
    );
  });
});

describe('variants compared', () => {
  const compared = (text: string, count: number): string[] =>
    variantFindings(text, count).map((found) => said(text, found));

  it('variants that all have keys and numbers of their own give nothing to say', () => {
    assert.deepEqual(compared(drawn('{ n: { from: 1, to: 1000000 } }', 'n'), 30), []);
  });

  it('two variants with the same numbers are told of, at the first parameter', () => {
    const [found, ...more] = compared(drawn('{ n: { choose: [7, 9] } }', 'n'), 3);
    assert.match(
      found ?? '',
      /^variant “n” Variants [12] and [23] have the same numbers(; 2 of 3 variants repeat one before)?\. Give/,
    );
    assert.deepEqual(more, []);
  });

  it('the same numbers in one problem alone are no repetition', () => {
    const text = `problems:
  - { id: a, let: { n: { choose: [7, 9] } }, answer: n }
  - { id: b, let: { n: { from: 1, to: 1000000 } }, answer: n }
`;
    assert.deepEqual(compared(text, 30), []);
  });

  it('a key that is undefined in some variants is told of, with the numbers of the first', () => {
    const text = problemSet({
      more: ['let: { n: { from: 5, to: 1000000 }, m: { choose: [3, 2000000] } }'],
      parts: ['- id: a', '  answer: outputSize(n, m)'],
    });
    const [found, ...more] = compared(text, 20);
    assert.match(
      found ?? '',
      /^variant “outputSize\(n, m\)” Variant \d+ \(n = [\d,]+, m = 2,000,000\): This key is undefined: a window of 2,?000,?000 .* So it is in \d+ of 20 variants\.$/,
    );
    assert.deepEqual(more, []);
  });

  it('a key that fails in some variants is told of', () => {
    const text = problemSet({
      more: ['let: { i: { choose: [0, 1, 2, 3, 4, 5] }, j: { from: 1, to: 1000000 } }'],
      parts: ['- id: a', '  answer: row([[1, 2], [3, 4]], i)'],
    });
    const [found, ...more] = compared(text, 20);
    assert.match(found ?? '', /^value “.*” Variant \d+ \(i = [2-5], j = [\d,]+\): .* variants\.$/);
    assert.deepEqual(more, []);
  });

  it('what is wrong with the author’s example is not told of again', () => {
    assert.deepEqual(compared(drawn('{ n: { from: 1, to: 1000000 } }', 'n, nope'), 5), []);
  });

  it('a problem set without variants says so', () => {
    assert.deepEqual(compared(problemSet({ more: ['answer: 3'] }), 2), [
      'variant “” Nothing in this problem set differs from variant to variant.',
    ]);
  });
});
