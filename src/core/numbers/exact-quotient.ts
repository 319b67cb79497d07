import type { Monomial, Term, Terms } from './atom';
import { compareLexically, multiplyMonomials, powerOfMonomial } from './monomial';
import { limited, ONE, type Rational } from './rational';
import { TermSum } from './term-sum';

/** Terms of dividend times terms of divisor up to which a division is tried. */
const MAX_TRIED = 2000;

/** The highest powers that all terms have in common; below 0 where some term divides. */
export function commonFactor(terms: Terms): Monomial {
  const [first, ...others] = [...terms.values()].map(({ monomial }) => monomial);
  const atoms = new Map([first ?? [], ...others].flat().map(([atom]) => [atom.text, atom]));
  return [...atoms.values()]
    .map((atom) => {
      const powers = [first ?? [], ...others].map(
        (monomial) => monomial.find(([{ text }]) => text === atom.text)?.[1] ?? 0,
      );
      return [atom, Math.min(...powers)] as const;
    })
    .filter(([, power]) => power !== 0)
    .map(([atom, power]): Monomial => [[atom, power]])
    .reduce(multiplyMonomials, []);
}

/** Every term times one. */
export function timesTerm(terms: Terms, monomial: Monomial, coefficient: Rational): Terms {
  const sum = new TermSum();
  for (const term of terms.values())
    sum.add(multiplyMonomials(term.monomial, monomial), limited(term.coefficient.mul(coefficient)));
  return sum.terms();
}

/** The term that comes first in the lexicographic order. */
export function leadingTerm(terms: Terms): Term | undefined {
  let leading: Term | undefined;
  for (const term of terms.values())
    if (!leading || compareLexically(term.monomial, leading.monomial) > 0) leading = term;
  return leading;
}

/**
 * The polynomial that times `divisor` is `dividend`; both have powers of 0 and more, the divisor two terms and more.
 * @returns undefined where there is none, and where looking for it takes long.
 */
export function exactQuotient(dividend: Terms, divisor: Terms): Terms | undefined {
  const leading = leadingTerm(divisor);
  if (!leading || dividend.size * divisor.size > MAX_TRIED) return undefined;
  const quotient = new TermSum();
  let rest = dividend;
  for (let step = 0; rest.size > 0; step++) {
    const next = leadingTerm(rest);
    if (!next || step > MAX_TRIED / divisor.size) return undefined;
    const monomial = multiplyMonomials(next.monomial, powerOfMonomial(leading.monomial, -1));
    if (monomial.some(([, power]) => power < 0)) return undefined;
    const coefficient = next.coefficient.div(leading.coefficient);
    quotient.add(monomial, coefficient);
    const left = new TermSum();
    for (const term of rest.values()) left.add(term.monomial, term.coefficient);
    for (const term of timesTerm(divisor, monomial, coefficient.mul(-1)).values())
      left.add(term.monomial, term.coefficient);
    rest = left.terms();
  }
  return quotient.terms();
}

/** The number that leaves coprime integer coefficients, the leading one positive, where the terms are divided by it. */
export function contentOf(terms: Terms): Rational {
  let content: Rational | undefined;
  for (const { coefficient } of terms.values())
    content = content ? content.gcd(coefficient) : coefficient.abs();
  const size = content ?? ONE;
  return (leadingTerm(terms)?.coefficient.s ?? 1n) < 0n ? size.neg() : size;
}

/** The least common multiple of the coefficients' denominators. */
export function commonDenominator(terms: Terms): bigint {
  let result = 1n;
  for (const { coefficient } of terms.values()) {
    let [a, b] = [result, coefficient.d];
    while (b > 0n) [a, b] = [b, a % b];
    result = (result / a) * coefficient.d;
  }
  return result;
}
