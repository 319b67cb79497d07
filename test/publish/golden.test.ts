/**
 * Drawings as they were when somebody looked at them. A change on purpose is looked at in a browser, then kept with
 * `UPDATE_GOLDEN=1 npx mocha --config test/.mocharc.unit.json -g "golden"`.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { svg, tikz } from '../../src/publish';
import { ROOT } from '../support/texts';
import { DRAWINGS } from './examples';

const FOLDER = join(ROOT, 'test/fixtures/publish');

function held(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readFileSync(path, 'utf8'));
}

describe('golden drawings', () => {
  for (const name of ['matrix', 'step', 'ways', 'spy', 'vector', 'table'])
    it(`${name}.svg`, () => {
      held(`${name}.svg`, svg(DRAWINGS[name]?.() ?? assert.fail(name)));
    });

  for (const name of ['matrix', 'step'])
    it(`${name}.tex`, () => {
      const text = tikz(DRAWINGS[name]?.() ?? assert.fail(name));
      held(`${name}.tex`, typeof text === 'string' ? text : text.refused);
    });
});
