/** How a weight of a shared kernel is coloured. */
export interface TapHue {
  /** From 1 to `HUES`. */
  readonly hue: number;
  /** From 0 (faint) to 1. */
  readonly depth: number;
}

export const HUES = 5;
const FAINTEST = 0.35;

/**
 * Up to five taps have a hue each; of a larger kernel the hue tells the row and its depth the column (the label decides
 * where rows are more than hues).
 * @param tap the place in the window, one coordinate per axis, from 0.
 * @param kernel the window's extents.
 */
export function hueOfTap(tap: readonly number[], kernel: readonly number[]): TapHue {
  const taps = kernel.reduce((product, extent) => product * extent, 1);
  const flat = tap.reduce((sum, coordinate, axis) => sum * (kernel[axis] ?? 1) + coordinate, 0);
  if (taps <= HUES) return { hue: flat + 1, depth: 1 };
  const cols = kernel.at(-1) ?? 1;
  const [row, col] = kernel.length === 1 ? [flat, 0] : [Math.floor(flat / cols), flat % cols];
  const depth = kernel.length === 1 || cols === 1 ? 1 : FAINTEST + ((1 - FAINTEST) * col) / (cols - 1);
  return { hue: (row % HUES) + 1, depth };
}
