import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, posix } from 'node:path';
import { repository } from '../../scripts/editor/paths';

const DIST = join(repository, 'dist');
const KB = 1024;

/** What may be in a bundle. Budgets are bytes as they are loaded, not as they are packed. */
interface Rule {
  readonly budget?: number;
  /** The modules that it may ask for when it runs, besides Node's. */
  readonly modules?: readonly string[];
  /** It runs where code made from text is forbidden, or reads what strangers wrote. */
  readonly makesNoCode: boolean;
  /** The packages whose code is in it, where that has to be held. */
  readonly packages?: readonly string[];
}

const RULES: Readonly<Record<string, Rule>> = {
  'extension.js': {
    budget: 60 * KB,
    modules: ['vscode', './language.js', './markup.js', './explore.js'],
    makesNoCode: true,
    packages: [],
  },
  'language.js': {
    budget: 700 * KB,
    makesNoCode: true,
    packages: [
      ...['fastest-levenshtein', 'fflate', 'fraction.js', 'mathjs', 'pure-rand', 'typebox', 'yaml'],
      '@babel/runtime',
    ],
  },
  'markup.js': {
    budget: 100 * KB,
    makesNoCode: true,
    packages: ['entities', 'markdown-it', 'mdurl', 'punycode.js', 'uc.micro'],
  },
  'explore.js': { budget: 120 * KB, modules: ['./language.js'], makesNoCode: true, packages: [] },
  'preview.js': { budget: 200 * KB, modules: ['./chunks/*'], makesNoCode: true, packages: ['preact'] },
  'chunks/chunk.js': { budget: 40 * KB, modules: ['./*'], makesNoCode: true, packages: ['preact'] },
  'chunks/explorer.js': { budget: 100 * KB, modules: ['./chunks/*'], makesNoCode: true, packages: [] },
  'chunks/raster.js': { budget: 5 * KB, makesNoCode: true, packages: [] },
  'chunks/typeset.js': { budget: 300 * KB, makesNoCode: true, packages: ['temml'] },
  'cli.js': { makesNoCode: true },
  'job-runner.js': { budget: 150 * KB, modules: ['./language.js'], makesNoCode: true, packages: [] },
  'worker.js': { modules: ['./job-runner.js'], makesNoCode: false },
};

const files = existsSync(DIST)
  ? ['.', 'chunks'].flatMap((folder) =>
      readdirSync(join(DIST, folder))
        .filter((name) => name.endsWith('.js'))
        .map((name) => posix.join(folder, name)),
    )
  : [];

/** The rule of a file; chunks have a hash in their names. */
function nameOf(file: string): string {
  return file.replace(/-[A-Z0-9]{8}\.js$/, '.js');
}

function packagesIn(file: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(join(DIST, `${file}.map`), 'utf8')) as {
    readonly sources: readonly string[];
  };
  const names = sources.map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined);
}

describe('the bundles', () => {
  it('are those that have a rule', () => {
    assert.ok(files.length > 0, 'There is nothing in dist: run npm run build first.');
    assert.deepEqual(
      files.map(nameOf).filter((name) => RULES[name] === undefined),
      [],
    );
  });

  for (const file of files) {
    const { budget, modules = [], makesNoCode, packages } = RULES[nameOf(file)] ?? { makesNoCode: true };
    const text = readFileSync(join(DIST, file), 'utf8');

    if (budget !== undefined)
      it(`${nameOf(file)} is within its budget of ${budget / KB} KB`, () => {
        const size = Buffer.byteLength(text);
        assert.ok(size <= budget, `${(size / KB).toFixed(1)} KB`);
      });

    it(`${nameOf(file)} asks for ${[...modules, 'nothing else'].join(', ')}`, () => {
      const asked = [...text.matchAll(/\b(?:require|import)\(["'`]([^"'`]+)["'`]\)/g)].map(
        ([, name = '']) => name,
      );
      const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), ...modules]);
      assert.deepEqual(
        asked.filter((name) => !known.has(name) && !known.has(`${name.slice(0, -basename(name).length)}*`)),
        [],
      );
    });

    if (packages !== undefined)
      it(`${nameOf(file)} has ${packages.length === 0 ? 'no package' : 'no other package than it needs'} in it`, () => {
        assert.deepEqual(
          packagesIn(file).filter((name) => !packages.includes(name)),
          [],
        );
      });

    if (makesNoCode)
      it(`${nameOf(file)} makes no code from text`, () => {
        assert.doesNotMatch(text, /\beval\(|\bFunction\(|\bnew Function\b/);
      });
  }

  for (const [name, when] of [
    ['language', 'the language when there is something to read'],
    ['markup', 'what reads Markdown when there is a page to show'],
    ['explore', 'what is looked at closely when something is'],
  ] as const)
    it(`extension.js loads ${when}, not before`, () => {
      const text = readFileSync(join(DIST, 'extension.js'), 'utf8');
      assert.ok(text.includes(`import("./${name}.js")`));
      assert.ok(!text.includes(`require("./${name}.js")`));
    });

  it('language.js has the grammar of mathjs in it, not its mathematics', () => {
    const { sources } = JSON.parse(readFileSync(join(DIST, 'language.js.map'), 'utf8')) as {
      readonly sources: readonly string[];
    };
    assert.ok(sources.some((source) => source.endsWith('mathjs/lib/esm/expression/parse.js')));
    assert.deepEqual(
      sources.filter((source) => /mathjs\/lib\/esm\/(?:expression\/node|function|type)\//.test(source)),
      [],
    );
  });
});
