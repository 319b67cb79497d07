import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  flat,
  givenOf,
  inputShape,
  kernelShape,
  grid,
  listText,
  matrixByHand,
  numbers,
  outputOf,
  places,
  product,
  productsAt,
  put,
  sidesOf,
  transposed,
  usualOrder,
  weightText,
  type Axis,
  type Spec,
} from '../support/by-hand';
import { idsOf, judged } from '../support/judged';

type Cells = string[][];

function matrixText(cells: Cells): string {
  return listText({ shape: [cells.length, cells[0]?.length ?? 0], cells: cells.flat() });
}

const reversed = (spec: Spec, axes: readonly number[]) => (tap: readonly number[]) =>
  tap.map((at, axis) => (axes.includes(axis) ? (spec.kernel[axis] ?? 1) - 1 - at : at));

const isPadded = (spec: Spec): boolean =>
  sidesOf(spec)
    .flat()
    .some((cells) => cells > 0);

/** Padding that repeats cells needs enough of them. */
const canRepeat = (spec: Spec): boolean =>
  isPadded(spec) && sidesOf(spec).every((sides, axis) => Math.max(...sides) < (spec.extents[axis] ?? 1));

/** What each mistake makes of a layer, by hand; nothing where it can’t be made. */
const WRONG: Readonly<Record<string, (spec: Spec) => Cells[]>> = {
  T01: (spec) => [matrixByHand(spec, { tap: reversed(spec, [0, 1]) })],
  T02: (spec) => [transposed(matrixByHand(spec))],
  T03: (spec) =>
    isPadded(spec)
      ? [
          matrixByHand(spec, { sides: sidesOf(spec).map(([a, b]) => [a + b, 0] as const) }),
          matrixByHand(spec, { sides: sidesOf(spec).map(([a, b]) => [0, a + b] as const) }),
        ]
      : [],
  T04: (spec) => (canRepeat(spec) ? [matrixByHand(spec, { border: 'circular' })] : []),
  T05(spec) {
    const full = spec.kernel.map((size) => (size - 1) * (spec.dilation ?? 1));
    return [
      matrixByHand(spec, { sides: spec.extents.map(() => [0, 0] as const) }),
      matrixByHand(spec, { sides: full.map((cells) => [cells, cells] as const) }),
    ];
  },
  T06(spec) {
    const { stride = 1, channels = 1, extents } = spec;
    if (stride === 1) return [];
    const every = matrixByHand(spec, {
      stride: 1,
      sides: sidesOf(spec, spec.padding === 'same' ? 1 : stride),
    });
    const kept = places(extents).flatMap((place) =>
      place.every((at) => at % stride === 0)
        ? Array.from({ length: channels }, (_, channel) =>
            flat(usualOrder(extents), extents, channels, place, channel),
          )
        : [],
    );
    return [every.map((row) => kept.map((col) => row[col] ?? '0'))];
  },
  T07(spec) {
    if (spec.extents.length < 2) return [];
    const order: Axis[] = [1, 0, 'c'];
    return [
      matrixByHand(spec, { inputOrder: order, outputOrder: order }),
      matrixByHand(spec, { inputOrder: order }),
      matrixByHand(spec, { outputOrder: order }),
    ];
  },
  T08(spec) {
    const order: Axis[] = ['c', ...spec.extents.keys()];
    if (spec.channels === undefined && spec.filters === undefined) return [];
    return [
      matrixByHand(spec, { inputOrder: order, outputOrder: order }),
      matrixByHand(spec, { inputOrder: order }),
      matrixByHand(spec, { outputOrder: order }),
    ];
  },
  T09(spec) {
    const { dilation = 1, filters = 1 } = spec;
    if (dilation === 1) return [];
    const how = { dilation: 1, sides: sidesOf(spec, spec.stride, 1) };
    const output = outputOf(spec, how);
    const rows = matrixByHand(spec, how);
    const zeros = (row: string[]): string[] => row.map(() => '0');
    return [
      rows.map((row, index) => {
        const place = places(output)[Math.floor(index / filters)] ?? [];
        return place.every((at) => at % dilation === 0) ? row : zeros(row);
      }),
    ];
  },
  T10: (spec) => {
    if (product(outputOf(spec)) < 3) return [];
    const taken = new Map<string, number>();
    return [
      matrixByHand(spec).map((row, index) =>
        row.map((cell) => {
          if (cell === '0') return cell;
          const count = (taken.get(cell) ?? 0) + 1;
          taken.set(cell, count);
          return spec.weights
            ? String(Number(cell) * 100 + count)
            : `s${index + 1}_${cell.replace(/^k/, '')}`;
        }),
      ),
    ];
  },
  T11: (spec) =>
    spec.extents.length < 2
      ? []
      : [[0], [1]].map((axes) => matrixByHand(spec, { tap: reversed(spec, axes) })),
  T12(spec) {
    const { extents, channels = 1, filters = 1, stride = 1, dilation = 1 } = spec;
    const [height = 1, width = 1] = extents;
    const [kh = 1, kw = 1] = spec.kernel;
    if (extents.length < 2) return [];
    const output = outputOf(spec);
    const [[top] = [0], [left] = [0]] = sidesOf(spec);
    const rows = grid(product(output) * filters, height * width * channels);
    for (const [number, [i = 0, j = 0]] of places(output).entries())
      for (let filter = 0; filter < filters; filter++)
        for (let cell = 0; cell < kh * kw; cell++) {
          const [mi, mj] = [Math.floor((kh - 1) / 2), Math.floor((kw - 1) / 2)];
          const middle = (i * stride - top + mi * dilation) * width + j * stride - left + mj * dilation;
          const at = middle - (mi * kw + mj) + cell;
          if (at < 0 || at >= height * width) continue;
          for (let channel = 0; channel < channels; channel++)
            put(
              rows[number * filters + filter],
              at * channels + channel,
              weightText(spec, [Math.floor(cell / kw), cell % kw], channel, filter),
            );
        }
    return [rows];
  },
  T13: (spec) =>
    canRepeat(spec)
      ? [matrixByHand(spec, { border: 'replicate' }), matrixByHand(spec, { border: 'reflect' })]
      : [],
  T17(spec) {
    const { channels = 1, filters = 1, extents } = spec;
    if (channels === 1 && filters === 1) return [];
    const output = outputOf(spec);
    const [outs, ins] = [product(output), product(extents)];
    const rows = grid(outs * channels, ins * filters);
    for (const [number, place] of places(output).entries())
      for (let filter = 0; filter < filters; filter++)
        for (const { at, channel, weight } of productsAt(spec, place, filter))
          put(
            rows[channel * outs + number],
            filter * ins + flat([...extents.keys()], extents, 1, at, 0),
            weight,
          );
    return [rows];
  },
};

const LAYERS: readonly Spec[] = [
  { extents: [5], kernel: [3], padding: 'same' },
  { extents: [6], kernel: [4], padding: 'same' },
  { extents: [7], kernel: [3], stride: 2 },
  { extents: [8], kernel: [3], stride: 2, padding: 1 },
  { extents: [7], kernel: [3], dilation: 2, padding: 'same' },
  { extents: [9], kernel: [2], dilation: 3 },
  { extents: [5], kernel: [2], channels: 2, filters: 2 },
  { extents: [4], kernel: [3], channels: 2, padding: 'same' },
  { extents: [4, 4], kernel: [3, 3], padding: 'same' },
  { extents: [3, 5], kernel: [2, 2] },
  { extents: [3, 4], kernel: [2, 3], padding: 1 },
  { extents: [5, 5], kernel: [3, 3], stride: 2, padding: 1 },
  { extents: [6, 5], kernel: [2, 2], dilation: 2 },
  { extents: [4, 5], kernel: [2, 2], dilation: 2, padding: 'same' },
  { extents: [3, 3], kernel: [2, 2], channels: 2, filters: 3 },
  { extents: [3, 4], kernel: [2, 2], filters: 2, stride: 2, padding: 'same' },
  { extents: [4, 3], kernel: [3, 3], channels: 2, padding: 1 },
];

const ALL = LAYERS.flatMap((spec) => [spec, numbers(spec)]);

/** Checks a wrong matrix: it is right after all, or the mistake is named. @returns whether it was named. */
function isNamed(spec: Spec, id: string, cells: Cells): boolean {
  const isZero = cells.flat().every((cell) => cell === '0');
  if (cells.length === 0 || isZero || cells.some((row) => row.length === 0)) return false;
  const right = matrixText(matrixByHand(spec));
  const text = matrixText(cells);
  if (text === right) return false;
  const result = judged(givenOf(spec), 'matrix(conv)', text);
  assert.ok(
    idsOf(result).includes(id),
    `${id} of ${JSON.stringify(spec)}: ${result.verdict} ${idsOf(result).join()} ${result.message}\n${text}`,
  );
  assert.ok(result.verdict === 'wrong' && result.credit < 1);
  return true;
}

describe('mistakes about the matrix of a layer', () => {
  it('a right matrix has none', () => {
    for (const spec of ALL) {
      const result = judged(givenOf(spec), 'matrix(conv)', matrixText(matrixByHand(spec)));
      assert.equal(result.verdict, 'correct', `${JSON.stringify(spec)} ${result.message}`);
      assert.equal(result.mistake, undefined);
    }
  });

  for (const [id, wrong] of Object.entries(WRONG))
    it(`${id} is named`, () => {
      const named = ALL.filter((spec) => wrong(spec).filter((cells) => isNamed(spec, id, cells)).length > 0);
      assert.ok(named.length >= 5, `${id} on ${named.length} layers`);
    });
});

/** Small layers of all kinds. */
const layers: fc.Arbitrary<Spec> = fc
  .record({
    extents: fc.oneof(
      fc.tuple(fc.integer({ min: 2, max: 7 })),
      fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
    ),
    sides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    channels: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    filters: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    stride: fc.integer({ min: 1, max: 2 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    padding: fc.constantFrom<NonNullable<Spec['padding']>>('same', 'valid', 1, 2),
    weights: fc.option(fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 36, maxLength: 36 }), {
      nil: undefined,
    }),
  })
  .map(({ sides, weights, channels, filters, extents, ...options }): Spec => {
    const spec: Spec = {
      ...options,
      extents,
      kernel: sides.slice(0, extents.length),
      ...(channels !== undefined && { channels }),
      ...(filters !== undefined && { filters }),
    };
    return weights ? { ...spec, weights: weights.slice(0, product(kernelShape(spec))) } : spec;
  })
  .filter((spec) => outputOf(spec).every((cells) => cells > 0))
  // An answer has only so many characters.
  .filter((spec) => product([...outputOf(spec), ...inputShape(spec), spec.filters ?? 1]) <= 400);

describe('matrices of layers drawn at random', () => {
  it('a right one has no mistake, a wrong one that of the idea it comes from', () => {
    fc.assert(
      fc.property(layers, fc.constantFrom(...Object.keys(WRONG)), (spec, id) => {
        const right = judged(givenOf(spec), 'matrix(conv)', matrixText(matrixByHand(spec)));
        assert.deepEqual([right.verdict, right.mistake], ['correct', undefined]);
        // With few numbers, weights of one’s own may repeat; with zeros, they are nowhere.
        if (id === 'T10' && spec.weights) return;
        for (const cells of WRONG[id]?.(spec) ?? []) isNamed(spec, id, cells);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe('what a matrix is explained by', () => {
  const line = givenOf({ extents: [4], kernel: [3], padding: 'same' });
  const free = ['conv: { type: conv1d, input: { shape: [4] }, kernel: 3, padding: same, bias: false }'];

  it('symbols that nobody declared may be called otherwise, and only these', () => {
    const shifted = '[[c, 0, 0, 0], [b, c, 0, 0], [a, b, c, 0], [0, a, b, c]]';
    assert.deepEqual(idsOf(judged(free, 'matrix(conv)', shifted)), ['T03']);
    assert.deepEqual(idsOf(judged(line, 'matrix(conv)', shifted)), []);
    const band = '[[b, c, 0, 0], [a, b, c, 0], [0, a, b, c], [0, 0, a, b]]';
    assert.equal(judged(free, 'matrix(conv)', band).verdict, 'correct');
    assert.deepEqual(idsOf(judged(line, 'matrix(conv)', band)), []);
  });

  it('a flipped kernel that was declared is flipped, whatever it could be called', () => {
    const flipped = '[[k2, k1, 0, 0], [k3, k2, k1, 0], [0, k3, k2, k1], [0, 0, k3, k2]]';
    const result = judged(line, 'matrix(conv)', flipped);
    assert.deepEqual(idsOf(result), ['T01', 'T02']);
    assert.match(result.message, /k1, k2, k3, not k3, k2, k1.*matrix transposed would give the same matrix/);
    assert.equal(result.credit, 0.75);
  });

  it('a mistake comes before the size that it makes', () => {
    const valid = judged(line, 'matrix(conv)', '[[k1, k2, k3, 0], [0, k1, k2, k3]]');
    assert.deepEqual(idsOf(valid), ['T05']);
    assert.match(judged(line, 'matrix(conv)', '[[k1, k2, k3]]').message, /is 4 × 4; this one is 1 × 3/);
  });

  it('what is right by its zeros alone earns nothing', () => {
    for (const cells of [
      '[[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]',
      '[[k2, k3, 0, 0], [k1, k2, k3, 0], [0, k1, k2, k3], [0, 0, k1, k1]]',
      '[[k3, k3, 0, 0], [k3, k3, k3, 0], [0, k3, k3, k3], [0, 0, k3, k3]]',
    ]) {
      const { credit, mistake } = judged(line, 'matrix(conv)', cells);
      assert.deepEqual([credit, mistake], [0, undefined], cells);
    }
  });

  it('of a transposed key it is asked what was transposed', () => {
    const causal = transposed(matrixByHand({ extents: [4], kernel: [3] }, { sides: [[2, 0]] }));
    assert.deepEqual(idsOf(judged(line, 'transpose(matrix(conv))', matrixText(causal))), ['T03']);
    assert.deepEqual(idsOf(judged([...line, 'M: matrix(conv)'], 'M', matrixText(transposed(causal)))), [
      'T03',
    ]);
  });

  it('conventions turn T01, T07 and T08 round', () => {
    const spec = { extents: [3, 3], kernel: [2, 2], channels: 2, filters: 2 };
    const given = givenOf(spec);
    const under = (convention: string): string[] => [
      ...given.slice(0, 2),
      `conv: { type: conv2d, input: x, kernel: k, ${convention} }`,
    ];
    const mine = matrixText(matrixByHand(spec));
    for (const [convention, id] of [
      ['convolution: flipped', 'T01'],
      ['flatten: column-major', 'T07'],
    ] as const)
      assert.ok(idsOf(judged(under(convention), 'matrix(conv)', mine)).includes(id), convention);
  });

  it('an answer to a layer of 64 × 64 pixels is explained as one to a small layer, and in no time', () => {
    const given = givenOf({ extents: [64, 64], kernel: [3, 3], padding: 'same' });
    for (const [how, id] of [
      ['kernel=flip(k), padding=same', 'T01'],
      ['kernel=k, padding=same, flatten=column-major', 'T07'],
      ['kernel=k, padding=[[2, 0], [2, 0]]', 'T03'],
      ['kernel=k', 'T05'],
    ] as const) {
      const start = performance.now();
      assert.equal(judged(given, 'matrix(conv)', `matrix(conv2d(x, ${how}))`).mistake?.id, id);
      // A slow machine that does other things beside takes some tens of milliseconds.
      assert.ok(performance.now() - start < 2000, how);
    }
  });
});
