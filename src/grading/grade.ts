import { OverBudget, withBudget } from '../core';
import {
  finding,
  get,
  getText,
  isEmpty,
  nearestName,
  statedConventions,
  type Finding,
  type Node,
  type ProblemSheet,
  type Worksheet,
  replacing,
  type FieldSheet,
} from '../problem';
import type { AnswerFile } from './answer-file';
import type { Earlier } from './carried';
import { told } from './feedback';
import { judge, judgeChecked, type Asked } from './judge';
import { judgeProgram } from './program';
import { TOO_LONG, unreadable, type Judgement, type PartResult } from './verdict';

/** One person's answers, judged. */
export interface Grading {
  readonly name: string;
  readonly variant: number;
  /** Points; what a person grades is in neither. */
  readonly score: number;
  readonly maxScore: number;
  readonly results: readonly PartResult[];
  /** What is wrong with the answer file itself. */
  readonly findings: readonly Finding[];
}

/**
 * Judges every part of a problem set against an answer file. Never throws for what is in either.
 * @param worksheet in the variant of the answer file; answers to another one are not judged.
 */
export function grade(file: AnswerFile, worksheet: Worksheet): Grading {
  const findings: Finding[] = [...file.findings];
  const broken = worksheet.findings.find(({ severity }) => severity === 'error');
  const unkeyed = worksheet.problems
    .flatMap(({ parts }) => parts)
    .filter(({ answer }) => answer && answer.outcome.kind !== 'value');
  if (broken && (worksheet.problems.length === 0 || unkeyed.length > 0))
    findings.push(
      finding(
        'answer-file',
        file.problemSet?.span ?? file.head,
        worksheet.problems.length === 0
          ? `The problem set can’t be read: ${broken.message}`
          : `The problem set has an error, so ${unkeyed.length === 1 ? 'one of its keys' : `${unkeyed.length} of its keys`} can’t be computed: ${broken.message}`,
      ),
    );
  const { variant } = file;
  if (variant !== undefined && variant !== worksheet.variant)
    findings.push(
      finding(
        'variant',
        file.variantSpan ?? file.head,
        `These are answers to variant ${variant}, and the problem set is variant ${worksheet.variant}.`,
      ),
    );
  const results =
    variant === worksheet.variant
      ? worksheet.problems.flatMap((problem) => problemResults(problem, worksheet, file, findings))
      : [];
  noteUnknown(
    file.answers,
    worksheet.problems.map(({ id }) => id),
    'problem',
    findings,
  );
  const counted = results.filter(({ verdict }) => verdict !== 'for a person');
  const total = (value: (result: PartResult) => number): number =>
    Math.round(counted.reduce((sum, result) => sum + value(result), 0) * 1e6) / 1e6;
  return {
    name: file.name,
    variant: variant ?? 0,
    score: total(({ credit, points }) => credit * points),
    maxScore: total(({ points }) => points),
    results,
    findings: findings.sort((a, b) => a.start - b.start),
  };
}

function problemResults(
  problem: ProblemSheet,
  worksheet: Worksheet,
  file: AnswerFile,
  findings: Finding[],
): PartResult[] {
  const given = get(file.answers, problem.id);
  const single =
    problem.parts.length === 1 &&
    problem.parts[0]?.id === 'answer' &&
    !(given?.kind === 'map' && get(given, 'answer'));
  if (!single)
    noteUnknown(
      given,
      problem.parts.map(({ id }) => id),
      `part of ${problem.id}`,
      findings,
    );
  if (given && given.kind !== 'map' && !single)
    findings.push(
      finding(
        'answer-file',
        given,
        `The answers to “${problem.id}” are a mapping: ${problem.parts.map(({ id }) => `${id}: …`).join(', ')}.`,
      ),
    );
  const head =
    file.answers?.kind === 'map'
      ? file.answers.entries.find(({ key }) => key.text === problem.id)?.key
      : undefined;
  const stated = new Set([...worksheet.stated, ...statedConventions(problem.node)]);
  const earlier = new Map<string, Own>();
  return problem.parts.flatMap((part) =>
    partResults(
      { problem, part, stated, earlier, feedback: worksheet.feedback },
      single ? given : get(given, part.id),
      head ?? file.head,
      (own) => {
        earlier.set(part.id, own);
      },
    ),
  );
}

type Own = Earlier extends ReadonlyMap<string, infer Value> ? Value : never;

/** @param answered is told the answer to a part that asks for one thing. */
function partResults(
  asked: Asked,
  given: Node | undefined,
  head: PartResult['span'],
  answered: (own: Own) => void,
): PartResult[] {
  const { problem, part } = asked;
  const place = (judged: Judgement, span: PartResult['span'], field?: FieldSheet): PartResult => ({
    problem: problem.id,
    part: part.id,
    ...(field?.name !== undefined && { field: field.name }),
    ...told(judged, asked.feedback),
    points: field ? part.points / (part.answer?.fields.length ?? 1) : part.points,
    // A node is a span and more; results are plain data, for other threads too.
    span: { start: span.start, end: span.end },
  });
  const { check } = part;
  if (check?.broken === true)
    return [
      place(
        {
          verdict: 'for a person',
          credit: 0,
          message: 'What has to be true of the answer can’t be read, so a person has to judge this.',
        },
        given ?? head,
      ),
    ];
  if (check) {
    const judged = !given || isEmpty(given) ? missing() : inTime(() => judgeChecked(given, check, part));
    return [place(judged, given ?? head)];
  }
  if (!part.answer) {
    const message = given ? 'A person reads this.' : 'No answer; a person would read it.';
    return [place({ verdict: 'for a person', credit: 0, message }, given ?? head)];
  }
  const { program } = part;
  if (program)
    return [place(given ? inTime(() => judgeProgram(given, problem, program)) : missing(), given ?? head)];
  return part.answer.fields.map((field) => {
    const own = field.name === undefined ? given : get(given, field.name);
    const span = own ?? given ?? head;
    const key = field.outcome.kind === 'value' ? field.outcome.value : undefined;
    if (!key)
      return place(
        {
          verdict: 'for a person',
          credit: 0,
          message: 'The key could not be computed, so a person has to judge this.',
        },
        span,
        field,
      );
    if (given && field.name !== undefined && given.kind !== 'map')
      return place(
        unreadable(
          `Several things are asked for here; write { ${part.answer?.fields.map(({ name }) => `${name ?? ''}: …`).join(', ') ?? ''} }.`,
        ),
        span,
        field,
      );
    if (!own || isEmpty(own)) return place(missing(field.name), span, field);
    const judged = inTime(() => {
      const { judgement, value } = judge(own, field, key, asked);
      if (value && field.name === undefined) answered({ own: value, key });
      return judgement;
    });
    return place(judged, own, field);
  });
}

/** What one answer may cost to judge, in microseconds: about two seconds. */
const ANSWER_US = 2_000_000;

/** An answer that would take too long is no answer; the others are judged all the same. */
function inTime(work: () => Judgement): Judgement {
  try {
    return withBudget(ANSWER_US, work);
  } catch (error) {
    if (error instanceof OverBudget) return unreadable(TOO_LONG);
    throw error;
  }
}

function missing(field?: string): Judgement {
  return {
    verdict: 'missing',
    credit: 0,
    message: field === undefined ? 'No answer.' : `No answer for “${field}”.`,
  };
}

function noteUnknown(
  node: Node | undefined,
  known: readonly string[],
  what: string,
  findings: Finding[],
): void {
  if (node?.kind !== 'map') return;
  for (const { key } of node.entries) {
    if (known.includes(key.text) || known.length === 0) continue;
    const nearest = nearestName(
      key.text,
      known.filter((id) => getText(node, id) === undefined && !get(node, id)),
    );
    findings.push(
      finding(
        'answer-file',
        key,
        `There is no ${what} called “${key.text}”${nearest === undefined ? `; there are ${known.join(', ')}.` : `; did you mean “${nearest}”?`}`,
        nearest === undefined ? {} : { fix: replacing(`Change to “${nearest}”`, key, nearest) },
      ),
    );
  }
}
