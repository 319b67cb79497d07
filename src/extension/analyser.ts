import type * as vscode from 'vscode';
import type { AnswerFile, Elsewhere, Finding, GradeJob, Grading, Wanted, Worksheet } from '../language';
import { engine } from './engine';
import { isAnswerFile, maxFileSize, readNamed } from './files';
import { NamedFiles } from './named-files';
import { Cancelled, type WorkerClient } from './worker';

/** What is known about one version of a document. */
export type Analysis =
  /** `computing`: some of it is still being computed elsewhere, or waits for a file. */
  | {
      readonly kind: 'problem-set';
      readonly version: number;
      readonly worksheet: Worksheet;
      readonly computing: boolean;
    }
  | ({ readonly kind: 'answers'; readonly version: number } & Judged);

/** An answer file, judged as far as it could be. */
export interface Judged {
  readonly file: AnswerFile;
  /** The problem set that is answered, where it could be found. */
  readonly problemSet: vscode.Uri | undefined;
  readonly grading: Grading | undefined;
  readonly findings: readonly Finding[];
}

/** What may be spent on one problem in the extension host, in microseconds: half a frame. What costs more is a job. */
const BUDGET_US = 8000;
/** After so long the extension host does something else first. */
const SLICE_MS = 8;

/** What has been computed elsewhere for a document: by problem, then by what is written. */
type Outcomes = Map<string, Map<string, Elsewhere>>;

/** Analyses documents: cheap things here, in slices; dear ones in the worker. */
export class Analyser {
  private readonly worksheets = new Map<string, Worksheet>();
  private readonly elsewhere = new Map<string, Outcomes>();
  private readonly files = new NamedFiles();

  /** A file that this problem set names is no longer what it was. */
  readonly onDidChangeFile = this.files.onDidChange;

  constructor(
    private readonly worker: WorkerClient,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.files.onDidChange((uri) => {
      // What was computed elsewhere is known by what is written, not by what is in files.
      this.elsewhere.delete(uri.toString());
    });
  }

  /** @param more is called when what was too dear has been computed, or a file been read: analysing again then gives it. */
  async analyse(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    more: () => void,
  ): Promise<Analysis> {
    const { version } = document;
    const text = document.getText();
    if (isAnswerFile(document.uri))
      return { kind: 'answers', version, ...(await this.judgeAnswers(document.uri, text, token)) };
    const worksheet = await this.open(document.uri, text);
    const { wantedOf } = await engine();
    const wanted = wantedOf(worksheet);
    const unread = this.unread(document.uri, worksheet.files);
    // What is too dear may need the files, so they come first.
    if (!token.isCancellationRequested) {
      if (unread.length > 0) void this.files.read(document.uri, unread).then(more);
      else if (wanted.length > 0) void this.compute(document.uri, worksheet, wanted, token, more);
    }
    return { kind: 'problem-set', version, worksheet, computing: wanted.length + unread.length > 0 };
  }

  /** Reads an answer file with its problem set, and has it judged. */
  async judgeAnswers(uri: vscode.Uri, text: string, token: vscode.CancellationToken): Promise<Judged> {
    const { readAnswerFile } = await engine();
    const maxCharacters = maxFileSize();
    const file = readAnswerFile(text, maxCharacters);
    const named = file.problemSet;
    if (!named) return { file, problemSet: undefined, grading: undefined, findings: file.findings };
    const set = await readNamed(uri, named.path);
    if (set.kind === 'unreadable') {
      const missing: Finding = {
        code: 'answer-file',
        severity: 'error',
        start: named.span.start,
        end: named.span.end,
        message: set.message,
      };
      return { file, problemSet: set.uri, grading: undefined, findings: [...file.findings, missing] };
    }
    try {
      const grading = await this.grade(set, { answers: text, problemSet: set.text, maxCharacters }, token);
      return { file, problemSet: set.uri, grading, findings: grading?.findings ?? file.findings };
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      return { file, problemSet: set.uri, grading: undefined, findings: file.findings };
    }
  }

  /** Where the numbers of a problem set hide mistakes; none where that could not be looked for. */
  async numbersOf(
    uri: vscode.Uri,
    text: string,
    token: vscode.CancellationToken,
  ): Promise<readonly Finding[]> {
    const files = this.files.mapOf(uri, this.files.pathsOf(uri));
    try {
      const result = await this.worker.run(
        { type: 'numbers', text, maxCharacters: maxFileSize(), files },
        token,
      );
      return result.type === 'numbers' ? result.findings : [];
    } catch (error) {
      if (!(error instanceof Cancelled)) this.log.warn(`Numbers were not looked at: ${String(error)}`);
      return [];
    }
  }

  forget(uri: vscode.Uri): void {
    this.worksheets.delete(uri.toString());
    this.elsewhere.delete(uri.toString());
    this.files.forget(uri);
  }

  dispose(): void {
    this.files.dispose();
  }

  /** Has answers judged. Which files the problem set names is known only when it was opened: then they are read. */
  private async grade(
    { uri }: { readonly uri: vscode.Uri },
    job: Omit<GradeJob, 'type' | 'files'>,
    token: vscode.CancellationToken,
  ): Promise<Grading | undefined> {
    for (;;) {
      const files = this.files.mapOf(uri, this.files.pathsOf(uri));
      const result = await this.worker.run({ type: 'grade', ...job, files }, token);
      if (result.type !== 'graded') return undefined;
      if (result.missing.length === 0) return result.grading;
      await this.files.read(uri, result.missing);
    }
  }

  private unread(uri: vscode.Uri, paths: readonly string[]): readonly string[] {
    const files = this.files.of(uri);
    return paths.filter((path) => !files(path));
  }

  /** A problem set with what is cheap in it computed, the rest as far as it is known. */
  async open(uri: vscode.Uri, text: string): Promise<Worksheet> {
    const { openInSteps } = await engine();
    const key = uri.toString();
    const previous = this.worksheets.get(key);
    const known = this.elsewhere.get(key);
    const steps = openInSteps(text, {
      maxCharacters: maxFileSize(),
      budget: BUDGET_US,
      files: this.files.of(uri),
      elsewhere: (problem, written) => known?.get(problem)?.get(written),
      ...(previous && { previous }),
    });
    let since = Date.now();
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        this.keep(key, step.value);
        return step.value;
      }
      if (Date.now() - since < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      since = Date.now();
    }
  }

  private keep(key: string, worksheet: Worksheet): void {
    this.worksheets.set(key, worksheet);
    const known = this.elsewhere.get(key);
    const problems = new Set(worksheet.problems.map((problem) => problem.key));
    for (const problem of known?.keys() ?? []) if (!problems.has(problem)) known?.delete(problem);
  }

  private async compute(
    uri: vscode.Uri,
    { text, files: paths }: Worksheet,
    wanted: readonly Wanted[],
    token: vscode.CancellationToken,
    more: () => void,
  ): Promise<void> {
    const { unpackOutcome } = await engine();
    const known: Outcomes = this.elsewhere.get(uri.toString()) ?? new Map<string, Map<string, Elsewhere>>();
    const put = (problem: string, written: string, outcome: Elsewhere): void => {
      const outcomes = known.get(problem) ?? new Map<string, Elsewhere>();
      known.set(problem, outcomes.set(written, outcome));
    };
    try {
      const files = this.files.mapOf(uri, paths);
      const job = { type: 'compute', text, wanted, files, maxCharacters: maxFileSize() } as const;
      const result = await this.worker.run(job, token);
      if (result.type === 'computed')
        for (const computed of result.outcomes)
          put(computed.problem, computed.written, unpackOutcome(computed));
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.log.error('Something could not be computed', error instanceof Error ? error : String(error));
    }
    // Whatever came of it, it is not asked for again.
    for (const { problem, written } of wanted)
      for (const one of written)
        if (!known.get(problem)?.has(one)) put(problem, one, { outcome: 'unsendable', uses: [] });
    this.elsewhere.set(uri.toString(), known);
    more();
  }
}
