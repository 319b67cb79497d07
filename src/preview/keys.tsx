import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface KeysProps {
  /** Whether there are parts to go to by keys. */
  readonly parts: boolean;
  /** Whether no key of a part can be shown. */
  readonly hidden: boolean;
}

/** The keys of the page: the most used ones in the status line, all of them in a list that `?` opens. */
export function Keys({ parts, hidden }: KeysProps): JSX.Element {
  const [open, setOpen] = useState(false);
  const list = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  // Before the next key is pressed, not only after the next frame
  useLayoutEffect(() => {
    if (open) list.current?.focus();
  }, [open]);
  return (
    <>
      <span class="keys">{parts && <Hints hidden={hidden} />}</span>
      <button
        ref={button}
        type="button"
        class="help"
        title="Keys of this page"
        aria-label="Keys of this page"
        aria-expanded={open}
        aria-controls="key-list"
        aria-keyshortcuts="?"
        onClick={() => {
          setOpen(!open);
        }}
      >
        <kbd>?</kbd>
      </button>
      {open && (
        <section
          ref={list}
          id="key-list"
          class="key-list"
          tabIndex={-1}
          aria-label="Keys of this page"
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
          }}
          onFocusOut={(event) => {
            const to = event.relatedTarget;
            if (to !== null && to !== button.current) setOpen(false);
          }}
        >
          <h2>Keys</h2>
          <dl>
            {KEYS.map(([key, does]) => (
              <div key={key}>
                <dt>
                  {key.split(' ').map((one) => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <button type="button" class="button" onClick={close}>
            Close
          </button>
        </section>
      )}
    </>
  );
}

function Hints({ hidden }: Pick<KeysProps, 'hidden'>): JSX.Element {
  return (
    <>
      <span>
        <kbd>J</kbd>
        <kbd>K</kbd> next, previous part
      </span>
      {!hidden && (
        <span>
          <kbd>S</kbd> show key
        </span>
      )}
      <span>
        <kbd>O</kbd> outline
      </span>
    </>
  );
}

const KEYS = [
  ['J', 'next part'],
  ['K', 'previous part'],
  ['S', 'show or hide the key of the part'],
  ['O', 'outline, where the preview is wide'],
  ['Enter', 'on a name: go to its line in the file; so does a double click'],
  ['?', 'this list'],
  ['Esc', 'close it'],
] as const;
