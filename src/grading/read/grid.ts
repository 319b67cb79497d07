import { bracketsOf, splitOutside } from './signs';

/** The texts of the cells of a matrix (rank 2) or of a list (rank 1: one row). */
export interface Grid {
  readonly rank: 1 | 2;
  readonly rows: readonly (readonly string[])[];
}

/** Around lists in NumPy, PyTorch, TensorFlow, SymPy. */
const WRAPPER =
  /^(?:(?:np|numpy|jnp|torch|tf|sp|sympy|onp)\.)?(?:array|asarray|matrix|mat|tensor|Tensor|constant|Matrix)\s*(?=\(\s*[[(])/;
const BEGIN = /^\\begin\s*\{((?:[bpvBV]|small)?matrix\*?|array)\}\s*/;
/** How far a wrapper or an environment is looked for. */
const HEAD = 200;

/**
 * The cells of a matrix in the notation of NumPy, MATLAB or LaTeX, as nested lists, or as rows over several lines.
 * @returns undefined where the text is none of these.
 */
export function gridOf(written: string): Grid | undefined {
  const text = withoutSizes(written.trim()).replace(/;$/, '');
  const typeset = typesetRows(text);
  if (typeset) return typeset;
  const wrapper = WRAPPER.exec(text.slice(0, HEAD));
  if (wrapper) return wrapped(text.slice(wrapper[0].length));
  const inner = within(text);
  if (inner !== undefined) return bracketed(inner, text.charAt(0));
  return plainRows(text);
}

/** The list that a call has as its first argument; options behind it, such as `dtype`, change nothing here. */
function wrapped(call: string): Grid | undefined {
  const inner = within(call);
  if (inner === undefined) return undefined;
  const [list = '', ...options] = splitOutside(inner, (character) => character === ',');
  if (!options.every((option) => option.trim() === '' || /^\s*\w+\s*=/.test(option))) return undefined;
  const content = within(list.trim());
  return content === undefined ? undefined : bracketed(content, list.trim().charAt(0));
}

/** What stands in the brackets around the whole. */
function within(text: string): string | undefined {
  if (!/^[([{]/.test(text)) return undefined;
  return bracketsOf(text)?.get(0) === text.length - 1 ? text.slice(1, -1) : undefined;
}

function bracketed(inner: string, open: string): Grid | undefined {
  const rows = innerRows(inner.trim());
  if (rows)
    return rows.some((row) => row.length === 1 && /^[([{]/.test(row[0]?.trim() ?? ''))
      ? undefined
      : { rank: 2, rows };
  if (open !== '[') return open === '(' && inner.includes(',') ? list(splitRow(inner)) : undefined;
  const lines = splitOutside(inner, (character) => character === ';' || character === '\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [only] = lines;
  if (only === undefined) return undefined;
  const isList =
    lines.length === 1 || (!inner.includes(';') && lines.slice(0, -1).every((line) => line.endsWith(',')));
  return isList ? list(splitRow(lines.join(' '))) : { rank: 2, rows: lines.map(splitRow) };
}

function list(row: readonly string[]): Grid {
  return { rank: 1, rows: [row] };
}

/** Rows in brackets of their own, one behind the other, with dots between them; undefined where it isn’t only that. */
function innerRows(text: string): string[][] | undefined {
  const closes = bracketsOf(text);
  if (!closes || !/[([{]/.test(text.charAt(0))) return undefined;
  const rows: string[][] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character.trim() === '' || character === ',' || character === ';') continue;
    const dots = dotsAt(text, at);
    const close = closes.get(at);
    if (dots > 0) rows.push(['…']);
    else if (close === undefined) return undefined;
    else rows.push(splitRow(text.slice(at + 1, close)));
    at = dots > 0 ? at + dots - 1 : (close ?? at);
  }
  // `(a)(b)` and `(a) (b), (c)` are products.
  return text.startsWith('(') && rows.some((row) => row.length < 2) ? undefined : rows;
}

/** How many characters of dots stand at a place. */
function dotsAt(text: string, at: number): number {
  if (text.charAt(at) === '…' || text.charAt(at) === '⋮' || text.charAt(at) === '⋱') return 1;
  if (text.startsWith('...', at)) return 3;
  return 0;
}

/** Rows of several lines without brackets around the whole, as in a file of comma-separated values; or rows cut by `;`. */
function plainRows(text: string): Grid | undefined {
  const isCut = splitOutside(text, (character) => character === '\n').length > 1;
  const lines = splitOutside(text, (character) => character === (isCut ? '\n' : ';'))
    .map((line) => line.trim().replace(/[,;]$/, '').trim())
    .filter((line) => line !== '');
  if (lines.length < 2) return undefined;
  const rows = lines.map((line) => {
    const inner = line.startsWith('[') ? within(line) : undefined;
    return splitRow(inner ?? line);
  });
  return { rank: 2, rows };
}

/** The rows of `\begin{bmatrix} … \end{bmatrix}`. */
function typesetRows(text: string): Grid | undefined {
  const [all, name] = BEGIN.exec(text.slice(0, HEAD)) ?? [];
  if (all === undefined || name === undefined) return undefined;
  const end = `\\end{${name}}`;
  if (!text.endsWith(end)) return undefined;
  let content = text.slice(all.length, -end.length);
  if (name === 'array' || name.endsWith('*')) content = content.replace(/^\s*(?:\{[^{}]*\}|\[[^[\]]*\])/, '');
  const rows = content
    .split('\\\\')
    .map((row) => row.replace(/\\hline(?![a-zA-Z])/g, '').replace(/^\s*\[[\d.]+\s*\w{2}\]/, ''))
    .filter((row, index, every) => row.trim() !== '' || index < every.length - 1)
    .map((row) => row.split('&').map((cell) => cell.trim()));
  return { rank: 2, rows };
}

/** Without `\left` and `\right`, which make brackets larger. */
function withoutSizes(text: string): string {
  const plain = text.replace(/\\(?:left|right)(?=\s*[([\])])\s*/g, '');
  const inner = /^[[(]\s*\\begin/.test(plain.slice(0, HEAD)) ? within(plain) : undefined;
  return (inner ?? plain).trim();
}

/** The cells of one row: between commas, `&` or `|`, else between spaces, where `1 -1` is two cells and `1 - 1` one. */
export function splitRow(text: string): string[] {
  for (const sign of ['&', ',', '\t']) {
    const cells = splitOutside(text, (character) => character === sign).map((cell) => cell.trim());
    if (cells.length < 2) continue;
    if (cells.at(-1) === '' && cells.length > 1) cells.pop();
    return cells;
  }
  return splitSpaces(text.trim());
}

function splitSpaces(text: string): string[] {
  const cells: string[] = [];
  const flat: string[] = splitOutside(text, (character) => character.trim() === '').filter(
    (word) => word !== '',
  );
  let glued = false;
  for (const word of flat) {
    const isSign = /^[-+*/^×]+$/.test(word);
    const continues = cells.length > 0 && (glued || isSign || /^[*/^×]/.test(word));
    if (continues) cells.push(`${cells.pop() ?? ''} ${word}`);
    else cells.push(word);
    glued = isSign ? cells.length > 0 : /[-+*/^×]$/.test(word);
  }
  return cells;
}
