import { integer } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';

/** Along one spatial axis: how the cells of a window lie on the input. All in input cells; sizes may be symbols. */
export interface AxisReach {
  /** Cells from the first to the last that an output cell depends on. */
  readonly span: Scalar;
  /** By how much the window moves from one output cell to the next: below 1 where the output is finer. */
  readonly step: Scalar;
  /** Where the window of the first output cell begins: below 0 in the padding. Undefined where no formula says it. */
  readonly start: Scalar | undefined;
}

/**
 * Which cells of its inputs an output cell of a layer depends on: those at the same place, those under a window, or all.
 * Channels don’t count.
 */
export type Reach =
  | { readonly kind: 'same' }
  | { readonly kind: 'window'; readonly axes: readonly AxisReach[] }
  | { readonly kind: 'all' };

export const SAME_PLACE: Reach = { kind: 'same' };
export const ALL_PLACES: Reach = { kind: 'all' };

/** The reach of a window of `span` cells. */
export function windowReach(
  axes: readonly { readonly span: number; readonly step: number; readonly before: number }[],
): Reach {
  return {
    kind: 'window',
    axes: axes.map(({ span, step, before }) => ({
      span: integer(span),
      step: integer(step),
      start: integer(-before),
    })),
  };
}
