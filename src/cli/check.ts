import { counted } from '../core';
import { grade, readAnswerFile, Worksheets, type Grading, type PartResult } from '../grading';
import { finding, LineIndex, type Finding } from '../problem';
import { defaultRoot, filesOf, readNamed, readText } from './files';
import { findingJson, hasErrors, paint, print, printFindings, printJson, rangeJson } from './print';

export const CHECK_FORMATS = ['table', 'json', 'jsonl'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

interface Checked {
  readonly file: string;
  readonly problemSet: string;
  readonly lines: LineIndex;
  /** Undefined where the file or its problem set can't be read. */
  readonly grading: Grading | undefined;
  readonly findings: readonly Finding[];
}

/**
 * `check ANSWERS…`: a verdict for every part.
 * @returns 0 where all is right, 1 where something isn't, 2 where something could not be read.
 */
export function check(
  files: readonly string[],
  options: { readonly root: string | undefined; readonly format: CheckFormat },
): number {
  const sets = new Worksheets();
  const checked = files.map((file) => checkFile(file, options.root ?? defaultRoot(file), sets));
  if (options.format === 'table') checked.forEach(printChecked);
  else if (options.format === 'jsonl')
    checked.forEach((one) => {
      print(JSON.stringify({ ...resultJson(one), ...(one.grading && findingsJson(one)) }));
    });
  else
    printJson({
      results: checked.filter(({ grading }) => grading).map(resultJson),
      findings: checked.flatMap(({ file, findings, lines }) =>
        findings.map((found) => ({ file, ...findingJson(found, lines) })),
      ),
    });
  if (
    checked.some(
      ({ grading, findings }) =>
        !grading || hasErrors(findings) || grading.results.some(({ verdict }) => verdict === 'unreadable'),
    )
  )
    return 2;
  return checked.some(({ grading }) =>
    grading?.results.some(({ verdict }) => verdict !== 'correct' && verdict !== 'for a person'),
  )
    ? 1
    : 0;
}

function checkFile(file: string, root: string, sets: Worksheets): Checked {
  const read = readText(file);
  if (read.kind === 'unreadable')
    return {
      file,
      problemSet: '',
      lines: new LineIndex(''),
      grading: undefined,
      findings: [finding('unreadable-file', { start: 0, end: 0 }, read.message)],
    };
  const answers = readAnswerFile(read.text);
  const { lines, problemSet } = answers;
  if (!problemSet) return { file, problemSet: '', lines, grading: undefined, findings: answers.findings };
  const set = readNamed(file, problemSet.path, root);
  if (set.kind === 'unreadable')
    return {
      file,
      problemSet: problemSet.path,
      lines,
      grading: undefined,
      findings: [...answers.findings, finding('answer-file', problemSet.span, set.message)],
    };
  const { text, path } = set;
  const grading = grade(answers, sets.of(answers, { text, path, files: filesOf(path, root) }));
  return { file, problemSet: problemSet.path, lines, grading, findings: grading.findings };
}

function resultJson({ file, problemSet, lines, grading, findings }: Checked): object {
  if (!grading) return { file, problemSet, ...findingsJson({ findings, lines }) };
  const { name, variant, score, maxScore, results } = grading;
  return {
    file,
    problemSet,
    name,
    variant,
    score,
    maxScore,
    parts: results.map((result) => partJson(result, lines)),
  };
}

/** A line of `jsonl` stands alone, so it holds its own findings. */
function findingsJson({ findings, lines }: Pick<Checked, 'findings' | 'lines'>): object {
  return { findings: findings.map((found) => findingJson(found, lines)) };
}

function partJson(
  { problem, part, field, verdict, credit, mistake, message, span }: PartResult,
  lines: LineIndex,
): object {
  return {
    problem,
    part,
    ...(field !== undefined && { field }),
    verdict,
    credit,
    ...(mistake && { mistake }),
    message,
    range: rangeJson(span, lines),
  };
}

/** A sign and a colour for each verdict, so that neither stands alone. */
const SIGNS = {
  correct: ['green', '✓'],
  convention: ['yellow', '◐'],
  partial: ['yellow', '◐'],
  wrong: ['red', '✕'],
  unreadable: ['magenta', '?'],
  missing: ['dim', '–'],
  'for a person': ['blue', '☺'],
} as const;

function printChecked({ file, grading, findings, lines }: Checked): void {
  printFindings(file, findings, lines);
  if (!grading) return;
  print(
    `${paint('bold', file)}${grading.name === '' ? '' : ` · ${grading.name}`}${grading.variant === 0 ? '' : ` · variant ${grading.variant}`} · ${grading.score} of ${counted(grading.maxScore, 'point')}`,
  );
  const labels = grading.results.map(
    ({ problem, part, field }) => `${problem}.${part}${field === undefined ? '' : ` ${field}`}`,
  );
  const width = Math.max(0, ...labels.map((label) => label.length));
  for (const [index, { verdict, message, mistake }] of grading.results.entries()) {
    const [style, sign] = SIGNS[verdict];
    const named = mistake ? ` ${paint('dim', `[${mistake.id} ${mistake.title}]`)}` : '';
    print(
      `  ${paint(style, `${sign} ${verdict.padEnd(12)}`)} ${(labels[index] ?? '').padEnd(width)}  ${message}${named}`,
    );
  }
  print('');
}
