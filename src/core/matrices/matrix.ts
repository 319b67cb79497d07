import type { Scalar } from '../numbers/scalar';
import type { Pattern } from './pattern';

/** A non-zero cell of a row or column: its place in it, and its value. */
export interface MatrixEntry {
  readonly index: number;
  readonly value: Scalar;
}

/** Where a cell of a layer's matrix comes from. */
export interface Provenance {
  /** Cells with the same number hold the same weight; from 0, in the order of the weight tensor. */
  readonly weight: number;
  /** The place in the window, one coordinate per axis, from 0; empty for a dense layer. */
  readonly tap: readonly number[];
  /** Where padding repeats an input cell, more weights are added up in the matrix cell. */
  readonly more?: readonly Omit<Provenance, 'more'>[];
}

/** How rows or columns of a layer's matrix are called: the position in the input or output tensor, from 0. */
export type PositionOf = (index: number) => readonly number[];

/** One of the axes along which cells with the same weight are repeated: parts of their rows and columns. */
export interface CellAxis {
  readonly count: number;
  /** Rows grow with the index. */
  readonly at: (index: number) => { readonly row: number; readonly col: number };
}

/**
 * A matrix that is never stored: any cell is computed from its place in constant time, so a matrix of 774,192 ×
 * 786,432 costs what one of 9 × 9 costs. Rows and columns count from 0.
 */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  cell(row: number, col: number): Scalar;
  /** The non-zero cells of a row, from left to right. */
  row(row: number): readonly MatrixEntry[];
  /** The non-zero cells of a column, from top to bottom. */
  col(col: number): readonly MatrixEntry[];
  /** How many cells are not zero. */
  readonly nnz: bigint;
  /** How many different values stand in cells that are not zero. */
  readonly distinct: bigint;
  /** Where a cell comes from; undefined for zeros and for matrices that no layer made. */
  provenance(row: number, col: number): Provenance | undefined;
  /** The tensors whose flattened entries its rows and columns stand for; undefined where no layer made it. */
  readonly outputPosition?: PositionOf;
  readonly inputPosition?: PositionOf;
  /**
   * Whether it is the same matrix by how it is made, without looking at cells; undefined where that doesn’t say. Matrices that
   * are large but made alike are compared by this.
   */
  readonly madeAs?: (other: Matrix) => true | undefined;
  /** The matrix that it is the transpose of, where it is one. */
  readonly transposeOf?: Matrix;
  /** Whether its weights are shared between rows: colours then mean taps. */
  readonly shared: boolean;
  /** Where cells may be other than 0, where that follows from how it is made. */
  readonly pattern?: Pattern;
  /**
   * The cells that hold the sum of these weights (mostly of one): all sums of a part from each axis, in reading order where
   * the last axis changes first. Undefined where that doesn’t follow from how it is made, and for weights that there aren’t.
   */
  readonly cellsOf?: (weights: readonly number[]) => readonly CellAxis[] | undefined;
}
