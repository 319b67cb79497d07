import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { NamedFile } from '../language';

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

/** A sentence that says why a file can't be had. */
interface Unreadable {
  readonly kind: 'unreadable';
  readonly uri: vscode.Uri | undefined;
  readonly message: string;
}

/** A text, or why it can't be had. */
export type NamedText =
  { readonly kind: 'text'; readonly uri: vscode.Uri; readonly text: string } | Unreadable;

/** A file that a document names, if it may be read. */
type Place = { readonly kind: 'found'; readonly uri: vscode.Uri } | Unreadable;

/** The text of a file that a document names. What is open in an editor is taken from there, saved or not. */
export async function readNamed(document: vscode.Uri, path: string): Promise<NamedText> {
  const place = placeOf(document, path);
  if (place.kind === 'unreadable') return place;
  const { uri } = place;
  const open = openText(uri);
  if (open !== undefined) return { kind: 'text', uri, text: open };
  const most = maxFileSize();
  return orMissing(uri, path, async () => {
    const found = await onDisk(document, uri, path, { bytes: 4 * most, words: `${most} characters` });
    return found.kind === 'unreadable' ? found : { kind: 'text', uri, text: await textOf(found.uri) };
  });
}

/** What is in a file that a document names, as it stands on disk, with where it was found. */
export async function readNamedBytes(
  document: vscode.Uri,
  path: string,
  most: number,
): Promise<{ readonly file: NamedFile; readonly real: vscode.Uri | undefined }> {
  const place = placeOf(document, path);
  const read =
    place.kind === 'unreadable'
      ? place
      : await orMissing(place.uri, path, async () => {
          const found = await onDisk(document, place.uri, path, { bytes: most, words: `${most}` });
          if (found.kind === 'unreadable') return found;
          const { uri } = found;
          return { kind: 'bytes', uri, bytes: await vscode.workspace.fs.readFile(uri) } as const;
        });
  return read.kind === 'bytes'
    ? { file: { kind: 'bytes', bytes: read.bytes }, real: read.uri }
    : { file: { kind: 'unreadable', message: read.message }, real: undefined };
}

/** Where a path in a document leads; undefined for a text that stands in no file. */
export function uriOfNamed(document: vscode.Uri, path: string): vscode.Uri | undefined {
  return document.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(document, '..', path);
}

/** Only files within the document's workspace folder, without one within its own folder, are read. */
function folderOf(document: vscode.Uri): vscode.Uri {
  return vscode.workspace.getWorkspaceFolder(document)?.uri ?? vscode.Uri.joinPath(document, '..');
}

function placeOf(document: vscode.Uri, path: string): Place {
  const uri = uriOfNamed(document, path);
  if (!uri)
    return { kind: 'unreadable', uri, message: `Save this file first: “${path}” is looked for beside it.` };
  if (path.startsWith('/') || !inside(uri.path, folderOf(document).path)) return outside(uri, path);
  return { kind: 'found', uri };
}

/** The file itself, symbolic links resolved, if it is an ordinary one, lies in the folder, and is not too large. */
async function onDisk(
  document: vscode.Uri,
  uri: vscode.Uri,
  path: string,
  most: { readonly bytes: number; readonly words: string },
): Promise<Place> {
  const real = uri.scheme === 'file' ? await realpath(uri.fsPath) : undefined;
  if (real !== undefined && !inside(real, await realpath(folderOf(document).fsPath), sep))
    return outside(uri, path);
  const found = real === undefined ? uri : vscode.Uri.file(real);
  const { size, type } = await vscode.workspace.fs.stat(found);
  // A pipe or device that a stranger's file names could keep us waiting for ever.
  if ((type & vscode.FileType.File) === 0)
    return { kind: 'unreadable', uri, message: `“${path}” is no ordinary file.` };
  if (size > most.bytes)
    return { kind: 'unreadable', uri, message: `“${path}” has ${size} bytes; up to ${most.words} are read.` };
  return { kind: 'found', uri: found };
}

async function orMissing<T>(uri: vscode.Uri, path: string, read: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
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

function outside(uri: vscode.Uri, path: string): Unreadable {
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
