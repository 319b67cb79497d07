import { callFormulas, FUNCTIONS, textValue, type Argument, type Value } from '../core';
import { evaluate, outcomeOf, visit, within, type Expression, type ScalarNode, type Scope } from '../problem';

/** A part of an expression where it stands, with the names that it can use. */
export interface Calculation {
  readonly expression: Expression;
  readonly scope: Scope;
  /** The scalar in which the expression is written. */
  readonly scalar: ScalarNode;
}

/** Formulas of one expression that are shown. */
const MAX_FORMULAS = 6;

/** The value of a part of an expression; undefined where it has none. */
export function valueAt({ expression, scope, scalar }: Calculation): Value | undefined {
  const outcome = outcomeOf(() => within(scalar, () => evaluate(expression, scope)));
  return outcome.kind === 'value' ? outcome.value : undefined;
}

/**
 * How the counts and sizes in an expression come about: `3·(5·5·3 + 1) = 228`. The formulas of the whole stand alone, those
 * of calls within it behind the call.
 */
export function formulasOf(calculation: Calculation): readonly (readonly [call: string, formula: string])[] {
  const { expression, scalar } = calculation;
  const found: (readonly [string, string])[] = [];
  visit(expression, (node) => {
    if (node.kind !== 'call' || found.length >= MAX_FORMULAS) return;
    const label = node === expression ? '' : scalar.text.slice(node.start, node.end);
    for (const formula of formulasOfCall(node, calculation)) found.push([label, formula]);
  });
  // The formula of the whole says what those of its parts would.
  const own = found.filter(([label]) => label === '');
  return own.length > 0 ? own : found;
}

function formulasOfCall(
  call: Expression & { readonly kind: 'call' },
  { scope, scalar }: Calculation,
): readonly string[] {
  const entry = call.callee.kind === 'name' ? FUNCTIONS.get(call.callee.name) : undefined;
  if (!entry) return [];
  const args: Argument[] = [];
  for (const [position, { name, value: expression }] of call.args.entries()) {
    const parameter =
      name === undefined ? entry.parameters[position] : entry.parameters.find((known) => known.name === name);
    const value =
      expression.kind === 'name' && parameter?.words?.includes(expression.name)
        ? textValue(expression.name)
        : valueAt({ expression, scope, scalar });
    if (!value) return [];
    args.push({ name, value });
  }
  return callFormulas(entry, args, scope.conventions);
}
