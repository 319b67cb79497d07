import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/** The folders of src, lowest first: which folders each may import, and which packages and parts of Node. */
const FOLDERS: Readonly<Record<string, { folders: readonly string[]; packages: readonly string[] }>> = {
  core: {
    folders: [],
    packages: [
      'fflate',
      'fraction.js',
      'pure-rand/generator/xoroshiro128plus',
      'pure-rand/distribution/uniformInt',
    ],
  },
  problem: {
    folders: ['core'],
    packages: ['yaml', 'typebox', 'mathjs/number', 'fastest-levenshtein', 'fflate'],
  },
  grading: { folders: ['core', 'problem'], packages: [] },
  protocol: { folders: ['core'], packages: [] },
  publish: { folders: ['core', 'problem', 'protocol'], packages: ['yaml'] },
  language: { folders: ['core', 'problem', 'grading', 'protocol', 'publish'], packages: ['markdown-it'] },
  preview: { folders: ['protocol', 'core'], packages: ['preact', 'preact/hooks', 'temml'] },
  cli: {
    folders: ['core', 'problem', 'grading', 'publish', 'language'],
    packages: [
      ...[
        'commander',
        'yaml',
        'node:events',
        'node:fs',
        'node:os',
        'node:path',
        'node:readline',
        'node:util',
      ],
      'node:worker_threads',
    ],
  },
  worker: { folders: ['language'], packages: ['node:worker_threads'] },
  extension: {
    folders: ['language', 'protocol', 'worker'],
    packages: ['vscode', 'node:worker_threads', 'node:fs/promises', 'node:path', 'node:crypto'],
  },
};

const SRC = resolve(__dirname, '../src');
/** Lines from which a file is to be looked at again: it may have more than one reason to change. */
const MAX_LINES = 420;

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return {
      path,
      folder: path.split(sep)[0] ?? '',
      text,
      imports: ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName),
    };
  });

/** The file of src that a relative import means, from src; undefined for one outside. */
function target(from: string, specifier: string): string | undefined {
  const path = relative(SRC, resolve(SRC, dirname(from), specifier));
  return [`${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find((candidate) =>
    files.some((file) => file.path === candidate),
  );
}

describe('the structure of src', () => {
  it('has the folders of the table, no others', () => {
    assert.deepEqual([...new Set(files.map(({ folder }) => folder))].sort(), Object.keys(FOLDERS).sort());
  });

  for (const [folder, allowed] of Object.entries(FOLDERS))
    it(`${folder} imports ${allowed.folders.join(', ') || 'no other folder'}`, () => {
      const wrong = files
        .filter((file) => file.folder === folder)
        .flatMap(({ path, imports }) =>
          imports
            .filter((specifier) => {
              if (!specifier.startsWith('.')) return !allowed.packages.includes(specifier);
              const folderOfTarget = target(path, specifier)?.split(sep)[0];
              if (folderOfTarget === undefined) return !specifier.endsWith('package.json');
              return folderOfTarget !== folder && !allowed.folders.includes(folderOfTarget);
            })
            .map((specifier) => `${path} imports ${specifier}`),
        );
      assert.deepEqual(wrong, []);
    });

  it('has no package in the table that nobody imports', () => {
    const unused = Object.entries(FOLDERS).flatMap(([folder, { packages }]) =>
      packages
        .filter((name) => !files.some((file) => file.folder === folder && file.imports.includes(name)))
        .map((name) => `${folder}: ${name}`),
    );
    assert.deepEqual(unused, []);
  });

  it('has no circle of imports, of types neither', () => {
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const specifier of files.find((file) => file.path === path)?.imports ?? []) {
        const next = specifier.startsWith('.') ? target(path, specifier) : undefined;
        if (next !== undefined) walk(next, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const { path } of files) walk(path, []);
    assert.deepEqual(circles, []);
  });

  it('has no file that has grown too long', () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    assert.deepEqual(long, []);
  });
});
