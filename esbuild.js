// Builds every bundle of the extension: `node esbuild.js [--watch] [--tests]`.
const esbuild = require('esbuild');
const { rmSync } = require('node:fs');
const { basename } = require('node:path');

const common = {
  bundle: true,
  sourcemap: true,
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  target: 'node20',
  platform: 'node',
  format: 'cjs',
  // Letters as they are take half the room of their escapes.
  charset: 'utf8',
  // markdown-it only decodes entities; the index of that package brings the tables for encoding as well.
  // It also makes a finder of bare addresses, which it asks only with an option that stays off here.
  alias: { entities: 'entities/lib/decode.js', 'linkify-it': './src/language/no-linkify.ts' },
};

/**
 * The heavy bundle is loaded with the first document, and what reads Markdown with the first preview, so the one that
 * activates must not contain them.
 */
const languageIsItsOwnBundle = {
  name: 'language-is-its-own-bundle',
  setup(build) {
    build.onResolve({ filter: /\/language(\/markup|\/explore|\/job-runner)?$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path)}.js`, external: true } : undefined,
    );
  },
};

/** What is looked at closely, and what judges, works on the values of the heavy bundle: it takes their classes from there. */
const valuesAreOfTheLanguage = {
  name: 'values-are-of-the-language',
  setup(build) {
    build.onResolve({ filter: /\/(core|problem)$/ }, ({ path }) => ({
      path: basename(path),
      namespace: 'of-language',
    }));
    build.onLoad({ filter: /.*/, namespace: 'of-language' }, ({ path }) => ({
      contents: `module.exports = require('./language.js').${path};`,
      resolveDir: __dirname,
    }));
    build.onResolve({ filter: /^\.\/language\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

const bundles = [
  {
    ...common,
    entryPoints: { extension: 'src/extension/index.ts' },
    outdir: 'dist',
    external: ['vscode'],
    plugins: [languageIsItsOwnBundle],
  },
  {
    ...common,
    entryPoints: { language: 'src/language/index.ts', markup: 'src/language/markup.ts' },
    outdir: 'dist',
  },
  {
    ...common,
    entryPoints: { explore: 'src/language/explore/index.ts', 'job-runner': 'src/language/job-runner.ts' },
    outdir: 'dist',
    plugins: [valuesAreOfTheLanguage],
  },
  {
    ...common,
    entryPoints: { worker: 'src/worker/index.ts' },
    outdir: 'dist',
    plugins: [languageIsItsOwnBundle],
  },
  {
    ...common,
    entryPoints: { cli: 'src/cli/index.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...common,
    entryPoints: { preview: 'src/preview/index.tsx' },
    outdir: 'dist',
    platform: 'browser',
    format: 'esm',
    target: 'chrome122',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
];

const tests = [
  {
    ...common,
    minify: false,
    entryPoints: { 'editor/index': 'test/editor/index.ts' },
    outdir: 'out/test',
    external: ['vscode', 'mocha'],
  },
];

async function main() {
  const watch = process.argv.includes('--watch');
  rmSync('dist', { recursive: true, force: true });
  const wanted = process.argv.includes('--tests') ? [...bundles, ...tests] : bundles;
  if (!watch) return Promise.all(wanted.map((options) => esbuild.build(options)));
  const contexts = await Promise.all(wanted.map((options) => esbuild.context(options)));
  return Promise.all(contexts.map((context) => context.watch()));
}

main().catch(() => {
  process.exitCode = 1;
});
