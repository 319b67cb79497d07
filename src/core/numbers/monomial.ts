import { compareAtoms, isWhole, type Atom, type Monomial } from './atom';

/** The text that is its identity. */
export function keyOf(monomial: Monomial): string {
  const [first, second] = monomial;
  if (!first) return '';
  if (!second) return factorKey(first);
  if (monomial.length === 2) return `${factorKey(first)}*${factorKey(second)}`;
  return monomial.map(factorKey).join('*');
}

function factorKey([{ text }, power]: Monomial[number]): string {
  return power === 1 ? text : `${text}^${power}`;
}

export function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: (readonly [Atom, number])[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    if (!left && !right) return result;
    const order = !left ? 1 : !right ? -1 : compareAtoms(left[0], right[0]);
    if (left && right && order === 0) {
      if (left[1] + right[1] !== 0) result.push([left[0], left[1] + right[1]]);
    } else if (left && order < 0) result.push(left);
    else if (right) result.push(right);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
}

/** @param exponent an integer. */
export function powerOfMonomial(monomial: Monomial, exponent: number): Monomial {
  return exponent === 0 ? [] : monomial.map(([atom, power]) => [atom, power * exponent] as const);
}

/** The factors above and below the line of a fraction, both with powers of 1 and more. */
export function splitMonomial(monomial: Monomial): { readonly over: Monomial; readonly under: Monomial } {
  return {
    over: monomial.filter(([, power]) => power > 0),
    under: powerOfMonomial(
      monomial.filter(([, power]) => power < 0),
      -1,
    ),
  };
}

/** The sum of the powers above the line. */
export function degreeOf(monomial: Monomial): number {
  return monomial.reduce((sum, [, power]) => sum + Math.max(0, power), 0);
}

/** Whether integers put in for its symbols give an integer. */
export function isWholeMonomial(monomial: Monomial): boolean {
  return monomial.every(([atom, power]) => power > 0 && isWhole(atom));
}

/** The lexicographic order, which products keep: what polynomials are divided by. */
export function compareLexically(a: Monomial, b: Monomial): number {
  for (let at = 0; ; at++) {
    const [left, right] = [a[at], b[at]];
    if (!left && !right) return 0;
    const order = !left ? 1 : !right ? -1 : compareAtoms(left[0], right[0]);
    if (order < 0) return Math.sign(left?.[1] ?? 0);
    if (order > 0) return -Math.sign(right?.[1] ?? 0);
    const powers = (left?.[1] ?? 0) - (right?.[1] ?? 0);
    if (powers !== 0) return powers;
  }
}

/** As textbooks order terms of one degree: higher powers first, then by atom: a³, b³, a²·b, a·b², a·b·c. */
export function compareForReading(a: Monomial, b: Monomial): number {
  const highest = (monomial: Monomial): number =>
    monomial.reduce((most, [, power]) => Math.max(most, power), 0);
  if (highest(a) !== highest(b)) return highest(b) - highest(a);
  for (const [index, [atom, power]] of a.entries()) {
    const other = b[index];
    if (!other) return 1;
    const order = compareAtoms(atom, other[0]) || other[1] - power;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
