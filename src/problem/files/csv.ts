import { COSTS, integer, MathError, rationalFromText, spend, Tensor, type Scalar } from '../../core';
import { requireRoom } from './bytes';

/** A row of cells, with the line of the file that it starts in, from 1. */
interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** None of them can stand in a number but the comma, which some write for the point: it is the last to be looked for. */
const SEPARATORS = ['\t', ';', ','];

/**
 * A table of numbers, exact as they are written. One row, or one column, has rank 1, anything else rank 2. Cells are
 * separated by tabs, semicolons or commas, whichever is in the first line, and may stand in quotes (RFC 4180); a first row
 * in which nothing is a number has the names of the columns.
 */
export function readCsv(bytes: Uint8Array): Tensor {
  const text = textOf(bytes);
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const separator = SEPARATORS.find((sign) => firstLine.includes(sign)) ?? ',';
  requireCells(text, separator);
  const [first, ...others] = rowsOf(text, separator);
  if (!first) throw new MathError('it is empty.');
  const rows = isHeader(first) ? others : [first, ...others];
  if (rows.length === 0) throw new MathError('below the names of its columns it is empty.');
  const columns = first.cells.length;
  const ragged = rows.find(({ cells }) => cells.length !== columns);
  if (ragged)
    throw new MathError(
      `line ${ragged.line} has ${counted(ragged.cells.length)}, but line ${first.line} has ${columns}.`,
    );
  const entries = rows.flatMap(({ line, cells }) =>
    cells.map((cell, column) => entryOf(cell, line, column + 1)),
  );
  const shape = rows.length === 1 || columns === 1 ? [entries.length] : [rows.length, columns];
  return entries.every((entry) => typeof entry === 'number')
    ? Tensor.integers(shape, entries)
    : Tensor.of(
        shape,
        entries.map((entry): Scalar => (typeof entry === 'number' ? integer(entry) : entry)),
      );
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MathError('it is no text in UTF-8.');
  }
}

/** Refuses a table with too many cells before they are made. */
function requireCells(text: string, separator: string): void {
  let cells = 1;
  for (const sign of text) if (sign === separator || sign === '\n') cells++;
  requireRoom(cells, `it has about ${cells} cells`);
  spend(cells * COSTS.slowOperation);
}

/** The rows that have something in them. */
function rowsOf(text: string, separator: string): Row[] {
  const rows: Row[] = [];
  const lineEnd = /\r\n|\n|\r/y;
  let line = 1;
  let row: { line: number; cells: string[] } = { line, cells: [] };
  for (let at = 0; at <= text.length;) {
    const quoted = text.charAt(at) === '"';
    const cellEnd = quoted ? closingQuote(text, at, line) + 1 : plainEnd(text, at, separator);
    const cell = text.slice(at, cellEnd);
    row.cells.push((quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
    if (quoted) line += cell.split(/\r\n|\n|\r/).length - 1;
    if (text.charAt(cellEnd) === separator) {
      at = cellEnd + 1;
      continue;
    }
    lineEnd.lastIndex = cellEnd;
    const ending = lineEnd.exec(text)?.[0];
    if (ending === undefined && cellEnd < text.length)
      throw new MathError(
        `line ${line}, column ${row.cells.length}: after the closing quote the cell goes on.`,
      );
    if (row.cells.some((one) => one !== '') || row.cells.length > 1) rows.push(row);
    line++;
    row = { line, cells: [] };
    at = ending === undefined ? text.length + 1 : cellEnd + ending.length;
  }
  return rows;
}

function plainEnd(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === separator || sign === '\n' || sign === '\r') return at;
  }
  return text.length;
}

/** Where the quote ends that opens at `from`; two quotes within it stand for one. */
function closingQuote(text: string, from: number, line: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text.charAt(at + 1) !== '"') return at;
  throw new MathError(`the quote that opens in line ${line} is never closed.`);
}

/** `−3`, `0.25`, `1e-3`. */
const NUMBER = /^([+\-−]?)((?=\.?\d)\d*(?:\.\d*)?(?:[eE][+-]?\d+)?)$/;

function isHeader({ cells }: Row): boolean {
  return cells.some((cell) => cell !== '') && cells.every((cell) => !NUMBER.test(cell));
}

/** An integer that is small enough as itself, any other number as a fraction. */
function entryOf(cell: string, line: number, column: number): number | Exclude<Scalar, number> {
  const match = NUMBER.exec(cell);
  const [, sign = '', digits = ''] = match ?? [];
  if (!match)
    throw new MathError(
      `line ${line}, column ${column}: ${
        cell === ''
          ? 'there is no number.'
          : `“${cell.slice(0, 40)}” is no number${/^[+\-−]?\d+,\d+$/.test(cell) ? '; decimals stand after a point' : ''}.`
      }`,
    );
  if (/^\d{1,15}$/.test(digits)) return sign === '' || sign === '+' ? Number(digits) : 0 - Number(digits);
  try {
    const value = rationalFromText(digits);
    return sign === '' || sign === '+' ? value : value.neg();
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    throw new MathError(`line ${line}, column ${column}: ${error.message}`);
  }
}

function counted(cells: number): string {
  return `${cells} cell${cells === 1 ? '' : 's'}`;
}
