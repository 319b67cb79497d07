import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { Failure } from './failure';
import { openLog } from './log';
import { openEditor } from './open';
import { outFolder, repository, shown } from './paths';
import type { Say } from './progress';
import type { EditorVersion } from './versions';

/** The bundle of `test/editor`; it exports `run()`. */
export const suitePath = join(repository, 'out', 'test', 'editor', 'index.js');

/** How the suite is to be run. */
export interface SuiteOptions {
  readonly version: EditorVersion;
  readonly say: Say;
  readonly folder: string;
  readonly extensionPath: string;
  /** Runs only the tests whose full names match. */
  readonly grep: string | undefined;
  /** In milliseconds. */
  readonly limit: number;
}

/** What the suite reads from its environment. */
export function suiteEnvironment(grep: string | undefined): Record<string, string> {
  return {
    ...(process.stdout.isTTY ? { MOCHA_COLOR: '1' } : {}),
    ...(grep === undefined ? {} : { MOCHA_GREP: grep }),
  };
}

/** Fails unless the bundle of the suite is there. */
export function mustHaveSuite(): void {
  if (existsSync(suitePath)) return;
  throw new Failure(
    `The tests are not built: ${shown(suitePath)} is missing; run \`node esbuild.js --tests\`.`,
  );
}

/** Runs the suite of `test/editor` in the extension host of a real editor; answers with the exit code. */
export async function runHostSuite(options: SuiteOptions): Promise<number> {
  mustHaveSuite();
  const log = openLog('editor.log');
  const suite = watchSuite(options.limit);
  const editor = await openEditor({
    ...options,
    log,
    suitePath,
    environment: { ...suiteEnvironment(options.grep), SUITE_MARK: suite.mark },
    prepare: suite.listen,
  });
  const trouble = await suite.trouble;
  if (trouble !== undefined) {
    const screenshot = join(outFolder, 'editor-failure.png');
    await editor.window.screenshot(screenshot).catch(() => undefined);
    console.error(`${trouble} See ${shown(log.path)} and ${shown(screenshot)}.`);
  }
  await editor.close();
  await log.close();
  return trouble === undefined ? 0 : 1;
}

/** How long the extension host may take until the suite says its first word. */
const startLimit = 90_000;

interface SuiteWatch {
  /** What the suite puts before each of its lines. */
  readonly mark: string;
  /** Settles when the suite has ended: what went wrong, if anything did. */
  readonly trouble: Promise<string | undefined>;
  readonly listen: (page: Page) => Promise<void>;
}

/** Prints what the suite says, as the editor tells it to its page, and waits for its end. */
function watchSuite(limit: number): SuiteWatch {
  const mark = '[suite] ';
  let started = false;
  let end: (trouble: string | undefined) => void = () => undefined;
  const trouble = new Promise<string | undefined>((resolve) => {
    end = resolve;
  });
  const listen = async (page: Page): Promise<void> => {
    await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
      const text = format(...args);
      if (text.startsWith(mark)) {
        started = true;
        console.log(text.slice(mark.length));
      } else if (/extension host.*terminated unexpectedly/i.test(text)) {
        end('The extension host crashed.');
      }
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      if (!started) end(`The suite ended before it said anything (code ${code}).`);
      else end(code === 0 ? undefined : 'The suite failed.');
    });
    page.on('crash', () => {
      end("The browser's page crashed.");
    });
    page.on('close', () => {
      end('The browser ended before the suite did.');
    });
    setTimeout(() => {
      if (!started) end(`The suite did not start within ${startLimit / 1000} s.`);
    }, startLimit).unref();
    setTimeout(() => {
      end(`The suite did not end within ${limit / 60_000} minutes.`);
    }, limit).unref();
  };
  return { mark, trouble, listen };
}
