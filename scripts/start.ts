// `npm start`: a real VS Code on the samples, with the extension from this folder.
import { join } from 'node:path';
import { hasDisplay, installedEditor, showInBrowser, useInstalledEditor } from './editor/desktop';
import { Failure } from './editor/failure';
import { installEditor } from './editor/install';
import { openLog } from './editor/log';
import { builtExtension } from './editor/manifest';
import { readOptions } from './editor/options';
import { existingFolder, repository, shown } from './editor/paths';
import { runScript } from './editor/shutdown';
import { startServer } from './editor/server';
import { editorVersion, editorVersions } from './editor/versions';

const versions = editorVersions.map(({ vscode }) => vscode).join(' or ');

const table = {
  folder: { value: 'PATH', does: 'the folder to open (default: samples)' },
  server: { value: '', does: 'a VS Code in the browser, even where one is installed' },
  port: { value: 'NUMBER', does: 'the port of that server (default: any free one)' },
  vscode: { value: 'VERSION', does: `its version: ${versions}` },
  extension: { value: 'PATH', does: 'the extension: its folder, or a .vsix (default: this repository)' },
  'no-open': { value: '', does: 'print the address only, open no browser' },
};

async function main(): Promise<number> {
  const options = readOptions('npm start -- [options]', table);
  if (options === undefined) return 0;
  const folder = existingFolder(options.value('folder') ?? join(repository, 'samples'), 'The folder to open');
  const extensionPath = builtExtension(options.value('extension') ?? repository);
  const port = readPort(options.value('port'));
  const version = editorVersion(options.value('vscode'));
  const asksForServer =
    options.given('server') || port !== undefined || options.value('vscode') !== undefined;
  const program = asksForServer || !hasDisplay() ? undefined : installedEditor();
  if (program !== undefined) {
    console.log(`Opening ${shown(folder)} in ${program}. Ctrl-C here, or closing the window, ends it.`);
    await useInstalledEditor(program, folder, extensionPath);
    return 0;
  }
  const installation = await installEditor(version, console.log);
  const log = openLog('start.log');
  console.log(`Starting VS Code ${version.vscode} on ${shown(folder)} …`);
  const server = await startServer({
    installation,
    log,
    extensionPath,
    ...(port === undefined ? {} : { port }),
  });
  const url = server.url(folder);
  const opened = !options.given('no-open') && showInBrowser(url);
  console.log(`\n  ${url}\n`);
  console.log(`${opened ? 'It opens in your browser.' : 'Open this address in a browser.'} Ctrl-C ends it.`);
  await server.ended;
  throw new Failure(`The VS Code server ended by itself: see ${shown(log.path)}.`);
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`--port ${text} is no port: give a number from 1 to 65535.`);
}

// Ctrl-C is how this is meant to end.
runScript(main, { codeOnSignal: 0 });
