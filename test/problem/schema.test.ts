import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Check } from 'typebox/schema';
import { ANSWERS, checkSchema, DEFINITION_TYPES, parseYaml } from '../../src/problem';
import { PROBLEM_SET } from '../../src/problem/schema/document';
import { sample } from '../support/texts';

type Json = string | readonly Json[] | { readonly [key: string]: Json };

const schemas: readonly (readonly [name: string, schema: TSchema])[] = [
  ['a problem set', PROBLEM_SET],
  ['answers', ANSWERS],
  ...[...DEFINITION_TYPES.values()].map(({ type, schema }) => [type, schema] as const),
];

/** What `checkSchema` reads, and what the language adds for hover and completion. */
const UNDERSTOOD = ['type', 'enum', 'anyOf', 'properties', 'required', 'additionalProperties', 'items'];
const ANNOTATIONS = ['expected', 'description', 'words', 'markdown', 'toFill'];

/** A schema and all those in it. */
function within(schema: TSchema): readonly TSchema[] {
  const { properties, anyOf, items, additionalProperties } = schema as {
    readonly properties?: Readonly<Record<string, TSchema>>;
    readonly anyOf?: readonly TSchema[];
    readonly items?: TSchema;
    readonly additionalProperties?: TSchema | boolean;
  };
  const inner = [...Object.values(properties ?? {}), ...(anyOf ?? [])];
  if (items) inner.push(items);
  if (typeof additionalProperties === 'object') inner.push(additionalProperties);
  return [schema, ...inner.flatMap(within)];
}

/** The keys and words that a schema knows, and some that it doesn't. */
function vocabulary(schema: TSchema): readonly string[] {
  const words = within(schema).flatMap((one) => {
    const { properties = {}, words = [] } = one as {
      readonly properties?: object;
      readonly words?: readonly string[];
    };
    return [...Object.keys(properties), ...words];
  });
  return [...new Set([...words, 'unknown', '3'])];
}

function trees(words: readonly string[]): fc.Arbitrary<Json> {
  const word = fc.constantFrom(...words);
  return fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      word,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 5 }),
    ),
  })).tree;
}

function sound(schema: TSchema, text: string): boolean {
  const { root, findings } = parseYaml(text);
  assert.deepEqual(findings, []);
  return checkSchema(schema, root, 'This').length === 0;
}

describe('schemas', () => {
  for (const [name, schema] of schemas)
    it(`${name} uses the keywords that are understood, no others`, () => {
      const used = new Set(within(schema).flatMap((one) => Object.keys(one)));
      assert.deepEqual(
        [...used].filter((key) => ![...UNDERSTOOD, ...ANNOTATIONS].includes(key)),
        [],
      );
    });

  for (const [name, schema] of schemas)
    it(`${name} takes what another validator takes`, () => {
      fc.assert(
        fc.property(trees(vocabulary(schema)), (tree) => {
          assert.equal(sound(schema, JSON.stringify(tree)), Check(schema, tree));
        }),
        { numRuns: 300, seed: 1 },
      );
    });

  it('a change anywhere in a sample is taken by both validators, or by neither', () => {
    const { root } = parseYaml(sample('homework-3.cnn.yaml'));
    const whole = plain(root);
    const words = vocabulary(PROBLEM_SET);
    const places = paths(whole);
    fc.assert(
      fc.property(fc.constantFrom(...places), trees(words), (path, tree) => {
        const changed = replaced(whole, path, tree);
        assert.equal(sound(PROBLEM_SET, JSON.stringify(changed)), Check(PROBLEM_SET, changed));
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

function plain(node: ReturnType<typeof parseYaml>['root']): Json {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}

type Path = readonly string[];

function paths(tree: Json, path: Path = []): readonly Path[] {
  if (typeof tree === 'string') return [path];
  return [
    path,
    ...Object.entries(tree).flatMap(([key, inner]: [string, Json]) => paths(inner, [...path, key])),
  ];
}

function replaced(tree: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined || typeof tree === 'string') return by;
  const entries = Object.entries(tree).map(
    ([key, inner]: [string, Json]) => [key, key === step ? replaced(inner, rest, by) : inner] as const,
  );
  return Array.isArray(tree) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
