import { availableParallelism } from 'node:os';
import { printError, write } from '../print';
import { Checker, exitCodeOf, refused, type Checked, type Manner, type Task } from './checked';
import { tasksFromCsv } from './csv-answers';
import { FORMATS, type CheckFormat } from './formats';
import { merged } from './merge';
import { Pool } from './pool';
import { Progress } from './progress';
import { pathsFrom, shardOf, tasksOf, type Shard } from './tasks';

export { CHECK_FORMATS, type CheckFormat } from './formats';
export { shardFrom, type Shard } from './tasks';
export { runAsThread } from './thread';

/** What `check` is asked for. */
export interface CheckOptions {
  readonly root?: string | undefined;
  readonly format: CheckFormat;
  /** The problem set that all files are held against, whatever they name. */
  readonly set?: string | undefined;
  /** A table of answers, a row for each person. */
  readonly csv?: string | undefined;
  /** A list of files, one a line. */
  readonly filesFrom?: string | undefined;
  readonly shard?: Shard | undefined;
  /** Whether the files are what shards have printed. */
  readonly merge?: boolean | undefined;
  /** How many threads; as many as there are cores where it isn't given, and none for a few files. */
  readonly jobs?: number | undefined;
  /** Seconds that one file may take in a thread. */
  readonly limit?: number | undefined;
  /** Whether progress is told; it is on a terminal. */
  readonly progress?: boolean | undefined;
  /** The program that threads run; without it there are none. */
  readonly script?: string | undefined;
}

/** Files up to which threads take longer to start than they save. */
const FEW = 50;
const LIMIT = 60;
const INTERRUPTED = 130;

/**
 * `check ANSWERS…`: a verdict for every part, in the order of the files.
 * @returns 0 where all is right, 1 where something isn't, 2 where something could not be read, 130 where it was stopped.
 */
export async function check(paths: readonly string[], options: CheckOptions): Promise<number> {
  const problem = refusal(paths, options);
  if (problem !== undefined) {
    printError(problem);
    return 2;
  }
  const tasks = options.merge === true ? [] : plan(paths, options);
  const run =
    options.merge === true ? { results: merged(paths), stop: () => undefined } : start(tasks, options);
  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
    run.stop();
  };
  process.once('SIGINT', interrupt);
  const told = options.progress ?? process.stderr.isTTY;
  const progress = told && tasks.length > 0 ? new Progress(tasks.length, process.stderr) : undefined;
  const format = FORMATS[options.format]();
  let [code, done] = [0, 0];
  try {
    await write(format.start ?? '');
    for await (const checked of run.results) {
      code = Math.max(code, exitCodeOf(checked));
      done += 1;
      progress?.step();
      // Rows on a terminal and a line that is written over would get in each other's way.
      if (process.stdout.isTTY) progress?.end();
      await write(format.one(checked));
    }
    await write(format.end?.() ?? '');
  } finally {
    progress?.end();
    process.removeListener('SIGINT', interrupt);
  }
  if (!interrupted.signal.aborted) return code;
  printError(`Stopped after ${done} of ${tasks.length} files.`);
  return INTERRUPTED;
}

/** Why what is asked for makes no sense; undefined where it does. */
function refusal(paths: readonly string[], options: CheckOptions): string | undefined {
  const { csv, set, merge, filesFrom, format, shard } = options;
  if (csv !== undefined && set === undefined)
    return '--csv goes with --set FILE.cnn.yaml, whose parts its columns name.';
  if (merge === true && (csv !== undefined || filesFrom !== undefined || shard))
    return '--merge takes what shards have printed, and nothing else.';
  if (merge === true && format === 'gradescope')
    return 'What shards print doesn’t say how many points a part has; take another format than gradescope.';
  if (paths.length === 0 && csv === undefined && filesFrom === undefined)
    return 'Say which answer files: check FILE…, a folder, --files-from LIST or --csv TABLE.';
  return undefined;
}

function plan(paths: readonly string[], { filesFrom, csv, set, root, shard }: CheckOptions): readonly Task[] {
  const listed = filesFrom === undefined ? [] : pathsFrom(filesFrom);
  const tasks = [
    ...tasksOf(paths),
    ...('message' in listed
      ? [{ file: filesFrom ?? '', known: refused(filesFrom ?? '', listed.message) }]
      : tasksOf(listed)),
    ...(csv !== undefined && set !== undefined ? tasksFromCsv(csv, set, root) : []),
  ];
  return shard ? shardOf(tasks, shard) : tasks;
}

/** Results as they come, and what keeps more from coming. */
interface Run {
  readonly results: AsyncIterable<Checked>;
  readonly stop: () => void;
}

function start(tasks: readonly Task[], { root, set, jobs, limit = LIMIT, script }: CheckOptions): Run {
  const manner: Manner = { root, set };
  if (script !== undefined && (jobs !== undefined || tasks.length > FEW)) {
    const pool = new Pool(tasks, {
      script,
      jobs: jobs ?? availableParallelism(),
      limit: 1000 * limit,
      manner,
    });
    return {
      results: pool.results(),
      stop: () => {
        pool.stop();
      },
    };
  }
  let stopped = false;
  return {
    results: inTurn(tasks, new Checker(manner), () => stopped),
    stop: () => {
      stopped = true;
    },
  };
}

async function* inTurn(
  tasks: readonly Task[],
  checker: Checker,
  isStopped: () => boolean,
): AsyncGenerator<Checked> {
  for (const task of tasks) {
    if (isStopped()) return;
    yield checker.check(task);
    // Whoever wants to stop us is heard between two files.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
