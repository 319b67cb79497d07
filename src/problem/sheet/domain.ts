import { scalarValue, sym, Polynomial, type Value } from '../../core';
import { evaluate } from '../expression/evaluate';
import type { Expression } from '../expression/ast';
import { withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import type { Node } from '../text/node';
import { itemsOf } from '../text/node';
import { isName, RESERVED_NAMES } from '../names';
import { FindingError } from './errors';
import { expressionOf, outcomeOf, within } from './evaluate-node';

/** A free symbol and what it may stand for. Bounds may name symbols before it. */
export interface Variable {
  readonly name: string;
  /** Undefined for any real number. */
  readonly bounds:
    { readonly from: Expression; readonly to: Expression; readonly integers: boolean } | undefined;
}

/** Reads `variables`: names with a domain each (`1..64` integers, `[0, 1]` reals), or a list of names. */
export function readVariables(node: Node | undefined): {
  readonly variables: readonly Variable[];
  readonly findings: readonly Finding[];
} {
  const variables: Variable[] = [];
  const findings: Finding[] = [];
  const named =
    node?.kind === 'map'
      ? node.entries.map(({ key, value }) => ({ key, value }))
      : itemsOf(node).map((item) => ({ key: item, value: undefined }));
  for (const { key, value } of named) {
    if (key.kind !== 'scalar' || !isName(key.text) || RESERVED_NAMES.has(key.text)) {
      findings.push(finding('reserved-name', key, 'A variable is a name of letters and digits.'));
      continue;
    }
    try {
      variables.push({ name: key.text, bounds: value && boundsOf(value) });
    } catch (error) {
      if (!(error instanceof FindingError)) throw error;
      findings.push(error.finding);
    }
  }
  return { variables, findings };
}

function boundsOf(node: Node): NonNullable<Variable['bounds']> {
  if (node.kind === 'list') {
    const [from, to, ...more] = node.items;
    if (from?.kind === 'scalar' && to?.kind === 'scalar' && more.length === 0)
      return { from: expressionOf(from), to: expressionOf(to), integers: false };
  } else if (node.kind === 'scalar') {
    const expression = expressionOf(node);
    if (expression.kind === 'range') return { from: expression.from, to: expression.to, integers: true };
  }
  throw new FindingError(
    finding(
      'expected',
      node,
      'A domain is a range of integers, as 1..64, or two bounds for reals, as [0, 1].',
    ),
  );
}

/** The variables as symbols; only those that stand for integers are whole. */
export function symbolsOf(variables: readonly Variable[]): ReadonlyMap<string, Value> {
  return new Map(
    variables.map(({ name, bounds }) => [
      name,
      scalarValue(Polynomial.symbol(sym(name, [], bounds?.integers ?? false))),
    ]),
  );
}

/**
 * The bounds of a variable where those before it have values.
 * @returns undefined for a real without bounds, and where the bounds can't be computed there.
 */
export function boundsAt(
  variable: Variable,
  chosen: ReadonlyMap<string, Value>,
  scope: Scope,
): { readonly from: Value; readonly to: Value } | undefined {
  const { bounds } = variable;
  if (!bounds) return undefined;
  const inner = withNames(scope, chosen);
  const [from, to] = [bounds.from, bounds.to].map((bound) =>
    outcomeOf(() => within(NOWHERE, () => evaluate(bound, inner))),
  );
  return from?.kind === 'value' && to?.kind === 'value' ? { from: from.value, to: to.value } : undefined;
}

const NOWHERE = { kind: 'scalar', text: '', quoted: false, start: 0, end: 0, offsetOf: () => 0 } as const;
