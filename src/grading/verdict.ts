import type { Span } from '../problem';

export type Verdict =
  'correct' | 'convention' | 'partial' | 'wrong' | 'unreadable' | 'missing' | 'for a person';

/** A known misconception that gives exactly the wrong answer at hand. */
export interface NamedMistake {
  readonly id: string;
  readonly title: string;
  /** Other mistakes that give the same answer here; which one it was can't be told. */
  readonly ties?: readonly string[];
  /** The mistake that was made together with it. */
  readonly with?: string;
}

/** What became of one answer. Spans are characters of the answer file. */
export interface PartResult {
  readonly problem: string;
  readonly part: string;
  /** Where a part asks for several things: which one. */
  readonly field?: string;
  readonly verdict: Verdict;
  /** From 0 to 1; what a person grades has none. */
  readonly credit: number;
  readonly points: number;
  readonly mistake?: NamedMistake;
  /** One sentence in a good teacher's words. */
  readonly message: string;
  /** What is right, as a formula in words, where the mistake is about one. */
  readonly formula?: string;
  readonly span: Span;
  /** Where the first equality of shown work ends that doesn’t hold. */
  readonly slip?: Span;
}

/** Where a result belongs within its file: `weight-sharing.b weights`. */
export function addressOf({ problem, part, field }: Pick<PartResult, 'problem' | 'part' | 'field'>): string {
  return `${problem}.${part}${field === undefined ? '' : ` ${field}`}`;
}

/** The judgement of one answer, before it is placed. */
export type Judgement = Pick<PartResult, 'verdict' | 'credit' | 'message' | 'mistake' | 'formula' | 'slip'>;

export function correct(message = 'Right.'): Judgement {
  return { verdict: 'correct', credit: 1, message };
}

export function wrong(message: string, mistake?: NamedMistake, credit = 0): Judgement {
  return { verdict: 'wrong', credit, message, ...(mistake && { mistake }) };
}

/** Wrong, with the mistake that explains it. */
export function explainedBy(known: {
  readonly message: string;
  readonly mistake: NamedMistake;
  readonly credit: number;
  readonly formula?: string;
}): Judgement {
  const { message, mistake, credit, formula } = known;
  return { ...wrong(message, mistake, credit), ...(formula !== undefined && { formula }) };
}

export function unreadable(message: string): Judgement {
  return { verdict: 'unreadable', credit: 0, message };
}

/** Said of an answer that uses what is not there yet. */
export const BEING_READ = 'A file that the problem set names is still being read.';

/** Said of an answer that would keep everybody waiting. */
export const TOO_LONG = 'This takes longer to compute than an answer may.';
