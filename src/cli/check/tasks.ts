import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAnswerFile, readText } from '../files';
import { refused, type Task } from './checked';

/** Folders in which nobody hands anything in. */
const PASSED_OVER = ['.git', 'node_modules'];

/**
 * The files that arguments mean, in their order: a folder means the answer files in it and below, `-` the text on stdin,
 * and a pattern with `*`, `**` or `?` what it fits, where the shell has left it as it is.
 */
export function tasksOf(paths: readonly string[]): Task[] {
  return paths.flatMap((path): Task[] => {
    if (path === '-') return [{ file: path, text: readFileSync(0, 'utf8') }];
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      const files = [...filesBelow(path)].filter(isAnswerFile);
      return files.length > 0
        ? files.map((file) => ({ file }))
        : [
            {
              file: path,
              known: refused(path, `There is no answer file (NAME.answers.cnn.yaml) in ${path}.`),
            },
          ];
    }
    const files = !stats && /[*?]/.test(path) ? filesThatFit(path) : [];
    return files.length > 0 ? files.map((file) => ({ file })) : [{ file: path }];
  });
}

/** The paths in a list with one a line; a sentence where it can't be read. */
export function pathsFrom(list: string): readonly string[] | { readonly message: string } {
  const read = list === '-' ? { kind: 'text' as const, text: readFileSync(0, 'utf8') } : readText(list);
  if (read.kind === 'unreadable') return { message: read.message };
  return read.text.split(/\r?\n/).filter((line) => line.trim() !== '');
}

/** All files below a folder by name. Links are not followed: what is handed in must not point at something else. */
function* filesBelow(folder: string): Generator<string> {
  const entries = entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!PASSED_OVER.includes(entry.name)) yield* filesBelow(path);
    } else if (entry.isFile()) yield path;
  }
}

function entriesOf(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch {
    return [];
  }
}

const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });

function filesThatFit(pattern: string): string[] {
  const parts = pattern.split(/[/\\]/);
  const plain = parts.slice(
    0,
    parts.findIndex((part) => /[*?]/.test(part)),
  );
  const rest = parts.slice(plain.length);
  const source = rest.map((part, index) => {
    const last = index === rest.length - 1;
    if (part === '**') return last ? '.*' : '(?:[^/]+/)*';
    const words = part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]');
    return last ? words : `${words}/`;
  });
  const fits = new RegExp(`^${source.join('')}$`);
  const folder = plain.length === 0 ? '.' : plain.join('/') || '/';
  const start = folder === '.' ? 0 : folder.length + (folder.endsWith('/') ? 0 : 1);
  return [...filesBelow(folder)].filter((file) => fits.test(file.replaceAll('\\', '/').slice(start)));
}

/** One of several runs that share the files: every `of`-th, from the `part`-th on. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** @returns undefined where it is no shard. */
export function shardFrom(text: string): Shard | undefined {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [part, of] = [Number(match?.[1]), Number(match?.[2])];
  return match && part >= 1 && part <= of ? { part, of } : undefined;
}

export function shardOf<Item>(items: readonly Item[], { part, of }: Shard): Item[] {
  return items.filter((_, index) => index % of === part - 1);
}
