/** Where the cells of a matrix stand that may be other than 0, without a look at any of them. */

/** A rectangle of cells, the last row and column included. */
export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Is told a cell; says whether that is enough. */
export type Visit = (row: number, col: number) => boolean;

/**
 * How one axis of the output meets one of the input: links (a tap of a window, a pair of channels), each with cells of its
 * own in a small matrix of the one axis against the other.
 */
export interface PatternLevel {
  readonly rows: number;
  readonly cols: number;
  /**
   * Visits a cell of the block for each link that has one there, until that is enough.
   * @param each whether links that differ by their channels alone are visited one by one; else one stands for all.
   */
  some(block: Block, visit: Visit, each: boolean): boolean;
  /** How many cells a row has. */
  across(row: number): number;
  /** How many cells a column has. */
  down(col: number): number;
}

/**
 * The Kronecker product of the patterns of its axes, the one that changes most slowly first: a cell may be other than 0
 * where each of its digits, of the row and of the column, stands in a cell of its level.
 */
export class Pattern {
  private readonly inner: readonly { readonly rows: number; readonly cols: number }[];

  constructor(private readonly levels: readonly PatternLevel[]) {
    this.inner = levels.map((_, at) =>
      levels
        .slice(at + 1)
        .reduce((size, { rows, cols }) => ({ rows: size.rows * rows, cols: size.cols * cols }), {
          rows: 1,
          cols: 1,
        }),
    );
  }

  /**
   * Visits a cell of a block for each weight that stands in it, some of them twice, until that is enough. What it costs depends
   * on the window, not on the block.
   * @param each whether weights at the same tap of other channels are visited, too.
   * @returns whether it was enough.
   */
  some(block: Block, visit: Visit, each = true): boolean {
    return this.search(0, block, visit, each, 0, 0);
  }

  /** How many cells a row has. */
  countInRow(row: number): number {
    return this.digits(row, 'rows').reduce(
      (count, digit, at) => count * (this.levels[at]?.across(digit) ?? 1),
      1,
    );
  }

  /** How many cells a column has. */
  countInCol(col: number): number {
    return this.digits(col, 'cols').reduce(
      (count, digit, at) => count * (this.levels[at]?.down(digit) ?? 1),
      1,
    );
  }

  transposed(): Pattern {
    return new Pattern(
      this.levels.map((level) => ({
        rows: level.cols,
        cols: level.rows,
        some: ({ top, bottom, left, right }, visit, each) =>
          level.some(
            { top: left, bottom: right, left: top, right: bottom },
            (row, col) => visit(col, row),
            each,
          ),
        across: (row) => level.down(row),
        down: (col) => level.across(col),
      })),
    );
  }

  private digits(index: number, side: 'rows' | 'cols'): number[] {
    return this.levels.map((level, at) => Math.floor(index / (this.inner[at]?.[side] ?? 1)) % level[side]);
  }

  private search(at: number, block: Block, visit: Visit, each: boolean, row: number, col: number): boolean {
    const [level, inner] = [this.levels[at], this.inner[at]];
    if (!level || !inner) return visit(row, col);
    const across = segments(block.left, block.right, inner.cols);
    for (const { first: top, last: bottom, from, to } of segments(block.top, block.bottom, inner.rows))
      for (const segment of across) {
        const within = { top: from, bottom: to, left: segment.from, right: segment.to };
        const enough = level.some(
          { top, bottom, left: segment.first, right: segment.last },
          (r, c) => this.search(at + 1, within, visit, each, row + r * inner.rows, col + c * inner.cols),
          each,
        );
        if (enough) return true;
      }
    return false;
  }
}

/** Digits from `first` to `last` of a level, each with what lies between `from` and `to` within it. */
interface Segment {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** A range, cut at its ends into digits that it covers whole and those of which it has a part. */
function segments(low: number, high: number, inner: number): Segment[] {
  const [first, last] = [Math.floor(low / inner), Math.floor(high / inner)];
  const [from, to] = [low - first * inner, high - last * inner];
  if (first === last) return [{ first, last, from, to }];
  const [begins, ends] = [from === 0, to === inner - 1];
  const whole = { first: begins ? first : first + 1, last: ends ? last : last - 1, from: 0, to: inner - 1 };
  return [
    ...(whole.first <= whole.last ? [whole] : []),
    ...(begins ? [] : [{ first, last: first, from, to: inner - 1 }]),
    ...(ends ? [] : [{ first: last, last, from: 0, to }]),
  ];
}

/** The same index on both sides: channels that stay by themselves, the places of a layer that acts at each. */
export function sameLevel(extent: number): PatternLevel {
  return {
    rows: extent,
    cols: extent,
    some({ top, bottom, left, right }, visit, each) {
      const last = Math.min(bottom, right);
      for (let index = Math.max(top, left); index <= last; index++) {
        if (visit(index, index)) return true;
        if (!each) return false;
      }
      return false;
    },
    across: () => 1,
    down: () => 1,
  };
}

/** Every row meets every column, each with a weight of its own. */
export function fullLevel(rows: number, cols: number): PatternLevel {
  return {
    rows,
    cols,
    some({ top, bottom, left, right }, visit, each) {
      for (let row = top; row <= bottom; row++)
        for (let col = left; col <= right; col++) {
          if (visit(row, col)) return true;
          if (!each) return false;
        }
      return false;
    },
    across: () => cols,
    down: () => rows,
  };
}

/** Channels: which of the input’s each of the output’s sees. */
export function pairLevel(
  rows: number,
  cols: number,
  sees: (row: number, col: number) => boolean,
): PatternLevel {
  const count = (length: number, seen: (index: number) => boolean): number => {
    let sum = 0;
    for (let index = 0; index < length; index++) if (seen(index)) sum++;
    return sum;
  };
  return {
    rows,
    cols,
    some({ top, bottom, left, right }, visit, each) {
      for (let row = top; row <= bottom; row++)
        for (let col = left; col <= right; col++) {
          if (!sees(row, col)) continue;
          if (visit(row, col)) return true;
          if (!each) return false;
        }
      return false;
    },
    across: (row) => count(cols, (col) => sees(row, col)),
    down: (col) => count(rows, (row) => sees(row, col)),
  };
}
