/**
 * Which part of a matrix is seen, and how large: pure functions. Offsets are in cells and may be fractions; sizes are CSS
 * pixels. Nothing here grows with the matrix.
 */
export interface Viewport {
  /** The side of a cell. */
  readonly cell: number;
  /** The cell at the upper left corner. */
  readonly top: number;
  readonly left: number;
  /** The size of what is seen, without headers. */
  readonly width: number;
  readonly height: number;
}

export interface Extent {
  readonly rows: number;
  readonly cols: number;
}

/** Room for the headers of rows (beside) and columns (above), in CSS pixels. */
export interface HeaderRoom {
  readonly beside: number;
  readonly above: number;
}

export const NO_HEADERS: HeaderRoom = { beside: 0, above: 0 };

/** Cells are no larger than this. */
export const LARGEST_CELL = 36;
/** Cells from this size on bear labels. */
export const LABELLED_CELL = 18;
/** Below this size cells are dots, then squares of colour. */
export const DOTTED_CELL = 6;
/** Below this size several cells are drawn as one square. */
const SINGLE_CELL = 1.5;

/** Keeps what is seen within the matrix, and the cells within their sizes. */
export function clamp(viewport: Viewport, { rows, cols }: Extent): Viewport {
  const { width, height } = viewport;
  const cell = Math.min(LARGEST_CELL, Math.max(viewport.cell, smallestCell({ rows, cols }, width, height)));
  const [seenRows, seenCols] = [height / cell, width / cell];
  return {
    ...viewport,
    cell,
    top: Math.max(0, Math.min(viewport.top, rows - seenRows)),
    left: Math.max(0, Math.min(viewport.left, cols - seenCols)),
  };
}

/** The size at which the whole matrix is seen. */
export function smallestCell({ rows, cols }: Extent, width: number, height: number): number {
  return Math.min(LARGEST_CELL, width / cols, height / rows);
}

/** Moves by pixels. */
export function scrolled(viewport: Viewport, extent: Extent, dx: number, dy: number): Viewport {
  const { cell, top, left } = viewport;
  return clamp({ ...viewport, top: top + dy / cell, left: left + dx / cell }, extent);
}

/** Changes the size of cells by a factor; what is at the point (in pixels) stays there. */
export function zoomed(viewport: Viewport, extent: Extent, factor: number, x: number, y: number): Viewport {
  const { cell, top, left, width, height } = viewport;
  const next = Math.min(LARGEST_CELL, Math.max(cell * factor, smallestCell(extent, width, height)));
  return clamp(
    { ...viewport, cell: next, top: top + y / cell - y / next, left: left + x / cell - x / next },
    extent,
  );
}

/** Moves as little as possible so that a cell is seen, with some cells around it. */
export function revealing(viewport: Viewport, extent: Extent, row: number, col: number, air = 1): Viewport {
  const { cell, width, height } = viewport;
  const shift = (first: number, seen: number, index: number): number => {
    const around = Math.min(air, Math.max(0, (seen - 1) / 2));
    if (index - around < first) return index - around;
    if (index + 1 + around > first + seen) return index + 1 + around - seen;
    return first;
  };
  return clamp(
    {
      ...viewport,
      top: shift(viewport.top, height / cell, row),
      left: shift(viewport.left, width / cell, col),
    },
    extent,
  );
}

/** The cell in the middle of what is seen, at another size of cells. */
export function centred(
  viewport: Viewport,
  extent: Extent,
  cell: number,
  row: number,
  col: number,
): Viewport {
  const { width, height } = viewport;
  return clamp(
    { ...viewport, cell, top: row + 0.5 - height / cell / 2, left: col + 0.5 - width / cell / 2 },
    extent,
  );
}

/** The rows and columns that are seen, whole or in part. */
export function seen(
  { top, left, width, height, cell }: Viewport,
  { rows, cols }: Extent,
): { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number } {
  return {
    top: Math.floor(top),
    left: Math.floor(left),
    bottom: Math.min(rows, Math.ceil(top + height / cell)),
    right: Math.min(cols, Math.ceil(left + width / cell)),
  };
}

/** The cell at a point, in pixels from the corner of what is seen; undefined outside the matrix. */
export function cellAt(
  { top, left, cell }: Viewport,
  { rows, cols }: Extent,
  x: number,
  y: number,
): { readonly row: number; readonly col: number } | undefined {
  const [row, col] = [Math.floor(top + y / cell), Math.floor(left + x / cell)];
  return row >= 0 && col >= 0 && row < rows && col < cols ? { row, col } : undefined;
}

/** The level of the tiles to draw: 0 for cells, l for squares of 2^l × 2^l cells. */
export function levelOf(cell: number): number {
  return cell >= SINGLE_CELL ? 0 : Math.ceil(Math.log2(SINGLE_CELL / cell));
}
