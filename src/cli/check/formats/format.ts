import type { Checked } from '../checked';

/** Turns results into a text, one after the other: what it keeps is little, or nothing. */
export interface Format {
  readonly start?: string;
  readonly one: (checked: Checked) => string;
  readonly end?: () => string;
}
