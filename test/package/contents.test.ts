import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { repository } from '../../scripts/editor/paths';
import { packagePath } from '../../scripts/editor/package';

const MB = 1024 * 1024;

interface Manifest {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly version: string;
  readonly publisher: string;
  readonly license: string;
  readonly icon: string;
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly repository: { readonly url: string };
  readonly bugs: { readonly url: string };
  readonly contributes: unknown;
}

/** The categories that the marketplace knows, of which these are ours to choose from. */
const CATEGORIES = ['Education', 'Programming Languages', 'Visualization', 'Linters', 'Data Science'];

describe('the package', () => {
  assert.ok(existsSync(packagePath), 'There is no package: run npm run package first.');
  const packed = readFileSync(packagePath);
  const files = unzipSync(packed);
  const names = Object.keys(files)
    .filter((name) => name.startsWith('extension/') && !name.endsWith('/'))
    .map((name) => name.slice('extension/'.length));
  const text = (name: string): string => new TextDecoder().decode(files[`extension/${name}`]);
  const manifest = JSON.parse(text('package.json')) as Manifest;

  it('holds what is needed, and nothing else', () => {
    const built = (folder: string): string[] =>
      readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        posix.join(folder, name.replaceAll(sep, '/')),
      );
    const wanted = [
      ...['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt'],
      ...built('dist').filter((name) => name.endsWith('.js')),
      ...built('media').filter((name) => /\.\w+$/.test(name) && name !== 'media/readme.png'),
      ...built('syntaxes').filter((name) => name.endsWith('.json')),
    ];
    assert.deepEqual(names.sort(), wanted.sort());
  });

  it('has no source, map, test or secret in it', () => {
    assert.deepEqual(
      names.filter((name) =>
        /\.(?:tsx?|map|test|env|pem|lock)\b|node_modules|^(?:src|test|samples|out)\//.test(name),
      ),
      [],
    );
  });

  it('is at most 4 MB', () => {
    assert.ok(packed.length <= 4 * MB, `${packed.length} bytes`);
  });

  it('holds every file that its manifest names', () => {
    const named = [
      ...[manifest.icon, manifest.main, ...Object.values(manifest.bin)],
      ...(JSON.stringify(manifest.contributes).match(/\.\/(?:media|syntaxes)\/[\w./-]+/g) ?? []),
    ].map((name) => name.replace(/^\.\//, ''));
    assert.deepEqual(
      named.filter((name) => !names.includes(name)),
      [],
    );
  });

  it('has a manifest that a marketplace takes', () => {
    assert.match(manifest.name, /^[a-z0-9-]+$/);
    assert.match(manifest.publisher, /^[a-z0-9-]+$/i);
    assert.match(manifest.version, /^\d+\.\d+\.\d+$/);
    assert.match(manifest.engines.vscode, /^\^\d+\.\d+\.\d+$/);
    assert.match(manifest.repository.url, /^https:/);
    assert.match(manifest.bugs.url, /^https:/);
    assert.equal(manifest.license, 'MIT');
    assert.ok(manifest.displayName !== '' && manifest.description !== '');
    assert.ok(manifest.keywords.length > 0 && manifest.keywords.length <= 30);
    assert.deepEqual(
      manifest.categories.filter((category) => !CATEGORIES.includes(category)),
      [],
    );
  });

  it('has an icon, a PNG of 128 pixels or more', () => {
    const icon = Buffer.from(files[`extension/${manifest.icon}`] ?? []);
    assert.equal(icon.subarray(1, 4).toString(), 'PNG');
    const [width, height] = [icon.readUInt32BE(16), icon.readUInt32BE(20)];
    assert.ok(width >= 128 && width === height, `${width} × ${height}`);
  });

  it('shows its pictures from https, since an editor shows no others', () => {
    const pictures = [...text('readme.md').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(
      ([, address = '']) => address,
    );
    assert.ok(pictures.length > 0);
    for (const address of pictures) assert.match(address, /^https:\/\//);
  });

  it('has its licence and its changes with it', () => {
    assert.match(text('LICENSE.txt'), /MIT License/);
    assert.match(text('changelog.md'), /^## \[/m);
  });
});
