import { groupDigits } from '../core';
import type { LayerPicture, MatrixPicture, Picture, Refused } from '../protocol';
import { below, beside, framed } from './compose';
import type { Drawing } from './drawing';
import { drawMap } from './map';
import { drawGrid, refusedCells } from './matrix';
import { gridCellOf } from './picture-cells';
import { drawTable } from './table';
import { lineOf, wrapped } from './text';
import { drawVector } from './vector';
import { formulaRuns } from './words';

const MARGIN = 12;

/** A picture of the page as a drawing. */
export function drawPicture(picture: Picture): Drawing | Refused {
  switch (picture.kind) {
    case 'vector':
      return drawVector(picture);
    case 'matrix':
      return drawMatrixPicture(picture);
    case 'map':
      return drawMap(picture);
    case 'table':
      return drawTable(picture);
    case 'layer':
      return drawLayer(picture);
    case 'fields':
      return drawFields(picture.fields);
    case 'formula':
      return framed(lineOf(formulaRuns(picture.text), { size: 20 }), MARGIN, {
        title: 'Formula',
        description: picture.text,
      });
    case 'number':
    case 'place':
      return words(picture.text, 20);
    case 'text':
      return words(picture.text, 13);
    case 'boolean':
      return words([String(picture.value), picture.why].filter((text) => text !== undefined).join('\n'), 13);
    case 'undefined':
      return words(`undefined: ${picture.reason}`, 13);
  }
}

function words(text: string, size: number): Drawing {
  const lines = wrapped(text).map((line) => lineOf([{ text: line }], { size }));
  return framed(below(lines, { title: 'Value', description: text }, 0), MARGIN);
}

/** The window that the page shows; a tensor in numbers has numbers for zeros, the matrix of a layer dots. */
function drawMatrixPicture(picture: MatrixPicture): Drawing | Refused {
  const { cells, rows, cols, hues, facts, rowLabels, colLabels } = picture;
  const shown = cells.map((row) => row.map((cell) => gridCellOf(cell, hues)));
  const [height, width] = [cells.length, cells[0]?.length ?? 0];
  const tooLarge = refusedCells(height, width);
  if (tooLarge) return tooLarge;
  const isCut = height < rows || width < cols;
  const cut = `the first ${height} rows and ${width} columns of ${groupDigits(rows)} × ${groupDigits(cols)}`;
  const drawing = drawGrid(
    {
      rows: height,
      cols: width,
      at: (row, col) => shown[row]?.[col],
      ...(!rowLabels && !colLabels && { zeros: 'numbers' }),
    },
    {
      title: `Matrix, ${rows} × ${cols}`,
      description: isCut ? `${facts}; ${cut}` : facts,
      ...(rowLabels && { rowHeader: { labels: rowLabels, blocks: [] } }),
      ...(colLabels && { colHeader: { labels: colLabels, blocks: [] } }),
    },
  );
  if (!isCut) return drawing;
  const { title, description } = drawing;
  const note = framed(lineOf([{ text: cut }], { size: 12, colour: 'quiet' }), MARGIN);
  return below([drawing, note], { title, description }, -MARGIN);
}

function drawLayer({ figure, unit, flow, matrix, layers }: LayerPicture): Drawing | Refused {
  const none = { title: '', description: '' };
  const count = beside(
    [lineOf([{ text: figure }], { size: 20, bold: true }), lineOf([{ text: unit }])],
    none,
    8,
  );
  const parts = [
    matrix && drawMatrixPicture(matrix),
    framed(
      below([count, ...(flow === undefined ? [] : [lineOf([{ text: flow }], { colour: 'quiet' })])], none, 4),
      MARGIN,
    ),
    layers && drawTable(layers),
  ].filter((part) => part !== undefined);
  return all(parts, {
    title: 'Layer',
    description: [`${figure} ${unit}`, flow].filter((text) => text !== undefined).join(', '),
  });
}

function drawFields(fields: (Picture & { readonly kind: 'fields' })['fields']): Drawing | Refused {
  const parts = fields.flatMap(({ name, picture }) => {
    const head = framed(lineOf([{ text: name }], { bold: true, font: 'code' }), MARGIN);
    // The picture has air of its own above it.
    return [{ ...head, height: head.height - MARGIN }, drawPicture(picture)];
  });
  return all(parts, { title: fields.map(({ name }) => name).join(', '), description: '' });
}

/** Drawings below each other, where there are no refusals among them. */
function all(
  parts: readonly (Drawing | Refused)[],
  composed: { readonly title: string; readonly description: string },
): Drawing | Refused {
  const drawings: Drawing[] = [];
  for (const part of parts) {
    if ('refused' in part) return part;
    drawings.push(part);
  }
  return below(drawings, composed, 0);
}
