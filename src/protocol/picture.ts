import type { Cell } from './cell';
import type { Opens } from './subject';

/**
 * What the page draws. A picture is a small view model: everything that is shown is already text, numbers are
 * already rounded for the eye, and big values are cut to a window. The page computes nothing about convolution.
 */
export type Picture =
  | { readonly kind: 'number'; readonly text: string }
  /** A formula or symbol, as LaTeX and as plain text for those who can't see it. */
  | { readonly kind: 'formula'; readonly tex: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A shape, location or range: `508 × 508 × 3`, `[20, 11]`. */
  | { readonly kind: 'place'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly why?: string }
  | { readonly kind: 'undefined'; readonly reason: string }
  | VectorPicture
  | MatrixPicture
  | MapPicture
  | LayerPicture
  | TablePicture
  | {
      readonly kind: 'fields';
      readonly fields: readonly { readonly name: string; readonly picture: Picture }[];
    };

/** A tensor on one axis. */
export interface VectorPicture {
  readonly kind: 'vector';
  readonly cells: readonly Cell[];
  /** How many cells there are in all; more than `cells` where the rest is cut off. */
  readonly length: number;
  /** Cells to mark (an argmax), counted from 0. */
  readonly marks: readonly Mark[];
}

/** The matrix of a layer, or a tensor of rank 2 that is small enough to read. */
export interface MatrixPicture {
  readonly kind: 'matrix';
  readonly rows: number;
  readonly cols: number;
  /** `25 of 81 cells non-zero · 3 shared weights`. */
  readonly facts: string;
  /** How weights are coloured: `taps` (few weights, shared) or `rows` (every row has its own). */
  readonly hues: 'taps' | 'rows';
  /** The window that is shown, row by row; the whole matrix where it is small. */
  readonly cells: readonly (readonly Cell[])[];
  /** Where the window stands in the matrix: 0-based row and column of its first cell. */
  readonly top: number;
  readonly left: number;
  /** Labels of the window's rows and columns (`x1`, `filter 0 (3, 4)`); absent for a plain tensor. */
  readonly rowLabels?: readonly Cell[];
  readonly colLabels?: readonly Cell[];
  /** What it can be opened as, to look at it closely. */
  readonly opens?: Opens;
}

/** A tensor on two axes as an image. Values are row-major. */
export interface MapPicture {
  readonly kind: 'map';
  readonly rows: number;
  readonly cols: number;
  readonly values: readonly number[];
  /** `grey` for images, `sequential` from zero for responses, `diverging` where there are negative values. */
  readonly scale: 'grey' | 'sequential' | 'diverging';
  readonly min: number;
  readonly max: number;
  readonly marks: readonly Mark[];
  /** What a screen reader says: `response, 30 by 30, from 0 to 6. Highest 6 at row 20, column 11, no tie.` */
  readonly spoken: string;
}

/** A place in a map or vector. */
export interface Mark {
  readonly row: number;
  readonly col: number;
  /** How many rows and columns it covers (1 and 1 for a cell; the pattern's size in a scene). */
  readonly rows: number;
  readonly cols: number;
  readonly kind: 'argmax' | 'tie' | 'pattern';
  readonly text: string;
}

export interface LayerPicture {
  readonly kind: 'layer';
  /** The key figure and its unit: `228`, `parameters`. */
  readonly figure: string;
  readonly unit: string;
  /** `512 × 512 × 3 → 508 × 508 × 3`. Absent for a layer without an input. */
  readonly flow?: string;
  /** A thumbnail of its matrix, where that is small enough. */
  readonly matrix?: MatrixPicture;
  /** The layers of a network: what each gives, and its parameters. */
  readonly layers?: TablePicture;
  /** What it can be opened as, to look at it closely. */
  readonly opens?: Opens;
}

export interface TablePicture {
  readonly kind: 'table';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where the table is a value over one integer parameter: what to draw as bars. */
  readonly bars?: { readonly label: string; readonly values: readonly number[] };
}
