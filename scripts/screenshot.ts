// A look at a file as the editor shows it: `tsx scripts/screenshot.ts FILE OUT.png [options]`.
import { basename, resolve } from 'node:path';
import { Failure } from './editor/failure';
import { openLog } from './editor/log';
import { builtExtension } from './editor/manifest';
import { openEditor } from './editor/open';
import { readOptions } from './editor/options';
import { existingFolder, repository, shown } from './editor/paths';
import { until } from './editor/poll';
import { runScript } from './editor/shutdown';
import { editorVersion } from './editor/versions';
import { isTheme, themes } from './editor/window';
import { copyOfSamples } from './editor/workspace';

const table = {
  theme: { value: 'THEME', does: Object.keys(themes).join(', ') },
  preview: { value: '', does: 'open the preview at its side' },
  command: { value: 'TITLE', does: 'then run a command, by its title in the palette' },
  line: { value: 'NUMBER', does: 'the line to go to' },
  until: { value: 'CSS', does: 'wait for such an element of the preview (or else of the window)' },
  folder: { value: 'PATH', does: 'the folder to open (default: a copy of the samples)' },
  size: { value: 'WxH', does: 'the size of the window (default: 1400x900)' },
  extension: { value: 'PATH', does: 'the extension: its folder, or a .vsix (default: this repository)' },
  vscode: { value: 'VERSION', does: 'the version of the editor' },
};

async function main(): Promise<number> {
  const options = readOptions('tsx scripts/screenshot.ts FILE OUT.png [options]', table, 2);
  if (options === undefined) return 0;
  const [file, out] = options.words;
  if (file === undefined || out === undefined) throw new Failure('Give a file to open, and a PNG to write.');
  const theme = options.value('theme') ?? 'dark';
  if (!isTheme(theme))
    throw new Failure(`--theme ${theme} is not known: give ${Object.keys(themes).join(', ')}.`);
  const folder = options.value('folder');
  const editor = await openEditor({
    version: editorVersion(options.value('vscode')),
    folder: folder === undefined ? copyOfSamples() : existingFolder(folder, 'The folder to open'),
    extensionPath: builtExtension(options.value('extension') ?? repository),
    say: console.log,
    log: openLog('screenshot.log'),
    theme,
    settings: { 'editor.cursorBlinking': 'solid', 'workbench.reduceMotion': 'on' },
    size: readSize(options.value('size')),
  });
  const { window, page } = editor;
  await until(`the colours of ${theme}`, () => window.showsTheme(theme));
  await window.openFile(file);
  const line = options.value('line');
  if (line !== undefined) await window.goTo(Number(line));
  const preview = options.given('preview');
  if (preview) await window.openPreview();
  const command = options.value('command');
  if (command !== undefined) await window.runCommand(command);
  const wanted = options.value('until');
  if (wanted !== undefined)
    await (preview ? window.preview().locator(wanted) : page.locator(wanted)).first().waitFor();
  await window.settled();
  await window.screenshot(resolve(out));
  console.log(`${basename(file)} as it looks: ${shown(resolve(out))}`);
  await editor.close();
  return 0;
}

function readSize(text = '1400x900'): { readonly width: number; readonly height: number } {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined)
    throw new Failure(`--size ${text} is no size: give one like 1400x900.`);
  return { width: Number(width), height: Number(height) };
}

runScript(main);
