import { MAX_OPERATIONS, MAX_SLOW_OPERATIONS, requireOperations } from '../limits';
import { ProductSum } from '../numbers/product-sum';
import { integer } from '../numbers/rational';
import { compare, ZERO, type Scalar } from '../numbers/scalar';
import type { Entries } from './entries';
import type { Touch } from './mesh';
import type { Sequence, Walk } from './walk';

/** The entries of the three tensors that meet; of those of the target, none are read. */
export interface Operands {
  readonly weights: Entries;
  readonly places: Entries;
  readonly under: Entries;
}

/** The two tensors whose entries are multiplied, the one of the kernel's grid first, and where theirs stand. */
interface Factors {
  readonly left: Entries;
  readonly leftAt: (touch: Touch) => number;
  readonly right: Entries;
  /** Undefined where the padding is zero. */
  readonly rightAt: (touch: Touch) => number | undefined;
}

const weightAt = ({ weightAt: at }: Touch): number => at;
const placeAt = ({ placeAt: at }: Touch): number => at;
const underAt = ({ underAt: at }: Touch): number | undefined => at;

function factorsOf({ form }: Walk, { weights, places, under }: Operands): Factors {
  switch (form) {
    case 'gather':
      return { left: weights, leftAt: weightAt, right: under, rightAt: underAt };
    case 'spread':
      return { left: weights, leftAt: weightAt, right: places, rightAt: placeAt };
    case 'taps':
      return { left: places, leftAt: placeAt, right: under, rightAt: underAt };
  }
}

/** What is multiplied where a weight meets a cell; the value of a padding of zeros is 0. */
export function factors(walk: Walk, operands: Operands, touch: Touch): readonly [Scalar, Scalar] {
  const { left, leftAt, right, rightAt } = factorsOf(walk, operands);
  const at = rightAt(touch);
  return [left.at(leftAt(touch)), at === undefined ? ZERO : right.at(at)];
}

/**
 * The sum of the products of touches, exact; of a maximum, the largest cell, which is never of the padding: undefined where
 * there is no other.
 * @throws MathError where the work is too much, for the maximum of symbols, and for symbols among approximations.
 */
export function combined(walk: Walk, operands: Operands, touches: Sequence<Touch>): Scalar | undefined {
  const { length } = touches;
  const { left, leftAt, right, rightAt } = factorsOf(walk, operands);
  if (walk.mesh.combines === 'max') return largest(right, rightAt, touches);
  const [a, b] = [left.plain, right.plain];
  if (a && b && a.most * b.most * length <= Number.MAX_SAFE_INTEGER) {
    requireOperations(length, 'One sum of this walk', MAX_OPERATIONS);
    let sum = 0;
    for (let index = 0; index < length; index++) {
      const touch = touches.at(index);
      const at = rightAt(touch);
      if (at !== undefined) sum += a.at(leftAt(touch)) * b.at(at);
    }
    return integer(sum);
  }
  requireOperations(length, 'One sum of this walk', MAX_SLOW_OPERATIONS);
  const sum = new ProductSum();
  for (let index = 0; index < length; index++) {
    const touch = touches.at(index);
    const at = rightAt(touch);
    if (at !== undefined) sum.add(left.at(leftAt(touch)), right.at(at));
  }
  return sum.value();
}

function largest(
  entries: Entries,
  indexOf: (touch: Touch) => number | undefined,
  touches: Sequence<Touch>,
): Scalar | undefined {
  let found: Scalar | undefined;
  for (let index = 0; index < touches.length; index++) {
    const at = indexOf(touches.at(index));
    if (at === undefined) continue;
    const value = entries.at(at);
    if (found === undefined || compare(value, found) > 0) found = value;
  }
  return found;
}
