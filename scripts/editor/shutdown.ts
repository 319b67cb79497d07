import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';
import { outFolder, shown } from './paths';
import { callers, stillRun } from './process-table';

type Cleanup = () => Promise<void> | void;

const cleanups: Cleanup[] = [];
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let ending: Promise<void> | undefined;

/** Has `cleanup` run when the program ends, however it ends. The answer runs it at once, and only once. */
export function atEnd(cleanup: Cleanup): () => Promise<void> {
  cleanups.push(cleanup);
  return async () => {
    const index = cleanups.indexOf(cleanup);
    if (index < 0) return;
    cleanups.splice(index, 1);
    await cleanup();
  };
}

/** One sentence about any error; where it is not a `Failure`, the stack goes to a file that the sentence names. */
function describeError(error: unknown): string {
  if (error instanceof Failure) return error.message;
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const file = join(outFolder, 'unexpected-error.log');
  try {
    mkdirSync(outFolder, { recursive: true });
    writeFileSync(file, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } catch {
    return `Unexpected: ${reason}`;
  }
  return `Unexpected: ${reason} (more in ${shown(file)})`;
}

/** Ends what was started, the latest first. A script's end does it by itself. */
export function endEverything(): Promise<void> {
  ending ??= (async () => {
    for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        console.error(describeError(error));
      }
    }
  })();
  return ending;
}

async function leave(code: number): Promise<never> {
  // A cleanup that hangs must not keep the program alive.
  setTimeout(() => process.exit(code), 15_000).unref();
  await endEverything();
  process.exit(code);
}

/**
 * Has Ctrl-C, a closed terminal or a parent that is gone end everything that was started. The exit code is
 * `codeOnSignal` where it is given, else the one that stands for the signal.
 */
export function endOnSignals(codeOnSignal?: number): void {
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => void leave(codeOnSignal ?? code));
  }
  // npm, and the shell between it and this program, may die of a signal without passing it on.
  const waiting = callers();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !stillRun(waiting)) void leave(signals.SIGHUP);
  }, 500).unref();
}

/**
 * Runs a script's `main` and exits with the code that it answers, or on a signal. Whatever the script started is ended
 * first. A failure is printed as one sentence.
 */
export function runScript(
  main: () => Promise<number>,
  options: { readonly codeOnSignal?: number } = {},
): void {
  endOnSignals(options.codeOnSignal);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void leave(signals.SIGHUP));
  const failed = (error: unknown): void => {
    // What is being ended may well complain.
    if (ending !== undefined) return;
    console.error(describeError(error));
    void leave(1);
  };
  process.on('uncaughtException', failed);
  main().then((code) => leave(code), failed);
}
