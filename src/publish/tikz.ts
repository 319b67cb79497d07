import { counted, GREEK, groupDigits, symbolTex } from '../core';
import type { Refused } from '../protocol';
import { hexOf, type Theme } from './colours';
import {
  paintedCount,
  type Box,
  type Colour,
  type Drawing,
  type Run,
  type Segment,
  type Shape,
  type Stroke,
  type TextShape,
} from './drawing';
import { baselineOf } from './words';

/** What LaTeX draws in a few seconds, within the memory that it has. */
const MAX_PAINTED = 20_000;

/** Rectangles and lines of one path; TeX keeps a path in its memory until it ends. */
const PER_PATH = 200;

/** A CSS pixel is 1/96 of an inch, a big point 1/72. */
const BIG_POINTS = 0.75;

/**
 * A drawing as a `tikzpicture`. It needs `\usepackage{tikz}` and nothing else (TikZ loads xcolor); sizes of letters that a font
 * does not have are taken exactly with `\usepackage{lmodern}`. Refused where LaTeX would run out of memory.
 */
export function tikz(drawing: Drawing, theme: Theme = 'light'): string | Refused {
  const count = paintedCount(drawing);
  if (count > MAX_PAINTED)
    return {
      refused: `This drawing has ${counted(count, 'shape')}; up to ${groupDigits(MAX_PAINTED)} are written for TikZ. Take it as SVG or PNG, or zoom in.`,
    };
  const colours = new Set<Colour>();
  const body = drawing.shapes.flatMap((shape) => commands(shape, colours));
  // The outline of the picture, so that it has the size of the drawing.
  const bounds = `\\path (0,0) rectangle (${short(drawing.width)},${short(drawing.height)});`;
  return [
    `% ${oneLine(drawing.title)}`,
    '% In the preamble: \\usepackage{tikz}; with \\usepackage{lmodern}, letters have exactly their size.',
    ...[...colours].map(
      (colour) => `\\definecolor{${nameOf(colour)}}{HTML}{${hexOf(colour, theme).slice(1).toUpperCase()}}`,
    ),
    `\\begin{tikzpicture}[x=${BIG_POINTS}bp, y=-${BIG_POINTS}bp, inner sep=0pt, font=\\sffamily]`,
    bounds,
    ...body,
    '\\end{tikzpicture}',
    '',
  ].join('\n');
}

function commands(shape: Shape, colours: Set<Colour>): readonly string[] {
  const used = (colour: Colour): string => {
    colours.add(colour);
    return nameOf(colour);
  };
  switch (shape.shape) {
    case 'group':
      return [`% ${oneLine(shape.name)}`, ...shape.shapes.flatMap((child) => commands(child, colours))];
    case 'box': {
      const options = [
        ...(shape.fill === undefined ? [] : [`fill=${used(shape.fill)}`]),
        ...(shape.stroke ? [`draw=${used(shape.stroke.colour)}`, ...strokeOptions(shape.stroke)] : []),
        ...(shape.radius === undefined ? [] : [`rounded corners=${points(shape.radius)}`]),
      ];
      return [`\\path[${options.join(', ')}] ${rectangle(shape)};`];
    }
    case 'boxes':
      return inParts(shape.boxes).map(
        (boxes) => `\\fill[${used(shape.fill)}] ${boxes.map(rectangle).join(' ')};`,
      );
    case 'lines': {
      const options = [used(shape.stroke.colour), ...strokeOptions(shape.stroke)].join(', ');
      return inParts(shape.lines).map((lines) => `\\draw[${options}] ${lines.map(segment).join(' ')};`);
    }
    case 'text':
      return [text(shape, used(shape.colour))];
  }
}

function text(shape: TextShape, colour: string): string {
  const { size, align, bold, turned, font, runs } = shape;
  const [x, y] = baselineOf(shape);
  const height = size * BIG_POINTS;
  const face = [
    `\\fontsize{${short(height)}bp}{${short(height * 1.2)}bp}\\selectfont`,
    font === 'code' ? '\\ttfamily' : '\\sffamily',
    ...(bold ? ['\\bfseries'] : []),
  ].join('');
  const anchor = { start: 'base west', middle: 'base', end: 'base east' }[align];
  const options = [
    `anchor=${anchor}`,
    `text=${colour}`,
    `font=${face}`,
    ...(turned ? ['rotate=90'] : []),
  ].join(', ');
  return `\\node[${options}] at (${short(x)},${short(y)}) {${runsTex(runs)}};`;
}

function rectangle({ x, y, width, height }: Box): string {
  return `(${short(x)},${short(y)}) rectangle (${short(x + width)},${short(y + height)})`;
}

function segment([x1, y1, x2, y2]: Segment): string {
  return `(${short(x1)},${short(y1)}) -- (${short(x2)},${short(y2)})`;
}

function strokeOptions({ width, dashed }: Stroke): readonly string[] {
  return [
    `line width=${points(width)}`,
    ...(dashed ? [`dash pattern=on ${points(3)} off ${points(2)}`] : []),
  ];
}

function inParts<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / PER_PATH) }, (_, part) =>
    all.slice(part * PER_PATH, (part + 1) * PER_PATH),
  );
}

function points(pixels: number): string {
  return `${short(pixels * BIG_POINTS)}bp`;
}

/** xcolor's names: letters, digits and dashes. */
function nameOf(colour: Colour): string {
  return `cnn-${colour.replace(/\//g, '-')}`;
}

function short(length: number): string {
  return String(Math.round(length * 1000) / 1000);
}

/** A comment ends with its line. */
function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ');
}

/** Words as LaTeX's text, letters with their indices as its mathematics. */
function runsTex(runs: readonly Run[]): string {
  let tex = '';
  let maths = '';
  for (const { text: written, as } of runs) {
    if (as === undefined) {
      tex += (maths && `$${maths}$`) + textTex(written);
      maths = '';
    } else if (as === 'sub' || as === 'sup') maths += `${as === 'sub' ? '_' : '^'}{${mathsTex(written)}}`;
    else if (/^′+$/.test(written)) maths += "'".repeat(written.length);
    else maths += GREEK.has(written) ? symbolTex({ name: written, index: [] }) : letters(written, as);
  }
  return tex + (maths && `$${maths}$`);
}

function letters(written: string, as: 'variable' | 'name'): string {
  return as === 'variable' ? mathsTex(written) : `\\mathrm{${mathsTex(written)}}`;
}

const MARKS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "''",
  '−': '$-$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '′': "$'$",
  '≈': '$\\approx$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '→': '$\\rightarrow$',
  '∞': '$\\infty$',
  '⌊': '$\\lfloor$',
  '⌋': '$\\rfloor$',
  '⌈': '$\\lceil$',
  '⌉': '$\\rceil$',
  '…': '\\ldots{}',
  '–': '--',
  '’': "'",
  '“': '``',
  '”': "''",
};

function textTex(written: string): string {
  return Array.from(written, (mark) => MARKS[mark] ?? (/[{}$&#_%]/.test(mark) ? `\\${mark}` : mark)).join('');
}

function mathsTex(written: string): string {
  return Array.from(written, (mark) =>
    mark === '−' ? '-' : /[{}$&#_%]/.test(mark) ? `\\${mark}` : /[\\^~]/.test(mark) ? '' : mark,
  ).join('');
}
