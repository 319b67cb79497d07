import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons';
import { Keys } from './keys';

/** What is computed faster than this does not flicker in the status line. */
const UNNOTICED_MS = 120;
const BETWEEN_ANNOUNCEMENTS_MS = 2000;

const UP_TO_DATE = 'Up to date';
const STALE = 'Computing…, showing the values from before this edit';
const COMPUTING = 'Computing…, some values are still to come';

interface StatusProps {
  /** The text has changed since. */
  readonly stale: boolean;
  /** Some values are still to come. */
  readonly computing: boolean;
  /** Whether the preview stays with its document. */
  readonly pinned: boolean;
  /** Whether there are parts to go to by keys. */
  readonly parts: boolean;
  /** Whether no key can be shown. */
  readonly hidden: boolean;
}

/** Whether what is shown belongs to the text in the editor. */
export function StatusLine({ stale, computing, pinned, parts, hidden }: StatusProps): JSX.Element {
  const now = stale ? STALE : computing ? COMPUTING : UP_TO_DATE;
  const seen = useSettled(now, now === UP_TO_DATE ? 0 : UNNOTICED_MS);
  const spoken = useThrottled(seen);
  return (
    <footer class={seen === UP_TO_DATE ? 'status' : 'status stale'}>
      <span class="dot" aria-hidden="true" />
      <span class="status-text" aria-hidden="true">
        {seen}
      </span>
      <span class="unseen" role="status">
        {spoken}
      </span>
      {pinned && (
        <span class="pinned" title="It stays with this file. Unpin it in its title bar.">
          <Icon name="pin" />
          Pinned
        </span>
      )}
      <Keys parts={parts} hidden={hidden} />
    </footer>
  );
}

/** The value once it has stayed the same for a while. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [value, ms]);
  return settled;
}

/** The text, changing at most once in two seconds: a screen reader reads each change aloud. */
function useThrottled(text: string): string {
  const [spoken, setSpoken] = useState(text);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = Math.max(0, changed.current + BETWEEN_ANNOUNCEMENTS_MS - performance.now());
    const timer = setTimeout(() => {
      changed.current = performance.now();
      setSpoken(text);
    }, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  return spoken;
}
