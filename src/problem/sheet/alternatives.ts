import { attempt, sameValue } from '../../core';
import { finding, type Finding } from '../finding';
import { get, type Node } from '../text/node';
import { readCredit } from './checks';
import type { Scope } from '../expression/scope';
import type { AnswerSheet, FieldSheet } from './answer';

/** An answer other than the key that the author has thought of: right under a convention, or a misconception. */
export interface AlternativeSheet {
  /** One without a name, or one for each field that it is about. */
  readonly fields: readonly FieldSheet[];
  /** What is said to whoever answers so. */
  readonly say: Node | undefined;
  readonly credit: number;
}

/**
 * Reads `accept` or `mistakes`.
 * @param usual the credit where none is given.
 * @param fieldsOf the values of a node that is written as a key is.
 */
export function readAlternatives(
  node: Node | undefined,
  usual: number,
  scope: Scope,
  fieldsOf: (node: Node) => readonly FieldSheet[],
  findings: Finding[],
): readonly AlternativeSheet[] {
  return (node?.kind === 'list' ? node.items : []).flatMap((item) => {
    const value = item.kind === 'map' ? get(item, 'value') : item;
    if (!value) return [];
    const credit = get(item, 'credit');
    return [
      {
        fields: fieldsOf(value),
        say: get(item, 'say'),
        credit: (credit && readCredit(credit, scope, findings)) ?? usual,
      },
    ];
  });
}

/** Alternatives that say the same as the key, or name something that isn't asked for. */
export function alternativeFindings(
  alternatives: readonly AlternativeSheet[],
  answer: AnswerSheet | undefined,
): readonly Finding[] {
  if (!answer) return [];
  return alternatives.flatMap(({ fields }) =>
    fields.flatMap((field) => {
      const key = answer.fields.find(({ name }) => name === field.name);
      if (!key)
        return [
          finding(
            'expected',
            field.head,
            field.name === undefined
              ? `Several things are asked for, so this says of which: { ${answer.fields.map(({ name }) => `${name ?? ''}: …`).join(', ')} }.`
              : `Nothing is asked for under “${field.name}”.`,
          ),
        ];
      const [own, other] = [field.outcome, key.outcome];
      if (
        own.kind !== 'value' ||
        other.kind !== 'value' ||
        attempt(() => sameValue(own.value, other.value)) !== true
      )
        return [];
      return [
        finding('answer', field.node, 'This is the key itself, so nobody is told what stands here.', {
          severity: 'warning',
        }),
      ];
    }),
  );
}
