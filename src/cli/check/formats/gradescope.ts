import { addressOf } from '../../../grading';
import type { Checked, CheckedPart, Said } from '../checked';
import type { Format } from './format';

/** A part as Gradescope shows it to whoever handed in. It says no more than the verdict's own sentence. */
interface Test {
  readonly name: string;
  readonly number: string;
  readonly score: number;
  readonly max_score: number;
  readonly status?: 'passed' | 'failed';
  readonly output: string;
  readonly visibility: 'visible';
}

/**
 * The results.json of one submission. Of several files that answer the same problem set the first one counts, so that nobody
 * gains by handing in twice.
 */
export function gradescope(): Format {
  const tests: Test[] = [];
  const notes: string[] = [];
  const seen = new Set<string>();
  let score = 0;
  return {
    one: (checked) => {
      const { file, problemSet, grading, findings } = checked;
      notes.push(...findings.map((found) => note(checked, found)));
      if (!grading) return '';
      if (seen.has(problemSet)) {
        notes.push(`${file} answers the same problem set as a file before it, so it does not count.`);
        return '';
      }
      seen.add(problemSet);
      score += grading.score;
      tests.push(...testsOf(grading.parts, seen.size === 1 ? '' : `${file}: `));
      return '';
    },
    end: () =>
      `${JSON.stringify(
        {
          score: rounded(score),
          output: notes.length > 0 ? notes.join('\n') : 'Every answer was read.',
          output_format: 'text',
          visibility: 'visible',
          stdout_visibility: 'hidden',
          tests,
        },
        null,
        2,
      )}\n`,
  };
}

function testsOf(parts: readonly CheckedPart[], before: string): Test[] {
  const problems = [...new Set(parts.map(({ problem }) => problem))];
  const counts = new Map<string, number>();
  return parts.map((part) => {
    const { problem, verdict, credit, message, points = 1 } = part;
    const count = (counts.get(problem) ?? 0) + 1;
    counts.set(problem, count);
    const isCounted = verdict !== 'for a person';
    return {
      name: before + addressOf(part),
      number: `${problems.indexOf(problem) + 1}.${count}`,
      score: isCounted ? rounded(credit * points) : 0,
      max_score: isCounted ? rounded(points) : 0,
      ...(isCounted && { status: credit === 1 ? ('passed' as const) : ('failed' as const) }),
      output: message,
      visibility: 'visible',
    };
  });
}

function note({ file }: Checked, { message, range, ofSet, code }: Said): string {
  if (ofSet) return 'The problem set has an error; please tell whoever set it.';
  return code === 'unreadable-file' ? message : `${file}, line ${range.start.line + 1}: ${message}`;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
