import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  attempt,
  ceil,
  compare,
  divide,
  equal,
  floor,
  groupDigits,
  integer,
  isFailure,
  isRational,
  multiply,
  Polynomial,
  power,
  rationalFromText,
  rationalText,
  scalarLabel,
  scalarText,
  sym,
  toReal,
  valueText,
  type Rational,
  type Scalar,
} from '../../src/core';
import { quotientText, valueAt } from '../support/formula';
import { assertSentence, real, refusal, valueOf } from './support/values';

/** What a computation is refused with. */
function refused(compute: () => unknown): string {
  const result = attempt(compute);
  assert.ok(isFailure(result), 'it is not refused');
  assertSentence(result.message);
  return result.message;
}

function fraction(n: bigint | number, d: bigint | number = 1): Rational {
  return integer(n).div(integer(d));
}

describe('numbers as they are written', () => {
  const written: readonly (readonly [text: string, value: string])[] = [
    ['0', '0'],
    ['007', '7'],
    ['12.', '12'],
    ['.5', '1/2'],
    ['0.33', '33/100'],
    ['0.10', '1/10'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1e-3', '1/1000'],
    ['2.50e2', '250'],
    ['2.5e-1', '1/4'],
    ['9007199254740993', '9007199254740993'],
  ];
  for (const [text, value] of written)
    it(`${text} is ${value}`, () => {
      assert.equal(rationalText(rationalFromText(text)), value);
    });

  for (const text of ['', '.', 'e5', '.e5', '-1', '1e', '1.2.3', '0x10', '1_000', ' 1', '∞', '1/2'])
    it(`“${text}” is refused`, () => {
      assert.match(
        refused(() => rationalFromText(text)),
        /is not a number/,
      );
    });

  it('are exact: decimals mean what they say, however long', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.nat({ max: 40 }),
        fc.integer({ min: -20, max: 20 }),
        (digits, decimals, exponent) => {
          const text = digits.toString().padStart(decimals + 1, '0');
          const point = text.length - decimals;
          const value = rationalFromText(`${text.slice(0, point)}.${text.slice(point)}e${exponent}`);
          // value · 10^(decimals − exponent) = digits
          const [up, down] =
            exponent > decimals
              ? [1n, 10n ** BigInt(exponent - decimals)]
              : [10n ** BigInt(decimals - exponent), 1n];
          assert.equal(value.n * up, digits * down * value.d);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('have up to 10,000 digits', () => {
    assert.equal(rationalText(rationalFromText('9'.repeat(10_000))), '9'.repeat(10_000));
    assert.equal(rationalText(rationalFromText('1e9999')).length, 10_000);
    for (const text of [
      '9'.repeat(10_001),
      '1e10000',
      '1e-10000',
      `0.${'0'.repeat(10_000)}1`,
      '1e999999999999999999999',
      '1e-999999999',
    ])
      assert.match(
        refused(() => rationalFromText(text)),
        /up to 10000 digits/,
      );
  });
});

describe('exact arithmetic', () => {
  const fractions = fc
    .tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }))
    .map(([n, d]) => ({ n, d, value: fraction(n, d) }));

  function same(value: Scalar, n: bigint, d: bigint): void {
    assert.ok(isRational(value));
    assert.equal(value.s * value.n * d, n * value.d);
    assert.ok(value.d > 0n);
  }

  it('is that of fractions', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        same(add(a.value, b.value), a.n * b.d + b.n * a.d, a.d * b.d);
        same(multiply(a.value, b.value), a.n * b.n, a.d * b.d);
        if (b.n !== 0n)
          same(divide(a.value, b.value), a.n * b.d * (b.n < 0n ? -1n : 1n), a.d * (b.n < 0n ? -b.n : b.n));
        const difference = a.n * b.d - b.n * a.d;
        assert.equal(compare(a.value, b.value), difference < 0n ? -1 : difference > 0n ? 1 : 0);
        assert.equal(equal(a.value, b.value), difference === 0n);
      }),
      { numRuns: 200 },
    );
  });

  it('rounds down and up, below zero too', () => {
    fc.assert(
      fc.property(fractions, ({ n, d, value }) => {
        const [below, above] = [floor(value), ceil(value)];
        assert.ok(isRational(below) && isRational(above));
        const [low, high] = [below.s * below.n, above.s * above.n];
        assert.ok(low * d <= n && n < (low + 1n) * d);
        assert.ok((high - 1n) * d < n && n <= high * d);
      }),
      { numRuns: 200 },
    );
  });

  it('takes the rest of a division with the sign of the divisor', () => {
    for (const [a, b, rest] of [
      [7, 3, '1'],
      [-7, 3, '2'],
      [7, -3, '−2'],
      [-7, -3, '−1'],
    ] as const)
      assert.equal(valueText(valueOf(`(${a}) mod (${b})`)), rest);
    assert.equal(valueText(valueOf('7/2 mod 1')), '1/2');
  });

  it('refuses to divide by 0', () => {
    for (const expression of ['1/0', '0/0', '1 mod 0', '0^(-1)'])
      assert.match(refusal(expression), /divide|divides by 0/);
  });

  it('ties reals within a billionth, exact numbers never', () => {
    assert.ok(equal(1, 1 + 1e-10));
    assert.ok(!equal(1, 1 + 1e-8));
    assert.ok(equal(integer(1), 1 + 1e-10));
    assert.ok(!equal(integer(10n ** 20n), integer(10n ** 20n + 1n)));
    assert.equal(compare(2, 2 + 1e-12), 0);
  });

  it('becomes a double where it must, also beyond their range', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.integer({ min: 13, max: 900 }),
        (n, d, zeros) => {
          const scale = 10n ** BigInt(zeros);
          const [value, direct] = [toReal(fraction(-n * scale - 1n, d * scale)), -Number(n) / Number(d)];
          assert.ok(Math.abs(value - direct) <= 1e-12 * Math.abs(direct), `${value} ${direct}`);
        },
      ),
      { numRuns: 100 },
    );
    assert.equal(toReal(fraction(10n ** 400n, 3n * 10n ** 399n)), 10 / 3);
    assert.match(
      refused(() => toReal(fraction(10n ** 400n))),
      /up to about 10\^308/,
    );
    assert.equal(toReal(fraction(1n, 10n ** 400n)), 0);
    assert.equal(real(valueScalar('sqrt((4 * 10^400 + 1) / 10^400)')), 2);
  });
});

function valueScalar(expression: string): Scalar {
  const value = valueOf(expression);
  if (value.kind !== 'number' && value.kind !== 'real')
    throw new Error(`${expression} is of kind ${value.kind}.`);
  return value.value;
}

describe('powers', () => {
  it('are products', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -6, max: 12 }),
        (n, d, exponent) => {
          if (n === 0 && exponent < 0) return;
          let expected: Scalar = integer(1);
          for (let step = 0; step < Math.abs(exponent); step++)
            expected = exponent > 0 ? multiply(expected, fraction(n, d)) : divide(expected, fraction(n, d));
          assert.ok(equal(power(fraction(n, d), integer(exponent)), expected));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('go as far as their digits do', () => {
    assert.equal(scalarText(power(integer(10), integer(9999))), `1${'0'.repeat(9999)}`);
    assert.equal(scalarText(power(integer(2), integer(33_219))).length, 10_000);
    for (const expression of [
      '2^33220',
      '10^10000',
      '2^(10^9)',
      '(1/2)^(10^9)',
      '3^(-10^9)',
      '(10^5000)^3',
      '2^(10^20)',
      '(3/2)^20000000000000000000',
    ])
      assert.match(refusal(expression), /10000 digits|up to 2\^53/);
  });

  it('of 0, 1 and −1 go further', () => {
    for (const [expression, text] of [
      ['1^(10^9)', '1'],
      ['0^(10^9)', '0'],
      ['(-1)^(10^9)', '1'],
      ['(-1)^(10^9 + 1)', '−1'],
      ['0^0', '1'],
      ['(2/3)^(-2)', '9/4'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text);
  });

  it('with a fraction as exponent are reals, or refused', () => {
    assert.equal(real(valueScalar('2^(1/2)')), Math.SQRT2);
    assert.match(refusal('(-8)^(1/3)'), /no real number/);
  });

  it('can’t be passed by with products', () => {
    assert.match(refusal('10^9000 * 10^9000'), /10000 digits/);
    assert.match(refusal('sum([10^9000 / 7, 1 / (10^9000 + 1)])'), /10000 digits/);
  });
});

/** A polynomial in x, y and z as terms: a coefficient, and a power of each symbol. */
type Terms = readonly {
  readonly coefficient: readonly [n: number, d: number];
  readonly powers: readonly number[];
}[];

const SYMBOLS = ['x', 'y', 'z'].map((name) => sym(name));

const terms: fc.Arbitrary<Terms> = fc.array(
  fc.record({
    coefficient: fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 3 })),
    powers: fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }),
  }),
  { maxLength: 5 },
);

function polynomial(of: Terms): Polynomial {
  return of.reduce(
    (sum, { coefficient, powers }) =>
      sum.plus(
        powers.reduce(
          (product, exponent, index) =>
            product.times(Polynomial.symbol(SYMBOLS[index] ?? sym('none')).power(exponent)),
          Polynomial.constant(fraction(...coefficient)),
        ),
      ),
    Polynomial.constant(integer(0)),
  );
}

/** The value at a point, from the terms themselves. */
function at(of: Terms, point: readonly number[]): Rational {
  return of.reduce<Rational>((sum, { coefficient, powers }) => {
    const product = powers.reduce<Rational>(
      (value, exponent, index) => value.mul(fraction((point[index] ?? 0) ** exponent)),
      fraction(...coefficient),
    );
    return sum.add(product);
  }, integer(0));
}

const points = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 3, maxLength: 3 });

describe('polynomials', () => {
  it('are a commutative ring', () => {
    const zero = Polynomial.constant(integer(0));
    const one = Polynomial.constant(integer(1));
    const holds = (a: Polynomial, b: Polynomial): void => {
      assert.ok(a.equals(b), `${a.toString()} is not ${b.toString()}`);
      assert.equal(a.toString(), b.toString());
    };
    fc.assert(
      fc.property(terms, terms, terms, (p, q, r) => {
        const [a, b, c] = [polynomial(p), polynomial(q), polynomial(r)];
        holds(a.plus(b), b.plus(a));
        holds(a.times(b), b.times(a));
        holds(a.plus(b).plus(c), a.plus(b.plus(c)));
        holds(a.times(b).times(c), a.times(b.times(c)));
        holds(a.times(b.plus(c)), a.times(b).plus(a.times(c)));
        holds(a.plus(zero), a);
        holds(a.times(one), a);
        holds(a.times(zero), zero);
        holds(a.plus(a.scale(integer(-1))), zero);
        holds(a.power(3), a.times(a).times(a));
        holds(a.power(0), one);
      }),
      { numRuns: 120 },
    );
  });

  it('have the value that their terms have, and sums and products the sum and product of the values', () => {
    fc.assert(
      fc.property(terms, terms, points, (p, q, point) => {
        const names = Object.fromEntries(SYMBOLS.map(({ text }, index) => [text, point[index] ?? 0]));
        const [a, b] = [polynomial(p), polynomial(q)];
        const [x, y] = [at(p, point), at(q, point)];
        const read = (formula: Polynomial): string => quotientText(valueAt(formula.toString(), names));
        assert.equal(read(a), rationalText(x), a.toString());
        assert.equal(read(a.plus(b)), rationalText(x.add(y)));
        assert.equal(read(a.times(b)), rationalText(x.mul(y)));
      }),
      { numRuns: 150 },
    );
  });

  it('are equal exactly where their texts are, also under names that look alike', () => {
    fc.assert(
      fc.property(terms, terms, (p, q) => {
        const [a, b] = [polynomial(p), polynomial(q)];
        assert.equal(a.equals(b), a.toString() === b.toString());
      }),
      { numRuns: 100 },
    );
    const names = ['x1', 'x01', 'X1', 'x_1'].map((name) => Polynomial.symbol(sym(name)));
    const sum = (all: readonly Polynomial[]): string => all.reduce((a, b) => a.plus(b)).toString();
    const product = (all: readonly Polynomial[]): string => all.reduce((a, b) => a.times(b)).toString();
    assert.equal(sum(names), sum(names.toReversed()));
    assert.equal(product(names), product(names.toReversed()));
    assert.equal(sum(names).split(' + ').length, 4);
  });

  const [n, m, k, x] = [sym('n'), sym('m'), sym('k', [1]), sym('x', [2])].map((symbol) =>
    Polynomial.symbol(symbol),
  );
  if (!n || !m || !k || !x) throw new Error('A symbol is missing.');
  const number = (value: number, d = 1): Polynomial => Polynomial.constant(fraction(value, d));
  const minus = number(-1);
  const printed: readonly (readonly [Polynomial, text: string, tex: string])[] = [
    [number(0), '0', '0'],
    [number(-1, 2), '-1/2', '-\\frac{1}{2}'],
    [m.times(minus).plus(number(1)).plus(n), 'n - m + 1', 'n - m + 1'],
    [k.times(x).plus(n.power(2).times(number(2))), '2*n^2 + k1*x2', '2 n^{2} + k_{1} x_{2}'],
    [n.plus(m).power(2), 'm^2 + n^2 + 2*m*n', 'm^{2} + n^{2} + 2 m n'],
    [n.plus(number(1)).power(3), 'n^3 + 3*n^2 + 3*n + 1', 'n^{3} + 3 n^{2} + 3 n + 1'],
    [n.times(minus), '-n', '-n'],
    [n.times(number(1, 2)).plus(number(-3)), 'n/2 - 3', '\\frac{n}{2} - 3'],
    [n.plus(number(-3)).times(number(1, 2)), '(n - 3)/2', '\\frac{n - 3}{2}'],
    [n.plus(m).times(number(-3, 2)), '-(3*m + 3*n)/2', '-\\frac{3 m + 3 n}{2}'],
    [Polynomial.symbol(sym('alpha')).times(number(2, 3)), '2*alpha/3', '\\frac{2 \\alpha}{3}'],
    [Polynomial.symbol(sym('w', [10])).plus(Polynomial.symbol(sym('w', [9]))), 'w9 + w10', 'w_{9} + w_{10}'],
    [Polynomial.symbol(sym('k', [2, 3])), 'k2_3', 'k_{2,3}'],
    [Polynomial.symbol(sym('in_channels')), 'in_channels', '\\mathrm{in\\_channels}'],
  ];
  for (const [value, text, tex] of printed)
    it(`print ${text}`, () => {
      assert.equal(value.toString(), text);
      assert.equal(value.toTex(), tex);
    });

  it('print for people with real signs', () => {
    assert.equal(scalarLabel(n.times(m).times(number(2)).plus(minus)), '2·m·n − 1');
    assert.equal(scalarLabel(fraction(-1234567)), '−1,234,567');
    assert.equal(scalarLabel(fraction(-1, 3)), '−1/3');
    assert.equal(scalarLabel(2 / 3), '≈ 0.666667');
    assert.match(scalarLabel(integer(10n ** 99n)), /^1,000,.*… \(100 digits\)$/);
  });

  it('know when they are a number or a single symbol', () => {
    assert.equal(n.plus(n.times(minus)).constant?.toString(), '0');
    assert.equal(n.constant, undefined);
    assert.equal(n.symbol?.text, 'n');
    assert.equal(n.times(number(2)).symbol, undefined);
    assert.equal(n.power(2).symbol, undefined);
    assert.deepEqual(
      n
        .plus(k.times(m))
        .symbols()
        .map(({ text }) => text),
      ['k1', 'm', 'n'],
    );
    assert.ok(isRational(add(n, multiply(n, integer(-1)))));
    assert.ok(isRational(power(n, integer(0))));
  });

  it('are refused where they would be too long', () => {
    const sum = Array.from({ length: 200 }, (_, index) => Polynomial.symbol(sym('x', [index]))).reduce(
      (a, b) => a.plus(b),
    );
    assert.match(
      refused(() => sum.times(sum)),
      /more than 20000 steps/,
    );
    assert.match(
      refused(() => n.plus(m).power(65)),
      /up to 64/,
    );
    assert.match(
      refused(() => n.power(10_001)),
      /up to 10000/,
    );
    assert.match(
      refused(() => n.scale(integer(10n ** 9000n)).power(10_000)),
      /10000 digits/,
    );
    assert.equal(n.power(10_000).toString(), 'n^10000');
  });

  it('have no order, and don’t mix with reals', () => {
    assertSentence(refused(() => compare(n, integer(0))));
    assertSentence(refused(() => power(integer(2), n)));
    assertSentence(refused(() => power(n, fraction(1, 2))));
    assertSentence(refused(() => divide(n, integer(0))));
    assertSentence(refused(() => divide(n, add(n, multiply(n, integer(-1))))));
    assertSentence(refused(() => add(n, Math.PI)));
    assert.equal(compare(add(n, integer(1)), n), 1);
  });
});

describe('digits in groups', () => {
  for (const [value, text] of [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1234567, '−1,234,567'],
    [12345.6789, '12,345.6789'],
    [58_064_400n, '58,064,400'],
    [-(10n ** 21n), '−1,000,000,000,000,000,000,000'],
    [1e21, '1,000,000,000,000,000,000,000'],
    ['-1000', '−1,000'],
  ] as const)
    it(`${value} is ${text}`, () => {
      assert.equal(groupDigits(value), text);
    });

  it('are the digits themselves', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (value) => {
        const text = groupDigits(value);
        assert.equal(text.replaceAll(',', '').replace('−', '-'), value.toString());
        assert.match(text, /^−?\d{1,3}(,\d{3})*$/);
      }),
      { numRuns: 100 },
    );
  });
});
