import type { Span } from '../expression/ast';
import { finding, replacing, type Finding } from '../finding';

/** An error of the YAML library, by its code and place. */
export interface YamlError {
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
}

/**
 * How to go on after an error: the finding to show, and what to leave out so that the rest can be read. What is left
 * out is replaced by spaces, so every place in the text stays what it is.
 */
export interface Mend {
  readonly finding: Finding;
  readonly blank?: Span;
  /** The text that a value was meant to be, where its blanked place says so. */
  readonly meant?: string;
}

/** What an error means, and how to read on. */
export function mend(text: string, error: YamlError): Mend {
  const [start, end] = error.pos;
  const line = lineAt(text, start);
  if (error.code === 'TAB_AS_INDENT') {
    const tab = text.indexOf('\t', line.start);
    const at = tab < 0 ? { start, end: start + 1 } : { start: tab, end: tab + 1 };
    return {
      finding: finding('yaml', at, 'YAML is indented with spaces, not tabs.', {
        fix: replacing('Replace the tab by two spaces', at, '  '),
      }),
      blank: line,
    };
  }
  const half =
    halfTyped(text, error) ?? cutInBraces(text, start) ?? unclosed(text, start) ?? quotable(text, start);
  if (half) return half;
  const span = { start, end: Math.max(start + 1, Math.min(end, line.end)) };
  return { finding: finding('yaml', span, sentence(error.message)) };
}

/** A value that opens with a template; YAML would read it as a mapping. */
export function templateValues(text: string): Mend[] {
  return [...text.matchAll(/^[ \t]*(?:- )*[\w.-]+:[ \t]+(\{\{.*?)[ \t]*$/gm)].flatMap(
    (match) => quotable(text, match.index + match[0].indexOf('{{')) ?? [],
  );
}

/** A key without its colon: the line that was being typed. */
function halfTyped(text: string, error: YamlError): Mend | undefined {
  if (
    ![
      'MISSING_CHAR',
      'MULTILINE_IMPLICIT_KEY',
      'BLOCK_AS_IMPLICIT_KEY',
      'BAD_INDENT',
      'UNEXPECTED_TOKEN',
    ].includes(error.code)
  )
    return undefined;
  const line = lineAt(text, error.pos[0]);
  const match = /^(\s*(?:- )*)([A-Za-z_][\w.-]*)\s*$/.exec(line.text);
  const [, lead = '', word = ''] = match ?? [];
  if (!match) return undefined;
  const start = line.start + lead.length;
  const span = { start, end: start + word.length };
  return {
    finding: finding('yaml', span, `“${word}” is not finished: a key is followed by “: ” and its value.`),
    blank: span,
  };
}

/** A value within braces that holds brackets of its own, as `{ answer: k[0] }`. YAML ends it at the first of them. */
function cutInBraces(text: string, at: number): Mend | undefined {
  const brace = opened(text, at).brackets.findLast((open) => text.charAt(open) === '{');
  if (brace === undefined) return undefined;
  const span = valuesIn(text, brace).find(({ start, end }) => start < at && at < end);
  if (!span) return undefined;
  const value = text.slice(span.start, span.end);
  if (/^["']|\n/.test(value)) return undefined;
  return {
    finding: finding('cut-expression', span, CUT_AT_BRACKET, {
      fix: replacing('Put it in quotes', span, quote(value)),
    }),
    blank: span,
    meant: value,
  };
}

const CUT_AT_BRACKET = 'YAML cuts this expression at the bracket; put it in quotes.';

/** Where the values of a map in braces stand, brackets within them paired; none where it is never closed. */
function valuesIn(text: string, brace: number): Span[] {
  const values: Span[] = [];
  let depth = 0;
  let from = brace + 1;
  for (let at = brace + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (depth === 0 && ',}'.includes(character)) {
      const piece = text.slice(from, at);
      const [lead = ''] = /^\s*[\w.-]+:\s+/.exec(piece) ?? [];
      if (lead !== '') values.push({ start: from + lead.length, end: from + piece.trimEnd().length });
      if (character === '}') return values;
      from = at + 1;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth < 0) return [];
  }
  return [];
}

/** A bracket or quote that is open where the reader gave up. What follows it on its line is left out. */
function unclosed(text: string, upTo: number): Mend | undefined {
  const { brackets, quote: quoteAt } = opened(text, upTo);
  const at = quoteAt ?? brackets.at(-1);
  if (at === undefined) return undefined;
  const line = lineAt(text, at);
  const sign = text.charAt(at);
  const quoted = sign === '"' || sign === "'";
  return {
    finding: finding(
      'yaml',
      { start: at, end: at + 1 },
      quoted ? `This text has no closing ${sign}.` : `This “${sign}” is never closed.`,
    ),
    blank: { start: at, end: line.end },
  };
}

/** A value that YAML reads as something else than the text it is: `Note: this`, `[0, 2] * s`, `{{ n }} cells`, `> 3`. */
function quotable(text: string, at: number): Mend | undefined {
  const line = lineAt(text, at);
  const match = /^(\s*(?:- )*[\w.-]+:[ \t]+)(\S.*?)[ \t]*$/.exec(line.text);
  const [, lead = '', value = ''] = match ?? [];
  if (!match) return undefined;
  const span = { start: line.start + lead.length, end: line.start + lead.length + value.length };
  if (at < span.start || at > span.end) return undefined;
  return {
    finding: finding(
      'yaml',
      span,
      'YAML reads this as something else than the text it is; put it in quotes.',
      {
        fix: replacing('Put it in quotes', span, quote(value)),
      },
    ),
    blank: span,
    meant: value,
  };
}

/**
 * The brackets, from the outermost, and the quote that are open at a place. They count where a value can start; within
 * plain text they are text.
 */
function opened(
  text: string,
  upTo: number,
): { readonly brackets: readonly number[]; readonly quote: number | undefined } {
  const open: number[] = [];
  let quoteAt: number | undefined;
  let valueCanStart = true;
  for (let at = 0; at < upTo; at++) {
    const character = text.charAt(at);
    if (quoteAt !== undefined) {
      const sign = text.charAt(quoteAt);
      if (character === '\\' && sign === '"') at++;
      else if (character === sign) quoteAt = undefined;
      continue;
    }
    if (character === '\n') valueCanStart = true;
    else if (character === '#' && /\s/.test(text.charAt(at - 1) || ' '))
      at = Math.max(at, lineAt(text, at).end - 1);
    else if ((character === '"' || character === "'") && valueCanStart) {
      quoteAt = at;
      valueCanStart = false;
    } else if ('[{'.includes(character) && valueCanStart) open.push(at);
    else if (']}'.includes(character) && open.length > 0) {
      open.pop();
      valueCanStart = false;
    } else if (character === ',' && open.length > 0) valueCanStart = true;
    else if ((character === ':' || character === '-') && /\s/.test(text.charAt(at + 1) || ' '))
      valueCanStart = true;
    else if (!/\s/.test(character)) valueCanStart = false;
  }
  return { brackets: open, quote: quoteAt };
}

interface Line extends Span {
  readonly text: string;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const end = next < 0 ? text.length : next;
  return { start, end, text: text.slice(start, end).replace(/\r$/, '') };
}

/** A value in double quotes, or in single ones where it holds double ones or backslashes. */
export function quote(text: string): string {
  return /["\\]/.test(text) ? `'${text.replace(/'/g, "''")}'` : `"${text}"`;
}

/** The library's message as a sentence. */
function sentence(message: string): string {
  const first = message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
  return `This is not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`;
}
