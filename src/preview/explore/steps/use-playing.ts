import { useEffect, useRef } from 'preact/hooks';
import { PERIODS, type StepsAction, type StepsState } from './state';

/** How often is looked whether the next step has come, and for how long. */
const AGAIN_MS = 30;
const PATIENCE_MS = 3000;

/** Makes the steps of playing, each when all of it is here; stops when the page is hidden. */
export function usePlaying(
  { playing, step, speed }: StepsState,
  dispatch: (action: StepsAction) => void,
  ready: (step: number) => boolean,
): void {
  const latest = useRef(ready);
  latest.current = ready;
  useEffect(() => {
    if (!playing) return undefined;
    const deadline = performance.now() + PERIODS[speed] + PATIENCE_MS;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      if (!latest.current(step + 1) && performance.now() < deadline) timer = setTimeout(tick, AGAIN_MS);
      else dispatch({ do: 'tick' });
    };
    timer = setTimeout(tick, PERIODS[speed]);
    return () => {
      clearTimeout(timer);
    };
  }, [playing, step, speed]);
  useEffect(() => {
    if (!playing) return undefined;
    const stop = (): void => {
      if (document.hidden) dispatch({ do: 'pause' });
    };
    document.addEventListener('visibilitychange', stop);
    return () => {
      document.removeEventListener('visibilitychange', stop);
    };
  }, [playing]);
}

/** Whether things may move. */
export function moves(): boolean {
  return (
    !window.matchMedia('(prefers-reduced-motion: reduce)').matches &&
    !document.body.classList.contains('vscode-reduce-motion')
  );
}
