import type { Speed, StepsAction } from './state';

const ACTIONS: Readonly<Record<string, StepsAction>> = {
  ArrowLeft: { do: 'step', by: -1 },
  ArrowRight: { do: 'step', by: 1 },
  ArrowUp: { do: 'row', by: -1 },
  ArrowDown: { do: 'row', by: 1 },
  Home: { do: 'go', to: 0 },
  End: { do: 'go', to: Number.MAX_SAFE_INTEGER },
  ' ': { do: 'toggle' },
  Escape: { do: 'pause' },
  ...Object.fromEntries(
    ([1, 2, 3, 4] satisfies Speed[]).map((speed): [string, StepsAction] => [
      String(speed),
      { do: 'speed', speed },
    ]),
  ),
};

/** What holds the focus, as far as that changes what a key does. */
export type Focused = 'button' | 'select' | 'other';

/** What a key does; undefined where it is the control's own. */
export function actionOf(key: string, focused: Focused): StepsAction | undefined {
  if (focused === 'select' && key !== 'Escape') return undefined;
  if (focused === 'button' && key === ' ') return undefined;
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
}
