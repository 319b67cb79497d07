/** An array as NumPy writes it. */
export function npy(
  descr: string,
  shape: string,
  data: Uint8Array | readonly number[],
  { fortran = false, version = 1 }: { readonly fortran?: boolean; readonly version?: number } = {},
): Uint8Array {
  return npyOf(
    `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`,
    data,
    version,
  );
}

/** The same with any header; it is filled up with spaces to a multiple of 64 bytes. */
export function npyOf(header: string, data: Uint8Array | readonly number[], version = 1): Uint8Array {
  const first = version === 1 ? 10 : 12;
  const padded = `${header.padEnd(Math.ceil((first + header.length + 1) / 64) * 64 - first - 1)}\n`;
  const length = Buffer.alloc(first - 8);
  length.writeUIntLE(padded.length, 0, first - 8);
  return Buffer.concat([
    Buffer.from('\u0093NUMPY', 'latin1'),
    Uint8Array.of(version, 0),
    length,
    Buffer.from(padded, 'latin1'),
    Uint8Array.from(data),
  ]);
}
