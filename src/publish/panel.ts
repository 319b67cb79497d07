import type { FrameTerm, GridSheet, Notation, Patch, PatchCell, Rect } from '../protocol';
import { hatched, type Box, type Colour, type Drawing, type Run, type Segment, type Shape } from './drawing';
import { HUES } from './hues';
import { levelOf } from './scale';
import { lineOf } from './text';
import { cutTo, formulaRuns, isMaths, widthOf } from './words';

/** What is seen of one channel of a grid. */
export interface GridView {
  readonly sheet: GridSheet;
  /** Its heading, where it has several channels: `Input, channel 2`. */
  readonly name: string;
  readonly rect: Rect;
  readonly patch: Patch;
}

/** What happens in a grid at a step. */
export interface Happening {
  readonly notation: Notation;
  /** The taps that stand on cells of this channel. */
  readonly taps: readonly FrameTerm[];
  /** What the window covers, where it is over this grid. */
  readonly reach?: Rect;
  /** The cell that comes about, or that is spread. */
  readonly at?: { readonly row: number; readonly col: number };
}

const CELL = 36;
const HEAD = 26;
const INSET = 3;
const TEXT = 14;
const CORNER = 9.5;

/** Cells with padding around them, the window over them, and the taps in it. */
export function cellsPanel(view: GridView, happening: Happening, coloured: boolean): Drawing {
  const { sheet, rect, patch } = view;
  const width = rect.cols * CELL + 1;
  const height = rect.rows * CELL + 1;
  const boxOf = (row: number, col: number, rows = 1, cols = 1): Box => ({
    x: (col - rect.left) * CELL,
    y: HEAD + (row - rect.top) * CELL,
    width: cols * CELL + 1,
    height: rows * CELL + 1,
  });
  const tapAt = new Map(happening.taps.map((term) => [`${term.cell.row},${term.cell.col}`, term]));
  const colours = coloured ? coloursOf(patch) : () => undefined;
  const padding: Box[] = [];
  const pending: Box[] = [];
  const shapes: Shape[] = [];
  const texts: Shape[] = [];
  for (let row = rect.top; row < rect.top + rect.rows; row++)
    for (let col = rect.left; col < rect.left + rect.cols; col++) {
      const cell = patch.cells[(row - rect.top) * rect.cols + col - rect.left];
      const box = boxOf(row, col);
      if (cell?.padding) padding.push(box);
      if (cell?.pending) pending.push(box);
      const tap = tapAt.get(`${row},${col}`);
      if (tap) texts.push(...tapShapes(tap, cell, box, happening.notation));
      else if (cell && !cell.padding && !cell.pending) {
        const level = colours(cell);
        if (level) shapes.push({ shape: 'boxes', boxes: [inner(box)], fill: level });
        texts.push(cellText(cell.text, box, level ? `on-${level}` : 'text', happening.notation));
      }
    }
  const { reach, at } = happening;
  const image = within(rect, { top: 0, left: 0, rows: sheet.rows, cols: sheet.cols });
  return {
    width,
    height: HEAD + height,
    title: '',
    description: '',
    shapes: [
      ...heading(view, width),
      ...(reach ? washOf(within(rect, reach), boxOf) : []),
      ...shapes,
      {
        shape: 'lines',
        lines: padding.flatMap((box) => hatched(box)),
        stroke: { colour: 'hatch', width: 0.75 },
      },
      { shape: 'lines', lines: linesOf(rect), stroke: { colour: 'grid', width: 1 } },
      ...pending.map((box): Shape => ({
        shape: 'box',
        ...half(box),
        stroke: { colour: 'hatch', width: 1, dashed: true },
      })),
      ...(image ? [edge(boxOf(image.top, image.left, image.rows, image.cols), 'frame', 1)] : []),
      ...texts,
      ...(reach ? [edge(boxOf(reach.top, reach.left, reach.rows, reach.cols), 'ring', 2)] : []),
      ...(at ? [edge(boxOf(at.row, at.col), 'ring', 2)] : []),
    ],
  };
}

/** The weights of a kernel, each in the hue of its tap. */
export function kernelPanel(view: GridView, taps: readonly FrameTerm[], notation: Notation): Drawing {
  const { rect, patch } = view;
  const pitch = CELL + INSET;
  const hueAt = new Map(taps.map(({ tap, hue }) => [`${tap.row},${tap.col}`, hue]));
  const width = rect.cols * pitch;
  const shapes = patch.cells.flatMap((cell, index): readonly Shape[] => {
    const [row, col] = [Math.floor(index / rect.cols), index % rect.cols];
    const hue = hueAt.get(`${rect.top + row},${rect.left + col}`) ?? ((rect.left + col) % HUES) + 1;
    const box = { x: col * pitch, y: HEAD + row * pitch, width: CELL, height: CELL };
    return [
      {
        shape: 'box',
        ...half(box),
        radius: 3,
        fill: `tap-${hue}/tint-70`,
        stroke: { colour: `tap-${hue}/edge`, width: 1 },
      },
      cellText(cell.text, box, `tap-${hue}/written`, notation),
    ];
  });
  return {
    width,
    height: HEAD + rect.rows * pitch,
    title: '',
    description: '',
    shapes: [...heading(view, width), ...shapes],
  };
}

/** The name of a grid, and what it is where there is room for that. */
function heading({ name, sheet }: GridView, width: number): readonly Shape[] {
  const title = lineOf([{ text: name }], { bold: true });
  const caption = lineOf([{ text: sheet.caption }], { size: 11, colour: 'quiet' });
  if (title.width + caption.width + 12 > width) return title.shapes;
  return [
    ...title.shapes,
    ...caption.shapes.map((shape): Shape =>
      shape.shape === 'text' ? { ...shape, x: width, align: 'end' } : shape,
    ),
  ];
}

/** A tap on its cell: what stands there, and in the corner what it is multiplied by. */
function tapShapes(
  term: FrameTerm,
  cell: PatchCell | undefined,
  box: Box,
  notation: Notation,
): readonly Shape[] {
  const { hue, padding, weight, value } = term;
  const inset = {
    x: box.x + INSET + 0.5,
    y: box.y + INSET + 0.5,
    width: box.width - 2 * INSET - 1,
    height: box.height - 2 * INSET - 1,
  };
  const factor = notation === 'numbers' && weight !== '' ? [{ text: `×${weight}` }] : formulaRuns(weight);
  const corner = widthOf(factor, CORNER) <= inset.width - 4 ? factor : [];
  const text = cell && !cell.padding ? cell.text : value;
  const colour: Colour = padding ? 'quiet' : `tap-${hue}/written`;
  return [
    {
      shape: 'box',
      ...inset,
      radius: 3,
      fill: padding ? 'page' : `tap-${hue}/tint-70`,
      stroke: { colour: `tap-${hue}/edge`, width: 1.5, ...(padding && { dashed: true }) },
    },
    ...(corner.length > 0
      ? [
          {
            shape: 'text',
            x: inset.x + inset.width - 2,
            y: inset.y + 7,
            runs: corner,
            size: CORNER,
            colour: `tap-${hue}/written`,
            align: 'end',
          } as const,
        ]
      : []),
    cellText(text, { ...inset, y: inset.y + 5 }, colour, notation),
  ];
}

function cellText(text: string, box: Box, colour: Colour, notation: Notation): Shape {
  const room = box.width - 4;
  const runs: readonly Run[] = notation === 'symbols' ? formulaRuns(text) : [{ text }];
  const natural = widthOf(runs, TEXT);
  const size = natural <= room ? TEXT : Math.max(7, Math.floor((TEXT * room * 2) / natural) / 2);
  const fits = widthOf(runs, size) <= room;
  return {
    shape: 'text',
    x: box.x + box.width / 2,
    y: box.y + box.height / 2 - (isMaths(runs) ? 1 : 0),
    runs: fits ? runs : [{ text: cutTo(text, size, room) }],
    size,
    colour,
    align: 'middle',
  };
}

/** Colours of what is computed: from the page upwards, or to both sides of it where there are negative values. */
function coloursOf({
  cells,
}: Patch): (cell: PatchCell) => `${'sequential' | 'diverging'}/${number}` | undefined {
  const values = cells.map(({ value }) => value).filter((value) => value !== undefined);
  const min = values.reduce((a, b) => Math.min(a, b), 0);
  const max = values.reduce((a, b) => Math.max(a, b), 0);
  const scale = min < 0 ? 'diverging' : 'sequential';
  return ({ value }) => (value === undefined ? undefined : `${scale}/${levelOf(value, { scale, min, max })}`);
}

/** The part of a rectangle that is seen. */
function within(seen: Rect, { top, left, rows, cols }: Rect): Rect | undefined {
  const [from, start] = [Math.max(seen.top, top), Math.max(seen.left, left)];
  const height = Math.min(seen.top + seen.rows, top + rows) - from;
  const width = Math.min(seen.left + seen.cols, left + cols) - start;
  return height > 0 && width > 0 ? { top: from, left: start, rows: height, cols: width } : undefined;
}

function washOf(
  seen: Rect | undefined,
  boxOf: (row: number, col: number, rows: number, cols: number) => Box,
): readonly Shape[] {
  if (!seen) return [];
  return [{ shape: 'boxes', boxes: [boxOf(seen.top, seen.left, seen.rows, seen.cols)], fill: 'wash' }];
}

function linesOf({ rows, cols }: Rect): readonly Segment[] {
  const [width, height] = [cols * CELL + 1, rows * CELL + 1];
  return [
    ...Array.from({ length: rows + 1 }, (_, row): Segment => {
      const y = HEAD + row * CELL + 0.5;
      return [0, y, width, y];
    }),
    ...Array.from({ length: cols + 1 }, (_, col): Segment => {
      const x = col * CELL + 0.5;
      return [x, HEAD, x, HEAD + height];
    }),
  ];
}

function edge(box: Box, colour: 'frame' | 'ring', width: 1 | 2): Shape {
  return width === 1
    ? { shape: 'box', ...half(box), stroke: { colour, width } }
    : { shape: 'box', ...box, radius: 1, stroke: { colour, width } };
}

/** A line of one pixel lies in the middle of pixels. */
function half({ x, y, width, height }: Box): Box {
  return { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 };
}

function inner({ x, y, width, height }: Box): Box {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}
