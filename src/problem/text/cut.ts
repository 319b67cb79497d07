/** A file in pieces that can be read apart: each item of `problems:`, and the rest with blanks where they stood. */
export interface Pieces {
  readonly rest: string;
  readonly items: readonly Piece[];
}

export interface Piece {
  /** Where it starts in the file: at the first character of its line. */
  readonly start: number;
  readonly text: string;
}

/** What reaches over several items: anchors, and the marks between YAML documents. */
const ACROSS = /(?:^[ \t]*|[:\-,[{?][ \t]+)&[\w-]+(?:\s|$)|^(?:---|\.\.\.|%)/m;

/**
 * Cuts a problem set into its problems, by lines: an item starts where a line has the indentation of the first one and
 * goes on with `- `. YAML has every line of an item indented deeper than that, so what is broken within a problem,
 * an open quote say, can't reach the next.
 * @returns undefined where the file is written otherwise; it is then read as a whole.
 */
export function cutProblems(text: string): Pieces | undefined {
  if (ACROSS.test(text)) return undefined;
  const [head, ...others] = text.matchAll(/^problems:[ \t]*(?:#.*)?\r?$/gm);
  if (!head || others.length > 0) return undefined;
  const items: { start: number; end: number }[] = [];
  let indentation: string | undefined;
  let open = false;
  const lines = /^.*(?:\r\n|\r|\n|$)/gm;
  lines.lastIndex = head.index + head[0].length + 1;
  for (let line = lines.exec(text); line && line[0] !== ''; line = lines.exec(text)) {
    const [, space = '', rest = ''] = /^([ \t]*)([^\r\n]*)/.exec(line[0]) ?? [];
    indentation ??= /^-(?: |$)/.test(rest) ? space : undefined;
    const end = line.index + line[0].length;
    if (indentation === undefined) {
      if (rest !== '' && !rest.startsWith('#')) return undefined;
    } else if (space === indentation && /^-(?:\s|$)/.test(rest)) {
      items.push({ start: line.index, end });
      open = true;
    } else if (
      !space.includes('\t') &&
      space.length <= indentation.length &&
      rest.trim() !== '' &&
      !rest.startsWith('#')
    )
      open = false;
    const last = items.at(-1);
    if (open && last) last.end = end;
  }
  if (items.length === 0) return undefined;
  return {
    rest: without(text, items),
    items: items.map(({ start, end }) => ({ start, text: text.slice(start, end) })),
  };
}

function without(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let rest = '';
  let at = 0;
  for (const { start, end } of spans) {
    rest += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return rest + text.slice(at);
}
