import type { ProblemView } from '../protocol';

/** What the cursor is in: a problem, or one of its given values or parts. */
export interface Place {
  readonly problem: string;
  readonly given?: string;
  /** Empty where the problem has one question. */
  readonly part?: string;
}

/** The last thing that starts on the line or above it. */
export function placeOf(problems: readonly ProblemView[], line: number | undefined): Place | undefined {
  if (line === undefined) return undefined;
  const problem = lastAbove(problems, line);
  if (problem === undefined) return undefined;
  const given = lastAbove(problem.given, line);
  const part = lastAbove(problem.parts, line);
  if (part !== undefined && part.line >= (given?.line ?? -1)) return { problem: problem.id, part: part.id };
  return given === undefined ? { problem: problem.id } : { problem: problem.id, given: given.name };
}

function lastAbove<T extends { readonly line: number }>(things: readonly T[], line: number): T | undefined {
  let found: T | undefined;
  for (const thing of things)
    if (thing.line <= line && (found === undefined || thing.line >= found.line)) found = thing;
  return found;
}
