import type { Conventions, Value } from '../../core';
import {
  inFile,
  type NamedSheet,
  type Outcome,
  type PartSheet,
  type ProblemSheet,
  type Span,
  type Worksheet,
} from '../../problem';
import type { Refused, Subject } from '../../protocol';
import { isComputed, KEYS_HIDDEN, type Showing } from '../showing';

/** A subject with what it stands for. */
export interface Explored {
  readonly subject: Subject;
  readonly value: Value;
  /** `conv`, or the expression of a key: `matrix(conv)`. */
  readonly name: string;
  readonly problem: ProblemSheet;
  readonly conventions: Conventions;
  /** What the value belongs to: it stays the same object over an edit elsewhere. */
  readonly sheet: NamedSheet | PartSheet;
  /** 0-based line in the file. */
  readonly line: number;
}

/** Finds what a subject stands for. Where keys are hidden, what is computed can't be looked at. */
export function subjectOf(worksheet: Worksheet, subject: Subject, { keys }: Showing): Explored | Refused {
  const problem = worksheet.problems.find(({ id }) => id === subject.problem);
  if (!problem) return { refused: `There is no problem “${subject.problem}” any more.` };
  const lineOf = (sheet: NamedSheet | PartSheet): number =>
    worksheet.lines.positionAt(inFile(problem, sheet.head).start).line;
  const { conventions } = problem;
  if (subject.given !== undefined) {
    const sheet = problem.given.find(({ name }) => name === subject.given);
    if (!sheet) return { refused: `There is no “${subject.given}” in this problem any more.` };
    if (!keys && isComputed(sheet)) return { refused: KEYS_HIDDEN };
    const value = valueOf(sheet.outcome, sheet.name);
    if ('refused' in value) return value;
    return { subject, value, name: sheet.name, problem, conventions, sheet, line: lineOf(sheet) };
  }
  const sheet = problem.parts.find(({ id }) => id === (subject.part === '' ? 'answer' : subject.part));
  if (!sheet?.answer) return { refused: 'This part has no key any more.' };
  if (!keys) return { refused: KEYS_HIDDEN };
  const whole = valueOf(sheet.answer.outcome, sheet.id);
  if ('refused' in whole) return whole;
  const found = subject.field === undefined ? whole : fieldOf(whole, subject.field);
  if (!found) return { refused: `The key has no “${subject.field ?? ''}” any more.` };
  const { start, end } = inFile(problem, spanOf(sheet, subject.field));
  const name = worksheet.text.slice(start, end).trim();
  return { subject, value: found, name, problem, conventions, sheet, line: lineOf(sheet) };
}

function valueOf(outcome: Outcome, name: string): Value | Refused {
  if (outcome.kind === 'value') return outcome.value;
  return {
    refused:
      outcome.kind === 'computing' || outcome.kind === 'reading'
        ? `“${name}” is still being computed.`
        : `“${name}” could not be computed; the finding says why.`,
  };
}

function fieldOf(value: Value, field: string): Value | undefined {
  return value.kind === 'fields' ? value.fields.get(field) : undefined;
}

function spanOf({ answer, head }: PartSheet, field: string | undefined): Span {
  if (!answer) return head;
  return answer.fields.find(({ name }) => name === field)?.node ?? answer.span;
}
