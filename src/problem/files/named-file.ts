/** A file that a problem set names: what is in it, or a sentence that says why it can’t be had. */
export type NamedFile =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * The files that a problem set may name, by their paths as they are written in it. A file that has not changed is the same
 * object as before. Undefined for one that is still being read: whoever reads it opens the problem set again then.
 */
export type Files = (path: string) => NamedFile | undefined;

/** Files with more bytes are not read. */
export const MAX_FILE_BYTES = 16_000_000;

/** Bytes of all files of one problem set, above which no more are read: one file can be named in thousands of ways. */
export const MAX_ALL_BYTES = 64_000_000;

/** What stands for a file that is one too many. */
export function oneTooMany(path: string): NamedFile {
  return {
    kind: 'unreadable',
    message: `“${path}” is not read: the files of this problem set have more than ${MAX_ALL_BYTES} bytes together.`,
  };
}

/** The bytes that a file takes. */
export function bytesOf(file: NamedFile): number {
  return file.kind === 'bytes' ? file.bytes.length : 0;
}
