import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceText } from '../scripts/reference/text';
import { FUNCTIONS } from '../src/core';
import {
  annotation,
  ANSWERS,
  DEFINITION_TYPES,
  PROBLEM,
  PROBLEM_SET,
  propertiesOf,
  propertyOf,
} from '../src/problem';
import { PART } from '../src/problem/schema/document';

/** A doc says something, and says it in sentences. */
function isSentence(text: string): boolean {
  return text.length >= 15 && /[.)]$/.test(text) && /^[A-Z0-9]/.test(text);
}

describe('the reference', () => {
  it('is what the code says', async () => {
    const written = readFileSync(join(__dirname, '../docs/reference.md'), 'utf8');
    assert.ok(written === (await referenceText()), 'docs/reference.md is not up to date: npm run reference');
  });

  it('describes every function: what it gives, what it takes, an example', () => {
    const wanting = [...FUNCTIONS.values()].filter(
      ({ doc, examples, parameters }) =>
        !isSentence(doc) || examples.length === 0 || parameters.some((parameter) => parameter.doc.length < 3),
    );
    assert.deepEqual(
      wanting.map(({ name }) => name),
      [],
    );
  });

  it('describes every type of object and every key', () => {
    const types = [...DEFINITION_TYPES.values()];
    assert.deepEqual(
      types.filter(({ doc }) => !isSentence(doc)).map(({ type }) => type),
      [],
    );
    const schemas = [
      ...types.map(({ type, schema }) => [type, schema] as const),
      ['problem set', PROBLEM_SET] as const,
      ['problem', PROBLEM] as const,
      ['part', PART] as const,
      ['answers', ANSWERS] as const,
    ];
    const silent = schemas.flatMap(([name, schema]) =>
      propertiesOf(schema)
        .filter((key) => {
          const description = annotation(propertyOf(schema, key), 'description');
          return typeof description !== 'string' || description === '';
        })
        .map((key) => `${name}.${key}`),
    );
    assert.deepEqual(silent, []);
  });
});
