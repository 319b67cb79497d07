import { join } from 'node:path';
import { repository } from './paths';
import { cleanEnvironment, startGroup } from './processes';
import type { EditorVersion } from './versions';

/** How the tests are to be run. */
export interface UiTestOptions {
  readonly version: EditorVersion;
  readonly extensionPath: string;
  readonly grep: string | undefined;
  /** In milliseconds. */
  readonly limit: number;
  /** Which tests, by the name of their `test/.mocharc.NAME.json`. */
  readonly config: 'editor-ui' | 'package';
}

/** Runs the tests that look at the editor from outside; answers with mocha's exit code. */
export async function runUiTests(options: UiTestOptions): Promise<number> {
  const mocha = join(repository, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [mocha, '--config', `test/.mocharc.${options.config}.json`, '--fail-zero'];
  if (options.grep !== undefined) args.push('--grep', options.grep);
  const tests = startGroup(process.execPath, args, {
    cwd: repository,
    env: {
      ...cleanEnvironment(),
      EDITOR_VSCODE: options.version.vscode,
      EDITOR_EXTENSION: options.extensionPath,
    },
    stdio: 'inherit',
  });
  const limit = setTimeout(() => {
    console.error(`The tests did not end within ${options.limit / 60_000} minutes.`);
    void tests.end();
  }, options.limit);
  const ended = await tests.ended;
  clearTimeout(limit);
  const code = typeof ended === 'number' ? ended : 1;
  if (code !== 0)
    console.error(`The tests that look at the editor failed, or there were none (code ${code}).`);
  return code;
}
