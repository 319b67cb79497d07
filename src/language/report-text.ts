import { counted } from '../core';
import { addressOf, type Grading } from '../grading';
import { VERDICT_SIGNS } from './lenses';

/** The verdicts of several answer files as plain text, for people. */
export function reportText(
  title: string,
  gradings: readonly {
    readonly file: string;
    readonly grading: Grading | undefined;
    readonly problem?: string;
  }[],
): string {
  const lines = [title, ''];
  for (const { file, grading, problem } of gradings) {
    if (!grading) {
      lines.push(`${file}: ${problem ?? 'could not be read'}`, '');
      continue;
    }
    lines.push(
      `${file}${grading.name === '' ? '' : ` · ${grading.name}`} · ${grading.score} of ${counted(grading.maxScore, 'point')}`,
    );
    for (const result of grading.results) {
      const { verdict, message, mistake } = result;
      const name = addressOf(result);
      lines.push(
        `  ${VERDICT_SIGNS[verdict]} ${verdict.padEnd(12)} ${name.padEnd(32)} ${message}${mistake ? ` [${mistake.id} ${mistake.title}]` : ''}`,
      );
    }
    lines.push('');
  }
  return lines.join('\n');
}
