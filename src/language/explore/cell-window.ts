import type { Rect, Refused, Tile, TileAsk, Way, WeightCell } from '../../protocol';
import { TILE } from '../../protocol';
import type { CellWindow, SpySquares } from '../../publish';
import type { Subject } from '../../protocol';

/** What answers for a tile. */
export type TileOf = (ask: TileAsk) => Tile | Refused;

interface Asked {
  readonly subject: Subject;
  readonly way: Way;
}

/** The squares of the structure of a whole matrix, on its longer side at most. */
const MOST_SQUARES = 192;

/** The cells of a rectangle, put together from the tiles that it lies on. */
export function windowOf({ subject, way }: Asked, rect: Rect, tileOf: TileOf): CellWindow | Refused {
  const { top, left, rows, cols } = rect;
  const cells = new Uint16Array(rows * cols);
  const weights: WeightCell[] = [];
  const places = new Map<number, number>();
  for (const [tileRow, tileCol] of tilesOf(rect)) {
    const tile = tileOf({ kind: 'tile', subject, way, level: 0, row: tileRow, col: tileCol });
    if ('refused' in tile) return tile;
    if (tile.kind !== 'cells') return { refused: 'This matrix has no cells that can be drawn.' };
    const [y, x] = [tileRow * TILE, tileCol * TILE];
    for (let row = Math.max(top, y); row < Math.min(top + rows, y + tile.rows); row++)
      for (let col = Math.max(left, x); col < Math.min(left + cols, x + tile.cols); col++) {
        const weight = tile.weights[(tile.cells[(row - y) * tile.cols + col - x] ?? 0) - 1];
        if (!weight) continue;
        let place = places.get(weight.weight);
        if (place === undefined) {
          place = weights.push(weight);
          places.set(weight.weight, place);
        }
        cells[(row - top) * cols + col - left] = place;
      }
  }
  return { kind: 'cells', top, left, rows, cols, cells, weights };
}

/** The structure of a whole matrix, in as many squares as a picture has room for. */
export function squaresOf(
  { subject, way }: Asked,
  size: { readonly rows: number; readonly cols: number },
  tileOf: TileOf,
): SpySquares | Refused {
  const longer = Math.max(size.rows, size.cols);
  const level = Math.max(1, Math.ceil(Math.log2(longer / MOST_SQUARES)));
  const [rows, cols] = [size.rows, size.cols].map((extent) => Math.ceil(extent / 2 ** level));
  const whole = { top: 0, left: 0, rows: rows ?? 0, cols: cols ?? 0 };
  const hues = new Uint8Array(whole.rows * whole.cols);
  for (const [tileRow, tileCol] of tilesOf(whole)) {
    const tile = tileOf({ kind: 'tile', subject, way, level, row: tileRow, col: tileCol });
    if ('refused' in tile) return tile;
    if (tile.kind !== 'spy') return { refused: 'The structure of this matrix can’t be drawn.' };
    for (let row = 0; row < tile.rows; row++)
      hues.set(
        tile.hues.subarray(row * tile.cols, (row + 1) * tile.cols),
        (tileRow * TILE + row) * whole.cols + tileCol * TILE,
      );
  }
  return { kind: 'spy', rows: whole.rows, cols: whole.cols, level, hues };
}

function* tilesOf({ top, left, rows, cols }: Rect): Generator<readonly [row: number, col: number]> {
  const last = (from: number, count: number): number => Math.floor((from + count - 1) / TILE);
  for (let row = Math.floor(top / TILE); row <= last(top, rows); row++)
    for (let col = Math.floor(left / TILE); col <= last(left, cols); col++) yield [row, col];
}
