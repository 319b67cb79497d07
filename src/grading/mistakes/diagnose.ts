import { sameValue, valueText, type Value } from '../../core';
import { DEFAULT_SCOPE } from './scope';
import {
  evaluate,
  outcomeOf,
  parseExpression,
  withNames,
  within,
  type Expression,
  type Scope,
} from '../../problem';
import type { NamedMistake } from '../verdict';
import { COUNT_MISTAKES } from './counts';
import type { CountMistake } from './mistake';
import { quantityOf, type Asked } from './quantity';

/** A wrong answer explained: the mistake that gives exactly it. */
export interface Diagnosis {
  readonly mistake: NamedMistake;
  readonly message: string;
  readonly credit: number;
}

/** Which known mistake about the key's quantity gives this number; undefined where none does. */
export function diagnoseCount(
  key: Expression,
  keyValue: Value,
  answer: Value,
  scope: Scope,
): Diagnosis | undefined {
  const asked = quantityOf(key, scope);
  if (!asked) return undefined;
  const inner = withNames(DEFAULT_SCOPE, asked.symbols);
  const found = COUNT_MISTAKES.filter((mistake) => {
    if (mistake.quantity !== asked.quantity) return false;
    if (mistake.when !== undefined && !holds(mistake.when, inner)) return false;
    const value = valueOf(mistake.wrong, inner);
    // A mistake that gives the right answer here explains nothing.
    return value !== undefined && sameValue(value, answer) === true && sameValue(value, keyValue) !== true;
  });
  const [first, ...ties] = found;
  if (!first) return undefined;
  const tied =
    ties.length === 0 ? '' : ` (${ties.map(({ title }) => title).join(', or ')} would give the same number.)`;
  return {
    mistake: { id: first.id, title: first.title, ...(ties.length > 0 && { ties: ties.map(({ id }) => id) }) },
    message: sentenceOf(first, asked) + tied,
    credit: first.credit,
  };
}

const NOWHERE = { kind: 'scalar', text: '', quoted: false, start: 0, end: 0, offsetOf: () => 0 } as const;

function valueOf(source: string, scope: Scope): Value | undefined {
  const parsed = parseExpression(source);
  if (parsed.kind === 'syntax-failure') return undefined;
  const outcome = outcomeOf(() => within(NOWHERE, () => evaluate(parsed, scope)));
  return outcome.kind === 'value' ? outcome.value : undefined;
}

function holds(claim: string, scope: Scope): boolean {
  const value = valueOf(claim, scope);
  return value?.kind === 'boolean' && value.value;
}

function sentenceOf(mistake: CountMistake, asked: Asked): string {
  const inner = withNames(DEFAULT_SCOPE, asked.symbols);
  return mistake.say.replace(/\{\{(.*?)\}\}/g, (whole, source: string) => {
    const value = valueOf(source, inner);
    return value ? valueText(value) : whole;
  });
}
