import {
  add,
  describe,
  integer,
  isRational,
  multiply,
  safeInteger,
  scalarOf,
  scalarValue,
  type Random,
  type Rational,
  type Value,
} from '../../core';
import type { Scope } from '../expression/scope';
import { finding, replacing, type Finding } from '../finding';
import { checkSchema, headOf, nearestName } from '../schema/check';
import { VARIATION } from '../schema/document';
import { get, itemsOf, type MapNode, type Node, type ScalarNode } from '../text/node';
import { FindingError } from './errors';
import { evaluateNode } from './evaluate-node';

/** A parameter that differs from variant to variant, as it is written. */
export interface Variation {
  readonly name: string;
  readonly node: MapNode;
  /** What variant 0 has. */
  readonly example: Node;
  readonly range: Range;
  /** What must hold of it. */
  readonly where: readonly ScalarNode[];
}

type Range =
  | { readonly kind: 'choose'; readonly items: readonly Node[] }
  | {
      readonly kind: 'steps';
      readonly from: Node;
      readonly to: Node;
      readonly step: Node | undefined;
      /** Only whole numbers. */
      readonly integers: boolean;
    };

/** The values that a parameter may have. */
export type Possible =
  | { readonly kind: 'choose'; readonly values: readonly Value[] }
  | { readonly kind: 'steps'; readonly from: Rational; readonly step: Rational; readonly count: number };

/** Whether what stands under `let` says what variants have, rather than what a name is. */
export function isVariation(node: Node): node is MapNode {
  return node.kind === 'map' && !get(node, 'type') && !get(node, 'shape');
}

/** Reads what variants have. @throws FindingError at the key that is wrong. */
export function readVariation(name: string, node: MapNode): Variation {
  const [broken, ...more] = checkSchema(VARIATION, node, `The parameter “${name}”`);
  if (broken) throw new FindingError(broken, more);
  const range = rangeOf(name, node);
  const example = get(node, 'default') ?? (range.kind === 'choose' ? range.items[0] : range.from);
  return { name, node, range, example: example ?? node, where: claimsOf(get(node, 'where')) };
}

/** The claims that stand under `where`. */
export function claimsOf(node: Node | undefined): readonly ScalarNode[] {
  return itemsOf(node).filter((item) => item.kind === 'scalar');
}

function rangeOf(name: string, node: MapNode): Range {
  const [choose, from, to] = [get(node, 'choose'), get(node, 'from'), get(node, 'to')];
  if (choose?.kind === 'list') {
    const other = ['from', 'to', 'step', 'random'].map((key) => get(node, key)).find((value) => value);
    if (other) throw wrong(other, '`choose` lists the values, so there is no range beside it.');
    if (choose.items.length === 0) throw wrong(choose, '`choose` needs at least one value: [7, 9, 11].');
    return { kind: 'choose', items: choose.items };
  }
  if (!from || !to)
    throw new FindingError(
      finding(
        'missing-key',
        headOf(node),
        from || to || get(node, 'step') || get(node, 'random')
          ? `The range of “${name}” needs “${from ? 'to' : 'from'}”: its ${from ? 'largest' : 'smallest'} value.`
          : `What variants have of “${name}” is { choose: [7, 9, 11] } or { from: 3, to: 9, step: 2 }.`,
      ),
    );
  return { kind: 'steps', from, to, step: get(node, 'step'), integers: wholeNumbers(get(node, 'random')) };
}

/** What `random` says; there is one kind of random number. */
function wholeNumbers(random: Node | undefined): boolean {
  if (!random) return false;
  if (random.kind === 'scalar' && random.text === 'integer') return true;
  const meant = random.kind === 'scalar' ? nearestName(random.text, ['integer']) : undefined;
  throw wrong(
    random,
    '`random` takes integer; for other numbers give `step`, as { from: 0, to: 1, step: 0.1 }.',
    meant === undefined ? {} : { fix: replacing(`Change to “${meant}”`, random, meant) },
  );
}

/** The values that a parameter may have, where other parameters have theirs. @throws FindingError, BrokenDependency. */
export function possibleValues({ name, range }: Variation, scope: Scope): Possible {
  if (range.kind === 'choose')
    return { kind: 'choose', values: range.items.map((item) => evaluateNode(item, scope, name)) };
  const from = numberAt(range.from, 'from', range.integers, scope);
  const to = numberAt(range.to, 'to', range.integers, scope);
  const step = range.step ? numberAt(range.step, 'step', range.integers, scope) : integer(1);
  if (to.compare(from) < 0)
    throw wrong(range.to, `\`to\` is ${to.toFraction()}, below \`from\`, which is ${from.toFraction()}.`);
  if (range.step && step.compare(0) <= 0)
    throw wrong(range.step, `\`step\` is above 0; this is ${step.toFraction()}.`);
  const count = safeInteger(to.sub(from).div(step).floor().add(1));
  if (count === undefined) throw wrong(range.to, 'There are more than 2^53 values from `from` to `to`.');
  return { kind: 'steps', from, step, count };
}

function numberAt(node: Node, key: string, whole: boolean, scope: Scope): Rational {
  const value = evaluateNode(node, scope);
  const scalar = scalarOf(value);
  if (scalar !== undefined && isRational(scalar) && (!whole || scalar.d === 1n)) return scalar;
  throw wrong(node, `\`${key}\` takes a ${whole ? 'whole ' : ''}number; this is ${describe(value)}.`);
}

function wrong(at: Node, message: string, more: { fix?: Finding['fix'] } = {}): FindingError {
  return new FindingError(finding('variant', at, message, more.fix ? { fix: more.fix } : {}));
}

/** One of the values. @throws FindingError, BrokenDependency. */
export function drawValue(variation: Variation, scope: Scope, random: Random): Value {
  const { range, name } = variation;
  if (range.kind === 'choose') {
    const item = range.items[random.integer(0, range.items.length - 1)];
    return evaluateNode(item ?? variation.node, scope, name);
  }
  const possible = possibleValues(variation, scope);
  return possible.kind === 'steps'
    ? stepValue(possible, random.integer(0, possible.count - 1))
    : scalarValue(0);
}

/** A value of a range, counted from 0. */
export function stepValue({ from, step }: Possible & { readonly kind: 'steps' }, index: number): Value {
  return scalarValue(add(from, multiply(step, integer(index))));
}
