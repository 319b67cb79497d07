import type { Cell, Notation, Rect } from './cell';
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

/**
 * A window that moves. All of it is geometry; values come in patches and frames.
 *
 * - `gather` (a convolution or pool forward, a transposed convolution back): a step gives one cell of the target in the chosen
 *   channel, row by row.
 * - `spread` (a transposed convolution forward, a convolution or average back): a step adds one cell of the source to one plane of
 *   the target, that of the chosen channel; the steps go over all planes of the source that feed it, one after the other.
 * - The gradient of the kernel gathers: a step gives one weight, over all channels that the chosen filter sees and then row by row. The
 *   grid that the window walks over in `forward` (the input; of a transposed convolution the upstream gradient) is the `source`,
 *   the other one stands as the `kernel`, whose plane is always that of the chosen channel: its cells meet the source’s at a
 *   distance of the stride. The target is the kernel; of a local layer, that of the place of the step, whose weights meet one
 *   cell each, place by place.
 *
 * A flipped kernel is drawn as it is written; each term says which of its cells meets which of the source.
 */
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
  /** Of each channel; where channels have different numbers of them, the most (see `stepsOf`). */
  readonly steps: number;
  /** Only where channels are connected to different numbers of others: the steps of each. */
  readonly stepsOf?: readonly number[];
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
  /** What is added to the sum at its end: the bias. Of a spreading step, what each cell of the target holds from the first on. */
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
  /** What stands at the tap; empty for pools, whose cells have no weights (the mean is divided in the `result` alone). */
  readonly weight: string;
  /** What it is multiplied with: the cell under the tap, or the cell that is spread. `−∞` for the padding of a maximum. */
  readonly value: string;
  readonly product: string;
  /**
   * The sum so far: of this step; of a spreading step, what the cell of the target holds after it (of padding, the cell that it
   * repeats; empty where it is cut off).
   */
  readonly running: string;
  /** The hue of the tap, from 1. */
  readonly hue: number;
}

/** What stands in a rectangle, row by row. */
export interface Patch {
  readonly cells: readonly PatchCell[];
}

export interface PatchCell {
  /** In symbols, of the target, the sum that the cell is: `k1·x1 + k2·x2`. Empty where there is nothing. */
  readonly text: string;
  /** A short name that can stand for it: x and 1,3, and of the target y and 1,3. */
  readonly symbol?: Cell['symbol'];
  /** Its size, where it is a number, for colours. */
  readonly value?: number;
  /** Beyond the grid’s cells; what stands there is 0, or what the padding repeats (of a target: nothing, it is cut off). */
  readonly padding?: true;
  /** Not computed at that step yet. */
  readonly pending?: true;
}
