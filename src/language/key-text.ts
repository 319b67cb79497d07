import { entryLabel, toTensor, valueText, type Value } from '../core';
import type { Worksheet } from '../problem';
import { checkWords } from './words';

/** Cells of a matrix that is written out row by row. */
const MAX_WRITTEN = 900;

/** Every key of a problem set as plain text, for people. */
export function keyText(worksheet: Worksheet): string {
  const heading = [worksheet.title, worksheet.variant === 0 ? '' : `variant ${worksheet.variant}`]
    .filter((text) => text !== '')
    .join(' · ');
  const lines: string[] = heading === '' ? [] : [heading, ''];
  for (const problem of worksheet.problems) {
    lines.push(`${problem.title} (${problem.id})`, '');
    for (const { id, answer, rubric, check } of problem.parts) {
      if (!answer && check) lines.push(`  ${id}  ${checkWords(check, true)}`);
      else if (!answer)
        lines.push(`  ${id}  for a person to grade`, ...rubric.map((line) => `      - ${line}`));
      else if (answer.outcome.kind !== 'value') lines.push(`  ${id}  could not be computed`);
      else lines.push(...indented(`  ${id}  `, valueLines(answer.outcome.value)));
      lines.push('');
    }
  }
  return lines.join('\n');
}

function indented(head: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

/** A value on as many lines as it takes: small matrices row by row, claims with what shows them. */
export function valueLines(value: Value): string[] {
  if (value.kind === 'fields')
    return [...value.fields].flatMap(([name, field]) => indented(`${name}: `, valueLines(field)));
  if (value.kind === 'boolean')
    return [valueText(value), value.counterexample ?? value.proof].filter((line) => line !== undefined);
  if (value.kind === 'matrix' && isWritten(value.matrix.rows * value.matrix.cols))
    return rows(toTensor(value.matrix).entries().map(entryLabel), value.matrix.cols);
  if (value.kind === 'tensor' && value.tensor.rank === 2 && isWritten(value.tensor.size))
    return rows(value.tensor.entries().map(entryLabel), value.tensor.shape[1] ?? 1);
  if (value.kind === 'table')
    return [value.columns.join('  '), ...value.rows.map((row) => row.map(valueText).join('  '))];
  return [valueText(value)];
}

function isWritten(cells: number): boolean {
  return cells > 0 && cells <= MAX_WRITTEN;
}

function rows(cells: readonly string[], cols: number): string[] {
  const width = Math.max(0, ...cells.map((cell) => cell.length));
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += cols)
    lines.push(
      cells
        .slice(at, at + cols)
        .map((cell) => cell.padStart(width))
        .join(' '),
    );
  return lines;
}
