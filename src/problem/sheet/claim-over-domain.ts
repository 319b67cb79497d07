import { booleanValue, OverBudget, spend, valueText, type Value } from '../../core';
import { visit, type Expression } from '../expression/ast';
import { evaluate } from '../expression/evaluate';
import type { Scope } from '../expression/scope';
import { finding } from '../finding';
import type { Node, ScalarNode } from '../text/node';
import type { Variable } from './domain';
import { DomainError, DomainPoints, pointText, type Point } from './domain-points';
import { FindingError } from './errors';
import { outcomeOf, within, type Outcome } from './evaluate-node';

/** What a point costs at least, in microseconds; and where what is given is made anew at it. */
const POINT_US = 20;
const MADE_US = 200;

/** Whether an expression says something of its symbols: it compares. */
export function isComparison(expression: Expression): boolean {
  switch (expression.kind) {
    case 'chain':
      return true;
    case 'unary':
      return expression.operator === 'not' && isComparison(expression.operand);
    case 'binary':
      return ['and', 'or'].includes(expression.operator)
        ? isComparison(expression.left) || isComparison(expression.right)
        : ['==', '!=', '<', '<=', '>', '>='].includes(expression.operator);
    default:
      return false;
  }
}

/** A claim with free symbols. */
interface Claim {
  readonly node: ScalarNode;
  readonly expression: Expression;
  readonly variables: readonly Variable[];
  readonly scope: Scope;
}

/**
 * A claim with free symbols is true where it holds at every point of their domain, and false at the smallest point where it
 * doesn’t. Points at which what is given doesn’t exist are left out.
 * @param outcome what the claim is with the symbols left in: a proof for all numbers stands.
 */
export function claimOverDomain(claim: Claim, outcome: Outcome): Outcome {
  const open =
    outcome.kind === 'failed' ||
    (outcome.kind === 'value' &&
      outcome.value.kind === 'boolean' &&
      !(outcome.value.value && isOfFormulas(claim.expression)));
  const { used, made } = open ? variablesIn(claim) : { used: [], made: false };
  if (used.length === 0) return outcome;
  let found: Value | undefined;
  const decided = outcomeOf(
    () => (found = overPoints(claim, used, made ? MADE_US : POINT_US)) ?? booleanValue(false),
  );
  return found === undefined && decided.kind === 'value' ? outcome : decided;
}

/** Whether a claim that holds of formulas holds of all numbers: formulas that are equal are so, those that differ need not. */
function isOfFormulas(expression: Expression): boolean {
  if (expression.kind !== 'binary') return false;
  const { operator, left, right } = expression;
  return operator === '==' || (operator === 'and' && isOfFormulas(left) && isOfFormulas(right));
}

/** Undefined where there is no point in the domain. @throws FindingError where nothing decides it. */
function overPoints(
  { node, expression, scope }: Claim,
  used: readonly Variable[],
  microseconds: number,
): Value | undefined {
  const domain = new DomainPoints(used, scope);
  let held = 0;
  let every: readonly Point[] | undefined;
  try {
    every = domain.every();
    for (const point of every ?? domain.some()) {
      spend(microseconds);
      const found = at(expression, node, scope, point);
      if (found === 'outside') continue;
      if (!found.value) return found;
      held++;
    }
  } catch (error) {
    if (error instanceof DomainError) throw new FindingError(finding('value', node, error.message));
    throw error;
  }
  if (held === 0) return undefined;
  if (every)
    return {
      kind: 'boolean',
      value: true,
      proof: `It holds at ${held === 1 ? 'the one point' : `each of the ${held} points`} of the domain.`,
    };
  throw new FindingError(
    finding(
      'value',
      node,
      `This held at all ${held} points that were tried, but the domain has more, and nothing proves it for them: choose a smaller domain.`,
    ),
  );
}

/** The claim at a point. @throws FindingError where it says nothing there. */
function at(
  expression: Expression,
  node: ScalarNode,
  scope: Scope,
  point: Point,
): (Value & { readonly kind: 'boolean' }) | 'outside' {
  const there = scope.at(point);
  const outcome = outcomeOf(() => within(node, () => evaluate(expression, there)));
  if (outcome.kind === 'computing' || outcome.kind === 'reading') throw new OverBudget();
  const { value } = outcome.kind === 'value' ? outcome : { value: undefined };
  if (value?.kind === 'boolean') {
    if (value.value) return value;
    return { kind: 'boolean', value: false, counterexample: because(expression, node, there, point, value) };
  }
  if (there.lacking?.() !== undefined) return 'outside';
  if (value?.kind === 'undefined')
    return {
      kind: 'boolean',
      value: false,
      counterexample: `For ${pointText(point)} it has no value: ${value.reason}.`,
    };
  if (outcome.kind === 'failed')
    throw new FindingError({
      ...outcome.finding,
      message: `For ${pointText(point)}: ${outcome.finding.message}`,
    });
  throw new FindingError(finding('value', node, `For ${pointText(point)} this is neither true nor false.`));
}

/** `For n = 1, k = 2: 1 on the left, 2 on the right.` */
function because(
  expression: Expression,
  node: ScalarNode,
  there: Scope,
  point: Point,
  value: Value & { readonly kind: 'boolean' },
): string {
  if (value.counterexample !== undefined) return `For ${pointText(point)}: ${value.counterexample}`;
  if (expression.kind !== 'binary' || ['and', 'or'].includes(expression.operator))
    return `It fails for ${pointText(point)}.`;
  const [left, right] = [expression.left, expression.right].map((side) =>
    outcomeOf(() => within(node, () => evaluate(side, there))),
  );
  return left?.kind === 'value' && right?.kind === 'value'
    ? `For ${pointText(point)} the left side is ${valueText(left.value)}, the right side ${valueText(right.value)}.`
    : `It fails for ${pointText(point)}.`;
}

/** The variables that an expression depends on, by what is given and by the bounds of others too, in their order. */
function variablesIn({ expression, variables, scope }: Claim): {
  readonly used: readonly Variable[];
  /** Whether definitions are among what it depends on. */
  readonly made: boolean;
} {
  const seen = new Set<string>();
  let made = false;
  const see = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const variable = variables.find((one) => one.name === name);
    for (const bound of variable?.bounds ? [variable.bounds.from, variable.bounds.to] : []) names(bound);
    const definition = variable ? undefined : scope.definitionOf?.(name);
    if (!definition) return;
    made = true;
    for (const word of wordsIn(definition)) see(word);
  };
  const names = (of: Expression): void => {
    visit(of, (node) => {
      if (node.kind === 'name') see(node.name);
    });
  };
  names(expression);
  return { used: variables.filter(({ name }) => seen.has(name)), made };
}

/** Whatever may be a name in a definition: one too many costs points, no truth. */
function wordsIn(node: Node): readonly string[] {
  switch (node.kind) {
    case 'scalar':
      return node.text.match(/\p{L}[\p{L}\d_]*/gu) ?? [];
    case 'list':
      return node.items.flatMap(wordsIn);
    case 'map':
      return node.entries.flatMap(({ value }) => wordsIn(value));
  }
}
