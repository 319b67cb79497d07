import { decimals, entryLabel, toTensor, valueText, type Value } from '../core';
import { addressOf } from '../grading';
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
    for (const { id, answer, rubric, check, tolerance } of problem.parts) {
      if (!answer && check) lines.push(`  ${id}  ${checkWords(check, true)}`);
      else if (!answer)
        lines.push(`  ${id}  for a person to grade`, ...rubric.map((line) => `      - ${line}`));
      else if (answer.outcome.kind !== 'value') lines.push(`  ${id}  could not be computed`);
      else lines.push(...indented(`  ${id}  `, valueLines(answer.outcome.value, tolerance && decimals)));
      lines.push('');
    }
  }
  return lines.join('\n');
}

/** The key of everything that is asked for, by its address: `problem.part`, or `problem.part field`. */
export function keyTexts(worksheet: Worksheet): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const problem of worksheet.problems)
    for (const part of problem.parts)
      for (const { name, outcome } of part.answer?.fields ?? [])
        if (outcome.kind === 'value')
          texts.set(
            addressOf({ problem: problem.id, part: part.id, ...(name !== undefined && { field: name }) }),
            valueLines(outcome.value).join('\n'),
          );
  return texts;
}

function indented(head: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

/**
 * A value on as many lines as it takes: small matrices row by row, claims with what shows them.
 * @param beside what stands behind a value that takes one line.
 */
export function valueLines(value: Value, beside: (value: Value) => string = () => ''): string[] {
  if (value.kind === 'fields')
    return [...value.fields].flatMap(([name, field]) => indented(`${name}: `, valueLines(field, beside)));
  if (value.kind === 'boolean')
    return [valueText(value), value.counterexample ?? value.proof].filter((line) => line !== undefined);
  if (value.kind === 'matrix' && isWritten(value.matrix.rows * value.matrix.cols))
    return rows(toTensor(value.matrix).entries().map(entryLabel), value.matrix.cols);
  if (value.kind === 'tensor' && value.tensor.rank === 2 && isWritten(value.tensor.size))
    return rows(value.tensor.entries().map(entryLabel), value.tensor.shape[1] ?? 1);
  if (value.kind === 'table') return aligned([value.columns, ...value.rows.map((row) => row.map(valueText))]);
  return [valueText(value) + beside(value)];
}

function isWritten(cells: number): boolean {
  return cells > 0 && cells <= MAX_WRITTEN;
}

/** Columns of numbers at the right, others at the left. */
function aligned(table: readonly (readonly string[])[]): string[] {
  const sides = (table[0] ?? []).map((_, column) => {
    const cells = table.map((row) => row[column] ?? '');
    const width = Math.max(...cells.map(({ length }) => length));
    return cells.slice(1).every((cell) => /^[−≈]?[ \d.,/]*$/.test(cell)) ? width : -width;
  });
  return table.map((row) =>
    row
      .map((cell, column) => {
        const width = sides[column] ?? 0;
        return width > 0 ? cell.padStart(width) : cell.padEnd(-width);
      })
      .join('  ')
      .trimEnd(),
  );
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
