import type { Cell } from '../../../protocol';

const SMALLER = 0.72;
const BELOW = 0.24;
const MATHEMATICAL_ITALIC_CAPITAL_A = 0x1d434;
const MATHEMATICAL_ITALIC_SMALL_A = 0x1d44e;
/** Unicode has the italic h among the older letters. */
const PLANCK = 'ℎ';

/** The face of labels in cells: the maths font that formulas have. */
export function fontOf(px: number): string {
  return `${px}px 'CNN Maths', 'STIX Two Math', 'Cambria Math', math, serif`;
}

/** Draws a number or a symbol with its index, centred at a point. */
export function drawCellText(
  context: CanvasRenderingContext2D,
  cell: Cell,
  x: number,
  y: number,
  px: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  if (!cell.symbol) {
    context.font = fontOf(px);
    context.textAlign = 'center';
    context.fillText(cell.text, x, y);
    return;
  }
  const { name, index } = cell.symbol;
  const letters = italic(name);
  const below = spaced(index);
  context.textAlign = 'left';
  context.font = fontOf(px * SMALLER);
  const indexWidth = below === '' ? 0 : context.measureText(below).width;
  context.font = fontOf(px);
  const width = context.measureText(letters).width;
  const left = x - (width + indexWidth) / 2;
  context.fillText(letters, left, y);
  if (below === '') return;
  context.font = fontOf(px * SMALLER);
  context.fillText(below, left + width, y + px * BELOW);
}

/** How wide a label is, about, in the size of its type. */
export function roughWidth({ text, symbol }: Cell): number {
  return symbol ? 0.5 * symbol.name.length + 0.5 * SMALLER * symbol.index.length + 0.1 : 0.5 * text.length;
}

/** A lone letter is italic in maths; primes stay. */
function italic(name: string): string {
  const [, letter = '', primes = ''] = /^([A-Za-z])([′']*)$/.exec(name) ?? [];
  if (letter === '') return name;
  if (letter === 'h') return PLANCK + primes;
  const code = letter.charCodeAt(0);
  const base =
    code >= 97 ? MATHEMATICAL_ITALIC_SMALL_A + code - 97 : MATHEMATICAL_ITALIC_CAPITAL_A + code - 65;
  return String.fromCodePoint(base) + primes.replaceAll("'", '′');
}

/** `4,3` is written as 43 where both are digits, as in textbooks. */
function spaced(index: string): string {
  return /^\d,\d$/.test(index) ? index.replace(',', '') : index;
}
