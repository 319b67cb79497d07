import * as vscode from 'vscode';
import { readPageMessage, type HostMessage, type ShowLine } from '../../protocol';
import type { Documents } from '../documents';
import { engine, markup } from '../engine';
import { baseName, openDocument } from '../files';
import { onKeysChanged, showsKeys } from '../keys';
import { EchoGuard } from './echo-guard';
import { resourceRoots, shellHtml } from './shell';

/** What a preview needs from around it. */
export interface Surroundings {
  readonly extension: vscode.Uri;
  readonly documents: Documents;
  readonly log: vscode.LogOutputChannel;
  /** The column in which a document was edited last. */
  readonly columnOf: (uri: vscode.Uri) => vscode.ViewColumn | undefined;
}

/** One preview panel. It shows one document at a time and never takes the focus when it is updated. */
export class Preview implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private readonly echoes = new EchoGuard();
  private ready = false;
  /** What the page has to bring into view once it is there. */
  private awaited: number | undefined;
  /** Whether what is shown was not saved, and is gone when its document is closed. */
  private unsaved = false;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly around: Surroundings,
    private shown: vscode.Uri,
    private stays: boolean,
  ) {
    const { documents, extension } = around;
    panel.webview.options = { enableScripts: true, localResourceRoots: resourceRoots(extension) };
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
      documents.onDidAnalyse(({ document }) => {
        if (this.shows(document.uri)) void this.update();
      }),
      onKeysChanged(() => void this.update()),
      documents.onDidClose((uri) => {
        if (this.shows(uri) && this.unsaved) void this.update();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (this.shows(document.uri) && contentChanges.length > 0)
          this.post({ type: 'stale', uri: this.shown.toString(), version: document.version });
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        // Typing moves the cursors of other editors of the same file, too; nobody looks at those.
        if (!this.shows(textEditor.document.uri) || textEditor !== vscode.window.activeTextEditor) return;
        const line = selections[0]?.active.line ?? 0;
        if (!this.echoes.isEcho(line)) this.showLine(textEditor.document, line, 'cursor');
      }),
    ];
    this.setTitle();
    panel.webview.html = shellHtml(panel.webview, extension);
  }

  get uri(): vscode.Uri {
    return this.shown;
  }

  get pinned(): boolean {
    return this.stays;
  }

  shows(uri: vscode.Uri): boolean {
    return this.shown.toString() === uri.toString();
  }

  /** Has the preview stay with its document, or follow the one that is edited. */
  pin(pinned: boolean): void {
    this.stays = pinned;
    this.setTitle();
    this.post({ type: 'pinned', pinned });
  }

  /** Shows a document; brings a line of it into view. */
  async show(document: vscode.TextDocument, line?: number): Promise<void> {
    if (this.shows(document.uri) && this.ready) {
      if (line !== undefined) this.showLine(document, line);
      return;
    }
    this.awaited = line;
    this.shown = document.uri;
    this.setTitle();
    await this.update();
  }

  /** Goes along when the document gets another name. */
  async rename(uri: vscode.Uri): Promise<void> {
    this.post({ type: 'renamed', uri: this.shown.toString(), to: uri.toString() });
    this.shown = uri;
    this.setTitle();
    await this.update();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  /** Draws the document as it is now. */
  async update(): Promise<void> {
    if (!this.ready) return;
    const wanted = this.shown;
    const { documents, log } = this.around;
    try {
      const document = await openDocument(wanted);
      if (!document) {
        if (this.shows(wanted)) this.explain(gone(wanted));
        return;
      }
      const [analysis, { pageOf }, { markupOf }] = await Promise.all([
        documents.get(document),
        engine(),
        markup(),
      ]);
      if (!this.shows(wanted) || analysis.version !== document.version) return;
      if (analysis.kind === 'answers') {
        this.explain(
          'This is an answer file; its verdicts stand beside the answers. Open its problem set to see the preview.',
        );
        return;
      }
      this.unsaved = document.isDirty;
      this.post({
        type: 'page',
        uri: wanted.toString(),
        version: analysis.version,
        page: pageOf(analysis.worksheet, markupOf, { keys: showsKeys() }),
      });
      if (this.awaited !== undefined) this.showLine(document, this.awaited);
      this.awaited = undefined;
    } catch (error) {
      log.error(
        `${wanted.toString()} could not be shown`,
        error instanceof Error ? error : new Error(String(error)),
      );
      this.explain(`${baseName(wanted)} could not be shown; the log (CNN Problem Sets) says why.`);
    }
  }

  private setTitle(): void {
    this.panel.title = `Preview ${baseName(this.shown)}${this.stays ? ' [pinned]' : ''}`;
  }

  private post(message: HostMessage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private explain(message: string): void {
    this.post({ type: 'nothing', message, uri: this.shown.toString() });
  }

  private showLine({ version }: vscode.TextDocument, line: number, scroll?: ShowLine['scroll']): void {
    const uri = this.shown.toString();
    this.post({ type: 'show-line', uri, line, version, ...(scroll && { scroll }) });
  }

  private receive(raw: unknown): void {
    const message = readPageMessage(raw);
    switch (message?.type) {
      case 'ready':
        this.ready = true;
        this.post({ type: 'pinned', pinned: this.stays });
        void this.update();
        return;
      case 'go-to-line':
        if (message.uri === this.shown.toString()) void this.goToLine(message.line);
        return;
      case 'failed':
        this.around.log.error(`The preview failed: ${message.message}`);
        return;
      case 'ask':
      case 'take':
      case 'mark-line':
      case 'raster':
        return;
      case undefined:
        this.around.log.warn('The preview sent something that is no message.');
    }
  }

  private async goToLine(line: number): Promise<void> {
    const document = await openDocument(this.shown);
    if (!document) {
      this.explain(gone(this.shown));
      return;
    }
    const at = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
    await this.echoes.during(at.line, async () => {
      await vscode.window.showTextDocument(document, {
        viewColumn: this.around.columnOf(document.uri) ?? this.columnBeside(),
        selection: new vscode.Range(at, at),
      });
    });
  }

  /** Not its own column: the editor would cover the preview. */
  private columnBeside(): vscode.ViewColumn {
    return this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }
}

function gone(uri: vscode.Uri): string {
  return `${baseName(uri)} could not be opened; it may have been closed, deleted or renamed.`;
}
