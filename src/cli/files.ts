import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { bytesOf, MAX_ALL_BYTES, MAX_FILE_BYTES, oneTooMany, type Files, type NamedFile } from '../problem';

/** A text, or a sentence that says why it can't be had. */
export type FileText = { readonly kind: 'text'; readonly path: string; readonly text: string } | Unreadable;

interface Unreadable {
  readonly kind: 'unreadable';
  readonly message: string;
}

/** Bytes above which a file is not even opened; the reader's own limit is in characters. */
const MAX_BYTES = 8_000_000;

export function readText(path: string): FileText {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { kind: 'unreadable', message: `${path} is a folder.` };
    if (stats.size > MAX_BYTES)
      return {
        kind: 'unreadable',
        message: `${path} has ${stats.size} bytes; up to 2,000,000 characters are read.`,
      };
    return { kind: 'text', path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return {
      kind: 'unreadable',
      message: code === 'ENOENT' ? `There is no file ${path}.` : `${path} can’t be read (${String(code)}).`,
    };
  }
}

/**
 * The text of a file that a document names, if it lies within `root` once symbolic links are resolved.
 * @param path as it stands in `document`, relative to its folder.
 */
export function readNamed(document: string, path: string, root: string): FileText {
  const found = find(document, path, root);
  return found.kind === 'unreadable' ? found : readText(found.path);
}

/** The images, tables and arrays that a problem set may name: those within `root`, read when they are asked for. */
export function filesOf(document: string, root: string): Files {
  const known = new Map<string, NamedFile>();
  let bytes = 0;
  return (path) => {
    const file =
      known.get(path) ?? (bytes > MAX_ALL_BYTES ? oneTooMany(path) : readBytes(document, path, root));
    if (!known.has(path)) bytes += bytesOf(file);
    known.set(path, file);
    return file;
  };
}

function readBytes(document: string, path: string, root: string): NamedFile {
  const found = find(document, path, root);
  if (found.kind === 'unreadable') return found;
  try {
    const stats = statSync(found.path);
    if (stats.isDirectory()) return { kind: 'unreadable', message: `“${path}” is a folder.` };
    if (stats.size > MAX_FILE_BYTES)
      return {
        kind: 'unreadable',
        message: `“${path}” has ${stats.size} bytes; up to ${MAX_FILE_BYTES} are read.`,
      };
    return { kind: 'bytes', bytes: readFileSync(found.path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { kind: 'unreadable', message: `“${path}” can’t be read (${String(code)}).` };
  }
}

/** An ordinary file or folder that a document names, symbolic links resolved. */
function find(
  document: string,
  path: string,
  root: string,
): { readonly kind: 'found'; readonly path: string } | Unreadable {
  const target = resolve(dirname(document), path);
  if (!existsSync(target))
    return { kind: 'unreadable', message: `There is no file “${path}” beside this one.` };
  if (!existsSync(root)) return { kind: 'unreadable', message: `There is no folder ${root}.` };
  const [real, realRoot] = [realpathSync(target), realpathSync(root)];
  if (real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep))
    return { kind: 'unreadable', message: `“${path}” lies outside ${root}; only files inside it are read.` };
  // A pipe or device that a stranger's file names could keep us waiting for ever.
  const stats = statSync(real);
  if (!stats.isFile() && !stats.isDirectory())
    return { kind: 'unreadable', message: `“${path}” is no ordinary file.` };
  return { kind: 'found', path: real };
}

/** The nearest folder above a file that holds `.git` or package.json, else the file's parent folder. */
export function defaultRoot(file: string): string {
  const start = dirname(resolve(file));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return dirname(start);
  }
}

export function isAnswerFile(path: string): boolean {
  return /\.answers\.cnn\.ya?ml$/i.test(path);
}
