import { counted, entryLabel, groupDigits, isZero, SlidingLayer } from '../../core';
import {
  cellLabel,
  isSymbolic,
  placeLabel,
  type AxisSheet,
  type MatrixSheet,
  type Pick,
  type PickAsk,
  type PickReport,
  type Refused,
  type SumSheet,
  type Term,
  type WeightCell,
} from '../../protocol';
import { ofLayer } from '../words';
import { cellsOf } from './cells-of';
import { sheetOf } from './exploration';
import { matrixOf, type Made } from './matrices';
import type { Explored } from './subject';

const MOST_TERMS = 81;
/** Rows that would have more non-zero cells are looked at cell by cell, as far as they are shown. */
const MOST_ENTRIES = 20_000;
/** Weights whose cells are counted in the line of a row. */
const MOST_COUNTED = 5;
/** Terms of a sum that are said. */
const MOST_SAID = 9;

interface Looked extends Made {
  readonly sheet: MatrixSheet;
}

/** What is to be said of something picked in a matrix. */
export function report(explored: Explored, { way, pick }: PickAsk): PickReport | Refused {
  const made = matrixOf(explored, way);
  if ('refused' in made) return made;
  const { rows, cols } = made.matrix;
  const { row, col, weight } = pick;
  if ((row ?? 0) >= rows || (col ?? 0) >= cols)
    return { refused: 'That cell is not in the matrix any more.' };
  const looked = { ...made, sheet: sheetOf(explored, made, way) };
  if (row !== undefined && col !== undefined) return cellReport(looked, pick, row, col);
  if (row !== undefined) return rowReport(looked, pick, row);
  if (col !== undefined) return colReport(looked, pick, col);
  return weight === undefined
    ? { pick, spoken: 'Nothing is picked.', lines: [] }
    : weightReport(looked, pick, weight);
}

function cellReport(looked: Looked, pick: Pick, row: number, col: number): PickReport {
  const { sheet, weights } = looked;
  const weight = weights.at(row, col);
  const [output, input] = [placeLabel(sheet.rowAxis, row), placeLabel(sheet.colAxis, col)];
  const count = weight && countOf(looked, weight.weight);
  const holds = weight ? saidOf(looked, weight, row, col) : 'zero';
  const same = count === undefined ? '' : ` Same ${wordOf(looked)} in ${counted(count, 'cell')}.`;
  return {
    pick,
    spoken: `Row ${output}, column ${input}: ${holds}.${same}`,
    ...(weight && { weight }),
    lines: [
      {
        label: 'Picked',
        text: !weight
          ? `0: ${nounOf(sheet.rowAxis, row, 'output')} does not depend on ${nounOf(sheet.colAxis, col, 'input')}`
          : sheet.rowAxis.symbol === ''
            ? nameOf(weight)
            : `${nameOf(weight)}, the weight from ${nounOf(sheet.colAxis, col, 'input')} to ${nounOf(sheet.rowAxis, row, 'output')}`,
      },
      ...(weight && count !== undefined ? [sharedLine(looked, row, weight, count)] : []),
      ...edgeLines(looked, row),
      ...biasLines(looked, row),
    ],
    sum: rowSum(looked, row),
  };
}

function rowReport(looked: Looked, pick: Pick, row: number): PickReport {
  const { sheet } = looked;
  const sum = rowSum(looked, row);
  const terms = sum.terms
    .slice(0, MOST_SAID)
    .map(({ weight, cell }) => `${nameOf(weight)} times ${cell.text}`);
  const more = sum.more + sum.terms.length - terms.length;
  const said = terms.length === 0 ? 'all zeros' : terms.join(', plus ');
  return {
    pick,
    spoken: `Row ${placeLabel(sheet.rowAxis, row)}: ${said}${more > 0 ? `, and ${groupDigits(more)} more` : ''}.`,
    lines: [...edgeLines(looked, row), ...biasLines(looked, row)],
    sum,
  };
}

function colReport(looked: Looked, pick: Pick, col: number): PickReport {
  const { sheet } = looked;
  const sum = colSum(looked, col);
  const count = sum.terms.length + sum.more;
  return {
    pick,
    spoken: `Column ${placeLabel(sheet.colAxis, col)}: read by ${counted(count, 'output')}.`,
    lines: [],
    sum,
  };
}

function weightReport(looked: Looked, pick: Pick, number: number): PickReport | Refused {
  const { sheet, matrix, weights } = looked;
  const count = countOf(looked, number);
  const cells = cellsOf(matrix, weights.partsOf(number));
  const first = cells && cells.count > 0 ? cells.at(0) : undefined;
  const weight =
    (first && weights.at(first.row, first.col)) ?? sheet.kernel?.taps.find((tap) => tap.weight === number);
  if (!weight && count === undefined) return { refused: 'Nothing is known of that weight.' };
  const name = weight ? nameOf(weight) : 'This weight';
  const stands = count === undefined ? '' : ` stands in ${counted(count, 'cell')}`;
  return {
    pick,
    spoken: `${name}${stands}.`,
    ...(weight && { weight }),
    lines: count === undefined ? [] : [{ label: 'Shared', text: `${name}${stands}` }],
  };
}

/** `k1 stands in 8 cells, k2 in 9, k3 in 8`: all weights of a row with few. */
function sharedLine(
  looked: Looked,
  row: number,
  weight: WeightCell,
  count: number,
): PickReport['lines'][number] {
  const others = rowSum(looked, row)
    .terms.map((term) => term.weight)
    .filter((other) => other.weight !== weight.weight);
  const counts = others.map((other) => countOf(looked, other.weight));
  const few =
    looked.matrix.shared &&
    others.length < MOST_COUNTED &&
    new Set(others.map((one) => one.weight)).size === others.length;
  const more = few
    ? others.flatMap((other, index) => {
        const times = counts[index];
        return times === undefined ? [] : [`, ${nameOf(other)} in ${groupDigits(times)}`];
      })
    : [];
  const once = count === 1 ? ' stands in this cell alone' : ` stands in ${counted(count, 'cell')}`;
  return { label: looked.matrix.shared ? 'Shared' : 'Own', text: `${nameOf(weight)}${once}${more.join('')}` };
}

/** `x′1 loses one tap to the zero padding` */
function edgeLines({ matrix, layer, sheet }: Looked, row: number): PickReport['lines'] {
  const sliding = layer?.sliding;
  if (sliding?.mode !== 'zeros' || !matrix.pattern || layer?.type.startsWith('transposed') === true)
    return [];
  const full = sliding.kernel.reduce((product, extent) => product * extent, 1);
  // Each output of a layer of another kind sees one channel.
  const channels = layer instanceof SlidingLayer ? channelsOf(layer, row) : 1;
  const lost = full - matrix.pattern.countInRow(row) / channels;
  if (lost <= 0) return [];
  return [
    {
      label: 'Edge',
      text: `${nounOf(sheet.rowAxis, row, 'output')} loses ${groupDigits(lost)} of ${counted(full, 'tap')} to the zero padding`,
    },
  ];
}

/** How many channels an output reads. */
function channelsOf({ geometry }: SlidingLayer, row: number): number {
  return geometry.channelsOf(geometry.outputLayout.at(row).channel).length;
}

function biasLines({ layer, sheet }: Looked, row: number): PickReport['lines'] {
  if (!layer || layer.biases === 0n || sheet.way !== 'own') return [];
  const bias = ofLayer(() => layer.biasOf(row));
  return bias === undefined || isZero(bias)
    ? []
    : [{ label: 'Bias', text: `${entryLabel(bias)} is added to ${nounOf(sheet.rowAxis, row, 'output')}` }];
}

/** In how many cells a weight stands; undefined where counting would go over the matrix. */
function countOf({ matrix, weights }: Looked, weight: number): number | undefined {
  return cellsOf(matrix, weights.partsOf(weight))?.count;
}

function rowSum(looked: Looked, row: number): SumSheet {
  const { matrix, sheet } = looked;
  const { indices, more } = nonZeros(
    matrix.cols,
    matrix.pattern?.countInRow(row),
    () => matrix.row(row),
    (col) => looked.weights.at(row, col) !== undefined,
  );
  return {
    of: 'output',
    result: cellLabelOf(sheet.rowAxis, row, 'y'),
    terms: indices.flatMap((col) => term(looked, row, col, col, sheet.colAxis)),
    more,
  };
}

function colSum(looked: Looked, col: number): SumSheet {
  const { matrix, sheet } = looked;
  const { indices, more } = nonZeros(
    matrix.rows,
    matrix.pattern?.countInCol(col),
    () => matrix.col(col),
    (row) => looked.weights.at(row, col) !== undefined,
  );
  return {
    of: 'input',
    result: cellLabelOf(sheet.colAxis, col, 'x'),
    terms: indices.flatMap((row) => term(looked, row, col, row, sheet.rowAxis)),
    more,
  };
}

/** The first non-zero cells of a row or column, and how many more there are. A long one without a pattern is full. */
function nonZeros(
  length: number,
  counted: number | undefined,
  entries: () => readonly { readonly index: number }[],
  filled: (index: number) => boolean,
): { readonly indices: readonly number[]; readonly more: number } {
  if ((counted ?? length) <= MOST_ENTRIES) {
    const all = entries().map(({ index }) => index);
    return { indices: all.slice(0, MOST_TERMS), more: Math.max(0, all.length - MOST_TERMS) };
  }
  const indices: number[] = [];
  for (let index = 0; index < Math.min(length, MOST_ENTRIES) && indices.length < MOST_TERMS; index++)
    if (filled(index)) indices.push(index);
  return { indices, more: (counted ?? length) - indices.length };
}

function term(
  { weights, matrix }: Looked,
  row: number,
  col: number,
  index: number,
  axis: AxisSheet,
): readonly Term[] {
  const weight = weights.at(row, col);
  if (!weight) return [];
  const tap = matrix.provenance(row, col)?.tap ?? [];
  return [{ weight, index, cell: cellLabelOf(axis, index, axis.symbol === 'output' ? 'y' : 'x'), tap }];
}

/** `x4`, and `x(19, 505)` where there are several axes. */
function cellLabelOf(axis: AxisSheet, index: number, letter: string): Term['cell'] {
  if (isSymbolic(axis)) return cellLabel(axis, index);
  return axis.digits.length === 1
    ? { text: `${letter}${index + axis.base}`, symbol: { name: letter, index: String(index + axis.base) } }
    : { text: `${letter}[${placeLabel(axis, index)}]` };
}

/** `x4`, or `output (0, 3)`. */
function nounOf(axis: AxisSheet, index: number, noun: string): string {
  return isSymbolic(axis) ? placeLabel(axis, index) : `${noun} ${placeLabel(axis, index)}`;
}

function wordOf({ sheet }: Looked): string {
  return sheet.rowAxis.symbol === '' ? 'value' : 'weight';
}

/** A weight as it is said: by its tap where its name has an index for each axis, filter and channel. */
function saidOf({ matrix, sheet }: Looked, weight: WeightCell, row: number, col: number): string {
  const { tap = [], more } = matrix.provenance(row, col) ?? {};
  if (sheet.hues !== 'taps' || weight.number || more || tap.length < 2) return nameOf(weight);
  return `tap ${tap.map((coordinate) => coordinate + sheet.colAxis.base).join(', ')}`;
}

function nameOf({ symbol, number }: WeightCell): string {
  if (symbol && number) return `${number.text} (tap ${symbol.text})`;
  if (symbol?.symbol) return `${symbol.symbol.name}${symbol.symbol.index}`;
  return (symbol ?? number)?.text ?? '';
}
