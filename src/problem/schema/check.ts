import { closest, distance } from 'fastest-levenshtein';
import type { TSchema } from 'typebox';
import { finding, replacing, type Finding, type Severity } from '../finding';
import { isEmpty, type MapNode, type Node } from '../text/node';

/** How PyTorch and Keras spell what we call otherwise. */
const OTHER_SPELLINGS: Readonly<Record<string, string>> = {
  kernel_size: 'kernel',
  in_channels: 'in-channels',
  out_channels: 'filters',
  in_features: 'in-features',
  out_features: 'units',
  padding_mode: 'padding-mode',
  strides: 'stride',
  dilation_rate: 'dilation',
  use_bias: 'bias',
  question: 'prompt',
  key: 'answer',
};

/**
 * Holds a tree against a schema. Every finding stands at the key or value it is about, and names the nearest right key.
 * Keys without a value yet are one finding each and otherwise absent.
 */
export function checkSchema(schema: TSchema, node: Node, what: string): Finding[] {
  const findings: Finding[] = [];
  // What is still to be filled in is no mistake where that is what a file is for.
  findValueless(node, findings, annotation(schema, 'toFill') === true ? 'information' : 'error');
  new SchemaCheck(what, findings).hold(node, { schema, node, told: false });
  // A key that is spelled wrong is not missing as well.
  const meant = new Set(
    findings.flatMap(({ code, fix }) =>
      code === 'unknown-key' ? (fix?.edits.map(({ text }) => text) ?? []) : [],
    ),
  );
  return findings.filter(
    ({ code, message }) => code !== 'missing-key' || ![...meant].some((key) => message.includes(`“${key}”`)),
  );
}

/** The keywords of JSON Schema that the language's schemas use, and that are understood here. */
export interface Keywords {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'boolean';
  readonly enum?: readonly string[];
  readonly anyOf?: readonly TSchema[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: TSchema | false;
  readonly items?: TSchema;
}

function keywordsOf(schema: TSchema): Keywords {
  return schema;
}

/** A place whose schema says what it expects, in words. Within a union only the union does. */
interface Place {
  readonly schema: TSchema;
  readonly node: Node;
  readonly above?: Place;
  /** Whether a finding says so already. */
  told: boolean;
}

class SchemaCheck {
  constructor(
    private readonly what: string,
    private readonly findings: Finding[],
  ) {}

  /** Holds a tree against the schema of its place. */
  hold(node: Node, place: Place, schema = place.schema): void {
    const { anyOf } = keywordsOf(schema);
    if (anyOf ? !matches(schema, node) : !isKind(schema, node)) this.tell(place);
    else if (!anyOf) this.holdInside(node, place, schema);
  }

  private holdInside(node: Node, place: Place, schema: TSchema): void {
    const { properties = {}, required = [], additionalProperties, items } = keywordsOf(schema);
    if (node.kind === 'list' && items) for (const item of node.items) this.descend(item, items, place);
    if (node.kind !== 'map') return;
    for (const key of required) this.require(node, key, place, properties[key]);
    const values = valuesOf(node);
    for (const [key, value] of values) {
      if (Object.hasOwn(properties, key)) continue;
      if (additionalProperties === false) this.findings.push(unknownKey(node, key, Object.keys(properties)));
      else if (additionalProperties) this.descend(value, additionalProperties, place);
    }
    for (const [key, property] of Object.entries(properties)) {
      const value = values.get(key);
      if (value) this.descend(value, property, place);
    }
  }

  private descend(node: Node, schema: TSchema, above: Place): void {
    const speaks = annotation(schema, 'expected') !== undefined;
    this.hold(node, speaks ? { schema, node, above, told: false } : above, schema);
  }

  private require(node: MapNode, key: string, place: Place, schema: TSchema | undefined): void {
    // A key that has no value yet is told of already.
    if (node.entries.some((entry) => entry.key.text === key)) return;
    const what = place.above === undefined && place.node === node ? this.what : 'This';
    this.findings.push(finding('missing-key', headOf(node), `${what} needs “${key}”: ${wordsFor(schema)}.`));
  }

  /** Says what a place expects, unless that place, or one around it, has been told of. */
  private tell(place: Place): void {
    for (let at: Place | undefined = place; at; at = at.above) if (at.told) return;
    place.told = true;
    const { schema, node } = place;
    const expected = annotation(schema, 'expected');
    const written =
      node.kind === 'scalar'
        ? ` “${shorten(node.text)}” is not.`
        : node.kind === 'list'
          ? ' This is a list.'
          : ' This is a mapping.';
    const words = annotation(schema, 'words');
    const nearest =
      node.kind === 'scalar' && Array.isArray(words) ? nearestName(node.text, words.map(String)) : undefined;
    this.findings.push(
      finding(
        'expected',
        node,
        `Expected ${typeof expected === 'string' ? expected : 'something else'} here.${written}${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`,
        nearest === undefined ? {} : { fix: replacing(`Change to “${nearest}”`, node, nearest) },
      ),
    );
  }
}

/** Whether a node is of the kind that a schema without alternatives asks for, whatever is in it. */
function isKind(schema: TSchema, node: Node): boolean {
  const { type, enum: words } = keywordsOf(schema);
  if (words && !(node.kind === 'scalar' && words.includes(node.text))) return false;
  switch (type) {
    case undefined:
      return true;
    case 'object':
      return node.kind === 'map';
    case 'array':
      return node.kind === 'list';
    case 'string':
      return node.kind === 'scalar';
    default:
      // A scalar is the text that was written; that a number may stand there is for other programs to read.
      return false;
  }
}

/** Whether a tree is all that a schema asks for. */
function matches(schema: TSchema, node: Node): boolean {
  const { anyOf, items, properties = {}, required = [], additionalProperties } = keywordsOf(schema);
  if (!isKind(schema, node)) return false;
  if (anyOf && !anyOf.some((one) => matches(one, node))) return false;
  if (node.kind === 'list') return !items || node.items.every((item) => matches(items, item));
  if (node.kind === 'scalar') return true;
  const values = valuesOf(node);
  return (
    required.every((key) => values.has(key)) &&
    [...values].every(([key, value]) => {
      const inside = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      return inside !== false && (!inside || matches(inside, value));
    })
  );
}

/** The values by their keys, without those that are yet to be written. */
function valuesOf({ entries }: MapNode): ReadonlyMap<string, Node> {
  return new Map(
    entries.filter(({ value }) => !isEmpty(value)).map(({ key, value }) => [key.text, value] as const),
  );
}

/** Tells of the keys without a value, at any depth. */
function findValueless(node: Node, findings: Finding[], severity: Severity): void {
  if (node.kind === 'list') for (const item of node.items) findValueless(item, findings, severity);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.entries) {
    if (isEmpty(value))
      findings.push(finding('no-value', key, `“${key.text}” has no value yet.`, { severity }));
    else findValueless(value, findings, severity);
  }
}

/** What a key that is missing would say. */
function wordsFor(schema: TSchema | undefined): string {
  const text = annotation(schema, 'description') ?? annotation(schema, 'expected');
  return typeof text === 'string' ? text : 'a value';
}

/** A key that isn't known here, with the nearest that is. */
export function unknownKey(map: MapNode, key: string, known: readonly string[]): Finding {
  const node = map.entries.find((entry) => entry.key.text === key)?.key ?? map;
  const used = new Set(map.entries.map((entry) => entry.key.text));
  const meant = nearestKey(
    key,
    known.filter((name) => !used.has(name)),
  );
  const message =
    meant === undefined
      ? `“${key}” is no key here; there are ${known.join(', ')}.`
      : `“${key}” is no key here; did you mean “${meant}”?`;
  return finding(
    'unknown-key',
    node,
    message,
    meant === undefined ? {} : { fix: replacing(`Change to “${meant}”`, node, meant) },
  );
}

function nearestKey(key: string, known: readonly string[]): string | undefined {
  const translated = OTHER_SPELLINGS[key];
  if (translated !== undefined && known.includes(translated)) return translated;
  const kebab = key
    .replace(/_/g, '-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
  return known.includes(kebab) ? kebab : nearestName(key, known);
}

/** The name that is spelled most alike, where one is near enough to be meant. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const found = closest(name, known);
  const limit = name.length <= 2 ? 1 : Math.max(1, Math.floor(name.length / 3));
  const same = known.find((other) => other.toLowerCase() === name.toLowerCase());
  return same ?? (distance(name, found) <= limit ? found : undefined);
}

/** The properties' names of an object schema. */
export function propertiesOf(schema: TSchema | undefined): readonly string[] {
  const properties = annotation(schema, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** The schema of a property, or undefined. */
export function propertyOf(schema: TSchema | undefined, key: string): TSchema | undefined {
  const properties = annotation(schema, 'properties');
  if (typeof properties !== 'object' || properties === null || !Object.hasOwn(properties, key))
    return undefined;
  return (properties as Readonly<Record<string, TSchema>>)[key];
}

/** A keyword or annotation of a schema. */
export function annotation(schema: TSchema | undefined, key: string): unknown {
  return schema && key in schema ? (schema as unknown as Readonly<Record<string, unknown>>)[key] : undefined;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Where a finding about a whole map stands: at its first key. */
export function headOf(node: Node): Node {
  return node.kind === 'map' ? (node.entries[0]?.key ?? node) : node;
}
