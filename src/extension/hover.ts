import * as vscode from 'vscode';
import { rangeOf } from './diagnostics';
import type { Documents } from './documents';
import { engine } from './engine';
import { SELECTOR } from './files';
import { showsKeys } from './keys';

/** What is known about the place under the pointer. */
export class Hovers implements vscode.HoverProvider, vscode.Disposable {
  private readonly registration = vscode.languages.registerHoverProvider(SELECTOR, this);

  constructor(private readonly documents: Documents) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const [analysis, { answerHover, problemSetHover }] = await Promise.all([
      this.documents.get(document),
      engine(),
    ]);
    if (token.isCancellationRequested || analysis.version !== document.version) return undefined;
    const [offset, showing] = [document.offsetAt(position), { keys: showsKeys() }];
    const hover =
      analysis.kind === 'problem-set'
        ? problemSetHover(analysis.worksheet, offset, showing)
        : answerHover(analysis.file, analysis.grading, offset, showing);
    // Nothing in it is trusted: no commands, no HTML.
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeOf(document, hover));
  }

  dispose(): void {
    this.registration.dispose();
  }
}
