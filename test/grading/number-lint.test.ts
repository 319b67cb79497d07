import assert from 'node:assert/strict';
import { grade, numberFindings, readAnswerFile } from '../../src/grading';
import { openProblemSet, type Finding } from '../../src/problem';
import { problemSet } from '../support/texts';

function set(kernel: number, channels: number, filters: number): string {
  return problemSet({
    given: [
      `x: { type: input, shape: [32, 32, ${channels}] }`,
      `conv: { type: conv2d, input: x, filters: ${filters}, kernel: ${kernel}, bias: true }`,
    ],
    parts: ['- { id: a, answer: params(conv) }'],
  });
}

function only(text: string): Finding | undefined {
  const worksheet = openProblemSet(text);
  assert.deepEqual(worksheet.findings, []);
  const [found, ...more] = numberFindings(worksheet, () => undefined);
  assert.deepEqual(more, []);
  return found;
}

/** The mistakes that are named for a wrong answer. */
function named(text: string, answer: number): readonly string[] {
  const [result] = grade(readAnswerFile(`answers: { p: { a: ${answer} } }`), openProblemSet(text)).results;
  return result?.mistake ? [result.mistake.id, ...(result.mistake.ties ?? [])] : [];
}

describe('numbers that hide mistakes', () => {
  it('as many filters as channels: a mistake passes for right, and the nearest other number shows it', () => {
    const text = set(5, 3, 3);
    const found = only(text);
    assert.ok(found);
    assert.equal(found.code, 'numbers');
    assert.equal(found.severity, 'warning');
    assert.match(found.message, /“filter depth taken from the output” \(P11\).* the right answer, too\./);
    assert.equal(text.slice(found.start, found.end), 'params(conv)');
    const [edit, ...more] = found.fix?.edits ?? [];
    assert.ok(edit);
    assert.deepEqual(more, []);
    const mended = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    assert.notEqual(mended, text);
    assert.equal(only(mended), undefined);
  });

  it('two mistakes that give the same are information, and are told as ties to whoever makes one', () => {
    const text = set(2, 2, 4);
    const found = only(text);
    const value = /same wrong answer, (\d+)/.exec(found?.message ?? '')?.[1];
    assert.ok(value, found?.message);
    assert.ok(named(text, Number(value)).length > 1);
  });

  it('nothing is said of numbers that tell all mistakes apart', () => {
    assert.equal(only(set(5, 3, 8)), undefined);
  });

  it('of variants the first in which something is hidden is told', () => {
    const text = problemSet({
      more: ['let: { f: { choose: [8, 3] } }'],
      given: [
        'x: { type: input, shape: [32, 32, 3] }',
        'conv: { type: conv2d, input: x, filters: f, kernel: 5, bias: true }',
      ],
      parts: ['- { id: a, answer: params(conv) }'],
    });
    const worksheet = openProblemSet(text);
    assert.deepEqual(
      numberFindings(worksheet, () => undefined),
      [],
    );
    const [found] = numberFindings(worksheet, () => undefined, 8);
    assert.match(found?.message ?? '', /^In variant \d: With these numbers .*P11/);
  });
});
