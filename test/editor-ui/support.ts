// A real editor for the tests of this folder: they see what a person sees.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { openLog } from '../../scripts/editor/log';
import { builtExtension } from '../../scripts/editor/manifest';
import { openEditor } from '../../scripts/editor/open';
import type { OpenEditor } from '../../scripts/editor/open';
import { outFolder, repository, shown } from '../../scripts/editor/paths';
import { endEverything, endOnSignals } from '../../scripts/editor/shutdown';
import { editorVersion } from '../../scripts/editor/versions';
import type { Settings } from '../../scripts/editor/server';
import type { EditorWindow, Theme } from '../../scripts/editor/window';
import { copyOfSamples } from '../../scripts/editor/workspace';

export { until } from '../../scripts/editor/poll';

let opened: { readonly editor: OpenEditor; readonly folder: string } | undefined;

function current(): { readonly editor: OpenEditor; readonly folder: string } {
  if (opened === undefined) throw new Error('The editor is open only while tests and their hooks run.');
  return opened;
}

/** The editor that all tests of a run share. Each test starts without open files. */
export const editor = {
  get page(): Page {
    return current().editor.page;
  },
  get window(): EditorWindow {
    return current().editor.window;
  },
  /** The folder that is open: a copy of the samples, which may be changed. */
  get folder(): string {
    return current().folder;
  },
  /** Writes a file into the open folder. */
  write(name: string, text: string): void {
    const path = join(current().folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  },
  setTheme(theme: Theme): Promise<void> {
    return current().editor.setTheme(theme);
  },
  /** Replaces the settings, and loads the window anew. */
  setSettings(settings: Settings): Promise<void> {
    return current().editor.setSettings(settings);
  },
  /** Saves what the window shows as `out/NAME.png`. */
  screenshot(name: string): Promise<void> {
    return current().editor.window.screenshot(join(outFolder, `${name}.png`));
  },
};

const log = openLog('editor-ui.log');

before('opens the editor', async function () {
  // An editor, or a browser, may have to be downloaded.
  this.timeout('15m');
  endOnSignals();
  const folder = copyOfSamples();
  const opening = openEditor({
    version: editorVersion(process.env['EDITOR_VSCODE']),
    extensionPath: builtExtension(process.env['EDITOR_EXTENSION'] ?? repository),
    folder,
    log,
    say: console.log,
    settings: { 'cnnProblems.numberHints': false },
  });
  opened = { editor: await opening, folder };
});

beforeEach('closes what is open', async () => {
  await editor.window.closeAll();
});

let failures = 0;

afterEach('looks at the window when a test has failed', async function () {
  if (this.currentTest?.state !== 'failed') return;
  failures += 1;
  const screenshot = join(
    outFolder,
    failures === 1 ? 'editor-failure.png' : `editor-failure-${failures}.png`,
  );
  await editor.window.screenshot(screenshot);
  console.error(`      (the window: ${shown(screenshot)}; what the editor said: ${shown(log.path)})`);
});

after('closes the editor', async function () {
  this.timeout('1m');
  opened = undefined;
  await endEverything();
  await log.close();
});
