import * as vscode from 'vscode';
import type { AnswerFile, Finding, Grading, Worksheet } from '../language';
import { engine } from './engine';
import { isAnswerFile, isOurs, maxFileSize, readNamed } from './files';

/** What is known about one version of a document. */
export type Analysis =
  | { readonly kind: 'problem-set'; readonly version: number; readonly worksheet: Worksheet }
  | {
      readonly kind: 'answers';
      readonly version: number;
      readonly file: AnswerFile;
      /** The problem set that is answered, where it could be found. */
      readonly problemSet: vscode.Uri | undefined;
      readonly grading: Grading | undefined;
      readonly findings: readonly Finding[];
    };

/** The first change is analysed at once, the next ones at most so often. */
const THROTTLE_MS = 150;

/**
 * Analyses of open documents, one for each version. Listeners hear of each new one; a result for a text that has
 * changed meanwhile is thrown away.
 */
export class Documents implements vscode.Disposable {
  private readonly analyses = new Map<
    string,
    { readonly version: number; readonly result: Promise<Analysis> }
  >();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly lastRun = new Map<string, number>();
  private readonly analysed = new vscode.EventEmitter<{
    readonly document: vscode.TextDocument;
    readonly analysis: Analysis;
  }>();
  private readonly closed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidAnalyse = this.analysed.event;
  readonly onDidClose = this.closed.event;

  constructor(private readonly log: vscode.LogOutputChannel) {
    const files = vscode.workspace.createFileSystemWatcher('**/*.cnn.{yaml,yml}');
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.schedule(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.schedule(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.forget(document.uri);
        this.refreshAnswersTo(document.uri);
      }),
      files,
      ...[files.onDidChange, files.onDidCreate, files.onDidDelete].map((event) =>
        event((uri) => {
          this.refreshAnswersTo(uri);
        }),
      ),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cnnProblems.maxFileSize')) this.refreshAll();
      }),
    ];
  }

  /** Analyses what is open already. */
  start(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document);
  }

  /** The analysis of a document as it is now. */
  get(document: vscode.TextDocument): Promise<Analysis> {
    const key = document.uri.toString();
    const known = this.analyses.get(key);
    if (known?.version === document.version) return known.result;
    const result = analyse(document);
    this.analyses.set(key, { version: document.version, result });
    return result;
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.subscriptions, this.analysed, this.closed).dispose();
  }

  private schedule(document: vscode.TextDocument): void {
    if (!isOurs(document)) return;
    const key = document.uri.toString();
    if (this.timers.has(key)) return;
    const wait = Math.max(0, (this.lastRun.get(key) ?? 0) + THROTTLE_MS - Date.now());
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        this.lastRun.set(key, Date.now());
        void this.run(document);
      }, wait),
    );
  }

  private async run(document: vscode.TextDocument): Promise<void> {
    if (isClosed(document)) return;
    try {
      const analysis = await this.get(document);
      if (isClosed(document) || analysis.version !== document.version) return;
      this.analysed.fire({ document, analysis });
      if (analysis.kind === 'problem-set') this.refreshAnswersTo(document.uri);
    } catch (error) {
      this.log.error(
        `${document.uri.toString()} could not be analysed`,
        error instanceof Error ? error : String(error),
      );
      void vscode.window
        .showErrorMessage('CNN Problem Sets could not analyse this file; the log says why.', 'Show Log')
        .then((choice) => {
          if (choice) this.log.show();
        });
    }
  }

  /** Verdicts depend on the problem set's text, too. */
  private refreshAnswersTo(problemSet: vscode.Uri): void {
    for (const document of vscode.workspace.textDocuments) {
      if (!isOurs(document) || !isAnswerFile(document.uri)) continue;
      void this.analyses.get(document.uri.toString())?.result.then((analysis) => {
        if (analysis.kind !== 'answers' || analysis.problemSet?.toString() !== problemSet.toString()) return;
        this.analyses.delete(document.uri.toString());
        this.schedule(document);
      });
    }
  }

  private refreshAll(): void {
    this.analyses.clear();
    this.start();
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.lastRun.delete(key);
    this.analyses.delete(key);
    this.closed.fire(uri);
  }
}

async function analyse(document: vscode.TextDocument): Promise<Analysis> {
  const { version } = document;
  const text = document.getText();
  if (isAnswerFile(document.uri))
    return { kind: 'answers', version, ...(await judgeAnswers(document.uri, text)) };
  const { openProblemSet } = await engine();
  return { kind: 'problem-set', version, worksheet: openProblemSet(text, { maxCharacters: maxFileSize() }) };
}

/** The problem sets that were answered last, so that typing an answer does not compute the keys again. */
const answered = new Map<string, Worksheet>();
const MAX_ANSWERED = 4;

/** Reads an answer file with its problem set, and judges it. */
export async function judgeAnswers(
  uri: vscode.Uri,
  text: string,
): Promise<{
  readonly file: AnswerFile;
  readonly problemSet: vscode.Uri | undefined;
  readonly grading: Grading | undefined;
  readonly findings: readonly Finding[];
}> {
  const { readAnswerFile, openProblemSet, grade } = await engine();
  const file = readAnswerFile(text, maxFileSize());
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
  const key = set.uri.toString();
  const known = answered.get(key);
  const worksheet =
    known?.text === set.text ? known : openProblemSet(set.text, { maxCharacters: maxFileSize() });
  answered.delete(key);
  answered.set(key, worksheet);
  for (const oldest of answered.keys()) if (answered.size > MAX_ANSWERED) answered.delete(oldest);
  const grading = grade(file, worksheet);
  return { file, problemSet: set.uri, grading, findings: grading.findings };
}

/** Asked anew each time: a document may be closed while it is analysed. */
function isClosed(document: vscode.TextDocument): boolean {
  return document.isClosed;
}
