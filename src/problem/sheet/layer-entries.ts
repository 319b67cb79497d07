import { attempt, isFailure, type Value } from '../../core';
import { applied, DEFINITION_TYPES, type LayerEntry } from '../definitions';
import type { Span } from '../expression/ast';
import { withNames, type Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { get, isEmpty, type MapNode, type Node, type ScalarNode } from '../text/node';
import { FindingError } from './errors';

/** What gives the value of a definition. */
type Evaluate = (
  node: Node,
  scope: Scope,
  name: string | undefined,
  standing?: ReadonlyMap<string, Value>,
) => Value;

/** The layers of a network as they are written: a list, or names with a layer each. */
export function layerEntries(node: Node, scope: Scope, evaluate: Evaluate): readonly LayerEntry[] {
  if (node.kind === 'list') return node.items.map((item) => entryOf(undefined, item, scope, evaluate));
  if (node.kind === 'map')
    return node.entries
      .filter(({ value }) => !isEmpty(value))
      .map(({ key, value }) => entryOf(key, value, scope, evaluate));
  throw new FindingError(
    finding('expected', node, '`layers` is a list of layers, or names with a layer each.'),
  );
}

function entryOf(key: ScalarNode | undefined, node: Node, scope: Scope, evaluate: Evaluate): LayerEntry {
  const fail = (message: string): never => {
    throw new FindingError(finding('value', headOf(node), message));
  };
  if (node.kind !== 'map')
    return {
      name: key?.text,
      layers: [],
      fail,
      build: (names, previous) =>
        node.kind === 'scalar' && DEFINITION_TYPES.has(node.text)
          ? build(key?.text, typed(node), names, previous, scope, evaluate)
          : placed(evaluate(node, withNames(scope, names), undefined), previous, fail),
    };
  const name = key?.text ?? textAt(node, 'name');
  const inner = without(node, 'name', 'repeat');
  const repeat = get(node, 'repeat');
  const nested = repeat && !get(node, 'type') ? get(node, 'layers') : undefined;
  const one: LayerEntry = {
    name,
    layers: [],
    fail,
    build: (names, previous) => build(name, inner, names, previous, scope, evaluate),
  };
  if (!repeat) return one;
  if (!nested && !get(node, 'type') && !get(node, 'like'))
    throw new FindingError(
      finding('missing-key', headOf(node), 'What is repeated needs `layers`, or a `type` for one layer.'),
    );
  return {
    ...one,
    layers: nested ? layerEntries(nested, scope, evaluate) : [one],
    repeat: (names) => overOf(repeat, withNames(scope, names), evaluate),
  };
}

/** A layer that was given by name, applied to the one before it. */
function placed(value: Value, previous: Value, fail: (message: string) => never): Value {
  const result = attempt(() => applied(value, previous));
  return isFailure(result) ? fail(result.message) : result;
}

/** `repeat: 3`, or names that run over ranges and lists. */
function overOf(node: Node, scope: Scope, evaluate: Evaluate): readonly (readonly [string, Value])[] {
  if (node.kind === 'map')
    return node.entries.map(({ key, value }) => [key.text, evaluate(value, scope, undefined)] as const);
  const value = evaluate(node, scope, undefined);
  if (value.kind === 'number') {
    const count = Number(value.value);
    if (Number.isSafeInteger(count) && count >= 0) return [['', { kind: 'range', from: 1, to: count }]];
  }
  if (value.kind === 'range') return [['', value]];
  throw new FindingError(
    finding('expected', node, '`repeat` is how often, or names with a range each: { i: 1..3 }.'),
  );
}

/** What goes wrong within a layer is said with the layer’s name, where it has one. */
function build(
  name: string | undefined,
  node: MapNode,
  names: ReadonlyMap<string, Value>,
  previous: Value,
  scope: Scope,
  evaluate: Evaluate,
): Value {
  try {
    return evaluate(node, withNames(scope, names), undefined, new Map([['input', previous]]));
  } catch (error) {
    if (!(error instanceof FindingError) || name === undefined) throw error;
    throw new FindingError(named(error.finding, name), error.more);
  }
}

function named(found: Finding, name: string): Finding {
  return { ...found, message: `In “${name}”: ${found.message}` };
}

/** `flatten` alone, as a mapping with a type. */
function typed(node: ScalarNode): MapNode {
  const key: ScalarNode = { ...node, text: 'type' };
  return { kind: 'map', entries: [{ key, value: node }], flow: true, start: node.start, end: node.end };
}

function without(node: MapNode, ...keys: readonly string[]): MapNode {
  return { ...node, entries: node.entries.filter(({ key }) => !keys.includes(key.text)) };
}

function textAt(node: MapNode, key: string): string | undefined {
  const value = get(node, key);
  return value?.kind === 'scalar' ? value.text : undefined;
}

function headOf(node: Node): Span {
  return node.kind === 'map' ? (get(node, 'type') ?? node.entries[0]?.key ?? node) : node;
}
