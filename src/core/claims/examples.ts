import type { Scalar } from '../numbers/scalar';
import { isZero } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import { entryLabel, locationText, tensorText } from '../values/text';
import { positionOf } from '../tensors/shape';
import type { Motion } from './question';

/** Entries up to which tensors are shown whole. */
const SHOWN = 16;
/** Entries of a larger input that are named one by one. */
const NAMED = 8;

/** An input that refutes a claim, and what comes out. */
export interface Example {
  readonly motion: Motion;
  readonly x: Tensor;
  readonly moved: Tensor;
  /** f(Tx). */
  readonly given: Tensor;
  /** f(x). */
  readonly plain: Tensor;
  /** T f(x); undefined where the output is to stay the same. */
  readonly wanted: Tensor | undefined;
  /** Where they differ, by the index in row-major order. */
  readonly wrong: number;
}

export const PARTICIPLES: Readonly<Record<Motion['noun'], string>> = {
  shift: 'shifted',
  flip: 'flipped',
  rotation: 'rotated',
};

/** A counterexample as a sentence that can be checked by hand. */
export function exampleText({ motion, x, moved, given, plain, wanted, wrong }: Example): string {
  const { noun, how } = motion;
  const done = PARTICIPLES[noun];
  if (x.size <= SHOWN && given.size <= SHOWN) {
    const text = (tensor: Tensor): string => tensorText(tensor, entryLabel);
    const found = `x = ${text(x)} ${done}${how} is ${text(moved)}; f gives ${text(given)}, but f(x) = ${text(plain)}`;
    return wanted ? `${found} ${done} is ${text(wanted)}.` : `${found}.`;
  }
  const position = positionOf(wrong, given.shape);
  const where = position.length === 0 ? 'the output' : `the output at ${locationText(position)}`;
  const start = `${inputText(x)}, ${done}${how}, ${where} is ${entryLabel(given.entry(wrong))}`;
  return wanted
    ? `${start}, but the ${done} output has ${entryLabel(wanted.entry(wrong))} there.`
    : `${start}, but without the ${noun} it is ${entryLabel(plain.entry(wrong))}.`;
}

function inputText(x: Tensor): string {
  const entries = x
    .entries()
    .map((value, flat) => ({ value, place: locationText(positionOf(flat, x.shape)) }))
    .filter(({ value }) => !isZero(value));
  const [first] = entries;
  if (!first) return 'With zeros everywhere';
  if (entries.length === 1 && isOne(first.value)) return `With a single one at ${first.place}`;
  const named = entries
    .slice(0, NAMED)
    .map(({ value, place }) => `${entryLabel(value)} at ${place}`)
    .join(', ');
  return entries.length > NAMED
    ? `With ${named} and ${entries.length - NAMED} more entries`
    : `With ${named} and 0 elsewhere`;
}

function isOne(value: Scalar): boolean {
  return typeof value !== 'number' && 'n' in value && value.s * value.n === 1n && value.d === 1n;
}
