import type { JSX } from 'preact';
import type { Mark } from '../../protocol';

const MOST_LISTED = 4;

/** What each mark says, beside the shape that it has in the picture. */
export function MarkList({ marks }: { readonly marks: readonly Mark[] }): JSX.Element | null {
  const listed = marks.filter(
    (mark, index) => mark.text !== '' && marks.findIndex((other) => other.text === mark.text) === index,
  );
  if (listed.length === 0) return null;
  return (
    <ul class="marks">
      {listed.slice(0, MOST_LISTED).map((mark) => (
        <li key={mark.text}>
          <span class={`mark-key ${mark.kind}`} aria-hidden="true" />
          {mark.text}
        </li>
      ))}
      {listed.length > MOST_LISTED && <li>and {listed.length - MOST_LISTED} more</li>}
    </ul>
  );
}
