import { OverBudget, type Conventions, type Value } from '../../core';
import type { Files } from '../files';
import type { Node } from '../text/node';
import type { Span } from './ast';

/** What a name stands for: a value, or something that could not be computed. */
export type Lookup =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'broken' }
  /** Too dear to be computed here; somebody else does. */
  | { readonly kind: 'computing' }
  /** It waits for a file. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'cycle'; readonly through: readonly string[] };

/** What stands before the id of a part where its key is looked up: no name has a dot. */
export const PARTS = 'parts.';

/** The names that an expression can use. */
export interface Scope {
  readonly conventions: Conventions;
  /** The files that may be named; undefined where none may. */
  readonly files: Files | undefined;
  /** Undefined where the name is not known here; the catalogue is asked then. */
  lookup(name: string): Lookup | undefined;
  /** All names that are known here, for messages and completion. */
  names(): readonly string[];
  /** What is written as the definition of a name. */
  definitionOf?(name: string): Node | undefined;
  /** The same names where some have other values; what depends on these is computed anew. */
  at(values: ReadonlyMap<string, Value>): Scope;
  /** Why something that has been used doesn’t exist here, such as a layer whose window doesn’t fit. */
  lacking?(): string | undefined;
}

/** A scope with more names in front; they hide others of the same spelling. */
export function withNames(scope: Scope, names: ReadonlyMap<string, Value>): Scope {
  return {
    conventions: scope.conventions,
    files: scope.files,
    lookup(name) {
      const value = names.get(name);
      return value ? { kind: 'found', value } : scope.lookup(name);
    },
    names: () => [...names.keys(), ...scope.names()],
    definitionOf: (name) => (names.has(name) ? undefined : scope.definitionOf?.(name)),
    at(values) {
      const [own, others] = [new Map(names), new Map<string, Value>()];
      for (const [name, value] of values) (names.has(name) ? own : others).set(name, value);
      return withNames(others.size === 0 ? scope : scope.at(others), own);
    },
    lacking: () => scope.lacking?.(),
  };
}

/** No names at all. */
export function emptyScope(conventions: Conventions): Scope {
  const scope: Scope = {
    conventions,
    files: undefined,
    lookup: () => undefined,
    names: () => [],
    at: (values) => withNames(scope, values),
  };
  return scope;
}

/** The same names under other conventions. */
export function withConventionsOf(scope: Scope, conventions: Conventions): Scope {
  return {
    ...withNames(scope, new Map()),
    conventions,
    at: (values) => withConventionsOf(scope.at(values), conventions),
  };
}

/** The same names, for what a stranger wrote to them: it may use what was read from files, but read none. */
export function withoutFiles(scope: Scope): Scope {
  return {
    ...withNames(scope, new Map()),
    files: undefined,
    at: (values) => withoutFiles(scope.at(values)),
  };
}

/**
 * Thrown within this folder while an expression is evaluated, and turned into a finding where evaluation was asked for.
 * The span is in the expression's own text.
 */
export class EvaluationError extends Error {
  constructor(
    message: string,
    readonly span: Span,
    readonly code: 'value' | 'unknown-name' | 'cycle' | 'syntax' | 'unreadable-file' = 'value',
    /** Text that would mend it, to stand in place of the span. */
    readonly replacement?: string,
  ) {
    super(message);
  }
}

/** Thrown where a file is still being read; as with what is too dear, nobody is to blame, and it is asked for again. */
export class BeingRead extends OverBudget {}

/** Thrown where a name that is used could itself not be computed: that has a finding already, this needs none. */
export class BrokenDependency extends Error {
  constructor(readonly dependency: string) {
    super(`“${dependency}” could not be computed.`);
  }
}

/** Words as they stand at the start of a message. */
export function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
