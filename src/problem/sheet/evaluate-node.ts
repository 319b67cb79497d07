import type { TObject } from 'typebox';
import {
  attempt,
  compute,
  isFailure,
  listValue,
  OverBudget,
  textValue,
  UndefinedError,
  undefinedValue,
  type Value,
} from '../../core';
import { withConventions } from '../conventions';
import {
  DEFINITION_TYPES,
  LATER_TYPES,
  Options,
  type DefinitionType,
  type LayerEntry,
  type ListItem,
  type Swept,
} from '../definitions';
import type { Expression, Span } from '../expression/ast';
import { evaluate } from '../expression/evaluate';
import { parseExpression } from '../expression/parse';
import {
  BeingRead,
  BrokenDependency,
  EvaluationError,
  withConventionsOf,
  withNames,
  type Scope,
} from '../expression/scope';
import { finding, replacing, type Finding } from '../finding';
import { checkSchema, nearestName } from '../schema/check';
import { get, getText, isEmpty, spanWithin, type MapNode, type Node, type ScalarNode } from '../text/node';
import { FindingError } from './errors';
import { layerEntries } from './layer-entries';

/** What scalars hold: where a formula is looked at in many points, what is given is made at each. */
const parsedScalars = new WeakMap<ScalarNode, Expression>();

/** The expression that a scalar holds. @throws FindingError at the exact place. */
export function expressionOf(node: ScalarNode): Expression {
  const known = parsedScalars.get(node);
  if (known) return known;
  const parsed = parseExpression(node.text);
  if (parsed.kind !== 'syntax-failure') {
    parsedScalars.set(node, parsed);
    return parsed;
  }
  const span = spanWithin(node, parsed);
  const fix =
    parsed.replacement === undefined
      ? {}
      : { fix: replacing(`Write “${parsed.replacement.trim()}”`, span, parsed.replacement) };
  throw new FindingError(finding('syntax', span, parsed.message, fix));
}

/** Runs `work`; what it throws about an expression becomes a finding in the scalar that holds the expression. */
export function within<T>(node: ScalarNode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const span = spanWithin(node, error.span);
    const fix =
      error.replacement === undefined
        ? {}
        : { fix: replacing(`Change to “${error.replacement}”`, span, error.replacement) };
    throw new FindingError(finding(error.code, span, error.message, fix));
  }
}

/**
 * The value of a definition: an expression, a list, or an object with a `type`.
 * @param name what it is given to; symbols are called after it.
 * @param standing values of an object's keys that are not written, but follow from where it stands.
 * @throws FindingError, or BrokenDependency where a name that it uses has a finding of its own.
 */
export function evaluateNode(
  node: Node,
  scope: Scope,
  name?: string,
  standing?: ReadonlyMap<string, Value>,
): Value {
  switch (node.kind) {
    case 'scalar':
      if (isEmpty(node)) throw new FindingError(finding('expected', node, 'A value is missing here.'));
      return owned(
        within(node, () => evaluate(expressionOf(node), scope)),
        name,
      );
    case 'list': {
      const items = node.items.map((item) => evaluateNode(item, scope));
      const undefinedItem = items.find((item) => item.kind === 'undefined');
      return undefinedItem ?? core(node, () => listValue(items));
    }
    case 'map':
      return owned(evaluateObject(node, scope, name, standing), name);
  }
}

/** A layer that is given a name: its weights are told from those of others by it. */
function owned(value: Value, name: string | undefined): Value {
  if (value.kind !== 'layer' || name === undefined) return value;
  const layer = value.layer.owned(name);
  return layer === value.layer ? value : { ...value, layer };
}

function core(span: Span, work: () => Value): Value {
  const result = attempt(() => compute(work));
  if (isFailure(result)) throw new FindingError(finding('value', span, result.message));
  return result;
}

/** Objects that their schema has nothing to say of. */
const sound = new WeakSet<MapNode>();

function evaluateObject(
  written: MapNode,
  scope: Scope,
  name: string | undefined,
  standing: ReadonlyMap<string, Value> | undefined,
): Value {
  const node = withLike(written, scope, new Set());
  const definition = typeOf(node);
  if (!sound.has(node)) {
    const [broken, ...more] = checkSchema(definition.schema, node, `A ${definition.type}`);
    if (broken) throw new FindingError(broken, more);
    sound.add(node);
  }
  const conventions = withConventions(scope.conventions, (key) =>
    key === 'bias' ? undefined : getText(node, key),
  );
  const options = new NodeOptions(definition, node, withConventionsOf(scope, conventions), name, standing);
  const result = attempt(() => {
    try {
      return definition.build(options);
    } catch (error) {
      if (error instanceof UndefinedError) return undefinedValue(error.message);
      throw error;
    }
  });
  if (!isFailure(result)) return result;
  throw new FindingError(
    finding(
      'value',
      (result.option === undefined ? undefined : get(node, result.option)) ?? headOf(node),
      result.message,
    ),
  );
}

/** `like: conv` takes all keys of another object, then those written here. */
function withLike(node: MapNode, scope: Scope, seen: ReadonlySet<string>): MapNode {
  const like = get(node, 'like');
  if (!like) return node;
  const name = like.kind === 'scalar' ? like.text : '';
  if (seen.has(name))
    throw new FindingError(finding('cycle', like, `${[...seen, name].join(' → ')} goes round in a circle.`));
  const other = scope.definitionOf?.(name);
  if (other?.kind !== 'map')
    throw new FindingError(
      finding(
        'expected',
        like,
        `\`like\` takes the name of another object that is given; “${name}” is none.`,
      ),
    );
  // What depends on the other's definition is computed anew when that changes.
  scope.lookup(name);
  const from = withLike(other, scope, new Set([...seen, name]));
  const own = new Set(node.entries.map(({ key }) => key.text));
  return {
    ...node,
    entries: [
      ...node.entries.filter(({ key }) => key.text !== 'like'),
      ...from.entries.filter(({ key }) => !own.has(key.text)),
    ],
  };
}

/** The definition type that an object names. */
function typeOf(node: MapNode): DefinitionType {
  const written = get(node, 'type');
  const type = written?.kind === 'scalar' ? written.text : get(node, 'shape') ? 'input' : undefined;
  if (type === undefined)
    throw new FindingError(
      finding(
        'missing-key',
        headOf(node),
        `An object needs \`type\` (or \`shape\`, for an input): one of ${[...DEFINITION_TYPES.keys()].join(', ')}.`,
      ),
    );
  const definition = DEFINITION_TYPES.get(type);
  if (definition) return definition;
  const at = written ?? node;
  if (LATER_TYPES.has(type))
    throw new FindingError(
      finding(
        'expected',
        at,
        `Objects of type “${type}” can’t be computed yet; this version knows ${[...DEFINITION_TYPES.keys()].join(', ')}.`,
      ),
    );
  const nearest = nearestName(type, [...DEFINITION_TYPES.keys()]);
  const hint =
    nearest === undefined
      ? `The types are ${[...DEFINITION_TYPES.keys()].join(', ')}.`
      : `Did you mean “${nearest}”?`;
  throw new FindingError(
    finding(
      'expected',
      at,
      `There is no type “${type}”. ${hint}`,
      nearest === undefined ? {} : { fix: replacing(`Change to “${nearest}”`, at, nearest) },
    ),
  );
}

/** What stands for a whole object in a finding: its type, or its first key. */
function headOf(node: MapNode): Span {
  return get(node, 'type') ?? node.entries[0]?.key ?? node;
}

/** Options written as the keys of a YAML mapping. */
class NodeOptions extends Options {
  constructor(
    definition: Pick<DefinitionType, 'type' | 'schema'>,
    private readonly node: MapNode,
    private readonly names: Scope,
    name: string | undefined,
    standing: ReadonlyMap<string, Value> | undefined,
  ) {
    super(definition.type, name, names, definition.schema, standing);
  }

  has(key: string): boolean {
    return get(this.node, key) !== undefined;
  }

  protected evaluate(key: string, words: readonly string[]): Value {
    const node = this.at(key);
    return node.kind === 'scalar' && words.includes(node.text)
      ? textValue(node.text)
      : evaluateNode(node, this.names);
  }

  protected text(key: string): string {
    const node = this.at(key);
    return node.kind === 'scalar' ? node.text : this.fail(key, `\`${key}\` takes a text.`);
  }

  items(key: string): readonly ListItem[] | undefined {
    const node = this.at(key);
    return node.kind === 'list'
      ? node.items.map((item) => ({ value: evaluateNode(item, this.names), literal: item.kind === 'list' }))
      : undefined;
  }

  entries(key: string): readonly (readonly [string, Value])[] {
    const node = this.at(key);
    if (node.kind !== 'map') return this.fail(key, `\`${key}\` takes names with a value each.`);
    return node.entries.map((entry) => [entry.key.text, evaluateNode(entry.value, this.names)] as const);
  }

  swept(key: string): Swept {
    const node = this.at(key);
    return { compute: (parameters) => evaluateNode(node, withNames(this.names, parameters)) };
  }

  within(key: string, schema: TObject): NodeOptions {
    const node = this.at(key);
    return node.kind === 'map'
      ? new NodeOptions({ type: key, schema }, node, this.names, undefined, undefined)
      : this.fail(key, `\`${key}\` takes names with a value each.`);
  }

  isShapeAlone(key: string): boolean {
    const node = this.at(key);
    return node.kind === 'map' && node.entries.every((entry) => ['type', 'shape'].includes(entry.key.text));
  }

  layers(key: string): readonly LayerEntry[] {
    return layerEntries(this.at(key), this.names, evaluateNode);
  }

  fail(key: string | undefined, message: string, code: 'value' | 'unreadable-file' = 'value'): never {
    throw new FindingError(
      finding(code, (key === undefined ? undefined : get(this.node, key)) ?? headOf(this.node), message),
    );
  }

  private at(key: string): Node {
    return get(this.node, key) ?? this.fail(undefined, `\`${key}\` is missing.`);
  }
}

/** What became of something that was computed. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: Value }
  /** It failed, and this says why. */
  | { readonly kind: 'failed'; readonly finding: Finding; readonly more: readonly Finding[] }
  /** Something that it uses failed. */
  | { readonly kind: 'waiting'; readonly dependency: string }
  /** It costs more than the budget, or uses what does; it is computed elsewhere. */
  | { readonly kind: 'computing' }
  /** A file that it uses is still being read. */
  | { readonly kind: 'reading' };

/** Computes, and catches what this folder throws. */
export function outcomeOf(work: () => Value): Outcome {
  try {
    return { kind: 'value', value: work() };
  } catch (error) {
    if (error instanceof FindingError) return { kind: 'failed', finding: error.finding, more: error.more };
    if (error instanceof BeingRead) return { kind: 'reading' };
    if (error instanceof OverBudget) return { kind: 'computing' };
    if (error instanceof BrokenDependency) return { kind: 'waiting', dependency: error.dependency };
    throw error;
  }
}
