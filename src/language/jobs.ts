import { packValue, unpackValue, type PackedValue } from '../core';
import { grade, readAnswerFile, Worksheets, type Grading } from '../grading';
import { openProblemSet, type Finding, type Outcome, type Worksheet } from '../problem';

/** What an editor has done by another thread. Plain data, as what comes back. */
export type Job = ComputeJob | GradeJob;

/** Compute what was too dear for the editor. */
export interface ComputeJob {
  readonly type: 'compute';
  readonly text: string;
  readonly maxCharacters: number;
  readonly wanted: readonly Wanted[];
}

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
}

export type JobResult =
  | { readonly type: 'computed'; readonly outcomes: readonly Computed[] }
  | { readonly type: 'graded'; readonly grading: Grading };

export interface Computed {
  readonly problem: string;
  readonly written: string;
  readonly outcome: PackedOutcome;
}

type PackedOutcome =
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

/** Does jobs one after the other, and keeps what helps with the next. Whatever it has lost, it computes again. */
export class JobRunner {
  private previous: Worksheet | undefined;
  /** Of the problem set whose answers were judged last, each variant that was answered. */
  private graded:
    { readonly text: string; readonly maxCharacters: number; readonly worksheets: Worksheets } | undefined;

  run(job: Job): JobResult {
    return job.type === 'compute'
      ? { type: 'computed', outcomes: this.compute(job) }
      : { type: 'graded', grading: this.grade(job) };
  }

  private compute({ text, maxCharacters, wanted }: ComputeJob): Computed[] {
    const worksheet = openProblemSet(text, {
      maxCharacters,
      ...(this.previous && { previous: this.previous }),
    });
    this.previous = worksheet;
    return wanted.flatMap(({ problem, written }) => {
      const scope = worksheet.problems.find(({ key }) => key === problem)?.scope;
      return written.flatMap((one): Computed[] => {
        const outcome = scope?.outcomeOfWritten(one);
        return outcome ? [{ problem, written: one, outcome: packOutcome(outcome) }] : [];
      });
    });
  }

  private grade({ answers, problemSet, maxCharacters }: GradeJob): Grading {
    if (this.graded?.text !== problemSet || this.graded.maxCharacters !== maxCharacters)
      this.graded = { text: problemSet, maxCharacters, worksheets: new Worksheets({ maxCharacters }) };
    const file = readAnswerFile(answers, maxCharacters);
    return grade(file, this.graded.worksheets.of(file, problemSet));
  }
}

function packOutcome(outcome: Outcome): PackedOutcome {
  if (outcome.kind === 'computing') return { kind: 'unsendable' };
  if (outcome.kind !== 'value') return outcome;
  const value = packValue(outcome.value);
  return value ? { kind: 'value', value } : { kind: 'unsendable' };
}

/** @returns `unsendable` where only the place of what is written lets one say so. */
export function unpackOutcome(packed: PackedOutcome): Outcome | 'unsendable' {
  if (packed.kind === 'unsendable') return packed.kind;
  return packed.kind === 'value' ? { kind: 'value', value: unpackValue(packed.value) } : packed;
}
