// What the tests inside the editor share: documents, and what the editor knows of them.
import assert from 'node:assert/strict';
import type { CodeAction, CodeLens } from 'vscode';
import {
  commands,
  DiagnosticSeverity,
  languages,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type Diagnostic,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { until } from '../../scripts/editor/poll';

export { until };

/** A file of the open folder: a copy of the samples, which may be changed. */
export function fileUri(name: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return Uri.joinPath(folder.uri, name);
}

/** Writes a file into the open folder, and opens it in an editor. */
export async function openFile(name: string, text?: string): Promise<TextEditor> {
  const uri = fileUri(name);
  if (text !== undefined) await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return window.showTextDocument(uri);
}

/** A problem set that stands in no file yet. */
export function openText(content: string): Thenable<TextDocument> {
  return workspace.openTextDocument({ language: 'cnn-yaml', content });
}

/** Replaces the first occurrence of a text, as typing would. */
export async function replace(document: TextDocument, written: string, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, written), text);
  assert.ok(await workspace.applyEdit(edit));
}

export function rangeOf(document: TextDocument, written: string): Range {
  const start = document.getText().indexOf(written);
  assert.ok(start >= 0, `“${written}” is not in ${document.uri.path}`);
  return new Range(document.positionAt(start), document.positionAt(start + written.length));
}

/** The lenses of a document as `line: title`, lines counted from 1, in their order. */
export async function lensesOf(document: TextDocument): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
  return lenses
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`);
}

/** The problems that the editor lists for a document as `code “place” message`, hints of quiet findings left out. */
export function problemsOf(document: TextDocument): string[] {
  return diagnosticsOf(document).map((diagnostic) => said(document, diagnostic));
}

export function diagnosticsOf(document: TextDocument): Diagnostic[] {
  return languages
    .getDiagnostics(document.uri)
    .filter(({ severity }) => severity !== DiagnosticSeverity.Hint)
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

function said(document: TextDocument, { code, range, message }: Diagnostic): string {
  const name = typeof code === 'object' ? code.value : code;
  return `${name ?? ''} “${document.getText(range)}” ${message}`;
}

/** Waits until a document has problems that suit. */
export function problems(
  document: TextDocument,
  suit: (found: readonly string[]) => boolean,
): Promise<string[]> {
  return until(`other problems than ${JSON.stringify(problemsOf(document))}`, () => {
    const found = problemsOf(document);
    return suit(found) && found;
  });
}

/** The fixes that are offered at a text. */
export async function fixesAt(document: TextDocument, written: string): Promise<CodeAction[]> {
  return commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    rangeOf(document, written),
    'quickfix',
  );
}

export async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}
