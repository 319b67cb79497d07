import type { Grid } from './grid';

/** How large a matrix is that the question asks for. */
export interface Size {
  readonly rows: number;
  readonly cols: number;
}

type Rows = readonly (readonly string[])[];

/** Cells that are written out for dots. */
export const MAX_CELLS = 100_000;
/** Rows around dots that are held against each other. */
const MAX_KNOWN = 200;
/** Larger strides are written out. */
const MAX_SHIFT = 16;
const DOTS = /^(?:…|\.\.\.|⋮|⋱|\\(?:[cldv]?dots|ddots|dotsc|dotsb))$/;

/** Whether a cell stands for others. */
export function isDots(cell: string): boolean {
  return DOTS.test(cell.trim());
}

/**
 * Writes out what dots stand for: cells between two that are the same, rows between rows whose diagonals go on in one way.
 * @param size that of what is asked for, which counts where dots leave it open; its cells are nobody’s business here.
 */
export function withoutDots(
  { rank, rows }: Grid,
  size: Size | undefined,
): Grid | { readonly message: string } {
  if (!rows.some((row) => row.some(isDots))) return { rank, rows };
  const whole = rank === 2 ? rows.filter((row) => !row.some(isDots)) : [];
  const cols = whole[0]?.length ?? size?.cols;
  if (cols === undefined)
    return { message: 'How long the rows are can’t be told from this; write one row out.' };
  const filled: (readonly string[] | undefined)[] = [];
  for (const row of rows) {
    const isGap = rank === 2 && row.every((cell) => isDots(cell) || cell === '') && row.some(isDots);
    const full = isGap || !row.some(isDots) ? undefined : filledRow(row, cols);
    if (full && 'message' in full) return full;
    filled.push(isGap ? undefined : (full ?? row));
  }
  const gaps = filled.filter((row) => row === undefined).length;
  if (gaps === 0) return { rank, rows: filled.flatMap((row) => (row ? [row] : [])) };
  if (gaps > 1) return { message: 'Dots can stand for rows in one place; write the others out.' };
  if (!size) return { message: 'How many rows the dots stand for can’t be told; write them out.' };
  return continued(filled, { rows: size.rows, cols });
}

/** `1, 0, …, 0`: dots between two cells that are the same are as many of them as are missing. */
function filledRow(row: readonly string[], cols: number): string[] | { readonly message: string } {
  const at = row.findIndex(isDots);
  const [before, after] = [row[at - 1], row[at + 1]];
  const missing = cols - (row.length - 1);
  if (row.filter(isDots).length > 1 || before === undefined || before !== after)
    return { message: 'Dots in a row can stand for cells between two that are the same, as in 1, 0, …, 0.' };
  if (missing < 0 || cols > MAX_CELLS)
    return { message: `This row has ${row.length - 1} cells beside the dots, and the rows have ${cols}.` };
  return [...row.slice(0, at), ...new Array<string>(missing).fill(before), ...row.slice(at + 1)];
}

function continued(
  written: readonly (readonly string[] | undefined)[],
  { rows, cols }: Size,
): Grid | { readonly message: string } {
  const gap = written.indexOf(undefined);
  const missing = rows - (written.length - 1);
  const known = new Map<number, readonly string[]>();
  for (const [index, row] of written.entries())
    if (row) known.set(index < gap ? index : index + missing - 1, row);
  if ([...known.values()].some((row) => row.length !== cols))
    return { message: 'The rows around the dots are not equally long.' };
  if (missing < 1) return { message: 'The dots stand for no row: as many are written out as there can be.' };
  if (gap === 0 || gap === written.length - 1)
    return { message: 'Rows must stand before the dots and behind them, at least one on each side.' };
  if (rows * cols > MAX_CELLS || known.size > MAX_KNOWN)
    return {
      message: `Dots are written out up to ${MAX_CELLS.toLocaleString('en')} cells; this would be more.`,
    };
  const found = new Map<string, Rows>();
  // By more than half a row no cell of a row between is known from both sides.
  for (let shift = 0; shift <= Math.min(cols / 2, MAX_SHIFT); shift++) {
    const whole = shifted(known, shift, { rows, cols }, gap, missing);
    if (whole) found.set(JSON.stringify(whole), whole);
  }
  const [only] = found.values();
  if (only && found.size === 1) return { rank: 2, rows: only };
  return {
    message: only
      ? 'The dots can stand for different rows here; write one more out.'
      : 'How the rows go on at the dots can’t be told from those around; write more of them out.',
  };
}

/** All rows, where each is the one before it moved right; undefined where the known ones aren’t, or leave cells open. */
function shifted(
  known: ReadonlyMap<number, readonly string[]>,
  shift: number,
  { rows, cols }: Size,
  gap: number,
  missing: number,
): Rows | undefined {
  const diagonals = new Map<number, string>();
  let evidence = false;
  for (const [row, cells] of known)
    for (const [col, cell] of cells.entries()) {
      const diagonal = col - row * shift;
      const other = diagonals.get(diagonal);
      if (other === undefined) diagonals.set(diagonal, cell);
      else if (other !== cell) return undefined;
      else if (cell !== '0') evidence = true;
    }
  const allZero = [...diagonals.values()].every((cell) => cell === '0');
  if (!evidence && !allZero) return undefined;
  const whole: (readonly string[])[] = [];
  for (let row = 0; row < rows; row++) {
    if (row < gap || row >= gap + missing) {
      whole.push(known.get(row) ?? []);
      continue;
    }
    const cells: string[] = [];
    for (let col = 0; col < cols; col++) {
      const cell = diagonals.get(col - row * shift);
      if (cell === undefined) return undefined;
      cells.push(cell);
    }
    whole.push(cells);
  }
  return whole;
}
