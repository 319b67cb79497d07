/** What the editor has done by another thread. A bundle of its own: nothing else in the editor judges answers. */
import { packValue } from '../core';
import { grade, numberFindings, readAnswerFile, Worksheets, type Grading } from '../grading';
import { openProblemSet, type Files, type NamedFile, type Outcome, type Worksheet } from '../problem';
import type { ComputeJob, Computed, FileMap, GradeJob, Job, JobResult, PackedOutcome } from './jobs';

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
    if (job.type === 'numbers')
      return { type: 'numbers', findings: numberFindings(this.open(job, files), files) };
    const { worksheet, grading } = this.grade(job, files);
    return { type: 'graded', grading, missing: worksheet.files.filter((path) => !files(path)) };
  }

  private compute({ text, maxCharacters, wanted }: ComputeJob, files: Files): Computed[] {
    const worksheet = this.open({ text, maxCharacters }, files);
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

  private open({ text, maxCharacters }: Pick<ComputeJob, 'text' | 'maxCharacters'>, files: Files): Worksheet {
    const { previous } = this;
    return (this.previous = openProblemSet(text, { maxCharacters, files, ...(previous && { previous }) }));
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
