import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { Failure } from './failure';

/** The options of a script: for each its value's name (empty for a switch) and what it does. */
export type OptionTable = Readonly<Record<string, { readonly value: string; readonly does: string }>>;

/** What somebody wrote on the command line. */
export interface Options {
  /** The words that belong to no option. */
  readonly words: readonly string[];
  /** The value of an option, where it was given. */
  value(name: string): string | undefined;
  /** Whether a switch was given. */
  given(name: string): boolean;
}

/** Reads the command line; answers nothing where it asked for help only, which is printed. */
export function readOptions(usage: string, table: OptionTable, mostWords = 0): Options | undefined {
  const rows = Object.entries(table).map(
    ([name, { value, does }]) => `  ${`--${name} ${value}`.padEnd(20)} ${does}`,
  );
  const help = [`Usage: ${usage}`, ...rows, `  ${'--help'.padEnd(20)} print this`].join('\n');
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean' } };
  for (const [name, { value }] of Object.entries(table))
    options[name] = { type: value === '' ? 'boolean' : 'string' };
  const { values, positionals } = parse(options, help);
  if (values['help'] === true) {
    console.log(help);
    return undefined;
  }
  const tooMany = positionals[mostWords];
  if (tooMany !== undefined) throw new Failure(`Nothing is known of "${tooMany}".\n${help}`);
  return {
    words: positionals,
    value: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    given: (name) => values[name] === true,
  };
}

function parse(options: NonNullable<ParseArgsConfig['options']>, help: string): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new Failure(`${reason}.\n${help}`);
  }
}
