import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../src/extension/command-ids';

const ROOT = resolve(__dirname, '../..');

interface Manifest {
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents?: readonly string[];
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when: string }[];
  };
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;

describe('the manifest', () => {
  it('declares the commands that the extension registers, no others', () => {
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).sort(),
      [...Object.values(COMMANDS)].sort(),
    );
  });

  it('names only its own commands in menus and keys', () => {
    const known = contributes.commands.map(({ command }) => command);
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings];
    assert.deepEqual(
      used.map(({ command }) => command).filter((command) => !known.includes(command)),
      [],
    );
  });

  it('shows every command in the palette only over its own files and previews', () => {
    assert.deepEqual(
      (contributes.menus['commandPalette'] ?? []).map(({ command }) => command).sort(),
      contributes.commands.map(({ command }) => command).sort(),
    );
    for (const { when } of Object.values(contributes.menus).flat())
      assert.match(when, /editorLangId == cnn-yaml|(activeWebviewPanelId|webviewId) == cnnProblems\.preview/);
  });

  it('starts with the language, or a preview that the last window left', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onWebviewPanel:cnnProblems.preview',
      // The view of tests has no event of its own: who opens it expects answer files there.
      'workspaceContains:**/*.answers.cnn.yaml',
    ]);
    assert.deepEqual(
      contributes.languages.map(({ id }) => id),
      ['cnn-yaml'],
    );
  });

  it('names files that are there', () => {
    const named = JSON.stringify(contributes).match(/\.\/(?:media|syntaxes)\/[\w./-]+/g) ?? [];
    assert.ok(named.length >= 4);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it('is bundled: nothing is installed with it', () => {
    assert.equal(manifest.dependencies, undefined);
  });

  it('uses the interface of the oldest editor that it says it runs in', () => {
    assert.equal(manifest.devDependencies['@types/vscode'], manifest.engines.vscode);
  });
});
