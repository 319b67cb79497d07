import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  attempt,
  ceil,
  divide,
  equal,
  floor,
  integer,
  isFailure,
  isRational,
  multiply,
  packScalar,
  Polynomial,
  power,
  rationalText,
  scalarLabel,
  scalarText,
  scalarValue,
  subtract,
  sumOfProducts,
  sym,
  Tensor,
  unpackScalar,
  valueTex,
  type Scalar,
  type Value,
} from '../../src/core';
import { quotientText, valueAt } from '../support/formula';
import { computed, formula, LETTERS } from '../support/written-formula';
import { tensorOf, tensorValue, valueOf } from './support/values';

const NAMES: Readonly<Record<string, Value>> = Object.fromEntries(
  [...LETTERS, 'c', 'f', 'm', 'p', 'alpha', 'units'].map((name) => [
    name,
    scalarValue(Polynomial.symbol(sym(name))),
  ]),
);

const points = fc.record({
  n: fc.integer({ min: -9, max: 30 }),
  k: fc.integer({ min: -4, max: 9 }),
  s: fc.integer({ min: -3, max: 5 }),
});

function valueThere(text: string, point: Readonly<Record<string, number>>): string | undefined {
  try {
    return quotientText(valueAt(text, point));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function at(value: Scalar, point: Readonly<Record<string, number>>): string | undefined {
  if (!(value instanceof Polynomial)) return scalarText(value);
  const values = new Map(Object.entries(point).map(([name, number]) => [name, integer(number)]));
  const result = computed(() => value.evaluateAt(values));
  return result && rationalText(result);
}

describe('formulas', () => {
  it('have the value of what they were made from, wherever it has one, and print as a text of that value', () => {
    let seen = 0;
    fc.assert(
      fc.property(formula, fc.array(points, { minLength: 3, maxLength: 3 }), ({ text, value }, places) => {
        const made = computed(value);
        if (made === undefined) return;
        for (const point of places) {
          const wanted = valueThere(text, point);
          if (wanted === undefined) continue;
          seen++;
          assert.equal(at(made, point), wanted, `${text} became ${scalarText(made)}`);
          assert.equal(valueThere(scalarText(made), point), wanted, `${text} prints ${scalarText(made)}`);
        }
      }),
      { numRuns: 1500 },
    );
    assert.ok(seen > 1500, `${seen} values are too few to say anything`);
  });

  it('are read back from their text as what they are', () => {
    fc.assert(
      fc.property(formula, ({ value }) => {
        const made = computed(value);
        if (made === undefined) return;
        const read = valueOf(scalarText(made), NAMES);
        assert.ok(read.kind === 'number' || read.kind === 'formula');
        assert.equal(scalarText(read.value), scalarText(made));
      }),
      { numRuns: 1000 },
    );
  });

  it('travel to other threads', () => {
    fc.assert(
      fc.property(formula, ({ value }) => {
        const made = computed(value);
        if (made === undefined) return;
        const arrived = unpackScalar(structuredClone(packScalar(made)));
        assert.ok(equal(arrived, made));
        assert.equal(scalarText(arrived), scalarText(made));
      }),
      { numRuns: 200 },
    );
  });

  it('are equal where one is the other times and over the same, or with a sum taken apart', () => {
    fc.assert(
      fc.property(formula, formula, formula, (p, q, r) => {
        const made = computed(() => [p.value(), q.value(), r.value()] as const);
        if (!made) return;
        const [a, b, c] = made;
        const same = (left: () => Scalar, right: () => Scalar): void => {
          const [x, y] = [computed(left), computed(right)];
          if (x === undefined || y === undefined) return;
          // Where comparing takes too many steps it is refused: never called unequal.
          assert.notEqual(
            computed(() => equal(x, y)),
            false,
            `${scalarText(x)}, ${scalarText(y)}`,
          );
        };
        same(
          () => divide(multiply(a, b), b),
          () => a,
        );
        same(
          () => add(divide(a, c), divide(b, c)),
          () => divide(add(a, b), c),
        );
        same(
          () => subtract(divide(a, b), divide(a, b)),
          () => integer(0),
        );
        same(
          () => multiply(divide(a, b), divide(b, c)),
          () => divide(a, c),
        );
        same(
          () => add(floor(a), ceil(multiply(integer(-1), a))),
          () => integer(0),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('that are no integers everywhere are not taken for them: entries of tensors keep their floor', () => {
    const x = Polynomial.symbol(sym('x', [1]));
    const share = Polynomial.symbol(sym('t', [], false));
    assert.equal(scalarText(floor(x)), 'floor(x1)');
    assert.equal(scalarText(floor(add(share, integer(2)))), 'floor(t) + 2');
    assert.equal(rationalText(x.floor().evaluateAt(new Map([['x1', integer(7).div(2)]]))), '3');
  });

  it('too long to be rounded are refused, also where each round doubles them', () => {
    let made: Scalar | undefined = Polynomial.symbol(sym('n'));
    for (let round = 0; round < 60 && made; round++) {
      const last: Scalar = made;
      made = computed(() => floor(divide(add(multiply(last, last), last), integer(3))));
    }
    assert.equal(made, undefined);
  });

  const printed: readonly (readonly [source: string, text: string, label: string, tex: string])[] = [
    ['(n - k)/s + 1', '(n - k)/s + 1', '(n − k)/s + 1', '\\frac{n - k}{s} + 1'],
    ['floor((n - 3)/2)', 'floor((n - 3)/2)', '⌊(n − 3)/2⌋', '\\lfloor \\frac{n - 3}{2} \\rfloor'],
    ['ceil(n/2)', 'ceil(n/2)', '⌈n/2⌉', '\\lceil \\frac{n}{2} \\rceil'],
    ['ceil((n - k + 1)/s)', 'ceil((n - k + 1)/s)', '⌈(n − k + 1)/s⌉', '\\lceil \\frac{n - k + 1}{s} \\rceil'],
    ['n - ceil(n/2)', 'n - ceil(n/2)', 'n − ⌈n/2⌉', 'n - \\lceil \\frac{n}{2} \\rceil'],
    ['-n*floor(n/2)^2', '-n*floor(n/2)^2', '−n·⌊n/2⌋^2', '-n \\lfloor \\frac{n}{2} \\rfloor^{2}'],
    ['floor(n + k/2 - 3)', 'n + floor(k/2) - 3', 'n + ⌊k/2⌋ − 3', 'n + \\lfloor \\frac{k}{2} \\rfloor - 3'],
    // Two layers of stride 2, one after the other, and the formula for both.
    [
      'floor((floor((n - 3)/2) + 1 - 3)/2) + 1',
      'floor((n - 3)/4)',
      '⌊(n − 3)/4⌋',
      '\\lfloor \\frac{n - 3}{4} \\rfloor',
    ],
    ['n mod 2', 'n - 2*floor(n/2)', 'n − 2·⌊n/2⌋', 'n - 2 \\lfloor \\frac{n}{2} \\rfloor'],
    // Depthwise separable against ordinary: the textbook's 1/f + 1/k².
    ['(c*k^2 + c*f)/(c*f*k^2)', '1/f + 1/k^2', '1/f + 1/k^2', '\\frac{1}{f} + \\frac{1}{k^{2}}'],
    ['n/(n + 1)', 'n/(n + 1)', 'n/(n + 1)', '\\frac{n}{n + 1}'],
    ['1/(k*(n + 1)^2)', '1/(k*n^2 + 2*k*n + k)', '1/(k·n^2 + 2·k·n + k)', '\\frac{1}{k n^{2} + 2 k n + k}'],
    ['(n^2 - m^2)/(n - m)', 'm + n', 'm + n', 'm + n'],
    ['2*alpha*units', '2*alpha*units', '2·alpha·units', '2 \\alpha \\mathrm{units}'],
    ['n/2 + k^2/2 + 1', '(k^2 + n)/2 + 1', '(k^2 + n)/2 + 1', '\\frac{k^{2} + n}{2} + 1'],
  ];
  for (const [source, text, label, tex] of printed)
    it(`${source} prints ${label}`, () => {
      const value = valueOf(source, NAMES);
      assert.ok(value.kind === 'formula');
      assert.deepEqual(
        [value.value.toString(), scalarLabel(value.value), valueTex(value)],
        [text, label, tex],
      );
    });

  it('a name with digits and a symbol with indices are one symbol where they are spelled the same', () => {
    const [whole, indexed] = [sym('k2_3'), sym('k', [2, 3])].map((symbol) => Polynomial.symbol(symbol));
    assert.ok(whole?.equals(indexed ?? Polynomial.constant(integer(0))));
    assert.equal(whole?.toTex(), 'k_{2,3}');
    assert.equal(Polynomial.symbol(sym('x_1')).toTex(), '\\mathrm{x\\_1}');
    assert.equal(Polynomial.symbol(sym('x01')).toTex(), '\\mathrm{x01}');
  });
});

describe('sums of products', () => {
  const scalars: fc.Arbitrary<Scalar> = fc.oneof(
    fc.integer({ min: -9, max: 9 }).map((value) => integer(value)),
    fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }).map((value) => integer(value)),
    fc
      .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 12 }))
      .map(([n, d]) => integer(n).div(d)),
    fc.constantFrom('x', 'y').map((name) => Polynomial.symbol(sym(name))),
    fc
      .integer({ min: 1, max: 3 })
      .map((value) => divide(Polynomial.symbol(sym('x')), add(Polynomial.symbol(sym('y')), integer(value)))),
  );

  it('are what adding one product after another gives', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(scalars, scalars), { maxLength: 12 }), (pairs) => {
        const slow = pairs.reduce<Scalar>((sum, [a, b]) => add(sum, multiply(a, b)), integer(0));
        const fast = sumOfProducts(pairs);
        assert.ok(equal(fast, slow), `${scalarText(fast)} is not ${scalarText(slow)}`);
        assert.equal(isRational(fast), isRational(slow));
      }),
      { numRuns: 400 },
    );
  });

  it('of integers go exactly beyond 2^53', () => {
    const pairs = Array.from({ length: 50 }, (_, index) => [integer(2 ** 52 - index), integer(3)] as const);
    const wanted =
      3n * Array.from({ length: 50 }, (_, index) => 2n ** 52n - BigInt(index)).reduce((a, b) => a + b);
    assert.equal(scalarText(sumOfProducts(pairs)), wanted.toString());
  });

  it('with a real among them are real, and refuse symbols', () => {
    assert.equal(
      sumOfProducts([
        [integer(1), integer(2)],
        [0.5, integer(3)],
      ]),
      3.5,
    );
    const symbol = Polynomial.symbol(sym('x'));
    assert.ok(
      isFailure(
        attempt(() =>
          sumOfProducts([
            [symbol, integer(2)],
            [0.5, integer(3)],
          ]),
        ),
      ),
    );
    assert.equal(sumOfProducts([]).toString(), '0');
  });

  it('make symbolic feature maps: each entry is its 25 products', () => {
    const names = {
      x: tensorValue(Tensor.symbols('x', [12, 12])),
      k: tensorValue(Tensor.symbols('k', [5, 5])),
    };
    const map = tensorOf(valueOf('correlate(x, k)', names));
    assert.deepEqual(map.shape, [8, 8]);
    const wanted = [0, 1, 2, 3, 4].flatMap((i) =>
      [0, 1, 2, 3, 4].map((j) => `k${i + 1}_${j + 1}*x${i + 4}_${j + 7}`),
    );
    const entry = scalarText(map.entry(3 * 8 + 6));
    assert.deepEqual(entry.split(' + ').sort(), wanted.sort());
    assert.ok(equal(power(map.entry(0), integer(1)), map.entry(0)));
  });
});
