import * as vscode from 'vscode';
import type { CopyFormat } from '../language/explore';
import type { Documents } from './documents';
import { explore } from './engine';

/**
 * Copies what stands at an offset of a problem set, or at its cursor, and says what it was. What it holds is not said:
 * keys may be hidden.
 */
export async function copyAs(
  format: CopyFormat,
  document: vscode.TextDocument,
  offset: number | undefined,
  documents: Documents,
): Promise<void> {
  const [analysis, { copyAt }] = await Promise.all([documents.get(document), explore()]);
  if (analysis.kind !== 'problem-set') {
    void vscode.window.showInformationMessage('Matrices are copied from a problem set, not from answers.');
    return;
  }
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  const cursor = editor ? document.offsetAt(editor.selection.active) : 0;
  const copy = copyAt(analysis.worksheet, offset ?? cursor, format);
  if (copy.kind === 'nothing') {
    void vscode.window.showInformationMessage(copy.message);
    return;
  }
  await vscode.env.clipboard.writeText(copy.text);
  vscode.window.setStatusBarMessage(`$(check) ${copy.message}`, 5000);
}
