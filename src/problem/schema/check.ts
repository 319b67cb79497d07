import { closest, distance } from 'fastest-levenshtein';
import type { TSchema } from 'typebox';
import { Errors } from 'typebox/schema';
import { finding, replacing, type Finding } from '../finding';
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

interface PlainMap {
  [key: string]: Plain;
}
type Plain = string | readonly Plain[] | PlainMap;

/**
 * Holds a tree against a schema. Every finding stands at the key or value it is about, and names the nearest right key.
 * Keys without a value yet are one finding each and otherwise absent.
 */
export function checkSchema(schema: TSchema, node: Node, what: string): Finding[] {
  const findings: Finding[] = [];
  const plain = toPlain(node, findings);
  const reported = new Set<string>();
  for (const error of Errors(schema, plain)[1]) {
    const path = pathOf(error.instancePath);
    const place = nodeAt(node, path);
    if (!place) continue;
    if (error.keyword === 'additionalProperties' && place.kind === 'map') {
      const known = propertiesOf(schemaAt(schema, path));
      for (const key of error.params.additionalProperties) findings.push(unknownKey(place, key, known));
      continue;
    }
    if (error.keyword === 'boolean') continue;
    if (error.keyword === 'required') {
      for (const key of error.params.requiredProperties) {
        const at = `${error.instancePath}/${key}`;
        if (reported.has(at) || emptyKey(place, key)) continue;
        reported.add(at);
        findings.push(
          finding(
            'missing-key',
            headOf(place),
            `${path.length === 0 ? what : 'This'} needs “${key}”: ${wordsFor(propertyOf(schemaAt(schema, path), key))}.`,
          ),
        );
      }
      continue;
    }
    const owner = ownerOf(schema, path);
    if (reported.has(owner.path) || [...reported].some((done) => owner.path.startsWith(`${done}/`))) continue;
    reported.add(owner.path);
    const at = nodeAt(node, pathOf(owner.path)) ?? place;
    const expected = annotation(owner.schema, 'expected');
    const written =
      at.kind === 'scalar'
        ? ` “${shorten(at.text)}” is not.`
        : at.kind === 'list'
          ? ' This is a list.'
          : ' This is a mapping.';
    const words = annotation(owner.schema, 'words');
    const nearest =
      at.kind === 'scalar' && Array.isArray(words) ? nearestName(at.text, words.map(String)) : undefined;
    findings.push(
      finding(
        'expected',
        at,
        `Expected ${typeof expected === 'string' ? expected : 'something else'} here.${written}${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`,
        nearest === undefined ? {} : { fix: replacing(`Change to “${nearest}”`, at, nearest) },
      ),
    );
  }
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

function emptyKey(node: Node, key: string): boolean {
  return node.kind === 'map' && node.entries.some((entry) => entry.key.text === key);
}

/** The tree as plain data; scalars are texts. Keys without a value are reported and left out. */
function toPlain(node: Node, findings: Finding[]): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return node.items.map((item) => toPlain(item, findings));
    case 'map': {
      const result = Object.create(null) as PlainMap;
      for (const { key, value } of node.entries) {
        if (isEmpty(value)) findings.push(finding('no-value', key, `“${key.text}” has no value yet.`));
        else result[key.text] = toPlain(value, findings);
      }
      return result;
    }
  }
}

function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function nodeAt(node: Node, path: readonly string[]): Node | undefined {
  let at: Node | undefined = node;
  for (const step of path) {
    if (at?.kind === 'map') at = at.entries.find((entry) => entry.key.text === step)?.value;
    else if (at?.kind === 'list') at = at.items[Number(step)];
    else return undefined;
  }
  return at;
}

function schemaAt(schema: TSchema, path: readonly string[]): TSchema | undefined {
  let at: TSchema | undefined = schema;
  for (const step of path) at = propertyOf(at, step) ?? (annotation(at, 'items') as TSchema | undefined);
  return at;
}

/** The deepest place on a path whose schema says what it expects: within a union only the union does. */
function ownerOf(
  schema: TSchema,
  path: readonly string[],
): { readonly path: string; readonly schema: TSchema } {
  let owner = { path: '', schema };
  let at: TSchema | undefined = schema;
  let pointer = '';
  for (const step of path) {
    at = propertyOf(at, step) ?? (annotation(at, 'items') as TSchema | undefined);
    pointer += `/${step.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (!at) break;
    if (annotation(at, 'expected') !== undefined) owner = { path: pointer, schema: at };
  }
  return owner;
}
