import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Look, Opens, ViewName } from '../../protocol';

/** Looks at something closely; given to the pictures from above, since they stand deep in the page. */
export const LookAt = createContext<((look: Look) => void) | undefined>(undefined);

const WORDS: Readonly<Record<ViewName, string>> = { matrix: 'Matrix', steps: 'Steps' };
const TITLES: Readonly<Record<ViewName, string>> = {
  matrix: 'Look at the matrix cell by cell',
  steps: 'Move the window step by step',
};
/** Ways to look at a picture closely. */
export function OpenLinks({
  opens,
  name,
}: {
  readonly opens: Opens;
  readonly name?: string;
}): JSX.Element | null {
  const look = useContext(LookAt);
  if (!look) return null;
  return (
    <span class="open-links">
      {opens.views.map((view) => (
        <button
          key={view}
          type="button"
          class="link open-link"
          title={TITLES[view]}
          aria-label={name === undefined ? undefined : `${WORDS[view]} of ${name}`}
          data-opens={JSON.stringify({ subject: opens.subject, view })}
          onClick={() => {
            look({ subject: opens.subject, view });
          }}
        >
          {WORDS[view]}
        </button>
      ))}
    </span>
  );
}
