import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';

/** Draws whole numbers from a seed, the same on every machine. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed | 0);
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
