import * as vscode from 'vscode';
import type { Files, NamedFile } from '../language';
import { engine } from './engine';
import { readNamedBytes, uriOfNamed } from './files';

const KINDS = '*.{png,csv,npy,PNG,CSV,NPY}';

/** A file that a document names. */
interface Kept {
  /** Where it stands: as it was named, and with symbolic links resolved. */
  uris: readonly vscode.Uri[];
  /** Undefined while it is being read. */
  file: NamedFile | undefined;
  /** Settles when it has been read. */
  done: Promise<void>;
}

/** What is known of the files that one document names. */
interface Known {
  readonly document: vscode.Uri;
  readonly files: Map<string, Kept>;
  /** By what is watched: the document’s folder, where it is outside the workspace, and the folders that paths go through. */
  readonly watchers: Map<string, vscode.Disposable>;
  /** Of all its files together. */
  bytes: number;
}

/**
 * The images, tables and arrays that problem sets name. Each is read once, and kept until it changes on disk; who uses it
 * hears of that.
 */
export class NamedFiles implements vscode.Disposable {
  private readonly known = new Map<string, Known>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly watcher: vscode.Disposable;

  /** A file that this document names is no longer what it was. */
  readonly onDidChange = this.changed.event;

  constructor() {
    this.watcher = this.watch(`**/${KINDS}`);
  }

  /** The files that a document may name, as far as they have been read. */
  of(document: vscode.Uri): Files {
    return (path) => this.known.get(document.toString())?.files.get(path)?.file;
  }

  /** Those of some files that have been read, for whoever can't ask. */
  mapOf(document: vscode.Uri, paths: readonly string[]): Map<string, NamedFile> {
    const files = this.of(document);
    return new Map(
      paths.flatMap((path): [string, NamedFile][] => {
        const file = files(path);
        return file ? [[path, file]] : [];
      }),
    );
  }

  /** The paths of all files of a document that have been read. */
  pathsOf(document: vscode.Uri): readonly string[] {
    return [...(this.known.get(document.toString())?.files.keys() ?? [])];
  }

  /** Reads files that a document names, one after the other. What can't be read is known, too, then. */
  async read(document: vscode.Uri, paths: readonly string[]): Promise<void> {
    const known = this.entryOf(document);
    for (const path of paths) await (known.files.get(path) ?? this.start(known, path)).done;
  }

  forget(document: vscode.Uri): void {
    unwatch(this.known.get(document.toString()));
    this.known.delete(document.toString());
  }

  dispose(): void {
    for (const known of this.known.values()) unwatch(known);
    vscode.Disposable.from(this.watcher, this.changed).dispose();
  }

  private entryOf(document: vscode.Uri): Known {
    const key = document.toString();
    const before = this.known.get(key);
    if (before) return before;
    const known: Known = { document, files: new Map(), bytes: 0, watchers: new Map() };
    this.known.set(key, known);
    // In the workspace all files are watched.
    if (document.scheme !== 'untitled' && !vscode.workspace.getWorkspaceFolder(document))
      this.watchBeside(known, KINDS);
    return known;
  }

  private start(known: Known, path: string): Kept {
    const uri = uriOfNamed(known.document, path);
    const kept: Kept = { uris: uri ? [uri] : [], file: undefined, done: Promise.resolve() };
    known.files.set(path, kept);
    // Of a folder that goes or comes as a whole, nothing is told of the files in it.
    const folders = uri ? path.split('/').slice(0, -1) : [];
    for (const [index, folder] of folders.entries())
      if (!/[*?{}[\]]|^\.{0,2}$/.test(folder)) this.watchBeside(known, folders.slice(0, index + 1).join('/'));
    kept.done = this.fill(kept, known, path);
    return kept;
  }

  private async fill(kept: Kept, known: Known, path: string): Promise<void> {
    const { bytesOf, MAX_ALL_BYTES, MAX_FILE_BYTES, oneTooMany } = await engine();
    const { file, real } =
      known.bytes > MAX_ALL_BYTES
        ? { file: oneTooMany(path), real: undefined }
        : await readNamedBytes(known.document, path, MAX_FILE_BYTES);
    // It may have changed meanwhile; then it is read once more when it is asked for.
    if (known.files.get(path) !== kept) return;
    kept.file = file;
    if (real) kept.uris = [...kept.uris, real];
    known.bytes += bytesOf(file);
  }

  /** @param what relative to the document. */
  private watchBeside({ document, watchers }: Known, what: string): void {
    if (watchers.has(what) || document.scheme === 'untitled') return;
    const beside = vscode.Uri.joinPath(document, '..');
    watchers.set(what, this.watch(new vscode.RelativePattern(beside, what)));
  }

  private watch(pattern: vscode.GlobPattern): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    return vscode.Disposable.from(
      watcher,
      ...[watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((event) =>
        event((uri) => {
          this.drop(uri);
        }),
      ),
    );
  }

  /** Forgets a file, or all in a folder. */
  private drop(uri: vscode.Uri): void {
    const [whole, within] = [uri.toString(), `${uri.toString()}/`];
    for (const known of this.known.values()) {
      const gone = [...known.files].filter(([, { uris }]) =>
        uris.map(String).some((one) => one === whole || one.startsWith(within)),
      );
      for (const [path, { file }] of gone) {
        known.files.delete(path);
        known.bytes -= file?.kind === 'bytes' ? file.bytes.length : 0;
      }
      if (gone.length > 0) this.changed.fire(known.document);
    }
  }
}

function unwatch(known: Known | undefined): void {
  for (const watcher of known?.watchers.values() ?? []) watcher.dispose();
}
