import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MatrixPicture } from '../../protocol';
import { hueOf, type Palette } from '../colours/palette';
import { usePalette } from '../colours/theme';
import { exact } from '../format';

/** From this size of a cell in CSS pixels on, cells have a line between them. */
const SMALLEST_WITH_GAP = 4;
/** How far the last column of a row with its own weights fades. */
const FADED = 0.45;

interface ThumbnailProps {
  readonly picture: MatrixPicture;
  /** The longer side, in CSS pixels, at most. */
  readonly size: number;
}

/** A matrix as a drawing without words: where there are weights, and which are the same. */
export function Thumbnail({ picture, size }: ThumbnailProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const height = picture.cells.length;
  const width = picture.cells[0]?.length ?? 0;
  const cell = Math.max(1, Math.floor((size * palette.ratio) / Math.max(height, width, 1)));
  useLayoutEffect(() => {
    if (canvas.current !== null) draw(canvas.current, picture, cell, palette);
  }, [picture, cell, palette]);
  return (
    <canvas
      ref={canvas}
      class="thumbnail"
      role="img"
      aria-label={`Matrix, ${exact(picture.rows)} by ${exact(picture.cols)}, ${picture.facts}`}
      width={width * cell}
      height={height * cell}
      style={{ width: `${(width * cell) / palette.ratio}px`, height: `${(height * cell) / palette.ratio}px` }}
    />
  );
}

function draw(canvas: HTMLCanvasElement, picture: MatrixPicture, size: number, palette: Palette): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colours = palette[picture.hues];
  const gap = size >= SMALLEST_WITH_GAP * palette.ratio ? Math.max(1, Math.round(palette.ratio / 2)) : 0;
  context.clearRect(0, 0, canvas.width, canvas.height);
  picture.cells.forEach((row, y) => {
    row.forEach((cell, x) => {
      if (cell.zero === true || cell.weight === undefined) return;
      context.globalAlpha = picture.hues === 'rows' ? 1 - (FADED * x) / row.length : 1;
      context.fillStyle = colours[hueOf(cell.weight, picture.hues) - 1] ?? palette.grid;
      context.fillRect(x * size, y * size, size - gap, size - gap);
    });
  });
}
