import { sameValue, type Conventions, type Value } from '../core';
import type { Judgement, NamedMistake } from './verdict';

interface Open {
  readonly convention: keyof Conventions;
  /** How the answer is right. */
  readonly right: string;
}

const FLIPPED: Open = {
  convention: 'convolution',
  right:
    'with the kernel flipped, as in the convolution of mathematics; networks compute the cross-correlation',
};

/** Mistakes that are none where a problem set leaves a convention open. */
const OPEN: ReadonlyMap<string, Open> = new Map([
  ['T01', FLIPPED],
  ['V04', FLIPPED],
  ['T07', { convention: 'flatten', right: 'with the other order of flattening' }],
  ['T08', { convention: 'channels', right: 'with the channels on the other side' }],
  ['M10', { convention: 'flops', right: 'with a multiply-add counted as one operation' }],
]);

/**
 * A judgement where what is wrong is only another convention, one that the problem set doesn’t state: right, with a word on
 * it. The mistake’s id stays.
 */
export function underOtherConvention(
  judged: Judgement,
  stated: ReadonlySet<keyof Conventions>,
): Judgement | undefined {
  const open = judged.mistake && OPEN.get(judged.mistake.id);
  if (!open || stated.has(open.convention)) return undefined;
  return {
    ...judged,
    verdict: 'convention',
    credit: 1,
    message: `Right ${open.right}. ${judged.message}`,
  };
}

/** A place counted from 1 where it is counted from 0, or the other way round. */
export const COUNTED_FROM: NamedMistake = { id: 'N01', title: 'places counted from the other base' };

/**
 * A place that is counted from 1 where it is counted from 0, or the other way round: right where nothing is stated.
 * Undefined for anything else.
 */
export function otherBase(
  key: Value,
  answer: Value,
  base: number,
  stated: ReadonlySet<keyof Conventions>,
): Judgement | undefined {
  if (key.kind !== 'location') return undefined;
  const other: Value = { kind: 'location', value: key.value.map((at) => (base === 0 ? at + 1 : at - 1)) };
  if (sameValue(other, answer) !== true) return undefined;
  const from = base === 0 ? 1 : 0;
  const message = `This is the place counted from ${from}; here places are counted from ${base}.`;
  return stated.has('index')
    ? { verdict: 'wrong', credit: 0.5, message, mistake: COUNTED_FROM }
    : { verdict: 'convention', credit: 1, message: `Right. ${message}`, mistake: COUNTED_FROM };
}
