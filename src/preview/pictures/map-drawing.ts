import type { MapPicture, Mark } from '../../protocol';
import { css, pick, type Rgb } from '../colours/colour';
import type { Palette } from '../colours/palette';
import { blockValue, placeInScale, type MapLayout } from './map-layout';

/** Draws a map and its marks. */
export function drawMap(
  canvas: HTMLCanvasElement,
  picture: MapPicture,
  layout: MapLayout,
  palette: Palette,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { rows, cols, cell, margin, ratio } = layout;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.putImageData(cells(context, picture, layout, palette), margin, margin);
  const line = Math.max(1, Math.round(ratio));
  context.strokeStyle = palette.grid;
  context.lineWidth = line;
  context.strokeRect(margin - line / 2, margin - line / 2, cols * cell + line, rows * cell + line);
  // The place that matters most is drawn last, above all others.
  for (const kind of ['pattern', 'tie', 'argmax'] as const) {
    for (const mark of picture.marks)
      if (mark.kind === kind) drawMark(context, mark, picture, layout, palette);
  }
}

function cells(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  { step, rows, cols, cell }: MapLayout,
  palette: Palette,
): ImageData {
  const image = context.createImageData(Math.max(1, cols * cell), Math.max(1, rows * cell));
  const pixels = new Uint32Array(image.data.buffer);
  const colours = Uint32Array.from(palette.scales[picture.scale], pixelOf);
  for (let row = 0; row < rows; row++) {
    const first = row * cell * image.width;
    for (let col = 0; col < cols; col++) {
      const place = placeInScale(blockValue(picture, step, row, col), picture);
      pixels.fill(pick(colours, place), first + col * cell, first + (col + 1) * cell);
    }
    for (let line = 1; line < cell; line++) {
      pixels.copyWithin(first + line * image.width, first, first + image.width);
    }
  }
  return image;
}

/** A colour as it lies in the memory of an image, on the little-endian machines that browsers run on. */
function pixelOf([r, g, b]: Rgb): number {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

const STROKE_PX = 2;
const HALO_PX = 1;
const HALO_ON_IMAGE: Rgb = [10, 10, 10];
const DASH_PX = [3, 2];

/** A square just outside the cell, with a halo that parts it from whatever colour is around. */
function drawMark(
  context: CanvasRenderingContext2D,
  mark: Mark,
  picture: MapPicture,
  { step, cell, margin, ratio }: MapLayout,
  palette: Palette,
): void {
  const onImage = picture.scale === 'grey';
  const stroke = Math.max(1, Math.round(STROKE_PX * ratio));
  const halo = Math.max(1, Math.round(HALO_PX * ratio));
  const outside = halo + stroke / 2;
  const left = margin + Math.floor(mark.col / step) * cell - outside;
  const top = margin + Math.floor(mark.row / step) * cell - outside;
  const width = Math.max(1, Math.ceil(mark.cols / step)) * cell + 2 * outside;
  const height = Math.max(1, Math.ceil(mark.rows / step)) * cell + 2 * outside;
  context.strokeStyle = css(onImage ? HALO_ON_IMAGE : palette.page);
  context.lineWidth = stroke + 2 * halo;
  context.strokeRect(left, top, width, height);
  context.strokeStyle = onImage ? palette.markOnImage : palette.mark;
  context.lineWidth = stroke;
  if (mark.kind === 'tie') context.setLineDash(DASH_PX.map((length) => length * ratio));
  context.strokeRect(left, top, width, height);
  context.setLineDash([]);
}
