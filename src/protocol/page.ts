import type { Markup } from './markup';
import type { Picture } from './picture';

/** All that the preview shows of one document. */
export interface Page {
  readonly title: string;
  readonly course?: string;
  /** Said once, at the top: keys are hidden, and by which setting. */
  readonly notice?: string;
  /** Some of it is still being computed; another page follows. */
  readonly computing?: true;
  readonly problems: readonly ProblemView[];
  /** Findings that belong to no problem: the file is too large, its YAML is broken. */
  readonly findings: readonly FindingView[];
}

export interface ProblemView {
  readonly id: string;
  readonly title: string;
  /** 0-based line of the problem in the file; the same for all `line`s below. */
  readonly line: number;
  readonly prompt: Markup;
  readonly parameters: readonly { readonly name: string; readonly text: string }[];
  readonly given: readonly GivenView[];
  readonly parts: readonly PartView[];
  readonly findings: readonly FindingView[];
}

export interface GivenView {
  readonly name: string;
  readonly line: number;
  /** `conv1d, same` or `kernel, 3`. */
  readonly caption: string;
  /** Absent where keys are hidden, and where the value could not be computed; `finding` says why. */
  readonly picture?: Picture;
  readonly finding?: FindingView;
}

export interface PartView {
  /** Empty where the problem has one question. */
  readonly id: string;
  readonly line: number;
  readonly prompt: Markup;
  /** `2 points`; empty where every part of the problem has one. */
  readonly points: string;
  /** What kind of answer is wanted, shown while the key is hidden: `matrix, 9 × 9`. */
  readonly wanted: string;
  /** Absent for free text, where keys are hidden, and where the key could not be computed. */
  readonly key?: KeyView;
  readonly choices?: readonly { readonly id: string; readonly text: Markup }[];
  /** Folded away at first; shown also where keys are hidden. */
  readonly hint?: Markup;
  /** What a person looks for in a free-text answer; hidden like a key. */
  readonly rubric?: readonly Markup[];
  readonly solution?: Markup;
  readonly finding?: FindingView;
}

export interface KeyView {
  readonly picture: Picture;
  /** The expression that gave it. */
  readonly expression: string;
  /** What makes an answer right, where it isn't equality: `any equivalent form is right`. */
  readonly note?: string;
}

export interface FindingView {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly line: number;
}
