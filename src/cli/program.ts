import { readFileSync } from 'node:fs';

/** The command line as one file: it needs no other, so it can be copied to where it is to run. */
export function bytesOfProgram(script: string): Uint8Array {
  const text = readFileSync(script, 'utf8');
  // The map stays where it is.
  return Buffer.from(text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n'));
}
