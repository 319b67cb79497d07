import {
  compare,
  describe,
  divide,
  integer,
  isRational,
  scalarOf,
  wholeNumberOf,
  type Scalar,
} from '../../core';
import type { Scope } from '../expression/scope';
import { finding } from '../finding';
import { get, type Node } from '../text/node';
import { FindingError } from './errors';
import { evaluateNode } from './evaluate-node';

/** How far a number may be off. An answer that keeps one of these is right. */
export interface Tolerance {
  readonly absolute?: Scalar;
  /** As a part of the key. */
  readonly relative?: Scalar;
  /** Significant digits to which it must agree with the key. */
  readonly digits?: number;
}

/** Digits beyond which a double has none. */
const MOST_DIGITS = 15;

/** Reads `0.01`, `1%`, `{ digits: 3 }` or `{ absolute, relative }`. @throws FindingError. */
export function readTolerance(node: Node, scope: Scope): Tolerance {
  if (node.kind !== 'map')
    return isPercentage(node)
      ? { relative: size(node, 'tolerance', scope) }
      : { absolute: size(node, 'tolerance', scope) };
  const [absolute, relative, digits] = ['absolute', 'relative', 'digits'].map((key) => get(node, key));
  return {
    ...(absolute && { absolute: size(absolute, 'absolute', scope) }),
    ...(relative && { relative: size(relative, 'relative', scope) }),
    ...(digits && { digits: digitsOf(digits, scope) }),
  };
}

function isPercentage(node: Node): boolean {
  return node.kind === 'scalar' && node.text.trimEnd().endsWith('%');
}

/** A number from 0, where it is written with % a hundredth. */
function size(node: Node, key: string, scope: Scope): Scalar {
  const percentage = isPercentage(node) && node.kind === 'scalar';
  const value = evaluateNode(percentage ? { ...node, text: node.text.trimEnd().slice(0, -1) } : node, scope);
  const scalar = scalarOf(value);
  if (
    scalar === undefined ||
    (typeof scalar !== 'number' && !isRational(scalar)) ||
    compare(scalar, integer(0)) < 0
  )
    throw new FindingError(
      finding('expected', node, `\`${key}\` is a number from 0, as 0.01 or 1%; this is ${describe(value)}.`),
    );
  return percentage ? divide(scalar, integer(100)) : scalar;
}

function digitsOf(node: Node, scope: Scope): number {
  const value = evaluateNode(node, scope);
  const digits = wholeNumberOf(value);
  if (digits !== undefined && digits >= 1 && digits <= MOST_DIGITS) return digits;
  throw new FindingError(
    finding(
      'expected',
      node,
      `\`digits\` is a whole number from 1 to ${MOST_DIGITS}; this is ${describe(value)}.`,
    ),
  );
}
