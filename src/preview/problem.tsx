import type { JSX } from 'preact';
import type { PartView, ProblemView } from '../protocol';
import { Findings } from './finding';
import { GivenGrid } from './given';
import { Guard } from './guard';
import { Icon } from './icons';
import { MarkupBlock } from './markup';
import { memo } from './memo';
import { elementId } from './outline';
import { hasHidden, PartItem } from './part';
import { addressOf, type Actions } from './state';

interface ProblemProps {
  readonly problem: ProblemView;
  readonly shown: ReadonlySet<string>;
  /** The given value or the part that the cursor is in, where that is in this problem. */
  readonly currentGiven: string | undefined;
  readonly currentPart: string | undefined;
  readonly actions: Actions;
}

/** One problem: what it asks, what is given, its parts. */
export const ProblemSection = memo((props: ProblemProps): JSX.Element => {
  const { problem, currentGiven, actions } = props;
  const id = elementId(problem.id);
  return (
    <section class="problem" id={id} tabIndex={-1} data-line={problem.line} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{problem.title}</h2>
      <Findings findings={problem.findings} actions={actions} />
      <MarkupBlock nodes={problem.prompt} heading="h3" />
      {(problem.given.length > 0 || problem.parameters.length > 0) && (
        <div class="bar">
          <h3>Given</h3>
          <Parameters parameters={problem.parameters} />
        </div>
      )}
      <GivenGrid given={problem.given} current={currentGiven} actions={actions} />
      {problem.parts.length > 0 && <Parts {...props} />}
    </section>
  );
});

function Parameters({ parameters }: Pick<ProblemView, 'parameters'>): JSX.Element | null {
  if (parameters.length === 0) return null;
  return (
    <ul class="chips" aria-label="Parameters">
      {parameters.map(({ name, text }) => (
        <li key={name} class="chip">
          {name} = {text}
        </li>
      ))}
    </ul>
  );
}

function Parts({ problem, shown, currentPart, actions }: ProblemProps): JSX.Element {
  const address = (part: PartView): string => addressOf(problem.id, part.id);
  const withKeys = problem.parts.filter(hasHidden).map(address);
  const allShown = withKeys.every((part) => shown.has(part));
  return (
    <>
      <div class="bar">
        <h3>{problem.parts.length === 1 ? 'Question' : 'Parts'}</h3>
        {withKeys.length > 1 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              actions.show(withKeys, !allShown);
            }}
          >
            <Icon name={allShown ? 'eye-off' : 'eye'} />
            {allShown ? 'Hide all keys' : 'Show all keys'}
          </button>
        )}
      </div>
      <div class="parts">
        {problem.parts.map((part) => (
          <Guard key={part.id} of={part} failed={actions.failed}>
            <PartItem
              part={part}
              address={address(part)}
              shown={shown.has(address(part))}
              current={part.id === currentPart}
              actions={actions}
            />
          </Guard>
        ))}
      </div>
    </>
  );
}
