import {
  counted,
  attempt,
  entryLabel,
  extremes,
  groupDigits,
  isFailure,
  isZero,
  locationText,
  Network,
  paramsOf,
  paramsFormula,
  Polynomial,
  positionOf,
  realLabel,
  scalarLabel,
  shapeLabel,
  tensorOf,
  valueTex,
  valueText,
  type Layer,
  type LayerValue,
  type Matrix,
  type Scalar,
  type Sym,
  type Tensor,
  type Value,
  toReal,
} from '../../core';
import type {
  Cell,
  LayerPicture,
  MapPicture,
  Mark,
  MatrixPicture,
  Picture,
  Subject,
  TablePicture,
  VectorPicture,
} from '../../protocol';
import { opensOf } from '../opens';
import { flowWords, matrixFacts, networkRow, ofLayer, shortened } from '../words';

/** Cells of a matrix that is shown whole; a larger one is shown by its first rows and columns. */
const WHOLE_CELLS = 400;
const WINDOW = 12;
/** Up to so many rows and columns a tensor is shown in numbers, above as an image. */
const LARGEST_GRID = 10;
const LARGEST_MAP = 512;
const LONGEST_VECTOR = 64;
const MOST_TIES = 24;
const LONGEST_TEXT = 2000;
const LONGEST_CELL = 200;

/** What stands beside a value when it is drawn. */
export interface Drawing {
  readonly name: string;
  /** Inputs are drawn without hues, kernels and results with them. */
  readonly role: 'input' | 'kernel' | 'value';
  readonly index: 0 | 1;
  /** What it is the value of, where it can be looked at closely. */
  readonly subject?: Subject;
}

/** The picture of a value, with what it can be opened as. */
export function pictureOf(value: Value, drawing: Drawing): Picture {
  const picture = plainPicture(value, drawing);
  if (picture.kind !== 'matrix' && picture.kind !== 'layer') return picture;
  const opens = drawing.subject && opensOf(value, drawing.subject);
  return opens ? { ...picture, opens } : picture;
}

function plainPicture(value: Value, drawing: Drawing): Picture {
  switch (value.kind) {
    case 'number':
    case 'real':
      return { kind: 'number', text: valueText(value) };
    case 'formula': {
      const tex = valueTex(value);
      return tex.length > LONGEST_TEXT
        ? textPicture(value)
        : { kind: 'formula', tex, text: valueText(value) };
    }
    case 'boolean': {
      const why = value.counterexample ?? value.proof;
      return { kind: 'boolean', value: value.value, ...(why !== undefined && { why }) };
    }
    case 'text':
    case 'shift':
    case 'symmetry':
    case 'choice':
      return textPicture(value);
    case 'placeholder':
      return { kind: 'place', text: shapeLabel(value.shape) };
    case 'shape':
    case 'location':
    case 'range':
      return { kind: 'place', text: valueText(value) };
    case 'undefined':
      return { kind: 'undefined', reason: value.reason };
    case 'tensor':
      return tensorPicture(
        value.tensor,
        drawing,
        value.scene && { at: value.scene.at, shape: value.scene.pattern.shape },
      );
    case 'matrix':
      return matrixPicture(value.matrix, drawing.index);
    case 'layer':
      return layerPicture(value, drawing.index);
    case 'fields':
      return {
        kind: 'fields',
        fields: [...value.fields].map(([name, field]) => ({
          name,
          picture: pictureOf(field, {
            ...drawing,
            ...(drawing.subject && { subject: { ...drawing.subject, field: name } }),
          }),
        })),
      };
    case 'table':
      return tablePicture(value);
    case 'list': {
      const tensor = tensorOf(value);
      return tensor ? tensorPicture(tensor, drawing, undefined) : textPicture(value);
    }
  }
}

function textPicture(value: Value): Picture {
  return { kind: 'text', text: shortened(valueText(value), LONGEST_TEXT) };
}

interface Placed {
  readonly at: readonly number[];
  readonly shape: readonly number[];
}

function tensorPicture(tensor: Tensor, drawing: Drawing, placed: Placed | undefined): Picture {
  const [rows = 1, cols = 1] = tensor.shape;
  if (tensor.rank === 0) return { kind: 'number', text: entryLabel(tensor.entry(0)) };
  if (tensor.rank === 1) return vectorPicture(tensor, drawing);
  if (tensor.rank !== 2 || rows > LARGEST_MAP || cols > LARGEST_MAP || tensor.size === 0)
    return { kind: 'place', text: tensor.shape.map((extent) => groupDigits(extent)).join(' × ') };
  if (!placed && rows <= LARGEST_GRID && cols <= LARGEST_GRID) return gridPicture(tensor, drawing);
  const numbers = tensor.integers ?? tensor.reals ?? realsOf(tensor);
  return numbers
    ? mapPicture(tensor, numbers, drawing, placed)
    : { kind: 'place', text: tensor.shape.join(' × ') };
}

function realsOf(tensor: Tensor): readonly number[] | undefined {
  if (!isNumeric(tensor)) return undefined;
  const reals = tensor
    .entries()
    .map(drawn)
    .filter((real) => real !== undefined);
  return reals.length === tensor.size ? reals : undefined;
}

function isNumeric(tensor: Tensor): boolean {
  return (
    tensor.integers !== undefined ||
    tensor.reals !== undefined ||
    (tensor.symbolName === undefined && !tensor.entries().some((entry) => entry instanceof Polynomial))
  );
}

/** A number as a double, to draw it; undefined for symbols and for numbers beyond the range of doubles. */
function drawn(entry: Scalar): number | undefined {
  const real = attempt(() => toReal(entry));
  return isFailure(real) ? undefined : real;
}

function vectorPicture(tensor: Tensor, drawing: Drawing): VectorPicture {
  const shown = Math.min(tensor.size, LONGEST_VECTOR);
  const cells = Array.from({ length: shown }, (_, index) =>
    cellOf(tensor.entry(index), drawing.role === 'kernel' ? index : undefined),
  );
  const marks = drawing.role === 'value' ? marksOf(tensor, drawing.index) : [];
  return { kind: 'vector', cells, length: tensor.size, marks: marks.filter(({ col }) => col < shown) };
}

/** A small tensor in numbers. */
function gridPicture(tensor: Tensor, drawing: Drawing): MatrixPicture {
  const [rows = 0, cols = 0] = tensor.shape;
  const cells = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) =>
      cellOf(tensor.entry(row * cols + col), drawing.role === 'kernel' ? row * cols + col : undefined),
    ),
  );
  return { kind: 'matrix', rows, cols, facts: `${rows} × ${cols}`, hues: 'taps', cells, top: 0, left: 0 };
}

function mapPicture(
  tensor: Tensor,
  numbers: ArrayLike<number>,
  drawing: Drawing,
  placed: Placed | undefined,
): MapPicture {
  const [rows = 0, cols = 0] = tensor.shape;
  const values = Array.from(numbers);
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const [height = 1, width = 1] = placed?.shape ?? [];
  const marks: Mark[] = placed
    ? [
        {
          row: placed.at[0] ?? 0,
          col: placed.at[1] ?? 0,
          rows: height,
          cols: width,
          kind: 'pattern',
          text: `the pattern, at ${locationText(placed.at.map((c) => c + drawing.index))}`,
        },
      ]
    : marksOf(tensor, drawing.index);
  const [best] = marks;
  const highest = placed
    ? `The pattern is at ${locationText(placed.at.map((c) => c + drawing.index))}.`
    : best
      ? sentenceOf(marks, entryLabel(tensor.entry(best.row * cols + best.col)))
      : `The highest value stands at many places.`;
  return {
    kind: 'map',
    rows,
    cols,
    values,
    scale: placed || drawing.role === 'input' ? 'grey' : min < 0 ? 'diverging' : 'sequential',
    min,
    max,
    marks,
    spoken: `${drawing.name}, ${rows} by ${cols}, from ${spokenNumber(min)} to ${spokenNumber(max)}. ${highest}`,
  };
}

function spokenNumber(value: number): string {
  return Number.isSafeInteger(value) ? groupDigits(value) : realLabel(value);
}

function sentenceOf(marks: readonly Mark[], highest: string): string {
  const [first] = marks;
  if (!first) return '';
  return marks.length === 1
    ? `Highest ${highest} at ${first.text.replace(/^.* at /, '')}, no tie.`
    : `Highest ${highest}, at ${marks.length} places.`;
}

/** The highest entries of a computed tensor; none where nearly everything ties. */
function marksOf(tensor: Tensor, index: 0 | 1): Mark[] {
  if (tensor.size === 0 || !isNumeric(tensor)) return [];
  const places = extremes(tensor, 'highest');
  if (places.length > MOST_TIES || places.length === tensor.size) return [];
  return places.map((flat) => {
    const position = positionOf(flat, tensor.shape);
    const [row, col] = tensor.rank === 1 ? [0, position[0] ?? 0] : [position[0] ?? 0, position[1] ?? 0];
    const text = `${entryLabel(tensor.entry(flat))} at ${locationText(position.map((coordinate) => coordinate + index))}`;
    return {
      row,
      col,
      rows: 1,
      cols: 1,
      kind: places.length === 1 ? ('argmax' as const) : ('tie' as const),
      text,
    };
  });
}

/** @param most cells of a matrix that is shown whole. */
export function matrixPicture(matrix: Matrix, index: 0 | 1, most: number = WHOLE_CELLS): MatrixPicture {
  const whole = matrix.rows * matrix.cols <= most;
  const [rows, cols] = whole
    ? [matrix.rows, matrix.cols]
    : [Math.min(matrix.rows, WINDOW), Math.min(matrix.cols, WINDOW)];
  const weights = weightNumbers(matrix, rows, cols);
  const cells = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => cellOf(matrix.cell(row, col), weights[row]?.[col])),
  );
  const { inputPosition, outputPosition } = matrix;
  const label = (name: string, position: readonly number[]): Cell =>
    position.length === 1
      ? { text: `${name}${(position[0] ?? 0) + 1}`, symbol: { name, index: String((position[0] ?? 0) + 1) } }
      : { text: `(${position.map((coordinate) => coordinate + index).join(', ')})` };
  return {
    kind: 'matrix',
    rows: matrix.rows,
    cols: matrix.cols,
    facts: `${groupDigits(matrix.rows)} × ${groupDigits(matrix.cols)} · ${matrixFacts(matrix)}`,
    hues: matrix.shared || !outputPosition ? 'taps' : 'rows',
    cells,
    top: 0,
    left: 0,
    ...(outputPosition && {
      rowLabels: Array.from({ length: rows }, (_, row) => label('x′', outputPosition(row))),
    }),
    ...(inputPosition && {
      colLabels: Array.from({ length: cols }, (_, col) => label('x', inputPosition(col))),
    }),
  };
}

/** Which weight each cell holds, by a number; sums of weights, which padding makes, have numbers of their own. */
function weightNumbers(matrix: Matrix, rows: number, cols: number): (number | undefined)[][] {
  const found = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => matrix.provenance(row, col)),
  );
  const single = found.flat().flatMap((one) => (one && !one.more ? [one.weight] : []));
  const first = single.reduce((most, weight) => Math.max(most, weight + 1), 0);
  const sums = new Map<string, number>();
  return found.map((row) =>
    row.map((one) => {
      if (!one?.more) return one?.weight;
      const key = [one, ...one.more].map(({ weight }) => weight).join('+');
      const number = sums.get(key) ?? first + sums.size;
      sums.set(key, number);
      return number;
    }),
  );
}

/** A thumbnail shows the structure only, so it can hold more cells than a matrix to read. */
function layerPicture({ layer }: LayerValue, index: 0 | 1): LayerPicture {
  const flow = flowWords(layer);
  const matrix = layer.inputShape && ofLayer(() => layer.matrix);
  const small = matrix !== undefined && matrix.rows * matrix.cols <= WHOLE_CELLS;
  return {
    kind: 'layer',
    ...figureOf(layer),
    ...(flow !== undefined && { flow: flow.replace(/×/g, ' × ') }),
    ...(small && { matrix: matrixPicture(matrix, index) }),
    ...(layer instanceof Network && { layers: layersTable(layer) }),
  };
}

/** How much there is to learn, in numbers or as a formula. */
function figureOf(layer: Layer): Pick<LayerPicture, 'figure' | 'unit'> {
  const { sizes } = layer;
  const formula = sizes && ofLayer(() => scalarLabel(paramsFormula(sizes)));
  if (sizes && formula !== undefined)
    return { figure: formula, unit: isZero(sizes.biases) ? 'weights' : 'parameters' };
  const count = sizes ? undefined : ofLayer(() => paramsOf(layer));
  if (count === undefined) return { figure: '?', unit: 'parameters' };
  const [figure = '', unit = ''] = counted(count, layer.biases === 0n ? 'weight' : 'parameter').split(' ');
  return { figure, unit };
}

const MOST_LAYERS = 200;

function layersTable({ nodes }: Network): TablePicture {
  return {
    kind: 'table',
    columns: ['layer', 'output', 'parameters'],
    rows: nodes.slice(0, MOST_LAYERS).map(({ name, layer }) => networkRow(name, layer)),
  };
}

function tablePicture(table: Value & { readonly kind: 'table' }): TablePicture {
  const last = table.columns.length - 1;
  const numbers = table.rows
    .map((row) => row[last])
    .map((value) => (value?.kind === 'number' || value?.kind === 'real' ? drawn(value.value) : undefined));
  const bars =
    table.columns.length === 2 && numbers.length <= 100 ? numbers.filter((value) => value !== undefined) : [];
  return {
    kind: 'table',
    columns: table.columns,
    rows: table.rows.slice(0, 200).map((row) => row.map(valueText)),
    ...(bars.length > 1 &&
      bars.length === numbers.length && { bars: { label: table.columns[0] ?? '', values: bars } }),
  };
}

function cellOf(entry: Scalar, weight: number | undefined): Cell {
  const zero = isZero(entry);
  const symbol: Sym | undefined = entry instanceof Polynomial ? entry.symbol : undefined;
  return {
    text: symbol ? symbol.short : shortened(entryLabel(entry), LONGEST_CELL),
    ...(symbol && { symbol: { name: symbol.name, index: symbol.index.join(',') } }),
    ...(weight !== undefined && !zero && { weight }),
    ...(zero && { zero }),
  };
}
