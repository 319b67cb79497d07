import type { Tile, TileAsk, Refused } from '../../protocol';
import type { Explored } from './subject';

export function tile(explored: Explored, ask: TileAsk): Tile | Refused {
  return { refused: `${ask.kind} of ${explored.name} is not there yet.` };
}
