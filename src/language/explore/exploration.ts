import {
  counted,
  groupDigits,
  isZero,
  SlidingLayer,
  structureOf,
  TransposedLayer,
  type Layer,
  type Matrix,
  type Structure,
} from '../../core';
import type { Exploration, KernelSheet, MatrixSheet, Notation, WaySheet, Way } from '../../protocol';
import { keptFor } from '../page/kept';
import { ofLayer } from '../words';
import { colAxisOf, rowAxisOf } from './axes';
import type { CellPlace } from './cells-of';
import { matrixOf, waysOf, type Made } from './matrices';
import type { Explored } from './subject';
import { noWalk, walksOf } from './walk';

/** A larger matrix has its key figures in a line of their own. */
const LARGE_CELLS = 400;
/** Up to so many non-zero cells the structure of a matrix is looked for; that goes over them several times. */
const MOST_SCANNED = 4000;
const MOST_TAPS = 4096;
const FLOAT32_BYTES = 4n;

let stamps = 0;

/** What is known of a subject before anything of it is drawn. */
export function explore(explored: Explored): Exploration {
  const { subject, value, name, problem, line } = explored;
  const made = matrixOf(explored, 'own');
  const walkless = noWalk(explored);
  const ways = waysOf(value);
  return {
    subject,
    stamp: keptFor(value, 'stamp', () => ++stamps),
    problem: problem.title,
    name,
    line,
    ...('refused' in made ? { noMatrix: made.refused } : { matrix: sheetOf(explored, made, 'own') }),
    ...(ways.length > 0 && waySheets(explored, ways)),
    walks: walksOf(explored),
    ...(walkless !== undefined && { noWalk: walkless }),
  };
}

/** All that there is to say of a matrix before its cells. */
export function sheetOf({ value, conventions }: Explored, made: Made, way: Way): MatrixSheet {
  return keptFor(value, `sheet ${way}`, () => {
    const { matrix, layer } = made;
    const { notations, missing } = notationsOf(made);
    const kernel = kernelOf(made);
    return {
      way,
      rows: matrix.rows,
      cols: matrix.cols,
      title: layer ? `The matrix of the ${nameOf(layer)}` : 'The matrix',
      facts: factsOf(matrix, layer),
      figures: matrix.rows * matrix.cols > LARGE_CELLS ? figuresOf(matrix) : [],
      rowAxis: rowAxisOf(matrix, layer, conventions),
      colAxis: colAxisOf(matrix, layer, conventions),
      hues: matrix.outputPosition
        ? matrix.shared
          ? 'taps'
          : 'rows'
        : notations[0] === 'symbols'
          ? 'taps'
          : 'none',
      notations,
      ...(missing !== undefined && { missing }),
      ...(kernel && { kernel }),
    };
  });
}

function nameOf({ type, sharing }: Layer): string {
  if (type.startsWith('transposed')) return 'transposed convolution';
  if (type.startsWith('conv') && sharing === 'shared') return 'convolution';
  if (type.startsWith('local')) return 'local layer';
  if (type.includes('pool')) return 'pooling layer';
  if (type === 'dense-equivalent') return 'dense layer that equals the convolution';
  return type === 'network' ? 'network' : `${type.replaceAll('-', ' ')} layer`;
}

/** `9 × 9 · banded Toeplitz · 25 of 81 cells non-zero · 3 weights · same padding` */
function factsOf(matrix: Matrix, layer: Layer | undefined): string {
  const { rows, cols } = matrix;
  const nnz = ofLayer(() => matrix.nnz);
  const distinct = ofLayer(() => matrix.distinct);
  const structure =
    nnz !== undefined && nnz <= MOST_SCANNED && rows <= MOST_SCANNED
      ? ofLayer(() => structureOf(matrix))
      : undefined;
  const padding = layer?.sliding?.padding;
  return [
    `${groupDigits(rows)} × ${groupDigits(cols)}`,
    ...(structure ? structureWords(structure) : []),
    ...(nnz === undefined
      ? []
      : [`${groupDigits(nnz)} of ${groupDigits(BigInt(rows) * BigInt(cols))} cells non-zero`]),
    ...(distinct === undefined
      ? []
      : [counted(distinct, matrix.outputPosition ? 'weight' : 'different value')]),
    ...(typeof padding === 'string' ? [`${padding} padding`] : []),
  ].join(' · ');
}

function structureWords({ identity, circulant, toeplitz, bands, levels, rows, cols }: Structure): string[] {
  if (identity) return ['the identity'];
  if (circulant) return ['circulant'];
  const narrow = bands !== undefined && bands.below + bands.above + 1 < Math.max(rows, cols) / 2 + 1;
  if (toeplitz) return [narrow ? 'banded Toeplitz' : 'Toeplitz'];
  const shifted = levels.filter((level) => level.toeplitz).length;
  return shifted > 1 ? ['doubly block Toeplitz'] : shifted === 1 ? ['block Toeplitz'] : [];
}

function figuresOf(matrix: Matrix): MatrixSheet['figures'] {
  const nnz = ofLayer(() => matrix.nnz);
  const distinct = ofLayer(() => matrix.distinct);
  const cells = BigInt(matrix.rows) * BigInt(matrix.cols);
  const share = nnz === undefined || cells === 0n ? undefined : (Number(nnz) / Number(cells)) * 100;
  return [
    ...(nnz === undefined ? [] : [{ figure: groupDigits(nnz), unit: 'non-zero cells' }]),
    ...(share === undefined
      ? []
      : [{ figure: `${share >= 10 ? share.toFixed(0) : share.toPrecision(2)} %`, unit: 'of all cells' }]),
    ...(distinct === undefined
      ? []
      : [
          {
            figure: groupDigits(distinct),
            unit: matrix.outputPosition ? (matrix.shared ? 'shared weights' : 'weights') : 'different values',
          },
        ]),
    { figure: groupDigits(cells), unit: 'weights if dense' },
    { figure: bytesText(cells * FLOAT32_BYTES), unit: 'as dense float32' },
  ];
}

const BYTE_UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** `2.4 TB`, in powers of 1,000. */
function bytesText(bytes: bigint): string {
  let [size, unit] = [Number(bytes), 0];
  for (; size >= 1000 && unit < BYTE_UNITS.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toPrecision(2)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** Whether weights have names, numbers or both, from the first that there is. */
function notationsOf({ matrix, weights }: Made): { notations: readonly Notation[]; missing?: string } {
  const first = firstCell(matrix);
  const { symbol, number } = (first && weights.at(first.row, first.col)) ?? {};
  if (symbol && !number)
    return { notations: ['symbols'], missing: 'The weights are symbols; they have no numbers.' };
  return symbol
    ? { notations: ['numbers', 'symbols'] }
    : { notations: ['numbers'], missing: 'The entries are numbers; they have no names.' };
}

const ROWS_TRIED = 64;
const COLS_TRIED = 4096;

/** A cell in which something stands, in one of the first rows where nothing tells which. */
function firstCell(matrix: Matrix): CellPlace | undefined {
  const { rows, cols, pattern } = matrix;
  let found: CellPlace | undefined;
  const look = (row: number, col: number): boolean => {
    if (!matrix.provenance(row, col) && isZero(matrix.cell(row, col))) return false;
    found = { row, col };
    return true;
  };
  if (pattern) {
    pattern.some({ top: 0, bottom: rows - 1, left: 0, right: cols - 1 }, look, false);
    return found;
  }
  for (let row = 0; row < Math.min(rows, ROWS_TRIED); row++)
    for (let col = 0; col < Math.min(cols, COLS_TRIED); col++) if (look(row, col)) return found;
  return undefined;
}

/** The kernel of a convolution whose places all share it; undefined where it is too large to be drawn. */
function kernelOf({ matrix, layer, weights }: Made): KernelSheet | undefined {
  if (!matrix.shared || !layer?.sliding) return undefined;
  if (!(layer instanceof SlidingLayer || layer instanceof TransposedLayer)) return undefined;
  const { kernel, filters, inChannels, groups, flipped } = layer.sliding;
  const [rows = 1, cols = 1] = kernel.length === 1 ? [1, kernel[0] ?? 1] : kernel;
  const channels = inChannels / groups;
  if (kernel.length > 2 || rows * cols * channels * filters > MOST_TAPS) return undefined;
  const layout = layer instanceof SlidingLayer ? layer.geometry.weightLayout() : layer.weightLayout;
  const tensor = layer instanceof SlidingLayer ? layer.allWeights : layer.weightTensor;
  const taps = [];
  for (let filter = 0; filter < filters; filter++)
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < rows; row++)
        for (let col = 0; col < cols; col++) {
          const tap = kernel.length === 1 ? [col] : [row, col];
          const read = flipped ? tap.map((at, axis) => (kernel[axis] ?? 1) - 1 - at) : tap;
          const weight =
            filter * layout.filter +
            channel * layout.channel +
            read.reduce((sum, at, axis) => sum + at * (layout.taps[axis] ?? 0), 0);
          taps.push(weights.ofTap(weight, tensor.entry(weight), tap));
        }
  return { rows, cols, channels, filters, taps };
}

const WORDS: Readonly<Record<Exclude<Way, 'own'>, string>> = {
  shared: 'weights: every place uses the same ones',
  unshared: 'weights: each place has its own',
  dense: 'weights: every input to every output',
};

function waySheets(explored: Explored, ways: readonly Exclude<Way, 'own'>[]): { ways?: readonly WaySheet[] } {
  const sheets = ways.map((way): WaySheet | undefined => {
    const made = matrixOf(explored, way);
    if ('refused' in made || !made.layer) return undefined;
    const { layer, matrix } = made;
    const count = way === 'shared' ? layer.weights : ofLayer(() => matrix.nnz);
    return {
      way,
      matrix: sheetOf(explored, made, way),
      figure: count === undefined ? '?' : groupDigits(count),
      name: way,
      type: layer.type,
      words: WORDS[way],
    };
  });
  const found = sheets.filter((sheet) => sheet !== undefined);
  return found.length === ways.length ? { ways: found } : {};
}
