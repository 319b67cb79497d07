import {
  attempt,
  compute,
  isFailure,
  isRational,
  listValue,
  scalarOf,
  toReal,
  undefinedValue,
  type Value,
} from '../../core';
import {
  spanWithin,
  type Expression,
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
  type Span,
} from '../../problem';
import { meant } from '../symbols';
import { diagonalsOf } from './diagonals';
import { isDots, MAX_CELLS, type Size } from './dots';
import { evaluated, evaluatedGrid, refused, type Evaluated } from './evaluate';
import { gridOf, splitRow, type Grid } from './grid';
import { plainDigits, spelledNumber } from './numbers';
import { axisOf, namedPlace, spelledPlace, spelledShape } from './places';
import { inGrammar, MAX_CHARACTERS, plainSigns } from './signs';
import { truthOf } from './truth';
import { conversion, measured } from './units';
import type { Wanted } from './wanted';
import { isLabel, splitWork, withinDollars, type Piece } from './work';

export { wantedKindOf, type Wanted, type WantedKind } from './wanted';

/** What somebody answered: a value with the expression it came from, or why it can't be read. */
export type Answer =
  | {
      readonly kind: 'value';
      readonly value: Value;
      readonly expression: Expression | undefined;
      readonly work: readonly Step[];
    }
  | { readonly kind: 'unreadable'; readonly message: string };

/** One side of an equality in shown work. */
export interface Step {
  readonly text: string;
  /** Where it stands in the answer file; in a long text it takes a while to be found. */
  readonly span: () => Span;
  readonly expression: Expression;
  /** Undefined, with the reason, where a formula has no value for symbols and is judged at points. */
  readonly value: Value;
}

/** Reads an answer as people write it: a value, an expression, shown work with `=`, a matrix in any notation. */
export function readAnswer(node: Node, wanted: Wanted): Answer {
  switch (node.kind) {
    case 'map':
      return readMap(node, wanted);
    case 'list':
      return readList(node, wanted);
    case 'scalar':
      return readText(node, wanted);
  }
}

/** `{ row: 20, column: 11 }` is a place; other names are not asked for. */
function readMap({ entries }: MapNode, wanted: Wanted): Answer {
  if (wanted.kind.kind === 'place' && entries.length === 2) {
    const text = entries.map(
      ({ key, value }) => `${axisOf(key.text) ?? '?'} ${value.kind === 'scalar' ? value.text : '?'}`,
    );
    const place = namedPlace(plainSigns(text.join(', ')));
    if (place !== undefined) return alone(evaluated(place, wanted));
  }
  return refused(`One answer is wanted here, not several with names; for example ${wanted.example}.`);
}

function readList(node: ListNode, wanted: Wanted): Answer {
  const grid = listedGrid(node, wanted);
  if (grid) return alone(evaluatedGrid(grid, wanted));
  if (node.items.length > MAX_CELLS)
    return refused(`An answer may have up to ${MAX_CELLS.toLocaleString('en')} cells.`);
  const values: Value[] = [];
  const items: Expression[] = [];
  for (const item of node.items) {
    const answer = readAnswer(item, { ...wanted, kind: { kind: 'anything' } });
    if (answer.kind === 'unreadable') return answer;
    values.push(answer.value);
    if (answer.expression) items.push(answer.expression);
  }
  const value = attempt(() => compute(() => listValue(values)));
  if (isFailure(value)) return refused(value.message);
  return { kind: 'value', value, expression: { kind: 'list', items, start: 0, end: 0 }, work: [] };
}

/** A list, or a list of rows, that YAML has read; undefined for what is nested deeper. */
function listedGrid({ items }: ListNode, wanted: Wanted): Grid | undefined {
  const isMatrix = wanted.kind.kind === 'matrix';
  if (items.length === 0) return undefined;
  const texts = items.flatMap((item) => (item.kind === 'scalar' ? [plainSigns(item.text.trim())] : []));
  if (texts.length === items.length) {
    // YAML cuts `[1, 0; 0, 1]` at the commas.
    if (texts.some((text) => text.includes(';'))) return gridOf(`[${texts.join(', ')}]`);
    if (!isMatrix || texts.every((text) => splitRow(text).length === 1)) return { rank: 1, rows: [texts] };
    return { rank: 2, rows: texts.map((text) => rowOf(text)) };
  }
  const rows: (readonly string[])[] = [];
  for (const item of items) {
    if (item.kind === 'map') return undefined;
    if (item.kind === 'scalar') {
      rows.push(rowOf(plainSigns(item.text.trim())));
      continue;
    }
    const cells = item.items.flatMap((cell) =>
      cell.kind === 'scalar' ? [plainSigns(cell.text.trim())] : [],
    );
    if (cells.length < item.items.length) return undefined;
    rows.push(cells.length === 1 && isMatrix ? splitRow(cells[0] ?? '') : cells);
  }
  return { rank: 2, rows };
}

/** One row of a matrix that stands as a text in a list. */
function rowOf(text: string): readonly string[] {
  const grid = text.startsWith('[') || text.startsWith('(') ? gridOf(text) : undefined;
  return grid?.rank === 1 ? (grid.rows[0] ?? []) : splitRow(text);
}

/** An answer without work that could be checked. */
function alone(result: Evaluated): Answer {
  return result.kind === 'unreadable' ? result : { ...result, work: [] };
}

const UNDEFINED_WORDS =
  /^(undefined|impossible|not (an integer|defined|possible)|none|(does not|doesn['’]t) exist)\.?$/i;

function readText(node: ScalarNode, wanted: Wanted): Answer {
  if (node.text.length > MAX_CHARACTERS)
    return refused(
      `An answer may have up to ${MAX_CHARACTERS.toLocaleString('en')} characters; this one has ${node.text.length.toLocaleString('en')}.`,
    );
  const plain = plainSigns(node.text);
  const { start, end } = withinDollars(plain);
  const text = plain.slice(start, end);
  if (text === '') return refused(`Nothing stands here; for example ${wanted.example}.`);
  if (UNDEFINED_WORDS.test(text.slice(0, 40)))
    return { kind: 'value', value: undefinedValue('it was answered so'), expression: undefined, work: [] };
  if (wanted.kind.kind === 'place') {
    const place = namedPlace(text);
    if (place !== undefined) return alone(evaluated(place, wanted));
  }
  const pieces = withoutLabel(splitWork(text), wanted);
  const units = unitsOf(pieces, wanted);
  const steps: Step[] = [];
  for (const [index, piece] of pieces.entries()) {
    const result = readPiece(piece.text, units[index], wanted);
    if (result.kind === 'unreadable') return result;
    const before = steps.at(-1);
    if (piece.about && before && isRounded(before.value, result.value, piece.text)) continue;
    const span = (): Span => spanWithin(node, { start: start + piece.start, end: start + piece.end });
    steps.push({ text: piece.text, span, value: result.value, expression: result.expression });
  }
  const last = steps.at(-1);
  if (!last) return refused(`Nothing stands here; for example ${wanted.example}.`);
  return { kind: 'value', value: last.value, expression: steps[0]?.expression, work: steps };
}

/** Without a name in front that nothing is known by: `size = 12` says 12. */
function withoutLabel(pieces: readonly Piece[], { scope, symbols }: Wanted): readonly Piece[] {
  const [first, second] = pieces;
  if (!first || !second || second.about || !isLabel(first.text)) return pieces;
  return scope.lookup(first.text) || meant(first.text, symbols) || /^(?:true|false)$/i.test(first.text)
    ? pieces
    : pieces.slice(1);
}

/** The unit of every piece: its own, or that of the next one that has one. */
function unitsOf(pieces: readonly Piece[], wanted: Wanted): (string | undefined)[] {
  const units = pieces.map(({ text }) => (isCounted(wanted) ? unitOf(text, wanted) : undefined));
  for (let index = units.length - 2; index >= 0; index--) units[index] ??= units[index + 1];
  return units;
}

function isCounted({ kind, units }: Wanted): boolean {
  return kind.kind === 'number' || (kind.kind === 'formula' && units !== undefined);
}

function unitOf(text: string, { scope, units }: Wanted): string | undefined {
  const { unit } = measured(text, units);
  return unit !== undefined && scope.lookup(unit) ? undefined : unit;
}

/** One side of an equality, in the spellings of what is wanted. */
function readPiece(text: string, unit: string | undefined, wanted: Wanted): Evaluated {
  if (text === '') return refused(`Something is missing beside “=”. An answer can be ${wanted.example}.`);
  switch (wanted.kind.kind) {
    case 'truth': {
      const value = wanted.scope.lookup(text) ? undefined : truthOf(text);
      if (value !== undefined)
        return {
          kind: 'value',
          value: { kind: 'boolean', value },
          expression: { kind: 'constant', value, start: 0, end: text.length },
        };
      break;
    }
    case 'index':
      // A place on one axis has no decimals, so a comma is none either.
      if (text.includes(',')) return evaluated(inGrammar(text), wanted);
      break;
    case 'place':
      return evaluated(spelledPlace(text) ?? inGrammar(text), wanted);
    case 'shape':
      return evaluated(inGrammar(spelledShape(text, true) ?? text), wanted);
    case 'matrix': {
      const grid = diagonalsOf(text, wanted.kind.size) ?? gridOf(text);
      if (grid && 'message' in grid) return refused(`${grid.message} An answer can be ${wanted.example}.`);
      if (grid) return evaluatedGrid(asMatrix(grid, wanted.kind.size), wanted);
      break;
    }
    case 'vector': {
      const list = listOf(text);
      if (list) return evaluatedGrid(list, wanted);
      const crossed = spelledShape(text, /[x×]/.test(text));
      if (crossed !== undefined) return evaluated(inGrammar(crossed), wanted);
      break;
    }
    case 'anything': {
      const typeset = /^\\begin|^(?:np|numpy|torch)\./.test(text) ? gridOf(text) : undefined;
      if (typeset) return evaluatedGrid(typeset, wanted);
      const shape = spelledShape(text, false);
      if (shape !== undefined) return evaluated(shape, wanted);
      break;
    }
    case 'number':
    case 'formula':
  }
  return readNumber(text, unit, wanted);
}

function readNumber(text: string, unit: string | undefined, wanted: Wanted): Evaluated {
  const isProduct = wanted.kind.kind === 'number';
  const own =
    isCounted(wanted) && unitOf(text, wanted) !== undefined ? measured(text, wanted.units).text : text;
  // Where percent is the unit, the sign says nothing more.
  const bare = wanted.units === '%' || wanted.units === 'percent' ? own.replace(/\\?%$/, '').trimEnd() : own;
  const spelled = spelledNumber(inGrammar(bare), isProduct);
  if ('message' in spelled) return refused(`${spelled.message} An answer can be ${wanted.example}.`);
  const converted = conversion(spelled.source, unit, wanted.units);
  if ('message' in converted) return refused(`${converted.message} An answer can be ${wanted.example}.`);
  return evaluated(
    converted.factor === '' ? spelled.source : `(${spelled.source})${converted.factor}`,
    wanted,
  );
}

/** One row in brackets is a matrix of one row where that is wanted, as MATLAB has it. */
function asMatrix(grid: Grid, { rows }: Size): Grid {
  return grid.rank === 1 && rows === 1 ? { ...grid, rank: 2 } : grid;
}

/** A list of numbers: in brackets, with commas or spaces, or a matrix of one row or column. */
function listOf(text: string): Grid | undefined {
  const grid = gridOf(text);
  if (grid?.rank === 1) return grid;
  if (grid) {
    const isColumn = grid.rows.every((row) => row.length === 1);
    if (grid.rows.length === 1 || isColumn) return { rank: 1, rows: [grid.rows.flat()] };
    return grid;
  }
  const row = splitRow(text);
  if (row.length < 2 || row.some((cell) => /^0\d/.test(cell))) return undefined;
  return text.includes(',') || row.every((cell) => /^-?[\d./]+$/.test(cell) || isDots(cell))
    ? { rank: 1, rows: [row] }
    : undefined;
}

/** Whether a number behind `≈` is the one before it, rounded to the digits that are shown. */
function isRounded(exact: Value, rounded: Value, written: string): boolean {
  const [a, b] = [realOf(exact), realOf(rounded)];
  const shown = plainDigits(written.replace(/\s*[%\p{L}]*$/u, ''));
  if (a === undefined || b === undefined || !/^[-+]?\d*\.?\d+$/.test(shown)) return false;
  const all = shown.replace(/^[-+]?0*\.?0*/, '');
  const digits = (all.includes('.') || shown.includes('.') ? all : all.replace(/0+$/, '')).replace(
    '.',
    '',
  ).length;
  return a === b || (digits > 0 && Number(a.toPrecision(Math.min(digits, 15))) === b);
}

function realOf(value: Value): number | undefined {
  const scalar = scalarOf(value);
  if (scalar === undefined || (typeof scalar !== 'number' && !isRational(scalar))) return undefined;
  const real = attempt(() => toReal(scalar));
  return isFailure(real) ? undefined : real;
}
