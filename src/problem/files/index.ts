/**
 * What is read from files that a problem set names: bytes in, a tensor out. Files come from strangers, so what a file claims
 * is held against what may be made, and against its own length, before anything is made of it. Who has the files, and
 * which of them may be read, is decided outside: see `Files`.
 */
import type { Tensor } from '../../core';
import { COSTS, MathError, spend, type Conventions } from '../../core';
import { readCsv } from './csv';
import { readNpy } from './npy';
import { readPng } from './png';

export type { Files, NamedFile } from './named-file';
export { bytesOf, MAX_ALL_BYTES, MAX_FILE_BYTES, oneTooMany } from './named-file';

type Reader = (bytes: Uint8Array, channels: Conventions['channels']) => Tensor;

/** By how the names of files end. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ['png', readPng],
  ['csv', readCsv],
  ['npy', readNpy],
]);

function readerOf(path: string): Reader | undefined {
  return READERS.get(/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '');
}

/** Why nothing would be read from a file of such a name, whatever is in it; undefined where something would be. */
export function refusedName(path: string): string | undefined {
  return readerOf(path) ? undefined : refusalOf(path);
}

function refusalOf(path: string): string {
  return `“${path}” is of no kind that is read: the names of files end in .png, .csv or .npy.`;
}

/**
 * The tensor that a file holds. Images have entries from 0 to 1 and the axes of the convention `channels`; tables and
 * arrays are laid out as they stand in the file.
 * @throws MathError where it can't be read, with the place in it.
 */
export function tensorFrom(path: string, bytes: Uint8Array, channels: Conventions['channels']): Tensor {
  const read = readerOf(path);
  if (!read) throw new MathError(refusalOf(path));
  spend(bytes.length * COSTS.byte);
  try {
    return read(bytes, channels);
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    throw new MathError(`“${path}” can’t be read: ${error.message}`);
  }
}
