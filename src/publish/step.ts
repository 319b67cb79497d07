import type { Frame, Notation, Refused, WalkSheet } from '../protocol';
import { below, beside, framed } from './compose';
import type { Drawing } from './drawing';
import { refusedCells } from './matrix';
import { cellsPanel, kernelPanel, type GridView, type Happening } from './panel';
import { runningSum } from './running-sum';

/** A channel of the source, with the part of the kernel that meets it. */
export interface PlaneView {
  readonly plane: number;
  readonly source: GridView;
  readonly kernel: GridView;
}

/** What is seen of a step: values of its grids. */
export interface StepView {
  readonly notation: Notation;
  /** What coordinates count from. */
  readonly base: 0 | 1;
  readonly planes: readonly PlaneView[];
  readonly target: GridView;
}

const MARGIN = 12;
const GAP = 28;
const NONE = { title: '', description: '' };

/** One step of a window: what it stands on, its weights, what comes about, and the sum term by term. */
export function drawStep(sheet: WalkSheet, frame: Frame, view: StepView): Drawing | Refused {
  const { planes, target, notation, base } = view;
  const cells = [target, ...planes.flatMap(({ source, kernel }) => [source, kernel])].reduce(
    (sum, { rect }) => sum + rect.rows * rect.cols,
    0,
  );
  const tooLarge = refusedCells(cells, 1);
  if (tooLarge) return tooLarge;
  const gathers = sheet.moves === 'gather';
  const goal = cellsPanel(
    target,
    gathers ? { notation, taps: [], at: frame.at } : { notation, taps: frame.terms, reach: frame.reach },
    gathers,
  );
  const rows = planes.map(({ plane, source, kernel }) => {
    const taps = frame.terms.filter(({ tap, cell }) => (gathers ? cell.plane : tap.plane) === plane);
    const happening: Happening = gathers
      ? { notation, taps, reach: frame.reach }
      : { notation, taps: [], ...(frame.at.plane === plane && { at: frame.at }) };
    return { source: cellsPanel(source, happening, false), kernel: kernelPanel(kernel, taps, notation) };
  });
  const [only] = rows;
  const grids =
    only && rows.length === 1
      ? beside([only.source, below([only.kernel, goal], NONE)], NONE, GAP)
      : beside(
          [
            below(
              rows.map(({ source, kernel }) => beside([source, kernel], NONE, GAP)),
              NONE,
            ),
            goal,
          ],
          NONE,
          GAP,
        );
  const sum = runningSum(sheet, frame, { notation, base, width: Math.max(grids.width, 480) });
  return framed(below([grids, sum], { title: sheet.title, description: frame.spoken }), MARGIN);
}
