import { groupDigits } from '../core';
import type { AxisSheet, Cell } from '../protocol';

/** Axes of an image: their coordinates are written together, `(17, 503)`. */
const SPATIAL: readonly string[] = ['depth', 'row', 'column'];

/** The coordinates of an index along an axis, from 0, in the order of its digits. */
export function coordinatesOf({ digits }: AxisSheet, index: number): readonly number[] {
  return digits.map(({ extent, stride }) => Math.floor(index / stride) % extent);
}

/** How rows or columns are called: `x4` (from 1, as weights are) where there is one axis with a symbol, else `filter 2, (17, 503)`. */
export function axisLabel(axis: AxisSheet, index: number): Cell {
  const symbolic = isSymbolic(axis);
  return symbolic
    ? { text: `${axis.symbol}${index + 1}`, symbol: { name: axis.symbol, index: String(index + 1) } }
    : { text: coordinatesText(axis, coordinatesOf(axis, index)) };
}

export function isSymbolic({ symbol, digits }: AxisSheet): boolean {
  return digits.length === 1 && symbol !== '';
}

/** `filter 2, (17, 503)`; of fewer coordinates than digits, the first ones: `filter 2, row 17`. */
export function coordinatesText({ digits, base }: AxisSheet, coordinates: readonly number[]): string {
  const named = digits
    .slice(0, coordinates.length)
    .map(({ name }, at) => ({ name, text: groupDigits((coordinates[at] ?? 0) + base) }));
  const spatial = named.filter(({ name }) => SPATIAL.includes(name));
  if (spatial.length < 2) return named.map(({ name, text }) => `${name} ${text}`.trim()).join(', ');
  const [first] = spatial;
  const tuple = `(${spatial.map(({ text }) => text).join(', ')})`;
  return named
    .filter((one) => one === first || !spatial.includes(one))
    .map((one) => (one === first ? tuple : `${one.name} ${one.text}`))
    .join(', ');
}
