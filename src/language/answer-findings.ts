import type { Grading, PartResult, Verdict } from '../grading';
import type { Severity, Span } from '../problem';
import type { Showing } from './showing';

/** A verdict as something to show at an answer. `quiet` ones are for those who look: they are no problem. */
export interface AnswerFinding extends Span {
  readonly severity: Severity | 'quiet';
  readonly message: string;
  /** The mistake's id where one is named, else the verdict. */
  readonly code: string;
}

const SEVERITIES: Readonly<Record<Verdict, AnswerFinding['severity']>> = {
  correct: 'quiet',
  convention: 'warning',
  partial: 'warning',
  wrong: 'error',
  unreadable: 'error',
  missing: 'information',
  'for a person': 'quiet',
};

/**
 * One finding for each answer, and one for all that is missing from a problem. Where keys are hidden, verdicts go without
 * their reasons: those give keys away.
 */
export function answerFindings(grading: Grading, { keys }: Showing = { keys: true }): AnswerFinding[] {
  const missing = new Map<string, PartResult[]>();
  const found: AnswerFinding[] = [];
  for (const result of grading.results) {
    if (result.verdict === 'missing')
      missing.set(result.problem, [...(missing.get(result.problem) ?? []), result]);
    else
      found.push({
        ...placed(result),
        severity: SEVERITIES[result.verdict],
        message: verdictText(result, { keys }),
        code: result.mistake?.id ?? result.verdict,
      });
  }
  for (const [problem, results] of missing) {
    const [first] = results;
    if (!first) continue;
    const names = [...new Set(results.map(({ part }) => part))];
    found.push({
      ...placed(first),
      severity: 'information',
      message: `missing: ${problem} has no answer for ${names.join(', ')}.`,
      code: 'missing',
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

function placed({ span }: PartResult): Span {
  return { start: span.start, end: span.end };
}

/** A verdict in a line: with its reason, unless keys are hidden, and with the mistake and those tied with it. */
export function verdictText(result: PartResult, { keys }: Showing): string {
  return `${result.verdict}${keys ? `: ${result.message}` : ''}${tiesOf(result)}`;
}

function tiesOf({ mistake }: PartResult): string {
  return mistake ? ` [${[mistake.id, ...(mistake.ties ?? [])].join(', ')}: ${mistake.title}]` : '';
}
