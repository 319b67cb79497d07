import { isRational, OverBudget, sameValue, scalarOf, toReal, type Value } from '../core';
import {
  evaluate,
  outcomeOf,
  partIn,
  PARTS,
  visit,
  withNames,
  within,
  type Expression,
  type FieldSheet,
  type PartSheet,
} from '../problem';
import { NOWHERE } from './mistakes/reading';

/** What somebody answered to the parts above, where that is not their key. */
export type Earlier = ReadonlyMap<string, { readonly own: Value; readonly key: Value }>;

/** A number that is larger or smaller than the right one by more than this is no answer to go on with. */
const FARTHEST = 1e6;

/**
 * The parts whose own answers, right or not, lead to this answer; undefined where none do. An answer that would make the
 * rest trivial, such as 0, is not carried on.
 */
export function carriedFrom(
  answer: Value,
  key: Value,
  field: FieldSheet,
  part: PartSheet,
  earlier: Earlier,
): readonly string[] | undefined {
  const { expression } = field;
  if (!expression) return undefined;
  const used = usedParts(expression).filter((id) => part.uses?.includes(id) ?? true);
  const carried = used.filter((id) => {
    const found = earlier.get(id);
    return found !== undefined && isFair(found.own, found.key);
  });
  if (carried.length === 0) return undefined;
  const own = new Map(carried.flatMap((id) => entry(id, earlier.get(id)?.own)));
  const follows = keyWith(expression, part, own);
  if (!follows || sameValue(follows, key) === true) return undefined;
  return sameValue(follows, answer) === true ? carried : undefined;
}

function entry(id: string, value: Value | undefined): readonly (readonly [string, Value])[] {
  return value ? [[PARTS + id, value]] : [];
}

function usedParts(expression: Expression): readonly string[] {
  const ids = new Set<string>();
  visit(expression, (node) => {
    const id = partIn(node);
    if (id !== undefined && id !== '') ids.add(id);
  });
  return [...ids];
}

/** Whether an answer is of the right kind and neither 0, 1 nor out of all proportion where the right one isn’t. */
function isFair(own: Value, key: Value): boolean {
  const [given, right] = [scalarOf(own), scalarOf(key)];
  if (!isRational(given) || !isRational(right)) return own.kind === key.kind;
  const [size, wanted] = [toReal(given), toReal(right)];
  if (size === 0 || wanted === 0 || Math.sign(size) !== Math.sign(wanted)) return false;
  if (size === 1) return false;
  const ratio = size / wanted;
  return ratio <= FARTHEST && ratio >= 1 / FARTHEST;
}

function keyWith(
  expression: Expression,
  part: PartSheet,
  own: ReadonlyMap<string, Value>,
): Value | undefined {
  try {
    const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(expression, withNames(part.scope, own))));
    return outcome.kind === 'value' ? outcome.value : undefined;
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}
