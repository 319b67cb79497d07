import type { JSX } from 'preact';
import type { FindingView } from '../protocol';
import { Icon } from './icons';
import type { Actions } from './state';

const SPOKEN = { error: 'Error: ', warning: 'Warning: ', information: 'Note: ' } as const;

interface FindingProps {
  readonly finding: FindingView;
  readonly actions: Actions;
  readonly id?: string;
}

/** What is wrong, at the place where it is wrong. */
export function FindingNote({ finding, actions, id }: FindingProps): JSX.Element {
  const { severity, message, line } = finding;
  const [headline, more] = splitSentence(message);
  return (
    <div class={`finding ${severity}`} id={id}>
      <Icon name={severity} />
      <p>
        <span class="unseen">{SPOKEN[severity]}</span>
        <span class="message">{withCode(headline)}</span>
        {more !== '' && <span class="more"> {withCode(more)}</span>}{' '}
        <button
          type="button"
          class="link"
          onClick={() => {
            actions.goToLine(line);
          }}
        >
          Go to line {line + 1}
        </button>
      </p>
    </div>
  );
}

/** Several findings, one below the other. */
export function Findings({
  findings,
  actions,
}: {
  readonly findings: readonly FindingView[];
  readonly actions: Actions;
}): JSX.Element | null {
  if (findings.length === 0) return null;
  return (
    <div class="findings">
      {findings.map((finding, index) => (
        <FindingNote key={index} finding={finding} actions={actions} />
      ))}
    </div>
  );
}

/** The first sentence, which says what is wrong, and those that help. */
function splitSentence(message: string): readonly [string, string] {
  const end = message.search(/[.!?]\s+\p{Lu}/u);
  return end < 0 ? [message, ''] : [message.slice(0, end + 1), message.slice(end + 1).trimStart()];
}

/** Messages name things of the document in backticks. */
function withCode(message: string): (string | JSX.Element)[] {
  const pieces = message.split('`');
  if (pieces.length % 2 === 0) return [message];
  return pieces.map((piece, index) => (index % 2 === 1 ? <code key={index}>{piece}</code> : piece));
}
