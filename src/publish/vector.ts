import { groupDigits } from '../core';
import type { VectorPicture } from '../protocol';
import { below, framed } from './compose';
import type { Drawing } from './drawing';
import { cellSizeOf, gridBox, gridShapes, type Grid } from './grid';
import { markShapes, sentencesOf } from './map';
import { gridCellOf } from './picture-cells';
import { lineOf } from './text';

const MARGIN = 12;

/** A row of cells with its marks. */
export function drawVector({ cells, length, marks }: VectorPicture): Drawing {
  const shown = cells.map((cell) => gridCellOf(cell, 'taps'));
  const more = length > cells.length;
  const grid: Grid = { rows: 1, cols: cells.length, at: (_, col) => shown[col], zeros: 'numbers' };
  const size = cellSizeOf(grid);
  const { width, height } = gridBox(grid, size, [0, 0]);
  const across = marks.map((mark) => ({ ...mark, row: 0, col: Math.max(mark.row, mark.col) }));
  const row: Drawing = {
    width,
    height: height + 6,
    title: '',
    description: '',
    shapes: [
      { shape: 'group', name: 'cells', shapes: gridShapes(grid, size, [0, 0]) },
      ...across.flatMap((mark) =>
        markShapes(
          [{ ...mark, col: 0, cols: 1, rows: 1 }],
          size.height,
          [mark.col * size.width + 0.5, 0.5],
          false,
        ),
      ),
    ],
  };
  const sentences = [
    ...(more ? [`the first ${groupDigits(cells.length)} of ${groupDigits(length)}`] : []),
    ...sentencesOf(marks),
  ];
  const description = [cells.map(({ text }) => text).join(', '), ...sentences].join('; ');
  return framed(
    below(
      [row, ...sentences.map((text) => lineOf([{ text }], { size: 12, colour: 'quiet' }))],
      { title: `${groupDigits(length)} value${length === 1 ? '' : 's'}`, description },
      0,
    ),
    MARGIN,
  );
}
