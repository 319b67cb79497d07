import type { Notation, Rect } from './cell';
import type { Subject } from './subject';

export type WalkKind = 'forward' | 'input-gradient' | 'kernel-gradient';

export interface FrameAsk {
  readonly kind: 'frame';
  readonly subject: Subject;
  readonly walk: WalkKind;
  /** The output channel whose sums are shown (of a gradient of the input, the input channel). */
  readonly channel: number;
  readonly step: number;
  readonly notation: Notation;
}

/** Asks for what stands in a rectangle of one channel of a grid; it may reach beyond the grid's cells, into the padding. */
export interface PatchAsk {
  readonly kind: 'patch';
  readonly subject: Subject;
  readonly walk: WalkKind;
  readonly grid: 'source' | 'kernel' | 'target';
  /** The channel of the grid; of the kernel, that of the source that its taps meet. */
  readonly plane: number;
  /** As in `FrameAsk`. */
  readonly channel: number;
  /** Of the target, what it holds after this step; of the kernel, the one at this step (a local layer has several). */
  readonly step: number;
  readonly notation: Notation;
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly cols: number;
}

/** A window that moves. All of it is geometry; values come in patches and frames. */
export interface WalkSheet {
  readonly kind: WalkKind;
  /** `Forward`, `Gradient of the input`. */
  readonly name: string;
  /** `Stride 2, dilation 2, padding 2` */
  readonly title: string;
  /** `input 7 × 7, kernel 3 × 3, output ⌊(7 + 2·2 − 2·2 − 1) / 2⌋ + 1 = 4 on each side` */
  readonly facts: string;
  /** LaTeX: `y_{i,j} = \sum_{a,b} k_{a,b}\, x_{2i+2a-2,\,2j+2b-2}` */
  readonly formula: string;
  /**
   * `gather`: each step gives one cell of the target from several of the source. `spread`: each step adds one cell of the
   * source, times the kernel, to several cells of the target.
   */
  readonly moves: 'gather' | 'spread';
  /** What becomes of the terms of a gathering step. */
  readonly combines: 'sum' | 'max' | 'mean';
  readonly steps: number;
  /** Steps in one row of the grid that is walked over. */
  readonly stepsPerRow: number;
  /** Which channels can be chosen (output channels; for the gradient of the input, its channels). */
  readonly channels: number;
  readonly channelName: string;
  readonly source: GridSheet;
  readonly kernel: GridSheet;
  readonly target: GridSheet;
  readonly notations: readonly Notation[];
  /** Where numbers are not given in the file: `example values`. */
  readonly valuesNote?: string;
  /** Why numbers or symbols are missing. */
  readonly missing?: string;
  /** What coordinates count from, in words; 0 where it is absent. */
  readonly base?: 0 | 1;
}

/** A grid of cells: one plane a channel. One axis is one row. */
export interface GridSheet {
  /** `Input`, `Kernel`, `Output`, `Upstream gradient`. */
  readonly name: string;
  /** What its cells are called in the formula, `x`: then a cell is x(0, 4). Else it is called by its place alone. */
  readonly symbol?: string;
  /** `7 × 7, two rings of zero padding` */
  readonly caption: string;
  readonly rows: number;
  readonly cols: number;
  readonly planes: number;
  /** Cells of padding around it, drawn hatched. */
  readonly padding: {
    readonly top: number;
    readonly bottom: number;
    readonly left: number;
    readonly right: number;
  };
}

/** One step of a walk. */
export interface Frame {
  readonly step: number;
  /** The cell of the target that comes about (gather), or the cell of the source that is spread. */
  readonly at: GridPlace;
  /** What the window covers, in cells of the grid that it moves over; it may reach into the padding. */
  readonly reach: Rect;
  /** In the order of the sum. At most 96, from the window’s first. */
  readonly terms: readonly FrameTerm[];
  /** How many more there are. */
  readonly more: number;
  /** What is added to the sum at its end: the bias. */
  readonly bias?: string;
  /** `28`; of a spreading step, empty. */
  readonly result: string;
  /** `Step 8 of 16, output row 1, column 3: 28. Three of nine inputs are padding.` */
  readonly spoken: string;
}

export interface GridPlace {
  readonly plane: number;
  readonly row: number;
  readonly col: number;
}

export interface FrameTerm {
  readonly tap: GridPlace;
  /** The cell under the tap: of the source where the step gathers, of the target where it spreads. */
  readonly cell: GridPlace;
  /** Whether that cell is padding; what stands there is its `value`. */
  readonly padding: boolean;
  readonly weight: string;
  readonly value: string;
  readonly product: string;
  /** The sum so far: of this step, or of the target’s cell. */
  readonly running: string;
  /** The hue of the tap, from 1. */
  readonly hue: number;
}

/** What stands in a rectangle, row by row. */
export interface Patch {
  readonly cells: readonly PatchCell[];
}

export interface PatchCell {
  readonly text: string;
  /** Its size, where it is a number, for colours. */
  readonly value?: number;
  /** Beyond the grid’s cells. */
  readonly padding?: true;
  /** Not computed at that step yet. */
  readonly pending?: true;
}
