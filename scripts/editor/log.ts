import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outFolder } from './paths';

/** Everything that an editor said, for the case that something goes wrong. */
export interface Log {
  readonly path: string;
  write(source: string, text: string): void;
  close(): Promise<void>;
}

/** Starts a new log `out/NAME`. */
export function openLog(name: string): Log {
  mkdirSync(outFolder, { recursive: true });
  const path = join(outFolder, name);
  const stream = createWriteStream(path);
  // A log that can't be written must not stop what it is about.
  stream.on('error', () => undefined);
  return {
    path,
    write: (source, text) => {
      stream.write(`[${source}] ${text.trimEnd()}\n`);
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
