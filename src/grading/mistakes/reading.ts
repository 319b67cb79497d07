import { DEFAULT_CONVENTIONS, type Value } from '../../core';
import {
  emptyScope,
  evaluate,
  outcomeOf,
  parseExpression,
  substitute,
  within,
  type Expression,
  type Scope,
} from '../../problem';

/** Where the catalogue's formulas stand: in no file. */
export const NOWHERE = {
  kind: 'scalar',
  text: '',
  quoted: false,
  start: 0,
  end: 0,
  offsetOf: () => 0,
} as const;

/** The scope in which the catalogue's formulas are read: nothing but the functions. */
export const CATALOGUE_SCOPE = emptyScope(DEFAULT_CONVENTIONS);

const parsed = new Map<string, Expression | undefined>();

/** A formula of the catalogue with its symbols put in; undefined where a symbol is not known. */
export function formula(source: string, symbols: ReadonlyMap<string, Expression>): Expression | undefined {
  let expression = parsed.get(source);
  if (!expression) {
    const read = parseExpression(source);
    if (read.kind === 'syntax-failure') throw new Error(`“${source}” is no formula: ${read.message}`);
    parsed.set(source, (expression = read));
  }
  const missing = new Set<string>();
  const whole = substitute(expression, (node) => {
    if (node.kind !== 'name' || FUNCTIONS_USED.has(node.name)) return undefined;
    const symbol = symbols.get(node.name);
    if (!symbol) missing.add(node.name);
    return symbol;
  });
  return missing.size > 0 ? undefined : whole;
}

const FUNCTIONS_USED = new Set(['floor', 'ceil']);

/** The value of an expression; undefined where it has none, or not yet. */
export function valueOf(expression: Expression | undefined, scope: Scope): Value | undefined {
  if (!expression) return undefined;
  const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(expression, scope)));
  return outcome.kind === 'value' && outcome.value.kind !== 'undefined' ? outcome.value : undefined;
}
