import type { JSX } from 'preact';
import type { Page } from '../protocol';
import { placeOf } from './current';
import { Findings } from './finding';
import { ExplorerSlot } from './explore/slot';
import { Icon } from './icons';
import { Outline } from './outline';
import { LookAt } from './pictures/opens';
import { ProblemSection } from './problem';
import { addressOf, type Actions, type PreviewState } from './state';
import { StatusLine } from './status';

interface PageProps {
  readonly state: PreviewState;
  readonly actions: Actions;
}

/** Everything in the window. */
export function PageView({ state, actions }: PageProps): JSX.Element {
  const { page, nothing } = state;
  if (page === undefined) return <Empty message={nothing ?? ''} />;
  const place = placeOf(page.problems, state.line);
  const { look } = state;
  const status = (
    <StatusLine
      stale={state.awaited !== undefined}
      computing={page.computing === true}
      pinned={state.pinned}
      parts={look === undefined && page.problems.some((problem) => problem.parts.length > 0)}
      hidden={page.notice !== undefined}
    />
  );
  if (look !== undefined)
    return (
      <>
        <ExplorerSlot
          look={look}
          title={page.title}
          version={state.version}
          uri={state.uri}
          actions={actions}
        />
        {status}
      </>
    );
  return (
    <LookAt.Provider value={actions.look}>
      <div class="sheet">
        <div class={page.problems.length > 0 ? 'layout with-outline' : 'layout'}>
          {page.problems.length > 0 && (
            <Outline
              problems={page.problems}
              current={place === undefined ? undefined : addressOf(place.problem, place.part ?? '')}
            />
          )}
          <main>
            <PageHeader page={page} />
            {page.notice !== undefined && (
              <p class="notice" role="status">
                <Icon name="eye-off" />
                {page.notice}
              </p>
            )}
            <Findings findings={page.findings} actions={actions} />
            {page.problems.map((problem) => (
              <ProblemSection
                key={problem.id}
                problem={problem}
                shown={state.shown}
                currentGiven={place?.problem === problem.id ? place.given : undefined}
                currentPart={place?.problem === problem.id ? place.part : undefined}
                actions={actions}
              />
            ))}
            {page.problems.length === 0 && page.findings.length === 0 && (
              <p class="quiet">No problems yet. Those that you write appear here.</p>
            )}
          </main>
        </div>
      </div>
      {status}
    </LookAt.Provider>
  );
}

function PageHeader({ page }: { readonly page: Page }): JSX.Element {
  return (
    <header class="page-header" data-line={0}>
      <h1>
        {page.course !== undefined && <span class="course">{page.course} · </span>}
        {page.title}
      </h1>
    </header>
  );
}

/** Before the first message there is nothing to say either, and the page stays blank. */
function Empty({ message }: { readonly message: string }): JSX.Element {
  return (
    <main class="empty">
      <p role="status">{message}</p>
    </main>
  );
}
