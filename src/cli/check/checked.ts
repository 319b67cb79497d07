import { grade, readAnswerFile, Worksheets, type Grading, type PartResult } from '../../grading';
import { finding, type Files, type Finding, type LineIndex, type Position, type Span } from '../../problem';
import { defaultRoot, filesOf, readNamed, readText, type FileText } from '../files';
import { fixText } from '../print';

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A finding without its text: lines and characters from 0. */
export interface Said extends Pick<Finding, 'code' | 'severity' | 'message'> {
  readonly range: Range;
  /** What its fix would do, in words. */
  readonly fix?: string;
  /** It repeats what is wrong with the problem set, which whoever answers need not know. */
  readonly ofSet?: true;
}

export interface CheckedPart extends Omit<PartResult, 'span' | 'points'> {
  /** Unknown where results were read from what another run printed. */
  readonly points?: number;
  readonly range: Range;
}

/** What became of one file. Plain data, for other threads too. */
export interface Checked {
  readonly file: string;
  readonly problemSet: string;
  /** Undefined where the file or its problem set can't be read. */
  readonly grading:
    | (Pick<Grading, 'name' | 'variant' | 'score' | 'maxScore'> & { readonly parts: readonly CheckedPart[] })
    | undefined;
  readonly findings: readonly Said[];
}

/** A file that is to be checked. */
export interface Task {
  /** What it is called in what is printed. */
  readonly file: string;
  /** Its text, where it isn't read from a file. */
  readonly text?: string;
  /** What is known of it without looking. */
  readonly known?: Checked;
}

/** How all files of a run are checked. */
export interface Manner {
  /** The folder that files named in a document must lie in; each file has its own where none is given. */
  readonly root: string | undefined;
  /** The problem set that all are held against, whatever they name. */
  readonly set: string | undefined;
}

const NOWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** A file of which nothing can be said but this. */
export function refused(
  file: string,
  message: string,
  more: { readonly severity?: Finding['severity']; readonly code?: Finding['code'] } = {},
): Checked {
  const { severity = 'error', code = 'unreadable-file' } = more;
  return {
    file,
    problemSet: '',
    grading: undefined,
    findings: [{ code, severity, message, range: NOWHERE }],
  };
}

/** Problem sets whose text and files are kept: a class answers one or a few. */
const MAX_SETS = 16;

interface ProblemSetText {
  readonly read: FileText;
  readonly files: Files | undefined;
}

/** Checks one file after the other; what many of them need is read and computed once. */
export class Checker {
  private readonly worksheets = new Worksheets();
  private readonly sets = new Map<string, ProblemSetText>();

  constructor(private readonly manner: Manner) {}

  /** Never throws: what goes wrong with a file is a finding. */
  check(task: Task): Checked {
    try {
      return task.known ?? this.checkFile(task);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return refused(task.file, `This file could not be checked: ${reason}`, { code: 'answer-file' });
    }
  }

  private checkFile({ file, text }: Task): Checked {
    const read: FileText = text === undefined ? readText(file) : { kind: 'text', path: file, text };
    if (read.kind === 'unreadable') return refused(file, read.message);
    const answers = readAnswerFile(read.text);
    const { lines, problemSet } = answers;
    const path = this.manner.set ?? problemSet?.path;
    if (path === undefined || !problemSet)
      return { file, problemSet: '', grading: undefined, findings: said(answers.findings, lines) };
    const set = this.setOf(file, path);
    if (set.read.kind === 'unreadable') {
      const found = finding('answer-file', problemSet.span, set.read.message);
      return {
        file,
        problemSet: path,
        grading: undefined,
        findings: said([...answers.findings, found], lines),
      };
    }
    const { files } = set;
    const worksheet = this.worksheets.of(answers, { text: set.read.text, path: set.read.path, files });
    const { name, variant, score, maxScore, results, findings } = grade(answers, worksheet);
    const wrong = worksheet.findings.filter(({ severity }) => severity === 'error');
    return {
      file,
      problemSet: path,
      grading: {
        name,
        variant,
        score,
        maxScore,
        parts: results.map(({ span, ...part }) => ({ ...part, range: rangeOf(span, lines) })),
      },
      findings: said(findings, lines).map((one) =>
        one.code === 'answer-file' && wrong.some(({ message }) => one.message.endsWith(message))
          ? { ...one, ofSet: true }
          : one,
      ),
    };
  }

  /** The problem set that a file names, or that all are held against. */
  private setOf(file: string, path: string): ProblemSetText {
    const { root, set } = this.manner;
    const folder = set === undefined ? file.replace(/[^/\\]*$/, '') : '';
    const key = JSON.stringify([folder, path]);
    const known = this.sets.get(key);
    if (known) return known;
    const read = set === undefined ? readNamed(file, path, root ?? defaultRoot(file)) : readText(set);
    const found = {
      read,
      files: read.kind === 'text' ? filesOf(read.path, root ?? defaultRoot(set ?? file)) : undefined,
    };
    const [oldest] = this.sets.keys();
    if (this.sets.size >= MAX_SETS && oldest !== undefined) this.sets.delete(oldest);
    this.sets.set(key, found);
    return found;
  }
}

function said(findings: readonly Finding[], lines: LineIndex): Said[] {
  return findings.map(({ code, severity, message, fix, ...span }) => ({
    code,
    severity,
    message,
    range: rangeOf(span, lines),
    ...(fix && { fix: fixText(fix) }),
  }));
}

function rangeOf({ start, end }: Span, lines: LineIndex): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** 0 where all is right, 1 where something isn't, 2 where something could not be read. */
export function exitCodeOf({ grading, findings }: Checked): 0 | 1 | 2 {
  if (
    findings.some(({ severity }) => severity === 'error') ||
    grading?.parts.some(({ verdict }) => verdict === 'unreadable')
  )
    return 2;
  return grading?.parts.some(({ verdict }) => verdict !== 'correct' && verdict !== 'for a person') ? 1 : 0;
}
