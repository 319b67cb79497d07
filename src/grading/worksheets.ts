import { hasSameFiles, openProblemSet, type Files, type Worksheet } from '../problem';
import type { AnswerFile } from './answer-file';

/** Variants of problem sets that are kept: more take more memory than computing one again takes time. */
const MAX_KEPT = 16;

/** A problem set that is answered. */
export interface Answered {
  readonly text: string;
  /** What tells it from others of the same text, which may name other files. */
  readonly path?: string;
  readonly files?: Files | undefined;
}

/** Problem sets in the variants that answer files are about; what many answer is computed once. */
export class Worksheets {
  private readonly kept = new Map<string, Worksheet>();

  /** @param options as for opening a problem set. */
  constructor(private readonly options: { readonly maxCharacters?: number } = {}) {}

  /** The problem set of an answer file, in its variant. */
  of({ variant = 0 }: Pick<AnswerFile, 'variant'>, { text, path = '', files }: Answered): Worksheet {
    const key = JSON.stringify([variant, path, text]);
    const known = this.kept.get(key);
    const worksheet =
      known?.problems.every((problem) => hasSameFiles(problem, files)) === true
        ? known
        : openProblemSet(text, {
            ...this.options,
            variant,
            ...(files && { files }),
            ...(known && { previous: known }),
          });
    // What was used last is dropped last.
    this.kept.delete(key);
    this.kept.set(key, worksheet);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return worksheet;
  }
}
