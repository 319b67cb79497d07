import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import {
  attempt,
  exportValue,
  groupDigits,
  isBinary,
  isFailure,
  type ExportFormat,
  type Value,
} from '../core';
import { printError } from './print';

/** Bytes that are gathered before they are written. */
const BLOCK = 1_000_000;
/** Bytes after which progress is told, and again after each as many. */
const PROGRESS = 50_000_000;

/**
 * Writes a value to a file in another program's format, piece by piece, or to stdout where no file is given. A file is
 * there once it is whole. @returns the exit code.
 */
export function exportTo(value: Value, format: ExportFormat, path: string | undefined): number {
  if (path === undefined && isBinary(format)) {
    printError(`${format} holds bytes; say where to with -o PATH.`);
    return 1;
  }
  const done = attempt(() => {
    const pieces = exportValue(value, format);
    if (path !== undefined) return writeFile(pieces, path);
    writeAll(pieces, (block) => process.stdout.write(block));
    return undefined;
  });
  const problem = isFailure(done) ? done.message : done;
  if (problem !== undefined) printError(problem);
  return problem === undefined ? 0 : 1;
}

/** @returns a sentence where the system doesn't let it. */
function writeFile(pieces: Iterable<string | Uint8Array>, path: string): string | undefined {
  const unfinished = `${path}.part`;
  let file: number | undefined;
  try {
    file = openSync(unfinished, 'w');
    const to = file;
    writeAll(pieces, (block) => {
      for (let at = 0; at < block.length;) at += writeSync(to, block, at);
    });
    renameSync(unfinished, path);
    return undefined;
  } catch (error) {
    if (file !== undefined) rmSync(unfinished, { force: true });
    if (error instanceof Error && 'code' in error) return `${path} can’t be written (${String(error.code)}).`;
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function writeAll(pieces: Iterable<string | Uint8Array>, write: (block: Uint8Array) => void): void {
  let [gathered, length, written, told]: [Buffer[], number, number, number] = [[], 0, 0, 0];
  const flush = (): void => {
    write(Buffer.concat(gathered));
    written += length;
    [gathered, length] = [[], 0];
    if (written - told < PROGRESS) return;
    told = written;
    printError(`${groupDigits(Math.round(written / 1_000_000))} MB written`);
  };
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    gathered.push(bytes);
    length += bytes.length;
    if (length >= BLOCK) flush();
  }
  flush();
}
