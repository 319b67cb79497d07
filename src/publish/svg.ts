import { hexOf, type Theme } from './colours';
import type { Box, Colour, Drawing, Run, Shape, Stroke, TextShape } from './drawing';
import { baselineOf, INDEX_SIZE, isMaths, SUB_DROP, SUP_RISE } from './words';

const SANS = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";
const SERIF = "'STIX Two Text', 'Cambria Math', Cambria, 'Times New Roman', serif";
const CODE = "Consolas, Menlo, 'DejaVu Sans Mono', monospace";

/**
 * A drawing as a document of its own (SVG 1.1): no scripts, styles or anything from elsewhere, so that every program takes it.
 * One unit is a CSS pixel.
 */
export function svg(drawing: Drawing, theme: Theme = 'light'): string {
  const { width, height, title, description, shapes } = drawing;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${SANS}">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${hexOf('page', theme)}"/>`,
    ...shapes.flatMap((shape) => elements(shape, theme)),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function elements(shape: Shape, theme: Theme): readonly string[] {
  switch (shape.shape) {
    case 'group':
      return [
        `<g id="${idOf(shape.name)}">`,
        ...shape.shapes.flatMap((child) => elements(child, theme)),
        '</g>',
      ];
    case 'box': {
      const { radius, fill, stroke } = shape;
      const round = radius === undefined ? '' : ` rx="${short(radius)}"`;
      return [`<rect${placed(shape)}${round} fill="${paint(fill, theme)}"${stroked(stroke, theme)}/>`];
    }
    case 'boxes': {
      const path = shape.boxes.map(
        ({ x, y, width, height }) =>
          `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`,
      );
      return path.length === 0 ? [] : [`<path fill="${paint(shape.fill, theme)}" d="${path.join('')}"/>`];
    }
    case 'lines': {
      const path = shape.lines.map(
        ([x1, y1, x2, y2]) => `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`,
      );
      return path.length === 0
        ? []
        : [`<path fill="none"${stroked(shape.stroke, theme)} d="${path.join('')}"/>`];
    }
    case 'text':
      return [text(shape, theme)];
  }
}

function text(shape: TextShape, theme: Theme): string {
  const { size, runs, align, bold, turned, font } = shape;
  const [x, y] = baselineOf(shape);
  const family = isMaths(runs) ? ` font-family="${SERIF}"` : font === 'code' ? ` font-family="${CODE}"` : '';
  const attributes = [
    turned ? ` x="0" y="0" transform="translate(${short(x)} ${short(y)}) rotate(-90)"` : at(x, y),
    ` font-size="${short(size)}"`,
    align === 'start' ? '' : ` text-anchor="${align}"`,
    bold ? ' font-weight="600"' : '',
    family,
    ` fill="${paint(shape.colour, theme)}"`,
  ];
  return `<text${attributes.join('')}>${spans(runs, size)}</text>`;
}

function at(x: number, y: number): string {
  return ` x="${short(x)}" y="${short(y)}"`;
}

/** `dy` moves what follows as well, so each run says how far it is from the one before. */
function spans(runs: readonly Run[], size: number): string {
  let shift = 0;
  return runs
    .map(({ text: written, as }) => {
      const wanted = as === 'sub' ? SUB_DROP * size : as === 'sup' ? -SUP_RISE * size : 0;
      const attributes = [
        wanted === shift ? '' : ` dy="${short(wanted - shift)}"`,
        as === 'sub' || as === 'sup' ? ` font-size="${short(INDEX_SIZE * size)}"` : '',
        as === 'variable' ? ' font-style="italic"' : '',
      ].join('');
      shift = wanted;
      return attributes === '' ? escaped(written) : `<tspan${attributes}>${escaped(written)}</tspan>`;
    })
    .join('');
}

function placed({ x, y, width, height }: Box): string {
  return `${at(x, y)} width="${short(width)}" height="${short(height)}"`;
}

function stroked(stroke: Stroke | undefined, theme: Theme): string {
  if (!stroke) return '';
  const dashes = stroke.dashed ? ' stroke-dasharray="3 2"' : '';
  return ` stroke="${paint(stroke.colour, theme)}" stroke-width="${short(stroke.width)}"${dashes}`;
}

function paint(colour: Colour | undefined, theme: Theme): string {
  return colour === undefined ? 'none' : hexOf(colour, theme);
}

function idOf(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '-');
}

/** At most two decimals. */
function short(length: number): string {
  return String(Math.round(length * 100) / 100);
}

/** Text for XML: marks are escaped, characters that XML does not have are left out. */
function escaped(written: string): string {
  return written
    .replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
