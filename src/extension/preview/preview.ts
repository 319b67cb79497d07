import * as vscode from 'vscode';
import { readPageMessage, type HostMessage, type PageMessage } from '../../protocol';
import type { Documents } from '../documents';
import { engine } from '../engine';
import { resourceRoots, shellHtml } from './shell';

/** For so long after the page sent the cursor somewhere, the cursor does not send the page back. */
const ECHO_MS = 400;

/** One preview panel. It shows one document at a time and never takes the focus when it is updated. */
export class Preview implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private ready = false;
  private quietUntil = 0;
  private pendingLine: number | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly documents: Documents,
    private readonly log: vscode.LogOutputChannel,
    private uri: vscode.Uri,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: resourceRoots(extension) };
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.receive(message);
      }),
      documents.onDidAnalyse(({ document }) => {
        if (this.shows(document.uri)) void this.update();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.shows(document.uri))
          this.post({ type: 'stale', uri: this.uri.toString(), version: document.version });
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (this.shows(textEditor.document.uri) && Date.now() > this.quietUntil)
          this.showLine(selections[0]?.active.line ?? 0);
      }),
    ];
    this.setTitle();
    panel.webview.html = shellHtml(panel.webview, extension);
  }

  shows(uri: vscode.Uri): boolean {
    return this.uri.toString() === uri.toString();
  }

  /** Shows another document. */
  async follow(uri: vscode.Uri, line?: number): Promise<void> {
    this.pendingLine = line;
    if (!this.shows(uri)) {
      this.uri = uri;
      this.setTitle();
      await this.update();
    } else if (line !== undefined) this.showLine(line);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private setTitle(): void {
    this.panel.title = `Preview ${this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1)}`;
  }

  private post(message: HostMessage): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }

  private showLine(line: number): void {
    this.post({ type: 'show-line', uri: this.uri.toString(), line });
  }

  private async update(): Promise<void> {
    if (!this.ready) return;
    const wanted = this.uri;
    try {
      const document = await vscode.workspace.openTextDocument(wanted);
      const [analysis, { pageOf }] = await Promise.all([this.documents.get(document), engine()]);
      if (!this.shows(wanted) || analysis.version !== document.version) return;
      if (analysis.kind === 'answers') {
        this.post({
          type: 'nothing',
          message:
            'This is an answer file; its verdicts stand beside the answers. Open its problem set to see the preview.',
        });
        return;
      }
      this.post({
        type: 'page',
        uri: wanted.toString(),
        version: analysis.version,
        page: pageOf(analysis.worksheet),
      });
      if (this.pendingLine !== undefined) this.showLine(this.pendingLine);
      this.pendingLine = undefined;
    } catch (error) {
      this.log.error(
        `${wanted.toString()} could not be shown`,
        error instanceof Error ? error : String(error),
      );
      this.post({ type: 'nothing', message: 'This file could not be opened.' });
    }
  }

  private receive(raw: unknown): void {
    const message: PageMessage | undefined = readPageMessage(raw);
    switch (message?.type) {
      case 'ready':
        this.ready = true;
        void this.update();
        return;
      case 'go-to-line':
        if (message.uri === this.uri.toString()) void this.goToLine(message.line);
        return;
      case 'failed':
        this.log.error(`The preview failed: ${message.message}`);
        return;
      case undefined:
        this.log.warn('The preview sent something that is no message.');
    }
  }

  private async goToLine(line: number): Promise<void> {
    this.quietUntil = Date.now() + ECHO_MS;
    const document = await vscode.workspace.openTextDocument(this.uri);
    const column =
      vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn ??
      vscode.ViewColumn.One;
    const at = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
    await vscode.window.showTextDocument(document, {
      viewColumn: column,
      selection: new vscode.Range(at, at),
    });
  }
}
