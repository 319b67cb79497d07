import {
  describe,
  listValue,
  numberValue,
  Polynomial,
  scalarValue,
  sym,
  Tensor,
  tensorOf,
  tensorValue,
  undefinedValue,
  valueText,
  type BooleanValue,
  type Value,
} from '../../core';
import { mathematics } from './mathematics';
import type { Expression } from './ast';
import { EvaluationError, withNames, type Scope } from './scope';

export const QUANTIFIERS = ['forall', 'exists', 'count', 'list'] as const;
type Quantifier = (typeof QUANTIFIERS)[number];
type Evaluate = (node: Expression, scope: Scope) => Value;

/** Numbers that a quantifier runs over at most. */
const MAX_STEPS = 400_000;

export function isQuantifier(name: string): name is Quantifier {
  return QUANTIFIERS.some((known) => known === name);
}

/** The value of `forall(x in S, claim)` and its kind. What decides it is said: the first that fails, or the first that holds. */
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
  const values = evaluate(set, scope);
  if (name === 'forall' && isOfNumbers(values)) {
    const proof = forEveryNumber(element.name, body.value, scope, evaluate);
    if (proof !== undefined) return { kind: 'boolean', value: true, proof };
  }
  const items = elements(values, set);
  const of = (item: Value): Value => evaluate(body.value, withNames(scope, new Map([[element.name, item]])));
  if (name === 'list') return mathematics(node, () => listValue(items.map(of)));
  const claim = (item: Value): BooleanValue => {
    const result = of(item);
    if (result.kind !== 'boolean')
      throw new EvaluationError(`${name} takes a claim; this is ${describe(result)}.`, body.value);
    return result;
  };
  const said = (item: Value, index: number): string =>
    `${element.name} = ${elementText(item, index + scope.conventions.index)}`;
  if (name === 'count') return numberValue(items.filter((item) => claim(item).value).length);
  const wanted = name === 'exists';
  for (const [index, item] of items.entries()) {
    const result = claim(item);
    if (result.value !== wanted) continue;
    return wanted
      ? { kind: 'boolean', value: true, proof: because(`It holds for ${said(item, index)}`, result.proof) }
      : {
          kind: 'boolean',
          value: false,
          counterexample: because(`It fails for ${said(item, index)}`, result.counterexample),
        };
  }
  const tried = `${items.length} value${items.length === 1 ? '' : 's'}`;
  return wanted
    ? { kind: 'boolean', value: false, counterexample: `It fails for all of ${tried} of ${element.name}.` }
    : { kind: 'boolean', value: true, proof: `It holds for each of ${tried} of ${element.name}.` };
}

function because(start: string, reason: string | undefined): string {
  return reason === undefined ? `${start}.` : `${start}: ${reason}`;
}

/** Entries of an element that is shown whole. */
const SHOWN_ENTRIES = 16;

/** An element of a set as people read it: a number or short list itself, a larger one by its place. */
function elementText(item: Value, place: number): string {
  if (item.kind === 'tensor' && item.scene) return `the scene of seed ${item.scene.options.seed}`;
  if (item.kind === 'tensor' && item.tensor.size <= SHOWN_ENTRIES) return valueText(item);
  if (['number', 'real', 'formula', 'text', 'location', 'shape'].includes(item.kind)) return valueText(item);
  return `the element at ${place}, ${describe(item)}`;
}

/** The elements of a range, a list, or a tensor along its first axis: of a matrix its rows. */
function elements(value: Value, set: Expression): readonly Value[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'range' && value.to - value.from >= MAX_STEPS)
    throw new EvaluationError(`This range has more than ${MAX_STEPS} numbers.`, set);
  const whole = mathematics(set, () => {
    const found = tensorOf(value);
    return found ? tensorValue(found) : undefinedValue('no set');
  });
  if (whole.kind === 'tensor' && whole.tensor.rank === 1) return whole.tensor.entries().map(scalarValue);
  if (whole.kind === 'tensor' && whole.tensor.rank === 2) return rowsOf(whole.tensor, set);
  throw new EvaluationError(
    `A set is a range, a list, or the rows of a matrix; this is ${describe(value)}.`,
    set,
  );
}

function rowsOf(tensor: Tensor, set: Expression): readonly Value[] {
  const [rows = 0, cols = 0] = tensor.shape;
  if (rows > MAX_STEPS) throw new EvaluationError(`This matrix has more than ${MAX_STEPS} rows.`, set);
  return Array.from({ length: rows }, (_, row) =>
    tensorValue(Tensor.generate([cols], (col) => tensor.entry(row * cols + col))),
  );
}

/** Whether a set holds numbers alone, as a range does. */
function isOfNumbers(value: Value): boolean {
  return value.kind === 'range' || (value.kind === 'tensor' && value.tensor.rank === 1);
}

/**
 * The proof that an equation of polynomials holds whatever stands for a name; undefined where it is none, or where its sides
 * differ: then the elements of the set decide.
 */
function forEveryNumber(
  name: string,
  body: Expression,
  scope: Scope,
  evaluate: Evaluate,
): string | undefined {
  if (body.kind !== 'binary' || body.operator !== '==') return undefined;
  if (!isPolynomial(body.left) || !isPolynomial(body.right)) return undefined;
  // No name is spelled so: what is given may be formulas in a symbol of this name.
  const symbol: Value = { kind: 'formula', value: Polynomial.symbol(sym(`${name}′`)) };
  try {
    const result = evaluate(body, withNames(scope, new Map([[name, symbol]])));
    return result.kind === 'boolean' && result.value
      ? `Multiplied out, both sides are the same: it holds for every ${name}, not only for these.`
      : undefined;
  } catch (error) {
    // What has no value for a symbol may have one for each number.
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

/** Whether an expression is made of numbers and names by sums and products, quotients by a number and powers with one. */
function isPolynomial(node: Expression): boolean {
  switch (node.kind) {
    case 'number':
    case 'name':
      return true;
    case 'unary':
      return node.operator !== 'not' && isPolynomial(node.operand);
    case 'binary':
      switch (node.operator) {
        case '+':
        case '-':
        case '*':
          return isPolynomial(node.left) && isPolynomial(node.right);
        case '/':
        case '^':
          return isPolynomial(node.left) && node.right.kind === 'number';
        default:
          return false;
      }
    default:
      return false;
  }
}
