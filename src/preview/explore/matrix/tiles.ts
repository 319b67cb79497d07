import { TILE, type Subject, type Tile, type Way } from '../../../protocol';
import type { AskHost } from '../ask';
import type { Area } from './scene';

/** Tiles that are kept, those used last. A screen shows some hundred at most. */
const MOST_TILES = 1500;
/** Questions that wait for an answer at a time; more would only be older when they are answered. */
const MOST_ASKED = 48;

interface Wanted {
  readonly level: number;
  readonly row: number;
  readonly col: number;
}

/** The tiles of one matrix: what is there is given at once, what isn't is asked for. */
export class Tiles {
  private readonly known = new Map<string, Tile>();
  private readonly asked = new Set<string>();
  /** What each drawing wanted last and is still to be asked for. */
  private readonly wanted = new Map<object, readonly Wanted[]>();
  private readonly listeners = new Set<(level: number) => void>();

  constructor(
    private readonly ask: AskHost,
    private readonly subject: Subject,
    private readonly way: Way,
    private readonly failed: (message: string) => void,
  ) {}

  /**
   * Tells a listener the level of each tile that comes.
   * @returns what ends this.
   */
  listen(listener: (level: number) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  get(level: number, row: number, col: number): Tile | undefined {
    const key = keyOf(level, row, col);
    const tile = this.known.get(key);
    if (tile) {
      // The map keeps the order of use.
      this.known.delete(key);
      this.known.set(key, tile);
    }
    return tile;
  }

  /** Has these tiles fetched, in their order; what the same drawing wanted before and sees no longer is forgotten. */
  want(drawing: object, tiles: readonly Wanted[]): void {
    this.wanted.set(drawing, tiles);
    this.askNext();
  }

  private askNext(): void {
    for (const [drawing, tiles] of this.wanted) {
      let next = 0;
      for (; next < tiles.length && this.asked.size < MOST_ASKED; next++) {
        const tile = tiles[next];
        if (tile && !this.isThere(tile)) void this.fetch(tile);
      }
      if (next === tiles.length) this.wanted.delete(drawing);
      else this.wanted.set(drawing, tiles.slice(next));
    }
  }

  private isThere({ level, row, col }: Wanted): boolean {
    const key = keyOf(level, row, col);
    return this.known.has(key) || this.asked.has(key);
  }

  private async fetch({ level, row, col }: Wanted): Promise<void> {
    const key = keyOf(level, row, col);
    this.asked.add(key);
    const answer = await this.ask({
      kind: 'tile',
      subject: this.subject,
      way: this.way,
      level,
      row,
      col,
    });
    this.asked.delete(key);
    if ('refused' in answer) this.failed(answer.refused);
    else {
      this.known.set(key, answer);
      if (this.known.size > MOST_TILES) {
        const [oldest] = this.known.keys();
        if (oldest !== undefined) this.known.delete(oldest);
      }
      for (const listener of this.listeners) listener(level);
    }
    this.askNext();
  }
}

function keyOf(level: number, row: number, col: number): string {
  return `${level}/${row}/${col}`;
}

/** The tiles of a level that cover a rectangle of cells, with a ring around it, those inside first. */
export function tilesOver(
  level: number,
  area: Area,
  extent: { readonly rows: number; readonly cols: number },
  ring: number,
): readonly Wanted[] {
  const side = TILE * 2 ** level;
  const [firstRow, lastRow] = [Math.floor(area.top / side), Math.floor(Math.max(0, area.bottom - 1) / side)];
  const [firstCol, lastCol] = [Math.floor(area.left / side), Math.floor(Math.max(0, area.right - 1) / side)];
  const [mostRow, mostCol] = [Math.floor((extent.rows - 1) / side), Math.floor((extent.cols - 1) / side)];
  const inside: Wanted[] = [];
  const around: Wanted[] = [];
  for (let row = Math.max(0, firstRow - ring); row <= Math.min(mostRow, lastRow + ring); row++)
    for (let col = Math.max(0, firstCol - ring); col <= Math.min(mostCol, lastCol + ring); col++) {
      const within = row >= firstRow && row <= lastRow && col >= firstCol && col <= lastCol;
      (within ? inside : around).push({ level, row, col });
    }
  return [...inside, ...around];
}
