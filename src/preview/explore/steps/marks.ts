import type { Frame, FrameTerm } from '../../../protocol';
import type { GridName, Scene } from './scene';
import { roles } from './scene';

/** What a step does with a cell. */
export interface CellMark {
  /** `tap`: under a tap; `best`: the largest in a window; `picked`: the cell that the step is about. */
  readonly kind: 'tap' | 'best' | 'picked';
  readonly hue?: number;
  /** What stands above: `×−1` of a tap, `+6` of a product. */
  readonly note?: string;
  readonly padding?: boolean;
}

const HUES = 5;

/** The marks of a plane, by `row,col`. */
export type Marks = ReadonlyMap<string, CellMark>;

export function markKey(row: number, col: number): string {
  return `${row},${col}`;
}

/** What the step of a scene does in a plane of a grid. */
export function marksOf({ walk, frame }: Scene, grid: GridName, plane: number): Marks {
  const marks = new Map<string, CellMark>();
  if (frame === undefined) return marks;
  const { covered, walked } = roles(walk);
  if (grid === walked && frame.at.plane === plane)
    marks.set(markKey(frame.at.row, frame.at.col), { kind: 'picked' });
  if (grid !== covered) return marks;
  if (walk.combines === 'max') {
    const cell = winner(frame)?.cell;
    if (cell?.plane === plane) marks.set(markKey(cell.row, cell.col), { kind: 'best' });
  }
  if (walk.combines === 'sum')
    for (const term of frame.terms)
      if (term.cell.plane === plane)
        marks.set(markKey(term.cell.row, term.cell.col), {
          kind: 'tap',
          hue: wrapped(term.hue),
          note: walk.moves === 'gather' ? `×${term.weight}` : signed(term.product),
          padding: term.padding,
        });
  return marks;
}

/** The taps of a kernel: all have their hue, whether a step uses them or not. */
export function tapMarks(frame: Frame | undefined, plane: number, rows: number, cols: number): Marks {
  const hues = new Map(
    frame?.terms
      .filter(({ tap }) => tap.plane === plane)
      .map(({ tap, hue }) => [markKey(tap.row, tap.col), wrapped(hue)]),
  );
  const marks = new Map<string, CellMark>();
  for (let row = 0; row < rows; row += 1)
    for (let col = 0; col < cols; col += 1)
      marks.set(markKey(row, col), { kind: 'tap', hue: hues.get(markKey(row, col)) ?? wrapped(col + 1) });
  return marks;
}

/** The term that a maximum is taken from: the first that is as large. */
export function winner(frame: Frame): FrameTerm | undefined {
  return frame.terms.find(({ running }) => running === frame.result);
}

function signed(product: string): string {
  return product.startsWith('−') ? product : `+${product}`;
}

export function wrapped(hue: number): number {
  return ((hue - 1) % HUES) + 1;
}
