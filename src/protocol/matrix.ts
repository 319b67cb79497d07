import type { Cell, Notation } from './cell';
import type { Subject } from './subject';

/** Which matrix: the one that was asked for, or that of the layer with its connections made in another way. */
export type Way = 'own' | 'shared' | 'unshared' | 'dense';

/** A side of a tile, in cells; of a spy tile, in squares of 2^level × 2^level cells. */
export const TILE = 32;

export interface TileAsk {
  readonly kind: 'tile';
  readonly subject: Subject;
  readonly way: Way;
  /** 0 for cells. At level l, each square of the tile stands for 2^l × 2^l cells. */
  readonly level: number;
  /** Which tile, counted in tiles of that level. */
  readonly row: number;
  readonly col: number;
}

export interface PickAsk {
  readonly kind: 'pick';
  readonly subject: Subject;
  readonly way: Way;
  readonly pick: Pick;
}

/** Something picked in a matrix: a cell (row and column), an output (row), an input (column), or a weight. */
export interface Pick {
  readonly row?: number;
  readonly col?: number;
  readonly weight?: number;
}

/** Goes from a cell to another one. */
export interface FindAsk {
  readonly kind: 'find';
  readonly subject: Subject;
  readonly way: Way;
  readonly row: number;
  readonly col: number;
  readonly find:
    /** The next or previous cell with the same weight, in reading order; from the last it goes on with the first. */
    | { readonly what: 'weight'; readonly step: 1 | -1 }
    /** What a person typed: `k2`, `2,2`, `w4,3`, `-1`, `x5`: the next cell that is called or holds that. */
    | { readonly what: 'text'; readonly text: string; readonly step: 1 | -1 };
}

export interface MatrixSheet {
  readonly way: Way;
  readonly rows: number;
  readonly cols: number;
  /** `The matrix of the convolution` */
  readonly title: string;
  /** `9 × 9 · banded Toeplitz · 25 of 81 cells non-zero · 3 weights · same padding` */
  readonly facts: string;
  /** Key figures, where they are worth a line of their own: `58,064,400`, `non-zero cells`. Empty for a small matrix. */
  readonly figures: readonly { readonly figure: string; readonly unit: string }[];
  readonly rowAxis: AxisSheet;
  readonly colAxis: AxisSheet;
  /** How weights are coloured: as taps, by their row, or not at all. */
  readonly hues: 'taps' | 'rows' | 'none';
  /** What can stand in the cells. */
  readonly notations: readonly Notation[];
  /** Why numbers or symbols are missing. */
  readonly missing?: string;
  /** The kernel of a layer whose weights are shared: what the colours mean. */
  readonly kernel?: KernelSheet;
}

/** What the rows or columns of a matrix stand for: the cells of a tensor. */
export interface AxisSheet {
  /** `x` and `x′` where the tensor has one axis; else `input` and `output`. */
  readonly symbol: string;
  /** What coordinates count from, in words. With one digit and a symbol, labels are x1, x2, … */
  readonly base: 0 | 1;
  /** The tensor's axes, from that whose step along the matrix is longest. index = Σ coordinate · stride. */
  readonly digits: readonly Digit[];
}

export interface Digit {
  /** `filter`, `channel`, `row`, `column`, … */
  readonly name: string;
  readonly extent: number;
  readonly stride: number;
}

/** A shared kernel, as far as a picture of it needs it. */
export interface KernelSheet {
  /** Places in the window: 1 × 3, 5 × 5. */
  readonly rows: number;
  readonly cols: number;
  readonly channels: number;
  readonly filters: number;
  /** The taps of each pair of filter and channel, filters first, then channels, then row by row; cut off at 4,096. */
  readonly taps: readonly WeightCell[];
}

export interface WaySheet {
  readonly way: Way;
  readonly matrix: MatrixSheet;
  /** `25`, `unshared`, `local1d`, `weights: each row has its own`. */
  readonly figure: string;
  readonly name: string;
  readonly type: string;
  readonly words: string;
}

/** A weight as it is drawn in a cell. */
export interface WeightCell {
  /** Cells with the same number hold the same weight. */
  readonly weight: number;
  readonly symbol?: Cell;
  /** What is written where the symbol is too long for a cell: the tap, `2,2`. */
  readonly short?: Cell;
  readonly number?: Cell;
  /** From 1; 0 for none. */
  readonly hue: number;
  /** How deep the hue is, from 0 (faint) to 1: the kernel’s column, where the hue is its row. */
  readonly depth: number;
}

export type Tile = CellTile | SpyTile;

/** `TILE` × `TILE` cells, fewer at the lower and right ends. */
export interface CellTile {
  readonly kind: 'cells';
  readonly rows: number;
  readonly cols: number;
  /** Row by row: 0 for a zero, else 1 + the place in `weights`. */
  readonly cells: Uint16Array;
  readonly weights: readonly WeightCell[];
}

/** Where there are non-zero cells, square by square. */
export interface SpyTile {
  readonly kind: 'spy';
  readonly rows: number;
  readonly cols: number;
  /** Row by row: 0 for none, a hue from 1, or `SEVERAL` hues. */
  readonly hues: Uint8Array;
}

export const SEVERAL = 255;

/** What is to be said of something picked. */
export interface PickReport {
  readonly pick: Pick;
  /** As a screen reader says it: `Row x′4, column x3: k1. Same weight in 8 cells.` */
  readonly spoken: string;
  /** The weight that stands in the picked cell. */
  readonly weight?: WeightCell;
  /** `Picked`: `the weight from x3 to x′4`; `Shared`: `k1 stands in 8 cells`; `Edges`: … */
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** Of a row, the sum that its output is; of a column, the outputs that read it. */
  readonly sum?: SumSheet;
}

export interface SumSheet {
  /** `output`: result = Σ weight · cell. `input`: the cell is read by each of the terms. */
  readonly of: 'output' | 'input';
  readonly result: Cell;
  /** At most 81, from the window’s first. */
  readonly terms: readonly Term[];
  /** How many more there are. */
  readonly more: number;
}

/** A weight and the cell that it meets. */
export interface Term {
  readonly weight: WeightCell;
  /** The column of the input, or the row of the output. */
  readonly index: number;
  readonly cell: Cell;
  /** The place in the window, one coordinate per axis. */
  readonly tap: readonly number[];
}

export interface Found {
  /** Absent where there is none; `message` says so. */
  readonly row?: number;
  readonly col?: number;
  readonly message?: string;
}
