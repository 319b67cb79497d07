import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** Draws whole numbers from a seed, the same on every machine. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed | 0);
  }

  /** A stream that belongs to a name: texts that differ in one character give numbers that have nothing in common. */
  static named(name: string): Random {
    return new Random(hash(name));
  }

  /** A whole number from `from` to `to`, both counted. */
  integer(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  /** True with a chance of `numerator` in `denominator`. */
  chance(numerator: number, denominator: number): boolean {
    return this.integer(1, denominator) <= numerator;
  }
}

/** 32 bits from a text: FNV-1a, its bits then mixed as in MurmurHash3, so that every one depends on every character. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
