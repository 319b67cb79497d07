import { MAX_CELLS, type Size } from './dots';
import { gridOf, type Grid } from './grid';
import { bracketsOf, splitOutside } from './signs';

type Read = Grid | { readonly message: string } | undefined;

const CALL = /^(?:(?:scipy\.)?(?:linalg|sparse|sp)\.|scipy\.)?(toeplitz|band|diags)\s*\(/;

/**
 * A matrix by its diagonals: `toeplitz(first column, first row)`, or `band([k1, k2], [0, 1])` with a number for each
 * diagonal and how far right of the main one it stands.
 * @returns undefined where the text is neither.
 */
export function diagonalsOf(text: string, size: Size | undefined): Read {
  const [head, name] = CALL.exec(text.slice(0, 40)) ?? [];
  if (head === undefined || bracketsOf(text)?.get(head.length - 1) !== text.length - 1) return undefined;
  const args = splitOutside(text.slice(head.length, -1), (character) => character === ',').map((arg) =>
    arg.trim(),
  );
  return name === 'toeplitz' ? toeplitz(args) : band(args, size);
}

const TOEPLITZ =
  'toeplitz takes its first column and its first row as lists: toeplitz([1, 2, 0], [1, 0, 0]).';

function toeplitz(args: readonly string[]): Read {
  const named = new Map(args.map((arg, index): [string, string] => nameOf(arg, index === 0 ? 'c' : 'r')));
  const column = cellsOf(named.get('c'));
  const row = args.length === 1 ? column : cellsOf(named.get('r'));
  if (!column || !row || args.length > 2) return { message: TOEPLITZ };
  if (column.length * row.length > MAX_CELLS) return tooMany(column.length, row.length);
  if (column[0] !== row[0])
    return {
      message: `The first column begins with ${column[0] ?? ''} and the first row with ${row[0] ?? ''}; both begin with the same cell.`,
    };
  return {
    rank: 2,
    rows: column.map((_, r) => row.map((__, c) => (r > c ? column[r - c] : row[c - r]) ?? '0')),
  };
}

const BAND =
  'band takes what stands on the diagonals and how far right of the main one each is: band([1, 2, 3], [-1, 0, 1]).';

function band(args: readonly string[], size: Size | undefined): Read {
  const order = ['diagonals', 'offsets', 'shape'];
  const named = new Map(args.map((arg, index): [string, string] => nameOf(arg, order[index] ?? '')));
  const values = cellsOf(named.get('diagonals'));
  const written = named.get('offsets');
  const offsets = written === undefined ? values?.map((_, index) => index) : cellsOf(written)?.map(Number);
  const shape = named.get('shape');
  const extents = shape === undefined ? undefined : cellsOf(shape)?.map(Number);
  if (!values || offsets?.length !== values.length || !offsets.every(Number.isSafeInteger) || args.length > 3)
    return { message: BAND };
  if (
    shape !== undefined &&
    (extents?.length !== 2 || !extents.every((extent) => Number.isSafeInteger(extent) && extent > 0))
  )
    return { message: 'The shape of a band is two whole numbers, rows and columns: shape=(3, 5).' };
  const [rows, cols] = extents ?? [size?.rows, size?.cols];
  if (rows === undefined || cols === undefined)
    return { message: 'How large the band is can’t be told: add shape=(3, 5).' };
  if (rows * cols > MAX_CELLS) return tooMany(rows, cols);
  if (new Set(offsets).size < offsets.length) return { message: 'Two things can’t stand on one diagonal.' };
  const by = new Map(offsets.map((offset, index): [number, string] => [offset, values[index] ?? '0']));
  return {
    rank: 2,
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: cols }, (__, col) => by.get(col - row) ?? '0'),
    ),
  };
}

function tooMany(rows: number, cols: number): { readonly message: string } {
  return { message: `A matrix of ${rows} × ${cols} cells is more than an answer may have.` };
}

/** `r=[1, 2]` with its name, or the one that its place gives it. */
function nameOf(arg: string, usual: string): [string, string] {
  const [all, name] = /^([a-z]{1,20})\s*=(?!=)\s*/.exec(arg.slice(0, 40)) ?? [];
  return all === undefined || name === undefined ? [usual, arg] : [name, arg.slice(all.length)];
}

/** The cells of a list that is written out. */
function cellsOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || !/^[[(]|^(?:np\.)?array/.test(text)) return undefined;
  const grid = gridOf(text);
  return grid?.rank === 1 && (grid.rows[0]?.length ?? 0) > 0 ? grid.rows[0] : undefined;
}
