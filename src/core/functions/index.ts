/** The catalogue of functions. To add one, add an entry to the table of its group. */
import type { Conventions } from '../conventions';
import { bindArguments, type Argument } from './call';
import { CLAIMS } from './claims';
import { COUNTS } from './counts';
import { formulasOf } from './formula';
import { Arguments, type FunctionEntry } from './function';
import { GRADIENTS } from './gradients';
import { MATRICES } from './matrices';
import { NETWORKS } from './networks';
import { TABLES } from './tables';
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

export { bindArguments, callFunction, compute, type Argument } from './call';

export const FUNCTIONS: ReadonlyMap<string, FunctionEntry> = new Map<string, FunctionEntry>(
  [...COUNTS, ...SHAPES, ...NETWORKS, ...TABLES, ...MATRICES, ...TENSORS, ...GRADIENTS, ...CLAIMS].map(
    (entry) => [entry.name, entry],
  ),
);

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
