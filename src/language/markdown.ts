/** Markdown for hovers. What comes from a file never means anything in it: no links, no images, no HTML. */

/** A text in which nothing is read as Markdown, bare addresses neither. */
export function plain(text: string): string {
  return text
    .replace(/[\\`*_[\]<>&|~$!#@]/g, (sign) => `\\${sign}`)
    .replace(/\b(https?|ftp):|\bwww\./gi, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`)
    .replace(/\s*\n\s*/g, ' ');
}

/** A text in a code span. */
export function code(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ').trim();
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : `${fence}${space}${line}${space}${fence}`;
}

/** Lines in a code block. */
export function block(lines: readonly string[], language = 'text'): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [fence + language, ...lines, fence].join('\n');
}

/** Rows of label and text, as a code block with the texts below each other. */
export function table(rows: readonly (readonly [label: string, text: string])[]): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return block(rows.map(([label, text]) => (width === 0 ? text : `${label.padEnd(width)}  ${text}`)));
}

/** Blocks, one below the other; empty ones are left out. */
export function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join('\n\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
