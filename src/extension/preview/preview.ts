import * as vscode from 'vscode';
import {
  readPageMessage,
  type Answers,
  type Ask,
  type HostMessage,
  type NumberedAnswer,
  type NumberedAsk,
  type Refused,
  type ShowLine,
  type Subject,
  type Takeaway,
  type ViewName,
} from '../../protocol';
import type { Format } from '../../language/explore';
import { askOf, formatsIn } from '../asks';
import type { Documents } from '../documents';
import { engine, markup } from '../engine';
import { baseName, openDocument } from '../files';
import { onKeysChanged, showsKeys } from '../keys';
import { inSlices } from '../slices';
import { EchoGuard } from './echo-guard';
import type { LineMarks } from './line-marks';
import { resourceRoots, shellHtml } from './shell';
import { take } from './take';

/** What a preview needs from around it. */
export interface Surroundings {
  readonly extension: vscode.Uri;
  readonly documents: Documents;
  readonly log: vscode.LogOutputChannel;
  /** The column in which a document was edited last. */
  readonly columnOf: (uri: vscode.Uri) => vscode.ViewColumn | undefined;
  readonly marks: LineMarks;
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
  /** Whether the page has been given something to draw. */
  private drawn = false;
  /** What it has to look at once it has. */
  private wanted: { readonly subject: Subject; readonly view: ViewName } | undefined;
  private readonly rasters = new Map<number, (png: Uint8Array | undefined) => void>();
  private lastRaster = 0;
  /** What was to be sent before the page could receive. */
  private readonly unsent: HostMessage[] = [];

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
    // Nobody draws what is still awaited.
    for (const resolve of this.rasters.values()) resolve(undefined);
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
      this.drawn = true;
      if (this.wanted) this.look(this.wanted.subject, this.wanted.view);
      this.wanted = undefined;
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
        for (const waiting of this.unsent.splice(0)) this.post(waiting);
        void this.update();
        return;
      case 'go-to-line':
        if (message.uri === this.shown.toString()) void this.goToLine(message.line);
        return;
      case 'failed':
        this.around.log.error(`The preview failed: ${message.message}`);
        return;
      case 'asks':
        void this.answer(message.uri, message.asks);
        return;
      case 'mark-line':
        if (message.uri === this.shown.toString()) this.around.marks.mark(this.shown, message.line);
        return;
      case 'take':
        if (message.uri === this.shown.toString())
          void take(this, message.subject, message.what, message.format);
        return;
      case 'raster':
        this.rasters.get(message.id)?.(message.png);
        this.rasters.delete(message.id);
        return;
      case undefined:
        this.around.log.warn('The preview sent something that is no message.');
    }
  }

  /** Answers the page; what is asked of a document that is no longer shown gets a sentence. */
  private async answer(uri: string, asks: readonly NumberedAsk[]): Promise<void> {
    await inSlices(
      asks,
      ({ id, ask }) => this.numbered(uri, id, ask),
      (answers) => {
        this.post({ type: 'answers', answers });
      },
    );
  }

  private async numbered(uri: string, id: number, ask: Ask): Promise<NumberedAnswer> {
    if (uri !== this.shown.toString()) return { id, answer: { refused: 'Another file is shown now.' } };
    try {
      return { id, answer: await this.ask(ask) };
    } catch (error) {
      this.around.log.error(
        `A question of the preview (${ask.kind}) could not be answered`,
        error instanceof Error ? error : String(error),
      );
      const refused = 'This could not be computed; the log (CNN Problem Sets) says why.';
      return { id, answer: { refused } };
    }
  }

  /** What is asked of the document as it is now. */
  async ask(ask: Ask): Promise<Answers[Ask['kind']] | Refused> {
    const document = await openDocument(this.shown);
    if (!document) return { refused: gone(this.shown) };
    return askOf(document, this.around.documents, ask);
  }

  /** What a view of something in it can be taken as. */
  async formats(subject: Subject, view: Takeaway['view']): Promise<readonly Format[] | Refused> {
    const document = await openDocument(this.shown);
    return document
      ? formatsIn(document, this.around.documents, subject, view)
      : { refused: gone(this.shown) };
  }

  /** Has the page look closely at something, once it is there. */
  look(subject: Subject, view: ViewName): void {
    if (this.ready && this.drawn) this.post({ type: 'look', uri: this.shown.toString(), subject, view });
    else this.wanted = { subject, view };
  }

  /** Copies or saves what the page shows now. */
  exportSeen(): void {
    this.post({ type: 'export-seen' });
  }

  /** Has the page draw an SVG as a PNG, once it is there; undefined where it can't. */
  rasterise(svg: string, scale: number): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      const id = ++this.lastRaster;
      this.rasters.set(id, resolve);
      const message = { type: 'rasterise', id, svg, scale } as const;
      if (this.ready) this.post(message);
      else this.unsent.push(message);
    });
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
