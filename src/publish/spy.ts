import type { AxisSheet, MatrixSheet, SpyTile } from '../protocol';
import { SEVERAL } from '../protocol';
import type { Colour, Drawing, Segment, Shape } from './drawing';
import { merged, scaled } from './merged';
import { cutTo } from './words';

/** Where a matrix has non-zero cells: a square for each 2^level × 2^level of them. */
export interface SpySquares extends SpyTile {
  readonly level: number;
}

const MARGIN = 12;
const SIDE = 384;
const LARGEST_SQUARE = 12;
const LABEL = 11;
const LABEL_ROOM = 20;
const MOST_BLOCKS = 16;

/** The structure of a matrix that is too large for its cells: squares of one hue as one, and its blocks. */
export function drawSpy(sheet: MatrixSheet, squares: SpySquares): Drawing {
  const { rows, cols, level, hues } = squares;
  const side = Math.max(1, Math.min(LARGEST_SQUARE, Math.floor(SIDE / Math.max(rows, cols))));
  const [rowBlocks, colBlocks] = [blocksOf(sheet.rowAxis), blocksOf(sheet.colAxis)];
  const left = MARGIN + (rowBlocks ? LABEL_ROOM : 0);
  const top = MARGIN + (colBlocks ? LABEL_ROOM : 0);
  const width = cols * side + 2;
  const height = rows * side + 2;
  const found = merged(rows, cols, (row, col) => {
    const hue = hues[row * cols + col] ?? 0;
    return hue === 0 ? undefined : hue;
  });
  const perCell = side / 2 ** level;
  const lines: Segment[] = [];
  const labels: Shape[] = [];
  for (let block = 0; rowBlocks && block < rowBlocks.extent; block++) {
    const length = rowBlocks.stride * perCell;
    const y = top + 1 + block * length;
    if (block > 0) lines.push([left, Math.round(y) + 0.5, left + width, Math.round(y) + 0.5]);
    labels.push({
      shape: 'text',
      x: MARGIN + LABEL_ROOM / 2 - 2,
      y: y + length / 2,
      runs: [{ text: blockText(sheet.rowAxis, block, length) }],
      size: LABEL,
      colour: 'quiet',
      align: 'middle',
      turned: true,
    });
  }
  for (let block = 0; colBlocks && block < colBlocks.extent; block++) {
    const length = colBlocks.stride * perCell;
    const x = left + 1 + block * length;
    if (block > 0) lines.push([Math.round(x) + 0.5, top, Math.round(x) + 0.5, top + height]);
    labels.push({
      shape: 'text',
      x: x + length / 2,
      y: MARGIN + LABEL_ROOM / 2 - 2,
      runs: [{ text: blockText(sheet.colAxis, block, length) }],
      size: LABEL,
      colour: 'quiet',
      align: 'middle',
    });
  }
  return {
    width: left + width + MARGIN,
    height: top + height + MARGIN,
    title: sheet.title,
    description: `${sheet.facts}. Where its cells are not zero.`,
    shapes: [
      { shape: 'group', name: 'labels', shapes: labels },
      { shape: 'lines', lines, stroke: { colour: 'grid', width: 1 } },
      {
        shape: 'group',
        name: 'structure',
        shapes: [...found].map(([hue, boxes]) => ({
          shape: 'boxes',
          fill: colourOf(sheet.hues, hue),
          boxes: scaled(boxes, side, left + 1, top + 1),
        })),
      },
      {
        shape: 'box',
        x: left + 0.5,
        y: top + 0.5,
        width: width - 1,
        height: height - 1,
        stroke: { colour: 'frame', width: 1 },
      },
    ],
  };
}

function colourOf(hues: MatrixSheet['hues'], hue: number): Colour {
  if (hues === 'none' || hue === SEVERAL) return 'text';
  return hues === 'taps' ? `tap-${hue}/edge` : `row-${hue}/edge`;
}

/** The blocks of the first axis, where there are few. */
function blocksOf({ digits }: AxisSheet): AxisSheet['digits'][number] | undefined {
  const [first, ...more] = digits;
  return first && more.length > 0 && first.extent > 1 && first.extent <= MOST_BLOCKS ? first : undefined;
}

function blockText({ digits, base }: AxisSheet, block: number, room: number): string {
  const full = `${digits[0]?.name ?? ''} ${block + base}`;
  return cutTo(full, LABEL, room) === full ? full : String(block + base);
}
