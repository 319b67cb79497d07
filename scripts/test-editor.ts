// `npm run test:editor`: the tests that need a real VS Code, first those that run inside it, then those that look at it.
import { provideBrowser } from './editor/browser';
import { Failure } from './editor/failure';
import { mustHaveSuite, runHostSuite } from './editor/host-suite';
import { installEditor } from './editor/install';
import { builtExtension, isPackage } from './editor/manifest';
import { readOptions } from './editor/options';
import { repository } from './editor/paths';
import { runScript } from './editor/shutdown';
import { runUiTests } from './editor/ui-tests';
import { editorVersion, editorVersions } from './editor/versions';
import { copyOfSamples } from './editor/workspace';

const minute = 60_000;

const table = {
  only: { value: 'PART', does: 'inside (test/editor) or outside (test/editor-ui)' },
  grep: { value: 'PATTERN', does: 'only the tests with such names' },
  vscode: {
    value: 'VERSION',
    does: `the editor: ${editorVersions.map(({ vscode }) => vscode).join(' or ')}`,
  },
  extension: { value: 'PATH', does: 'the extension: its folder, or a .vsix (default: this repository)' },
};

async function main(): Promise<number> {
  const options = readOptions('npm run test:editor -- [options]', table);
  if (options === undefined) return 0;
  const only = options.value('only');
  if (only !== undefined && only !== 'inside' && only !== 'outside') {
    throw new Failure(`--only ${only} is not known: give inside or outside.`);
  }
  const version = editorVersion(options.value('vscode'));
  const extensionPath = builtExtension(options.value('extension') ?? repository);
  const grep = options.value('grep');
  if (only !== 'outside' && isPackage(extensionPath))
    throw new Failure('A .vsix can only be looked at from outside: add --only outside.');
  if (only !== 'outside') mustHaveSuite();
  await provideBrowser(console.log);
  await installEditor(version, console.log);

  let code = 0;
  if (only !== 'outside') {
    console.log(`Inside VS Code ${version.vscode} (test/editor):`);
    const folder = copyOfSamples();
    code = await runHostSuite({ version, say: console.log, folder, extensionPath, grep, limit: 5 * minute });
  }
  if (only !== 'inside') {
    console.log(`Looking at VS Code ${version.vscode} (test/editor-ui):`);
    code =
      (await runUiTests({ version, extensionPath, grep, limit: 15 * minute, config: 'editor-ui' })) || code;
  }
  return code;
}

runScript(main);
