import { sameValue, type Conventions, type Value } from '../core';
import type { Judgement, NamedMistake } from './verdict';

/** Mistakes that are none where a problem set leaves a convention open. */
const OPEN: ReadonlyMap<string, keyof Conventions> = new Map([
  ['T01', 'convolution'],
  ['V04', 'convolution'],
  ['T07', 'flatten'],
  ['T08', 'channels'],
  ['M10', 'flops'],
]);

const SAID: Readonly<Record<keyof Conventions, string>> = {
  convolution:
    'with the kernel flipped, as in the convolution of mathematics; networks compute the cross-correlation',
  channels: 'with the channels on the other side',
  bias: 'with biases',
  index: 'with places counted from the other end of 0 and 1',
  flatten: 'with the other order of flattening',
  flops: 'with a multiply-add counted as one operation',
};

/**
 * A judgement where what is wrong is only another convention, one that the problem set doesn’t state: right, with a word on
 * it. The mistake’s id stays.
 */
export function underOtherConvention(
  judged: Judgement,
  stated: ReadonlySet<keyof Conventions>,
): Judgement | undefined {
  const convention = judged.mistake && OPEN.get(judged.mistake.id);
  if (convention === undefined || stated.has(convention)) return undefined;
  return {
    ...judged,
    verdict: 'convention',
    credit: 1,
    message: `Right ${SAID[convention]}. ${judged.message}`,
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
