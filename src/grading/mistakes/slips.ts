import { bigintOf, isInteger, isRational, scalarOf, type Value } from '../../core';
import type { Diagnosis } from './diagnose';

/** Digits of the shortest number in which a slip is looked for: in shorter ones everything looks like one. */
const FEWEST_DIGITS = 4;

/**
 * A slip of the pen: the right whole number with two neighbouring digits exchanged, one left out, doubled, or
 * a power of ten too much or too little. Undefined where it is none. Looked for when no mistake is known.
 */
export function slipOf(key: Value, answer: Value): Diagnosis | undefined {
  const [right, written] = [digitsOf(key), digitsOf(answer)];
  if (right === undefined || written === undefined || right === written || right.length < FEWEST_DIGITS)
    return undefined;
  const slip = SLIPS.find(({ fits }) => fits(right, written));
  return (
    slip && {
      mistake: { id: slip.id, title: slip.title },
      message: `${slip.say} Look at the digits once more.`,
      // What a slip costs is for the author to say, under `mistakes`.
      credit: 0,
    }
  );
}

interface Slip {
  readonly id: string;
  readonly title: string;
  readonly say: string;
  readonly fits: (right: string, written: string) => boolean;
}

export const SLIPS: readonly Slip[] = [
  {
    id: 'W01',
    title: 'digits exchanged',
    say: 'Two neighbouring digits are exchanged.',
    fits: (right, written) =>
      right.length === written.length &&
      anyPlace(
        right.length - 1,
        (at) =>
          right.slice(0, at) + right.charAt(at + 1) + right.charAt(at) + right.slice(at + 2) === written,
      ),
  },
  {
    id: 'W02',
    title: 'power of ten',
    say: 'The digits are right, the number of zeros isn’t.',
    fits: (right, written) => withoutZeros(right) === withoutZeros(written),
  },
  {
    id: 'W03',
    title: 'digit left out',
    say: 'A digit is missing.',
    fits: (right, written) => without(right, written),
  },
  {
    id: 'W04',
    title: 'digit doubled',
    say: 'A digit stands there twice.',
    fits: (right, written) =>
      without(written, right) &&
      anyPlace(right.length, (at) => right.slice(0, at) + right.charAt(at) + right.slice(at) === written),
  },
];

function anyPlace(places: number, fits: (at: number) => boolean): boolean {
  return Array.from({ length: places }, (_, at) => at).some(fits);
}

/** Whether one text is another without one of its characters. */
function without(long: string, short: string): boolean {
  if (long.length !== short.length + 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at += 1;
  return long.slice(at + 1) === short.slice(at);
}

function withoutZeros(digits: string): string {
  return digits.replace(/0+$/, '');
}

/** The digits of a whole number above 0. */
function digitsOf(value: Value): string | undefined {
  const scalar = scalarOf(value);
  if (!isRational(scalar) || !isInteger(scalar)) return undefined;
  const number = bigintOf(scalar);
  return number > 0n ? number.toString() : undefined;
}
