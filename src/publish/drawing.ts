import type { MapPicture } from '../protocol';

/**
 * A drawing: what is seen, as a small closed set of shapes that every vector format has. Lengths are CSS pixels, x to the right
 * and y downwards; colours are names, which `colours.ts` gives a value in each theme.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** One line, and what those who don't see it are told. */
  readonly title: string;
  readonly description: string;
  readonly shapes: readonly Shape[];
}

export type Shape = BoxShape | BoxesShape | LinesShape | TextShape | GroupShape;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One rectangle. */
export interface BoxShape extends Box {
  readonly shape: 'box';
  readonly fill?: Colour;
  readonly stroke?: Stroke;
  readonly radius?: number;
}

/** Rectangles of one colour, without edges: the cells of a map, the dots that stand for zeros. */
export interface BoxesShape {
  readonly shape: 'boxes';
  readonly boxes: readonly Box[];
  readonly fill: Colour;
}

/** Straight lines of one kind, each from a point to a point. */
export interface LinesShape {
  readonly shape: 'lines';
  readonly lines: readonly Segment[];
  readonly stroke: Stroke;
}

export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

export interface TextShape {
  readonly shape: 'text';
  readonly x: number;
  /** The middle of its capitals and digits. */
  readonly y: number;
  readonly runs: readonly Run[];
  readonly size: number;
  readonly colour: Colour;
  /** Which end of it stands at `x`. */
  readonly align: 'start' | 'middle' | 'end';
  readonly bold?: true;
  /** Reads upwards. */
  readonly turned?: true;
  readonly font?: 'code';
}

/** A piece of a line: words, or a piece of mathematics. */
export interface Run {
  readonly text: string;
  /** A letter that stands for something (italic), a name of several letters, or an index or exponent of what is before it. */
  readonly as?: 'variable' | 'name' | 'sub' | 'sup';
}

/** What belongs together. Its name occurs once in a drawing. */
export interface GroupShape {
  readonly shape: 'group';
  readonly name: string;
  readonly shapes: readonly Shape[];
}

export interface Stroke {
  readonly colour: Colour;
  readonly width: number;
  readonly dashed?: true;
}

export type NamedColour =
  | 'page'
  | 'text'
  | 'quiet'
  | 'grid'
  | 'hatch'
  /** Edges of blocks and windows. */
  | 'frame'
  /** Behind the row and column of what is picked, and of the window. */
  | 'wash'
  /** Cells of inputs and outputs. */
  | 'box'
  | 'ring'
  | 'bar'
  | 'mark'
  | 'mark-on-image';

/** Weights of a shared kernel have the hues of its taps, others those of their row. */
export type Family = 'tap' | 'row';

/** Tints are given with how deep they are in per cent. */
export type Tone = `tint-${number}` | 'linked' | 'solid' | 'edge' | 'written' | 'on-solid';

export type HueColour = `${Family}-${number}/${Tone}`;

/** A level of a scale, of `LEVELS`; with `on-`, the text that can be read on it. */
export type ScaleColour = `${'' | 'on-'}${MapPicture['scale']}/${number}`;

export type Colour = NamedColour | HueColour | ScaleColour;

export const LEVELS = 256;

/** 45° lines that fill a box, one each `step` pixels, in step with those of the boxes around it. */
export function hatched({ x, y, width, height }: Box, step = 9): readonly Segment[] {
  const lines: Segment[] = [];
  const [right, bottom] = [x + width, y + height];
  // Along each line x + y is the same.
  for (let sum = Math.floor((x + y) / step + 1) * step; sum < right + bottom; sum += step) {
    const [from, to] = [Math.max(x, sum - bottom), Math.min(right, sum - y)];
    if (to - from > 0.5) lines.push([from, sum - from, to, sum - to]);
  }
  return lines;
}

/** A shape somewhere else. */
export function moved(shape: Shape, dx: number, dy: number): Shape {
  const shift = (box: Box): Box => ({
    x: box.x + dx,
    y: box.y + dy,
    width: box.width,
    height: box.height,
  });
  switch (shape.shape) {
    case 'group':
      return { ...shape, shapes: shape.shapes.map((child) => moved(child, dx, dy)) };
    case 'boxes':
      return { ...shape, boxes: shape.boxes.map(shift) };
    case 'lines':
      return {
        ...shape,
        lines: shape.lines.map(([x1, y1, x2, y2]): Segment => [x1 + dx, y1 + dy, x2 + dx, y2 + dy]),
      };
    case 'box':
    case 'text':
      return { ...shape, x: shape.x + dx, y: shape.y + dy };
  }
}

/** All shapes with those in groups, in the order in which they are painted. */
export function* eachShape(shapes: readonly Shape[]): Generator<Exclude<Shape, GroupShape>> {
  for (const shape of shapes)
    if (shape.shape === 'group') yield* eachShape(shape.shapes);
    else yield shape;
}

/** How many things are painted; what a program that reads the drawing has to cope with. */
export function paintedCount({ shapes }: Drawing): number {
  let count = 0;
  for (const shape of eachShape(shapes))
    count += shape.shape === 'boxes' ? shape.boxes.length : shape.shape === 'lines' ? shape.lines.length : 1;
  return count;
}
