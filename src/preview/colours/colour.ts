/** Red, green and blue, each from 0 to 255. */
export type Rgb = readonly [number, number, number];

type Lab = readonly [number, number, number];

const LEVELS = 256;

/** Reads `#1f1f1f`, `#fff` or `rgb(31, 31, 31)`, the forms in which a computed style gives a colour. */
export function parseColour(text: string): Rgb {
  const hex = /^#([\da-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const size = hex.length < 6 ? 1 : 2;
    const channel = (index: number): number =>
      Number.parseInt(hex.slice(index * size, (index + 1) * size).repeat(3 - size), 16);
    return [channel(0), channel(1), channel(2)];
  }
  const [r = 0, g = 0, b = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b];
}

/** `rgb(31, 31, 31)` */
export function css([r, g, b]: Rgb): string {
  return `rgb(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)})`;
}

/** A share of the first colour, from 0 to 1, and the rest of the second, evenly to the eye (as `color-mix(in oklab)`). */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return fromOklab(between(toOklab(b), toOklab(a), share));
}

/** Whether black is easier to read on a colour than white (WCAG 2 relative luminance). */
export function isBright([r, g, b]: Rgb): boolean {
  return 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b) > 0.179;
}

/** A table of 256 colours that runs evenly to the eye through the given ones. */
export function ramp(stops: readonly Rgb[]): readonly Rgb[] {
  const labs = stops.map(toOklab);
  return Array.from({ length: LEVELS }, (_, level) => {
    const at = (level / (LEVELS - 1)) * (labs.length - 1);
    const index = Math.min(Math.floor(at), labs.length - 2);
    return fromOklab(between(labs[index] ?? [0, 0, 0], labs[index + 1] ?? [0, 0, 0], at - index));
  });
}

/** The entry of a table at a place from 0 to 1. */
export function pick(table: Uint32Array, place: number): number {
  const bounded = Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place));
  return table[Math.round(bounded * (table.length - 1))] ?? 0;
}

function between(a: Lab, b: Lab, share: number): Lab {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Björn Ottosson's OKLab. */
function toOklab(rgb: Rgb): Lab {
  const [r, g, b] = [toLinear(rgb[0]), toLinear(rgb[1]), toLinear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toLinear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function fromLinear(share: number): number {
  const bounded = Math.min(1, Math.max(0, share));
  return 255 * (bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055);
}
