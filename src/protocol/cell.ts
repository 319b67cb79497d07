/** One number or symbol in a grid. */
export interface Cell {
  /** What stands in the cell: `0`, `−2`, `1/3`, `k1`. */
  readonly text: string;
  /** A symbol's name and indices, drawn as name with subscript: k and 1, w and 4,3. */
  readonly symbol?: { readonly name: string; readonly index: string };
  /** Which weight stands here: cells with the same number hold the same weight. Absent for zeros and inputs. */
  readonly weight?: number;
  /** Its hue, from 1, and how deep it is (to 1), where there are more taps than hues. */
  readonly hue?: number;
  readonly depth?: number;
  readonly zero?: boolean;
}

/** What stands in cells: names of weights and inputs, or numbers. */
export type Notation = 'symbols' | 'numbers';

/** A rectangle of cells. */
export interface Rect {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
}
