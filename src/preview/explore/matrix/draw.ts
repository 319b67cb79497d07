import { SEVERAL, TILE, type CellTile, type SpyTile, type WeightCell } from '../../../protocol';
import { css } from '../../colours/colour';
import { hueOf, type HueColours, type Palette } from '../../colours/palette';
import { drawCellText, fontOf, roughWidth } from './cell-text';
import { drawHeaders } from './headers';
import { blockSizes } from '../../../protocol';
import { shortLabelOf, type Scene } from './scene';
import { DOTTED_CELL, LABELLED_CELL, levelOf } from './viewport';

const LARGEST_TYPE_PX = 15;
const SMALLEST_TYPE_PX = 9.5;
const ZERO_PX = 10.5;
/** Squares of so many cells hold several hues nearly everywhere: one colour says more. */
const NEUTRAL_SIDE = 256;
/** Blocks of so few cells are parted by a line as thin as those of cells. */
const SMALL_BLOCK = 4;

/** Draws what is seen of a matrix. A pure function of the scene. */
export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  const { canvas } = context;
  const { room, ratio, viewport, extent, palette } = scene;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (room.above > 0 || room.beside > 0) drawHeaders(context, scene);
  const width = Math.min(viewport.width, (extent.cols - viewport.left) * viewport.cell);
  const height = Math.min(viewport.height, (extent.rows - viewport.top) * viewport.cell);
  context.save();
  context.beginPath();
  context.rect(
    room.beside * ratio,
    room.above * ratio,
    Math.ceil(width * ratio) + 1,
    Math.ceil(height * ratio) + 1,
  );
  context.clip();
  drawWashes(context, scene);
  const level = levelOf(viewport.cell);
  if (level === 0) drawCells(context, scene);
  else drawSpy(context, scene, level);
  drawBorders(context, scene);
  context.restore();
  context.strokeStyle = palette.grid;
  context.lineWidth = Math.max(1, Math.round(ratio));
  const half = context.lineWidth / 2;
  context.strokeRect(
    Math.round(room.beside * ratio) + half,
    Math.round(room.above * ratio) + half,
    Math.round(width * ratio) - half,
    Math.round(height * ratio) - half,
  );
  drawPick(context, scene);
}

/** Where a column begins, in device pixels. */
function xOf({ room, viewport, ratio }: Scene, col: number): number {
  return Math.round((room.beside + (col - viewport.left) * viewport.cell) * ratio);
}

function yOf({ room, viewport, ratio }: Scene, row: number): number {
  return Math.round((room.above + (row - viewport.top) * viewport.cell) * ratio);
}

function drawWashes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { pick, palette, area } = scene;
  if (palette.wash === undefined || !pick) return;
  context.fillStyle = palette.wash;
  const [left, right, top, bottom] = [
    xOf(scene, area.left),
    xOf(scene, area.right),
    yOf(scene, area.top),
    yOf(scene, area.bottom),
  ];
  if (pick.row !== undefined) {
    const y = yOf(scene, pick.row);
    context.fillRect(left, y, right - left, yOf(scene, pick.row + 1) - y);
  }
  if (pick.col !== undefined) {
    const x = xOf(scene, pick.col);
    context.fillRect(x, top, xOf(scene, pick.col + 1) - x, bottom - top);
  }
}

function drawCells(context: CanvasRenderingContext2D, scene: Scene): void {
  const { viewport, area, palette, ratio } = scene;
  const { cell } = viewport;
  if (cell >= DOTTED_CELL) drawGrid(context, scene);
  for (let row = Math.floor(area.top / TILE); row * TILE < area.bottom; row++)
    for (let col = Math.floor(area.left / TILE); col * TILE < area.right; col++) {
      const tile = scene.tile(0, row, col);
      if (tile?.kind === 'cells') drawTile(context, scene, tile, row * TILE, col * TILE);
      else drawMissing(context, scene, row * TILE, col * TILE, TILE);
    }
  if (cell < DOTTED_CELL || scene.lettering === 'structure') return;
  // Zeros are all alike, so they are drawn together.
  const zeros = cell >= LABELLED_CELL * 1.5;
  context.fillStyle = palette.zero;
  context.font = fontOf(ZERO_PX * ratio);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const dot = Math.max(1, Math.round(ratio));
  eachZero(scene, (row, col) => {
    const x = (xOf(scene, col) + xOf(scene, col + 1)) / 2;
    const y = (yOf(scene, row) + yOf(scene, row + 1)) / 2;
    if (zeros) context.fillText('0', x, y);
    else context.fillRect(Math.round(x - dot / 2), Math.round(y - dot / 2), dot, dot);
  });
}

function drawGrid(context: CanvasRenderingContext2D, scene: Scene): void {
  const { area, palette, ratio } = scene;
  const line = Math.max(1, Math.round(ratio / 2));
  context.fillStyle = palette.grid;
  const [left, right, top, bottom] = [
    xOf(scene, area.left),
    xOf(scene, area.right),
    yOf(scene, area.top),
    yOf(scene, area.bottom),
  ];
  for (let row = area.top; row <= area.bottom; row++)
    context.fillRect(left, yOf(scene, row), right - left, line);
  for (let col = area.left; col <= area.right; col++)
    context.fillRect(xOf(scene, col), top, line, bottom - top);
}

/** The part of a tile that is seen, in its own rows and columns. */
function seenOf(
  { area }: Scene,
  top: number,
  left: number,
  rows: number,
  cols: number,
): readonly [top: number, bottom: number, left: number, right: number] {
  return [
    Math.max(0, area.top - top),
    Math.min(rows, area.bottom - top),
    Math.max(0, area.left - left),
    Math.min(cols, area.right - left),
  ];
}

function drawTile(
  context: CanvasRenderingContext2D,
  scene: Scene,
  tile: CellTile,
  top: number,
  left: number,
): void {
  const [firstRow, lastRow, firstCol, lastCol] = seenOf(scene, top, left, tile.rows, tile.cols);
  for (let row = firstRow; row < lastRow; row++)
    for (let col = firstCol; col < lastCol; col++) {
      const weight = tile.weights[(tile.cells[row * tile.cols + col] ?? 0) - 1];
      if (weight) drawWeight(context, scene, weight, top + row, left + col);
    }
}

function drawWeight(
  context: CanvasRenderingContext2D,
  scene: Scene,
  weight: WeightCell,
  row: number,
  col: number,
): void {
  const { palette, viewport, ratio, pick } = scene;
  const [x, y] = [xOf(scene, col), yOf(scene, row)];
  const [width, height] = [xOf(scene, col + 1) - x, yOf(scene, row + 1) - y];
  const same = weight.weight === scene.weight;
  const inLine = pick !== undefined && (pick.row === row || (pick.row === undefined && pick.col === col));
  const colours = coloursOf(palette, weight, scene.hues);
  const gap = viewport.cell >= DOTTED_CELL ? Math.max(1, Math.round(ratio / 2)) : 0;
  const plain = viewport.cell < DOTTED_CELL || scene.lettering === 'structure';
  if (!colours) {
    // Without hues a number stands on the page; small, it is a grey square.
    if (plain) {
      context.fillStyle = palette.quiet;
      context.fillRect(x + gap, y + gap, width - gap, height - gap);
    }
  } else {
    context.fillStyle = plain ? colours.fill : same ? colours.linked : tintOf(colours, weight.depth);
    if (plain) context.globalAlpha = 0.4 + 0.6 * weight.depth;
    context.fillRect(x + gap, y + gap, width - gap, height - gap);
    context.globalAlpha = 1;
    if (!plain && (palette.highContrast || same || inLine)) {
      const edge = Math.max(1, Math.round((palette.highContrast && (same || inLine) ? 2.4 : 1) * ratio));
      context.strokeStyle = colours.edge;
      context.lineWidth = edge;
      context.strokeRect(x + gap + edge / 2, y + gap + edge / 2, width - gap - edge, height - gap - edge);
    }
  }
  drawLabel(context, scene, weight, x + width / 2, y + height / 2, colours?.written ?? palette.text);
}

/** The number or symbol of a cell, in a size that fits it; none where the cell is too small. */
function drawLabel(
  context: CanvasRenderingContext2D,
  scene: Scene,
  weight: WeightCell,
  x: number,
  y: number,
  colour: string,
): void {
  const { viewport, ratio } = scene;
  if (viewport.cell < LABELLED_CELL) return;
  const label = shortLabelOf(weight, scene.lettering);
  if (!label) return;
  const room = viewport.cell - 4;
  const type = Math.min(LARGEST_TYPE_PX, viewport.cell * 0.5, room / roughWidth(label));
  if (type >= SMALLEST_TYPE_PX * 0.8) {
    drawCellText(context, label, x, y, Math.max(type, SMALLEST_TYPE_PX) * ratio, colour);
    return;
  }
  context.fillStyle = colour;
  context.font = fontOf(SMALLEST_TYPE_PX * ratio);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('…', x, y);
}

function coloursOf(palette: Palette, { hue }: WeightCell, hues: Scene['hues']): HueColours | undefined {
  if (hue === 0 || hues === 'none') return undefined;
  return (hues === 'taps' ? palette.tapColours : palette.rowColours)[hueOf(hue - 1, hues) - 1];
}

function tintOf({ tints, fill }: HueColours, depth: number): string {
  return tints[Math.round(Math.min(1, Math.max(0, depth)) * (tints.length - 1))] ?? fill;
}

function eachZero(scene: Scene, draw: (row: number, col: number) => void): void {
  const { area } = scene;
  for (let tileRow = Math.floor(area.top / TILE); tileRow * TILE < area.bottom; tileRow++)
    for (let tileCol = Math.floor(area.left / TILE); tileCol * TILE < area.right; tileCol++) {
      const tile = scene.tile(0, tileRow, tileCol);
      if (tile?.kind !== 'cells') continue;
      const [top, left] = [tileRow * TILE, tileCol * TILE];
      const [firstRow, lastRow, firstCol, lastCol] = seenOf(scene, top, left, tile.rows, tile.cols);
      for (let row = firstRow; row < lastRow; row++)
        for (let col = firstCol; col < lastCol; col++)
          if (tile.cells[row * tile.cols + col] === 0) draw(top + row, left + col);
    }
}

function drawSpy(context: CanvasRenderingContext2D, scene: Scene, level: number): void {
  const { area } = scene;
  const side = TILE * 2 ** level;
  for (let row = Math.floor(area.top / side); row * side < area.bottom; row++)
    for (let col = Math.floor(area.left / side); col * side < area.right; col++) {
      const tile = scene.tile(level, row, col);
      if (tile?.kind === 'spy') drawSquares(context, scene, tile, row * side, col * side, 2 ** level);
      else drawMissing(context, scene, row * side, col * side, side);
    }
}

function drawSquares(
  context: CanvasRenderingContext2D,
  scene: Scene,
  tile: SpyTile,
  top: number,
  left: number,
  size: number,
): void {
  const { palette, hues } = scene;
  for (let row = 0; row < tile.rows; row++) {
    const [y, below] = [yOf(scene, top + row * size), yOf(scene, top + (row + 1) * size)];
    for (let col = 0; col < tile.cols;) {
      const hue = tile.hues[row * tile.cols + col] ?? 0;
      let end = col + 1;
      while (end < tile.cols && tile.hues[row * tile.cols + end] === hue) end++;
      if (hue !== 0) {
        const x = xOf(scene, left + col * size);
        context.fillStyle =
          hue === SEVERAL || hues === 'none' || size >= NEUTRAL_SIDE
            ? palette.quiet
            : (coloursOf(palette, { weight: 0, hue, depth: 1 }, hues)?.fill ?? palette.quiet);
        context.fillRect(x, y, Math.max(1, xOf(scene, left + end * size) - x), Math.max(1, below - y));
      }
      col = end;
    }
  }
}

/** A tile that is still to come: a dashed frame, as of all that is not computed yet. */
function drawMissing(
  context: CanvasRenderingContext2D,
  scene: Scene,
  top: number,
  left: number,
  side: number,
): void {
  const { extent, palette, ratio } = scene;
  const [x, y] = [xOf(scene, left), yOf(scene, top)];
  const [right, bottom] = [
    xOf(scene, Math.min(extent.cols, left + side)),
    yOf(scene, Math.min(extent.rows, top + side)),
  ];
  context.save();
  context.strokeStyle = palette.hatch;
  context.lineWidth = Math.max(1, Math.round(ratio));
  context.setLineDash([3 * ratio, 3 * ratio]);
  context.strokeRect(x + 2 * ratio, y + 2 * ratio, right - x - 4 * ratio, bottom - y - 4 * ratio);
  context.restore();
}

/** Where blocks meet: those of filters and channels in the border's colour, those of image rows in the text's. */
function drawBorders(context: CanvasRenderingContext2D, scene: Scene): void {
  const { area, viewport, ratio, palette } = scene;
  const line = Math.max(1, Math.round(ratio));
  for (const [axis, first, last, draw] of [
    [
      scene.rowAxis,
      area.top,
      area.bottom,
      (row: number) => {
        context.fillRect(xOf(scene, area.left), yOf(scene, row), xOf(scene, area.right), line);
      },
    ],
    [
      scene.colAxis,
      area.left,
      area.right,
      (col: number) => {
        context.fillRect(xOf(scene, col), yOf(scene, area.top), line, yOf(scene, area.bottom));
      },
    ],
  ] as const) {
    const sizes = blockSizes(axis).toReversed();
    for (const size of sizes) {
      if (size * viewport.cell < 2 * DOTTED_CELL) continue;
      if (size <= SMALL_BLOCK) {
        context.globalAlpha = 1;
        context.fillStyle = palette.hatch;
        for (let border = Math.ceil(first / size) * size; border < last; border += size)
          if (border > 0) draw(border);
        continue;
      }
      const smallest = sizes.find((other) => other > SMALL_BLOCK);
      const inner = size === smallest && viewport.cell >= DOTTED_CELL;
      context.globalAlpha = inner ? 0.75 : 1;
      context.fillStyle = inner ? palette.text : palette.border;
      for (let border = Math.ceil(first / size) * size; border < last; border += size)
        if (border > 0) draw(border);
    }
    context.globalAlpha = 1;
  }
}

/** The picked cell: solid, with a ring; too small to be seen, an amber circle where it is. */
function drawPick(context: CanvasRenderingContext2D, scene: Scene): void {
  const { pick, palette, ratio, viewport, area } = scene;
  if (pick?.row === undefined || pick.col === undefined) return;
  const { row, col } = pick;
  if (row < area.top || row >= area.bottom || col < area.left || col >= area.right) return;
  const [x, y] = [xOf(scene, col), yOf(scene, row)];
  const [width, height] = [xOf(scene, col + 1) - x, yOf(scene, row + 1) - y];
  const ring = 2 * ratio;
  if (viewport.cell < DOTTED_CELL) {
    context.strokeStyle = palette.mark;
    context.lineWidth = ring;
    context.beginPath();
    context.arc(x + width / 2, y + height / 2, 5 * ratio, 0, 2 * Math.PI);
    context.stroke();
    return;
  }
  const tile = scene.tile(0, Math.floor(row / TILE), Math.floor(col / TILE));
  const weight =
    tile?.kind === 'cells'
      ? tile.weights[(tile.cells[(row % TILE) * tile.cols + (col % TILE)] ?? 0) - 1]
      : undefined;
  const colours = weight && coloursOf(palette, weight, scene.hues);
  if (weight && colours) {
    context.fillStyle = colours.fill;
    context.fillRect(x, y, width, height);
    drawLabel(context, scene, weight, x + width / 2, y + height / 2, colours.onFill);
  }
  context.strokeStyle = css(palette.page);
  context.lineWidth = ring + 2 * ratio;
  context.strokeRect(x, y, width, height);
  context.strokeStyle = palette.text;
  context.lineWidth = ring;
  context.strokeRect(x, y, width, height);
}
