import assert from 'node:assert/strict';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet, type Worksheet } from '../../src/problem';
import { problemSet } from './texts';

const opened = new Map<string, Worksheet>();

/** What is stated is wrong otherwise; what is left open would be another convention. */
const STATED = 'conventions: { convolution: cross-correlation, channels: last, flatten: row-major }\n';

/** The verdict on an answer to one question over some definitions. */
export function judged(given: readonly string[], key: string, answer: string): PartResult {
  const text = STATED + problemSet({ given, parts: [`- { id: q, answer: ${JSON.stringify(key)} }`] });
  const worksheet = opened.get(text) ?? openProblemSet(text);
  opened.set(text, worksheet);
  assert.deepEqual(worksheet.findings, [], text);
  const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    q: ${JSON.stringify(answer)}\n`);
  const [result] = grade(file, worksheet).results.filter(({ part }) => part === 'q');
  assert.ok(result);
  return result;
}

/** The mistake that is named, and those that are tied with it. */
export function idsOf({ mistake }: PartResult): readonly string[] {
  return mistake ? [mistake.id, ...(mistake.ties ?? [])] : [];
}
