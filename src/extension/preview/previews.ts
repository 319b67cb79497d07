import * as vscode from 'vscode';
import type { Documents } from '../documents';
import { isAnswerFile, isOurs } from '../files';
import { Preview } from './preview';

export const VIEW_TYPE = 'cnnProblems.preview';

/** Opens, follows and restores previews. There is one, beside the editor; it follows the problem set that is edited. */
export class Previews implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly previews = new Set<Preview>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly documents: Documents,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (!editor || !isOurs(editor.document) || isAnswerFile(editor.document.uri)) return;
        for (const preview of this.previews) void preview.follow(editor.document.uri);
      }),
    ];
  }

  /** Shows a document to the side, in the preview that is there already if there is one. */
  async open(document: vscode.TextDocument, line?: number): Promise<void> {
    const [open] = this.previews;
    if (open) {
      open.panel.reveal(undefined, true);
      await open.follow(document.uri, line);
      return;
    }
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Preview', {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
    });
    const preview = this.add(panel, document.uri);
    if (line !== undefined) await preview.follow(document.uri, line);
  }

  /** Brings a preview back after the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const written =
      typeof state === 'object' && state !== null && 'uri' in state && typeof state.uri === 'string'
        ? state.uri
        : undefined;
    const uri =
      written === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(written);
    if (uri) this.add(panel, uri);
    else panel.dispose();
    return Promise.resolve();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions, ...this.previews).dispose();
  }

  private add(panel: vscode.WebviewPanel, uri: vscode.Uri): Preview {
    const preview = new Preview(panel, this.extension, this.documents, this.log, uri);
    this.previews.add(preview);
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extension, 'media', 'preview-light.svg'),
      dark: vscode.Uri.joinPath(this.extension, 'media', 'preview-dark.svg'),
    };
    panel.onDidDispose(() => {
      this.previews.delete(preview);
      preview.dispose();
    });
    return preview;
  }
}
