import type { Notation, WalkKind, WalkSheet } from '../../../protocol';

/** What a person chose in the stepping view, and where the window is. Replaced as a whole, never changed. */
export interface StepsState {
  readonly walk: WalkKind;
  readonly channel: number;
  readonly step: number;
  readonly notation: Notation;
  /** The plane of the source that is shown; undefined: the one that the step takes. */
  readonly plane: number | undefined;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Whether the last change moved the window by one place, so that it can be seen to move. */
  readonly slides: boolean;
  /** Counts the steps that are to be spoken: those that a person made, and the one at which playing stopped. */
  readonly said: number;
}

export type Speed = 1 | 2 | 3 | 4;

/** How long each speed stays on a step, in milliseconds. */
export const PERIODS: Readonly<Record<Speed, number>> = { 1: 2000, 2: 1000, 3: 500, 4: 200 };
export const SPEEDS: readonly Speed[] = [1, 2, 3, 4];
/** A screen reader has the time to read a step aloud that stays as long as this. */
const SPOKEN_MS = 2000;

export type StepsAction =
  | { readonly do: 'go'; readonly to: number }
  | { readonly do: 'step'; readonly by: number }
  /** To the same column of another row; nothing where there is none. */
  | { readonly do: 'row'; readonly by: number }
  | { readonly do: 'play' | 'pause' | 'toggle' }
  /** The time of a step is over. */
  | { readonly do: 'tick' }
  | { readonly do: 'speed'; readonly speed: Speed }
  | { readonly do: 'walk'; readonly walk: WalkKind }
  | { readonly do: 'channel'; readonly channel: number }
  | { readonly do: 'notation'; readonly notation: Notation }
  | { readonly do: 'plane'; readonly plane: number | undefined };

/** The walk that is shown: the chosen one, or the first where that is gone. */
export function walkOf(walks: readonly WalkSheet[], kind: WalkKind | undefined): WalkSheet | undefined {
  return walks.find((walk) => walk.kind === kind) ?? walks[0];
}

export function firstState(walks: readonly WalkSheet[]): StepsState {
  const walk = walks[0];
  return {
    walk: walk?.kind ?? 'forward',
    channel: 0,
    step: 0,
    plane: undefined,
    notation: walk?.notations[0] ?? 'symbols',
    playing: false,
    speed: 3,
    slides: false,
    said: 0,
  };
}

/** The state as far as these walks allow it: an edit may have taken steps, channels or notations away. */
export function fit(state: StepsState, walks: readonly WalkSheet[]): StepsState {
  const walk = walkOf(walks, state.walk);
  if (walk === undefined) return state;
  const notation = walk.notations.includes(state.notation) ? state.notation : walk.notations[0];
  const channel = within(state.channel, walk.channels);
  const step = within(state.step, walk.steps);
  const gone = state.plane !== undefined && state.plane >= walk.source.planes;
  if (
    walk.kind === state.walk &&
    channel === state.channel &&
    step === state.step &&
    (notation ?? state.notation) === state.notation &&
    !gone
  )
    return state;
  return {
    ...state,
    plane: gone ? undefined : state.plane,
    walk: walk.kind,
    channel,
    step,
    notation: notation ?? state.notation,
    slides: false,
  };
}

/** The state after an action. Where nothing changes, it is the same object. */
export function reduce(state: StepsState, action: StepsAction, walks: readonly WalkSheet[]): StepsState {
  const walk = walkOf(walks, state.walk);
  if (walk === undefined) return state;
  switch (action.do) {
    case 'go':
      return goTo(state, within(action.to, walk.steps), false);
    case 'step':
      return goTo(state, within(state.step + action.by, walk.steps), true);
    case 'row': {
      const to = state.step + action.by * walk.stepsPerRow;
      return to === within(to, walk.steps) ? goTo(state, to, true) : state;
    }
    case 'toggle':
      return reduce(state, { do: state.playing ? 'pause' : 'play' }, walks);
    case 'play': {
      if (walk.steps < 2) return state;
      const atEnd = state.step === walk.steps - 1;
      return { ...state, playing: true, ...(atEnd && { step: 0, slides: false }) };
    }
    case 'pause':
      return state.playing ? { ...state, playing: false, said: state.said + 1 } : state;
    case 'tick':
      return state.playing ? tick(state, walk) : state;
    case 'speed':
      return { ...state, speed: action.speed };
    case 'walk': {
      const start = { channel: 0, step: 0, plane: undefined, playing: false, slides: false };
      return fit({ ...state, ...start, walk: action.walk }, walks);
    }
    case 'channel':
      return { ...state, channel: within(action.channel, walk.channels), slides: false };
    case 'notation':
      return walk.notations.includes(action.notation)
        ? { ...state, notation: action.notation, slides: false }
        : state;
    case 'plane':
      return { ...state, plane: action.plane };
  }
}

/** A step that a person makes: playing goes on from there no longer. */
function goTo(state: StepsState, step: number, slides: boolean): StepsState {
  if (step === state.step && !state.playing) return state;
  return { ...state, step, slides, playing: false, said: state.said + 1 };
}

function tick(state: StepsState, { steps }: WalkSheet): StepsState {
  const step = within(state.step + 1, steps);
  const ends = step === steps - 1;
  const spoken = ends || PERIODS[state.speed] >= SPOKEN_MS;
  return { ...state, step, slides: true, playing: !ends, said: state.said + (spoken ? 1 : 0) };
}

function within(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.trunc(value)));
}
