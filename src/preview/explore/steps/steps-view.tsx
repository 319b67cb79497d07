/**
 * A window that moves over a grid, step by step: what is under it, what comes about, and the sum in between. The state is in
 * `state.ts`; what is drawn of it, and what has to be asked for that, in `scene.ts`; all values come from the host.
 */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Exploration, Takeaway, WalkSheet } from '../../../protocol';
import { Icon } from '../../icons';
import { memo } from '../../memo';
import { Maths } from '../../maths/maths';
import type { AskHost } from '../ask';
import { Segmented, Select } from '../controls';
import { Grids } from './grids';
import { actionOf, type Focused } from './keys';
import { Legend } from './legend';
import { Player } from './player';
import type { Room } from './room';
import { firstState, fit, PERIODS, reduce, walkOf, type StepsAction, type StepsState } from './state';
import { Sum } from './sum';
import { moves, usePlaying } from './use-playing';
import { usePointing } from './use-pointing';
import { useRoom } from './use-room';
import { useLanding, useNextPicture, useScene } from './use-scene';

export interface StepsProps {
  readonly exploration: Exploration;
  readonly ask: AskHost;
  readonly actions: {
    readonly goToLine: (line: number) => void;
    /** Says a sentence to those who listen. */
    readonly say: (sentence: string) => void;
    readonly take: (what: Takeaway) => void;
  };
}

/** How long the window slides; less where the next step comes soon. */
const SLIDE_MS = 180;
const SLIDING_SHARE = 0.6;

/** The steps of what is looked at. */
export function StepsView(props: StepsProps): JSX.Element {
  const { walks, noWalk } = props.exploration;
  const [chosen, setState] = useState(() => firstState(walks));
  const state = fit(chosen, walks);
  const walk = walkOf(walks, state.walk);
  if (walk === undefined) return <p class="quiet">{noWalk ?? 'It has no window that moves.'}</p>;
  return (
    <Walk
      {...props}
      state={state}
      walk={walk}
      dispatch={(action) => {
        setState((before) => reduce(fit(before, walks), action, walks));
      }}
    />
  );
}

interface WalkProps extends StepsProps {
  readonly state: StepsState;
  readonly walk: WalkSheet;
  readonly dispatch: (action: StepsAction) => void;
}

function Walk({ exploration, ask, actions, state, walk, dispatch }: WalkProps): JSX.Element {
  const { attach, room, lengths, hold } = useRoom(walk);
  const { scene, ready, known } = useScene({ exploration, ask, walk, state, room });
  const slide = moves()
    ? Math.min(SLIDE_MS, state.playing ? PERIODS[state.speed] * SLIDING_SHARE : SLIDE_MS)
    : 0;
  const slides = state.slides && slide > 0;
  const { landed, sliding } = useLanding(scene, slides, slide);
  const summed = useNextPicture(landed);
  const pointing = usePointing(exploration.subject, scene, known, dispatch);
  usePlaying(state, dispatch, ready);
  useLayoutEffect(() => {
    hold(scene);
  }, [scene]);
  useSpoken(state, scene.frame, actions.say);
  const { channel, step, notation } = state;
  const what: Takeaway = { view: 'step', walk: walk.kind, channel, step, notation };
  const take = (): void => {
    actions.take(what);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const focused = focusedOf(event.target);
    const onGrids = event.target instanceof Element && event.target.matches('.step-grids');
    const action = actionOf(event.key, focused);
    if (action !== undefined) dispatch(action);
    else if (event.key === 'Enter' && onGrids) actions.goToLine(exploration.line);
    else if (event.key === 'c' && focused !== 'select') take();
    else return;
    // Escape may mean something to what is around.
    if (event.key !== 'Escape' || state.playing) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const refused = scene.refused;
  return (
    <section
      ref={attach}
      class={room.wide ? 'steps wide' : 'steps'}
      aria-label={walk.title}
      style={{ '--slide': `${slide}ms` }}
      data-vscode-context={JSON.stringify({
        webviewSection: 'cnn-take',
        cnnTake: { subject: exploration.subject, what },
        preventDefaultContextMenuItems: true,
      })}
      onKeyDown={press}
    >
      <Head {...{ exploration, state, walk, room, dispatch, take }} />
      <div
        class="step-grids"
        role="group"
        tabIndex={0}
        aria-label={`${walk.source.name}, ${walk.combines === 'sum' ? `${walk.kernel.name}, ` : ''}${walk.target.name}: arrow keys step`}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Space"
        {...pointing}
      >
        <Grids {...{ scene, landed, sliding, slides, room, lengths }} />
      </div>
      <Legend walk={walk} frame={scene.frame} />
      <Player {...{ state, dispatch }} steps={walk.steps} stepsPerRow={walk.stepsPerRow} />
      {refused !== undefined && <p role="alert">{refused}</p>}
      {summed.frame !== undefined && <Sum walk={summed.walk} frame={summed.frame} />}
      <footer class="step-foot">
        <Maths tex={walk.formula} display={false} />
        <Hints rows={walk.steps > walk.stepsPerRow} />
      </footer>
    </section>
  );
}

/** Says each step that is to be said, once it is here. */
function useSpoken(
  { said, step }: StepsState,
  frame: { readonly step: number; readonly spoken: string } | undefined,
  say: (sentence: string) => void,
): void {
  const heard = useRef(0);
  useEffect(() => {
    if (said === heard.current || frame?.step !== step) return;
    heard.current = said;
    say(frame.spoken);
  }, [said, step, frame]);
}

interface HeadProps {
  readonly exploration: Exploration;
  readonly state: StepsState;
  readonly walk: WalkSheet;
  readonly room: Room;
  readonly dispatch: (action: StepsAction) => void;
  readonly take: () => void;
}

const FOLLOWS = -1;

/** What it is, and what can be chosen. */
function Head({ exploration, state, walk, room, dispatch, take }: HeadProps): JSX.Element {
  const { walks } = exploration;
  const base = walk.base ?? 0;
  const numbered = (count: number): readonly { readonly value: number; readonly name: string }[] =>
    Array.from({ length: count }, (_, value) => ({ value, name: String(value + base) }));
  const missing = walk.missing ?? 'There are none for this layer.';
  return (
    <header class="step-head" data-line={exploration.line}>
      <div class="step-titles">
        <h2>{walk.title}</h2>
        <p class="quiet">
          {walk.facts}
          {walk.valuesNote !== undefined && ` · ${walk.valuesNote}`}
        </p>
      </div>
      <div class="step-choices">
        {walks.length > 1 && (
          <Segmented
            label="What is walked through"
            value={walk.kind}
            options={walks.map(({ kind, name }) => ({ value: kind, name }))}
            choose={(kind) => {
              dispatch({ do: 'walk', walk: kind });
            }}
          />
        )}
        {walk.channels > 1 && (
          <Select
            label={walk.channelName}
            value={state.channel}
            options={numbered(walk.channels)}
            choose={(channel) => {
              dispatch({ do: 'channel', channel });
            }}
          />
        )}
        {walk.source.planes > 1 && !room.abreast && (
          <Select
            label={`channel of the ${walk.source.name.toLowerCase()}`}
            value={state.plane ?? FOLLOWS}
            options={[{ value: FOLLOWS, name: 'follows' }, ...numbered(walk.source.planes)]}
            choose={(plane) => {
              dispatch({ do: 'plane', plane: plane === FOLLOWS ? undefined : plane });
            }}
          />
        )}
        <Segmented
          label="What stands in the cells"
          value={state.notation}
          options={(['numbers', 'symbols'] as const).map((value) => ({
            value,
            name: value,
            ...(!walk.notations.includes(value) && { why: missing }),
          }))}
          choose={(notation) => {
            dispatch({ do: 'notation', notation });
          }}
        />
        <button
          type="button"
          class="button step-take export-seen"
          aria-keyshortcuts="C"
          title="Copy or save this step"
          onClick={take}
        >
          <Icon name="export" />
          Export…
        </button>
      </div>
    </header>
  );
}

const Hints = memo(({ rows }: { readonly rows: boolean }): JSX.Element => {
  const hints: readonly (readonly [readonly string[], string])[] = [
    [['Space'], 'play'],
    [['←', '→'], 'step'],
    ...(rows ? [[['↑', '↓'], 'row'] as const] : []),
    [['Home', 'End'], 'first, last'],
    [['1', '4'], 'speed'],
  ];
  return (
    <p class="step-hints">
      {hints.map(([keys, does]) => (
        <span key={does}>
          {keys.map((key, index) => (
            <>
              {does === 'speed' && index > 0 && '–'}
              <kbd>{key}</kbd>
            </>
          ))}{' '}
          {does}
        </span>
      ))}
    </p>
  );
});

function focusedOf(target: EventTarget | null): Focused {
  if (target instanceof HTMLSelectElement) return 'select';
  return target instanceof HTMLButtonElement ? 'button' : 'other';
}
