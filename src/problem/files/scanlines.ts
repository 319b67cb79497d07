import { MathError } from '../../core';

/** What the chunk IHDR says. */
export interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  readonly type: number;
  /** Samples of a pixel. */
  readonly samples: number;
  readonly interlaced: boolean;
}

/** A part of an image that is sent as an image of its own: every so many rows and columns from a first one on. */
export interface Pass {
  readonly x: number;
  readonly y: number;
  readonly xStep: number;
  readonly yStep: number;
  readonly width: number;
  readonly height: number;
}

/** Where the seven passes of Adam7 start, and their steps. PNG, third edition, 8.1. */
const ADAM7 = [
  { x: 0, y: 0, xStep: 8, yStep: 8 },
  { x: 4, y: 0, xStep: 8, yStep: 8 },
  { x: 0, y: 4, xStep: 4, yStep: 8 },
  { x: 2, y: 0, xStep: 4, yStep: 4 },
  { x: 0, y: 2, xStep: 2, yStep: 4 },
  { x: 1, y: 0, xStep: 2, yStep: 2 },
  { x: 0, y: 1, xStep: 1, yStep: 2 },
];

/** The passes of an image that have pixels; one where it is not interlaced. */
export function passesOf({ width, height, interlaced }: Header): readonly Pass[] {
  const passes = interlaced ? ADAM7 : [{ x: 0, y: 0, xStep: 1, yStep: 1 }];
  return passes
    .map((pass) => ({
      ...pass,
      width: Math.ceil((width - pass.x) / pass.xStep),
      height: Math.ceil((height - pass.y) / pass.yStep),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/** The bytes of one row of so many pixels. */
export function scanlineBytes({ depth, samples }: Header, width: number): number {
  return Math.ceil((width * samples * depth) / 8);
}

/**
 * Undoes the filter of one scanline, in place. PNG, third edition, 9.2.
 * @param above the scanline before it, or zeros.
 * @param step bytes from a pixel to the next, at least 1.
 * @param at where the scanline stands in the inflated data, for the message.
 */
export function unfilter(
  filter: number,
  line: Uint8Array,
  above: Uint8Array,
  step: number,
  at: number,
): void {
  const predict = PREDICTORS[filter];
  if (!predict)
    throw new MathError(`there is no filter ${filter}, which byte ${at} of its inflated data names.`);
  if (filter === 0) return;
  for (let index = 0; index < line.length; index++) {
    const left = index < step ? 0 : (line[index - step] ?? 0);
    const upperLeft = index < step ? 0 : (above[index - step] ?? 0);
    line[index] = (line[index] ?? 0) + predict(left, above[index] ?? 0, upperLeft);
  }
}

/** None, Sub, Up, Average and Paeth: what is expected of a byte from those to the left, above, and above to the left. */
const PREDICTORS: readonly ((left: number, up: number, upperLeft: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upperLeft) => {
    const guess = left + up - upperLeft;
    const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upperLeft)];
    return a <= b && a <= c ? left : b <= c ? up : upperLeft;
  },
];
