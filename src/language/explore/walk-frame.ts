import {
  add,
  combined,
  compare,
  entryLabel,
  factors,
  groupDigits,
  multiply,
  ZERO,
  type Extents,
  type Operands,
  type Scalar,
  type Sequence,
  type Spot,
  type Step,
  type Touch,
  type Walk,
} from '../../core';
import type { Frame, FrameAsk, FrameTerm, Notation } from '../../protocol';
import { HUES } from '../../publish';
import {
  capitalised,
  exactText,
  isPlain,
  joined,
  largestOf,
  NOTHING_YET,
  productText,
  spokenCount,
  sumText,
} from './walk-text';
import type { Walked } from './walk-values';

/** Terms of one step that are listed. */
const MOST_TERMS = 96;

/** One step of a walk; the ask is within it. @param base what rows, columns and channels are spoken from. */
export function frameOf(walked: Walked, walk: Walk, ask: FrameAsk, base: 0 | 1): Frame {
  const { channel, notation } = ask;
  const operands = walked.operands(walk, notation);
  const step = walk.step(channel, ask.step);
  const { touches } = step;
  const listed = Array.from({ length: Math.min(touches.length, MOST_TERMS) }, (_, index) =>
    touches.at(index),
  );
  const running =
    walk.form === 'spread'
      ? listed.map((touch) => partial(walked, walk, operands, touch, ask))
      : runningOf(walk, operands, listed, notation);
  const terms = listed.map((touch, index) => termOf(walk, operands, touch, step.at, running[index] ?? ''));
  const bias = walked.bias(
    walk,
    walk.form === 'spread' ? { plane: channel, row: 0, col: 0 } : step.at,
    notation,
  );
  const sum = (): Scalar | undefined => combined(walk, operands, touches);
  const result =
    walk.form === 'spread'
      ? ''
      : walk.form === 'taps' && notation === 'numbers'
        ? entryLabel(walked.kept(walk, channel, step.at, sum) ?? ZERO)
        : resultOf(walk, operands, touches, notation, bias);
  return {
    step: ask.step,
    at: step.at,
    reach: step.reach,
    terms,
    more: touches.length - listed.length,
    ...(bias !== undefined && { bias: entryLabel(bias) }),
    result,
    spoken: spokenOf(walk, ask, step, result, base),
  };
}

/** What a cell of the target holds in the end, or after some steps. */
export function resultOf(
  walk: Walk,
  operands: Operands,
  touches: Sequence<Touch>,
  notation: Notation,
  bias: Scalar | undefined,
): string {
  if (notation === 'symbols')
    return sumText(walk, operands, touches, bias === undefined ? bias : entryLabel(bias));
  if (bias === undefined) return exactText(walk, operands, touches);
  return entryLabel(add(combined(walk, operands, touches) ?? ZERO, bias));
}

/** What the cell of the target holds after this step; empty where it is cut off. */
function partial(
  walked: Walked,
  walk: Walk,
  operands: Operands,
  { under }: Touch,
  { channel, step, notation }: FrameAsk,
): string {
  const cell = walk.mesh.standIn(under);
  const touches = cell && walk.added(channel, cell, step);
  return touches ? resultOf(walk, operands, touches, notation, walked.bias(walk, cell, notation)) : '';
}

function runningOf(
  walk: Walk,
  operands: Operands,
  touches: readonly Touch[],
  notation: Notation,
): readonly string[] {
  if (notation === 'symbols') {
    const parts = touches.map((touch) => productText(walk, operands, touch));
    const write = walk.mesh.combines === 'max' ? largestOf : joined;
    return parts.map((_, index) => write({ length: index + 1, at: (part) => parts[part] ?? '0' }));
  }
  let sum: Scalar | undefined;
  return touches.map((touch) => {
    const [left, right] = factors(walk, operands, touch);
    if (walk.mesh.combines === 'max') {
      if (touch.underAt !== undefined && (sum === undefined || compare(right, sum) > 0)) sum = right;
    } else sum = add(sum ?? ZERO, isPlain(walk) ? right : multiply(left, right));
    return sum === undefined ? NOTHING_YET : entryLabel(sum);
  });
}

function termOf(walk: Walk, operands: Operands, touch: Touch, at: Spot, running: string): FrameTerm {
  const [left, right] = factors(walk, operands, touch);
  const { place, under, row, col } = touch;
  const product = productText(walk, operands, touch);
  const tap =
    walk.form === 'taps'
      ? { plane: at.plane, row: place.row, col: place.col }
      : { plane: walk.form === 'spread' ? place.plane : under.plane, row, col };
  return {
    tap,
    cell: under,
    padding: isOutside(under, walk.under),
    weight: isPlain(walk) ? '' : entryLabel(left),
    value: isPlain(walk) ? product : entryLabel(right),
    product,
    running,
    hue: (tap.col % HUES) + 1,
  };
}

export function isOutside({ row, col }: Spot, { rows, cols }: Extents): boolean {
  return row < 0 || col < 0 || row >= rows || col >= cols;
}

/** `Step 8 of 16, output row 1, column 3: 28. Three of nine inputs are padding.` */
function spokenOf(
  walk: Walk,
  { channel, step: index }: FrameAsk,
  { at, touches }: Step,
  result: string,
  base: 0 | 1,
): string {
  const names = NAMES[walk.kind === 'forward' ? 'forward' : 'back'][walk.form];
  const grid = walk.form === 'taps' ? walk.kernel : walk.places;
  const lies = [
    ...(grid.planes > 1 ? [`channel ${at.plane + base}`] : []),
    ...(grid.rows > 1 ? [`row ${at.row + base}`] : []),
    grid.rows > 1 ? `column ${at.col + base}` : `cell ${at.col + base}`,
  ].join(', ');
  const steps = groupDigits(walk.steps(channel));
  const outside = outsideOf(walk, touches);
  const all = spokenCount(touches.length);
  const where = `Step ${groupDigits(index + 1)} of ${steps}, `;
  if (walk.form === 'spread') {
    const cut = walk.mesh.repeats ? 0 : outside;
    const falls = `${capitalised(spokenCount(cut))} of ${all} fall${cut === 1 ? 's' : ''} into the padding.`;
    const reached = touches.length - cut;
    const said = `${where}${names.place} ${lies}: added to ${spokenCount(reached)} ${reached === 1 ? names.cells.replace('cells', 'cell') : names.cells}.`;
    return cut > 0 ? `${said} ${falls}` : said;
  }
  const padding =
    outside === 0
      ? ''
      : ` ${capitalised(spokenCount(outside))} of ${all} ${names.cells} ${outside === 1 ? 'is' : 'are'} padding.`;
  return `${where}${names.place} ${lies}: ${result}.${padding}`;
}

/** What the cell of a step is called, and the cells that it meets. */
const KERNEL = { place: 'kernel', cells: 'cells' };
const NAMES = {
  forward: {
    gather: { place: 'output', cells: 'inputs' },
    spread: { place: 'input', cells: 'cells of the output' },
    taps: KERNEL,
  },
  back: {
    gather: { place: 'gradient of the input', cells: 'cells' },
    spread: { place: 'upstream gradient', cells: 'cells of the gradient' },
    taps: KERNEL,
  },
};

/** How many of the cells that a step meets lie in the padding; rows and columns are looked at each by themselves. */
function outsideOf({ form, kernel, places, under }: Walk, touches: Sequence<Touch>): number {
  const { length } = touches;
  if (length === 0) return 0;
  const taps = form === 'taps';
  const cols = taps ? (length === 1 ? 1 : places.cols) : kernel.cols;
  const rows = taps ? (length === 1 ? 1 : places.rows) : kernel.rows;
  const inRows = count(rows, (row) => {
    const at = touches.at(row * cols).under.row;
    return at >= 0 && at < under.rows;
  });
  const inCols = count(cols, (col) => {
    const at = touches.at(col).under.col;
    return at >= 0 && at < under.cols;
  });
  return length - (length / (rows * cols)) * inRows * inCols;
}

function count(length: number, holds: (index: number) => boolean): number {
  let found = 0;
  for (let index = 0; index < length; index++) if (holds(index)) found++;
  return found;
}
