import type { JSX } from 'preact';
import type { Actions } from './state';

interface PlaceLinkProps {
  /** The line that is gone to, from 0. */
  readonly line: number;
  readonly name: string;
  readonly actions: Actions;
}

/** The name of a given value or part: it goes to its line in the editor. */
export function PlaceLink({ line, name, actions }: PlaceLinkProps): JSX.Element {
  return (
    <button
      type="button"
      class="place-link"
      title={`Go to line ${line + 1}`}
      onClick={() => {
        actions.goToLine(line);
      }}
    >
      {name}
    </button>
  );
}
