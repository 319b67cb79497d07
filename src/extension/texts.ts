import * as vscode from 'vscode';

/** Read-only texts that commands show: keys and reports. */
export class Texts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private static readonly scheme = 'cnn-problems';
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(Texts.scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? 'This text was not kept; run the command again.';
  }

  /** Shows a text beside the editor, without taking the focus. */
  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: Texts.scheme, path: `/${name}` });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  /** Takes the keys out of texts that are still open. */
  hideKeys(): void {
    for (const name of this.texts.keys()) {
      if (!name.endsWith('key.txt')) continue;
      this.texts.set(name, 'Keys are hidden (cnnProblems.showKeys).\n');
      this.changed.fire(vscode.Uri.parse(name));
    }
  }

  dispose(): void {
    vscode.Disposable.from(this.changed, this.registration).dispose();
  }
}
