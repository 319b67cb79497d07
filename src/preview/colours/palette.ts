/**
 * The colours of data. Their one source is `media/preview.css`, which has a set for each kind of theme; canvases
 * read them from the computed style here. Colours of the page and its controls are the theme's own.
 */
import { parseColour, ramp, type Rgb } from './colour';

export interface Palette {
  /** The background that every scale starts from. */
  readonly page: Rgb;
  readonly grid: string;
  /** "Here it is", on the page and on images. */
  readonly mark: string;
  readonly markOnImage: string;
  /** Hues of shared weights. */
  readonly taps: readonly string[];
  /** Quiet hues of rows with weights of their own. */
  readonly rows: readonly string[];
  readonly scales: Readonly<Record<'grey' | 'sequential' | 'diverging', readonly Rgb[]>>;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

export const TAPS = 5;
export const ROWS = 9;

const BLACKEST: Rgb = [10, 10, 10];
const WHITEST: Rgb = [242, 242, 242];

/** The palette of the theme that the page has now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const variable = (name: string): string => style.getPropertyValue(`--cnn-${name}`).trim();
  const colour = (name: string): Rgb => parseColour(variable(name));
  const page = parseColour(style.backgroundColor);
  return {
    page,
    grid: variable('grid'),
    mark: variable('mark'),
    markOnImage: variable('mark-on-image'),
    taps: Array.from({ length: TAPS }, (_, index) => variable(`fill-${index + 1}`)),
    rows: Array.from({ length: ROWS }, (_, index) => variable(`row-${index + 1}`)),
    scales: {
      grey: ramp([BLACKEST, WHITEST]),
      sequential: ramp([page, colour('sequential-1'), colour('sequential-2'), colour('sequential-3')]),
      diverging: ramp([colour('negative'), page, colour('positive')]),
    },
    ratio: window.devicePixelRatio,
  };
}

/** The number of the hue of a weight, from 1. Weights beyond the last hue start again; the label decides. */
export function hueOf(weight: number, hues: 'taps' | 'rows'): number {
  const count = hues === 'taps' ? TAPS : ROWS;
  return (((Math.trunc(weight) % count) + count) % count) + 1;
}
