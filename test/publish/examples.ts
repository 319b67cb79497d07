/** Drawings of real layers: held against what they are of, and against golden files. */
import type { Matrix } from '../../src/core';
import { openProblemSet } from '../../src/problem';
import { SEVERAL, type AxisSheet, type MatrixSheet, type Picture, type Way } from '../../src/protocol';
import {
  drawMatrix,
  drawPicture,
  drawSpy,
  drawStep,
  drawWays,
  type Drawing,
  type WayView,
} from '../../src/publish';
import { problemSet } from '../support/texts';
import { drawn, minus, plainAxis, sheetOf, tensorAxis, walked, windowOf, type WindowRect } from './support';

/** The matrix of a layer that a problem gives. */
export function matrixOf(given: readonly string[], name: string, more: readonly string[] = []): Matrix {
  const sheet = openProblemSet(problemSet({ given, more })).problems[0]?.given.find(
    (one) => one.name === name,
  );
  if (sheet?.outcome.kind !== 'value' || sheet.outcome.value.kind !== 'layer')
    throw new Error(`${name} is no layer.`);
  return sheet.outcome.value.layer.matrix;
}

export const SMALL = [
  'x: { type: input, shape: [9] }',
  'k: { type: kernel, shape: [3] }',
  'conv: { type: conv1d, input: x, kernel: k, padding: same, bias: false }',
  'unshared: { type: local1d, input: x, kernel: 3, padding: same, bias: false }',
  'dense: { type: dense, input: x, units: 9, bias: false }',
];

export const GIANT = [
  'image: { type: input, shape: [3, 512, 512] }',
  'conv: { type: conv2d, input: image, filters: 3, kernel: 5, padding: valid, bias: false }',
];
export const GIANT_WINDOW: WindowRect = { top: 525262, left: 272372, rows: 24, cols: 20 };

export const smallMatrix = (name = 'conv'): Matrix => matrixOf(SMALL, name);
export const giantMatrix = (): Matrix => matrixOf(GIANT, 'conv', ['conventions: { channels: first }']);

export function smallDrawing(): Drawing {
  const matrix = smallMatrix();
  const sheet = sheetOf(matrix, { rows: plainAxis('x′', 9), cols: plainAxis('x', 9) });
  return drawn(
    drawMatrix(sheet, windowOf(matrix, { top: 0, left: 0, rows: 9, cols: 9 }, [3]), 'symbols', {
      row: 3,
      col: 2,
    }),
  );
}

export function giantDrawing(): Drawing {
  const matrix = giantMatrix();
  const rows = tensorAxis('output', [
    ['filter', 3],
    ['row', 508],
    ['column', 508],
  ]);
  const cols = tensorAxis('input', [
    ['channel', 3],
    ['row', 512],
    ['column', 512],
  ]);
  const window = windowOf(matrix, GIANT_WINDOW, [5, 5]);
  return drawn(drawMatrix(sheetOf(matrix, { rows, cols }), window, 'symbols', { row: 525267, col: 272377 }));
}

/** Mockup 05: stride 2, dilation 2, padding 2. */
export const ARITHMETIC = {
  image: [
    [2, 0, 5, 9, 1, 0, 6],
    [6, 5, 7, 0, 9, 3, 5],
    [7, 6, 5, 7, 9, 2, 3],
    [8, 3, 4, 2, 1, 3, 0],
    [2, 2, 3, 1, 6, 6, 2],
    [5, 3, 2, 3, 7, 1, 0],
    [5, 5, 1, 1, 7, 3, 1],
  ],
  kernel: [
    [1, 0, -1],
    [2, 1, -2],
    [1, 0, -1],
  ],
  stride: 2,
  dilation: 2,
  padding: 2,
};

export function stepDrawing(): Drawing {
  const { sheet, frame, view } = walked(ARITHMETIC, 7);
  return drawn(drawStep(sheet, frame, view));
}

export function waysDrawing(): Drawing {
  const whole = { top: 0, left: 0, rows: 9, cols: 9 };
  const sheetFor = (name: string): MatrixSheet =>
    sheetOf(smallMatrix(name), { rows: plainAxis('x′', 9), cols: plainAxis('x', 9) });
  const way = (name: string, kind: Way, type: string, figure: string, words: string): WayView => ({
    sheet: { way: kind, matrix: sheetFor(name), figure, name: kind, type, words },
    matrix: windowOf(smallMatrix(name), whole, kind === 'shared' ? [3] : []),
  });
  return drawn(
    drawWays([
      way('conv', 'shared', 'conv1d', '3', 'weights: every row uses the same three'),
      way('unshared', 'unshared', 'local1d', '25', 'weights: each row has its own'),
      way('dense', 'dense', 'dense', '81', 'weights: every input to every output'),
    ]),
  );
}

/** The structure of a convolution of 3 × 20 × 20 cells, square by square. */
export function spyDrawing(): Drawing {
  const matrix = matrixOf(MEDIUM, 'conv', ['conventions: { channels: first }']);
  const [rows, cols] = [Math.ceil(matrix.rows / 4), Math.ceil(matrix.cols / 4)];
  const hues = new Uint8Array(rows * cols);
  for (let row = 0; row < matrix.rows; row++)
    for (const { index } of matrix.row(row)) {
      const tapRow = matrix.provenance(row, index)?.tap.at(-2) ?? 0;
      const at = (row >> 2) * cols + (index >> 2);
      const hue = (tapRow % 5) + 1;
      hues[at] = hues[at] === 0 || hues[at] === hue ? hue : SEVERAL;
    }
  const axis = (symbol: string, first: string, extent: number, side: number): AxisSheet =>
    tensorAxis(symbol, [
      [first, extent],
      ['row', side],
      ['column', side],
    ]);
  return drawSpy(
    sheetOf(matrix, { rows: axis('output', 'filter', 2, 18), cols: axis('input', 'channel', 3, 20) }),
    { kind: 'spy', rows, cols, level: 2, hues },
  );
}

export const MEDIUM = [
  'image: { type: input, shape: [3, 20, 20] }',
  'conv: { type: conv2d, input: image, filters: 2, kernel: 3, padding: valid, bias: false }',
];

export const PICTURES: Readonly<Record<string, Picture>> = {
  vector: {
    kind: 'vector',
    length: 100,
    cells: [4, 0, -2, 12, 7].map((value) => ({ text: minus(value), ...(value === 0 && { zero: true }) })),
    marks: [{ row: 0, col: 3, rows: 1, cols: 1, kind: 'argmax', text: '12 at 3' }],
  },
  map: {
    kind: 'map',
    rows: 24,
    cols: 30,
    values: Array.from({ length: 720 }, (_, at) =>
      Math.round(9 * Math.sin(at / 30 / 4) * Math.cos((at % 30) / 5)),
    ),
    scale: 'diverging',
    min: -8,
    max: 9,
    marks: [
      { row: 6, col: 0, rows: 1, cols: 1, kind: 'tie', text: '9 at (6, 0)' },
      { row: 12, col: 16, rows: 1, cols: 1, kind: 'argmax', text: '9 at (12, 16)' },
    ],
    spoken: 'response, 24 by 30, from −8 to 9. Highest 9, at 2 places.',
  },
  table: {
    kind: 'table',
    columns: ['m', 'outputSize(n, m)'],
    rows: [9, 8, 7, 6, 5, 4, 3, 2, 1].map((size, at) => [String(at + 1), String(size)]),
    bars: { label: 'm', values: [9, 8, 7, 6, 5, 4, 3, 2, 1] },
  },
  formula: { kind: 'formula', tex: 'n - m + 1', text: 'n − m + 1' },
  fields: {
    kind: 'fields',
    fields: [
      { name: 'all', picture: { kind: 'number', text: '774,192' } },
      { name: 'why', picture: { kind: 'boolean', value: false, why: 'the border <b> & “quotes”' } },
    ],
  },
};

export function pictureDrawing(name: string): Drawing {
  const picture = PICTURES[name];
  if (!picture) throw new Error(`There is no picture ${name}.`);
  return drawn(drawPicture(picture));
}

/** All drawings that are looked at. */
export const DRAWINGS: Readonly<Record<string, () => Drawing>> = {
  matrix: smallDrawing,
  giant: giantDrawing,
  step: stepDrawing,
  ways: waysDrawing,
  spy: spyDrawing,
  ...Object.fromEntries(Object.keys(PICTURES).map((name) => [name, () => pictureDrawing(name)])),
};
