import type { MatrixSheet, Pick } from '../../../protocol';
import type { Palette } from '../../colours/palette';
import { drawScene } from './draw';
import { headerRoom } from './headers';
import type { Area, Lettering, Scene } from './scene';
import { tilesOver, type Tiles } from './tiles';
import {
  cellAt,
  centred,
  clamp,
  LARGEST_CELL,
  levelOf,
  NO_HEADERS,
  revealing,
  scrolled,
  seen,
  zoomed,
  type HeaderRoom,
  type Viewport,
} from './viewport';

const MOVES_MS = 160;
/** Tiles beyond what is seen, so that scrolling finds them there. */
const RING = 1;
/** While it leaps from place to place only what is seen is fetched; what is around it once it rests for so long. */
const RESTS_MS = 120;

/** What a drawing depends on besides where it stands. */
export interface Appearance {
  readonly sheet: MatrixSheet;
  readonly palette: Palette;
  readonly lettering: Lettering;
  readonly headers: boolean;
  readonly pick: Pick | undefined;
  readonly weight: number | undefined;
  readonly linked: Scene['linked'];
}

/**
 * A matrix on a canvas: which part is seen changes up to sixty times a second, so it is kept here and not in the state of a
 * view. At most one drawing is made for each frame.
 */
export class MatrixCanvas {
  private view: Viewport = { cell: LARGEST_CELL, top: 0, left: 0, width: 0, height: 0 };
  private frame: number | undefined;
  private movement: number | undefined;
  private look: Appearance | undefined;
  private tiles: Tiles | undefined;
  /** What was seen in the last drawing. */
  private area: Area | undefined;
  /** Ends hearing of tiles that come. */
  private ignore: () => void = () => undefined;
  private leaping: ReturnType<typeof setTimeout> | undefined;

  /** @param moved is called after a drawing in which another part is seen. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly moved: (viewport: Viewport) => void,
    private readonly still: () => boolean,
  ) {}

  get viewport(): Viewport {
    return this.view;
  }

  get room(): HeaderRoom {
    const { look } = this;
    return look?.headers === true ? headerRoom(look.sheet.rowAxis, look.sheet.colAxis) : NO_HEADERS;
  }

  show(look: Appearance, tiles: Tiles): void {
    this.look = look;
    if (tiles !== this.tiles) {
      this.ignore();
      this.tiles = tiles;
      this.ignore = tiles.listen((level) => {
        if (level === levelOf(this.view.cell)) this.redraw();
      });
    }
    this.redraw();
  }

  /** Gives the canvas a size in CSS pixels, headers included, and the part that is seen a new one where it is given. */
  resize(width: number, height: number, cell?: number): void {
    const { look } = this;
    if (!look) return;
    const { ratio } = look.palette;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const { beside, above } = this.room;
    this.place({
      ...this.view,
      width: Math.max(1, width - beside),
      height: Math.max(1, height - above),
      ...(cell !== undefined && { cell }),
    });
    // A canvas that gets a size is empty: it is drawn in the same frame.
    this.drawNow();
  }

  /** @returns whether there was anything to scroll. */
  scroll(dx: number, dy: number): boolean {
    const { look } = this;
    if (!look) return false;
    return this.place(scrolled(this.view, look.sheet, dx, dy));
  }

  /** @param x and y in pixels of the canvas. */
  zoom(factor: number, x: number, y: number): void {
    const { look } = this;
    if (!look) return;
    const { beside, above } = this.room;
    this.place(zoomed(this.view, look.sheet, factor, x - beside, y - above));
  }

  reveal(row: number, col: number): void {
    const { look } = this;
    if (look) this.place(revealing(this.view, look.sheet, row, col));
  }

  /** Moves to a cell in the middle, at a size of cells; slowly enough to be followed, where things may move. */
  go(cell: number, row: number, col: number): void {
    const { look } = this;
    if (!look) return;
    const [from, to] = [this.view, centred(this.view, look.sheet, cell, row, col)];
    if (this.movement !== undefined) cancelAnimationFrame(this.movement);
    this.movement = undefined;
    const far = Math.hypot(to.top - from.top, to.left - from.left) * Math.min(from.cell, to.cell);
    if (this.still() || far > 20 * Math.max(from.width, from.height)) {
      this.place(to);
      return;
    }
    const start = performance.now();
    const step = (now: number): void => {
      const share = Math.min(1, (now - start) / MOVES_MS);
      const eased = share * share * (3 - 2 * share);
      this.place(share === 1 ? to : between(from, to, eased));
      this.movement = share === 1 ? undefined : requestAnimationFrame(step);
    };
    this.movement = requestAnimationFrame(step);
  }

  /** The cell at a point of the canvas, in CSS pixels. A header gives its whole row or column. */
  at(x: number, y: number): Pick | undefined {
    const { look } = this;
    if (!look) return undefined;
    const { beside, above } = this.room;
    const found = cellAt(this.view, look.sheet, Math.max(0, x - beside), Math.max(0, y - above));
    if (!found || (x < beside && y < above)) return undefined;
    if (x < beside) return { row: found.row };
    return y < above ? { col: found.col } : found;
  }

  redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.drawNow();
    });
  }

  dispose(): void {
    clearTimeout(this.leaping);
    this.ignore();
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    if (this.movement !== undefined) cancelAnimationFrame(this.movement);
  }

  private place(next: Viewport): boolean {
    const { look, view } = this;
    if (!look) return false;
    const placed = clamp(next, look.sheet);
    const changed = (Object.keys(placed) as (keyof Viewport)[]).some((key) => placed[key] !== view[key]);
    if (!changed) return false;
    this.view = placed;
    this.redraw();
    return true;
  }

  private drawNow(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const { look, tiles } = this;
    const context = this.canvas.getContext('2d');
    if (!look || !tiles || !context) return;
    const area = seen(this.view, look.sheet);
    const level = levelOf(this.view.cell);
    if (this.area !== undefined && !overlap(area, this.area)) {
      clearTimeout(this.leaping);
      this.leaping = setTimeout(() => {
        this.leaping = undefined;
        this.redraw();
      }, RESTS_MS);
    }
    this.area = area;
    tiles.want(this, tilesOver(level, area, look.sheet, this.leaping === undefined ? RING : 0));
    drawScene(context, {
      viewport: this.view,
      extent: look.sheet,
      room: this.room,
      ratio: look.palette.ratio,
      area,
      rowAxis: look.sheet.rowAxis,
      colAxis: look.sheet.colAxis,
      hues: look.sheet.hues,
      lettering: look.lettering,
      palette: look.palette,
      tile: (tileLevel, row, col) => tiles.get(tileLevel, row, col),
      pick: look.pick,
      weight: look.weight,
      linked: look.linked,
    });
    this.moved(this.view);
  }
}

function overlap(a: Area, b: Area): boolean {
  return a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right;
}

/** Between two places: the size of cells by ratio, and what is in the middle along a straight line. */
function between(from: Viewport, to: Viewport, share: number): Viewport {
  const cell = from.cell * (to.cell / from.cell) ** share;
  const middle = (view: Viewport): readonly [number, number] => [
    view.top + view.height / view.cell / 2,
    view.left + view.width / view.cell / 2,
  ];
  const [[fromRow, fromCol], [toRow, toCol]] = [middle(from), middle(to)];
  return {
    ...to,
    cell,
    top: fromRow + (toRow - fromRow) * share - to.height / cell / 2,
    left: fromCol + (toCol - fromCol) * share - to.width / cell / 2,
  };
}
