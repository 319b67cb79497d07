import {
  attempt,
  booleanValue,
  compute,
  describe,
  isFailure,
  listValue,
  numberValue,
  scalarValue,
  tensorOf,
  tensorValue,
  undefinedValue,
  type Value,
} from '../../core';
import type { Expression, Span } from './ast';
import { EvaluationError, withNames, type Scope } from './scope';

export const QUANTIFIERS = ['forall', 'exists', 'count', 'list'] as const;
type Quantifier = (typeof QUANTIFIERS)[number];
type Evaluate = (node: Expression, scope: Scope) => Value;

/** Numbers that a quantifier runs over at most. */
const MAX_STEPS = 400_000;

export function isQuantifier(name: string): name is Quantifier {
  return QUANTIFIERS.some((known) => known === name);
}

/** The value of `forall(x in S, claim)` and its kind. */
export function quantified(
  name: Quantifier,
  node: Expression & { readonly kind: 'call' },
  scope: Scope,
  evaluate: Evaluate,
): Value {
  const [over, body, ...others] = node.args;
  if (over?.value.kind !== 'in' || over.value.element.kind !== 'name' || !body || others.length > 0)
    throw new EvaluationError(`${name} is written ${name}(x in 1..9, …).`, node);
  const { element, set } = over.value;
  const items = elements(set, scope, evaluate);
  const results = items.map((item) => ({
    item,
    result: evaluate(body.value, withNames(scope, new Map([[element.name, item]]))),
  }));
  if (name === 'list') return mathematics(node, () => listValue(results.map(({ result }) => result)));
  const holds = results.map(({ item, result }) => {
    if (result.kind !== 'boolean')
      throw new EvaluationError(`${name} takes a claim; this is ${describe(result)}.`, body.value);
    return { item, holds: result.value };
  });
  if (name === 'count') return numberValue(holds.filter((one) => one.holds).length);
  if (name === 'exists') return booleanValue(holds.some((one) => one.holds));
  const against = holds.find((one) => !one.holds);
  return against
    ? {
        kind: 'boolean',
        value: false,
        counterexample: `It fails for ${element.name} = ${describe(against.item).replace(/^the number /, '')}.`,
      }
    : booleanValue(true);
}

function elements(set: Expression, scope: Scope, evaluate: Evaluate): readonly Value[] {
  const value = evaluate(set, scope);
  if (value.kind === 'list') return value.items;
  if (value.kind === 'range' && value.to - value.from >= MAX_STEPS)
    throw new EvaluationError(`This range has more than ${MAX_STEPS} numbers.`, set);
  const tensor = mathematics(set, () => {
    const found = tensorOf(value);
    return found ? tensorValue(found) : undefinedValue('no set');
  });
  if (tensor.kind === 'tensor' && tensor.tensor.rank === 1) return tensor.tensor.entries().map(scalarValue);
  throw new EvaluationError(`A set is a range or a list; this is ${describe(value)}.`, set);
}

function mathematics(span: Span, work: () => Value): Value {
  const result = attempt(() => compute(work));
  if (isFailure(result)) throw new EvaluationError(result.message, span);
  return result;
}
