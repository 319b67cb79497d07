import { isSum } from './numbers';

/** A unit as a multiple of the plainest of its kind. */
interface Unit {
  readonly kind: string;
  readonly times: bigint;
}

const BYTES = 'a size in memory';
const MEMORY: readonly (readonly [string, bigint])[] = [
  ['B', 8n],
  ['byte', 8n],
  ['bytes', 8n],
  ['octets', 8n],
  ['bit', 1n],
  ['bits', 1n],
  ['kilobytes', 8_000n],
  ['megabytes', 8_000_000n],
  ['gigabytes', 8_000_000_000n],
];
const PREFIXES: readonly (readonly [string, bigint])[] = [
  ['k', 1000n],
  ['M', 1000n ** 2n],
  ['G', 1000n ** 3n],
  ['T', 1000n ** 4n],
];
/** What is counted, with its spellings: multiply-adds are no operations, and parameters no pixels. */
const COUNTED: readonly (readonly [kind: string, words: string])[] = [
  ['multiply-adds', 'MAC MACs mac macs multiply-adds multiply-accumulates'],
  ['operations', 'FLOP FLOPs FLOPS flop flops operations'],
  ['parameters', 'parameter parameters param params'],
  ['weights', 'weight weights'],
  ['biases', 'bias biases'],
  ['pixels', 'pixel pixels px'],
  ['entries', 'entry entries value values number numbers cell cells element elements'],
  ['multiplications', 'multiplication multiplications products'],
  ['connections', 'connection connections'],
  ['neurons', 'neuron neurons'],
];
/** These change what a number means, so a question has to name its unit before they are read. */
const TELLING = new Set([BYTES, 'multiply-adds', 'operations', 'biases', 'multiplications']);

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...MEMORY.map(([name, times]): [string, Unit] => [name, { kind: BYTES, times }]),
  ...PREFIXES.flatMap(([prefix, times], index): [string, Unit][] => [
    [`${prefix}B`, { kind: BYTES, times: times * 8n }],
    [`${prefix.toUpperCase()}iB`, { kind: BYTES, times: 1024n ** BigInt(index + 1) * 8n }],
    [`${prefix}iB`, { kind: BYTES, times: 1024n ** BigInt(index + 1) * 8n }],
    [`${prefix}bit`, { kind: BYTES, times }],
  ]),
  ...COUNTED.flatMap(([kind, words]) =>
    words
      .split(' ')
      .flatMap((word): [string, Unit][] => [
        [word, { kind, times: 1n }],
        ...(/^(MACs?|FLOPs?|FLOPS|params|parameters)$/.test(word)
          ? PREFIXES.map(([prefix, times]): [string, Unit] => [prefix + word, { kind, times }])
          : []),
      ]),
  ),
]);

/** A text without the unit behind it. */
export interface Measured {
  readonly text: string;
  /** Undefined for a bare number. */
  readonly unit: string | undefined;
}

/** Takes the unit from behind a number or a product. What is no unit stays where it is. */
export function measured(text: string, wanted: string | undefined): Measured {
  const end = text.endsWith('.') && /\p{L}\.$/u.test(text.slice(-2)) ? text.length - 1 : text.length;
  let from = end;
  while (from > 0 && end - from < 40 && /[\p{L}-]/u.test(text.charAt(from - 1))) from--;
  // `4 - MB` is a difference: signs in front are none of the word.
  while (from < end && text.charAt(from) === '-') from++;
  const unit = text.slice(from, end);
  const before = text.slice(0, from).trimEnd();
  if (unit === '' || !/[\d)]$/.test(before)) return { text, unit: undefined };
  const known = UNITS.has(unit) || unit === 'KB' || same(unit, wanted);
  return known ? { text: before, unit } : { text, unit: undefined };
}

function same(unit: string, wanted: string | undefined): boolean {
  if (unit === wanted) return true;
  // kB and KB, MB and Mb are told apart; a word is the same in whatever case and number.
  return wanted !== undefined && !UNITS.has(wanted) && singular(unit) === singular(wanted);
}

function singular(word: string): string {
  return word.toLowerCase().replace(/s$/, '');
}

/** By what a number in one unit is multiplied to be in the one that is wanted, as text for the grammar; or why it can't be. */
export function conversion(
  text: string,
  unit: string | undefined,
  wanted: string | undefined,
): { readonly factor: string } | { readonly message: string } {
  if (unit === undefined || same(unit, wanted)) return { factor: '' };
  if (unit === 'KB' && wanted !== 'KB')
    return { message: '“KB” can mean two things: kB is 1,000 bytes, KiB is 1,024 bytes.' };
  const given = UNITS.get(unit);
  const target = wanted === undefined ? undefined : UNITS.get(wanted);
  if (wanted === undefined) {
    if (given && !TELLING.has(given.kind) && given.times === 1n) return { factor: '' };
    return { message: `The question names no unit, so “${unit}” can’t be judged; write the number alone.` };
  }
  if (!target || given?.kind !== target.kind)
    return {
      message: `The answer is in ${wanted}; “${unit}” measures something else and can’t be converted. A bare number is in ${wanted}.`,
    };
  if (given.times === target.times) return { factor: '' };
  if (isSum(text))
    return {
      message: `It can’t be told whether “${unit}” belongs to all of this; put parentheses around the sum.`,
    };
  return { factor: `*${given.times}/${target.times}` };
}
