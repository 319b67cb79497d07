// The reference of the language: `npm run reference` writes docs/reference.md from the code. A test holds the two together.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { referenceText } from './reference/text';

const folder = resolve(__dirname, '../docs');
mkdirSync(folder, { recursive: true });
void referenceText().then((text) => {
  writeFileSync(join(folder, 'reference.md'), text);
});
