import type { Drawing, Run, Shape, TextShape } from './drawing';
import { cutTo, widthOf } from './words';

const LINE = 20;
/** How much wider bold letters and those of code are. */
const BOLD = 1.12;
const CODE = 1.1;

/** One line of text as a drawing, cut off where a line of plain words is wider than it may be. */
export function lineOf(
  runs: readonly Run[],
  {
    size = 13,
    colour = 'text',
    bold,
    font,
    most = 900,
  }: Partial<Pick<TextShape, 'size' | 'colour' | 'bold' | 'font'>> & { readonly most?: number } = {},
): Drawing {
  const [only] = runs;
  const shown =
    only && runs.length === 1 && only.as === undefined ? [{ text: cutTo(only.text, size, most) }] : runs;
  const shape: Shape = {
    shape: 'text',
    x: 0,
    y: LINE / 2,
    runs: shown,
    size,
    colour,
    align: 'start',
    ...(bold && { bold }),
    ...(font && { font }),
  };
  return {
    width: Math.ceil(widthOf(shown, size) * (bold ? BOLD : font === 'code' ? CODE : 1)),
    height: Math.max(LINE, Math.ceil(size * 1.5)),
    title: '',
    description: '',
    shapes: [shape],
  };
}

const LONGEST_LINE = 88;
const MOST_LINES = 40;

/** Words in lines that a person can read. */
export function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + word.length >= LONGEST_LINE) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
}
