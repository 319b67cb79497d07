import * as vscode from 'vscode';
import type { Documents } from './documents';
import { engine } from './engine';
import { SELECTOR } from './files';
import { onKeysChanged, showsKeys } from './keys';

/** Keys and shapes behind answers and layers. */
export class Hints implements vscode.InlayHintsProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeInlayHints = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      documents.onDidAnalyse(() => {
        this.changed.fire();
      }),
      onKeysChanged(() => {
        this.changed.fire();
      }),
      vscode.languages.registerInlayHintsProvider(SELECTOR, this),
    ];
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    const [analysis, { problemSetHints }] = await Promise.all([this.documents.get(document), engine()]);
    if (token.isCancellationRequested || analysis.version !== document.version) return [];
    if (analysis.kind !== 'problem-set') return [];
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return problemSetHints(analysis.worksheet, { keys: showsKeys() })
      .filter(({ at }) => from <= at && at <= to)
      .map(({ at, text }) => {
        const hint = new vscode.InlayHint(document.positionAt(at), text);
        hint.paddingLeft = true;
        return hint;
      });
  }

  dispose(): void {
    vscode.Disposable.from(this.changed, ...this.subscriptions).dispose();
  }
}
