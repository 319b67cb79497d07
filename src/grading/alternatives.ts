import type { Value } from '../core';
import { saidOf, type AlternativeSheet, type FieldSheet, type PartSheet } from '../problem';
import { correct, type Judgement } from './verdict';

/** Longer titles of mistakes are cut: they stand in lenses and tables. */
const LONGEST_TITLE = 60;

/**
 * What the author says of an answer that is not the key: that it is right too, or which mistake it is.
 * @param name the field that is asked for, where several things are.
 * @param same whether an answer that the author has thought of is the one that was given.
 */
export function judgeAlternatives(
  part: PartSheet,
  name: string | undefined,
  it: Value,
  same: (field: FieldSheet, value: Value) => boolean,
): Judgement | undefined {
  const isGiven = ({ fields }: AlternativeSheet): boolean =>
    fields.some(
      (field) => field.name === name && field.outcome.kind === 'value' && same(field, field.outcome.value),
    );
  const accepted = part.accept.find(isGiven);
  if (accepted) {
    const said = saidOf(accepted.say, it, part.scope);
    return accepted.credit === 1 && said === undefined
      ? correct()
      : {
          verdict: 'convention',
          credit: accepted.credit,
          message: said ?? 'Right under another convention.',
        };
  }
  const index = part.mistakes.findIndex(isGiven);
  const mistake = part.mistakes[index];
  if (!mistake) return undefined;
  const message = saidOf(mistake.say, it, part.scope) ?? 'This is a mistake that is often made here.';
  return {
    verdict: mistake.credit > 0 ? 'partial' : 'wrong',
    credit: mistake.credit,
    message,
    mistake: { id: `own-${index + 1}`, title: titleOf(message) },
  };
}

function titleOf(message: string): string {
  return message.length > LONGEST_TITLE ? `${message.slice(0, LONGEST_TITLE - 1)}…` : message;
}
