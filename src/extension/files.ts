import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';

export const LANGUAGE = 'cnn-yaml';

/** Documents that are looked at: not the old versions that source control shows. */
export const SELECTOR: vscode.DocumentSelector = [
  { language: LANGUAGE, scheme: 'file' },
  { language: LANGUAGE, scheme: 'untitled' },
  { language: LANGUAGE, scheme: 'vscode-vfs' },
  { language: LANGUAGE, scheme: 'vscode-remote' },
];

export function isOurs(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0;
}

export function isAnswerFile(uri: vscode.Uri): boolean {
  return /\.answers\.cnn\.ya?ml$/i.test(uri.path);
}

/** The name of a file without its folders. */
export function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The file whose old version source control shows; undefined for anything else. */
export function workingCopyOf(uri: vscode.Uri | undefined): vscode.Uri | undefined {
  return uri?.scheme === 'git' ? vscode.Uri.file(uri.path) : undefined;
}

/** A document as an editor shows it, else as it stands on disk; undefined where it is gone. */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  // A text that was never saved is gone when it is closed; opening it would make another one.
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (uri.scheme === 'untitled' || (open && isInTab(uri))) return open;
  try {
    // The editor remembers a text for a while after its last tab was closed.
    await vscode.workspace.fs.stat(uri);
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

function isInTab(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .some(({ input }) => {
      const shown =
        input instanceof vscode.TabInputText
          ? input.uri
          : input instanceof vscode.TabInputTextDiff
            ? input.modified
            : undefined;
      return shown?.toString() === uri.toString();
    });
}

/** A text, or a sentence that says why it can't be had. */
export type NamedText =
  | { readonly kind: 'text'; readonly uri: vscode.Uri; readonly text: string }
  | { readonly kind: 'unreadable'; readonly uri: vscode.Uri | undefined; readonly message: string };

/**
 * The text of a file that a document names. Only files within the document's workspace folder (without one: its own
 * folder) are read, symbolic links resolved first. What is open in an editor is taken from there, saved or not.
 */
export async function readNamed(document: vscode.Uri, path: string): Promise<NamedText> {
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri ?? vscode.Uri.joinPath(document, '..');
  const uri = vscode.Uri.joinPath(document, '..', path);
  if (path.startsWith('/') || !inside(uri.path, folder.path)) return outside(uri, path);
  const open = openText(uri);
  if (open !== undefined) return { kind: 'text', uri, text: open };
  try {
    if (uri.scheme === 'file' && !inside(await realpath(uri.fsPath), await realpath(folder.fsPath), sep))
      return outside(uri, path);
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > 4 * maxFileSize())
      return {
        kind: 'unreadable',
        uri,
        message: `“${path}” has ${size} bytes; up to ${maxFileSize()} characters are read.`,
      };
    return { kind: 'text', uri, text: await textOf(uri) };
  } catch {
    return { kind: 'unreadable', uri, message: `There is no file “${path}” beside this one.` };
  }
}

/** The text of a file as it stands in an editor, else as it stands on disk. @throws where it can't be read. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  return openText(uri) ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function openText(uri: vscode.Uri): string | undefined {
  return vscode.workspace.textDocuments
    .find((candidate) => candidate.uri.toString() === uri.toString())
    ?.getText();
}

function outside(uri: vscode.Uri, path: string): NamedText {
  return {
    kind: 'unreadable',
    uri,
    message: `“${path}” lies outside this folder; only files inside it are read.`,
  };
}

function inside(path: string, folder: string, separator = '/'): boolean {
  return path === folder || path.startsWith(folder.endsWith(separator) ? folder : folder + separator);
}

/** Characters above which a file is not read; a setting. */
export function maxFileSize(): number {
  return vscode.workspace.getConfiguration('cnnProblems').get<number>('maxFileSize', 2_000_000);
}
