import { counted } from '../../../core';
import { paint, placed } from '../../print';
import { addressOf } from '../../../grading';
import type { Checked } from '../checked';
import type { Format } from './format';

/** A sign and a colour for each verdict, so that neither stands alone. */
export const SIGNS = {
  correct: ['green', '✓'],
  convention: ['yellow', '◐'],
  partial: ['yellow', '◐'],
  wrong: ['red', '✕'],
  unreadable: ['magenta', '?'],
  missing: ['dim', '–'],
  'for a person': ['blue', '☺'],
} as const;

/** What people read: a line for each answer, sign and word. */
export function table(): Format {
  return { one: tableOf };
}

function tableOf({ file, grading, findings }: Checked): string {
  const said = findings.map((found) => placed(file, found.range.start, found)).join('');
  if (!grading) return said;
  const { name, variant, score, maxScore, parts } = grading;
  const head = `${paint('bold', file)}${name === '' ? '' : ` · ${name}`}${variant === 0 ? '' : ` · variant ${variant}`} · ${score} of ${counted(maxScore, 'point')}\n`;
  const width = Math.max(0, ...parts.map((part) => addressOf(part).length));
  const rows = parts.map((part) => {
    const { verdict, message, mistake } = part;
    const [style, sign] = SIGNS[verdict];
    const named = mistake ? ` ${paint('dim', `[${mistake.id} ${mistake.title}]`)}` : '';
    return `  ${paint(style, `${sign} ${verdict.padEnd(12)}`)} ${addressOf(part).padEnd(width)}  ${message}${named}\n`;
  });
  return `${said}${head}${rows.join('')}\n`;
}
