/**
 * The colours of data. Their one source is `media/preview.css`, which has a set for each kind of theme; canvases
 * read them from the computed style here. Colours of the page and its controls are the theme's own.
 */
import { css, isBright, mix, parseColour, ramp, type Rgb } from './colour';

/** The colours of a cell with a weight of one hue, in the steps of attention. */
export interface HueColours {
  readonly fill: string;
  /** By depth, faint to full. */
  readonly tints: readonly string[];
  readonly linked: string;
  readonly edge: string;
  /** Text in a tint, and in the full colour. */
  readonly written: string;
  readonly onFill: string;
}

export interface Palette {
  /** The background that every scale starts from. */
  readonly page: Rgb;
  readonly text: string;
  readonly quiet: string;
  readonly zero: string;
  readonly hatch: string;
  readonly border: string;
  readonly focus: string;
  /** Behind the row and column of what is picked; nothing in high contrast. */
  readonly wash: string | undefined;
  /** What is drawn as picked without a hue: structure. */
  readonly grey: string;
  /** Cells have no tints there, but edges. */
  readonly highContrast: boolean;
  readonly tapColours: readonly HueColours[];
  readonly rowColours: readonly HueColours[];
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

/** How much of a hue is in a cell, from the faintest depth to the full one, and where it is linked. */
const TINTS = [0.1, 0.16, 0.22, 0.28, 0.34];
const LINKED = 0.46;
const WASH = 0.06;

const BLACKEST: Rgb = [10, 10, 10];
const WHITEST: Rgb = [242, 242, 242];

/** The palette of the theme that the page has now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const variable = (name: string): string => style.getPropertyValue(`--cnn-${name}`).trim();
  const colour = (name: string): Rgb => parseColour(variable(name));
  const page = parseColour(style.backgroundColor);
  const text = parseColour(style.color);
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  const written = Number.parseFloat(variable('written')) / 100;
  const towards: Rgb = variable('towards') === 'white' ? [255, 255, 255] : [0, 0, 0];
  const coloursOf = (fillName: string, inkName: string): HueColours => {
    const [fill, ink] = [resolved(variable(fillName)), resolved(variable(inkName))];
    return {
      fill: css(fill),
      tints: TINTS.map((share) => css(highContrast ? page : mix(fill, page, share))),
      linked: css(highContrast ? page : mix(fill, page, LINKED)),
      edge: css(highContrast ? fill : ink),
      written: css(mix(ink, towards, written)),
      onFill: isBright(fill) ? '#000000' : '#ffffff',
    };
  };
  return {
    page,
    text: css(text),
    quiet: css(resolved(variableOf(style, '--quiet'))),
    zero: variable('zero'),
    hatch: variable('hatch'),
    border: css(resolved(variableOf(style, '--border'))),
    focus: css(resolved(variableOf(style, '--focus'))),
    wash: highContrast ? undefined : css(mix(text, page, WASH)),
    grey: css(mix(text, page, highContrast ? 0 : 0.22)),
    highContrast,
    tapColours: Array.from({ length: TAPS }, (_, index) =>
      coloursOf(`fill-${index + 1}`, `ink-${index + 1}`),
    ),
    rowColours: Array.from({ length: ROWS }, (_, index) => coloursOf(`row-${index + 1}`, `row-${index + 1}`)),
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

/** A custom property of the page, which may be made of others. */
function variableOf(style: CSSStyleDeclaration, name: string): string {
  return style.getPropertyValue(name).trim();
}

let pixel: CanvasRenderingContext2D | null | undefined;

/** What a colour is on the screen, however it is written: the canvas knows them all. */
function resolved(text: string): Rgb {
  pixel ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!pixel || text === '') return parseColour(text);
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = text;
  pixel.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}
