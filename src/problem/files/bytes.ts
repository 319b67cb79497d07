import { groupDigits, MathError, MAX_ENTRIES, requireEntries } from '../../core';

/** A view of all bytes, for reading numbers from them. */
export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Bytes as characters, one each. */
export function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Refuses a file that claims to hold more than is made; what it claims is named by `claim`. */
export function requireRoom(entries: number, claim: string): void {
  if (entries > MAX_ENTRIES)
    throw new MathError(`${claim}; up to ${groupDigits(MAX_ENTRIES)} entries are read.`);
  requireEntries(entries, claim);
}
