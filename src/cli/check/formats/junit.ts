import { addressOf } from '../../../grading';
import type { Checked } from '../checked';
import type { Format } from './format';

/** A suite for each file and a case for each part: what isn't right has failed, what can't be read is an error. */
export function junit(): Format {
  return {
    start: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cnn-problems">\n',
    one: suite,
    end: () => '</testsuites>\n',
  };
}

interface Case {
  readonly name: string;
  readonly className: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
}

function suite({ file, grading, findings }: Checked): string {
  const cases: Case[] = [
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message, range }) => ({
        name: `line ${range.start.line + 1}`,
        className: file,
        outcome: 'error' as const,
        type: code,
        message,
      })),
    ...(grading?.parts ?? []).map((part) => ({
      name: addressOf(part),
      className: file,
      outcome: OUTCOMES[part.verdict],
      type: part.verdict,
      message: part.message,
    })),
  ];
  const count = (wanted: Case['outcome']): number => cases.filter(({ outcome }) => outcome === wanted).length;
  const name = grading && grading.name !== '' ? `${file} · ${grading.name}` : file;
  return [
    `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}">\n`,
    ...cases.map(caseText),
    '  </testsuite>\n',
  ].join('');
}

const OUTCOMES = {
  correct: 'passed',
  convention: 'failure',
  partial: 'failure',
  wrong: 'failure',
  missing: 'failure',
  unreadable: 'error',
  'for a person': 'skipped',
} as const;

function caseText({ name, className, outcome, type, message }: Case): string {
  const head = `    <testcase classname="${xml(className)}" name="${xml(name)}"`;
  if (outcome === 'passed') return `${head}/>\n`;
  const kind = outcome === 'skipped' ? '' : ` type="${xml(type)}"`;
  return `${head}>\n      <${outcome} message="${xml(message)}"${kind}/>\n    </testcase>\n`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text within an attribute; characters that XML doesn't have become one that says so. */
function xml(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign);
}
