/** The command line: headless, one file a command. The contract that other tools rely on is in the README. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { EXPORT_FORMATS, type ExportFormat } from '../core';
import { check, CHECK_FORMATS, type CheckFormat } from './check';
import { evalCommand } from './eval';
import { key } from './key';
import { lint } from './lint';

function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('A variant is a whole number from 0.');
  return value;
}

const ROOT = ['--root <folder>', 'the folder that files named in a document must lie in'] as const;
function upTo(limit: number, what: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > limit)
      throw new InvalidArgumentError(`${what} is a whole number from 0 to ${limit}.`);
    return value;
  };
}

/** Every variant is computed whole. */
const MAX_VARIANTS = 1000;

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
    upTo(MAX_VARIANTS, 'The number of variants'),
    0,
  )
  .option(...JSON_OPTION)
  .action((files: string[], options: { root?: string; variants: number; json: boolean }) => {
    process.exitCode = lint(files, { ...options, root: options.root });
  });

program
  .command('check')
  .description('judge answer files')
  .argument('<answers...>')
  .option(...ROOT)
  .addOption(
    new Option('--format <format>', 'how results are printed').choices(CHECK_FORMATS).default('table'),
  )
  .option('--json', 'the same as --format json', false)
  .action((files: string[], options: { root?: string; format: CheckFormat; json: boolean }) => {
    process.exitCode = check(files, { root: options.root, format: options.json ? 'json' : options.format });
  });

// A reader that has seen enough, such as `head`, closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

program.parse();
