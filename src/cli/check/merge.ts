import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { exitCodeOf, refused, type Checked, type CheckedPart, type Said } from './checked';

/**
 * What several runs with `--shard 1/n` to `n/n` have printed as jsonl, in the order in which one run would have printed it:
 * a line of each in turn.
 */
export async function* merged(files: readonly string[]): AsyncGenerator<Checked> {
  let readers = files.map((file) => ({ file, lines: linesOf(file) }));
  while (readers.length > 0) {
    const left: typeof readers = [];
    for (const reader of readers) {
      const next = await reader.lines.next();
      if (next.done === true) continue;
      const { value } = next;
      yield typeof value === 'string' ? checkedFrom(reader.file, value) : value;
      left.push(reader);
    }
    readers = left;
  }
}

async function* linesOf(file: string): AsyncGenerator<string | Checked> {
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
      if (line !== '') yield line;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    yield refused(file, code === 'ENOENT' ? `There is no file ${file}.` : `${file} can’t be read (${code}).`);
  }
}

type Line = Partial<Pick<Checked, 'file' | 'problemSet'>> &
  Partial<Omit<NonNullable<Checked['grading']>, 'parts'>> & {
    readonly parts?: readonly CheckedPart[];
    readonly findings?: readonly Said[];
  };

function checkedFrom(from: string, line: string): Checked {
  try {
    const {
      file,
      problemSet = '',
      name = '',
      variant = 0,
      score = 0,
      maxScore = 0,
      parts,
      findings,
    } = JSON.parse(line) as Line;
    if (file === undefined || !Array.isArray(findings)) throw new SyntaxError('not a result');
    const grading = parts && { name, variant, score, maxScore, parts };
    const checked = { file, problemSet, grading, findings };
    // A line that is none of ours fails here, not in the middle of what is printed.
    exitCodeOf(checked);
    return checked;
  } catch {
    return refused(from, `${from} has a line that \`check --format jsonl\` didn’t print.`);
  }
}
