import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Exploration, WalkSheet } from '../../../protocol';
import type { AskHost } from '../ask';
import { sameRect } from './crop';
import { Known } from './known';
import type { Room } from './room';
import { sceneOf, type Scene } from './scene';
import type { StepsState } from './state';

/** What comes within this time is waited for with the last picture. */
const UNNOTICED_MS = 150;
/** So many steps are fetched before they are made, in one go when half of them have been. */
const AHEAD = 16;

interface SceneInput {
  readonly exploration: Exploration;
  readonly ask: AskHost;
  readonly walk: WalkSheet;
  readonly state: StepsState;
  readonly room: Room;
}

export interface SceneOutput {
  readonly scene: Scene;
  /** Whether all of a step is here. */
  readonly ready: (step: number) => boolean;
  readonly known: Known;
}

/** What is drawn of the state's step. Until all of it is here, the last picture stays, for a moment at least. */
export function useScene({ exploration, ask, walk, state, room }: SceneInput): SceneOutput {
  const asking = useRef(ask);
  asking.current = ask;
  const { stamp, subject } = exploration;
  const address = JSON.stringify(subject);
  const known = useMemo(() => new Known((question) => asking.current(question)), [stamp, address]);
  const [version, arrived] = useRedraw();
  const shown = useRef<Scene | undefined>(undefined);
  const overdue = useRef<StepsState | undefined>(undefined);

  const at = (step: number, bare: boolean, before?: Scene): Scene =>
    sceneOf({
      bare,
      ...{ subject, walk, fits: room.grids, abreast: room.abreast },
      state: step === state.step ? state : { ...state, step },
      answered: known,
      before: before?.walk.kind === walk.kind ? before.frame : undefined,
    });
  const current = useMemo(
    () => at(state.step, false, shown.current),
    [known, walk, state.step, state.channel, state.notation, state.plane, room, version],
  );
  const complete = current.wants.length === 0;
  const last = shown.current;
  const scene = last?.walk === walk && !complete && overdue.current !== state ? last : current;

  const ahead = useMemo(() => new Ahead(), [known, walk, state.channel, state.notation, state.plane, room]);
  const fetchAhead = (): void => {
    if (complete)
      ahead.fetch(state.step, walk.steps, (step) => {
        const { wants } = at(step, true);
        known.want(wants);
        return wants.length === 0;
      });
  };
  useLayoutEffect(() => {
    shown.current = scene;
    known.listener = () => {
      if (complete) fetchAhead();
      else arrived();
    };
    known.want(current.wants);
    fetchAhead();
  });
  useEffect(() => {
    if (complete) return undefined;
    const timer = setTimeout(() => {
      overdue.current = state;
      arrived();
    }, UNNOTICED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [state, complete]);
  useEffect(
    () => () => {
      known.listener = () => undefined;
    },
    [known],
  );
  return { scene, known, ready: (step) => at(step, true).wants.length === 0 };
}

/** Which of the next steps are being fetched. */
class Ahead {
  private upTo = -1;
  private pending: readonly number[] = [];

  /** @param isHere asks for what is missing of a step; true where that is nothing. */
  fetch(step: number, steps: number, isHere: (step: number) => boolean): void {
    const last = Math.min(step + AHEAD, steps - 1);
    if (this.upTo < step || this.upTo > last) this.upTo = step;
    const more = this.upTo < Math.min(step + AHEAD / 2, steps - 1) ? last - this.upTo : 0;
    const next = Array.from({ length: more }, (_, index) => this.upTo + 1 + index);
    this.upTo += more;
    this.pending = [...this.pending.filter((one) => !next.includes(one)), ...next].filter(
      (one) => !isHere(one),
    );
  }
}

/** Draws again. */
function useRedraw(): readonly [number, () => void] {
  const [version, setVersion] = useState(0);
  const redraw = useRef(() => {
    setVersion((count) => count + 1);
  });
  return [version, redraw.current];
}

interface Landing {
  /** The step whose sum is shown. */
  readonly landed: Scene;
  /** Whether the window is still on its way to the next. */
  readonly sliding: boolean;
}

/** First the window slides, then what it does is shown. */
export function useLanding(scene: Scene, slides: boolean, ms: number): Landing {
  const landed = useRef(scene);
  const [, draw] = useRedraw();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(scene);
  latest.current = scene;
  const sliding = slides && ms > 0 && isNear(landed.current, scene);
  useLayoutEffect(() => {
    if (!sliding) landed.current = scene;
    else
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        landed.current = latest.current;
        draw();
      }, ms);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return { landed: sliding ? landed.current : scene, sliding };
}

/** The value, a picture of the screen later: what is much to draw does not hold up what moves. */
export function useNextPicture<T>(value: T): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const request = requestAnimationFrame(() => {
      setLate(value);
    });
    return () => {
      cancelAnimationFrame(request);
    };
  }, [value]);
  return late;
}

/** Whether the window of two scenes differs in its place alone. */
function isNear(a: Scene, b: Scene): boolean {
  const same = (one: readonly Scene['target'][], other: readonly Scene['target'][]): boolean =>
    one.length === other.length &&
    one.every(({ plane, crop }, index) => {
      const its = other[index];
      return its?.plane === plane && sameRect(crop, its.crop);
    });
  return (
    a.walk === b.walk &&
    a.step !== b.step &&
    a.channel === b.channel &&
    a.notation === b.notation &&
    same(a.source, b.source) &&
    same([a.target], [b.target])
  );
}
