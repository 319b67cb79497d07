import { betweenOklab, fromOklab, toLinear, toOklab, type Rgb } from '../../core/oklab';

export type { Rgb } from '../../core/oklab';

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
  return fromOklab(betweenOklab(toOklab(b), toOklab(a), share));
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
    return fromOklab(betweenOklab(labs[index] ?? [0, 0, 0], labs[index + 1] ?? [0, 0, 0], at - index));
  });
}

/** The entry of a table at a place from 0 to 1. */
export function pick(table: Uint32Array, place: number): number {
  const bounded = Number.isNaN(place) ? 0 : Math.min(1, Math.max(0, place));
  return table[Math.round(bounded * (table.length - 1))] ?? 0;
}
