/**
 * One thing looked at closely, in place of the page: its matrix, or its window step by step. Loaded when it is first asked
 * for.
 */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Exploration, Look, Subject, Takeaway, ViewName } from '../../protocol';
import type { AskHost } from './ask';
import { Segmented } from './controls';
import { MatrixView } from './matrix/matrix-view';
import { StepsView } from './steps/steps-view';

export interface ExplorerProps {
  readonly look: Look;
  /** The title of the problem set. */
  readonly title: string;
  /** Of the page that is shown; a new one asks anew. */
  readonly version: number;
  readonly uri: string;
  readonly ask: AskHost;
  readonly actions: {
    readonly goToLine: (line: number) => void;
    readonly markLine: (line: number) => void;
    readonly take: (subject: Subject, what: Takeaway) => void;
    /** Undefined goes back to the page. */
    readonly look: (look: Look | undefined) => void;
  };
}

/** What it looks like: addresses from where its bundle lies, in dist/chunks. */
export const styles: readonly string[] = ['explore', 'steps'].map(
  (name) => new URL(`../../media/${name}.css`, import.meta.url).href,
);

const NAMES: Readonly<Record<ViewName, string>> = { matrix: 'Matrix', steps: 'Steps' };
const QUIET_MS = 300;

/** What is looked at, with the way back. */
export function Explorer({ look, title, version, uri, ask, actions }: ExplorerProps): JSX.Element {
  const { subject, view } = look;
  const [exploration, setExploration] = useState<Exploration | undefined>(undefined);
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const [said, say] = useSpoken();
  const key = JSON.stringify([uri, subject]);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let current = true;
    void ask({ kind: 'explore', subject }).then((answer) => {
      if (!current) return;
      if ('refused' in answer) setRefused(answer.refused);
      else {
        setRefused(undefined);
        setExploration(answer);
      }
    });
    return () => {
      current = false;
    };
  }, [key, version]);
  useEffect(() => {
    back.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [key]);
  const shown = exploration && JSON.stringify(exploration.subject) === JSON.stringify(subject);
  const options = (['matrix', 'steps'] as const).map((value) => ({
    value,
    name: NAMES[value],
    ...(shown && !has(exploration, value) && { why: whyNot(exploration, value) }),
  }));
  return (
    <div
      class="explorer sheet"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) actions.look(undefined);
      }}
    >
      <header class="explorer-bar">
        <nav aria-label="Where this is">
          <ol class="crumbs">
            <li>
              <button
                ref={back}
                type="button"
                class="link"
                aria-keyshortcuts="Escape"
                title="Back to the page (Escape)"
                onClick={() => {
                  actions.look(undefined);
                }}
              >
                {title === '' ? 'Page' : title}
              </button>
            </li>
            {shown && <li class="quiet">{exploration.problem}</li>}
            {shown && (
              <li aria-current="page">
                <button
                  type="button"
                  class="place-link"
                  title={`Go to line ${exploration.line + 1}`}
                  onClick={() => {
                    actions.goToLine(exploration.line);
                  }}
                >
                  <code>{exploration.name}</code>
                </button>
              </li>
            )}
          </ol>
        </nav>
        <Segmented
          label="View"
          value={view}
          options={options}
          choose={(next) => {
            actions.look({ subject, view: next });
          }}
        />
      </header>
      <main class="explorer-main">
        <h1 class="unseen">{shown ? `${exploration.problem}, ${exploration.name}` : title}</h1>
        {refused !== undefined && (
          <p class="refused" role="alert">
            {refused}
            {shown && ' What is shown is from before this edit.'}
          </p>
        )}
        {shown && view === 'matrix' && (
          <MatrixOf
            key={key}
            exploration={exploration}
            ask={ask}
            actions={{
              ...actions,
              say,
              take: (what) => {
                actions.take(subject, what);
              },
            }}
          />
        )}
        {shown && view === 'steps' && (
          <StepsView
            key={key}
            exploration={exploration}
            ask={ask}
            actions={{
              goToLine: actions.goToLine,
              say,
              take: (what) => {
                actions.take(subject, what);
              },
            }}
          />
        )}
      </main>
      <p class="unseen" role="status">
        {said}
      </p>
    </div>
  );
}

function MatrixOf(props: {
  readonly exploration: Exploration;
  readonly ask: AskHost;
  readonly actions: Parameters<typeof MatrixView>[0]['actions'];
}): JSX.Element {
  const { matrix, noMatrix } = props.exploration;
  return matrix ? (
    <MatrixView {...props} sheet={matrix} />
  ) : (
    <p class="quiet">{noMatrix ?? 'It has no matrix.'}</p>
  );
}

function has({ matrix, walks }: Exploration, view: ViewName): boolean {
  return view === 'matrix' ? matrix !== undefined : walks.length > 0;
}

function whyNot({ noMatrix, noWalk }: Exploration, view: ViewName): string {
  return (
    (view === 'matrix' ? noMatrix : noWalk) ??
    (view === 'matrix' ? 'It has no matrix.' : 'No window moves here.')
  );
}

/** A sentence for those who listen, once nothing more has come for a moment: a held key would say every cell. */
function useSpoken(): readonly [string, (sentence: string) => void] {
  const [said, setSaid] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const say = useRef((sentence: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setSaid(sentence);
    }, QUIET_MS);
  });
  return [said, say.current];
}
