import { openProblemSet, type Worksheet } from '../problem';
import type { AnswerFile } from './answer-file';

/** Variants of problem sets that are kept: more take more memory than computing one again takes time. */
const MAX_KEPT = 16;

/** Problem sets in the variants that answer files are about; what many answer is computed once. */
export class Worksheets {
  private readonly kept = new Map<string, Worksheet>();

  /** @param options as for opening a problem set. */
  constructor(private readonly options: { readonly maxCharacters?: number } = {}) {}

  /** The problem set of an answer file, in its variant. */
  of({ variant = 0 }: Pick<AnswerFile, 'variant'>, text: string): Worksheet {
    const key = `${variant} ${text}`;
    const worksheet = this.kept.get(key) ?? openProblemSet(text, { ...this.options, variant });
    // What was used last is dropped last.
    this.kept.delete(key);
    this.kept.set(key, worksheet);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return worksheet;
  }
}
