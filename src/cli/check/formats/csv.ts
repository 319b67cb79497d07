import { rowText } from '../csv-text';
import type { Format } from './format';

const HEAD = [
  'file',
  'problem-set',
  'name',
  'variant',
  'problem',
  'part',
  'field',
  'verdict',
  'credit',
  'mistake',
  'message',
  'line',
];

/** A record for each part; a finding is one too, with its severity in place of a verdict. Lines count from 1. */
export function csv(): Format {
  return {
    start: rowText(HEAD),
    one: ({ file, problemSet, grading, findings }) => {
      const head = [file, problemSet, grading?.name ?? '', grading?.variant ?? ''];
      return [
        ...findings.map(({ severity, message, range }) => [
          ...head,
          ...['', '', '', severity, '', '', message, range.start.line + 1],
        ]),
        ...(grading?.parts ?? []).map(
          ({ problem, part, field = '', verdict, credit, mistake, message, range }) => [
            ...head,
            ...[problem, part, field, verdict, credit, mistake?.id ?? '', message, range.start.line + 1],
          ],
        ),
      ]
        .map(rowText)
        .join('');
    },
  };
}
