import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file that is to be written. */
export interface NewFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly isProgram?: boolean;
}

/**
 * Writes files into a folder, all or none of them where one is there already.
 * @returns a sentence where it can't or shouldn't be done.
 */
export function writeFiles(folder: string, files: readonly NewFile[], force: boolean): string | undefined {
  const there = force ? undefined : files.find(({ path }) => existsSync(join(folder, path)));
  if (there) return `${join(folder, there.path)} is there already; --force writes over it.`;
  try {
    for (const { path, content, isProgram = false } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { mode: isProgram ? 0o755 : 0o644 });
    }
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return `${folder} can’t be written (${String(error.code)}).`;
    throw error;
  }
}

/** A path that stays within its folder. */
export function staysWithin(path: string): boolean {
  return !/^(?:[/\\]|[a-z]:)/i.test(path) && !path.split(/[/\\]/).includes('..');
}
