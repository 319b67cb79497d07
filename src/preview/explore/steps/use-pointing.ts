import { useEffect, useRef } from 'preact/hooks';
import type { Subject } from '../../../protocol';
import { holds } from './crop';
import { firstStepOver, learnStride, nearestStep, stepAtCell, type Stride } from './pointing';
import { roles, type Scene } from './scene';
import type { StepsAction } from './state';
import type { Known } from './known';

interface Spot {
  readonly grid: string;
  readonly row: number;
  readonly col: number;
}

interface Pointing {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onClick: (event: MouseEvent) => void;
}

/** The window is dragged; a click on a cell goes to its step, or to the first step whose window holds it. */
export function usePointing(
  subject: Subject,
  scene: Scene,
  known: Known,
  dispatch: (action: StepsAction) => void,
): Pointing {
  const { walk, channel, notation, frame } = scene;
  const { covered, walked } = roles(walk);
  /** How far from the window's first cell it was taken. */
  const held = useRef<{ readonly row: number; readonly col: number } | undefined>(undefined);
  const dragged = useRef(false);
  const stride = (): Stride | undefined =>
    learnStride(walk, { kind: 'frame', subject, walk: walk.kind, channel, notation }, known);
  useEffect(() => {
    stride();
  }, [known, walk, channel, notation]);
  const go = (to: number | undefined): void => {
    if (to !== undefined) dispatch({ do: 'go', to });
  };
  return {
    onPointerDown(event) {
      dragged.current = false;
      held.current = undefined;
      const spot = spotOf(event.target);
      if (event.button !== 0 || spot?.grid !== covered || frame === undefined) return;
      const { reach } = frame;
      if (holds(reach, spot.row, spot.col))
        held.current = { row: spot.row - reach.top, col: spot.col - reach.left };
    },
    onPointerMove(event) {
      if (held.current === undefined) return;
      if (event.buttons === 0) {
        held.current = undefined;
        return;
      }
      const spot = spotOf(document.elementFromPoint(event.clientX, event.clientY));
      const how = stride();
      if (spot?.grid !== covered || how === undefined) return;
      const to = nearestStep(walk, how, spot.row - held.current.row, spot.col - held.current.col);
      if (to === scene.step) return;
      dragged.current = true;
      go(to);
    },
    onPointerUp() {
      held.current = undefined;
    },
    onClick(event) {
      const spot = spotOf(event.target);
      if (spot === undefined || frame === undefined || dragged.current) return;
      const how = stride();
      if (spot.grid === walked) go(stepAtCell(walk, frame, spot.row, spot.col));
      else if (spot.grid === covered && how !== undefined && !holds(frame.reach, spot.row, spot.col))
        go(firstStepOver(walk, how, spot.row, spot.col));
    },
  };
}

function spotOf(target: EventTarget | null): Spot | undefined {
  if (!(target instanceof Element)) return undefined;
  const cell = target.closest<HTMLElement>('td[data-row]');
  const grid = cell?.closest<HTMLElement>('[data-grid]')?.dataset['grid'];
  return cell === null || grid === undefined
    ? undefined
    : { grid, row: Number(cell.dataset['row']), col: Number(cell.dataset['col']) };
}
