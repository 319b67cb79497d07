import fc from 'fast-check';
import {
  add,
  attempt,
  ceil,
  divide,
  floor,
  integer,
  isFailure,
  multiply,
  Polynomial,
  subtract,
  sym,
  type Scalar,
} from '../../src/core';

export const LETTERS = ['n', 'k', 's'] as const;
/** A formula, as text for the tests' own reader and as the core computes it. */
export interface Written {
  readonly text: string;
  readonly value: () => Scalar;
}

export const { formula } = fc.letrec<{ formula: Written }>((tie) => {
  const two = (sign: string, combine: (a: Scalar, b: Scalar) => Scalar): fc.Arbitrary<Written> =>
    fc.tuple(tie('formula'), tie('formula')).map(([a, b]) => ({
      text: `(${a.text} ${sign} ${b.text})`,
      value: () => combine(a.value(), b.value()),
    }));
  const one = (name: string, change: (a: Scalar) => Scalar): fc.Arbitrary<Written> =>
    tie('formula').map((a) => ({ text: `${name}(${a.text})`, value: () => change(a.value()) }));
  return {
    formula: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      fc.constantFrom(...LETTERS).map((name) => ({
        text: name,
        value: (): Scalar => Polynomial.symbol(sym(name)),
      })),
      fc.integer({ min: 0, max: 6 }).map((value) => ({ text: String(value), value: () => integer(value) })),
      two('+', add),
      two('-', subtract),
      two('*', multiply),
      two('/', divide),
      one('floor', floor),
      one('ceil', ceil),
    ),
  };
});

/** What something computes; undefined where it is refused: a divisor is 0, or it would be too long. */
export function computed<T>(compute: () => T): T | undefined {
  const result = attempt(compute);
  return isFailure(result) ? undefined : result;
}
