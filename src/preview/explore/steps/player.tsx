import type { JSX } from 'preact';
import { exact } from '../../format';
import { memo } from '../../memo';
import { Icon, type IconName } from '../../icons';
import { Select } from '../controls';
import { PERIODS, SPEEDS, type StepsAction, type StepsState } from './state';

/** With more steps, ticks would be a grey band. */
const MOST_TICKS = 64;

interface PlayerProps {
  readonly state: StepsState;
  readonly steps: number;
  readonly stepsPerRow: number;
  readonly dispatch: (action: StepsAction) => void;
}

/** Plays the steps, or goes to one of them. */
export function Player({ state, steps, stepsPerRow, dispatch }: PlayerProps): JSX.Element {
  const { step, playing, speed } = state;
  const where = `step ${exact(step + 1)} of ${exact(steps)}`;
  const [atFirst, atLast] = [step === 0, step === steps - 1];
  return (
    <div class="player" role="group" aria-label="Steps">
      <div class="player-buttons">
        <PlayerButton
          icon="first"
          name="First step"
          off={atFirst}
          press={() => {
            dispatch({ do: 'go', to: 0 });
          }}
        />
        <PlayerButton
          icon="previous"
          name="Previous step"
          off={atFirst}
          press={() => {
            dispatch({ do: 'step', by: -1 });
          }}
        />
        <PlayerButton
          icon={playing ? 'pause' : 'play'}
          name={playing ? 'Pause' : 'Play'}
          main
          off={steps < 2}
          press={() => {
            dispatch({ do: 'toggle' });
          }}
        />
        <PlayerButton
          icon="next"
          name="Next step"
          off={atLast}
          press={() => {
            dispatch({ do: 'step', by: 1 });
          }}
        />
      </div>
      <span class="player-where" aria-hidden="true">
        {where}
      </span>
      <div class="scrubber" style={{ '--done': String(steps > 1 ? step / (steps - 1) : 1) }}>
        <input
          type="range"
          aria-label="Step"
          min={1}
          max={steps}
          value={step + 1}
          aria-valuetext={where}
          onInput={(event) => {
            dispatch({ do: 'go', to: event.currentTarget.valueAsNumber - 1 });
          }}
        />
        {steps > 1 && steps <= MOST_TICKS && <Ticks steps={steps} perRow={stepsPerRow} />}
      </div>
      <Select
        label="Speed"
        value={speed}
        options={SPEEDS.map((value) => ({ value, name: speedName(1000 / PERIODS[value]) }))}
        choose={(value) => {
          const chosen = SPEEDS.find((one) => one === value);
          if (chosen !== undefined) dispatch({ do: 'speed', speed: chosen });
        }}
      />
    </div>
  );
}

interface PlayerButtonProps {
  readonly icon: IconName;
  readonly name: string;
  readonly main?: boolean;
  /** It stays where it is and keeps the focus, but does nothing. */
  readonly off: boolean;
  readonly press: () => void;
}

function PlayerButton({ icon, name, main, off, press }: PlayerButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={main === true ? 'player-button main' : 'player-button'}
      title={name}
      aria-label={name}
      aria-disabled={off ? true : undefined}
      onClick={() => {
        if (!off) press();
      }}
    >
      <Icon name={icon} />
    </button>
  );
}

/** One for each step, a longer one where a row of steps begins. */
const Ticks = memo(({ steps, perRow }: { readonly steps: number; readonly perRow: number }): JSX.Element => (
  <svg class="ticks" viewBox={`0 0 ${steps - 1} 8`} preserveAspectRatio="none" aria-hidden="true">
    {Array.from({ length: steps }, (_, step) => (
      <path key={step} d={`M${step} 0v${step % perRow === 0 ? 8 : 4}`} />
    ))}
  </svg>
));

function speedName(perSecond: number): string {
  return perSecond < 1 ? `1 step / ${1 / perSecond} s` : `${perSecond} step${perSecond === 1 ? '' : 's'} / s`;
}
