import type { MapPicture } from '../../protocol';
import type { Room } from './props';

/** Where the cells of a map stand in its canvas, in device pixels. */
export interface MapLayout {
  /** How many cells of the picture one drawn cell stands for, on each axis. */
  readonly step: number;
  readonly rows: number;
  readonly cols: number;
  /** The side of a drawn cell. */
  readonly cell: number;
  /** Air around the map: marks stand outside their cells. */
  readonly margin: number;
  readonly ratio: number;
}

const SIDE_PX: Readonly<Record<Room, number>> = { card: 164, full: 320 };
const LARGEST_CELL_PX: Readonly<Record<Room, number>> = { card: 24, full: 28 };
const MARGIN_PX = 6;

/** Beside the map stand the numbers of its rows. */
const BESIDE_PX: Readonly<Record<Room, number>> = { card: 0, full: 24 };
const SMALLEST_SIDE_PX = 64;

/** Cells are whole device pixels, so that all have the same size. Of a map that is too large, blocks are drawn. */
export function layOut(
  picture: Pick<MapPicture, 'rows' | 'cols'>,
  room: Room,
  available: number,
  ratio: number,
): MapLayout {
  const longer = Math.max(picture.rows, picture.cols, 1);
  const fitting = Math.max(SMALLEST_SIDE_PX, available - BESIDE_PX[room] - 2 * MARGIN_PX);
  const side = Math.floor(Math.min(SIDE_PX[room], fitting) * ratio);
  const step = Math.ceil(longer / side);
  return {
    step,
    rows: Math.ceil(picture.rows / step),
    cols: Math.ceil(picture.cols / step),
    cell: Math.min(Math.floor(side / Math.ceil(longer / step)), Math.round(LARGEST_CELL_PX[room] * ratio)),
    margin: Math.round(MARGIN_PX * ratio),
    ratio,
  };
}

/** The place of a value in the scale, from 0 to 1. */
export function placeInScale(
  value: number,
  { scale, min, max }: Pick<MapPicture, 'scale' | 'min' | 'max'>,
): number {
  switch (scale) {
    case 'grey':
      return max > min ? (value - min) / (max - min) : 0;
    case 'sequential':
      return max > 0 ? value / max : 0;
    case 'diverging': {
      const most = Math.max(Math.abs(min), Math.abs(max));
      return most > 0 ? (value / most + 1) / 2 : 0.5;
    }
  }
}

/** The value that is drawn for a block of cells: the one furthest from zero, so that no peak is lost. */
export function blockValue(
  { rows, cols, values }: MapPicture,
  step: number,
  row: number,
  col: number,
): number {
  let furthest = 0;
  for (let y = row * step; y < Math.min((row + 1) * step, rows); y++) {
    for (let x = col * step; x < Math.min((col + 1) * step, cols); x++) {
      const value = values[y * cols + x] ?? 0;
      if (Math.abs(value) > Math.abs(furthest)) furthest = value;
    }
  }
  return furthest;
}
