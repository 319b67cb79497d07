import assert from 'node:assert/strict';
import { Polynomial, sym, Tensor, valueText, type BooleanValue, type Value } from '../../src/core';
import { openProblemSet } from '../../src/problem';
import { refusal, valueOf } from '../core/support/values';
import { keyOf } from '../support/texts';

function claim(source: string, names: Readonly<Record<string, Value>> = {}, index: 0 | 1 = 0): BooleanValue {
  const value = valueOf(source, names, { index });
  if (value.kind !== 'boolean') throw new Error(`${source} is of kind ${value.kind}.`);
  return value;
}

const PATTERN = 'scene(size=[10, 10], place=[[1, 0, 1], [0, 1, 0], [1, 0, 1]], at=[2, 3], seed=7)';

describe('formulas with integer parts', () => {
  const [m, n] = ['m', 'n'].map((name): Value => ({ kind: 'formula', value: Polynomial.symbol(sym(name)) }));
  const names = { ...(m && { m }), ...(n && { n }) };

  it('are the same where they are so for every remainder', () => {
    for (const source of [
      'floor((m + 1) / 2) == ceil(m / 2)',
      'outputSize(m, 3, stride=2, padding=1) == ceil(m / 2)',
      'outputSize(outputSize(m, 3, stride=2), 3, stride=2) == floor((m - 7) / 4) + 1',
      'ceil(m / 2) + floor(m / 2) - m == 0',
    ])
      assert.deepEqual(
        [claim(source, names).value, claim(source, names).proof],
        [true, 'Both sides are the same for each remainder, so for all whole numbers.'],
        source,
      );
    assert.equal(claim('floor((m + 1) / 2) != ceil(m / 2)', names).value, false);
  });

  it('differ where numbers show it', () => {
    for (const [source, counterexample] of [
      ['floor(m / 2) == ceil(m / 2)', 'For m = 1 one side is 0, the other 1.'],
      ['floor(m / n) * n == m', 'For m = 1, n = 2 one side is 0, the other 1.'],
      ['outputSize(m, 3, stride=2) == outputSize(m, 3, stride=3)', 'For m = 5 one side is 2, the other 1.'],
    ] as const)
      assert.deepEqual(
        [claim(source, names).value, claim(source, names).counterexample],
        [false, counterexample],
        source,
      );
  });

  it('are not called different where nothing shows it', () => {
    assert.match(
      refusal('ceil(m / n) == floor((m + n - 1) / n)', names),
      /^Whether .* is always .* can’t be decided here: no number that was tried tells them apart\. Say for which, with forall\.$/,
    );
  });
});

describe('quantifiers', () => {
  const FALSE: readonly (readonly [source: string, counterexample: string | RegExp])[] = [
    ['forall(n in 1..9, n^2 < 50)', 'It fails for n = 8.'],
    ['forall(v in [4, 9, 2], v > 3)', 'It fails for v = 2.'],
    ['forall(r in [[1, 2], [3, 4]], sum(r) > 4)', 'It fails for r = [1, 2].'],
    ['exists(n in 1..9, n^2 > 100)', 'It fails for all of 9 values of n.'],
    [
      'forall(n in 1..3, [n, 2] == [1, 2])',
      'It fails for n = 2: Cell 0 is 2 on one side and 1 on the other.',
    ],
    [
      'forall(s in 1..3, equivariant(conv1d(kernel=3, stride=s), shift))',
      /^It fails for s = 2: With stride 2 the output moves by one cell/,
    ],
    ['forall(n in 1..4, forall(m in 1..n, m < 3))', 'It fails for n = 3: It fails for m = 3.'],
    // The sides differ as polynomials, and agree at 0 and 1 alone.
    ['forall(n in 0..5, n^2 == n)', 'It fails for n = 2.'],
  ];
  for (const [source, counterexample] of FALSE)
    it(`${source} is false, with what refutes it`, () => {
      const said = claim(source);
      assert.equal(said.value, false);
      if (typeof counterexample === 'string') assert.equal(said.counterexample, counterexample);
      else assert.match(said.counterexample ?? '', counterexample);
    });

  const TRUE: readonly (readonly [source: string, proof: RegExp])[] = [
    ['forall(n in 1..9, n < 10)', /^It holds for each of 9 values of n\.$/],
    ['forall(n in 1..1, n == n^2)', /^It holds for each of 1 value of n\.$/],
    ['exists(n in 1..9, n^2 > 50)', /^It holds for n = 8\.$/],
    ['exists(n in 1..3, equivariant(conv1d(kernel=3, stride=n), shift))', /^It holds for n = 1: y\[o\]/],
    ['forall(n in 1..10^12, (n + 1)^2 == n^2 + 2n + 1)', /^Multiplied out/],
    ['forall(n in [2, 3], n/2 + n/2 == n)', /^Multiplied out/],
    ['forall(n in 0..1, n^2 == n)', /^It holds for each/],
    // What has no value for a symbol is looked at one by one.
    ['forall(n in [1, 0], n^0.5 == n)', /^It holds for each/],
    ['forall(n in 1..3, (n == 2 ? 0 : 1) == (n == 2 ? 0 : 1))', /^It holds for each/],
  ];
  for (const [source, proof] of TRUE)
    it(`${source} is true, with why`, () => {
      const said = claim(source);
      assert.equal(said.value, true);
      assert.match(said.proof ?? '', proof);
    });

  it('do not take a bound name for a variable of the same name', () => {
    const n: Value = { kind: 'formula', value: Polynomial.symbol(sym('n')) };
    assert.equal(claim('forall(n in 1..3, m == n)', { m: n }).value, false);
  });

  it('are refused over what is no set', () => {
    assert.match(refusal('forall(n in 5, n > 3)'), /A set is a range, a list, or the rows of a matrix/);
    assert.match(refusal('forall(n in 1..3, n)'), /takes a claim/);
    assert.match(refusal('forall(n in 1..10^12, n > 0)'), /more than 400000 numbers/);
  });
});

describe('scenes', () => {
  it('are drawn anew, each with the pattern once where it says', () => {
    const list = valueOf(`scenes(${PATTERN}, 6)`);
    assert.ok(list.kind === 'list' && list.items.length === 6);
    const pattern = [1, 0, 1, 0, 1, 0, 1, 0, 1];
    const texts = new Set<string>();
    for (const [index, scene] of list.items.entries()) {
      assert.ok(scene.kind === 'tensor' && scene.scene);
      assert.equal(scene.scene.options.seed, index + 1);
      const cell = (row: number, col: number): number => scene.tensor.integers?.[row * 10 + col] ?? NaN;
      const found: number[][] = [];
      for (let row = 0; row < 8; row++)
        for (let col = 0; col < 8; col++)
          if (pattern.every((wanted, tap) => cell(row + Math.floor(tap / 3), col + (tap % 3)) === wanted))
            found.push([row, col]);
      assert.deepEqual(found, [[...scene.scene.at]]);
      texts.add([...(scene.tensor.integers ?? [])].join(''));
    }
    assert.equal(texts.size, 6);
  });

  it('are what a claim is held against', () => {
    const where = `forall(s in scenes(${PATTERN}, 5), max(correlate(s, [[1, 0, 1], [0, 1, 0], [1, 0, 1]])) == 5)`;
    assert.equal(claim(where).value, true);
    const never = claim(`forall(s in scenes(${PATTERN}, 5), sum(s) == 0)`);
    assert.match(never.counterexample ?? '', /^It fails for s = the scene of seed 1/);
  });

  it('need a scene, and are limited by what they cost', () => {
    assert.match(refusal('scenes([[1, 0], [0, 1]], 3)'), /takes a scene as `image`/);
    assert.match(refusal(`scenes(${PATTERN}, 10^6)`), /values are computed up to/);
  });
});

describe('==', () => {
  const DIFFERENT: readonly (readonly [source: string, says: string])[] = [
    ['[1, 2, 3] == [1, 2, 4]', 'Cell 2 is 3 on one side and 4 on the other.'],
    ['[1, 2, 3] == [1, 2]', 'One side has 3 entries, the other 2.'],
    ['[[1, 2]] == [[1], [2]]', 'Along axis 1 of 2 one side has 1 cell, the other 2 (1 × 2 and 2 × 1).'],
    [
      'matrix(conv1d([1, 2, 3], kernel=3, padding=same, bias=false)) == [[w2, w3, 0], [w1, w2, 0], [0, w1, w2]]',
      'Cell [1, 2] is w3 on one side and 0 on the other.',
    ],
  ];
  for (const [source, says] of DIFFERENT)
    it(`${source} says what differs`, () => {
      const w = (at: number): Value => ({ kind: 'formula', value: Polynomial.symbol(sym('w', [at])) });
      const said = claim(source, { w1: w(1), w2: w(2), w3: w(3) });
      assert.equal(said.value, false);
      assert.equal(said.counterexample, says);
    });

  it('counts cells from where the convention says', () => {
    assert.equal(
      claim('[[1, 2], [3, 4]] == [[1, 2], [3, 5]]', {}, 1).counterexample,
      'Cell [2, 2] is 4 on one side and 5 on the other.',
    );
  });

  it('says nothing more of numbers', () => {
    assert.deepEqual(claim('1 == 2'), { kind: 'boolean', value: false });
  });

  it('says that formulas are the same multiplied out', () => {
    const n: Value = { kind: 'formula', value: Polynomial.symbol(sym('n')) };
    assert.match(claim('n * (n + 1) == n^2 + n', { n }).proof ?? '', /^Multiplied out, both sides are n/);
  });

  /** Operators too large to be looked at cell by cell: these are compared by how they are made. */
  const LARGE = 'input(shape=[512, 512, 3])';
  const SAME: readonly (readonly [left: string, right: string, same: boolean])[] = [
    [
      `matrix(denseEquivalent(conv2d(${LARGE}, kernel=5, filters=3)))`,
      `matrix(conv2d(${LARGE}, kernel=5, filters=3))`,
      true,
    ],
    [
      `matrix(transposedConv2d(of=conv2d(${LARGE}, kernel=5, filters=3)))`,
      `transpose(matrix(conv2d(${LARGE}, kernel=5, filters=3)))`,
      true,
    ],
    [
      `transpose(transpose(matrix(conv2d(${LARGE}, kernel=5, filters=3))))`,
      `matrix(conv2d(${LARGE}, kernel=5, filters=3))`,
      true,
    ],
  ];
  for (const [left, right, same] of SAME)
    it(`${left} == ${right}: ${same}`, () => {
      assert.equal(claim(`${left} == ${right}`).value, same);
    });

  it('of small operators is what their cells say, however they are made', () => {
    const sources = ['first', 'last'].flatMap((channels) =>
      [1, 2].flatMap((stride) =>
        [0, 1].flatMap((padding) =>
          ['[1, 2, 3]', '[1, 2, 4]', '[2]'].map(
            (kernel) =>
              `conv1d(input(shape=[6]), kernel=${kernel}, stride=${stride}, padding=${padding}, channels=${channels})`,
          ),
        ),
      ),
    );
    for (const one of sources)
      for (const other of sources) {
        const cells = (source: string): string => valueText(valueOf(`matrix(${source})`));
        assert.equal(
          claim(`matrix(${one}) == matrix(${other})`).value,
          cells(one) === cells(other),
          `${one} and ${other}`,
        );
      }
  });

  it('of a transposed convolution and the transpose holds cell by cell', () => {
    for (const [stride, extent, small] of [
      [1, 7, 5],
      [2, 7, 3],
      [3, 9, 3],
    ] as const) {
      const transposed = `matrix(transposedConv1d(input(shape=[${small}]), kernel=[1, 2, 3], stride=${stride}))`;
      const direct = `transpose(matrix(conv1d(input(shape=[${extent}]), kernel=[1, 2, 3], stride=${stride})))`;
      const [a, b] = [valueOf(transposed), valueOf(direct)].map(valueText);
      assert.equal(claim(`${transposed} == ${direct}`).value, a === b);
      assert.equal(a, b);
    }
  });
});

describe('claims in a problem set', () => {
  it('carry their proofs and counterexamples as keys', () => {
    const sheet = openProblemSet(`
title: Claims
problems:
  - id: shifts
    title: Shifts
    given:
      x: { type: input, shape: [8] }
      net:
        type: network
        input: x
        layers:
          - { type: conv1d, kernel: [1, 2, 1], padding: same, padding-mode: circular, activation: relu }
          - { type: max-pool1d, kernel: 2 }
      residual:
        type: network
        input: x
        layers:
          conv: { type: conv1d, kernel: [1, 2, 1], padding: same, padding-mode: circular }
          skip: { type: add, input: [input, conv] }
          half: { type: avg-pool1d, kernel: 2 }
          mean: { type: global-avg-pool }
    parts:
      - { id: joined, prompt: A skip connection?, answer: "invariant(residual, shift(by=2))" }
      - { id: halved, prompt: And every shift?, answer: "invariant(residual, shift)" }
      - { id: period, prompt: How far?, answer: shiftPeriod(net) }
      - { id: every, prompt: Every shift?, answer: "equivariant(net, shift)" }
      - { id: two, prompt: By two?, answer: "equivariant(net, shift(by=2))" }
      - { id: all, prompt: All?, answer: "forall(n in 1..4, equivariant(net, shift(by=2n)))" }
`);
    assert.deepEqual(sheet.findings, []);
    assert.deepEqual(keyOf(sheet, 'shifts', 'period'), { kind: 'number', value: 2 });
    const value = (part: string): unknown => {
      const key = keyOf(sheet, 'shifts', part);
      assert.ok(typeof key === 'object' && key.kind === 'boolean');
      assert.ok(key.value ? key.proof : key.counterexample);
      return key.value;
    };
    assert.deepEqual(['every', 'two', 'all', 'joined'].map(value), [false, true, true, true]);
    // The halves are averages of pairs: the mean over them is that of all, whatever the shift.
    assert.equal(value('halved'), true);
  });
});

/** A tensor of symbols is no number: its equality is that of its entries. */
describe('== of symbols', () => {
  it('compares entry by entry', () => {
    const x: Value = { kind: 'tensor', tensor: Tensor.symbols('x', [3]) };
    const y: Value = { kind: 'tensor', tensor: Tensor.symbols('y', [3]) };
    assert.equal(claim('x == x', { x }).value, true);
    assert.equal(claim('x == y', { x, y }).counterexample, 'Cell 0 is x1 on one side and y1 on the other.');
  });
});
