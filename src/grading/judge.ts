import {
  compare,
  decimals,
  isRational,
  sameMatrix,
  sameValue,
  scalarOf,
  tensorOf,
  LiteralMatrix,
  Tensor,
  toReal,
  valueText,
  type Matrix,
  type Sym,
  type Value,
  describe,
  shapeText,
  attempt,
  isFailure,
  locationText,
  sameFormula,
} from '../core';
import type { CheckSheet, Expression, FieldSheet, Node, PartSheet, ProblemSheet } from '../problem';
import { pointText, visit } from '../problem';
import { judgeAlternatives } from './alternatives';
import { judgeCheck, readForCheck } from './check';
import { judgeChoice, readChoice } from './choice';
import { CLAIM_MISTAKES } from './mistakes/claims';
import { diagnoseCount, type Diagnosis } from './mistakes/diagnose';
import { diagnoseTransform } from './mistakes/transforms';
import { compareFormulas, type Comparison } from './points';
import { readAnswer, type Answer, type Step } from './read';
import { Renaming, symbolsIn } from './symbols';
import { isNear } from './tolerance';
import { correct, unreadable, wrong, type Judgement } from './verdict';

/** Judges one answer against its key. The key's outcome must be a value. */
export function judge(
  node: Node,
  field: FieldSheet,
  key: Value,
  problem: ProblemSheet,
  part: PartSheet,
): Judgement {
  const answer =
    key.kind === 'choice'
      ? readChoice(node, part)
      : readAnswer(node, {
          scope: part.scope,
          symbols: key.kind === 'formula' && isAtPoints(key, part) ? [] : symbolsIn(key),
          atPoints: isAtPoints(key, part),
          example: exampleOf(key),
        });
  if (answer.kind === 'unreadable') return unreadable(answer.message);
  if (answer.expression && field.expression && repeats(answer.expression, field.expression))
    return unreadable(`This is the question itself, not an answer; for example ${exampleOf(key)}.`);
  const judged = judgeValue(answer, field, key, problem, part);
  const same = (other: FieldSheet, value: Value): boolean =>
    judgeValue(answer, other, value, problem, part).verdict === 'correct';
  return withWork(
    answer,
    part,
    judged.verdict === 'correct'
      ? judged
      : (judgeAlternatives(part, field.name, answer.value, same) ?? judged),
  );
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
      message: `The result is right, but the work isn’t: ${slip}`,
    };
  return { ...judged, message: `${judged.message} ${slip}` };
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
  if (key.kind === 'boolean') return judgeClaim(value, key, field);
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
  const explained =
    (field.expression ? diagnoseCount(field.expression, key, value, part.scope) : undefined) ?? transformed();
  if (explained) return wrong(explained.message, explained.mistake, explained.credit);
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
      return wrong(
        `For ${pointText(at)} this ${found.kind === 'undefined' ? `has no value (${found.reason})` : `gives ${valueText(found)}`}, but ${wanted.kind === 'undefined' ? `there is none: ${wanted.reason}` : `it is ${valueText(wanted)}`}.`,
      );
    }
  }
}

function pointsText({ points, every }: Comparison & { readonly kind: 'same' }): string {
  return every && points === 1 ? 'the one point' : `${every ? 'all ' : ''}${points} points`;
}

function judgeClaim(value: Value, key: Value & { readonly kind: 'boolean' }, field: FieldSheet): Judgement {
  if (value.kind !== 'boolean') return unreadable(`The answer is true or false; this is ${describe(value)}.`);
  if (value.value === key.value) return correct();
  const because = key.value ? (key.proof ?? '') : (key.counterexample ?? '');
  const { expression } = field;
  const mistake =
    !key.value && expression ? CLAIM_MISTAKES.find(({ matches }) => matches(expression)) : undefined;
  return wrong(
    `This is ${key.value ? 'true' : 'false'}. ${because}`.trim(),
    mistake && { id: mistake.id, title: mistake.title },
    mistake?.credit ?? 0,
  );
}

/** Matrices count as a whole: most cells of a convolution's matrix are 0, so single cells say nothing. */
function judgeMatrix(
  value: Value,
  key: Value,
  problem: ProblemSheet,
  explain: () => Diagnosis | undefined,
): Judgement {
  const [wanted, found] = [matrixOf(key), matrixOf(value)];
  if (!wanted) return unreadable('The key is no matrix.');
  if (!found)
    return unreadable(
      `A matrix is wanted here, row by row; this is ${describe(value)}. An answer can be [[1, 0], [0, 1]].`,
    );
  const sized = found.rows === wanted.rows && found.cols === wanted.cols;
  const renaming = new Renaming(declaredIn(problem));
  const same = sized && attempt(() => sameMatrix(wanted, found, renaming.same));
  if (isFailure(same)) return unreadable(same.message);
  if (same) return correct();
  const explained = explain();
  if (explained) return wrong(explained.message, explained.mistake, explained.credit);
  return wrong(
    sized
      ? firstWrongCell(wanted, found, new Renaming(declaredIn(problem)), problem.conventions.index)
      : `The matrix is ${shapeText([wanted.rows, wanted.cols])}; this one is ${shapeText([found.rows, found.cols])}.`,
  );
}

/** Whether a symbol is one that the problem declares: it keeps its name. */
function declaredIn({ scope }: ProblemSheet): (symbol: Sym) => boolean {
  const declared = new Set(scope.names());
  return (symbol) => declared.has(symbol.name);
}

function firstWrongCell(key: Matrix, answer: Matrix, renaming: Renaming, base: number): string {
  for (let row = 0; row < key.rows; row++)
    for (let col = 0; col < key.cols; col++) {
      const [wanted, found] = [key.cell(row, col), answer.cell(row, col)];
      if (!renaming.same(wanted, found))
        return `Row ${row + base}, column ${col + base} (counted from ${base}) holds ${valueText({ kind: 'tensor', tensor: Tensor.of([], [wanted]) })}, not ${valueText({ kind: 'tensor', tensor: Tensor.of([], [found]) })}.`;
    }
  return 'The cells differ.';
}

function matrixOf(value: Value): Matrix | undefined {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = tensorOf(value);
  return tensor?.rank === 2 ? new LiteralMatrix(tensor) : undefined;
}

/** A decimal is right where it is the key rounded to the digits shown, at least three of them. */
function judgeReal(value: Value, key: number, written: string): Judgement {
  const scalar = scalarOf(value);
  if (scalar === undefined || (typeof scalar !== 'number' && !isRational(scalar)))
    return unreadable(`A number is wanted here; this is ${describe(value)}.`);
  const number = toReal(scalar);
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

/** Where two neighbouring steps of shown work are not equal. */
function slipIn(answer: Answer & { readonly kind: 'value' }, part: PartSheet): string | undefined {
  for (const [index, step] of answer.work.entries()) {
    const next = answer.work[index + 1];
    const slip = next && slipBetween(step, next, part);
    if (slip !== undefined) return slip;
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

function differenceText(key: Value, value: Value): string {
  if (key.kind === 'tensor' && value.kind === 'tensor') {
    if (key.tensor.shape.join() !== value.tensor.shape.join())
      return `It has ${shapeText(key.tensor.shape)} entries; these are ${shapeText(value.tensor.shape)}.`;
    const at = key.tensor
      .entries()
      .findIndex((entry, index) => compareSafely(entry, value.tensor.entry(index)));
    return `At place ${at} (counted from 0) it is not ${valueText({ kind: 'tensor', tensor: Tensor.of([], [value.tensor.entry(at)]) })}.`;
  }
  if (
    key.kind === 'location' &&
    value.kind !== 'location' &&
    scalarOf(value) === undefined &&
    tensorOf(value)?.rank !== 1
  )
    return `A place is wanted here, as ${locationText([1, 2])}.`;
  return `This is ${valueText(value)}${decimals(value)}; that is not it.`;
}

function compareSafely(a: Parameters<typeof compare>[0], b: Parameters<typeof compare>[1]): boolean {
  const result = attempt(() => compare(a, b) !== 0);
  return isFailure(result) ? true : result;
}

function wantedText(key: Value): string {
  return key.kind === 'tensor' ? (key.tensor.rank === 1 ? 'list of numbers' : 'tensor') : key.kind;
}

/** An answer as it could look. It never gives the key away. */
function exampleOf(key: Value): string {
  switch (key.kind) {
    case 'number':
      return '1,024 or 4*(3*3 + 1)';
    case 'real':
      return '0.125';
    case 'formula':
      return 'n*(n + 1)/2';
    case 'boolean':
      return 'true or false';
    case 'location':
      return key.value.length === 1 ? '3' : `[${key.value.map((_, axis) => axis + 1).join(', ')}]`;
    case 'shape':
      return '28x28x3';
    case 'matrix':
      return '[[a1, 0], [a2, a1]], row by row';
    case 'tensor':
      return key.tensor.rank === 1 ? '[1, 2, 3]' : '[[1, 0], [0, 1]]';
    default:
      return 'a number';
  }
}
