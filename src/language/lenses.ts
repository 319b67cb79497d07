import { counted, decimals, type Value } from '../core';
import type { AnswerFile, Grading, Verdict } from '../grading';
import {
  inFile,
  type NamedSheet,
  type PartSheet,
  type ProblemSheet,
  type Span,
  type Worksheet,
} from '../problem';
import { hasCopyableMatrix } from './copyable';
import { hasWalk } from './opens';
import type { Showing } from './showing';
import {
  checkWords,
  flowWords,
  matrixWords,
  ofLayer,
  paramsWords,
  shortened,
  valueWords,
  wantedWords,
} from './words';

/** What a lens does when it is clicked. */
export type LensAction = 'preview' | 'key' | 'matrix' | 'steps' | 'export' | 'copy-latex' | 'none';

/** A few words above a line. */
export interface Lens extends Span {
  readonly title: string;
  readonly action: LensAction;
}

/** Longer lenses are moved to the left by the editor, and cut off. */
const LONGEST = 70;
/** Beside answers there is no preview, and the mistake's name counts. */
const LONGEST_VERDICT = 110;

/** Lenses of a problem set: on problems, layers and parts. Without keys, those on parts say what is asked for. */
export function problemSetLenses(worksheet: Worksheet, { keys }: Showing = { keys: true }): Lens[] {
  return worksheet.problems.flatMap((problem) => [
    ...problemLenses(problem, worksheet),
    ...[
      ...(keys ? problem.given.flatMap(layerLenses) : []),
      ...problem.parts.flatMap((part) => partLenses(part, keys)),
    ].map((one) => ({
      ...one,
      ...inFile(problem, one),
    })),
  ]);
}

function lens(span: Span, title: string, action: LensAction, longest = LONGEST): Lens {
  return { start: span.start, end: span.end, title: shortened(title, longest), action };
}

function problemLenses(problem: ProblemSheet, worksheet: Worksheet): Lens[] {
  const [whole, head] = [inFile(problem, problem.span), inFile(problem, problem.head)];
  const findings = worksheet.findings.filter(
    ({ start, severity }) => severity !== 'information' && start >= whole.start && start < whole.end,
  );
  return [
    lens(head, 'Preview', 'preview'),
    lens(head, counted(problem.parts.length, 'part'), 'key'),
    ...(findings.length > 0 ? [lens(head, counted(findings.length, 'finding'), 'none')] : []),
  ];
}

function layerLenses({ head, outcome }: NamedSheet): Lens[] {
  if (outcome.kind !== 'value' || outcome.value.kind !== 'layer') return [];
  const { layer } = outcome.value;
  const matrix = layer.inputShape && ofLayer(() => matrixWords(layer.matrix));
  return [
    ...(
      [
        [flowWords(layer), hasWalk(layer) ? 'steps' : 'preview'],
        [paramsWords(layer), 'preview'],
        [matrix, 'matrix'],
      ] as const
    ).flatMap(([title, action]) => (title === undefined ? [] : [lens(head, title, action)])),
    ...copyLenses(head, outcome.value),
  ];
}

/** Ways to take a matrix along that is small enough: one word each, as a long row of lenses is moved to the left. */
function copyLenses(head: Span, value: Value): Lens[] {
  return hasCopyableMatrix(value)
    ? [lens(head, '$(copy) LaTeX', 'copy-latex'), lens(head, '$(export) Export', 'export')]
    : [];
}

function partLenses({ head, answer, rubric, check, tolerance }: PartSheet, keys: boolean): Lens[] {
  if (!answer && check) return [lens(head, checkWords(check, keys), 'preview')];
  if (!answer)
    return [
      lens(
        head,
        rubric.length > 0
          ? `for a person to grade · ${counted(rubric.length, 'point')} in the rubric`
          : 'for a person to grade',
        'preview',
      ),
    ];
  if (answer.outcome.kind === 'computing') return [lens(head, 'computing …', 'none')];
  if (answer.outcome.kind === 'reading') return [lens(head, 'reading a file …', 'none')];
  if (answer.outcome.kind !== 'value') return [lens(head, 'no key: see the finding', 'none')];
  const { value } = answer.outcome;
  if (!keys) return [lens(head, `asks for: ${wantedWords(value)}`, 'preview')];
  return [
    lens(head, valueWords(value) + (tolerance ? decimals(value) : ''), 'key'),
    ...copyLenses(head, value),
  ];
}

/** A sign for each verdict; text and sign never stand alone. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  correct: '✓',
  convention: '◐',
  partial: '◐',
  wrong: '✕',
  unreadable: '?',
  missing: '–',
  'for a person': '☺',
};

/** Lenses of an answer file: one with the score, one for each answer. */
export function answerLenses(file: AnswerFile, grading: Grading): Lens[] {
  const head = file.problemSet?.span ?? file.head;
  const score = lens(head, `${grading.score} of ${counted(grading.maxScore, 'point')}`, 'none');
  const places = new Map<number, Lens>();
  for (const { span, verdict, mistake, field } of grading.results) {
    if (verdict === 'missing') continue;
    const title = `${VERDICT_SIGNS[verdict]} ${field === undefined ? '' : `${field}: `}${verdict}${mistake ? ` · ${mistake.id} ${mistake.title}` : ''}`;
    const before = places.get(span.start);
    places.set(
      span.start,
      lens(span, before ? `${before.title} · ${title}` : title, 'none', LONGEST_VERDICT),
    );
  }
  return [score, ...places.values()];
}
