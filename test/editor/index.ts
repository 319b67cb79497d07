// What runs inside the editor's extension host: every test of this folder, in one bundle.
import { format } from 'node:util';
import Mocha from 'mocha';
import { ConfigurationTarget, workspace } from 'vscode';

const minute = 60_000;

/** Called by the editor; fails when a test fails, or when there was none. */
export async function run(): Promise<void> {
  // The editor's own words get in between; a mark lets the reader of both tell them from the suite's.
  const mark = process.env['SUITE_MARK'] ?? '';
  const say = (...words: readonly unknown[]): void => {
    for (const line of format(...words).split('\n')) console.log('%s', mark + line);
  };
  const complaint = await runAll(say);
  if (complaint === undefined) return;
  say(complaint);
  throw new Error(complaint);
}

async function runAll(say: (...words: readonly unknown[]) => void): Promise<string | undefined> {
  const grep = process.env['MOCHA_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: minute,
    slow: 1000,
    color: process.env['MOCHA_COLOR'] === '1',
    ...(grep === undefined ? {} : { grep: new RegExp(grep) }),
  });
  Mocha.reporters.Base.consoleLog = say;
  // The tests call describe() when they are loaded, so that name has to be there before.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  // They come a second after everything else, so tests ask for them where they mean them.
  await workspace.getConfiguration('cnnProblems').update('numberHints', false, ConfigurationTarget.Global);
  try {
    await loadTests();
  } catch (error) {
    return `The tests cannot be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const { tests, failures } = await new Promise<{ tests: number; failures: number }>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ tests: runner.stats?.tests ?? 0, failures: failed });
    });
  });
  if (failures > 0) return `${failures} of ${tests} tests failed.`;
  if (tests > 0) return undefined;
  return grep === undefined ? 'There was no test.' : `No test has a name like ${grep}.`;
}

/** Every test file stands here, so that the bundle holds it. */
async function loadTests(): Promise<void> {
  await import('./activation.test');
  await import('./numbers.test');
  await import('./problem-set.test');
  await import('./bad-input.test');
  await import('./answers.test');
  await import('./preview.test');
  await import('./reading.test');
  await import('./worker.test');
  await import('./files.test');
}
