import { Unzlib } from 'fflate';
import { groupDigits, MathError } from '../../core';

/** Compressed bytes that are inflated at a time: they can become a thousand times as many, which has to fit into memory. */
const PIECE = 4096;
/** A piece may add nothing to what is inflated, but no more than these after another: a stored block has 64 KB. */
const MOST_IDLE_PIECES = 20;

/**
 * Inflates the data of an image, and stops as soon as it is more than `length` bytes: a small file can hold terabytes.
 * @throws MathError where it is not exactly so many.
 */
export function inflate(parts: readonly Uint8Array[], length: number): Uint8Array {
  const data = joined(parts);
  const result = new Uint8Array(length);
  let filled = 0;
  const stream = new Unzlib((piece) => {
    if (filled + piece.length > length)
      throw new MathError(
        `there is more data in it than the ${groupDigits(length)} bytes that its header announces.`,
      );
    result.set(piece, filled);
    filled += piece.length;
  });
  let idle = 0;
  for (let at = 0; at < data.length && idle < MOST_IDLE_PIECES; at += PIECE) {
    const before = filled;
    push(stream, data.subarray(at, at + PIECE));
    idle = filled > before ? 0 : idle + 1;
  }
  if (filled < length)
    throw new MathError(
      `its data end after ${groupDigits(filled)} of the ${groupDigits(length)} bytes that its header announces.`,
    );
  return result;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

function push(stream: Unzlib, piece: Uint8Array): void {
  try {
    stream.push(piece);
  } catch (error) {
    if (error instanceof MathError) throw error;
    throw new MathError(
      `its data can’t be inflated: ${error instanceof Error ? error.message : 'they are damaged'}.`,
    );
  }
}
