import type { ComponentChild, JSX } from 'preact';
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
      {breakable(name)}
    </button>
  );
}

const LONGEST_ID = 80;

/** The name, which may be broken into lines between its words. */
function breakable(name: string): ComponentChild[] {
  if (name.length > LONGEST_ID) return [name];
  return name
    .split(/(?<=[-_.:/])|(?<=\p{Ll}|\d)(?=\p{Lu})/u)
    .flatMap((word, index) => (index === 0 ? [word] : [<wbr key={index} />, word]));
}
