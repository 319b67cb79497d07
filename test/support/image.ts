import { crc32, deflateSync } from 'node:zlib';

/** An image to be written as PNG, byte by byte: what the reader of src is held against. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 grey, 2 colours, 3 palette, 4 grey with alpha, 6 colours with alpha. */
  readonly type: number;
  readonly sample: (x: number, y: number, sample: number) => number;
  /** The filter of the n-th scanline; 0 unless given. */
  readonly filter?: (scanline: number) => number;
  readonly interlaced?: boolean;
  /** Chunks between the header and the data. */
  readonly chunks?: readonly Uint8Array[];
}

export const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

export function chunk(name: string, content: Uint8Array | readonly number[] = []): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), Uint8Array.from(content)]);
  return Buffer.concat([uint32(content.length), named, uint32(crc32(named))]);
}

export function header(
  width: number,
  height: number,
  depth: number,
  type: number,
  interlace = 0,
): Uint8Array {
  return chunk(
    'IHDR',
    Buffer.concat([uint32(width), uint32(height), Uint8Array.of(depth, type, 0, 0, interlace)]),
  );
}

/** The file that these chunks make. */
export function pngOf(...chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([SIGNATURE, ...chunks]);
}

/** Writes an image; its data stand in chunks of 50 bytes, so that they go over several. */
export function png(image: Image): Uint8Array {
  const data = deflateSync(Buffer.concat(scanlines(image)));
  const pieces = Array.from({ length: Math.ceil(data.length / 50) }, (_, index) =>
    chunk('IDAT', data.subarray(index * 50, index * 50 + 50)),
  );
  const { width, height, depth, type, interlaced, chunks = [] } = image;
  return pngOf(header(width, height, depth, type, interlaced ? 1 : 0), ...chunks, ...pieces, chunk('IEND'));
}

export const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The order in which Adam7 sends the pixels of each 8 × 8 block, as the specification draws it. */
const ADAM7 = [
  [1, 6, 4, 6, 2, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [3, 6, 4, 6, 3, 6, 4, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
  [5, 6, 5, 6, 5, 6, 5, 6],
  [7, 7, 7, 7, 7, 7, 7, 7],
];

/** The pixels of each row of each pass. */
function rowsOf({ width, height, interlaced }: Image): (readonly [x: number, y: number])[][][] {
  return (interlaced ? [1, 2, 3, 4, 5, 6, 7] : [0]).map((pass) =>
    Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => [x, y] as const).filter(
        ([x]) => pass === 0 || ADAM7[y % 8]?.[x % 8] === pass,
      ),
    ).filter((row) => row.length > 0),
  );
}

function scanlines(image: Image): Uint8Array[] {
  const { depth, type, sample, filter = () => 0 } = image;
  const samples = SAMPLES[type] ?? 1;
  const step = Math.max(1, (samples * depth) / 8);
  let count = 0;
  return rowsOf(image).flatMap((rows) => {
    let above: readonly number[] = [];
    return rows.map((row) => {
      const bits = row
        .flatMap(([x, y]) => Array.from({ length: samples }, (_, index) => sample(x, y, index)))
        .map((value) => value.toString(2).padStart(depth, '0'))
        .join('');
      const bytes = (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
      const kind = filter(count++);
      const line = bytes.map((byte, index) => byte - predicted(kind, bytes, above, index, step));
      above = bytes;
      return Uint8Array.of(kind, ...line);
    });
  });
}

function predicted(
  filter: number,
  line: readonly number[],
  above: readonly number[],
  index: number,
  step: number,
): number {
  const [a, b, c] = [line[index - step] ?? 0, above[index] ?? 0, above[index - step] ?? 0];
  switch (filter) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return Math.floor((a + b) / 2);
    case 4: {
      const distances = [a, b, c].map((value) => Math.abs(a + b - c - value));
      return [a, b, c][distances.indexOf(Math.min(...distances))] ?? 0;
    }
    default:
      return 0;
  }
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}
