import { counted, sameValue, valueText, type Value } from '../core';
import {
  finding,
  inFile,
  openProblemSet,
  type FieldSheet,
  type Files,
  type Finding,
  type Fix,
  type Node,
  type PartSheet,
  type ProblemSheet,
  type Worksheet,
} from '../problem';
import { candidatesOf, type Candidate } from './mistakes/diagnose';

/** What the numbers of a question hide. */
interface Hidden {
  /** Mistakes that give the right answer. */
  readonly right: readonly Candidate[];
  /** Mistakes that give the same wrong answer. */
  readonly ties: readonly (readonly Candidate[])[];
}

/** ⌊m/s⌋ for ⌊(m − 1)/s⌋ + 1 is right or gives what a forgotten +1 gives, whatever the numbers are. */
const INSEPARABLE: readonly (readonly [string, string])[] = [['S01', 'S09']];

/**
 * Where the numbers of a problem set can’t tell a known mistake from the right answer (a warning), or two mistakes apart
 * (information).
 * @param files what the problem set reads, for the proposals of other numbers; none are made without.
 * @param variants how many variants are looked at besides the worksheet’s own: of each question the first in which
 * something is hidden is told.
 */
export function numberFindings(worksheet: Worksheet, files?: Files, variants = 0): readonly Finding[] {
  const findings = [...findingsIn(worksheet, files)];
  for (let variant = 1; variant <= variants && files; variant += 1) {
    const other = openProblemSet(worksheet.text, { variant, files, previous: worksheet });
    for (const found of findingsIn(other, undefined))
      if (!findings.some(({ start }) => start === found.start))
        findings.push({ ...found, message: `In variant ${variant}: ${found.message}` });
  }
  return findings;
}

function findingsIn(worksheet: Worksheet, files: Files | undefined): readonly Finding[] {
  const trials = { left: MOST_TRIED };
  return worksheet.problems.flatMap((problem) =>
    problem.parts.flatMap((part) =>
      (part.answer?.fields ?? []).flatMap((field) => {
        const hidden = hiddenIn(field, part);
        if (!hidden) return [];
        const found = sentence(hidden);
        if (found === undefined) return [];
        const fix = files && proposal({ worksheet, problem, part, field, files, trials }, hidden);
        return [
          finding('numbers', inFile(problem, field.node), found, {
            severity: hidden.right.length > 0 ? 'warning' : 'information',
            ...(fix && { fix }),
          }),
        ];
      }),
    ),
  );
}

function hiddenIn(field: FieldSheet, part: PartSheet): Hidden | undefined {
  const { expression, outcome } = field;
  if (!expression || outcome.kind !== 'value') return undefined;
  const { value } = outcome;
  if (value.kind !== 'number' && value.kind !== 'shape') return undefined;
  const candidates = candidatesOf(expression, value, part.scope);
  const right = candidates.hidden().filter(isAsked);
  const groups: Candidate[][] = [];
  for (const one of candidates.one().filter(isAsked)) {
    const group = groups.find(([first]) => first && sameValue(first.value, one.value) === true);
    if (!group) groups.push([one]);
    else if (!group.some((other) => alike(other, one))) group.push(one);
  }
  const ties = groups.filter((group) => group.length > 1);
  return right.length === 0 && ties.length === 0 ? undefined : { right: unlike(right), ties };
}

/** In a long network some layer always hides something; what the question is about is the whole. */
function isAsked({ with: second, inLayer }: Candidate): boolean {
  return second === undefined && inLayer !== true;
}

/** Whether two are the same mistake, or never to be told apart. */
function alike(one: Candidate, other: Candidate): boolean {
  return (
    one.id === other.id ||
    INSEPARABLE.some(([a, b]) => (one.id === a && other.id === b) || (one.id === b && other.id === a))
  );
}

function unlike(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ id }, index) => candidates.findIndex((other) => other.id === id) === index);
}

const MOST_NAMED = 3;

function sentence({ right, ties }: Hidden): string | undefined {
  const sentences: string[] = [];
  if (right.length > 0)
    sentences.push(
      `With these numbers ${listed(right.map(named))} ${right.length === 1 ? 'gives' : 'give'} the right answer, too.`,
    );
  const [first, ...more] = ties;
  if (first)
    sentences.push(
      `${listed(first.map(named))} give the same wrong answer, ${valueText(valueOf(first))}${more.length > 0 ? `, and so do ${counted(more.length, 'other group')} of mistakes` : ''}: which one it was can’t be told.`,
    );
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function valueOf([first]: readonly Candidate[]): Value {
  if (!first) throw new Error('A group has a first mistake.');
  return first.value;
}

function named({ id, title }: Candidate): string {
  return `“${title}” (${id})`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}` : (shown[0] ?? '');
}

/** How far a number is moved, nearest first. */
const MOVES = [1, -1, 2, -2, 3, -3, 4, 5];
/** Numbers that are tried in one file: each is a problem computed anew. */
const MOST_TRIED = 200;

interface Question {
  readonly worksheet: Worksheet;
  readonly problem: ProblemSheet;
  readonly part: PartSheet;
  readonly field: FieldSheet;
  readonly files: Files;
  /** How many more numbers may be tried. */
  readonly trials: { left: number };
}

/** The nearest other number with which nothing, or less, is hidden. */
function proposal(question: Question, hidden: Hidden): Fix | undefined {
  const { worksheet, problem, trials } = question;
  const numbers = [...problem.parameters, ...problem.given].flatMap(({ node }) => wholeNumbers(node));
  let best: { readonly fix: Fix; readonly weight: number } | undefined;
  for (const move of MOVES)
    for (const node of numbers) {
      const value = Number(node.text) + move;
      if (value < 1 || trials.left <= 0) continue;
      trials.left -= 1;
      const span = inFile(problem, node);
      const text = worksheet.text.slice(0, span.start) + String(value) + worksheet.text.slice(span.end);
      const weight = weightWith(text, question);
      if (weight >= (best?.weight ?? weightOf(hidden))) continue;
      const fix = {
        title: `Change ${node.text} to ${value}${weight === 0 ? ', which tells them apart' : ', which tells more apart'}`,
        edits: [{ ...span, text: String(value) }],
      };
      best = { fix, weight };
      if (weight === 0) return fix;
    }
  return best?.fix;
}

/** A mistake that passes for right is worse than two that can’t be told apart. */
function weightOf({ right, ties }: Hidden): number {
  return right.length * 10 + ties.reduce((sum, group) => sum + group.length - 1, 0);
}

function weightWith(text: string, { worksheet: previous, problem, part, field, files }: Question): number {
  const sheet = openProblemSet(text, { previous, files, variant: previous.variant });
  const other = sheet.problems.find(({ id }) => id === problem.id);
  const same = other?.parts.find(({ id }) => id === part.id);
  const asked = same?.answer?.fields.find(({ name }) => name === field.name);
  const broken = other?.findings.some(({ severity }) => severity === 'error') ?? true;
  const value = asked?.outcome.kind === 'value' ? asked.outcome.value : undefined;
  if (broken || !same || !asked || !value || value.kind === 'undefined') return Infinity;
  const hidden = hiddenIn(asked, same);
  return hidden ? weightOf(hidden) : 0;
}

/** The whole numbers that are written within a node. */
function wholeNumbers(node: Node): readonly (Node & { readonly kind: 'scalar' })[] {
  switch (node.kind) {
    case 'scalar':
      return !node.quoted && /^[1-9]\d{0,5}$/.test(node.text) ? [node] : [];
    case 'list':
      return node.items.flatMap(wholeNumbers);
    case 'map':
      return node.entries
        .filter(({ key }) => !['seed', 'at', 'choose', 'from', 'to'].includes(key.text))
        .flatMap(({ value }) => wholeNumbers(value));
  }
}
