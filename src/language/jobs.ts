import { unpackValue, type PackedValue } from '../core';
import type { Grading } from '../grading';
import type { Elsewhere, Finding, NamedFile, Outcome, Worksheet } from '../problem';

/** What an editor has done by another thread. Plain data, as what comes back. */
export type Job = ComputeJob | GradeJob | NumbersJob;

/** Compute what was too dear for the editor. */
export interface ComputeJob {
  readonly type: 'compute';
  readonly text: string;
  readonly maxCharacters: number;
  readonly wanted: readonly Wanted[];
  /** The files that the problem set names, by their paths, as far as they have been read. */
  readonly files: FileMap;
}

export type FileMap = ReadonlyMap<string, NamedFile>;

/** Some of what is written in a problem. */
export interface Wanted {
  /** The key of the problem. */
  readonly problem: string;
  readonly written: readonly string[];
}

/** Judge an answer file against its own variant of a problem set. */
export interface GradeJob {
  readonly type: 'grade';
  readonly answers: string;
  readonly problemSet: string;
  readonly maxCharacters: number;
  /** The files that the problem set names. */
  readonly files: FileMap;
}

/** Look for numbers that hide mistakes. */
export interface NumbersJob {
  readonly type: 'numbers';
  readonly text: string;
  readonly maxCharacters: number;
  readonly files: FileMap;
}

export type JobResult =
  | { readonly type: 'computed'; readonly outcomes: readonly Computed[] }
  /** `missing`: files that are named and weren’t there. With them, the judgement may be another. */
  | { readonly type: 'numbers'; readonly findings: readonly Finding[] }
  | { readonly type: 'graded'; readonly grading: Grading; readonly missing: readonly string[] };

export interface Computed {
  readonly problem: string;
  readonly written: string;
  readonly outcome: PackedOutcome;
  /** The names that it depends on. */
  readonly uses: readonly string[];
}

/** An outcome as plain data. */
export type PackedOutcome =
  | { readonly kind: 'value'; readonly value: PackedValue }
  | { readonly kind: 'failed'; readonly finding: Finding; readonly more: readonly Finding[] }
  | { readonly kind: 'waiting'; readonly dependency: string }
  /** It is a layer, or holds one, and can't be sent. */
  | { readonly kind: 'unsendable' };

/** What is computed of a worksheet elsewhere: nothing where all of it was cheap. */
export function wantedOf(worksheet: Worksheet): Wanted[] {
  return worksheet.problems.flatMap(({ key, scope }) => {
    const written = scope.computingElsewhere();
    return written.length > 0 ? [{ problem: key, written }] : [];
  });
}

/** What came back, for who opens the problem set again. */
export function unpackOutcome({ outcome: packed, uses }: Pick<Computed, 'outcome' | 'uses'>): Elsewhere {
  if (packed.kind === 'unsendable') return { outcome: packed.kind, uses };
  const outcome: Outcome =
    packed.kind === 'value' ? { kind: 'value', value: unpackValue(packed.value) } : packed;
  return { outcome, uses };
}
