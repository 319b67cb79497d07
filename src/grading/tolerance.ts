import {
  attempt,
  compare,
  equal,
  integer,
  isRational,
  multiply,
  negate,
  rationalFromText,
  scalarOf,
  subtract,
  tensorOf,
  toReal,
  toTensor,
  type Scalar,
  type Tensor,
  type Value,
} from '../core';
import type { Tolerance } from '../problem';

/** Entries of a value that are compared one by one. */
const MAX_ENTRIES = 100_000;

/**
 * Whether every number of an answer is near enough to that of the key.
 * @returns undefined where the two have no numbers that could be compared.
 */
export function isNear(key: Value, answer: Value, tolerance: Tolerance): boolean | undefined {
  const [wanted, found] = [numbersOf(key), numbersOf(answer)];
  if (!found || wanted?.shape.join() !== found.shape.join()) return undefined;
  const given = found.entries();
  return wanted.entries().every((entry, index) => {
    const other = given[index];
    return other !== undefined && attempt(() => isNearScalar(entry, other, tolerance)) === true;
  });
}

function numbersOf(value: Value): Tensor | undefined {
  if (['boolean', 'choice', 'text', 'undefined'].includes(value.kind)) return undefined;
  if (value.kind === 'matrix')
    return value.matrix.rows * value.matrix.cols <= MAX_ENTRIES ? toTensor(value.matrix) : undefined;
  const scalar = scalarOf(value);
  const tensor = scalar === undefined ? tensorOf(value) : tensorOf({ kind: 'list', items: [value] });
  return tensor && tensor.size <= MAX_ENTRIES ? tensor : undefined;
}

function isNearScalar(key: Scalar, answer: Scalar, tolerance: Tolerance): boolean {
  if (equal(key, answer)) return true;
  const distance = sizeOf(subtract(answer, key));
  return boundsOf(key, tolerance).some((bound) => compare(distance, bound) <= 0);
}

/** @throws MathError for symbols, which have no size. */
function sizeOf(value: Scalar): Scalar {
  return compare(value, integer(0)) < 0 ? negate(value) : value;
}

/** How far an answer may be off, by each rule that there is. */
function boundsOf(key: Scalar, { absolute, relative, digits }: Tolerance): readonly Scalar[] {
  return [
    ...(absolute === undefined ? [] : [absolute]),
    ...(relative === undefined ? [] : [multiply(relative, sizeOf(key))]),
    ...(digits === undefined ? [] : [halfUnit(key, digits)]),
  ];
}

/** Half a unit of a digit of a number, counted from its first that isn't 0. */
function halfUnit(key: Scalar, digits: number): Scalar {
  const real = typeof key === 'number' || isRational(key) ? toReal(key) : 0;
  if (real === 0 || !Number.isFinite(real)) return integer(0);
  const power = Number(real.toExponential().split('e')[1]);
  return rationalFromText(`5e${power - digits}`);
}
