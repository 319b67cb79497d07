import type { JSX } from 'preact';
import type { Markup, PartView, ProblemView } from '../protocol';
import { Icon } from './icons';
import { MarkupInline } from './markup';
import { memo } from './memo';
import { addressOf } from './state';

interface OutlineProps {
  readonly problems: readonly ProblemView[];
  /** The address of the problem or part that the cursor is in. */
  readonly current: string | undefined;
}

/** The problems and parts of the page, to jump to. */
export const Outline = memo(({ problems, current }: OutlineProps): JSX.Element => {
  return (
    <nav class="outline" aria-label="Problems">
      <ol>
        {problems.map((problem, index) => (
          <li key={problem.id}>
            <Item address={problem.id} current={current === problem.id} failed={hasError(problem)}>
              <span class="outline-title">
                {index + 1} {problem.title}
              </span>
            </Item>
            <PartItems problem={problem} current={current} />
          </li>
        ))}
      </ol>
    </nav>
  );
});

function PartItems({
  problem,
  current,
}: {
  problem: ProblemView;
  current: string | undefined;
}): JSX.Element | null {
  const parts = problem.parts.filter((part) => part.id !== '');
  if (parts.length === 0) return null;
  return (
    <ol class="outline-parts">
      {parts.map((part) => {
        const address = addressOf(problem.id, part.id);
        return (
          <li key={part.id}>
            <Item address={address} current={current === address} failed={part.finding?.severity === 'error'}>
              <span class="outline-id">{part.id}</span>
              <span class="outline-title">
                <MarkupInline nodes={opening(part)} />
              </span>
            </Item>
          </li>
        );
      })}
    </ol>
  );
}

interface ItemProps {
  readonly address: string;
  readonly current: boolean;
  readonly failed: boolean;
  readonly children: JSX.Element | readonly JSX.Element[];
}

function Item({ address, current, failed, children }: ItemProps): JSX.Element {
  return (
    <button
      type="button"
      class="outline-item"
      aria-current={current ? 'true' : undefined}
      onClick={() => {
        jump(address);
      }}
    >
      {children}
      {failed && (
        <span class="outline-error">
          <Icon name="error" />
          <span class="unseen">has an error</span>
        </span>
      )}
    </button>
  );
}

/** The focus goes along, so that the next key speaks of what is seen. */
function jump(address: string): void {
  const element = document.getElementById(elementId(address));
  element?.scrollIntoView({ block: 'start' });
  element?.focus({ preventScroll: true });
}

/** The DOM id of a problem or part. Ids of the document may hold anything, DOM ids no spaces. */
export function elementId(address: string): string {
  return `at-${encodeURIComponent(address)}`;
}

function opening({ prompt }: PartView): Markup {
  const [first] = prompt;
  return first !== undefined && 'children' in first ? first.children : prompt.slice(0, 1);
}

function hasError(problem: ProblemView): boolean {
  const findings = [...problem.findings, ...problem.given.map(({ finding }) => finding)];
  return findings.some((finding) => finding?.severity === 'error');
}
