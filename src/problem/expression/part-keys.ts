import { OverBudget, type Value } from '../../core';
import type { Expression } from './ast';
import { BeingRead, BrokenDependency, EvaluationError, PARTS, type Scope } from './scope';

/** The key of a part above, where an expression asks for one: `parts.a`, `parts["e-1"]`; undefined where it doesn't. */
export function partKey(node: Expression, scope: Scope): Value | undefined {
  const id = partIn(node);
  if (id === undefined) return undefined;
  const found = id === '' ? undefined : scope.lookup(PARTS + id);
  switch (found?.kind) {
    case 'found':
      return found.value;
    case 'computing':
      throw new OverBudget();
    case 'reading':
      throw new BeingRead();
    case 'broken':
    case 'cycle':
      throw new BrokenDependency(PARTS + id);
    case undefined:
      throw new EvaluationError(
        id === ''
          ? '`parts` is followed by the id of a part above: parts.a, parts["e-1"].'
          : `No part above is called “${id}”: \`parts\` has the keys of the parts above in this problem.`,
        node,
        'unknown-name',
      );
  }
}

/** The id of the part that an expression names; empty where it is `parts` alone, undefined where it names none. */
export function partIn(node: Expression): string | undefined {
  if (isParts(node)) return '';
  if (node.kind === 'member' && isParts(node.object)) return node.name;
  const [id, ...more] = node.kind === 'subscript' && isParts(node.object) ? node.subscripts : [];
  return id?.kind === 'text' && more.length === 0 ? id.value : undefined;
}

function isParts(node: Expression): boolean {
  return node.kind === 'name' && node.name === 'parts';
}
