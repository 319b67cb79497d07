import * as vscode from 'vscode';
import type { Documents } from '../documents';
import { isAnswerFile, isOurs, LANGUAGE, openDocument } from '../files';
import type { Subject, ViewName } from '../../protocol';
import { LineMarks } from './line-marks';
import { Preview, type Surroundings } from './preview';

export const VIEW_TYPE = 'cnnProblems.preview';
/** Whether the preview that was used last is pinned; the manifest chooses its icon by that. */
const PINNED = 'cnnProblems.previewPinned';
/** Whether there is a preview that follows, which could be pinned. */
const FOLLOWING = 'cnnProblems.previewFollows';

/**
 * Opens, pins and restores previews. At most one follows the problem set that is edited; pinned ones stay with
 * their documents.
 */
export class Previews implements vscode.WebviewPanelSerializer, vscode.Disposable {
  /** The one that was used last comes last. */
  private previews: readonly Preview[] = [];
  private readonly columns = new Map<string, vscode.ViewColumn>();
  private readonly around: Surroundings;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly documents: Documents,
    log: vscode.LogOutputChannel,
  ) {
    const marks = new LineMarks();
    this.around = { extension, documents, log, marks, columnOf: (uri) => this.columnOf(uri) };
    const files = vscode.workspace.createFileSystemWatcher('**/*.cnn.{yaml,yml}');
    this.subscriptions = [
      new vscode.Disposable(() => {
        marks.dispose();
      }),
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor) this.follow(editor);
      }),
      vscode.workspace.onDidRenameFiles(({ files: renamed }) => {
        for (const { oldUri, newUri } of renamed) this.rename(oldUri, newUri);
      }),
      files,
      ...[files.onDidChange, files.onDidCreate, files.onDidDelete].map((event) =>
        event((uri) => {
          this.refresh(uri);
        }),
      ),
    ];
    this.noteColumn(vscode.window.activeTextEditor);
  }

  /**
   * Shows a document to the side: in the preview that is pinned to it, else in the one that follows, else in a new
   * one. For an answer file, that is its problem set.
   */
  async open(document: vscode.TextDocument, line?: number): Promise<Preview> {
    if (isAnswerFile(document.uri)) {
      const analysis = await this.documents.get(document);
      const named = analysis.kind === 'answers' ? analysis.problemSet : undefined;
      const problemSet = named && (await openDocument(named));
      if (problemSet) return this.open(problemSet);
    }
    const known = this.pinnedTo(document.uri) ?? this.follower();
    if (known) known.panel.reveal(undefined, true);
    const preview = known ?? this.create(document.uri);
    await preview.show(document, line);
    return preview;
  }

  /** The preview that has the focus. */
  active(): Preview | undefined {
    return this.previews.find(({ panel }) => panel.active);
  }

  /** Looks closely at something of a document, beside it. */
  async look(document: vscode.TextDocument, subject: Subject, view: ViewName): Promise<void> {
    const preview = await this.open(document);
    preview.look(subject, view);
  }

  /** Has the preview that was used last stay with its document. */
  pin(): void {
    const preview = this.lastUsed();
    (preview?.pinned === true && !preview.panel.active ? this.follower() : preview)?.pin(true);
    this.tell();
  }

  /** Has the preview that was used last follow; the one that did so stays with its document, since one is enough. */
  unpin(): void {
    const preview = this.lastUsed();
    if (preview?.pinned !== true) return;
    this.follower()?.pin(true);
    preview.pin(false);
    this.tell();
  }

  /** Brings a preview back after the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = readKept(state);
    const uri = kept?.uri ?? vscode.window.activeTextEditor?.document.uri;
    if (uri) this.add(panel, uri, kept?.pinned === true || this.follower() !== undefined);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, ...this.previews).dispose();
  }

  private create(uri: vscode.Uri): Preview {
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Preview', {
      viewColumn: this.previews.at(-1)?.panel.viewColumn ?? vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
    return this.add(panel, uri, false);
  }

  private add(panel: vscode.WebviewPanel, uri: vscode.Uri, pinned: boolean): Preview {
    const preview = new Preview(panel, this.around, uri, pinned);
    this.use(preview);
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extension, 'media', 'preview-light.svg'),
      dark: vscode.Uri.joinPath(this.extension, 'media', 'preview-dark.svg'),
    };
    panel.onDidChangeViewState(() => {
      if (panel.active) this.use(preview);
    });
    panel.onDidDispose(() => {
      this.previews = this.previews.filter((one) => one !== preview);
      preview.dispose();
      this.tell();
    });
    return preview;
  }

  private use(preview: Preview): void {
    this.previews = [...this.previews.filter((one) => one !== preview), preview];
    this.tell();
  }

  /** Tells the editor what the menus depend on. */
  private tell(): void {
    const set = (key: string, value: boolean): void => {
      void vscode.commands.executeCommand('setContext', key, value);
    };
    set(PINNED, this.lastUsed()?.pinned === true);
    set(FOLLOWING, this.follower() !== undefined);
  }

  private lastUsed(): Preview | undefined {
    return this.previews.find(({ panel }) => panel.active) ?? this.previews.at(-1);
  }

  private follower(): Preview | undefined {
    return this.previews.find(({ pinned }) => !pinned);
  }

  private pinnedTo(uri: vscode.Uri): Preview | undefined {
    return this.previews.find((preview) => preview.pinned && preview.shows(uri));
  }

  /** An answer file keeps the preview as it is, and so does a problem set that has one of its own. */
  private follow(editor: vscode.TextEditor): void {
    const { document, selection } = editor;
    this.noteColumn(editor);
    if (!isOurs(document) || isAnswerFile(document.uri) || this.pinnedTo(document.uri)) return;
    const follower = this.follower();
    if (follower && !follower.shows(document.uri)) void follower.show(document, selection.active.line);
  }

  private noteColumn(editor: vscode.TextEditor | undefined): void {
    if (editor?.viewColumn === undefined || editor.document.languageId !== LANGUAGE) return;
    this.columns.set(editor.document.uri.toString(), editor.viewColumn);
  }

  /** Where the document was edited last, if it is still there; else where it can be seen. */
  private columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
    const columns = vscode.window.visibleTextEditors
      .filter(({ document }) => document.uri.toString() === uri.toString())
      .map(({ viewColumn }) => viewColumn);
    const last = this.columns.get(uri.toString());
    return columns.includes(last) ? last : columns.find((column) => column !== undefined);
  }

  private rename(from: vscode.Uri, to: vscode.Uri): void {
    for (const preview of this.previews) {
      const { path } = preview.uri;
      if (preview.shows(from)) void preview.rename(to);
      else if (preview.uri.scheme === from.scheme && path.startsWith(`${from.path}/`))
        void preview.rename(to.with({ path: to.path + path.slice(from.path.length) }));
    }
  }

  /** A file that no editor has open was changed, deleted or is there again. */
  private refresh(uri: vscode.Uri): void {
    for (const preview of this.previews) if (preview.shows(uri)) void preview.update();
  }
}

/** What the page kept; an older release may have kept something else. */
function readKept(state: unknown): { readonly uri: vscode.Uri; readonly pinned: boolean } | undefined {
  if (typeof state !== 'object' || state === null || !('uri' in state)) return undefined;
  if (typeof state.uri !== 'string' || state.uri === '') return undefined;
  return { uri: vscode.Uri.parse(state.uri), pinned: 'pinned' in state && state.pinned === true };
}
