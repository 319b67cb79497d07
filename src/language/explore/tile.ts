import {
  SEVERAL,
  TILE,
  type CellTile,
  type Refused,
  type SpyTile,
  type Tile,
  type TileAsk,
} from '../../protocol';
import { matrixOf, type Made } from './matrices';
import type { Explored } from './subject';

/** Cells of a square of a spy tile that are looked at, where what stands in it doesn’t follow from how it is made. */
const CELLS_LOOKED_AT = 256;
/** The rows in which they are, where the square has more cells. */
const ROWS_LOOKED_AT = 4;

/**
 * A part of a matrix. What a tile costs does not depend on the matrix. A square of a spy tile that is marked has a non-zero
 * cell; one that has some is marked, too, except where that neither follows from how the matrix is made nor the square has few
 * cells: of those, samples are looked at.
 */
export function tile(explored: Explored, { way, level, row, col }: TileAsk): Tile | Refused {
  const made = matrixOf(explored, way);
  if ('refused' in made) return made;
  const side = 2 ** level;
  const [top, left] = [row * TILE * side, col * TILE * side];
  const { rows, cols } = made.matrix;
  if (top >= rows || left >= cols) return { refused: 'There is nothing of the matrix there.' };
  const size = {
    rows: Math.min(TILE, Math.ceil((rows - top) / side)),
    cols: Math.min(TILE, Math.ceil((cols - left) / side)),
  };
  return level === 0 ? cellTile(made, top, left, size) : spyTile(made, top, left, size, side);
}

interface Size {
  readonly rows: number;
  readonly cols: number;
}

function cellTile({ weights }: Made, top: number, left: number, { rows, cols }: Size): CellTile {
  const cells = new Uint16Array(rows * cols);
  const found: CellTile['weights'][number][] = [];
  const places = new Map<number, number>();
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      const weight = weights.at(top + row, left + col);
      if (!weight) continue;
      let place = places.get(weight.weight);
      if (place === undefined) {
        found.push(weight);
        place = found.length;
        places.set(weight.weight, place);
      }
      cells[row * cols + col] = place;
    }
  return { kind: 'cells', rows, cols, cells, weights: found };
}

function spyTile(made: Made, top: number, left: number, { rows, cols }: Size, side: number): SpyTile {
  const { matrix } = made;
  const hues = new Uint8Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++)
      hues[row * cols + col] = hueIn(made, {
        top: top + row * side,
        bottom: Math.min(matrix.rows, top + (row + 1) * side) - 1,
        left: left + col * side,
        right: Math.min(matrix.cols, left + (col + 1) * side) - 1,
      });
  return { kind: 'spy', rows, cols, hues };
}

interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The hue of the non-zero cells of a block, or that there are several, or none. */
function hueIn({ matrix, weights }: Made, block: Block): number {
  let hue = 0;
  let [zeros, looks] = [false, 0];
  const look = (row: number, col: number): boolean => {
    const found = weights.at(row, col);
    if (!found || found.number?.zero === true) {
      zeros = true;
      return ++looks > CELLS_LOOKED_AT;
    }
    const one = found.hue === 0 ? SEVERAL : found.hue;
    hue = hue === 0 || hue === one ? one : SEVERAL;
    return hue === SEVERAL;
  };
  if (matrix.pattern) {
    // Channels have the same hues: one stands for all, unless its own weight is 0.
    matrix.pattern.some(block, look, false);
    if (zeros && hue !== SEVERAL) matrix.pattern.some(block, look, true);
    if (zeros && hue === 0 && !matrix.shared) {
      // A weight that is 0 at one place may be another number at the next.
      looks = 0;
      sample(block, look);
    }
    // Rows of their own have hues of their own.
    return hue !== 0 && !matrix.shared && block.bottom > block.top ? SEVERAL : hue;
  }
  sample(block, look);
  return hue;
}

function sample({ top, bottom, left, right }: Block, look: (row: number, col: number) => boolean): void {
  const all = (bottom - top + 1) * (right - left + 1) <= CELLS_LOOKED_AT;
  const [rows, cols] = all ? [Infinity, Infinity] : [ROWS_LOOKED_AT, CELLS_LOOKED_AT / ROWS_LOOKED_AT];
  for (const row of spread(top, bottom, rows))
    for (const col of spread(left, right, cols)) if (look(row, col)) return;
}

/** Whole numbers from the first to the last, at most so many, the ends among them. */
function spread(first: number, last: number, most: number): readonly number[] {
  const count = Math.min(last - first + 1, most);
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? first : first + Math.round((index * (last - first)) / (count - 1)),
  );
}
