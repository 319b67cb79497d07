import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { Failure } from './failure';
import { existingFolder, shown } from './paths';

/** What the editor has to know of an extension's package.json. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
  readonly main: string;
}

/** Reads an extension's package.json. */
export function readManifest(folder: string): Manifest {
  const path = join(folder, 'package.json');
  const bad = (trouble: string): Failure =>
    new Failure(`${shown(path)} is no manifest of an extension: ${trouble}.`);
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw bad(error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read');
  }
  const word = (key: keyof Manifest): string => {
    const value: unknown =
      typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : undefined;
    if (typeof value !== 'string') throw bad(`its "${key}" is missing`);
    return value;
  };
  return { name: word('name'), publisher: word('publisher'), version: word('version'), main: word('main') };
}

/** Whether a path names an extension as it is given to users. */
export function isPackage(path: string): boolean {
  return extname(path) === '.vsix';
}

/** The absolute path of an extension: its folder, whose program has to be built, or its `.vsix`. */
export function builtExtension(path: string): string {
  if (isPackage(path)) {
    const file = resolve(path);
    if (existsSync(file)) return file;
    throw new Failure(`The package is missing: there is no ${shown(file)}; run \`npm run package\`.`);
  }
  const folder = existingFolder(path, 'The extension');
  const program = resolve(folder, readManifest(folder).main);
  const present = [program, `${program}.js`].some((file) => existsSync(file));
  if (!present)
    throw new Failure(`The extension is not built: ${shown(program)} is missing; run \`npm run build\`.`);
  return folder;
}
