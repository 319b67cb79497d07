/** Drawings of real layers: held against what they are of, and against golden files. */
import type { Matrix } from '../../src/core';
import { openProblemSet } from '../../src/problem';
import { drawMatrix, type Drawing } from '../../src/publish';
import { problemSet } from '../support/texts';
import { drawn, plainAxis, sheetOf, tensorAxis, windowOf, type WindowRect } from './support';

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
