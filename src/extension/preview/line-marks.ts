import * as vscode from 'vscode';

/** Marks the line of what is picked in a preview, in the editors that show its file. The focus stays where it is. */
export class LineMarks implements vscode.Disposable {
  private readonly style = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    // In high contrast a background alone is not seen.
    border: '1px solid transparent',
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
  });
  /** The mark goes when a person moves the cursor themself. */
  private readonly moves = vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
    if (kind !== undefined) textEditor.setDecorations(this.style, []);
  });

  mark(uri: vscode.Uri, line: number): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const shown = editor.document.uri.toString() === uri.toString();
      const range =
        shown && line < editor.document.lineCount ? editor.document.lineAt(line).range : undefined;
      editor.setDecorations(this.style, range ? [range] : []);
      if (range) editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  dispose(): void {
    this.moves.dispose();
    this.style.dispose();
  }
}
