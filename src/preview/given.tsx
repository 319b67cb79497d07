import type { JSX } from 'preact';
import type { GivenView } from '../protocol';
import { FindingNote } from './finding';
import { Guard } from './guard';
import { memo } from './memo';
import { GuardedPicture } from './pictures/picture';
import { PlaceLink } from './place-link';
import type { Actions } from './state';

interface GivenGridProps {
  readonly given: readonly GivenView[];
  /** The name of the value that the cursor is in. */
  readonly current: string | undefined;
  readonly actions: Actions;
}

/** What is declared in a problem, one card a name. */
export function GivenGrid({ given, current, actions }: GivenGridProps): JSX.Element | null {
  if (given.length === 0) return null;
  return (
    <ul class="cards">
      {given.map((item) => (
        <Guard key={item.name} of={item} failed={actions.failed}>
          <Card given={item} current={item.name === current} actions={actions} />
        </Guard>
      ))}
    </ul>
  );
}

interface CardProps {
  readonly given: GivenView;
  readonly current: boolean;
  readonly actions: Actions;
}

const Card = memo(({ given, current, actions }: CardProps): JSX.Element => {
  const { name, line, caption, picture, finding } = given;
  return (
    <li class={current ? 'card current' : 'card'} data-line={line}>
      <div class="card-head">
        <h4>
          <PlaceLink line={line} name={name} actions={actions} />
        </h4>
        <span class="caption">{caption}</span>
      </div>
      {current && <span class="unseen">The cursor is here.</span>}
      {finding !== undefined && <FindingNote finding={finding} actions={actions} />}
      {picture !== undefined && (
        <div class="card-body">
          <GuardedPicture picture={picture} room="card" failed={actions.failed} />
        </div>
      )}
    </li>
  );
});
