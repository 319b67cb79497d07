/** The catalogue of functions. To add one, add an entry to the table of its group. */
import type { Conventions } from '../conventions';
import { attempt, failure, UndefinedError, type Failure } from '../failure';
import { undefinedValue } from '../values/make';
import type { Value } from '../values/value';
import { CLAIMS } from './claims';
import { COUNTS } from './counts';
import { formulasOf } from './formula';
import { Arguments, type FunctionEntry, type Parameter } from './function';
import { MATRICES } from './matrices';
import { SHAPES } from './shapes';
import { TENSORS } from './tensors';

export {
  Arguments,
  signatureOf,
  PADDING_WORDS,
  type FunctionEntry,
  type FunctionGroup,
  type Parameter,
} from './function';

export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map(
  [...COUNTS, ...SHAPES, ...MATRICES, ...TENSORS, ...CLAIMS].map((entry) => [entry.name, entry]),
);

/** An argument as it was written: by position, or by name. */
export interface Argument {
  readonly name: string | undefined;
  readonly value: Value;
}

/** Arguments by parameter. A failure names the parameter or argument that is to blame. */
export function bindArguments(
  callee: string,
  parameters: readonly Parameter[],
  args: readonly Argument[],
): Arguments | Failure {
  const bound = new Map<string, Value>();
  const rest: Value[] = [];
  let position = 0;
  for (const { name, value } of args) {
    const parameter =
      name === undefined ? parameters[position] : parameters.find((known) => known.name === name);
    if (!parameter) {
      const names = parameters.map((known) => known.name).join(', ');
      return name === undefined
        ? failure(
            `${callee} takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'} (${names}); this is one more.`,
          )
        : failure(`${callee} has no option \`${name}\`; it takes ${names}.`, name);
    }
    if (parameter.rest) rest.push(value);
    else {
      if (bound.has(parameter.name))
        return failure(`${callee} is given \`${parameter.name}\` twice.`, parameter.name);
      bound.set(parameter.name, value);
      if (name === undefined) position++;
    }
  }
  const missing = parameters.find(
    (parameter) => !parameter.optional && !(parameter.rest ? rest.length > 0 : bound.has(parameter.name)),
  );
  if (missing) return failure(`${callee} needs \`${missing.name}\`: ${missing.doc}.`);
  return new Arguments(callee, bound, rest);
}

/** Calls a function of the catalogue. What is undefined stays undefined, with the first reason. */
export function callFunction(
  entry: FunctionEntry,
  args: readonly Argument[],
  conventions: Conventions,
): Value | Failure {
  const unknown = args.find(({ value }) => value.kind === 'undefined');
  if (unknown && !entry.takesUndefined) return unknown.value;
  const bound = bindArguments(entry.name, entry.parameters, args);
  return bound instanceof Arguments ? compute(() => entry.call(bound, conventions)) : bound;
}

/**
 * How the value of a call comes about, with its numbers put in: `params(conv)` gives `3·(5·5·3 + 1) = 228`, a shape one
 * line for each axis. Empty for functions without such a formula, and for calls in symbols.
 */
export function callFormulas(
  entry: FunctionEntry,
  args: readonly Argument[],
  conventions: Conventions,
): readonly string[] {
  const bound = bindArguments(entry.name, entry.parameters, args);
  return bound instanceof Arguments ? formulasOf(entry.name, bound, conventions) : [];
}

/** Runs mathematics at core's border: mistakes come back as failures, what has no value as `undefined`. */
export function compute(work: () => Value): Value | Failure {
  return attempt(() => {
    try {
      return work();
    } catch (error) {
      if (error instanceof UndefinedError) return undefinedValue(error.message);
      throw error;
    }
  });
}
