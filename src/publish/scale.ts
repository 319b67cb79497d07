import type { MapPicture } from '../protocol';
import { LEVELS } from './drawing';

/** The level of a value in a scale: grey from the least to the most, sequential from 0, diverging around 0. */
export function levelOf(
  value: number,
  { scale, min, max }: Pick<MapPicture, 'scale' | 'min' | 'max'>,
): number {
  return Math.round(Math.min(1, Math.max(0, placeOf(value, scale, min, max))) * (LEVELS - 1));
}

function placeOf(value: number, scale: MapPicture['scale'], min: number, max: number): number {
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
