import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DIST = resolve(__dirname, '../../dist');
const KB = 1024;

describe('the bundle of the page', () => {
  before(() => {
    assert.ok(existsSync(join(DIST, 'preview.js')), 'There is no dist/preview.js: run npm run build first.');
  });

  it('draws first from at most 200 KB, without the typesetter', () => {
    const file = join(DIST, 'preview.js');
    assert.ok(statSync(file).size <= 200 * KB);
    assert.doesNotMatch(readFileSync(file, 'utf8'), /mathbackground/);
  });

  it('typesets with at most 300 KB', () => {
    const chunks = readdirSync(join(DIST, 'chunks')).filter((name) => name.endsWith('.js'));
    const total = chunks.reduce((sum, name) => sum + statSync(join(DIST, 'chunks', name)).size, 0);
    assert.ok(total > 0 && total <= 300 * KB, `${total} bytes`);
  });
});
