import type { Frame, FrameAsk, Rect, WalkSheet } from '../../../protocol';
import { holds } from './crop';
import type { Known } from './known';

/** Where the window starts, and how far it goes with each step and each row of steps. */
export interface Stride {
  readonly first: Rect;
  readonly down: number;
  readonly right: number;
}

/** Reads how the window moves off three of its steps; undefined as long as they are not here. */
export function strideOf(
  { steps, stepsPerRow }: WalkSheet,
  reachAt: (step: number) => Rect | undefined,
): Stride | undefined {
  const first = reachAt(0);
  const beside = stepsPerRow > 1 ? reachAt(1) : first;
  const below = steps > stepsPerRow ? reachAt(stepsPerRow) : first;
  if (first === undefined || beside === undefined || below === undefined) return undefined;
  return { first, right: beside.left - first.left, down: below.top - first.top };
}

/** The steps that `strideOf` looks at. */
export function strideSteps({ steps, stepsPerRow }: WalkSheet): readonly number[] {
  return [0, 1, stepsPerRow].filter((step) => step < steps);
}

/** The first step whose window holds the cell; undefined where none does. `first` is the first step of its plane. */
export function firstStepOver(
  walk: WalkSheet,
  { first, down, right }: Stride,
  row: number,
  col: number,
): number | undefined {
  const i = down > 0 ? Math.max(0, Math.ceil((row - first.top - first.rows + 1) / down)) : 0;
  const j = right > 0 ? Math.max(0, Math.ceil((col - first.left - first.cols + 1) / right)) : 0;
  const reach = { ...first, top: first.top + i * down, left: first.left + j * right };
  return holds(reach, row, col) ? stepOf(walk, i, j) : undefined;
}

/** The step whose window starts nearest to a cell. */
export function nearestStep(
  walk: WalkSheet,
  { first, down, right }: Stride,
  row: number,
  col: number,
): number {
  const rows = Math.ceil(walk.steps / walk.stepsPerRow);
  const i = down > 0 ? bounded(Math.round((row - first.top) / down), rows) : 0;
  const j = right > 0 ? bounded(Math.round((col - first.left) / right), walk.stepsPerRow) : 0;
  return stepOf(walk, i, j) ?? 0;
}

/** The step at a cell of the grid that is walked over, in the plane that the window is in now. */
export function stepAtCell(
  walk: WalkSheet,
  { step, at }: Frame,
  row: number,
  col: number,
): number | undefined {
  const to = step + (row - at.row) * walk.stepsPerRow + (col - at.col);
  return col >= 0 && col < walk.stepsPerRow && to >= 0 && to < walk.steps ? to : undefined;
}

/** How the window moves, as far as it is known; what is missing is asked for. */
export function learnStride(walk: WalkSheet, base: Omit<FrameAsk, 'step'>, known: Known): Stride | undefined {
  const stride = strideOf(walk, (step) => {
    const frame = known.frame({ ...base, step });
    return frame === undefined || 'refused' in frame ? undefined : frame.reach;
  });
  if (stride === undefined) known.want(strideSteps(walk).map((step) => ({ ...base, step })));
  return stride;
}

function stepOf({ steps, stepsPerRow }: WalkSheet, i: number, j: number): number | undefined {
  const step = i * stepsPerRow + j;
  return j < stepsPerRow && step < steps ? step : undefined;
}

function bounded(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
