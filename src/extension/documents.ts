import * as vscode from 'vscode';
import type { Analyser, Analysis } from './analyser';
import { isAnswerFile, isOurs } from './files';

/** The first change is analysed at once, the next ones at most so often. */
const THROTTLE_MS = 150;

/** What is kept of an open document. */
interface Kept {
  readonly version: number;
  readonly result: Promise<Analysis>;
  /** Ends the analysis, and what it has others compute. */
  readonly cancel: vscode.CancellationTokenSource;
}

/**
 * Analyses of open documents, one for each version. Listeners hear of each new one, and again when what was too dear for
 * it has been computed; a result for a text that has changed meanwhile is thrown away.
 */
export class Documents implements vscode.Disposable {
  private readonly analyses = new Map<string, Kept>();
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

  constructor(
    private readonly analyser: Analyser,
    private readonly log: vscode.LogOutputChannel,
  ) {
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
      analyser.onDidChangeFile((uri) => {
        for (const document of vscode.workspace.textDocuments)
          if (document.uri.toString() === uri.toString()) this.refresh(document);
        this.refreshAnswersTo(uri);
      }),
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
    known?.cancel.cancel();
    return this.analyse(document);
  }

  /** As `get`, but waits until nothing of it is still being computed elsewhere. */
  async whole(document: vscode.TextDocument): Promise<Analysis> {
    for (;;) {
      const analysis = await this.get(document);
      if (analysis.kind !== 'problem-set' || !analysis.computing || isClosed(document)) return analysis;
      await new Promise<void>((resolve) => {
        const listener = this.analysed.event((event) => {
          if (event.document !== document) return;
          listener.dispose();
          resolve();
        });
      });
    }
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const { cancel } of this.analyses.values()) cancel.cancel();
    vscode.Disposable.from(...this.subscriptions, this.analysed, this.closed).dispose();
  }

  private analyse(document: vscode.TextDocument): Promise<Analysis> {
    const cancel = new vscode.CancellationTokenSource();
    const result = this.analyser.analyse(document, cancel.token, () => {
      // What was too dear is known by now: the same version once more.
      if (cancel.token.isCancellationRequested || isClosed(document)) return;
      void this.analyse(document);
      this.schedule(document);
    });
    this.analyses.set(document.uri.toString(), { version: document.version, result, cancel });
    return result;
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
        this.refresh(document);
      });
    }
  }

  private refresh(document: vscode.TextDocument): void {
    this.drop(document.uri);
    this.schedule(document);
  }

  private refreshAll(): void {
    for (const document of vscode.workspace.textDocuments) this.drop(document.uri);
    this.start();
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.lastRun.delete(key);
    this.drop(uri);
    this.analyser.forget(uri);
    this.closed.fire(uri);
  }

  private drop(uri: vscode.Uri): void {
    const kept = this.analyses.get(uri.toString());
    kept?.cancel.cancel();
    kept?.cancel.dispose();
    this.analyses.delete(uri.toString());
  }
}

/** Asked anew each time: a document may be closed while it is analysed. */
function isClosed(document: vscode.TextDocument): boolean {
  return document.isClosed;
}
