import type { Notation, Rect } from './cell';
import type {
  FindAsk,
  Found,
  MatrixSheet,
  Pick,
  PickAsk,
  PickReport,
  Tile,
  TileAsk,
  Way,
  WaySheet,
} from './matrix';
import type { Subject } from './subject';
import type { Frame, FrameAsk, Patch, PatchAsk, WalkKind, WalkSheet } from './walk';

/**
 * Looking closely at one thing: the matrix of a layer cell by cell, and its window step by step. Nothing of this is part of
 * a page: the page asks for what it is about to draw, and the host answers with small pieces that are ready to be drawn. Rows,
 * columns, steps, taps and channels count from 0 here; what people read is text, in their convention.
 */

/** What the page asks. Each has one kind of answer. */
export type Ask =
  | { readonly kind: 'explore'; readonly subject: Subject }
  | TileAsk
  | PickAsk
  | FindAsk
  | FrameAsk
  | PatchAsk
  | TakeAsk;

/** Asks for what is seen, for another program. */
export interface TakeAsk {
  readonly kind: 'take';
  readonly subject: Subject;
  readonly what: Takeaway;
  readonly format: TakeFormat;
}

export type TakeFormat = 'svg' | 'tikz' | 'latex' | 'numpy' | 'csv';

/** A view, as it is seen. */
export type Takeaway =
  /** The picture of the page: a vector, a map, a table, a small matrix. */
  | { readonly view: 'picture' }
  /** A window of the matrix; the whole where `window` is absent. `level` above 0: its structure. */
  | {
      readonly view: 'matrix';
      readonly way: Way;
      readonly notation: Notation;
      readonly window?: Rect;
      readonly pick?: Pick;
    }
  | { readonly view: 'ways' }
  | {
      readonly view: 'step';
      readonly walk: WalkKind;
      readonly channel: number;
      readonly step: number;
      readonly notation: Notation;
    };

/** What answers each kind of question; any of them may be refused. */
export interface Answers {
  readonly explore: Exploration;
  readonly tile: Tile;
  readonly pick: PickReport;
  readonly find: Found;
  readonly frame: Frame;
  readonly patch: Patch;
  readonly take: Taken;
}

/** Why there is no answer, as a sentence. */
export interface Refused {
  readonly refused: string;
}

/** All that is known of a subject before anything of it is drawn. */
export interface Exploration {
  readonly subject: Subject;
  /** The same as long as what is shown is the same: tiles and frames of that stamp can be kept. */
  readonly stamp: number;
  /** `Weight sharing in CNN`, and `conv` or `matrix(conv)`. */
  readonly problem: string;
  readonly name: string;
  /** 0-based line of the subject in the file. */
  readonly line: number;
  /** Absent where it has none; `noMatrix` says why. */
  readonly matrix?: MatrixSheet;
  readonly noMatrix?: string;
  /** One layer, three ways to connect it: shared, unshared, dense. Absent where it is not a layer with a window. */
  readonly ways?: readonly WaySheet[];
  /** Forward first; empty where there is no window to move. */
  readonly walks: readonly WalkSheet[];
  readonly noWalk?: string;
}

/** Something to copy or save. */
export interface Taken {
  readonly text: string;
  /** `the 9×9 matrix of conv as TikZ` */
  readonly what: string;
  /** A name for a file, without folder: `conv-matrix.svg`. */
  readonly fileName: string;
}
