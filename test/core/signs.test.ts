import assert from 'node:assert/strict';
import fc from 'fast-check';
import { integer, Polynomial, scalarValue, sym, valueText, type Rational, type Value } from '../../src/core';
import { numbersFor } from './support/slides';
import { refusal, valueOf } from './support/values';

const LETTERS = ['x', 'y', 'z'] as const;
const SYMBOLS: Readonly<Record<string, Value>> = Object.fromEntries(
  LETTERS.map((name) => [name, scalarValue(Polynomial.symbol(sym(name, [], false)))]),
);

/** A sum of a few products as text: powers from −2 to 4, many of them even. */
const formulas: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom(1, 2, 3, 5, -1, -2),
      fc.array(fc.tuple(fc.constantFrom(...LETTERS), fc.constantFrom(2, 2, 2, 4, -2, 1, 3)), {
        maxLength: 2,
      }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((terms) =>
    terms
      .map(([factor, powers]) =>
        [`(${factor})`, ...powers.map(([name, power]) => `${name}^(${power})`)].join('*'),
      )
      .join(' + '),
  );

/** Points where nothing divides by 0, and such with zeros where nothing divides. */
function points(source: string): Readonly<Record<string, Value>>[] {
  return Array.from({ length: 15 }, (_, seed) => {
    const numbers = numbersFor(3, seed);
    const at = (number: number): Rational =>
      integer(number === 0 && source.includes('(-2)') ? 7 : number).div(1 + (seed % 3));
    return Object.fromEntries(LETTERS.map((name, index) => [name, scalarValue(at(numbers[index] ?? 0))]));
  });
}

/** What a call gives in symbols, or undefined where it says that it depends on them. */
function told(call: string): Value | undefined {
  try {
    return valueOf(call, SYMBOLS);
  } catch (error) {
    if (error instanceof Error && error.message.includes('depends on the symbols')) return undefined;
    throw error;
  }
}

describe('the sign of a formula', () => {
  for (const [call, least] of [
    ['abs(A)', 15],
    ['max(A, B)', 5],
    ['min(A, B)', 5],
    ['max([A, B])', 5],
    ['relu(A)', 15],
    ['sign(A)', 5],
    ['step(A)', 5],
    ['argmax([A, B])', 3],
    ['A >= B', 3],
  ] as const)
    it(`${call}: what is said in symbols holds for every number, and is said at times`, () => {
      let said = 0;
      fc.assert(
        fc.property(formulas, formulas, (a, b) => {
          const source = call.replace('A', a).replace('B', b);
          const value = told(source);
          if (!value) return;
          said++;
          for (const at of points(source)) {
            const wanted = valueText(valueOf(source, at));
            const text = value.kind === 'formula' ? `(${value.value.toString()})` : valueText(value);
            const found: string = value.kind === 'formula' ? valueText(valueOf(text, at)) : text;
            assert.equal(found, wanted, source);
          }
        }),
        { numRuns: 300 },
      );
      assert.ok(said >= least, `${said} of 300`);
    });

  for (const [source, text] of [
    ['abs(x^2)', 'x^2'],
    ['abs(-3*x^2*y^4)', '3·x^2·y^4'],
    ['abs(-x^2 - 1)', 'x^2 + 1'],
    ['max(0, x^2)', 'x^2'],
    ['min([x^2, -y^2])', '−y^2'],
    ['max(x + 1, x)', 'x + 1'],
    ['sign(x^2 + 1)', '1'],
    ['sign([-3, 0, 1/2])', '[−1, 0, 1]'],
    ['x^2/(y^2 + 1) >= 0 - 1', 'true'],
  ] as const)
    it(`${source} is ${text}`, () => {
      assert.equal(valueText(valueOf(source, SYMBOLS)), text);
    });

  it('is refused where it is not told', () => {
    for (const source of [
      'abs(x)',
      'abs(x*y)',
      'max(x, y)',
      'min(x^2, y^2)',
      'sign(x^2)',
      'abs(x^2 - y^2)',
      'step(x^2)',
    ])
      assert.match(refusal(source, SYMBOLS), /depends on the symbols/, source);
  });
});
