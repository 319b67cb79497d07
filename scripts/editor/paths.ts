import { statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import { Failure } from './failure';

/** The folder that holds this repository's package.json. */
export const repository = resolve(__dirname, '../..');

/** Where editors are unpacked, once; git ignores it. */
export const cacheFolder = join(repository, '.vscode-test');

/** Where logs and screenshots go; git ignores it. */
export const outFolder = join(repository, 'out');

/**
 * Where temporary folders are made. The editor keeps sockets in them, whose paths may have about a hundred
 * characters, so the long temporary folder of macOS won't do.
 */
export const temporaryRoot = process.platform === 'win32' ? tmpdir() : '/tmp';

/** A path as a person in the repository would write it. */
export function shown(path: string): string {
  const inside = relative(repository, path);
  if (inside !== '' && !inside.startsWith('..')) return inside;
  return path.startsWith(homedir()) && homedir() !== '/' ? path.replace(homedir(), '~') : path;
}

/** Whether `path` is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The absolute path of a folder that somebody named, or a failure that says that it is missing. */
export function existingFolder(path: string, what: string): string {
  const absolute = resolve(path);
  if (!isFolder(absolute)) throw new Failure(`${what} is missing: there is no folder ${shown(absolute)}.`);
  return absolute;
}

/** The first of these programs on the PATH, as an absolute path. */
export function onPath(...names: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const candidate = join(folder, name + ending);
        if (statSync(candidate, { throwIfNoEntry: false })?.isFile()) return candidate;
      }
    }
  }
  return undefined;
}
