import type { Conventions } from '../conventions';
import { attempt, failure, UndefinedError, type Failure } from '../failure';
import { listValue, undefinedValue } from '../values/make';
import type { Value } from '../values/value';
import { Arguments, type FunctionEntry, type Parameter } from './function';

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

/**
 * Calls a function of the catalogue. What is undefined stays undefined, with the first reason.
 * @param deferred whether the entries of a tensor may be made later, by `settle`: then that may throw.
 */
export function callFunction(
  entry: FunctionEntry,
  args: readonly Argument[],
  conventions: Conventions,
  deferred = false,
): Value | Failure {
  const unknown = args.find(({ value }) => value.kind === 'undefined');
  if (unknown && !entry.takesUndefined) return unknown.value;
  const [first] = args;
  if (first?.value.kind === 'list' && asksOfOne(entry, first))
    return overList(first.value.items, (value) =>
      callFunction(entry, args.with(0, { ...first, value }), conventions),
    );
  const bound = bindArguments(entry.name, entry.parameters, args);
  if (!(bound instanceof Arguments)) return bound;
  return compute(() => {
    const value = entry.call(bound, conventions);
    if (!deferred && value.kind === 'tensor') value.tensor.settle();
    return value;
  });
}

/** Whether a function of one layer is given a list of layers: it gives the list of its values. */
function asksOfOne(entry: FunctionEntry, { name, value }: Argument): boolean {
  const [parameter] = entry.parameters;
  return (
    parameter?.name === 'layer' &&
    (name === undefined || name === 'layer') &&
    value.kind === 'list' &&
    value.items.every(({ kind }) => kind === 'layer')
  );
}

function overList(items: readonly Value[], call: (item: Value) => Value | Failure): Value | Failure {
  const results: Value[] = [];
  for (const item of items) {
    const result = call(item);
    if (result.kind === 'failure' || result.kind === 'undefined') return result;
    results.push(result);
  }
  return compute(() => listValue(results));
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
