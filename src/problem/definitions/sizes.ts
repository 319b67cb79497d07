import {
  compare,
  describe,
  equal,
  floor,
  integer,
  isInteger,
  isRational,
  isSymbolic,
  scalarOf,
  scalarText,
  type Scalar,
  type Value,
} from '../../core';

/** Whether a size is a number that can be one, or a formula that gives whole numbers. */
export function isSize(size: Scalar, least: number): boolean {
  if (typeof size === 'number') return false;
  return isRational(size) ? isInteger(size) && compare(size, integer(least)) >= 0 : equal(floor(size), size);
}

/** What is wrong with a value that is no size. */
export function not(value: Value): string {
  const size = scalarOf(value);
  return size !== undefined && isSymbolic(size)
    ? ` that is whole: ${scalarText(size)} need not be, floor(${scalarText(size)}) is`
    : `; this is ${describe(value)}`;
}
