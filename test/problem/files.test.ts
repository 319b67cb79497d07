import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode, decode } from 'fast-png';
import fc from 'fast-check';
import { attempt, isFailure, type Tensor } from '../../src/core';
import { problemSetHints, wantedOf } from '../../src/language';
import { JobRunner } from '../../src/language/job-runner';
import { openProblemSet, type Files, type NamedFile } from '../../src/problem';
import { tensorFrom } from '../../src/problem/files';
import { npy, npyOf } from '../support/npy';
import { chunk, png, SAMPLES, type Image } from '../support/image';
import { keyOf, problemSet, ROOT, said, sample } from '../support/texts';

function read(path: string, bytes: Uint8Array, channels: 'first' | 'last' = 'last'): Tensor {
  return tensorFrom(path, bytes, channels);
}

function refused(path: string, content: Uint8Array | string): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const tensor = attempt(() => read(path, bytes));
  return isFailure(tensor) ? tensor.message : `it was read as ${tensor.shape.join(' × ')}`;
}

/** The entries as they are compared: exact ones as text, reals as numbers. */
function entriesOf(tensor: Tensor): (string | number)[] {
  return tensor.entries().map((entry) => (typeof entry === 'number' ? entry : entry.toString()));
}

/** Any image, of any type and depth that PNG has. */
const IMAGES = fc
  .record({
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 20 }),
    kind: fc.constantFrom(
      ...([
        [0, 1],
        [0, 2],
        [0, 4],
        [0, 8],
        [0, 16],
        [2, 8],
        [2, 16],
        [4, 8],
        [4, 16],
        [6, 8],
        [6, 16],
      ] as const),
    ),
    interlaced: fc.boolean(),
    seed: fc.integer({ min: 1, max: 10_000 }),
  })
  .map(({ width, height, kind: [type, depth], interlaced, seed }): Image => ({
    width,
    height,
    type,
    depth,
    interlaced,
    sample: (x, y, sample) => ((x * 7919 + y * 104_729 + sample * 1_299_709) * seed) % 2 ** depth,
    filter: (scanline) => (scanline + seed) % 5,
  }));

/** What an image is to be read as: its samples over the largest one, row by row. */
function expected({ width, height, depth, type, sample }: Image): { shape: number[]; data: number[] } {
  const samples = SAMPLES[type] ?? 1;
  const all = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      Array.from({ length: samples }, (_, index) => sample(x, y, index) / (2 ** depth - 1)),
    ),
  ).flat();
  const opaque = (type === 4 || type === 6) && all.every((pixel) => pixel.at(-1) === 1);
  const pixels = opaque ? all.map((pixel) => pixel.slice(0, -1)) : all;
  const channels = pixels[0]?.length ?? 0;
  return { shape: channels === 1 ? [height, width] : [height, width, channels], data: pixels.flat() };
}

describe('a PNG', () => {
  it('of any type, depth, filter and interlacing has its samples as reals from 0 to 1', () => {
    fc.assert(
      fc.property(IMAGES, (image) => {
        const tensor = read('a.png', png(image));
        const { shape, data } = expected(image);
        assert.deepEqual(tensor.shape, shape);
        assert.deepEqual([...(tensor.reals ?? [])], data);
      }),
      { numRuns: 300 },
    );
  });

  it('written by another encoder is read, and one of ours by another decoder', () => {
    const data = Uint8Array.from({ length: 9 * 5 * 3 }, (_, index) => (index * 37) % 256);
    for (const interlace of ['null', 'Adam7'] as const) {
      const bytes = encode({ width: 9, height: 5, channels: 3, data }, { interlace });
      const tensor = read('a.png', bytes);
      assert.deepEqual(tensor.shape, [5, 9, 3]);
      assert.deepEqual(
        [...(tensor.reals ?? [])],
        [...data].map((sample) => sample / 255),
      );
    }
    const image: Image = {
      width: 7,
      height: 6,
      depth: 16,
      type: 6,
      sample: (x, y, sample) => x * 9000 + y * 500 + sample,
      filter: (scanline) => scanline % 5,
    };
    assert.deepEqual(
      [...decode(png(image)).data].map((sample) => sample / 65_535),
      expected(image).data,
    );
  });

  it('has its channels where the convention says', () => {
    const image: Image = {
      width: 3,
      height: 2,
      depth: 8,
      type: 2,
      sample: (x, y, s) => 100 * s + 10 * y + x,
    };
    assert.deepEqual(read('a.png', png(image), 'first').shape, [3, 2, 3]);
    assert.deepEqual(
      [...(read('a.png', png(image), 'first').reals ?? [])].map((entry) => Math.round(entry * 255)),
      [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112, 200, 201, 202, 210, 211, 212],
    );
    assert.deepEqual(read('a.png', png({ ...image, type: 0 }), 'first').shape, [2, 3]);
  });

  for (const interlaced of [false, true])
    for (const depth of [1, 2, 4, 8])
      it(`with a palette of ${depth} bits${interlaced ? ', interlaced,' : ''} has its colours`, () => {
        const colours = [
          [255, 0, 51],
          [0, 102, 255],
        ];
        const image: Image = {
          width: 11,
          height: 10,
          depth,
          type: 3,
          interlaced,
          sample: (x, y) => (x * y) % 2,
          chunks: [chunk('PLTE', colours.flat())],
        };
        const tensor = read('a.png', png(image));
        assert.deepEqual(tensor.shape, [10, 11, 3]);
        assert.deepEqual(
          [...(tensor.reals ?? [])],
          Array.from({ length: 110 }, (_, pixel) =>
            (colours[((pixel % 11) * Math.floor(pixel / 11)) % 2] ?? []).map((value) => value / 255),
          ).flat(),
        );
      });

  it('has alpha where something is not opaque: in a palette, or one colour of all', () => {
    const base = { width: 2, height: 1, depth: 8 } as const;
    const first = { sample: (x: number): number => x, filter: (): number => 0 };
    const palette = chunk('PLTE', [0, 0, 0, 255, 255, 255]);
    const paletted = png({ ...base, ...first, type: 3, chunks: [palette, chunk('tRNS', [51])] });
    assert.deepEqual([...(read('a.png', paletted).reals ?? [])], [0, 0, 0, 0.2, 1, 1, 1, 1]);
    const opaque = png({ ...base, ...first, type: 3, chunks: [palette, chunk('tRNS', [255, 255])] });
    assert.deepEqual(read('a.png', opaque).shape, [1, 2, 3]);
    const grey = png({ ...base, ...first, type: 0, chunks: [chunk('tRNS', [0, 1])] });
    assert.deepEqual([...(read('a.png', grey).reals ?? [])], [0, 1, 1 / 255, 0]);
    assert.deepEqual(
      read('a.png', png({ ...base, ...first, type: 0, chunks: [chunk('tRNS', [0, 9])] })).shape,
      [1, 2],
    );
    const colour = png({
      ...base,
      type: 2,
      sample: (x, _y, sample) => x * 10 + sample,
      chunks: [chunk('tRNS', [0, 10, 0, 11, 0, 12])],
    });
    assert.deepEqual(read('a.png', colour).shape, [1, 2, 4]);
    assert.deepEqual(read('a.png', colour).reals?.[7], 0);
  });

  it('may have texts, times and colour profiles in it, which are passed over', () => {
    const image: Image = {
      width: 1,
      height: 1,
      depth: 8,
      type: 0,
      sample: () => 255,
      chunks: [chunk('iCCP', [1, 2, 3]), chunk('tEXt', Buffer.from('Title\0x')), chunk('gAMA', [0, 0, 1, 1])],
    };
    assert.deepEqual([...(read('a.png', png(image)).reals ?? [])], [1]);
  });
});

describe('a CSV file', () => {
  const table = (text: string): [readonly number[], (string | number)[]] => {
    const tensor = read('a.csv', new TextEncoder().encode(text));
    return [tensor.shape, entriesOf(tensor)];
  };
  const TABLES: readonly (readonly [what: string, text: string, shape: number[], entries: string[]])[] = [
    ['commas', '1,2,3\n4,5,6\n', [2, 3], ['1', '2', '3', '4', '5', '6']],
    ['semicolons and Windows line ends', '1;2\r\n3;4', [2, 2], ['1', '2', '3', '4']],
    ['tabs and spaces', ' 1\t 2\n-3\t+4\n', [2, 2], ['1', '2', '-3', '4']],
    ['names of columns', 'width,height\n1,2\n3,4\n', [2, 2], ['1', '2', '3', '4']],
    ['names that hold a line end', '"a\nb",c\n1,2\n3,4\n', [2, 2], ['1', '2', '3', '4']],
    ['quotes', '"1","2"\n3,"4"\n', [2, 2], ['1', '2', '3', '4']],
    ['one row', '1,2,3\n', [3], ['1', '2', '3']],
    ['one column, and empty lines', '1\n\n2\n3\n\n', [3], ['1', '2', '3']],
    ['one number', '7', [1], ['7']],
    ['a byte-order mark', '\ufeff1,2\n3,4\n', [2, 2], ['1', '2', '3', '4']],
  ];
  for (const [what, text, shape, entries] of TABLES)
    it(`with ${what} is read`, () => {
      assert.deepEqual(table(text), [shape, entries]);
    });

  it('has numbers as exact as they are written', () => {
    const [, entries] = table('0.1,1/3\n'.replace('1/3', '−.5') + '12345678901234567890123,-1e-3\n');
    assert.deepEqual(entries, ['0.1', '-0.5', '12345678901234567890123', '-0.001']);
  });

  const REFUSED: readonly (readonly [text: string, says: RegExp])[] = [
    ['', /it is empty\.$/],
    ['a,b\n', /below the names of its columns it is empty\.$/],
    ['1,2\n3\n', /line 2 has 1 cell, but line 1 has 2\.$/],
    ['"a\nb",c\n1,2\n3\n', /line 4 has 1 cell, but line 1 has 2\.$/],
    ['1,2\n3,x\n', /line 2, column 2: “x” is no number\.$/],
    ['1,2\n,3\n', /line 2, column 1: there is no number\.$/],
    ['1,nan\n', /line 1, column 2: “nan” is no number\.$/],
    ['1,5;2\n', /line 1, column 1: “1,5” is no number; decimals stand after a point\.$/],
    ['1,"2\n3,4\n', /the quote that opens in line 1 is never closed\.$/],
    ['1,"2"3\n', /line 1, column 2: after the closing quote the cell goes on\.$/],
    ['1,1e99999\n', /line 1, column 2: A number may have up to 10000 digits\.$/],
  ];
  for (const [text, says] of REFUSED)
    it(`${JSON.stringify(text)} is refused, with its place`, () => {
      assert.match(refused('a.csv', text), says);
    });

  it('that is no text is refused', () => {
    assert.match(refused('a.csv', Uint8Array.of(0xff, 0xfe, 0x31, 0)), /it is no text in UTF-8\.$/);
  });
});

describe('an NPY file', () => {
  /** Numbers as bytes, by the method of Buffer that writes one. */
  const bytesOf = (
    size: number,
    write: (buffer: Buffer, index: number) => void,
    count: number,
  ): Uint8Array => {
    const buffer = Buffer.alloc(size * count);
    for (let index = 0; index < count; index++) write(buffer.subarray(index * size), index);
    return buffer;
  };
  const VALUES = [0, 1, -2, 100];

  const TYPES: readonly (readonly [descr: string, bytes: Uint8Array, entries: (string | number)[]])[] = [
    ['|b1', Uint8Array.of(0, 1, 1, 0), ['0', '1', '1', '0']],
    ['|i1', Uint8Array.of(0, 1, 254, 100), ['0', '1', '-2', '100']],
    ['|u1', Uint8Array.of(0, 1, 254, 100), ['0', '1', '254', '100']],
    ...(['<', '>'] as const).flatMap((order) => {
      const name = order === '<' ? 'LE' : 'BE';
      const of = (size: number, write: (buffer: Buffer, value: number) => void): Uint8Array =>
        bytesOf(
          size,
          (buffer, index) => {
            write(buffer, VALUES[index] ?? 0);
          },
          4,
        );
      const exact = ['0', '1', '-2', '100'];
      return [
        [`${order}i2`, of(2, (buffer, value) => buffer[`writeInt16${name}`](value)), exact],
        [`${order}i4`, of(4, (buffer, value) => buffer[`writeInt32${name}`](value)), exact],
        [`${order}i8`, of(8, (buffer, value) => buffer[`writeBigInt64${name}`](BigInt(value))), exact],
        [
          `${order}u2`,
          of(2, (buffer, value) => buffer[`writeUInt16${name}`](Math.abs(value))),
          ['0', '1', '2', '100'],
        ],
        [
          `${order}u4`,
          of(4, (buffer, value) => buffer[`writeUInt32${name}`](Math.abs(value))),
          ['0', '1', '2', '100'],
        ],
        [`${order}f4`, of(4, (buffer, value) => buffer[`writeFloat${name}`](value / 4)), [0, 0.25, -0.5, 25]],
        [
          `${order}f8`,
          of(8, (buffer, value) => buffer[`writeDouble${name}`](value / 3)),
          VALUES.map((v) => v / 3),
        ],
      ] as (readonly [string, Uint8Array, (string | number)[]])[];
    }),
    // 0, 1, the smallest subnormal, −65504 (IEEE 754, binary16).
    ['<f2', Uint8Array.of(0, 0, 0, 0x3c, 1, 0, 0xff, 0xfb), [0, 1, 2 ** -24, -65_504]],
  ];
  for (const [descr, bytes, entries] of TYPES)
    it(`of type ${descr} is read`, () => {
      for (const version of [1, 2, 3]) {
        const tensor = read('a.npy', npy(descr, '(2, 2)', bytes, { version }));
        assert.deepEqual([tensor.shape, entriesOf(tensor)], [[2, 2], entries]);
      }
    });

  it('has integers beyond 2^53 exactly', () => {
    const bytes = bytesOf(8, (buffer) => buffer.writeBigUInt64LE(2n ** 64n - 1n), 1);
    assert.deepEqual(entriesOf(read('a.npy', npy('<u8', '(1,)', bytes))), ['18446744073709551615']);
  });

  it('in Fortran order has its first index fastest', () => {
    const bytes = Uint8Array.from({ length: 24 }, (_, index) => index);
    const tensor = read('a.npy', npy('|u1', '(2, 3, 4)', bytes, { fortran: true }));
    const wanted = [0, 1].flatMap((i) =>
      [0, 1, 2].flatMap((j) => [0, 1, 2, 3].map((k) => i + 2 * j + 6 * k)),
    );
    assert.deepEqual([tensor.shape, [...(tensor.integers ?? [])]], [[2, 3, 4], wanted]);
    const straight = read('a.npy', npy('|u1', '(2, 3, 4)', bytes));
    assert.deepEqual([...(straight.integers ?? [])], [...bytes]);
  });

  const good = npy('<f8', '(2,)', new Uint8Array(16));
  const nan = bytesOf(8, (buffer) => buffer.writeDoubleLE(NaN), 1);
  const BAD: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
    ['not one', Buffer.from('not one'), /it doesn’t start with \\x93NUMPY/],
    ['empty', Buffer.alloc(0), /it doesn’t start with \\x93NUMPY/],
    ['of version 4', npy('<f8', '(2,)', new Uint8Array(16), { version: 4 }), /of version 4\.0 of the format/],
    ['cut off in its header', good.subarray(0, 40), /cut off at byte 40; its header ends at byte 128\.$/],
    ['cut off before its header', good.subarray(0, 8), /cut off at byte 8, in its header\.$/],
    [
      'cut off in its entries',
      good.subarray(0, 140),
      /cut off at byte 140: 2 entries of 8 bytes end at byte 144\.$/,
    ],
    [
      'too long',
      Buffer.concat([good, Uint8Array.of(1)]),
      /its entries end at byte 144, but it has 145 bytes\.$/,
    ],
    ['of objects', npy('|O', '(2,)', []), /it holds Python objects/],
    ['of complex numbers', npy('<c16', '(2,)', []), /of type “<c16”; bool, int8/],
    ['of texts', npy('<U3', '(2,)', []), /of type “<U3”/],
    [
      'of fields',
      npyOf("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}", []),
      /have fields/,
    ],
    ['with code for a header', npyOf("__import__('os')", []), /its header is not \{descr/],
    ['without a shape', npyOf("{'descr': '<f8', 'fortran_order': False}", []), /its header is not \{descr/],
    ['with a negative extent', npy('<f8', '(-2,)', []), /its header is not \{descr/],
    ['without axes', npy('<f8', '()', new Uint8Array(8)), /one number without axes/],
    [
      'with 10^12 entries',
      npy('|u1', '(1000000, 1000000)', []),
      /announces 1000000 × 1000000 entries; up to 4,000,000/,
    ],
    [
      'with more than 2^53',
      npy('|u1', '(99999999999999999999, 0)', []),
      /its shape .* is none of up to 64 axes/,
    ],
    ['with NaN', npy('<f8', '(1,)', nan), /the entry at byte 128 is NaN/],
  ];
  for (const [what, bytes, says] of BAD)
    it(`${what} is refused`, () => {
      assert.match(refused('a.npy', bytes), says);
    });

  it('of any bytes is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 143 }), (noise, at) => {
        const bytes = Uint8Array.from(good);
        bytes.set(noise.subarray(0, bytes.length - at), at);
        refused('a.npy', bytes);
        refused('a.csv', noise);
        refused(
          'a.png',
          Buffer.concat([
            png({ width: 1, height: 1, depth: 8, type: 0, sample: () => 1 }).subarray(0, at),
            noise,
          ]),
        );
      }),
    );
  });
});

describe('a file in a problem set', () => {
  const grey = (sample: (x: number, y: number) => number): NamedFile => ({
    kind: 'bytes',
    bytes: png({ width: 3, height: 3, depth: 8, type: 0, sample }),
  });
  const of = (files: Readonly<Record<string, NamedFile>>): Files => {
    const map = new Map(Object.entries(files));
    return (path) => map.get(path);
  };
  const FILES = {
    'data/cross.png': grey((x, y) => (x === 1 || y === 1 ? 255 : 0)),
    'k.csv': { kind: 'bytes', bytes: new TextEncoder().encode('1,0\n0,-1\n') },
    'gone.png': { kind: 'unreadable', message: '“gone.png” is gone.' },
  } as const;
  const SET = problemSet({
    given: [
      'x: { type: input, file: data/cross.png }',
      'k: { type: kernel, file: k.csv }',
      'conv: { type: conv2d, input: x, kernel: k }',
      'y: correlate(x, k)',
    ],
    parts: [
      '- { id: a, answer: outputShape(conv) }',
      '- { id: b, answer: "y[0, 0]" }',
      '- { id: c, answer: sum(k) }',
    ],
  });

  it('is an input or a kernel like any other', () => {
    const sheet = openProblemSet(SET, { files: of(FILES) });
    assert.deepEqual(sheet.findings, []);
    assert.deepEqual(
      ['a', 'b', 'c'].map((part) => keyOf(sheet, 'p', part)),
      [
        { kind: 'shape', value: [2, 2] },
        { kind: 'real', value: -1 },
        { kind: 'number', value: 0 },
      ],
    );
    assert.deepEqual(sheet.files, ['data/cross.png', 'k.csv']);
  });

  const finding = (given: string, files?: Files): string[] => {
    const text = problemSet({ given: [given], parts: ['- { id: q, answer: 1 }'] });
    return openProblemSet(text, files ? { files } : {}).findings.map((found) => said(text, found));
  };
  const FINDINGS: readonly (readonly [given: string, says: string, files?: Files])[] = [
    ['x: { type: input, file: gone.png }', 'unreadable-file “gone.png” “gone.png” is gone.', of(FILES)],
    [
      'x: { type: input, file: k.csv }',
      'unreadable-file “k.csv” “k.csv” can’t be read: what names it stands in no file itself.',
    ],
    [
      'x: { type: input, file: notes.txt }',
      'unreadable-file “notes.txt” “notes.txt” is of no kind that is read: the names of files end in .png, .csv or .npy.',
      of(FILES),
    ],
    [
      'x: { type: input, shape: [3, 2], file: k.csv }',
      'value “[3, 2]” `shape` is 3 × 2, but the file is 2 × 2.',
      of(FILES),
    ],
    [
      'x: { type: input, values: [1], file: k.csv }',
      'value “k.csv” The entries stand in `values` or in a `file`, not in both.',
      of(FILES),
    ],
    ['x: input(file="gone.png")', 'unreadable-file “file="gone.png"” “gone.png” is gone.', of(FILES)],
    ['x: input(file=gone)', 'value “file=gone” `file` takes a text in quotes.', of(FILES)],
  ];
  for (const [given, says, files] of FINDINGS)
    it(`${given}: ${says.split(' ')[0] ?? ''}`, () => {
      assert.deepEqual(finding(given, files), [says]);
    });

  it('that agrees with its shape is read', () => {
    assert.deepEqual(finding('x: { type: input, shape: [2, 2], file: k.csv }', of(FILES)), []);
    assert.deepEqual(finding('x: input(file="k.csv")', of(FILES)), []);
  });

  it('that is still being read is no mistake, and nobody is asked to compute it', () => {
    const sheet = openProblemSet(SET, { files: of({ 'k.csv': FILES['k.csv'] }), budget: 8000 });
    assert.deepEqual(sheet.findings, []);
    assert.deepEqual(
      ['a', 'b', 'c'].map((part) => keyOf(sheet, 'p', part)),
      ['reading', 'reading', { kind: 'number', value: 0 }],
    );
    assert.deepEqual([wantedOf(sheet), sheet.files], [[], ['data/cross.png', 'k.csv']]);
    const later = openProblemSet(SET, { files: of(FILES), budget: 8000, previous: sheet });
    assert.deepEqual(keyOf(later, 'p', 'a'), { kind: 'shape', value: [2, 2] });
  });

  it('that changed is read again, with what uses it and nothing else', () => {
    const before = openProblemSet(SET, { files: of(FILES) });
    const changed = { ...FILES, 'data/cross.png': grey(() => 51) };
    const computed: string[] = [];
    const after = openProblemSet(SET, {
      files: of(changed),
      previous: before,
      observe: { computed: (what) => computed.push(what.split(':')[0] ?? '') },
    });
    assert.deepEqual(keyOf(after, 'p', 'b'), { kind: 'real', value: 0 });
    assert.deepEqual(computed, ['x', 'conv', '[] outputShape(conv)', 'y', '[] "y[0, 0]"']);
    const same: string[] = [];
    openProblemSet(`# moved\n${SET}`, {
      files: of(changed),
      previous: after,
      observe: { computed: (what) => same.push(what) },
    });
    assert.deepEqual(same, []);
  });

  it('that is large is read by the worker, which is sent it', () => {
    const large: NamedFile = {
      kind: 'bytes',
      bytes: png({ width: 500, height: 400, depth: 1, type: 0, sample: (x, y) => (x * y) % 2 }),
    };
    const text = problemSet({
      given: ['x: { type: input, file: large.png }'],
      parts: ['- { id: a, answer: shape(x) }'],
    });
    const files = new Map([['large.png', large]]);
    const port: Files = (path) => files.get(path);
    const sheet = openProblemSet(text, { files: port, budget: 1000 });
    assert.deepEqual([keyOf(sheet, 'p', 'a'), wantedOf(sheet)[0]?.written.length], ['computing', 2]);
    const result = new JobRunner().run(
      structuredClone({
        type: 'compute',
        text,
        wanted: wantedOf(sheet),
        files,
        maxCharacters: 10_000,
      } as const),
    );
    assert.ok(result.type === 'computed');
    const [x] = result.outcomes;
    assert.deepEqual([x?.outcome.kind, x?.uses], ['value', ['file large.png']]);
  });

  it('can’t be named by an answer, which may use what was read', () => {
    const answers = 'problem-set: x\nanswers: { p: { b: sum(x) - 6, c: "sum(kernel(file=\'k.csv\'))" } }\n';
    const job = { type: 'grade', answers, problemSet: SET, maxCharacters: 10_000 } as const;
    const runner = new JobRunner();
    const first = runner.run({ ...job, files: new Map() });
    assert.deepEqual(first.type === 'graded' && first.missing, ['data/cross.png', 'k.csv']);
    const result = runner.run({ ...job, files: new Map(Object.entries(FILES)) });
    assert.ok(result.type === 'graded' && result.missing.length === 0);
    assert.deepEqual(
      result.grading.results.map(({ part, verdict }) => [part, verdict]),
      [
        ['a', 'missing'],
        ['b', 'correct'],
        ['c', 'unreadable'],
      ],
    );
  });
});

describe('the sample with an image', () => {
  const files: Files = (path) => ({ kind: 'bytes', bytes: readFileSync(join(ROOT, 'samples', path)) });
  const sheet = openProblemSet(sample('edges.cnn.yaml'), { files });
  const given = (name: string): Tensor => {
    const outcome = sheet.problems[0]?.scope.outcome(name);
    assert.ok(outcome?.kind === 'value' && outcome.value.kind === 'tensor', name);
    return outcome.value.tensor;
  };

  it('has a wall, a square, a disc and a floor in it', () => {
    const { shape, reals } = given('image');
    assert.deepEqual(shape, [64, 64]);
    assert.equal(problemSetHints(sheet, { keys: true })[0]?.text, '64×64');
    const at = (row: number, col: number): number => (reals?.[row * 64 + col] ?? 0) * 255;
    assert.deepEqual(
      [at(0, 0), at(8, 6), at(27, 25), at(30, 44), at(60, 10), at(63, 63)].map(Math.round),
      [51, 204, 204, 153, 40, 252],
    );
  });

  it('has the edges that its key says', () => {
    assert.deepEqual(sheet.findings, []);
    assert.deepEqual(keyOf(sheet, 'edges', 'shape'), { kind: 'shape', value: [62, 62, 3] });
    assert.deepEqual(keyOf(sheet, 'edges', 'strongest'), { kind: 'number', value: '12/5' });
    const [image, response] = [given('image'), given('horizontal').reals];
    const at = (row: number, col: number): number => image.reals?.[row * 64 + col] ?? 0;
    for (let row = 0; row < 62; row++)
      for (let col = 0; col < 62; col++) {
        const rise = [0, 1, 2].map((y) => at(row + y, col + 2) - at(row + y, col));
        const sobel = (rise[0] ?? 0) + 2 * (rise[1] ?? 0) + (rise[2] ?? 0);
        assert.ok(Math.abs((response?.[row * 62 + col] ?? NaN) - sobel) < 1e-12, `${row}, ${col}`);
      }
    const highest = Math.max(...(response ?? []));
    assert.ok(Math.abs(highest - 2.4) < 1e-12);
    const first = [...(response ?? [])].findIndex((entry) => entry > highest - 1e-9);
    assert.deepEqual(keyOf(sheet, 'edges', 'place'), {
      kind: 'location',
      value: [Math.floor(first / 62), first % 62],
    });
  });
});
