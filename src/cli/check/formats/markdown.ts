import { addressOf } from '../../../grading';
import type { Format } from './format';
import { SIGNS } from './table';

/** A row for each file: the score, and what isn't right. */
export function markdown(): Format {
  return {
    start: '| File | Name | Score | Not right |\n| --- | --- | ---: | --- |\n',
    one: ({ file, grading, findings }) => {
      const open = grading?.parts.filter(({ verdict }) => verdict !== 'correct') ?? [];
      const notes = [
        ...findings.map(({ severity, message }) => `${severity}: ${message}`),
        ...open.map(
          (part) =>
            `${SIGNS[part.verdict][1]} ${addressOf(part)} ${part.verdict}${part.mistake ? ` (${part.mistake.id})` : ''}`,
        ),
      ];
      const score = grading ? `${grading.score} of ${grading.maxScore}` : '–';
      return `| ${cell(file)} | ${cell(grading?.name ?? '')} | ${score} | ${notes.map(cell).join('<br>')} |\n`;
    },
  };
}

/** A text that stays what it is in a cell of a Markdown table. */
function cell(text: string): string {
  return text
    .replace(/[\\`*_[\]<>$|~&]/g, (sign) => `\\${sign}`)
    .replace(/\s+/g, ' ')
    .trim();
}
