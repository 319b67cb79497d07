// `npm run test:package`: the package that users get, what is in it, and how it does in a real VS Code.
import { provideBrowser } from './editor/browser';
import { installEditor } from './editor/install';
import { builtExtension } from './editor/manifest';
import { readOptions } from './editor/options';
import { packagePath } from './editor/package';
import { runScript } from './editor/shutdown';
import { runUiTests } from './editor/ui-tests';
import { editorVersion, editorVersions } from './editor/versions';

const table = {
  grep: { value: 'PATTERN', does: 'only the tests with such names' },
  vscode: {
    value: 'VERSION',
    does: `the editor: ${editorVersions.map(({ vscode }) => vscode).join(' or ')}`,
  },
};

async function main(): Promise<number> {
  const options = readOptions('npm run test:package -- [options]', table);
  if (options === undefined) return 0;
  const version = editorVersion(options.value('vscode'));
  const extensionPath = builtExtension(packagePath);
  await provideBrowser(console.log);
  await installEditor(version, console.log);
  const grep = options.value('grep');
  return runUiTests({ version, extensionPath, grep, limit: 5 * 60_000, config: 'package' });
}

runScript(main);
