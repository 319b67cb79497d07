import { blockLabel, innerLabel, type AxisSheet, type Cell } from '../protocol';
import type { Box, Segment, Shape, TextShape } from './drawing';
import { cutTo, isMaths, runsOf, widthOf } from './words';

/** What stands along one side of a grid: a label for each row or column, and for blocks of them. */
export interface Header {
  readonly labels: readonly Cell[];
  /** Rows or columns that belong to one block: all but the last coordinate are the same. */
  readonly blocks: readonly Block[];
  /** The row or column that is picked, from the first that is drawn. */
  readonly picked?: number;
}

export interface Block {
  readonly from: number;
  readonly count: number;
  readonly text: string;
}

const LABEL = 11;
const SYMBOL = 14;
const BLOCK = 11;
const BLOCK_ROOM = 20;
/** Cells that are at least so high have boxes as labels. */
const BOXED = 36;
const BOX_AIR = 4;
const GAP = 4;

/** The header of `count` rows or columns from `first` on. */
export function headerOf(axis: AxisSheet, first: number, count: number, picked?: number): Header {
  const indices = Array.from({ length: count }, (_, offset) => first + offset);
  return {
    labels: indices.map((index) => innerLabel(axis, index)),
    blocks: axis.digits.length < 2 ? [] : blocksOf(axis, indices),
    ...(picked !== undefined && picked >= first && picked < first + count && { picked: picked - first }),
  };
}

function blocksOf(axis: AxisSheet, indices: readonly number[]): readonly Block[] {
  const blocks: { from: number; count: number; text: string }[] = [];
  for (const [from, index] of indices.entries()) {
    const text = blockLabel(axis, index);
    const open = blocks.at(-1);
    if (open?.text === text) open.count++;
    else blocks.push({ from, count: 1, text });
  }
  return blocks;
}

/** The room that a header needs beside rows, or above columns. */
export function headerRoom(header: Header | undefined, side: 'rows' | 'cols', cell: number): number {
  if (!header) return 0;
  const blocks = header.blocks.length > 0 ? BLOCK_ROOM : 0;
  if (isBoxed(header, cell)) return blocks + BOXED;
  const flat = side === 'cols' && !isUpright(header, cell);
  const longest = Math.max(0, ...header.labels.map((label) => widthOf(runsOf(label), LABEL)));
  return blocks + (flat ? 18 : Math.ceil(longest) + 3 * GAP);
}

/** The labels of columns above a grid, or of rows at its left; `grid` is the room of its cells. */
export function headerShapes(
  header: Header,
  side: 'rows' | 'cols',
  grid: Box,
  cell: number,
): readonly Shape[] {
  const near = side === 'cols' ? grid.y : grid.x;
  return [
    ...header.labels.flatMap((label, index) =>
      labelShapes(label, {
        side,
        near,
        middle: (side === 'cols' ? grid.x : grid.y) + index * cell + (cell + 1) / 2,
        cell,
        boxed: isBoxed(header, cell),
        upright: side === 'cols' && isUpright(header, cell),
        picked: index === header.picked,
      }),
    ),
    ...blockTexts(header, side, grid, cell),
  ];
}

/** Lines between blocks, through the grid and into the header, so that each stands beside its name. */
export function blockLines(
  header: Header,
  side: 'rows' | 'cols',
  grid: Box,
  cell: number,
): readonly Segment[] {
  const room = headerRoom(header, side, cell);
  return header.blocks.slice(1).map(({ from }): Segment => {
    if (side === 'cols') {
      const x = grid.x + from * cell + 0.5;
      return [x, grid.y - room, x, grid.y + grid.height];
    }
    const y = grid.y + from * cell + 0.5;
    return [grid.x - room, y, grid.x + grid.width, y];
  });
}

interface Place {
  readonly side: 'rows' | 'cols';
  /** Where the grid begins. */
  readonly near: number;
  readonly middle: number;
  readonly cell: number;
  readonly boxed: boolean;
  readonly upright: boolean;
  readonly picked: boolean;
}

function labelShapes(
  label: Cell,
  { side, near, middle, cell, boxed, upright, picked }: Place,
): readonly Shape[] {
  const runs = runsOf(label);
  const [x, y] = side === 'cols' ? [middle, near - 9] : [near - GAP - 2, middle];
  if (boxed) {
    const edge = cell - 2 * BOX_AIR;
    const box: Box =
      side === 'cols'
        ? { x: middle - edge / 2, y: near - BOXED + 0.5, width: edge, height: BOXED - 9 }
        : { x: near - BOXED + 0.5, y: middle - (BOXED - 9) / 2, width: BOXED - 8, height: BOXED - 9 };
    return [
      {
        shape: 'box',
        ...box,
        radius: 4,
        ...(picked && { fill: 'box' }),
        stroke: picked ? { colour: 'frame', width: 2 } : { colour: 'grid', width: 1 },
      },
      {
        shape: 'text',
        x: box.x + box.width / 2,
        y: box.y + box.height / 2,
        runs,
        size: SYMBOL,
        colour: picked ? 'text' : 'quiet',
        align: 'middle',
      },
    ];
  }
  const text: TextShape = upright
    ? {
        shape: 'text',
        x: middle,
        y: near - GAP - 2,
        runs,
        size: LABEL,
        colour: 'quiet',
        align: 'start',
        turned: true,
      }
    : {
        shape: 'text',
        x,
        y,
        runs,
        size: LABEL,
        colour: 'quiet',
        align: side === 'cols' ? 'middle' : 'end',
      };
  if (!picked) return [text];
  const length = widthOf(runs, LABEL) + 6;
  const [width, height] = upright ? [16, length] : [length, 16];
  const box: Box =
    side === 'cols'
      ? { x: Math.round(middle - width / 2), y: near - height - (upright ? 3 : 1), width, height }
      : { x: near - width - 3, y: Math.round(middle - height / 2), width, height };
  return [
    { shape: 'box', ...box, radius: 2, fill: 'frame' },
    { ...text, colour: 'page', bold: true },
  ];
}

function blockTexts(header: Header, side: 'rows' | 'cols', grid: Box, cell: number): readonly Shape[] {
  const room = headerRoom(header, side, cell);
  return header.blocks.flatMap(({ from, count, text }): readonly Shape[] => {
    const shown = cutTo(text, BLOCK, count * cell - 2 * GAP);
    if (shown.length < 3) return [];
    const start = (side === 'cols' ? grid.x : grid.y) + from * cell;
    const away = (side === 'cols' ? grid.y : grid.x) - room + BLOCK_ROOM / 2;
    const place =
      side === 'cols'
        ? ({ x: start + GAP + 1, y: away, align: 'start' } as const)
        : ({ x: away, y: start + GAP + 1, align: 'end', turned: true } as const);
    return [{ shape: 'text', ...place, runs: [{ text: shown }], size: BLOCK, colour: 'text' }];
  });
}

function isBoxed({ labels }: Header, cell: number): boolean {
  return (
    cell >= BOXED &&
    labels.every((label) => label.symbol !== undefined && widthOf(runsOf(label), SYMBOL) <= BOXED - 10)
  );
}

/** Column labels that don’t fit side by side read upwards. */
function isUpright({ labels }: Header, cell: number): boolean {
  return labels.some((label) => {
    const runs = runsOf(label);
    return widthOf(runs, isMaths(runs) ? SYMBOL : LABEL) > cell + 3;
  });
}
