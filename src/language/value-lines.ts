import { counted, entryLabel, groupDigits, type Matrix, type Scalar, type Tensor, type Value } from '../core';
import { valueLines } from './key-text';
import { matrixFacts, ofLayer, shapeWords, shortened } from './words';

/** What is written whole into a hover; of more, the first rows and columns. */
const MAX_ROWS = 16;
const MAX_WIDTH = 76;
const CORNER_ROWS = 6;
const LONGEST_CELL = 12;
const MAX_LINES = 24;
/** Entries that are looked through for the lowest and the highest. */
const MAX_LOOKED = 1_000_000;

/** A value in as many lines as a hover has room for. */
export function hoverLines(value: Value): readonly string[] {
  const grid = gridOf(value);
  if (grid) return gridLines(grid, () => valueLines(value));
  if (value.kind === 'fields')
    return [...value.fields].flatMap(([name, field]) => {
      const lines = hoverLines(field);
      return lines.map((line, index) => (index === 0 ? `${name}: ` : ' '.repeat(name.length + 2)) + line);
    });
  const lines = valueLines(value).map((line) => shortened(line, 4 * MAX_WIDTH));
  return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '⋮'] : lines;
}

/** What is worth knowing of a value besides its cells: `30×30, from 0 to 6`, `9×9 · 25 non-zero · 3 shared weights`. */
export function factsOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'matrix':
      return ofLayer(
        () => `${shapeWords([value.matrix.rows, value.matrix.cols])} · ${matrixFacts(value.matrix)}`,
      );
    case 'tensor':
      return value.tensor.rank === 0
        ? undefined
        : [sizeWords(value.tensor), rangeWords(value.tensor)].filter((text) => text !== '').join(', ');
    case 'table':
      return counted(value.rows.length, 'row');
    default:
      return undefined;
  }
}

function sizeWords({ rank, size, shape }: Tensor): string {
  return rank === 1 ? counted(size, 'entry', 'entries') : shapeWords(shape);
}

function rangeWords(tensor: Tensor): string {
  if (tensor.symbolName !== undefined) return 'symbols';
  const { integers } = tensor;
  if (!integers || integers.length === 0 || integers.length > MAX_LOOKED) return '';
  let [low, high] = [Infinity, -Infinity];
  for (const entry of integers) {
    if (entry < low) low = entry;
    if (entry > high) high = entry;
  }
  return low === high ? `all ${groupDigits(low)}` : `from ${groupDigits(low)} to ${groupDigits(high)}`;
}

interface Grid {
  readonly rows: number;
  readonly cols: number;
  readonly at: (row: number, col: number) => Scalar;
}

function gridOf(value: Value): Grid | undefined {
  if (value.kind === 'matrix') return gridOfMatrix(value.matrix);
  if (value.kind !== 'tensor' || value.tensor.size === 0) return undefined;
  const { tensor } = value;
  const [rows = 1, cols = 1] = tensor.rank === 1 ? [1, tensor.size] : tensor.shape;
  if (tensor.rank < 1 || tensor.rank > 2) return undefined;
  return { rows, cols, at: (row, col) => tensor.entry(row * cols + col) };
}

function gridOfMatrix(matrix: Matrix): Grid {
  return { rows: matrix.rows, cols: matrix.cols, at: (row, col) => matrix.cell(row, col) };
}

/** The lines of a layer's matrix; undefined where it has none. */
export function matrixLines(matrix: Matrix): readonly string[] {
  return gridLines(gridOfMatrix(matrix), () => valueLines({ kind: 'matrix', matrix }));
}

/** All cells where there is room for them, else the first ones with … where the others are. */
function gridLines({ rows, cols, at }: Grid, whole: () => readonly string[]): readonly string[] {
  if (rows > 1 && rows <= MAX_ROWS && 2 * cols <= MAX_WIDTH) {
    const lines = whole();
    if (lines.every(({ length }) => length <= MAX_WIDTH)) return lines;
  }
  const shown = Math.min(rows, rows <= MAX_ROWS ? rows : CORNER_ROWS);
  const columns: string[][] = [];
  let left = MAX_WIDTH - 2;
  for (let col = 0; col < cols; col++) {
    const cells = Array.from({ length: shown }, (_, row) =>
      shortened(entryLabel(at(row, col)), LONGEST_CELL),
    );
    const width = Math.max(...cells.map(({ length }) => length));
    left -= width + 1;
    if (left < 0 && columns.length > 0) break;
    columns.push(cells.map((cell) => cell.padStart(width)));
  }
  const more = columns.length < cols ? ' …' : '';
  const lines = Array.from(
    { length: shown },
    (_, row) => columns.map((cells) => cells[row] ?? '').join(' ') + more,
  );
  return shown < rows ? [...lines, '⋮'] : lines;
}
