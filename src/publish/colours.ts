import { betweenOklab as between, fromOklab, toLinear, toOklab, type Oklab, type Rgb } from '../core/oklab';
import { LEVELS, type Colour, type NamedColour } from './drawing';

export type Theme = 'light' | 'dark';

/** The colours of media/preview.css, where what they mean is said. */
interface Palette {
  readonly named: Readonly<Record<NamedColour, string>>;
  /** Of each tap: its edge and solid, and what tints are made of. */
  readonly inks: readonly string[];
  readonly fills: readonly string[];
  /** Lightness and chroma in OKLCH of the quiet hues of rows. */
  readonly rows: readonly [number, number];
  /** How much of a row's hue its edge keeps, and how much of an edge its text. */
  readonly rowEdge: number;
  readonly written: number;
  readonly towards: string;
  readonly scales: Readonly<Record<'grey' | 'sequential' | 'diverging', readonly string[]>>;
}

const GREYS = ['#0a0a0a', '#f2f2f2'];
const ROW_HUES = [250, 75, 10, 165, 300, 115, 220, 345, 45];

const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    named: {
      page: '#ffffff',
      text: '#1f1f1f',
      quiet: '#6a6d71',
      grid: '#e0e2e5',
      hatch: '#b3b7bc',
      frame: '#575757',
      wash: '#f1f2f3',
      box: '#e4e5e6',
      ring: '#000000',
      bar: '#a3a5a8',
      mark: '#c25700',
      'mark-on-image': '#ff8a1f',
    },
    inks: ['#0d4394', '#a0680b', '#711320', '#1f827d', '#7e3ed7'],
    fills: ['#1e8ffd', '#f2b01e', '#eb4d63', '#2cc4a0', '#a27cf5'],
    rows: [0.66, 0.115],
    rowEdge: 0.72,
    written: 0.72,
    towards: '#000000',
    scales: {
      grey: GREYS,
      sequential: ['#ffffff', '#b9d7f7', '#1d72cf', '#031f4d'],
      diverging: ['#0550c4', '#ffffff', '#b35900'],
    },
  },
  dark: {
    named: {
      page: '#1f1f1f',
      text: '#e6e6e6',
      quiet: '#8f9296',
      grid: '#333537',
      hatch: '#55595e',
      frame: '#b4b4b4',
      wash: '#2a2b2c',
      box: '#3a3b3d',
      ring: '#ffffff',
      bar: '#85888c',
      mark: '#fecd4f',
      'mark-on-image': '#fecd4f',
    },
    inks: ['#1e8ffd', '#fecd4f', '#eb606a', '#88efc9', '#c4b1fb'],
    fills: ['#1e8ffd', '#fecd4f', '#eb606a', '#88efc9', '#c4b1fb'],
    rows: [0.74, 0.085],
    rowEdge: 1,
    written: 0.5,
    towards: '#ffffff',
    scales: {
      grey: GREYS,
      sequential: ['#1f1f1f', '#123a66', '#2f8fe6', '#d3e9ff'],
      diverging: ['#4aa3ff', '#1f1f1f', '#ffb545'],
    },
  },
};

/** How much of a hue is in a tint that is as deep as can be, and in what is linked to the picked cell. */
const TINT = 0.34;
const LINKED = 0.42;

/** The value of a colour in a theme: `#1e8ffd`. Mixtures are made in OKLab. */
export function hexOf(colour: Colour, theme: Theme): string {
  const palette = PALETTES[theme];
  const [, family, number = '1', tone = ''] = /^(tap|row)-(\d+)\/(.+)$/.exec(colour) ?? [];
  if (family !== undefined) return hueHex(palette, family, Number(number), tone);
  const [, on, scale, level = '0'] = /^(on-)?(grey|sequential|diverging)\/(\d+)$/.exec(colour) ?? [];
  if (scale === 'grey' || scale === 'sequential' || scale === 'diverging') {
    const hex = scaleHex(palette.scales[scale].map(labOf), Number(level) / (LEVELS - 1));
    return on === undefined ? hex : readableOn(hex);
  }
  return Object.entries(palette.named).find(([name]) => name === colour)?.[1] ?? palette.named.text;
}

function hueHex(palette: Palette, family: string, number: number, tone: string): string {
  const page = labOf(palette.named.page);
  const towards = labOf(palette.towards);
  const isTap = family === 'tap';
  const count = isTap ? palette.fills.length : ROW_HUES.length;
  const at = (number - 1) % count;
  const fill = isTap ? labOf(palette.fills[at] ?? '#000000') : rowLab(palette.rows, ROW_HUES[at] ?? 0);
  const ink = isTap ? labOf(palette.inks[at] ?? '#000000') : between(towards, fill, palette.rowEdge);
  switch (tone) {
    case 'linked':
      return hexOfLab(between(page, fill, LINKED));
    case 'solid':
    case 'edge':
      return hexOfLab(ink);
    case 'written':
      return hexOfLab(between(towards, ink, palette.written));
    case 'on-solid':
      return readableOn(hexOfLab(ink));
    default:
      return hexOfLab(between(page, fill, (TINT * Number(tone.slice('tint-'.length))) / 100));
  }
}

function scaleHex(stops: readonly Oklab[], place: number): string {
  const at = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const index = Math.min(Math.floor(at), stops.length - 2);
  return hexOfLab(between(stops[index] ?? [0, 0, 0], stops[index + 1] ?? [0, 0, 0], at - index));
}

/** Contrast of two colours as WCAG 2 has it, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex);
  return 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);
}

function readableOn(hex: string): string {
  return contrast(hex, '#ffffff') >= contrast(hex, '#000000') ? '#ffffff' : '#000000';
}

function rowLab([lightness, chroma]: readonly [number, number], degrees: number): Oklab {
  const angle = (degrees * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function rgbOf(hex: string): Rgb {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

function labOf(hex: string): Oklab {
  return toOklab(rgbOf(hex));
}

function hexOfLab(lab: Oklab): string {
  const channels = fromOklab(lab).map((channel) => Math.round(channel).toString(16).padStart(2, '0'));
  return `#${channels.join('')}`;
}
