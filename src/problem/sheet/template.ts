import { valueTex, valueText } from '../../core';
import { evaluate } from '../expression/evaluate';
import { parseExpression } from '../expression/parse';
import type { Span } from '../expression/ast';
import type { Scope } from '../expression/scope';
import { finding, type Finding } from '../finding';
import { spanWithin, type Node, type ScalarNode } from '../text/node';
import { outcomeOf, within, type Outcome } from './evaluate-node';

/** Keeps an outcome for what was written, for the next version of the problem. */
export type Remember = (written: string, at: Span, compute: () => Outcome) => Outcome;

/**
 * A Markdown text with its `{{ expressions }}` replaced by their values. Within `$…$` a value is written as LaTeX, and `{{` is an expression only where it parses as one; `\{{`
 * stands for itself.
 * @param format values in Markdown are escaped; in plain text they are as they are.
 */
export function fillTemplate(
  node: Node | undefined,
  scope: Scope,
  findings: Finding[],
  remember: Remember = (_written, _at, compute) => compute(),
  format: 'Markdown' | 'plain' = 'Markdown',
): string {
  if (node?.kind !== 'scalar') return '';
  let text = '';
  let at = 0;
  const mathsAt = mathsSpans(node.text);
  for (const match of node.text.matchAll(/(\\?)\{\{((?:[^{}]|\{[^{}]*\})*)\}\}/g)) {
    const [whole, escape = '', source = ''] = match;
    const maths = mathsAt.some(({ start, end }) => start <= match.index && match.index < end);
    const filled =
      escape === ''
        ? fill(node, source, match.index + 2, scope, maths, findings, remember, format)
        : whole.slice(1);
    text += node.text.slice(at, match.index) + (filled ?? whole);
    at = match.index + whole.length;
  }
  return text + node.text.slice(at);
}

function fill(
  node: ScalarNode,
  source: string,
  offset: number,
  scope: Scope,
  maths: boolean,
  findings: Finding[],
  remember: Remember,
  format: 'Markdown' | 'plain',
): string | undefined {
  const parsed = parseExpression(source);
  if (parsed.kind === 'syntax-failure') {
    if (maths) return undefined;
    findings.push(
      finding(
        'template',
        spanWithin(node, { start: offset + parsed.start, end: offset + parsed.end }),
        parsed.message,
      ),
    );
    return `⟨${source.trim()}⟩`;
  }
  const inner: ScalarNode = { ...node, offsetOf: (index) => node.offsetOf(offset + index) };
  const outcome = remember(`{{${source}}}`, node, () =>
    outcomeOf(() => within(inner, () => evaluate(parsed, scope))),
  );
  if (outcome.kind === 'value') {
    if (maths) return valueTex(outcome.value);
    return format === 'plain' ? valueText(outcome.value) : escapeMarkdown(valueText(outcome.value));
  }
  if (outcome.kind === 'failed') findings.push(outcome.finding);
  return maths ? '\\square' : `⟨${source.trim()}⟩`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>$]/g, (sign) => `\\${sign}`);
}

/** Where `$…$` and `$$…$$` stand. */
function mathsSpans(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/(?<!\\)(\$\$?)(?=\S)([\s\S]*?\S)\1/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
