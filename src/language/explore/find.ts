import {
  isSymbolic,
  parsePlace,
  type Cell,
  type FindAsk,
  type Found,
  type MatrixSheet,
  type Refused,
} from '../../protocol';
import { cellsOf, nearest, nextOf, type CellPlace } from './cells-of';
import { sheetOf } from './exploration';
import { matrixOf, type Made } from './matrices';
import type { Explored } from './subject';

/** Cells that are looked at one by one, where nothing else tells where a value stands. */
const MOST_SCANNED = 200_000;

/** The cell that is looked for from another one. */
export function find(explored: Explored, ask: FindAsk): Found | Refused {
  const made = matrixOf(explored, ask.way);
  if ('refused' in made) return made;
  const { rows, cols } = made.matrix;
  const from = { row: Math.min(ask.row, rows - 1), col: Math.min(ask.col, cols - 1) };
  const { find: wanted } = ask;
  if (wanted.what === 'weight') {
    const weight = made.weights.at(from.row, from.col);
    if (!weight) return { message: 'There is a zero in this cell; pick one with a weight.' };
    return nextWeight(made, [weight.weight], from, wanted.step);
  }
  return byText(made, sheetOf(explored, made, ask.way), wanted.text, from, wanted.step);
}

/** The next cell that holds one of these weights. */
function nextWeight(made: Made, wanted: readonly number[], from: CellPlace, step: 1 | -1): Found {
  const lists = wanted.flatMap((weight) => cellsOf(made.matrix, made.weights.partsOf(weight)) ?? []);
  if (lists.length < wanted.length) return scan(made, from, step, ({ weight }) => wanted.includes(weight));
  const next = nearest(
    lists.flatMap((cells) => nextOf(cells, from, step) ?? []),
    from,
    step,
  );
  if (!next) return { message: 'This weight stands in no cell: it meets padding alone.' };
  const count = lists.reduce((sum, cells) => sum + cells.count, 0);
  return count === 1 ? { ...next, message: 'This weight stands in one cell alone.' } : next;
}

function byText(made: Made, sheet: MatrixSheet, typed: string, from: CellPlace, step: 1 | -1): Found {
  const text = plain(typed);
  const line = /^(x′?)\d+$/.exec(text)?.[1];
  if (line !== undefined) {
    const axis = line === 'x' ? sheet.colAxis : sheet.rowAxis;
    const index = isSymbolic(axis) && axis.symbol === line ? parsePlace(axis, text) : undefined;
    if (typeof index === 'string') return { message: index };
    if (index !== undefined)
      return line === 'x' ? { row: from.row, col: index } : { row: index, col: from.col };
  }
  const weights = namedWeights(made, sheet, text);
  if (weights) return nextWeight(made, weights, from, step);
  const own = ownCell(made, text);
  if (own) return own;
  // A value may be that of several weights, and of sums of them: the next cell that holds it.
  const found = scan(
    made,
    from,
    step,
    ({ symbol, number }) =>
      (symbol !== undefined && plain(symbol.text) === text) ||
      (number !== undefined && plain(number.text) === text),
  );
  return found.message === undefined
    ? found
    : { message: found.message.replace('that weight', `“${typed}”`) };
}

/** The weights that are called so, hold that number, or stand at that tap of the window; undefined where none is known. */
function namedWeights({ layer, base }: Made, { kernel }: MatrixSheet, text: string): number[] | undefined {
  if (!kernel || !layer) return undefined;
  const { taps, rows, cols } = kernel;
  const called = (cell: Cell | undefined): boolean => cell !== undefined && plain(cell.text) === text;
  // Where padding repeats cells, sums of weights may hold the number, too.
  const numbers = layer.sliding?.mode === 'zeros';
  const found = taps.filter(({ symbol, number }) => called(symbol) || (numbers && called(number)));
  const at = taps.filter((_, index) => {
    const [row, col] = [Math.floor(index / cols) % rows, index % cols];
    return `${row + base},${col + base}` === text;
  });
  const all = found.length > 0 ? found : layer.sliding?.kernel.length === 2 ? at : [];
  return all.length > 0 ? all.map(({ weight }) => weight) : undefined;
}

/** The cell of a weight that stands in one alone and is called by its row and column: `w4,3`. */
function ownCell({ matrix, weights }: Made, text: string): CellPlace | undefined {
  const [, first, second] = /^w(\d+),(\d+)$/.exec(text) ?? /^w(\d)(\d)$/.exec(text) ?? [];
  const [row, col] = [Number(first) - 1, Number(second) - 1];
  if (matrix.shared || !(row >= 0 && row < matrix.rows && col >= 0 && col < matrix.cols)) return undefined;
  const symbol = weights.at(row, col)?.symbol;
  return symbol && plain(symbol.text) === `w${row + 1},${col + 1}` ? { row, col } : undefined;
}

/** Looks at cells one by one, from the next on and round to where it began. */
function scan(
  { matrix, weights }: Made,
  from: CellPlace,
  step: 1 | -1,
  holds: (cell: NonNullable<ReturnType<Made['weights']['at']>>) => boolean,
): Found {
  const { rows, cols } = matrix;
  const count = rows * cols;
  const start = from.row * cols + from.col;
  for (let moved = 1; moved <= Math.min(count, MOST_SCANNED); moved++) {
    const index = (((start + step * moved) % count) + count) % count;
    const [row, col] = [Math.floor(index / cols), index % cols];
    const cell = weights.at(row, col);
    if (cell && holds(cell)) return { row, col };
  }
  return {
    message:
      count <= MOST_SCANNED
        ? 'No cell holds that weight.'
        : 'None of the next 200,000 cells holds that weight.',
  };
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/**
 * As it is compared: without blanks and braces, `'` as a prime, `−` as a hyphen, subscripts as digits; indices are parted by
 * commas and not from the letter.
 */
function plain(text: string): string {
  return text
    .replaceAll(/[\s{}()]/g, '')
    .replaceAll("'", '′')
    .replaceAll('−', '-')
    .replaceAll(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)))
    .replaceAll(/([a-z′])_/gi, '$1')
    .replaceAll('_', ',')
    .toLowerCase();
}
