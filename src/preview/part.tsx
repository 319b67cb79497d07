import type { ComponentChildren, JSX } from 'preact';
import type { KeyView, PartView } from '../protocol';
import { FindingNote } from './finding';
import { Icon } from './icons';
import { MarkupBlock } from './markup';
import { memo } from './memo';
import { elementId } from './outline';
import { GuardedPicture, isBlock } from './pictures/picture';
import { PlaceLink } from './place-link';
import type { Actions } from './state';

interface PartProps {
  readonly part: PartView;
  readonly address: string;
  readonly shown: boolean;
  /** Whether the cursor is in it. */
  readonly current: boolean;
  readonly actions: Actions;
}

/** One question: its prompt, and its key behind a button. */
export const PartItem = memo(({ part, address, shown, current, actions }: PartProps): JSX.Element => {
  const { id, line, prompt, points, choices, hint, finding } = part;
  const element = elementId(address);
  return (
    <article
      class={['part', id === '' && 'single', current && 'current'].filter(Boolean).join(' ')}
      id={id === '' ? `${element}-part` : element}
      tabIndex={-1}
      data-line={line}
      aria-label={id === '' ? 'Question' : `Part ${id}`}
      aria-describedby={finding === undefined ? undefined : `${element}-finding`}
    >
      {id !== '' && (
        <h4 class="part-id">
          <PlaceLink line={line} name={id} actions={actions} />
        </h4>
      )}
      <div class="part-body">
        {current && <span class="unseen">The cursor is here.</span>}
        <div class="part-prompt">
          <MarkupBlock nodes={prompt} heading={headingIn(part)} />
          {points !== '' && <span class="points">{points}</span>}
        </div>
        {choices !== undefined && <Choices choices={choices} />}
        {hint !== undefined && (
          <details class="hint">
            <summary>Hint</summary>
            <MarkupBlock nodes={hint} heading={headingIn(part)} />
          </details>
        )}
        {finding !== undefined && (
          <FindingNote id={`${element}-finding`} finding={finding} actions={actions} />
        )}
        {hasHidden(part) ? (
          <Hidden part={part} address={address} shown={shown} actions={actions} />
        ) : (
          finding === undefined && <p class="wanted">{part.wanted}</p>
        )}
      </div>
    </article>
  );
});

/** A part has a heading of its own, unless it is the only question. */
function headingIn({ id }: PartView): 'h4' | 'h5' {
  return id === '' ? 'h4' : 'h5';
}

/** Whether the part has something that is hidden at first. */
export function hasHidden(part: PartView): boolean {
  return part.key !== undefined || (part.rubric?.length ?? 0) > 0 || part.solution !== undefined;
}

function Choices({ choices }: { readonly choices: NonNullable<PartView['choices']> }): JSX.Element {
  return (
    <ul class="choices">
      {choices.map((choice) => (
        <li key={choice.id}>
          <span class="choice-id">{choice.id}</span>
          <MarkupBlock nodes={choice.text} />
        </li>
      ))}
    </ul>
  );
}

/** The button stays the same element when it is pressed, so it keeps the focus. */
function Hidden({ part, address, shown, actions }: Omit<PartProps, 'current'>): JSX.Element {
  const name = hiddenName(part);
  const controls = `${elementId(address)}-key`;
  return (
    <div class={shown ? 'key shown' : 'key'}>
      <button
        type="button"
        class="button toggle"
        aria-expanded={shown}
        aria-controls={controls}
        title={shown ? `Hide ${name.toLowerCase()}` : `Show ${name.toLowerCase()}`}
        onClick={() => {
          actions.show([address], !shown);
        }}
      >
        <Icon name={shown ? 'eye' : 'eye-off'} />
        <span class={shown ? 'unseen' : ''}>{shown ? `Hide ${name.toLowerCase()}` : `${name} hidden`}</span>
      </button>
      <div class="key-content" id={controls}>
        {shown ? <Revealed part={part} failed={actions.failed} /> : <span class="wanted">{part.wanted}</span>}
      </div>
    </div>
  );
}

function hiddenName(part: PartView): string {
  if (part.key !== undefined) return 'Key';
  return part.rubric !== undefined && part.rubric.length > 0 ? 'Rubric' : 'Solution';
}

function Revealed({
  part,
  failed,
}: {
  readonly part: PartView;
  readonly failed: Actions['failed'];
}): JSX.Element {
  const { key, rubric, solution } = part;
  return (
    <>
      {key !== undefined && <Key value={key} failed={failed} />}
      {rubric !== undefined && rubric.length > 0 && (
        <Titled title="What to look for" as={headingIn(part)}>
          <ul class="rubric">
            {rubric.map((line, index) => (
              <li key={index}>
                <MarkupBlock nodes={line} heading={part.id === '' ? 'h5' : 'h6'} />
              </li>
            ))}
          </ul>
        </Titled>
      )}
      {solution !== undefined && (
        <Titled title="Solution" as={headingIn(part)}>
          <MarkupBlock nodes={solution} heading={part.id === '' ? 'h5' : 'h6'} />
        </Titled>
      )}
    </>
  );
}

function Titled({
  title,
  as: Heading,
  children,
}: {
  readonly title: string;
  readonly as: 'h4' | 'h5';
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="titled">
      <Heading>{title}</Heading>
      {children}
    </section>
  );
}

/** The value first, why second. */
function Key({
  value,
  failed,
}: {
  readonly value: KeyView;
  readonly failed: Actions['failed'];
}): JSX.Element {
  const { picture, expression, note } = value;
  const said = 'text' in picture ? picture.text : undefined;
  return (
    <div class={isBlock(picture) ? 'value block' : 'value'}>
      <GuardedPicture picture={picture} room="full" failed={failed} />
      {(note !== undefined || (expression !== '' && expression !== said)) && (
        <p class="why">
          {note !== undefined && <span>{note}</span>}
          {expression !== '' && expression !== said && <code>{expression}</code>}
        </p>
      )}
    </div>
  );
}
