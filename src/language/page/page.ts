import { counted, valueText, type Value } from '../../core';
import {
  inFile,
  type Finding,
  type NamedSheet,
  type Outcome,
  type PartSheet,
  type ProblemSheet,
  type Span,
  type Worksheet,
} from '../../problem';
import type {
  FindingView,
  GivenView,
  KeyView,
  Markup,
  Page,
  PartView,
  ProblemView,
  Subject,
} from '../../protocol';
import { isComputed, KEYS_HIDDEN, type Showing } from '../showing';
import { wantedOf } from '../jobs';
import { checkWords, shapeWords, wantedWords } from '../words';
import { keptFor } from './kept';
import { pictureOf } from './pictures';
import { roleOf } from './role';

/** What reads Markdown. It is a bundle of its own, which only a page asks for. */
export type MarkupOf = (text: string) => Markup;

/** All that the preview shows of a problem set. Without keys, nothing that is computed is in it. */
export function pageOf(worksheet: Worksheet, markupOf: MarkupOf, showing: Showing = { keys: true }): Page {
  const inProblems = worksheet.problems.map((problem) => inFile(problem, problem.span));
  return {
    title: worksheet.title,
    ...(worksheet.course !== undefined && { course: worksheet.course }),
    ...(!showing.keys && { notice: KEYS_HIDDEN }),
    ...(wantedOf(worksheet).length > 0 && { computing: true }),
    problems: worksheet.problems.map((problem) => problemView(problem, worksheet, markupOf, showing)),
    findings: worksheet.findings
      .filter(
        ({ start, severity }) =>
          severity !== 'information' && !inProblems.some((span) => span.start <= start && start < span.end),
      )
      .map((found) => findingView(found, worksheet)),
  };
}

function lineOf(offset: number, worksheet: Worksheet): number {
  return worksheet.lines.positionAt(offset).line;
}

/** The line of a span within a problem. */
function lineIn(problem: ProblemSheet, span: Span, worksheet: Worksheet): number {
  return lineOf(inFile(problem, span).start, worksheet);
}

function findingView({ severity, message, start }: Finding, worksheet: Worksheet): FindingView {
  return { severity, message, line: lineOf(start, worksheet) };
}

function problemView(
  problem: ProblemSheet,
  worksheet: Worksheet,
  markupOf: MarkupOf,
  { keys }: Showing,
): ProblemView {
  const given = problem.given.map((sheet) => givenView(sheet, problem, worksheet, keys));
  const parts = problem.parts.map((part) => partView(part, problem, worksheet, markupOf, keys));
  const shown = new Set(
    [...given, ...parts].flatMap(({ finding }) => (finding ? [`${finding.line} ${finding.message}`] : [])),
  );
  const whole = inFile(problem, problem.span);
  const findings = worksheet.findings
    .filter(({ start, severity }) => severity !== 'information' && whole.start <= start && start < whole.end)
    .map((found) => findingView(found, worksheet))
    .filter(({ line, message }) => !shown.has(`${line} ${message}`));
  return {
    id: problem.id,
    title: problem.title,
    line: lineIn(problem, problem.head, worksheet),
    prompt: keptFor(problem.node, 'prompt', () => markupOf(problem.prompt)),
    parameters: problem.parameters.map(({ name, outcome }) => ({
      name,
      text: outcome.kind === 'value' ? valueText(outcome.value) : '?',
    })),
    given,
    parts,
    findings,
  };
}

function givenView(sheet: NamedSheet, problem: ProblemSheet, worksheet: Worksheet, keys: boolean): GivenView {
  const { name, outcome, head } = sheet;
  const drawn =
    outcome.kind === 'value' ? (keys ? outcome.value : withoutKeys(sheet, outcome.value)) : undefined;
  return {
    name,
    line: lineIn(problem, head, worksheet),
    caption: captionOf(sheet),
    ...(drawn && {
      picture: keptFor(sheet, `picture in ${problem.id}${keys ? '' : ' without keys'}`, () =>
        pictureOf(drawn, {
          name,
          role: roleOf(sheet),
          index: problem.conventions.index,
          subject: { problem: problem.id, given: name },
        }),
      ),
    }),
    ...(outcome.kind !== 'value' && { finding: failure(outcome, head, problem, worksheet) }),
  };
}

/** What is left of a given value where keys are hidden: nothing of a computed one, and no place of a scene’s pattern. */
function withoutKeys(sheet: NamedSheet, value: Value): Value | undefined {
  if (isComputed(sheet)) return undefined;
  return value.kind === 'tensor' ? { kind: 'tensor', tensor: value.tensor } : value;
}

/** `conv1d, same`, `kernel, 3`, `r1 + r2`. */
function captionOf({ type: written, node, outcome }: NamedSheet): string {
  // What is `like` another object bears no type of its own.
  const type =
    written ??
    (node.kind === 'map' && outcome.kind === 'value' && outcome.value.kind === 'layer'
      ? outcome.value.layer.type
      : undefined);
  if (type === undefined)
    return node.kind === 'scalar'
      ? node.text
      : outcome.kind === 'value' && outcome.value.kind === 'tensor'
        ? shapeWords(outcome.value.tensor.shape)
        : '';
  if (outcome.kind !== 'value') return type;
  const { value } = outcome;
  if (value.kind === 'tensor') return `${type}, ${value.tensor.shape.join(' × ')}`;
  if (value.kind === 'table') return `${type}, ${counted(value.rows.length, 'row')}`;
  const padding = value.kind === 'layer' ? value.layer.sliding?.padding : undefined;
  return typeof padding === 'string' ? `${type}, ${padding}` : type;
}

function failure(outcome: Outcome, span: Span, problem: ProblemSheet, worksheet: Worksheet): FindingView {
  if (outcome.kind === 'failed') {
    const { severity, message } = outcome.finding;
    return { severity, message, line: lineIn(problem, outcome.finding, worksheet) };
  }
  if (outcome.kind === 'computing' || outcome.kind === 'reading')
    return {
      severity: 'information',
      message: outcome.kind === 'computing' ? 'This is being computed.' : 'A file is being read.',
      line: lineIn(problem, span, worksheet),
    };
  const what =
    outcome.kind === 'waiting' ? `This uses “${outcome.dependency}”, which could not be computed.` : '';
  return { severity: 'error', message: what, line: lineIn(problem, span, worksheet) };
}

function partView(
  part: PartSheet,
  problem: ProblemSheet,
  worksheet: Worksheet,
  markupOf: MarkupOf,
  keys: boolean,
): PartView {
  const { answer } = part;
  const index = problem.conventions.index;
  const value = answer?.outcome.kind === 'value' ? answer.outcome.value : undefined;
  const single = problem.parts.length === 1 && part.id === 'answer';
  return {
    id: single ? '' : part.id,
    line: lineIn(problem, part.head, worksheet),
    prompt: keptFor(part, 'prompt', () => markupOf(part.prompt)),
    points: problem.parts.every(({ points }) => points === 1) ? '' : counted(part.points, 'point'),
    wanted: !answer
      ? part.check
        ? checkWords(part.check, keys)
        : 'for a person to grade'
      : part.program
        ? 'a program'
        : value
          ? wantedWords(value)
          : 'no key',
    ...(part.choices.length > 0 && {
      choices: keptFor(part, 'choices', () =>
        // Of a plain list, the text is what choices are called.
        part.choices.map(({ id, text }) => ({ id, text: text === id ? [] : markupOf(text) })),
      ),
    }),
    ...(part.hint !== undefined && { hint: keptFor(part, 'hint', () => markupOf(part.hint ?? '')) }),
    ...(keys &&
      value &&
      answer && {
        key: keptFor(part, `key of ${problem.id}`, () =>
          keyView(
            value,
            part,
            { problem: problem.id, part: single ? '' : part.id },
            inFile(problem, answer.span),
            index,
            worksheet,
          ),
        ),
      }),
    ...(keys &&
      part.rubric.length > 0 && {
        rubric: keptFor(part, 'rubric', () => part.rubric.map((line) => markupOf(line))),
      }),
    ...(keys &&
      part.solution !== undefined && {
        solution: keptFor(part, 'solution', () => markupOf(part.solution ?? '')),
      }),
    ...(answer && !value && { finding: failure(answer.outcome, answer.span, problem, worksheet) }),
  };
}

function keyView(
  value: Value,
  part: PartSheet,
  subject: Subject,
  span: Span,
  index: 0 | 1,
  worksheet: Worksheet,
): KeyView {
  const note = noteOf(value, part);
  return {
    picture: pictureOf(value, { name: part.id, role: 'value', index, subject }),
    expression: worksheet.text.slice(span.start, span.end).trim(),
    ...(note !== undefined && { note }),
  };
}

function noteOf(value: Value, part: PartSheet): string | undefined {
  if (part.program)
    return `any program that finds the pattern is right; it is run on ${part.program.scenes} more scenes`;
  if (part.check)
    return `any answer is right for which ${part.check.claims.map(({ node }) => node.text).join(', and ')}`;
  if (value.kind === 'formula' && part.variables.length > 0) return 'any equivalent form is right';
  return undefined;
}
