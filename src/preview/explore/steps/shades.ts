import { css, type Rgb } from '../../colours/colour';
import type { Palette } from '../../colours/palette';
import type { Shade } from './grid';

/** The colour of a number on a scale whose middle, zero, is the page, with black or white written on it. */
export function shadesOf(
  { scales: { diverging } }: Palette,
  largest: number,
): ((value: number) => Shade | undefined) | undefined {
  if (largest === 0) return undefined;
  return (value) => {
    const place = Math.max(-1, Math.min(1, value / largest));
    const colour = diverging[Math.round(((place + 1) / 2) * (diverging.length - 1))];
    if (value === 0 || colour === undefined) return undefined;
    return { back: css(colour), text: luminance(colour) > HALFWAY ? 'black' : 'white' };
  };
}

/** Of this relative luminance, black and white have the same contrast. */
const HALFWAY = 0.179;

/** The relative luminance of WCAG 2. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
