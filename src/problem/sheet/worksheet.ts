import type { Conventions, Value } from '../../core';
import type { Span } from '../expression/ast';
import type { Scope } from '../expression/scope';
import type { Finding } from '../finding';
import type { Feedback } from '../schema/document';
import type { LineIndex } from '../text/line-index';
import type { MapNode, Node } from '../text/node';
import type { AnswerSheet } from './answer';
import type { AlternativeSheet } from './alternatives';
import type { CheckSheet } from './checks';
import type { ChoiceSheet } from './choices';
import type { Variable } from './domain';
import type { Outcome } from './evaluate-node';
import type { GivenScope } from './given-scope';
import type { Tolerance } from './tolerance';
import type { Possible } from './variation';

/** A problem set with everything in it computed. */
export interface Worksheet {
  readonly text: string;
  readonly lines: LineIndex;
  /** Which variant this is; 0 is the author’s example. */
  readonly variant: number;
  readonly title: string;
  readonly course: string | undefined;
  readonly problems: readonly ProblemSheet[];
  /** The conventions that the file states itself; others are ours, and left open. */
  readonly stated: ReadonlySet<keyof Conventions>;
  /** How much is said of a wrong answer. */
  readonly feedback: Feedback;
  /** The paths of the files that it names, as far as it could be computed. */
  readonly files: readonly string[];
  /** All findings of the file, problems and parts included, in the order of the text; spans count from its start. */
  readonly findings: readonly Finding[];
}

/**
 * One problem. All spans within it count from `start`, so that it stays what it is when text above it changes; `inFile`
 * makes them spans of the file.
 */
export interface ProblemSheet {
  /** Where the problem starts in the file. */
  readonly start: number;
  /** What its spans are spans of: its own text, or that of the file. */
  readonly text: string;
  /** What the problem is known by where it is computed elsewhere. */
  readonly key: string;
  /** The conventions of the file that it was read under. */
  readonly outer: Conventions;
  readonly node: MapNode;
  readonly id: string;
  readonly title: string;
  /** The first key of the problem, where a lens or a link goes. */
  readonly head: Span;
  readonly span: Span;
  /** Markdown with values filled in. */
  readonly prompt: string;
  readonly conventions: Conventions;
  readonly parameters: readonly NamedSheet[];
  readonly given: readonly NamedSheet[];
  readonly parts: readonly PartSheet[];
  readonly scope: GivenScope;
  readonly findings: readonly Finding[];
}

/** A span within a problem as a span of the file. */
export function inFile(problem: Pick<ProblemSheet, 'start'>, { start, end }: Span): Span {
  return { start: problem.start + start, end: problem.start + end };
}

/** A name under `let` or `given`. */
export interface NamedSheet {
  readonly name: string;
  readonly head: Span;
  readonly span: Span;
  readonly node: Node;
  /** The `type` that was written, if one was. */
  readonly type: string | undefined;
  readonly outcome: Outcome;
  /** The values that variants have of it; undefined where it is the same in all of them. */
  readonly possible: Possible | undefined;
}

export interface PartSheet {
  /** `answer` for the one question of a problem without parts. */
  readonly id: string;
  readonly head: Span;
  readonly span: Span;
  readonly prompt: string;
  readonly hint: string | undefined;
  readonly solution: string | undefined;
  readonly rubric: readonly string[];
  readonly points: number;
  /** The unit of a bare number, where one is named. */
  readonly units: string | undefined;
  readonly variables: readonly Variable[];
  readonly scope: Scope;
  /** Undefined for a question that a person grades, and where only a check says what is right. */
  readonly answer: AnswerSheet | undefined;
  readonly program: ProgramSheet | undefined;
  /** What has to be true of an answer; one that passes is right, whatever it is. */
  readonly check: CheckSheet | undefined;
  /** What can be chosen; empty for a question without choices. */
  readonly choices: readonly ChoiceSheet[];
  /** Whether several choices may be right. */
  readonly several: boolean;
  /** Other right answers. */
  readonly accept: readonly AlternativeSheet[];
  /** Wrong answers that are explained. */
  readonly mistakes: readonly AlternativeSheet[];
  readonly tolerance: Tolerance | undefined;
  /** Parts above whose own answers may be carried forward; undefined: those that the key uses. */
  readonly uses: readonly string[] | undefined;
  readonly kind: QuestionKind;
}

/** How an answer that is a program is run. */
export interface ProgramSheet {
  /** The name of the scene that is drawn anew. */
  readonly on: string;
  readonly scenes: number;
  readonly allow: readonly string[];
}

/** What kind of answer a question wants. */
export type QuestionKind =
  | 'number'
  | 'location'
  | 'shape'
  | 'vector'
  | 'matrix'
  | 'tensor'
  | 'table'
  | 'formula'
  | 'boolean'
  | 'program'
  | 'text'
  | 'fields'
  | 'list'
  | 'layer'
  | 'choice'
  | 'undefined';

/** The kind of a question follows from the value of its key. */
export function kindOf(value: Value): QuestionKind {
  switch (value.kind) {
    case 'number':
    case 'real':
      return 'number';
    case 'tensor':
      return value.tensor.rank === 1 ? 'vector' : value.tensor.rank === 2 ? 'matrix' : 'tensor';
    case 'range':
      return 'vector';
    case 'placeholder':
      return 'shape';
    case 'shift':
    case 'symmetry':
      return 'text';
    default:
      return value.kind;
  }
}
