import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueJson, type JsonValue } from '../../src/core';
import { openProblemSet, type Finding, type PartSheet, type Worksheet } from '../../src/problem';

export const ROOT = join(__dirname, '../..');

/** The text of a sample, as a newcomer finds it. */
export function sample(name: string): string {
  return readFileSync(join(ROOT, 'samples', name), 'utf8');
}

/** A problem set with one problem: what stands under `given` and `parts`, in lines without indentation. */
export function problemSet({
  given = [],
  parts = [],
  more = [],
}: {
  given?: readonly string[];
  parts?: readonly string[];
  more?: readonly string[];
}): string {
  return [
    'problems:',
    '  - id: p',
    ...more.map((line) => `    ${line}`),
    ...(given.length > 0 ? ['    given:', ...given.map((line) => `      ${line}`)] : []),
    ...(parts.length > 0 ? ['    parts:', ...parts.map((line) => `      ${line}`)] : []),
    '',
  ].join('\n');
}

/** The key of a part as JSON; a sentence where it could not be computed. */
export function keyOf(worksheet: Worksheet, problem: string, part: string): JsonValue | string {
  const { answer } = partOf(worksheet, problem, part);
  if (!answer) return 'free text';
  if (answer.outcome.kind === 'value') return valueJson(answer.outcome.value);
  if (answer.outcome.kind === 'computing' || answer.outcome.kind === 'reading') return answer.outcome.kind;
  return answer.outcome.kind === 'failed'
    ? answer.outcome.finding.message
    : `waits for ${answer.outcome.dependency}`;
}

export function partOf(worksheet: Worksheet, problem: string, part: string): PartSheet {
  const found = worksheet.problems.find(({ id }) => id === problem)?.parts.find(({ id }) => id === part);
  if (!found) throw new Error(`There is no part ${problem}.${part}.`);
  return found;
}

/** The value of one expression over some definitions. */
export function valueOf(expression: string, given: readonly string[] = []): JsonValue | string {
  const text = problemSet({ given, parts: ['- id: q', `  answer: ${JSON.stringify(expression)}`] });
  return keyOf(openProblemSet(text), 'p', 'q');
}

/** A finding as `code “text that it stands at” message`, errors and warnings alike. */
export function said(text: string, { code, start, end, message }: Finding): string {
  return `${code} “${text.slice(start, end)}” ${message}`;
}

export function findingsOf(text: string): string[] {
  return openProblemSet(text).findings.map((found) => said(text, found));
}
