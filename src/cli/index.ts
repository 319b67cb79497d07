/** The command line: headless, The contract that other tools rely on is in the README. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { EXPORT_FORMATS, type ExportFormat } from '../core';
import { check, CHECK_FORMATS, runAsThread, shardFrom, type CheckFormat, type Shard } from './check';
import { evalCommand } from './eval';
import { initGithub, initGradescope } from './init';
import { key } from './key';
import { lint } from './lint';
import { exportSheet, PUBLISH_FORMATS } from './sheet';

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('A variant is a whole number from 0.');
  return value;
}

const ROOT = ['--root <folder>', 'the folder that files named in a document must lie in'] as const;
function between(least: number, most: number, what: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`${what} is a whole number from ${least} to ${most}.`);
    return value;
  };
}

function shard(text: string): Shard {
  const read = shardFrom(text);
  if (!read) throw new InvalidArgumentError('A shard is i/n, the i-th of n: 1/4 to 4/4.');
  return read;
}

/** Every variant is computed whole. */
const MAX_VARIANTS = 1000;
const MAX_JOBS = 256;

interface CheckArguments {
  readonly root?: string;
  readonly format: CheckFormat;
  readonly json: boolean;
  readonly set?: string;
  readonly csv?: string;
  readonly filesFrom?: string;
  readonly shard?: Shard;
  readonly merge?: boolean;
  readonly jobs?: number;
  readonly timeLimit?: number;
  readonly progress?: boolean;
}

const JSON_OPTION = ['--json', 'print JSON', false] as const;
const VARIANT = ['--variant <n>', 'which variant; 0 is the author’s example', whole, 0] as const;

const program = new Command('cnn-problems')
  .description('Problem sets on convolutional networks: keys, checks and answers.')
  .version(version)
  .showHelpAfterError('(cnn-problems --help lists the commands)');

program
  .command('key')
  .description('print every key of a problem set')
  .argument('<file>')
  .option(...VARIANT)
  .option(...ROOT)
  .option(...JSON_OPTION)
  .action((file: string, options: { variant: number; root?: string; json: boolean }) => {
    process.exitCode = key(file, { ...options, root: options.root });
  });

program
  .command('eval')
  .description('print the value of an expression, over the names of a problem set where one is given')
  .argument('<expression>')
  .argument('[file]')
  .option('--problem <id>', 'the problem whose names it uses')
  .addOption(
    new Option('--to <format>', 'write a matrix or tensor in another program’s format').choices(
      EXPORT_FORMATS,
    ),
  )
  .option('-o, --out <path>', 'the file that --to writes; stdout')
  .option(...VARIANT)
  .option(...ROOT)
  .option(...JSON_OPTION)
  .action(
    (
      expression: string,
      file: string | undefined,
      options: {
        problem?: string;
        variant: number;
        root?: string;
        json: boolean;
        to?: ExportFormat;
        out?: string;
      },
    ) => {
      process.exitCode = evalCommand(expression, file, {
        ...options,
        problem: options.problem,
        root: options.root,
      });
    },
  );

program
  .command('lint')
  .description('say what is wrong with problem sets and answer files')
  .argument('<files...>')
  .option(...ROOT)
  .option(
    '--variants <n>',
    'compute the variants from 1 to n too: which have no key, which repeat one before',
    between(0, MAX_VARIANTS, 'The number of variants'),
    0,
  )
  .option(...JSON_OPTION)
  .action((files: string[], options: { root?: string; variants: number; json: boolean }) => {
    process.exitCode = lint(files, { ...options, root: options.root });
  });

program
  .command('check')
  .description(
    'judge answer files: files, folders (every NAME.answers.cnn.yaml in them), patterns, or - for stdin',
  )
  .argument('[answers...]')
  .option(...ROOT)
  .addOption(
    new Option('--format <format>', 'how results are printed').choices(CHECK_FORMATS).default('table'),
  )
  .option('--json', 'the same as --format json', false)
  .option('--set <file>', 'the problem set that all are held against, whatever they name')
  .option(
    '--csv <table>',
    'answers from a table: name, variant, and a column for each problem.part; needs --set',
  )
  .option('--files-from <list>', 'a list of files, one a line; - for stdin')
  .option('--shard <i/n>', 'only every n-th file, from the i-th on', shard)
  .option('--merge', 'put together what all shards have printed with --format jsonl')
  .option(
    '--jobs <n>',
    'how many threads; as many as there are cores, and none for 50 files or fewer',
    between(1, MAX_JOBS, 'The number of threads'),
  )
  .option(
    '--time-limit <seconds>',
    'what one file may take in a thread; 60',
    between(1, 86_400, 'The time limit'),
  )
  .option('--progress', 'say on stderr how far it is, where that is no terminal too')
  .option('--no-progress', 'don’t')
  .action(async (files: string[], options: CheckArguments) => {
    process.exitCode = await check(files, {
      ...options,
      format: options.json ? 'json' : options.format,
      limit: options.timeLimit,
      script: __filename,
    });
  });

program
  .command('export')
  .description('write a problem set for those who answer it: without keys, and an answer file to fill in')
  .argument('<file>')
  .addOption(new Option('--to <format>', 'what to write').choices(PUBLISH_FORMATS).makeOptionMandatory())
  .requiredOption('-o, --out <folder>', 'the folder to write into')
  .option('--force', 'write over files that are there', false)
  .option(...VARIANT)
  .option(...ROOT)
  .action((file: string, options: { out: string; variant: number; root?: string; force: boolean }) => {
    process.exitCode = exportSheet(file, { ...options, root: options.root });
  });

const init = program
  .command('init')
  .description('write what runs check elsewhere: an autograder, a workflow');

init
  .command('gradescope')
  .description('write an autograder for a problem set: zip the folder and upload it')
  .argument('[folder]', 'where to', 'autograder')
  .requiredOption('--set <file>', 'the problem set that submissions are judged against')
  .option('--force', 'write over files that are there', false)
  .option(...ROOT)
  .action((folder: string, options: { set: string; force: boolean; root?: string }) => {
    process.exitCode = initGradescope(folder, { ...options, root: options.root, script: __filename });
  });

init
  .command('github')
  .description('write a workflow that checks every answer file of a repository')
  .argument('[folder]', 'the repository', '.')
  .option('--force', 'write over files that are there', false)
  .action((folder: string, options: { force: boolean }) => {
    process.exitCode = initGithub(folder, { ...options, script: __filename });
  });

// A reader that has seen enough, such as `head`, closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// The threads of `check` run this file as well.
if (!runAsThread()) void program.parseAsync();
