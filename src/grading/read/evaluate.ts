import {
  attempt,
  compute,
  FUNCTIONS,
  isFailure,
  listValue,
  rationalFromText,
  Tensor,
  tensorValue,
  undefinedValue,
  type Scalar,
  type Value,
} from '../../core';
import {
  evaluate,
  outcomeOf,
  parseExpression,
  within,
  withoutFiles,
  type Expression,
  type ScalarNode,
} from '../../problem';
import { meant, withSymbols } from '../symbols';
import { BEING_READ, TOO_LONG } from '../verdict';
import { MAX_CELLS, withoutDots } from './dots';
import type { Grid } from './grid';
import { inGrammar, plainSigns } from './signs';
import type { Wanted } from './wanted';

/** What a text stands for, or why it can’t be read. */
export type Evaluated =
  | { readonly kind: 'value'; readonly value: Value; readonly expression: Expression }
  | { readonly kind: 'unreadable'; readonly message: string };

/** That something can’t be read, with why. */
export function refused(message: string): { readonly kind: 'unreadable'; readonly message: string } {
  return { kind: 'unreadable', message };
}

/** The value of a text in our grammar. Where it stands in the file doesn’t matter: messages quote it. */
export function evaluated(source: string, wanted: Wanted): Evaluated {
  const text = withIndices(source, wanted);
  const parsed = parseExpression(text, (name, called) => isFactor(name, called, wanted));
  if (parsed.kind === 'syntax-failure')
    return refused(`${parsed.message} An answer can be ${wanted.example}.`);
  const scope = wanted.symbols.length > 0 ? withSymbols(wanted.scope, parsed, wanted.symbols) : wanted.scope;
  const node: ScalarNode = {
    kind: 'scalar',
    text,
    quoted: true,
    start: 0,
    end: text.length,
    offsetOf: (index) => index,
  };
  const outcome = outcomeOf(() => within(node, () => evaluate(parsed, withoutFiles(scope))));
  switch (outcome.kind) {
    case 'value':
      return { kind: 'value', value: outcome.value, expression: parsed };
    case 'failed':
      return wanted.atPoints && outcome.finding.code === 'value'
        ? { kind: 'value', value: undefinedValue(outcome.finding.message), expression: parsed }
        : refused(`${outcome.finding.message} An answer can be ${wanted.example}.`);
    case 'computing':
      return refused(TOO_LONG);
    case 'reading':
      return refused(BEING_READ);
    case 'waiting':
      return refused(`“${outcome.dependency}” could not be computed in the problem set.`);
  }
}

/** Cells that are more than a plain number, each different from the others. */
const MAX_DIFFERENT = 5000;

/** The value of a matrix or list whose cells are texts. Equal texts are read once. */
export function evaluatedGrid(written: Grid, wanted: Wanted): Evaluated {
  const grid = withoutDots(written, wanted.kind.kind === 'matrix' ? wanted.kind.size : undefined);
  if ('message' in grid) return refused(`${grid.message} An answer can be ${wanted.example}.`);
  const [first = []] = grid.rows;
  if (grid.rows.length * first.length > MAX_CELLS)
    return refused(`An answer may have up to ${MAX_CELLS.toLocaleString('en')} cells.`);
  const base = wanted.scope.conventions.index;
  for (const [row, cells] of grid.rows.entries()) {
    if (cells.length !== first.length)
      return refused(
        `Row ${row + base} (counted from ${base}) has ${cells.length} cells, and the first one ${first.length}. An answer can be ${wanted.example}.`,
      );
    const empty = cells.indexOf('');
    if (empty >= 0)
      return refused(`${placeOf(row, empty, grid, base)} is empty; write 0 where nothing stands.`);
  }
  if (wanted.atPoints) {
    const rows = grid.rows.map((row) => `[${row.map((cell) => inGrammar(plainSigns(cell))).join(', ')}]`);
    return evaluated(grid.rank === 1 ? (rows[0] ?? '[]') : `[${rows.join(', ')}]`, wanted);
  }
  return assembled(grid, wanted, base);
}

function assembled(grid: Grid, wanted: Wanted, base: number): Evaluated {
  const known = new Map<string, Evaluated & { readonly kind: 'value' }>();
  const rows: (Evaluated & { readonly kind: 'value' })[][] = [];
  for (const [row, cells] of grid.rows.entries()) {
    const read: (Evaluated & { readonly kind: 'value' })[] = [];
    for (const [col, cell] of cells.entries()) {
      const found = known.get(cell) ?? evaluatedCell(cell, wanted);
      if (found.kind === 'unreadable')
        return refused(`${placeOf(row, col, grid, base)} can’t be read: ${found.message}`);
      known.set(cell, found);
      if (known.size > MAX_DIFFERENT && wanted.symbols.length > 0)
        return refused(`An answer may have up to ${MAX_DIFFERENT.toLocaleString('en')} different cells.`);
      read.push(found);
    }
    rows.push(read);
  }
  const values = rows.map((cells) => cells.map(({ value }) => value));
  const value = attempt(() => compute(() => wholeOf(values, grid.rank)));
  if (isFailure(value)) return refused(value.message);
  // Where the key’s own call stands in a cell, it is found among these.
  const items = [...known.values()].map(({ expression }) => expression);
  return { kind: 'value', value, expression: { kind: 'list', items, start: 0, end: 0 } };
}

function evaluatedCell(cell: string, wanted: Wanted): Evaluated {
  const text = cell.trim();
  if (/^\d{1,15}$/.test(text)) {
    const value = rationalFromText(text);
    return {
      kind: 'value',
      value: { kind: 'number', value },
      expression: { kind: 'number', value, start: 0, end: text.length },
    };
  }
  return evaluated(inGrammar(plainSigns(text)), wanted);
}

function wholeOf(rows: readonly (readonly Value[])[], rank: 1 | 2): Value {
  const scalars: Scalar[] = [];
  let plain = true;
  for (const row of rows)
    for (const value of row) {
      if (value.kind === 'number' || value.kind === 'real' || value.kind === 'formula')
        scalars.push(value.value);
      else plain = false;
    }
  const cols = rows[0]?.length ?? 0;
  if (plain) return tensorValue(Tensor.of(rank === 1 ? [cols] : [rows.length, cols], scalars));
  return rank === 1 ? listValue(rows[0] ?? []) : listValue(rows.map((row) => listValue(row)));
}

function placeOf(row: number, col: number, { rank }: Grid, base: number): string {
  return rank === 1
    ? `Place ${col + base} (counted from ${base})`
    : `Row ${row + base}, column ${col + base} (counted from ${base})`;
}

/** Whether a name that stands beside another is a factor: something that is known, or a function that is called. */
function isFactor(name: string, called: boolean, { scope, symbols }: Wanted): boolean {
  return (
    (called && FUNCTIONS.has(name)) || scope.names().includes(name) || meant(name, symbols) !== undefined
  );
}

/** `k[2, 3]` as k2_3 where that is a symbol of the key, and `k` itself is nothing. */
function withIndices(text: string, { scope, symbols }: Wanted): string {
  if (symbols.length === 0) return text;
  return text.replace(
    /(\p{L}+)\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]/gu,
    (written: string, name: string, index: string) => {
      const spelled = `${name}${index.split(',').map(Number).join('_')}`;
      return !scope.names().includes(name) && symbols.some((symbol) => symbol.short === spelled)
        ? spelled
        : written;
    },
  );
}
