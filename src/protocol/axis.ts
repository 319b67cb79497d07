import { groupDigits as exact } from '../core/numbers/group-digits';
import type { Cell } from './cell';
import type { AxisSheet } from './matrix';

/** How the rows and columns of a matrix are called, from what is known of its axes: for host and page alike. */

/** The coordinates of an index, as the digits of its axis say, from 0. */
export function coordinatesOf({ digits }: AxisSheet, index: number): readonly number[] {
  return digits.map(({ extent, stride }) => Math.floor(index / stride) % extent);
}

export function indexOf({ digits }: AxisSheet, coordinates: readonly number[]): number {
  return digits.reduce((sum, { stride }, position) => sum + (coordinates[position] ?? 0) * stride, 0);
}

/** How many rows or columns there are. */
export function extentOf({ digits }: AxisSheet): number {
  return digits.reduce((product, { extent }) => product * extent, 1);
}

/** Whether rows or columns are called x1, x2, … */
export function isSymbolic({ symbol, digits }: AxisSheet): boolean {
  return symbol !== '' && digits.length === 1;
}

/** `x4` with its index below, or the number. */
export function cellLabel(axis: AxisSheet, index: number): Cell {
  if (!isSymbolic(axis)) return { text: exact(index + axis.base) };
  const name = String(index + 1);
  return { text: `${axis.symbol}${name}`, symbol: { name: axis.symbol, index: name } };
}

/** `filter 2, (17, 503)`, `x4`, `row 12`. */
export function placeLabel(axis: AxisSheet, index: number): string {
  const { digits, base } = axis;
  if (digits.length === 1)
    return isSymbolic(axis) ? cellLabel(axis, index).text : `${digits[0]?.name ?? ''} ${exact(index + base)}`;
  const coordinates = coordinatesOf(axis, index);
  const named = digits.flatMap(({ name }, position) =>
    isSpatial(name) ? [] : [`${name} ${(coordinates[position] ?? 0) + base}`],
  );
  const place = spatial(axis).map(({ position }) => (coordinates[position] ?? 0) + base);
  return [...named, ...(place.length > 0 ? [`(${place.join(', ')})`] : [])].join(', ');
}

/** Channels that come last make blocks of few cells, which are named together. */
const FEW = 4;

/** How many cells share one number at the side: one, or a place's channels. */
export function labelledTogether({ digits }: AxisSheet): number {
  const inner = digits.at(-1);
  return digits.length > 2 && inner && inner.extent <= FEW ? inner.extent : 1;
}

/** What the rows or columns of one block have in common, said at its side: `filter 2, row 17`. */
export function blockLabel(axis: AxisSheet, index: number): string {
  const coordinates = coordinatesOf(axis, index);
  return axis.digits
    .slice(0, labelledTogether(axis) > 1 ? -2 : -1)
    .map(({ name }, position) => `${name} ${(coordinates[position] ?? 0) + axis.base}`)
    .join(', ');
}

/** What stands at one row or column: its own coordinate within the block. */
export function innerLabel(axis: AxisSheet, index: number): Cell {
  const inner = axis.digits.at(labelledTogether(axis) > 1 ? -2 : -1);
  if (axis.digits.length < 2 || !inner) return cellLabel(axis, index);
  return { text: String((Math.floor(index / inner.stride) % inner.extent) + axis.base) };
}

/** Rows or columns that are named together at the side. */
export function namedBlockSize(axis: AxisSheet): number {
  return blockSize(axis) * (labelledTogether(axis) > 1 ? (axis.digits.at(-2)?.extent ?? 1) : 1);
}

/** Rows or columns in the smallest block; all where there is one axis. */
export function blockSize({ digits }: AxisSheet): number {
  const inner = digits.at(-1);
  return inner === undefined ? 1 : inner.extent * inner.stride;
}

/** The blocks of blocks, from the largest: extents of `filter`, then of `row`. The smallest is `blockSize`. */
export function blockSizes({ digits }: AxisSheet): readonly number[] {
  return digits.slice(1).map(({ extent, stride }) => extent * stride);
}

/**
 * Reads what a person typed as a place on an axis: an index (`525,267`), coordinates in the order of the digits
 * (`2 17 503`, `filter 2, (17, 503)`), or a symbol (`x4`, `x′4`).
 * @returns the index from 0, or a sentence that says what was expected.
 */
export function parsePlace(axis: AxisSheet, text: string): number | string {
  const { digits, base } = axis;
  const extent = extentOf(axis);
  if (/[-−]\s*\d|\d\.\d/.test(text)) return 'Places are whole numbers.';
  const plain = numbersIn(text);
  // `525,267` is one number where two are not wanted.
  const numbers =
    plain.length === digits.length
      ? plain
      : numbersIn(text.replaceAll(/(\d)[,\u2009\u00a0](?=\d{3}(?!\d))/g, '$1'));
  const first = isSymbolic(axis) ? 1 : base;
  const [only] = numbers;
  if (numbers.length === 1 && only !== undefined) {
    const index = only - first;
    if (index >= 0 && index < extent) return index;
    return `There are ${exact(extent)}, from ${exact(first)} to ${exact(extent - 1 + first)}.`;
  }
  if (numbers.length !== digits.length || digits.length < 2)
    return digits.length > 1
      ? `Give ${wordsOf(axis)}, or one number.`
      : `Give one number, from ${exact(first)} to ${exact(extent - 1 + first)}.`;
  // A place is said with its channel in front, wherever the layout has it.
  const order = spokenOrder(axis);
  const coordinates = digits.map((_, position) => (numbers[order.indexOf(position)] ?? 0) - base);
  const wrong = digits.find(({ extent: most }, position) => {
    const coordinate = coordinates[position] ?? -1;
    return coordinate < 0 || coordinate >= most;
  });
  if (wrong) return `${capital(wrong.name)}s go from ${base} to ${exact(wrong.extent - 1 + base)}.`;
  return indexOf(axis, coordinates);
}

function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

function wordsOf(axis: AxisSheet): string {
  return spokenOrder(axis)
    .map((position) => axis.digits[position]?.name ?? '')
    .join(', ');
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function isSpatial(name: string): boolean {
  return name === 'row' || name === 'column' || name === 'depth' || name === 'place';
}

/** Rows before columns, whatever the order in which the tensor is flattened. */
function spatial({ digits }: AxisSheet): readonly { readonly position: number; readonly name: string }[] {
  const rank = ['depth', 'row', 'column', 'place'];
  return digits
    .map(({ name }, position) => ({ name, position }))
    .filter(({ name }) => isSpatial(name))
    .sort((a, b) => rank.indexOf(a.name) - rank.indexOf(b.name));
}

/** The digits in the order in which `placeLabel` says them. */
function spokenOrder(axis: AxisSheet): readonly number[] {
  const named = axis.digits.flatMap(({ name }, position) => (isSpatial(name) ? [] : [position]));
  return [...named, ...spatial(axis).map(({ position }) => position)];
}
