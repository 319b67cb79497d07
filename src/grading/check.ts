import { textValue, type Value } from '../core';
import {
  holds,
  saidOf,
  type CheckSheet,
  type Held,
  type MapNode,
  type Node,
  type PartSheet,
} from '../problem';
import { readAnswer, type Answer, type Wanted } from './read';
import { correct, TOO_LONG, unreadable, type Judgement } from './verdict';

/** Judges an answer to a question with many right ones: by what has to be true of it. */
export function judgeCheck(it: Value, { claims }: CheckSheet, part: PartSheet): Judgement {
  const held = claims.map((claim): readonly [typeof claim, Held] => [claim, holds(claim, it, part.scope)]);
  const failed: string[] = [];
  let credit = 1;
  for (const [claim, result] of held) {
    if (result.kind === 'unreadable') return unreadable(result.message);
    if (result.kind === 'computing') return unreadable(TOO_LONG);
    if (result.kind === 'holds') continue;
    credit -= claim.cost;
    failed.push(
      saidOf(claim.say, it, part.scope) ?? `“${claim.node.text}” does not hold. ${result.why ?? ''}`.trim(),
    );
  }
  if (failed.length === 0) return correct();
  // Thirds and tenths don't add up exactly.
  const left = Math.max(0, Math.round(credit * 1e9) / 1e9);
  return { verdict: left > 0 ? 'partial' : 'wrong', credit: left, message: failed.join(' ') };
}

/** Reads an answer that a check is about: a value, or options with a value each. */
export function readForCheck(node: Node, wanted: Wanted): Answer {
  return node.kind === 'map' ? readFields(node, wanted) : readAnswer(node, wanted);
}

function readFields({ entries }: MapNode, wanted: Wanted): Answer {
  const fields = new Map<string, Value>();
  for (const { key, value } of entries) {
    const word = value.kind === 'scalar' && /^\p{L}+$/u.test(value.text) ? value.text : undefined;
    const answer: Answer =
      word !== undefined && !['true', 'false'].includes(word) && !wanted.scope.lookup(word)
        ? { kind: 'value', value: textValue(word), expression: undefined, work: [] }
        : readAnswer(value, wanted);
    if (answer.kind === 'unreadable') return answer;
    fields.set(key.text, answer.value);
  }
  return { kind: 'value', value: { kind: 'fields', fields }, expression: undefined, work: [] };
}
