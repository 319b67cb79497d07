import {
  compare,
  isRational,
  sameValue,
  scalarOf,
  toReal,
  valueText,
  type Conventions,
  type Value,
  describe,
  attempt,
  isFailure,
  sameFormula,
} from '../core';
import type {
  Feedback,
  CheckSheet,
  Expression,
  FieldSheet,
  Node,
  PartSheet,
  ProblemSheet,
  Span,
} from '../problem';
import { pointText, visit } from '../problem';
import { judgeAlternatives } from './alternatives';
import { carriedFrom, type Earlier } from './carried';
import { judgeCheck, readForCheck } from './check';
import { judgeChoice, readChoice } from './choice';
import { CLAIM_MISTAKES } from './mistakes/claims';
import { diagnose, diagnoseFormula, inTime, type Diagnosis } from './mistakes/diagnose';
import { diagnosePlace } from './mistakes/locations';
import { slipOf } from './mistakes/slips';
import { diagnoseTransform } from './mistakes/transforms';
import { otherBase, underOtherConvention } from './other-convention';
import { compareFormulas, type Comparison } from './points';
import { declaredIn, judgeMatrix } from './judge-matrix';
import { readAnswer, wantedKindOf, type Answer, type Step } from './read';
import { symbolsIn } from './symbols';
import { isNear } from './tolerance';
import { differenceText, exampleOf, wantedText } from './words';
import { correct, explainedBy, unreadable, wrong, type Judgement } from './verdict';

/** What an answer is judged by besides its key. */
export interface Asked {
  readonly problem: ProblemSheet;
  readonly part: PartSheet;
  /** The conventions that the problem set states; others are left open. */
  readonly stated: ReadonlySet<keyof Conventions>;
  /** What the same person answered to the parts above. */
  readonly earlier: Earlier;
  /** How much is said of a wrong answer. */
  readonly feedback: Feedback;
}

/** A judgement, and the value that was judged where the answer could be read. */
export interface Judged {
  readonly judgement: Judgement;
  readonly value: Value | undefined;
}

/**
 * Judges one answer against its key, whose outcome must be a value: as it was typed, as the author thought of it, under
 * another convention, carried forward, then by the mistakes that are known.
 */
export function judge(node: Node, field: FieldSheet, key: Value, asked: Asked): Judged {
  const { part } = asked;
  const answer =
    key.kind === 'choice'
      ? readChoice(node, part)
      : readAnswer(node, {
          scope: part.scope,
          symbols: key.kind === 'formula' && isAtPoints(key, part) ? [] : symbolsIn(key),
          atPoints: isAtPoints(key, part),
          example: exampleOf(key),
          kind: wantedKindOf(key),
          units: part.units,
        });
  if (answer.kind === 'unreadable') return { judgement: unreadable(answer.message), value: undefined };
  const { expression } = field;
  const written = [answer.expression, ...answer.work.map((step) => step.expression)];
  if (expression && written.some((one) => one !== undefined && repeats(one, expression))) {
    const message = `This is the question itself, not an answer; for example ${exampleOf(key)}.`;
    return { judgement: unreadable(message), value: undefined };
  }
  return { judgement: withWork(answer, part, judgeRead(answer, field, key, asked)), value: answer.value };
}

function judgeRead(
  answer: Answer & { readonly kind: 'value' },
  field: FieldSheet,
  key: Value,
  { problem, part, stated, earlier }: Asked,
): Judgement {
  const judged = judgeValue(answer, field, key, problem, part);
  if (judged.verdict !== 'wrong') return judged;
  const same = (other: FieldSheet, value: Value): boolean =>
    judgeValue(answer, other, value, problem, part).verdict === 'correct';
  const convention = (): Judgement | undefined =>
    otherBase(key, answer.value, problem.conventions.index, stated) ?? underOtherConvention(judged, stated);
  return (
    judgeAlternatives(part, field.name, answer.value, same) ??
    convention() ??
    judgeCarried(carriedFrom(answer.value, key, field, part, earlier)) ??
    judged
  );
}

function judgeCarried(parts: readonly string[] | undefined): Judgement | undefined {
  if (!parts) return undefined;
  const named = parts.map((id) => `“${id}”`).join(' and ');
  return correct(`Right, with your own answer to ${named} carried forward.`);
}

/** Judges an answer to a question with many right ones. */
export function judgeChecked(node: Node, check: CheckSheet, part: PartSheet): Judgement {
  const key = part.answer?.outcome.kind === 'value' ? part.answer.outcome.value : undefined;
  const answer =
    part.choices.length > 0
      ? readChoice(node, part)
      : readForCheck(node, {
          scope: part.scope,
          symbols: key ? symbolsIn(key) : [],
          atPoints: false,
          example: key && key.kind !== 'fields' && key.kind !== 'layer' ? exampleOf(key) : 'an expression',
          kind: wantedKindOf(key),
          units: part.units,
        });
  if (answer.kind === 'unreadable') return unreadable(answer.message);
  const judged = judgeCheck(answer.value, check, part);
  const same = (_: FieldSheet, value: Value): boolean =>
    attempt(() => sameValue(value, answer.value)) === true;
  return withWork(
    answer,
    part,
    judged.verdict === 'correct'
      ? judged
      : (judgeAlternatives(part, undefined, answer.value, same) ?? judged),
  );
}

/** A judgement of the result, and of the work that is shown. */
function withWork(
  answer: Answer & { readonly kind: 'value' },
  part: PartSheet,
  judged: Judgement,
): Judgement {
  const slip = slipIn(answer, part);
  if (slip === undefined) return judged;
  if (judged.verdict === 'correct')
    return {
      ...judged,
      verdict: 'partial',
      credit: 0.5,
      message: `The result is right, but the work isn’t: ${slip.message}`,
      slip: slip.span,
    };
  return { ...judged, message: `${judged.message} ${slip.message}`, slip: slip.span };
}

/** Whether a key is a formula in the part’s variables, or holds some: it is judged at points of their domain. */
function isAtPoints(key: Value, { variables }: PartSheet): boolean {
  return symbolsIn(key).some(({ text }) => variables.some(({ name }) => name === text));
}

function judgeValue(
  answer: Answer & { readonly kind: 'value' },
  field: FieldSheet,
  key: Value,
  problem: ProblemSheet,
  part: PartSheet,
): Judgement {
  const { value } = answer;
  const written = answer.work.at(-1)?.expression;
  const varies = isAtPoints(key, part) || (part.variables.length > 0 && value.kind === 'formula');
  if (varies && field.expression && written && key.kind !== 'undefined')
    return judgeFormula(field.expression, written, part);
  if (key.kind === 'undefined')
    return value.kind === 'undefined' ? correct() : wrong(`There is no such value: ${key.reason}.`);
  if (value.kind === 'undefined') return wrong(`There is a value here.`);
  if (key.kind === 'choice')
    return value.kind === 'choice' ? judgeChoice(value, key) : wrong('That is no choice.');
  if (key.kind === 'boolean') return judgeClaim(value, key, field, part);
  const near = part.tolerance && isNear(key, value, part.tolerance);
  if (near === true)
    return correct(attempt(() => sameValue(key, value)) === true ? 'Right.' : 'Right, within the tolerance.');
  if (near === false && key.kind === 'real') return wrong(`It is ≈ ${Number(key.value.toPrecision(6))}.`);
  const transformed = (): Diagnosis | undefined =>
    diagnoseTransform(field.expression, key, value, {
      scope: part.scope,
      tolerance: part.tolerance,
      isDeclared: declaredIn(problem),
    });
  if (key.kind === 'matrix' || (key.kind === 'tensor' && key.tensor.rank === 2))
    return judgeMatrix(value, key, problem, transformed);
  if (key.kind === 'real') return judgeReal(value, key.value, node(answer));
  const same = attempt(() =>
    key.kind === 'formula' && value.kind === 'formula'
      ? sameFormula(key.value, value.value)
      : sameValue(key, value),
  );
  if (isFailure(same)) return unreadable(same.message);
  if (same === undefined || (key.kind === 'number' && scalarOf(value) === undefined))
    return unreadable(
      `A ${wantedText(key)} is wanted here; this is ${describe(value)}. An answer can be ${exampleOf(key)}.`,
    );
  if (same) return correct();
  const { expression } = field;
  const explained =
    (expression && key.kind === 'location'
      ? inTime(() => diagnosePlace(expression, key, value, part.scope))
      : undefined) ??
    (expression && inTime(() => diagnose(expression, key, value, part.scope))) ??
    transformed() ??
    slipOf(key, value);
  if (explained) return explainedBy(explained);
  return wrong(differenceText(key, value));
}

function node(answer: Answer & { readonly kind: 'value' }): string {
  return answer.work.at(-1)?.text ?? '';
}

function judgeFormula(key: Expression, answer: Expression, part: PartSheet): Judgement {
  const compared = compareFormulas(key, answer, part.variables, part.scope);
  switch (compared.kind) {
    case 'same':
      return correct(
        `Right: it agrees at ${pointsText(compared)} of the domain${compared.outside > 0 ? ' at which there is a key' : ''}.`,
      );
    case 'fails':
      return unreadable(compared.message);
    case 'differs': {
      const { at, key: wanted, answer: found } = compared.witness;
      const agree = (one: Expression, other: Expression): boolean =>
        compareFormulas(one, other, part.variables, part.scope).kind === 'same';
      const known = inTime(() =>
        diagnoseFormula(key, part.scope, (mistaken) => agree(mistaken, answer) && !agree(key, mistaken)),
      );
      if (known) return explainedBy(known);
      return wrong(
        `For ${pointText(at)} this ${found.kind === 'undefined' ? `has no value (${found.reason})` : `gives ${valueText(found)}`}, but ${wanted.kind === 'undefined' ? `there is none: ${wanted.reason}` : `it is ${valueText(wanted)}`}.`,
      );
    }
  }
}

function pointsText({ points, every }: Comparison & { readonly kind: 'same' }): string {
  return every && points === 1 ? 'the one point' : `${every ? 'all ' : ''}${points} points`;
}

function judgeClaim(
  value: Value,
  key: Value & { readonly kind: 'boolean' },
  { expression }: FieldSheet,
  { scope }: PartSheet,
): Judgement {
  if (value.kind !== 'boolean') return unreadable(`The answer is true or false; this is ${describe(value)}.`);
  if (value.value === key.value) return correct();
  const because = key.value ? (key.proof ?? '') : (key.counterexample ?? '');
  const mistake =
    !key.value && expression ? CLAIM_MISTAKES.find(({ matches }) => matches(expression, scope)) : undefined;
  return wrong(
    [`This is ${key.value ? 'true' : 'false'}.`, mistake?.say, because].filter(Boolean).join(' '),
    mistake && { id: mistake.id, title: mistake.title },
    mistake?.credit ?? 0,
  );
}

/** A decimal is right where it is the key rounded to the digits shown, at least three of them. */
function judgeReal(value: Value, key: number, written: string): Judgement {
  const scalar = scalarOf(value);
  if (scalar === undefined || (typeof scalar !== 'number' && !isRational(scalar)))
    return unreadable(`A number is wanted here; this is ${describe(value)}.`);
  const number = attempt(() => toReal(scalar));
  if (isFailure(number)) return wrong(`It is ≈ ${Number(key.toPrecision(6))}.`);
  if (compare(scalar, key) === 0) return correct();
  const digits = written.replace(/^[-−]?0*\.?0*|e.*$/gi, '').replace(/\D/g, '').length;
  if (digits >= 3 && Number(key.toPrecision(Math.min(digits, 15))) === number)
    return correct(`Right, to ${digits} digits.`);
  return wrong(
    digits < 3 && Math.abs(number - key) < Math.abs(key) * 0.05
      ? 'This is near; give at least three digits.'
      : `It is ≈ ${Number(key.toPrecision(6))}.`,
  );
}

/** Where two neighbouring steps of shown work are not equal, and what is wrong with the second. */
function slipIn(
  answer: Answer & { readonly kind: 'value' },
  part: PartSheet,
): { readonly message: string; readonly span: Span } | undefined {
  for (const [index, step] of answer.work.entries()) {
    const next = answer.work[index + 1];
    if (!next) break;
    const message = slipBetween(step, next, part);
    if (message !== undefined) return { message, span: next.span() };
  }
  return undefined;
}

/** Formulas in the part's variables are compared over their domain: one may be written in many ways. */
function slipBetween(step: Step, next: Step, part: PartSheet): string | undefined {
  if (part.tolerance && isNear(step.value, next.value, part.tolerance) === true) return undefined;
  const symbolic = [step, next].some(({ value }) => value.kind === 'formula' || value.kind === 'undefined');
  if (symbolic && part.variables.length > 0) {
    const compared = compareFormulas(step.expression, next.expression, part.variables, part.scope);
    return compared.kind === 'differs'
      ? `For ${pointText(compared.witness.at)}, ${step.text} is not ${next.text}.`
      : undefined;
  }
  const same =
    step.value.kind === 'formula' && next.value.kind === 'formula'
      ? sameFormula(step.value.value, next.value.value)
      : sameValue(step.value, next.value);
  return same === false ? `${step.text} is ${valueText(step.value)}, not ${next.text}.` : undefined;
}

/** Whether an answer only repeats the key's own call. */
function repeats(answer: Expression, key: Expression): boolean {
  if (key.kind !== 'call') return false;
  const wanted = shapeOf(key);
  let found = false;
  visit(answer, (part) => {
    if (part.kind === 'call' && shapeOf(part) === wanted) found = true;
  });
  return found;
}

/** An expression without places, as text. */
function shapeOf(expression: Expression): string {
  return JSON.stringify(expression, (name, value: unknown) =>
    name === 'start' || name === 'end' ? undefined : typeof value === 'bigint' ? value.toString() : value,
  );
}
