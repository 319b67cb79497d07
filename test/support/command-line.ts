import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';

/** What a command printed, and its exit code. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, without colours. */
export function captured(command: () => number): Ran {
  const { texts, release } = capture();
  try {
    return { code: command(), ...texts };
  } finally {
    release();
  }
}

/** As `captured`, for a command that is done later. */
export async function capturedLater(command: () => Promise<number>): Promise<Ran> {
  const { texts, release } = capture();
  try {
    const code = await command();
    return { code, ...texts };
  } finally {
    release();
  }
}

function capture(): { readonly texts: { stdout: string; stderr: string }; readonly release: () => void } {
  const texts = { stdout: '', stderr: '' };
  const mocks = (['stdout', 'stderr'] as const).map((name) =>
    mock.method(process[name], 'write', (text: string) => {
      texts[name] += text;
      return true;
    }),
  );
  const colours = process.env['NO_COLOR'];
  process.env['NO_COLOR'] = '1';
  return {
    texts,
    release: () => {
      for (const { mock: mocked } of mocks) mocked.restore();
      if (colours === undefined) delete process.env['NO_COLOR'];
      else process.env['NO_COLOR'] = colours;
    },
  };
}

/** What a command prints as JSON. */
export function json(ran: Ran): unknown {
  return JSON.parse(ran.stdout);
}

/** What stands at a path in JSON; undefined where there is nothing. */
export function pick(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Object.getOwnPropertyDescriptor(inner, key)?.value
        : undefined,
    value,
  );
}

/** JSON with the name of its type in place of each plain value: what a contract says about it. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

/** A folder with some files, a package.json among them so that it is a root; call `remove` when done with it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): {
  readonly path: (name: string) => string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'cnn-problems-'));
  for (const [name, content] of Object.entries({ 'package.json': '{}', ...files }))
    writeFileSync(join(folder, name), content);
  return {
    path: (name) => join(folder, name),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
