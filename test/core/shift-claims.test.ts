import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BooleanValue } from '../../src/core';
import { goesRound, links, movedBy, networkText, run, shifted, type Link } from './support/chains';
import { numbersFor } from './support/slides';
import { assertSentence, refusal, valueOf, whole } from './support/values';

type Border = 'ignore' | 'exact' | number;

interface Case {
  readonly chain: readonly Link[];
  readonly extent: number;
  readonly by: number | undefined;
  readonly border: Border;
  /** Whether a chain of one layer is written as that layer, not as a network. */
  readonly alone: boolean;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    chain: fc.oneof(
      fc.array(links(), { minLength: 1, maxLength: 3 }),
      links().map((link) => [link]),
    ),
    extent: fc.integer({ min: 2, max: 8 }),
    by: fc.constantFrom(undefined, undefined, 1, -1, 2, -2, 3, 4, -6),
    border: fc.constantFrom<Border>('exact', 'exact', 'exact', 'ignore', 0, 1, 2),
    alone: fc.boolean(),
  })
  .filter(({ chain, extent }) => {
    const size = run(chain, new Array<number>(extent).fill(0))?.values.length ?? 0;
    return size > 0 && size <= 16;
  });

/** The claim, or undefined where the core says that it found neither proof nor counterexample. */
function claimed(source: string): BooleanValue | undefined {
  try {
    const value = valueOf(source);
    if (value.kind !== 'boolean') throw new Error(`${source} is of kind ${value.kind}.`);
    const why = value.value ? value.proof : value.counterexample;
    assert.ok(why, source);
    assertSentence(why);
    return value;
  } catch (error) {
    if (error instanceof Error && error.message.includes('could not be decided')) return undefined;
    throw error;
  }
}

/** Single ones, zeros, and numbers everywhere: two hundred inputs. */
function inputs(extent: number): number[][] {
  const ones = Array.from({ length: extent }, (_, at) =>
    Array.from({ length: extent }, (__, index) => (index === at ? 1 : 0)),
  );
  const others = Array.from({ length: 200 }, (_, seed) => numbersFor(extent, seed));
  return [new Array<number>(extent).fill(0), ...ones, ...others];
}

/** Whether f(Tx) and T f(x) agree for one x in the outputs that count. */
function agrees({ chain, border }: Case, x: readonly number[], by: number): boolean {
  const wraps = goesRound(chain);
  const moved = movedBy(chain, by);
  const [given, plain] = [run(chain, shifted(x, by, wraps)), run(chain, x)];
  if (!given || !plain || !Number.isInteger(moved)) return false;
  const wanted = shifted(plain.values, moved, wraps);
  const size = wanted.length;
  const counts = (at: number): boolean =>
    border === 'exact' ||
    (at >= 0 &&
      at < size &&
      (border === 'ignore' ? plain.touched[at] === false : at >= border && at < size - border));
  return wanted.every(
    (value, at) =>
      !(border === 'exact' || (counts(at) && counts(at - moved))) || near(value, given.values[at] ?? NaN),
  );
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** The numbers of a text like `[1, −1/2]`, or of one alone. */
function numbersIn(text: string): number[] {
  return text
    .replace(/[[\]]/g, '')
    .split(',')
    .map((one) => {
      const [above = NaN, below = 1] = one.replace('−', '-').split('/').map(Number);
      return above / below;
    });
}

const SHOWN = /^x = (.+) shifted by (\S+) is (.+); f gives (.+), but f\(x\) = (.+?)(?: shifted is (.+))?\.$/;

/** Works a counterexample out again, and holds every number in it against the loops. */
function assertRefutes({ chain }: Case, sentence: string, stays: boolean): void {
  const match = SHOWN.exec(sentence);
  assert.ok(match, sentence);
  const [, xText = '', byText = '', movedText = '', givenText = '', plainText = '', wantedText] = match;
  const [x, [by = NaN]] = [numbersIn(xText), numbersIn(byText)];
  const wraps = goesRound(chain);
  const values = (input: readonly number[]): readonly number[] => {
    const outcome = run(chain, input)?.values ?? [];
    return stays ? [outcome.reduce((a, b) => a + b, 0) / outcome.length] : outcome;
  };
  const same = (a: readonly number[], b: readonly number[]): boolean =>
    a.length === b.length && a.every((value, at) => near(value, b[at] ?? NaN));
  const moved = shifted(x, by, wraps);
  assert.ok(same(numbersIn(movedText), moved), sentence);
  assert.ok(same(numbersIn(givenText), values(moved)), sentence);
  assert.ok(same(numbersIn(plainText), values(x)), sentence);
  const wanted = stays ? values(x) : shifted(values(x), movedBy(chain, by), wraps);
  if (wantedText !== undefined) assert.ok(same(numbersIn(wantedText), wanted), sentence);
  assert.ok(!same(values(moved), wanted), sentence);
}

function layersText({ chain, extent, alone }: Case): string {
  const [only, ...others] = chain;
  return only && others.length === 0 && alone
    ? only.text.replace('(', `(input=input(shape=[${extent}]), `).replace(', )', ')')
    : networkText(chain, extent);
}

function shiftText(by: number | undefined): string {
  return by === undefined ? 'shift' : `shift(by=${by})`;
}

describe('claims about shifts of networks', () => {
  it('that are true are refuted by no input; those that are false are by the one they show', () => {
    const counted = { true: 0, false: 0, fraction: 0, undecided: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { chain, extent, by, border } = one;
        const source = `equivariant(${layersText(one)}, ${shiftText(by)}, border=${border})`;
        const said = claimed(source);
        if (!said) {
          counted.undecided++;
          return;
        }
        if (said.value) {
          counted.true++;
          const shifts =
            by === undefined ? Array.from({ length: 2 * extent + 1 }, (_, at) => at - extent) : [by];
          for (const shift of shifts)
            for (const x of inputs(extent))
              assert.ok(agrees(one, x, shift), `${source}: ${x.join()} by ${shift}`);
          return;
        }
        const shown = said.counterexample ?? '';
        if (shown.endsWith('of a cell.')) {
          counted.fraction++;
          assert.ok(!Number.isInteger(movedBy(chain, by ?? 1)), source);
          return;
        }
        counted.false++;
        assertRefutes(one, shown, false);
      }),
      { numRuns: 500 },
    );
    assert.ok(counted.true > 20 && counted.false > 20 && counted.fraction > 20, JSON.stringify(counted));
    // What can't be decided is rare: a network that is equivariant by the chance of its weights.
    assert.ok(counted.undecided < 100, JSON.stringify(counted));
  });

  it('that an average over all places stays are judged alike', () => {
    const counted = { true: 0, false: 0, undecided: 0 };
    fc.assert(
      fc.property(cases, (one) => {
        const { chain, extent, by } = one;
        const source = `invariant(${networkText(chain, extent, 'globalAvgPool()')}, ${shiftText(by)})`;
        const said = claimed(source);
        if (!said) {
          counted.undecided++;
          return;
        }
        if (!said.value) {
          counted.false++;
          assertRefutes(one, said.counterexample ?? '', true);
          return;
        }
        counted.true++;
        const mean = (x: readonly number[]): number => {
          const { values = [] } = run(chain, x) ?? {};
          return values.reduce((a, b) => a + b, 0) / values.length;
        };
        for (const shift of by === undefined ? [1, -1, 2, 3] : [by])
          for (const x of inputs(extent))
            assert.ok(
              near(mean(shifted(x, shift, goesRound(chain))), mean(x)),
              `${source}: ${x.join()} by ${shift}`,
            );
      }),
      { numRuns: 200 },
    );
    assert.ok(counted.true > 5 && counted.false > 20 && counted.undecided < 40, JSON.stringify(counted));
  });
});

describe('shiftPeriod', () => {
  it('is the smallest shift that trying all shifts finds', () => {
    const EXTENT = 240;
    // Weights in which nothing adds up by chance, and that no relu hides.
    const weight = fc.constantFrom(2, 3, 5, 7, 11, 13);
    const seen = new Set<number>();
    fc.assert(
      fc.property(fc.array(links(weight), { minLength: 1, maxLength: 4 }), (chain) => {
        // A step makes ones of all that is positive; then anything is a shift of anything.
        fc.pre(!chain.some(({ text }) => text === 'step()'));
        const x = Array.from({ length: EXTENT }, (_, at) => ((at * at * 31 + at * 17) % 101) + 1);
        const plain = run(chain, x);
        fc.pre(plain !== undefined && plain.touched.filter((one) => !one).length > 12);
        const holds = (by: number): boolean => {
          const moved = movedBy(chain, by);
          if (!Number.isInteger(moved)) return false;
          const given = run(chain, shifted(x, by, false));
          return plain.values.every(
            (_, at) =>
              plain.touched[at] !== false ||
              plain.touched[at - moved] !== false ||
              near(given?.values[at] ?? NaN, plain.values[at - moved] ?? NaN),
          );
        };
        const period = Array.from({ length: 36 }, (_, at) => at + 1).find(holds);
        const said = valueOf(`shiftPeriod(${networkText(chain, EXTENT)})`);
        assert.ok(said.kind === 'number');
        assert.equal(whole(said.value), period);
        seen.add(whole(said.value));
      }),
      { numRuns: 120 },
    );
    assert.ok(seen.size >= 4, [...seen].join());
  });

  it('is one number per axis where they differ, and undefined with the reason where nothing moves', () => {
    const value = valueOf('shiftPeriod(conv2d(kernel=3, stride=[1, 2]))');
    assert.ok(value.kind === 'tensor');
    assert.deepEqual([...(value.tensor.integers ?? [])], [1, 2]);
    for (const [source, reason] of [
      ['dense(inFeatures=4, units=4)', /dense has a weight of its own/],
      ['local1d(kernel=3)', /weights of its own at every place/],
      ['globalAvgPool()', /average over all/],
      ['network(input(shape=[8, 8, 1]), layers=[conv2d(kernel=3), flatten()])', /flatten1 leaves no axes/],
    ] as const) {
      const none = valueOf(`shiftPeriod(${source})`);
      assert.ok(none.kind === 'undefined');
      assert.match(none.reason, reason);
    }
  });
});

describe('equivariance by how layers are made', () => {
  const same = 'kernel=3, padding=same, paddingMode=circular, bias=true';
  const cases: readonly (readonly [source: string, value: boolean, says: RegExp])[] = [
    [`equivariant(conv2d(input(shape=[6, 6, 2]), filters=4, ${same}), shift)`, true, /comes in at the other/],
    [
      `equivariant(conv2d(input(shape=[6, 6, 2]), filters=4, stride=2, ${same}), shift(by=[2, 4]))`,
      true,
      /gives y moved by 1/,
    ],
    [
      `equivariant(network(input(shape=[8, 8, 1]), layers=[conv2d(filters=2, ${same}), relu(), maxPool2d(kernel=2)]), shift(by=[2, 2]))`,
      true,
      /conv1 and pool1 \(stride 2\).*relu1/,
    ],
    [
      `equivariant(network(input(shape=[8, 8, 1]), layers=[conv2d(filters=2, ${same}), relu(), maxPool2d(kernel=2)]), shift)`,
      false,
      /1\/2/,
    ],
    // Circular padding and zeros together: zeros come in.
    [
      `equivariant(network(input(shape=[8]), layers=[conv1d(${same}), conv1d(kernel=3, padding=same)]), shift)`,
      false,
      /weights of 1, 2, 3/,
    ],
    ['equivariant(batchNorm(inChannels=3), shift)', true, /alike/],
    ['equivariant(maxPool2d(kernel=3, stride=2), shift(by=[2, 4]))', true, /stride 2/],
    ['equivariant(upsample(scale=2), shift)', true, /y moved by 2/],
    ['invariant(globalAvgPool(), shift)', true, /averaged/],
    [
      `invariant(network(input(shape=[8, 8, 1]), layers=[conv2d(filters=2, ${same}), relu(), globalAvgPool(), dense(units=3)]), shift)`,
      true,
      /averaged/,
    ],
    [
      'invariant(network(input(shape=[8, 8, 1]), layers=[conv2d(kernel=3, padding=same), globalAvgPool()]), shift)',
      false,
      /without the shift/,
    ],
    [
      'invariant(network(input(shape=[8, 8, 1]), layers=[conv2d(kernel=3, padding=same), globalAvgPool()]), shift, border=ignore)',
      true,
      /line without ends/,
    ],
    ['invariant(maxPool1d(kernel=2), shift)', false, /f gives/],
  ];
  for (const [source, value, says] of cases)
    it(`${source}: ${value}`, () => {
      const said = claimed(source);
      assert.ok(said);
      assert.equal(said.value, value);
      assert.match(said.proof ?? said.counterexample ?? '', says);
    });

  for (const mode of ['reflect', 'replicate', 'symmetric'])
    it(`padding by ${mode} keeps shifts away from the border only`, () => {
      const layer = `conv1d(kernel=[1, 2, 4], padding=same, paddingMode=${mode}, activation=relu)`;
      assert.equal(claimed(`equivariant(${layer}, shift)`)?.value, true);
      assert.equal(claimed(`equivariant(${layer}, shift, border=exact)`)?.value, false);
      assert.equal(claimed(`equivariant(${layer}, shift, border=1)`)?.value, true);
    });

  it('is seen layer by layer where weights decide, as for causal padding', () => {
    const causal =
      'network(input(shape=[6]), layers=[conv1d(kernel=[1, 2, 3], padding=causal), relu(), conv1d(kernel=[2, 0, 1], dilation=2, padding=causal, activation=relu)])';
    assert.match(claimed(`equivariant(${causal}, shift(by=1))`)?.proof ?? '', /^Each layer by itself/);
    assert.equal(claimed(`equivariant(${causal}, shift(by=-1))`)?.value, false);
    assert.equal(claimed(`equivariant(${causal}, shift)`)?.value, false);
  });

  it('says where it found neither proof nor counterexample', () => {
    // What the first layer brings in at the border, the second takes away: no layer keeps shifts, but all of them do.
    const dead =
      'network(input(shape=[4]), layers=[conv1d(kernel=[1, 1, 1], padding=same), relu(), conv1d(kernel=[0]), relu()])';
    assert.match(
      refusal(`equivariant(${dead}, shift)`),
      /could not be decided: .*no proof, and none of \d+ inputs/,
    );
  });

  it('is no question where the output has no places', () => {
    for (const net of ['flatten(), dense(units=3)', 'globalAvgPool()'])
      assert.match(
        refusal(`equivariant(network(input(shape=[8, 8, 1]), layers=[conv2d(kernel=3), ${net}]), shift)`),
        /means nothing .* invariant\(f, shift\)/,
      );
    assert.match(refusal('equivariant(conv1d(kernel=3), shift(by=[1, 2]))'), /2 numbers; there is one axis/);
  });
});
