import type { Span } from './expression/ast';

/** What kind of thing is wrong; shown beside the message and stable, so that people can look it up. */
export type FindingCode =
  | 'too-large'
  | 'yaml'
  | 'duplicate-key'
  | 'cut-expression'
  | 'unknown-key'
  | 'missing-key'
  | 'no-value'
  | 'expected'
  | 'reserved-name'
  | 'duplicate-id'
  | 'syntax'
  | 'unknown-name'
  | 'cycle'
  | 'value'
  | 'undefined-value'
  | 'variant'
  | 'template'
  | 'unreadable-file'
  | 'answer-file'
  | 'numbers'
  | 'answer';

export type Severity = 'error' | 'warning' | 'information';

/** One thing to say about a text: where, what was expected, what to do. Spans are characters of the whole text. */
export interface Finding extends Span {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: Fix;
}

/** A change that mends a finding. */
export interface Fix {
  /** A verb first: `Put it in quotes`. */
  readonly title: string;
  readonly edits: readonly (Span & { readonly text: string })[];
}

export function finding(
  code: FindingCode,
  span: Span,
  message: string,
  more: { severity?: Severity; fix?: Fix } = {},
): Finding {
  const { start, end } = span;
  return {
    code,
    severity: more.severity ?? 'error',
    start,
    end: Math.max(end, start),
    message,
    ...(more.fix && { fix: more.fix }),
  };
}

/** Replaces the text of a span. */
export function replacing(title: string, span: Span, text: string): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }] };
}

/** More findings of one text than this help nobody. */
export const MAX_FINDINGS = 300;

/** Findings in the order of the text, the same one said once, and no more than anybody reads. */
export function tidied(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const different = findings.filter(({ start, end, message }) => {
    const key = `${start} ${end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  different.sort((a, b) => a.start - b.start);
  const more = different.splice(MAX_FINDINGS);
  const [last] = more;
  if (!last) return different;
  return [
    ...different,
    finding(last.code, last, `${last.message} (There are ${more.length} more findings below.)`),
  ];
}
