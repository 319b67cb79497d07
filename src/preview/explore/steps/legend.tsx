import type { JSX } from 'preact';
import type { Frame, WalkSheet } from '../../../protocol';

interface LegendProps {
  readonly walk: WalkSheet;
  readonly frame: Frame | undefined;
}

/** What the marks of the grids mean. */
export function Legend({ walk, frame }: LegendProps): JSX.Element {
  const covered = walk.moves === 'gather' ? walk.source : walk.target;
  const { top, bottom, left, right } = covered.padding;
  const pads = top + bottom + left + right > 0;
  const spreads = walk.moves === 'spread';
  return (
    <ul class="step-legend">
      {pads && (
        <li>
          <span class="step-key hatched" aria-hidden="true" />
          {spreads ? 'cut off' : walk.combines === 'sum' ? 'padding, always 0' : 'padding'}
        </li>
      )}
      {walk.combines === 'sum' && (
        <li>
          <span class="step-key tap-1 tapped" aria-hidden="true" />
          {spreads ? 'a product is added' : 'under a tap'}
        </li>
      )}
      {walk.combines === 'max' && (
        <li>
          <span class="step-key best" aria-hidden="true" />
          the largest
        </li>
      )}
      {frame !== undefined && (
        <li>
          <span class="step-key window" aria-hidden="true" />
          reach of the window, {frame.reach.rows} × {frame.reach.cols}
        </li>
      )}
      {!spreads && (
        <li>
          <span class="step-key pending" aria-hidden="true" />
          not computed yet
        </li>
      )}
    </ul>
  );
}
