import { MathError } from '../failure';
import { MAX_TERMS } from '../limits';
import type { Monomial, Terms } from './atom';
import { keyOf } from './monomial';
import { integer, limited, ONE, type Rational } from './rational';

/** An exact number: a plain one where it is an integer below 2^53, which is most of the time. */
export type Coefficient = Rational | number;

interface Running {
  readonly monomial: Monomial;
  coefficient: Rational;
  /** In place of the coefficient, as long as it is plain. */
  plain: number | undefined;
}

/** A sum of terms that is being made: exact, in one map, so that adding a term never copies what is there. */
export class TermSum {
  private readonly running = new Map<string, Running>();

  /** @throws MathError where there are too many terms, or a coefficient is too long. */
  add(monomial: Monomial, coefficient: Coefficient): void {
    const key = keyOf(monomial);
    const there = this.running.get(key);
    if (there) {
      const sum = plus(there.plain ?? there.coefficient, coefficient);
      there.plain = typeof sum === 'number' ? sum : undefined;
      if (typeof sum !== 'number') there.coefficient = sum;
      return;
    }
    if (this.running.size >= MAX_TERMS) throw new MathError(`This formula has more than ${MAX_TERMS} terms.`);
    const plain = typeof coefficient === 'number' ? coefficient : undefined;
    this.running.set(key, {
      monomial,
      coefficient: typeof coefficient === 'number' ? ONE : coefficient,
      plain,
    });
  }

  /** The terms; nothing may be added any more. */
  terms(): Terms {
    for (const [key, term] of this.running) {
      if (term.plain !== undefined) term.coefficient = integer(term.plain);
      if (term.coefficient.n === 0n) this.running.delete(key);
    }
    return this.running;
  }
}

const PLAIN = 1n << 53n;

function plain(value: Rational): Coefficient {
  if (value === ONE) return 1;
  if (value.d !== 1n || value.n >= PLAIN) return value;
  return value.s < 0n ? -Number(value.n) : Number(value.n);
}

/** The number as a rational. */
export function exact(value: Coefficient): Rational {
  return typeof value === 'number' ? integer(value) : value;
}

/** The sum of two numbers, plain where it can be. */
export function plus(a: Coefficient, b: Coefficient): Coefficient {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return limited(exact(a).add(exact(b)));
}

/** The product of two numbers, plain where it can be. */
export function productOf(a: Rational, b: Rational): Coefficient {
  const [x, y] = [plain(a), plain(b)];
  if (typeof x === 'number' && typeof y === 'number') {
    const product = x * y;
    if (Number.isSafeInteger(product)) return product;
  }
  return limited(a.mul(b));
}
