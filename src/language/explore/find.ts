import { flatIndex, stridesOf } from '../../core';
import {
  isSymbolic,
  parsePlace,
  type FindAsk,
  type Found,
  type MatrixSheet,
  type Refused,
} from '../../protocol';
import { ofLayer } from '../words';
import { cellsOf, nextOf, type CellPlace } from './cells-of';
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
    return nextWeight(made, weight.weight, from, wanted.step);
  }
  return byText(made, sheetOf(explored, made, ask.way), wanted.text, from, wanted.step);
}

function nextWeight(made: Made, weight: number, from: CellPlace, step: 1 | -1): Found {
  const cells = cellsOf(made.matrix, made.weights.partsOf(weight));
  if (!cells) return scan(made, from, step, (found) => found.weight === weight);
  const next = nextOf(cells, from, step);
  if (!next) return { message: 'This weight stands in no cell: it meets padding alone.' };
  return cells.count === 1 ? { ...next, message: 'This weight stands in one cell alone.' } : next;
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
  const named = sheet.kernel?.taps.find(({ symbol }) => symbol !== undefined && plain(symbol.text) === text);
  if (named) return nextWeight(made, named.weight, from, step);
  const own = ownWeight(made, text);
  if (own !== undefined) return nextWeight(made, own, from, step);
  // A number may be that of several taps: the next cell that holds it.
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

/** The weight that a name such as `w4,3` stands for. */
function ownWeight({ layer }: Made, text: string): number | undefined {
  const [, name = '', written = ''] = /^([a-z]+)(\d+(?:,\d+)*)$/.exec(text) ?? [];
  const tensor = name === '' ? undefined : layer && ofLayer(() => layer.weightTensor);
  if (tensor?.symbolName !== name) return undefined;
  const index = written.split(',').map((one) => Number(one) - 1);
  const inside =
    index.length === tensor.rank && index.every((at, axis) => at >= 0 && at < (tensor.shape[axis] ?? 0));
  return inside ? flatIndex(index, stridesOf(tensor.shape)) : undefined;
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

/** As it is compared: without blanks, underscores and braces, `'` as a prime, `−` as a hyphen, subscripts as digits. */
function plain(text: string): string {
  return text
    .replaceAll(/[\s_{}()]/g, '')
    .replaceAll("'", '′')
    .replaceAll('−', '-')
    .replaceAll(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)))
    .toLowerCase();
}
