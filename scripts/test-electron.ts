// `npm run test:electron`: the suite of test/editor in the desktop's VS Code, which comes from its vendor's server.
// It exits with 1 where a test fails, and with 2 where the suite could not be run at all.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { hasDisplay } from './editor/desktop';
import { mustHaveSuite, suiteEnvironment, suitePath } from './editor/host-suite';
import { builtExtension } from './editor/manifest';
import { readOptions } from './editor/options';
import { cacheFolder, onPath, repository, shown, temporaryRoot } from './editor/paths';
import { cleanEnvironment, startGroup } from './editor/processes';
import { step } from './editor/progress';
import { atEnd, runScript } from './editor/shutdown';
import { copyOfSamples } from './editor/workspace';

const minute = 60_000;
const suiteLimit = 5 * minute;
const downloadLimit = 10 * minute;
const notRun = 2;

const table = {
  vscode: { value: 'VERSION', does: 'the version of VS Code (default: the newest stable one)' },
  grep: { value: 'PATTERN', does: 'only the tests with such names' },
  extension: { value: 'PATH', does: 'the folder of the extension (default: this repository)' },
};

async function main(): Promise<number> {
  const options = readOptions('npm run test:electron -- [options]', table);
  if (options === undefined) return 0;
  const extensionPath = builtExtension(options.value('extension') ?? repository);
  mustHaveSuite();
  const version = options.value('vscode') ?? 'stable';
  let program: string;
  try {
    program = await step(
      console.log,
      `Looking for VS Code (${version}) in ${shown(cacheFolder)}, or downloading it`,
      () => download(version),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.error(
      `The download of VS Code failed (${reason ?? ''}); \`npm run test:editor\` runs the same suite without it.`,
    );
    return notRun;
  }
  return runSuite(program, extensionPath, options.value('grep'));
}

async function download(version: string): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true });
  const tooLong = new Promise<never>((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error(`it took more than ${downloadLimit / minute} minutes`));
    }, downloadLimit).unref();
  });
  const cachePath = join(cacheFolder, 'desktop');
  mkdirSync(cachePath, { recursive: true });
  const options = { version, cachePath, reporter: new SilentReporter(), timeout: 15_000 };
  return Promise.race([downloadAndUnzipVSCode(options), tooLong]);
}

async function runSuite(program: string, extensionPath: string, grep: string | undefined): Promise<number> {
  const data = mkdtempSync(join(temporaryRoot, 'cnn-editor-'));
  atEnd(() => {
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const args = [
    ...[`--extensionDevelopmentPath=${extensionPath}`, `--extensionTestsPath=${suitePath}`],
    ...[`--user-data-dir=${data}`, `--extensions-dir=${join(data, 'extensions')}`],
    ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-updates', '--disable-telemetry'],
    ...['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', copyOfSamples()],
  ];
  const screen = hasDisplay() ? undefined : onPath('xvfb-run');
  if (!hasDisplay() && screen === undefined) {
    console.error('VS Code needs a screen: install xvfb, or run `npm run test:editor`, which needs none.');
    return notRun;
  }
  const [command, before] = screen === undefined ? [program, []] : [screen, ['-a', program]];
  const environment = { ...cleanEnvironment(), ...suiteEnvironment(grep) };
  const editor = startGroup(command, [...before, ...args], { env: environment, stdio: 'inherit' });
  const limit = setTimeout(() => {
    console.error(`The suite did not end within ${suiteLimit / minute} minutes.`);
    void editor.end();
  }, suiteLimit);
  const ended = await editor.ended;
  clearTimeout(limit);
  if (typeof ended === 'number') return ended === 0 ? 0 : 1;
  console.error(
    `${program} could not be started (${existsSync(program) ? ended.message : 'it is missing'}).`,
  );
  return notRun;
}

runScript(main);
