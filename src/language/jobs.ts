import { packValue, unpackValue, type PackedValue } from '../core';
import { grade, readAnswerFile, Worksheets, type Grading } from '../grading';
import {
  openProblemSet,
  type Elsewhere,
  type Files,
  type Finding,
  type NamedFile,
  type Outcome,
  type Worksheet,
} from '../problem';

/** What an editor has done by another thread. Plain data, as what comes back. */
export type Job = ComputeJob | GradeJob;

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

export type JobResult =
  | { readonly type: 'computed'; readonly outcomes: readonly Computed[] }
  /** `missing`: files that are named and weren’t there. With them, the judgement may be another. */
  | { readonly type: 'graded'; readonly grading: Grading; readonly missing: readonly string[] };

export interface Computed {
  readonly problem: string;
  readonly written: string;
  readonly outcome: PackedOutcome;
  /** The names that it depends on. */
  readonly uses: readonly string[];
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
  private files: FileMap = new Map();

  run(job: Job): JobResult {
    this.files = takenOver(job.files, this.files);
    const files: Files = (path) => this.files.get(path);
    if (job.type === 'compute') return { type: 'computed', outcomes: this.compute(job, files) };
    const { worksheet, grading } = this.grade(job, files);
    return { type: 'graded', grading, missing: worksheet.files.filter((path) => !files(path)) };
  }

  private compute({ text, maxCharacters, wanted }: ComputeJob, files: Files): Computed[] {
    const worksheet = openProblemSet(text, {
      maxCharacters,
      files,
      ...(this.previous && { previous: this.previous }),
    });
    this.previous = worksheet;
    return wanted.flatMap(({ problem, written }) => {
      const scope = worksheet.problems.find(({ key }) => key === problem)?.scope;
      return written.flatMap((one): Computed[] => {
        const outcome = scope?.outcomeOfWritten(one);
        return scope && outcome
          ? [{ problem, written: one, outcome: packOutcome(outcome), uses: scope.usesOfWritten(one) }]
          : [];
      });
    });
  }

  private grade(
    { answers, problemSet, maxCharacters }: GradeJob,
    files: Files,
  ): { readonly worksheet: Worksheet; readonly grading: Grading } {
    if (this.graded?.text !== problemSet || this.graded.maxCharacters !== maxCharacters)
      this.graded = { text: problemSet, maxCharacters, worksheets: new Worksheets({ maxCharacters }) };
    const file = readAnswerFile(answers, maxCharacters);
    const worksheet = this.graded.worksheets.of(file, { text: problemSet, files });
    return { worksheet, grading: grade(file, worksheet) };
  }
}

/** What was sent, but for what is the same as before: that stays the same object, and what was computed from it. */
function takenOver(files: FileMap, before: FileMap): FileMap {
  return new Map(
    [...files].map(([path, file]) => {
      const known = before.get(path);
      return [path, known && isSameFile(known, file) ? known : file];
    }),
  );
}

function isSameFile(a: NamedFile, b: NamedFile): boolean {
  if (a.kind === 'unreadable' || b.kind === 'unreadable')
    return a.kind === 'unreadable' && b.kind === 'unreadable' && a.message === b.message;
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, index) => byte === b.bytes[index]);
}

function packOutcome(outcome: Outcome): PackedOutcome {
  if (outcome.kind === 'computing' || outcome.kind === 'reading') return { kind: 'unsendable' };
  if (outcome.kind !== 'value') return outcome;
  const value = packValue(outcome.value);
  return value ? { kind: 'value', value } : { kind: 'unsendable' };
}

/** What came back, for who opens the problem set again. */
export function unpackOutcome({ outcome: packed, uses }: Pick<Computed, 'outcome' | 'uses'>): Elsewhere {
  if (packed.kind === 'unsendable') return { outcome: packed.kind, uses };
  const outcome: Outcome =
    packed.kind === 'value' ? { kind: 'value', value: unpackValue(packed.value) } : packed;
  return { outcome, uses };
}
