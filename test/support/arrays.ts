/** Readers of what other programs write and read: NPY, NPZ and Matrix Market. They share no code with what writes them. */
import { inflateRawSync } from 'node:zlib';

/** An array as NumPy has it, its numbers as text so that 64 bits are kept. */
export interface NumpyArray {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly values: readonly string[];
}

/** https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, version 1.0. */
export function readNpy(bytes: Buffer): NumpyArray {
  if (bytes.toString('latin1', 0, 6) !== '\x93NUMPY' || bytes[6] !== 1 || bytes[7] !== 0)
    throw new Error('This is no NPY file of version 1.0.');
  const length = bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, 10 + length);
  if ((10 + length) % 64 !== 0 || !header.endsWith('\n'))
    throw new Error(`The header is not aligned: ${header}`);
  const match = /^\{'descr': '([^']+)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(header);
  if (!match) throw new Error(`The header is ${header}`);
  const [, descr = '', extents = ''] = match;
  const shape = [...extents.matchAll(/\d+/g)].map(([text]) => Number(text));
  if (shape.length === 1 && !extents.includes(',')) throw new Error(`(${extents}) is no tuple in Python.`);
  const data = bytes.subarray(10 + length);
  const count = shape.reduce((a, b) => a * b, 1);
  if (descr.startsWith('|S')) return { descr, shape, values: [data.toString('latin1')] };
  if (data.length !== count * 8) throw new Error(`${data.length} bytes don’t fill ${extents}.`);
  const values = Array.from({ length: count }, (_, index) =>
    descr === '<i8' ? String(data.readBigInt64LE(index * 8)) : String(data.readDoubleLE(index * 8)),
  );
  return { descr, shape, values };
}

/** By the directory at the end of the archive, as Python's zipfile reads it. */
export function readNpz(bytes: Buffer): Map<string, NumpyArray> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('This is no ZIP archive.');
  const arrays = new Map<string, NumpyArray>();
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < bytes.readUInt16LE(end + 10); entry++) {
    const [method, packed, nameLength] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + packed);
    arrays.set(name, readNpy(method === 8 ? inflateRawSync(data) : data));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return arrays;
}

/** A matrix in Matrix Market's coordinate format, its entries as they are written. */
export interface Coordinates {
  readonly field: string;
  readonly rows: number;
  readonly cols: number;
  /** By `row,col`, counted from 1. */
  readonly entries: ReadonlyMap<string, string>;
}

/** https://math.nist.gov/MatrixMarket/formats.html. */
export function readMatrixMarket(text: string): Coordinates {
  const [banner = '', ...others] = text.trimEnd().split('\n');
  const field = /^%%MatrixMarket matrix coordinate (integer|real) general$/.exec(banner)?.[1];
  if (field === undefined) throw new Error(`The banner is ${banner}`);
  const [sizes = '', ...lines] = others.filter((line) => !line.startsWith('%'));
  const [rows = 0, cols = 0, count = 0] = sizes.split(' ').map(Number);
  const entries = new Map<string, string>();
  for (const line of lines) {
    const [row = '', col = '', value = ''] = line.split(' ');
    entries.set(`${row},${col}`, value);
  }
  if (entries.size !== count || lines.length !== count)
    throw new Error(`${lines.length} lines, not ${count}.`);
  return { field, rows, cols, entries };
}
