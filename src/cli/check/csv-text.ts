/** A record of a table, with the line of the text that it starts in, from 1. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a table as spreadsheets write it (RFC 4180): cells are separated by tabs, semicolons or commas, whichever is
 * most in the first line, and may stand in quotes. Lines without anything are left out.
 */
export function readRows(text: string): Row[] {
  const source = text.replace(/^\uFEFF/, '');
  const [first = ''] = source.split(/[\r\n]/, 1);
  const count = (sign: string): number => first.split(sign).length;
  const separator = ['\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
  const cell = new RegExp(
    `(?:"((?:[^"]+|"")*)"?([^${separator}\\r\\n]*)|([^${separator}\\r\\n]*))(${separator}|\\r\\n|\\r|\\n|$)`,
    'y',
  );
  const rows: Row[] = [];
  let [line, cells]: [number, string[]] = [1, []];
  let start = line;
  for (let at = 0; at < source.length;) {
    cell.lastIndex = at;
    const match = cell.exec(source);
    if (!match) break;
    const [whole, quoted, after = '', plain = '', end = ''] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + after);
    line += whole.split(/\r\n|\r|\n/).length - 1;
    at += whole.length;
    if (end === separator && at < source.length) continue;
    if (end === separator) cells.push('');
    if (cells.some((content) => content.trim() !== '')) rows.push({ line: start, cells });
    [cells, start] = [[], line];
  }
  return rows;
}

/** A record as a line. A text that a spreadsheet would compute is marked as a text. */
export function rowText(cells: readonly (string | number)[]): string {
  return `${cells.map(cellText).join(',')}\n`;
}

function cellText(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
