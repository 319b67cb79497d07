/** What is looked at: what a name in a problem stands for, or the key of a part (of one of its fields). */
export interface Subject {
  readonly problem: string;
  readonly given?: string;
  /** Empty where the problem has one question. */
  readonly part?: string;
  readonly field?: string;
}

/** How it can be looked at. */
export type ViewName = 'matrix' | 'steps';

/** What a picture of the page can be opened as. */
export interface Opens {
  readonly subject: Subject;
  readonly views: readonly ViewName[];
}
