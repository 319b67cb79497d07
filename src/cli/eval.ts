import { DEFAULT_CONVENTIONS, valueJson, type ExportFormat, type Value } from '../core';
import { valueLines } from '../language/key-text';
import {
  emptyScope,
  evaluate,
  namesIn,
  openProblemSet,
  outcomeOf,
  parseExpression,
  within,
  type Expression,
  type ProblemSheet,
  type Scope,
} from '../problem';
import { exportTo } from './export';
import { defaultRoot, filesOf, readText } from './files';
import { print, printError, printJson } from './print';

interface EvalOptions {
  readonly problem: string | undefined;
  readonly variant: number;
  readonly root: string | undefined;
}

/** `eval EXPRESSION [FILE]`: one value, over the names of a problem where a file is given. @returns the exit code. */
export function evalCommand(
  source: string,
  file: string | undefined,
  options: EvalOptions & {
    readonly json: boolean;
    /** The format of another program, and the file; stdout where none is given. */
    readonly to?: ExportFormat | undefined;
    readonly out?: string | undefined;
  },
): number {
  if (options.out !== undefined && !options.to) {
    printError('-o goes with --to FORMAT.');
    return 1;
  }
  const result = compute(source, file, options);
  if (typeof result === 'string') {
    if (options.json) printJson({ error: result });
    else printError(result);
    return 1;
  }
  if (options.to) return exportTo(result, options.to, options.out);
  if (options.json) printJson(valueJson(result));
  else print(valueLines(result).join('\n'));
  return 0;
}

function compute(source: string, file: string | undefined, options: EvalOptions): Value | string {
  const parsed = parseExpression(source);
  if (parsed.kind === 'syntax-failure')
    return `${parsed.message}\n  ${source.slice(0, 200)}\n  ${' '.repeat(Math.min(parsed.start, 200))}^`;
  const scope = scopeOf(parsed, file, options);
  if (typeof scope === 'string') return scope;
  const whole = {
    kind: 'scalar',
    text: source,
    quoted: false,
    start: 0,
    end: source.length,
    offsetOf: (index: number) => index,
  } as const;
  const outcome = outcomeOf(() => within(whole, () => evaluate(parsed, scope)));
  if (outcome.kind === 'value') return outcome.value;
  if (outcome.kind === 'failed') return outcome.finding.message;
  const dependency = outcome.kind === 'waiting' ? `“${outcome.dependency}”` : 'This';
  return `${dependency} could not be computed; lint the file to see why.`;
}

function scopeOf(expression: Expression, file: string | undefined, options: EvalOptions): Scope | string {
  if (file === undefined) return emptyScope(DEFAULT_CONVENTIONS);
  const read = readText(file);
  if (read.kind === 'unreadable') return read.message;
  const sheet = openProblemSet(read.text, {
    variant: options.variant,
    files: filesOf(file, options.root ?? defaultRoot(file)),
  });
  const [first] = sheet.problems;
  if (!first) return sheet.findings[0]?.message ?? `There is no problem in ${file}.`;
  const ids = sheet.problems.map(({ id }) => id).join(', ');
  if (options.problem !== undefined) {
    const wanted = sheet.problems.find(({ id }) => id === options.problem);
    return wanted ? wanted.scope : `There is no problem “${options.problem}” in ${file}; there are ${ids}.`;
  }
  const names = [...namesIn(expression)];
  const known = (problem: ProblemSheet): number =>
    names.filter((name) => problem.scope.names().includes(name)).length;
  const best = sheet.problems.reduce((a, b) => (known(b) > known(a) ? b : a), first);
  const rivals = sheet.problems.filter(
    (problem) => problem !== best && known(problem) === known(best) && known(best) > 0,
  );
  return rivals.length > 0
    ? `Several problems have these names; say which one with --problem: ${[best, ...rivals].map(({ id }) => id).join(', ')}.`
    : best.scope;
}
