import { basename } from 'node:path';
import { Document, isCollection, parseDocument } from 'yaml';
import { nearestName, openProblemSet, type Worksheet } from '../../problem';
import { defaultRoot, filesOf, readText } from '../files';
import { refused, type Checked, type Task } from './checked';
import { readRows, type Row } from './csv-text';

/** Where the answers of a column belong. */
type Target = readonly [problem: string, part?: string, field?: string];

/**
 * The rows of a table as answer files in memory. Its first row names `name`, `variant`, and one column a part:
 * `problem.part`, with the field after a space where a part asks for several things.
 */
export function tasksFromCsv(path: string, set: string, root: string | undefined): Task[] {
  const read = readText(path);
  if (read.kind === 'unreadable') return [known(refused(path, read.message))];
  const problemSet = readText(set);
  if (problemSet.kind === 'unreadable') return [known(refused(path, problemSet.message))];
  const [head, ...rows] = readRows(read.text);
  if (!head || rows.length === 0)
    return [
      known(
        refused(
          path,
          'There are no answers in this table: a row of names comes first, then a row for each person.',
        ),
      ),
    ];
  const worksheet = openProblemSet(problemSet.text, { files: filesOf(set, root ?? defaultRoot(set)) });
  const targets = targetsOf(worksheet);
  const names = head.cells.map((cell) => cell.trim());
  const strange = names.filter(
    (name) => name !== '' && !['name', 'variant'].includes(name) && !targets.has(name),
  );
  return [
    ...(strange.length > 0 ? [known(unknownColumns(path, strange, [...targets.keys()]))] : []),
    ...rows.map((row) => ({
      file: `${path}#${row.line}`,
      text: answersOf(row, names, targets, basename(set)),
    })),
  ];
}

function known(checked: Checked): Task {
  return { file: checked.file, known: checked };
}

/** What columns may be called; the one question of a problem goes by the problem's id too. */
function targetsOf({ problems }: Worksheet): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const { id, parts } of problems)
    for (const part of parts) {
      const single = parts.length === 1 && part.id === 'answer';
      const own: Target = single ? [id] : [id, part.id];
      for (const label of single ? [id, `${id}.answer`] : [`${id}.${part.id}`]) {
        targets.set(label, own);
        for (const { name } of part.answer?.fields ?? [])
          if (name !== undefined) targets.set(`${label} ${name}`, [id, part.id, name]);
      }
    }
  return targets;
}

function unknownColumns(path: string, strange: readonly string[], labels: readonly string[]): Checked {
  return {
    file: path,
    problemSet: '',
    grading: undefined,
    findings: strange.flatMap((name) => {
      const nearest = nearestName(name, labels);
      return refused(
        path,
        `The column “${name}” belongs to no part of the problem set, so it is not read${nearest === undefined ? '.' : `; did you mean “${nearest}”?`}`,
        { severity: 'warning', code: 'answer-file' },
      ).findings;
    }),
  };
}

/** One person's row as an answer file; values are the texts that were typed, lists and mappings too. */
function answersOf(
  { cells }: Row,
  names: readonly string[],
  targets: ReadonlyMap<string, Target>,
  set: string,
): string {
  const document = new Document({ 'problem-set': set }, { schema: 'failsafe' });
  document.set('answers', document.createNode({}));
  for (const [index, name] of names.entries()) {
    const cell = cells[index]?.trim() ?? '';
    if (cell === '') continue;
    if (name === 'name' || name === 'variant') document.set(name, cell);
    const target = targets.get(name);
    if (target) document.setIn(['answers', ...target], valueOf(cell));
  }
  return document.toString({ lineWidth: 0 });
}

function valueOf(cell: string): unknown {
  if (!/^[[{]/.test(cell)) return cell;
  const parsed = parseDocument(cell, { schema: 'failsafe' });
  return parsed.errors.length === 0 && isCollection(parsed.contents) ? parsed.contents : cell;
}
