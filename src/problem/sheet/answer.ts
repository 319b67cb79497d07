import type { Expression, Span } from '../expression/ast';
import type { Node } from '../text/node';
import type { Outcome } from './evaluate-node';

/** What is asked for, and its key. */
export interface AnswerSheet {
  readonly span: Span;
  /** The whole key: one value, or fields. */
  readonly outcome: Outcome;
  /** The things that are asked for: one without a name, or one for each field. */
  readonly fields: readonly FieldSheet[];
}

export interface FieldSheet {
  readonly name: string | undefined;
  readonly head: Span;
  readonly node: Node;
  /** The key's expression, where it is one that can be read. */
  readonly expression: Expression | undefined;
  readonly outcome: Outcome;
}
