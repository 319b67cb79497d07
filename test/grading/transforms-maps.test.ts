import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  givenOf,
  inputShape,
  inputText,
  kernelShape,
  listText,
  mapByHand,
  numbers,
  outputOf,
  places,
  product,
  productsAt,
  sidesOf,
  sumText,
  weightText,
  type ByHand,
  type Spec,
} from '../support/by-hand';
import { idsOf, judged } from '../support/judged';

/** An input of numbers of both signs. */
const INPUT = [4, -7, 1, 9, -2, 6, 3, -8, 5, 0, 7, -1, 2, 8, -5, -3, 10, 12, -4, 11, -6, 13, 15, -9, 14];

function withInput(spec: Spec): Spec {
  return {
    ...spec,
    input: Array.from({ length: product(inputShape(spec)) }, (_, index) => INPUT[index % 25] ?? 0),
  };
}

/** The layers, with symbols and with numbers. */
const LAYERS: readonly Spec[] = [
  { extents: [6], kernel: [3] },
  { extents: [5], kernel: [3], padding: 'same' as const },
  { extents: [8], kernel: [3], stride: 2 },
  { extents: [7], kernel: [2], stride: 3, padding: 1 },
  { extents: [7], kernel: [3], dilation: 2, padding: 'same' as const, bias: [4] },
  { extents: [5], kernel: [2], channels: 2, filters: 2, bias: [3, 5] },
  { extents: [4, 4], kernel: [3, 3] },
  { extents: [3, 4], kernel: [2, 2], padding: 1, bias: [2] },
  { extents: [4, 4], kernel: [3, 3], padding: 'same' as const },
  { extents: [5, 5], kernel: [3, 3], stride: 2, padding: 1 },
  { extents: [5, 4], kernel: [2, 2], stride: 2 },
  { extents: [3, 3], kernel: [2, 2], channels: 3, bias: [7] },
  { extents: [3, 4], kernel: [2, 2], channels: 2, filters: 2, bias: [1, 2] },
  { extents: [4, 4], kernel: [2, 2], channels: 2, filters: 2, stride: 2, padding: 1 },
].flatMap((spec) => [spec, withInput(numbers(spec)), numbers(spec)]);

const square = ({ kernel: [a, b] }: Spec): boolean => a !== undefined && a === b && a > 1;

const isPadded = (spec: Spec): boolean =>
  sidesOf(spec)
    .flat()
    .some((cells) => cells > 0);

/** Every nth cell of a map along its places, from one on. */
function every(map: ByHand, rank: number, from: number, step: number): ByHand {
  const shape = map.shape.map((extent, axis) => (axis < rank ? Math.ceil((extent - from) / step) : extent));
  const index = (place: readonly number[]): number =>
    place.reduce(
      (flat, at, axis) => flat * (map.shape[axis] ?? 1) + (axis < rank ? from + at * step : at),
      0,
    );
  return { shape, cells: places(shape).map((place) => map.cells[index(place)] ?? '') };
}

/** What each mistake makes of what a convolution gives, by hand. */
const WRONG: Readonly<Record<string, (spec: Spec) => ByHand[]>> = {
  V01: (spec) =>
    spec.bias ? [mapByHand(spec, {}, (products, filter) => sumText(spec, products, filter, false))] : [],
  V02: (spec) =>
    (spec.channels ?? 1) < 2
      ? []
      : [
          mapByHand(spec, {}, (products, filter) =>
            sumText(
              spec,
              products.filter(({ channel }) => channel === 0),
              filter,
            ),
          ),
        ],
  V03: (spec) =>
    [product(spec.kernel), spec.channels ?? 1].flatMap((count) =>
      count === 1
        ? []
        : [
            mapByHand(
              spec,
              {},
              (products, filter) =>
                `(${sumText(spec, products, filter, false)})/${count} + ${spec.bias?.[filter] ?? 0}`,
            ),
          ],
    ),
  V04: (spec) => [
    mapByHand(spec, { tap: (tap) => tap.map((at, axis) => (spec.kernel[axis] ?? 1) - 1 - at) }),
  ],
  V05(spec) {
    const { channels = 1 } = spec;
    const [size = 1] = spec.kernel;
    if (spec.kernel.length !== 2 || !square(spec)) return [];
    const cells = Array.from({ length: size }, (_, index) => index);
    // Of the window P and the kernel W: (P·W)[i, j] = Σ P[i, m]·W[m, j], each 0 outside of the input.
    const made = (pairs: readonly (readonly [number, number])[]): ByHand => {
      const map = mapByHand(spec, {});
      const output = outputOf(spec);
      const { filters = 1, stride = 1, dilation = 1 } = spec;
      const texts = places(output).flatMap((place) =>
        Array.from({ length: filters }, (_, filter) => {
          const terms: string[] = [];
          for (let channel = 0; channel < channels; channel++)
            for (const [i, j] of pairs)
              for (const m of cells) {
                const at = [i, m].map(
                  (tap, axis) =>
                    (place[axis] ?? 0) * stride + tap * dilation - (sidesOf(spec)[axis]?.[0] ?? 0),
                );
                if (at.every((index, axis) => index >= 0 && index < (spec.extents[axis] ?? 0)))
                  terms.push(
                    `(${inputText(spec, at, channel)})*(${weightText(spec, [m, j], channel, filter)})`,
                  );
              }
          return `${terms.join(' + ') || '0'} + ${spec.bias?.[filter] ?? 0}`;
        }),
      );
      return { shape: map.shape, cells: texts };
    };
    return [
      made(cells.map((index) => [index, index] as const)),
      made(cells.flatMap((i) => cells.map((j) => [i, j] as const))),
    ];
  },
  V06(spec) {
    if (!spec.input || !spec.weights) return [];
    const map = mapByHand(spec);
    return [{ ...map, cells: map.cells.map((cell) => String(Math.max(0, Number(cell)))) }];
  },
  V08: (spec) =>
    isPadded(spec) && sidesOf(spec).every((sides, axis) => Math.max(...sides) < (spec.extents[axis] ?? 1))
      ? [mapByHand(spec, { border: 'replicate' }), mapByHand(spec, { border: 'reflect' })]
      : [],
  V10(spec) {
    if (spec.extents.length !== 2) return [];
    const { shape, cells } = mapByHand(spec);
    const [rows = 1, cols = 1, filters = 1] = shape;
    return [
      {
        shape: [cols, rows, ...shape.slice(2)],
        cells: places([cols, rows, filters]).map(
          ([i = 0, j = 0, filter = 0]) => cells[(j * cols + i) * filters + filter] ?? '',
        ),
      },
    ];
  },
  V11: (spec) => ((spec.stride ?? 1) > 1 ? [mapByHand(spec, { stride: 1 })] : []),
  V12: (spec) => {
    const { stride = 1 } = spec;
    return stride > 1 ? [every(mapByHand(spec, { stride: 1 }), spec.extents.length, 1, stride)] : [];
  },
};

/** Checks a wrong map: the mistake is named, unless it is right after all. @returns whether it was. */
function isNamed(given: readonly string[], key: string, id: string, map: ByHand): boolean {
  if (map.cells.length === 0) return false;
  const result = judged(given, key, listText(map));
  if (result.verdict === 'correct') return false;
  assert.ok(
    idsOf(result).includes(id),
    `${id} of ${given.join('; ')}, ${key}: ${result.verdict} ${idsOf(result).join()} ${result.message}\n${listText(map)}`,
  );
  assert.ok(result.credit < 1);
  return true;
}

describe('mistakes about what a convolution gives', () => {
  it('a right map has none', () => {
    for (const spec of LAYERS) {
      const result = judged(givenOf(spec), 'output(conv)', listText(mapByHand(spec)));
      assert.equal(result.verdict, 'correct', `${JSON.stringify(spec)} ${result.message}`);
      assert.equal(result.mistake, undefined);
    }
  });

  for (const [id, wrong] of Object.entries(WRONG))
    it(`${id} is named`, () => {
      const named = LAYERS.filter(
        (spec) => wrong(spec).filter((map) => isNamed(givenOf(spec), 'output(conv)', id, map)).length > 0,
      );
      assert.ok(named.length >= 5, `${id} on ${named.length} layers`);
    });

  it('V06 is named where ReLU belongs to the layer, or is called', () => {
    const specs = LAYERS.filter(({ input, weights }) => input && weights);
    const named = specs.filter((spec) => {
      const own = isNamed(givenOf(spec, ', activation: relu'), 'output(conv)', 'V06', mapByHand(spec));
      return isNamed(givenOf(spec), 'relu(output(conv))', 'V06', mapByHand(spec)) && own;
    });
    assert.ok(named.length >= 5, String(named.length));
  });

  it('keys that correlate, apply a layer, or do more with the map have them, too', () => {
    const spec = withInput(numbers({ extents: [4, 4], kernel: [3, 3], padding: 'same' }));
    const given = givenOf(spec);
    const [flipped] = WRONG['V04']?.(spec) ?? [];
    const [trace] = WRONG['V05']?.(spec) ?? [];
    assert.ok(flipped && trace);
    for (const [id, map] of [
      ['V04', flipped],
      ['V05', trace],
    ] as const) {
      assert.ok(isNamed(given, 'correlate(x, k, padding=same)', id, map));
      assert.ok(isNamed(given, 'conv(x)', id, map));
      assert.ok(isNamed(given, 'output(conv, x)', id, map));
      assert.ok(isNamed(given, 'flatten(output(conv))', id, { shape: [16], cells: map.cells }));
      const more = { ...map, cells: map.cells.map((cell) => `2*(${cell}) + 1`) };
      assert.ok(isNamed(given, '2*conv(x) + 1', id, more));
    }
    const right = mapByHand(spec);
    assert.ok(isNamed(given, 'convolve(x, k, padding=same)', 'V04', right));
    assert.ok(isNamed(given, 'correlate(x, k, padding=same) + 5', 'V01', right));
  });

  it('a map of zeros is no mistake that is known, unless ReLU made it', () => {
    const given = ['x: [-1, -2, -3, -4]', 'y: [1, -1, 0, 2, 1, -1]'];
    const zeros = judged(given, 'correlate(y, [0, 2, 0], stride=2)', '[0, 0]');
    assert.deepEqual([zeros.credit, zeros.mistake], [0, undefined]);
    assert.deepEqual(idsOf(judged(given, 'correlate(x, [1, 1])', '[0, 0, 0]')), ['V06']);
  });
});

interface PoolSpec {
  readonly extents: readonly number[];
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  readonly counted: boolean;
  readonly channels?: number;
}

type Way = 'max' | 'avg';

/** What a pool gives, by hand. */
function pooled(spec: PoolSpec, way: Way, { counted, stride }: PoolSpec = spec, edge = false): ByHand {
  const { size, extents, padding, channels } = spec;
  const layer = withInput({
    extents,
    kernel: extents.map(() => size),
    padding,
    stride,
    ...(channels !== undefined && { channels }),
  });
  const shape = outputOf(layer);
  const cells = places(shape).flatMap((place) =>
    Array.from({ length: channels ?? 1 }, (_, channel) => {
      const seen = productsAt(layer, place, 0, { border: edge ? 'replicate' : 'zeros' })
        .filter((one) => one.channel === channel)
        .map(({ at }) => Number(inputText(layer, at, channel)));
      if (way === 'max') return String(Math.max(...seen));
      return `(${seen.reduce((sum, x) => sum + x, 0)})/${counted ? size ** extents.length : seen.length}`;
    }),
  );
  return { shape: channels === undefined ? shape : [...shape, channels], cells };
}

const POOLS: readonly PoolSpec[] = [
  { extents: [6], size: 2, stride: 2, padding: 0, counted: true },
  { extents: [7], size: 3, stride: 2, padding: 1, counted: true },
  { extents: [6], size: 3, stride: 1, padding: 1, counted: false },
  { extents: [4, 4], size: 2, stride: 2, padding: 0, counted: true },
  { extents: [5, 6], size: 2, stride: 1, padding: 0, counted: true },
  { extents: [5, 5], size: 3, stride: 2, padding: 1, counted: true },
  { extents: [5, 4], size: 3, stride: 2, padding: 1, counted: false },
  { extents: [4, 5], size: 3, stride: 2, padding: 1, counted: true, channels: 2 },
  { extents: [4, 4], size: 2, stride: 2, padding: 1, counted: false, channels: 3 },
];

/** What each mistake makes of what a pool gives. */
const POOLED: Readonly<Record<string, (spec: PoolSpec, way: Way) => ByHand[]>> = {
  V07: (spec, way) => [pooled(spec, way === 'max' ? 'avg' : 'max')],
  V08: (spec, way) =>
    way === 'avg' && spec.padding > 0 ? [pooled(spec, way, { ...spec, counted: true }, true)] : [],
  V09: (spec, way) =>
    way === 'avg' && spec.padding > 0 ? [pooled(spec, way, { ...spec, counted: !spec.counted })] : [],
  V11: (spec, way) => (spec.stride > 1 ? [pooled(spec, way, { ...spec, stride: 1 })] : []),
  V12: (spec, way) =>
    spec.stride > 1
      ? [every(pooled(spec, way, { ...spec, stride: 1 }), spec.extents.length, 1, spec.stride)]
      : [],
};

/** Small layers of all kinds on inputs of numbers. */
const drawn: fc.Arbitrary<Spec> = fc
  .record({
    extents: fc.oneof(
      fc.tuple(fc.integer({ min: 2, max: 7 })),
      fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
    ),
    sides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    channels: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    filters: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    padding: fc.constantFrom<NonNullable<Spec['padding']>>('same', 'valid', 1, 2),
    weights: fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 36, maxLength: 36 }),
    input: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 32, maxLength: 32 }),
    bias: fc.option(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), {
      nil: undefined,
    }),
  })
  .map(({ extents, sides, channels, filters, weights, input, bias, ...options }): Spec => {
    const spec: Spec = {
      ...options,
      extents,
      kernel: sides.slice(0, extents.length),
      ...(channels !== undefined && { channels }),
      ...(filters !== undefined && { filters }),
      ...(bias && { bias: bias.slice(0, filters ?? 1) }),
    };
    return {
      ...spec,
      weights: weights.slice(0, product(kernelShape(spec))),
      input: input.slice(0, product(inputShape(spec))),
    };
  })
  .filter((spec) => outputOf(spec).every((cells) => cells > 0));

describe('maps of layers drawn at random', () => {
  it('a right one has no mistake, a wrong one that of the idea it comes from', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(...Object.keys(WRONG)), (spec, id) => {
        const given = givenOf(spec);
        const right = judged(given, 'output(conv)', listText(mapByHand(spec)));
        assert.deepEqual([right.verdict, right.mistake], ['correct', undefined]);
        for (const map of WRONG[id]?.(spec) ?? []) {
          // Zeros alone are no evidence.
          if (map.cells.length === 0) continue;
          const zeros = judged([`y: ${listText(map)}`], 'max(abs(y))', '0').verdict === 'correct';
          if (!zeros || id === 'V06') isNamed(given, 'output(conv)', id, map);
        }
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('mistakes about what a pool gives', () => {
  const ways = POOLS.flatMap((spec) => [[spec, 'max'] as const, [spec, 'avg'] as const]);
  const given = ({ extents, size, stride, padding, counted, channels }: PoolSpec, way: Way): string[] => [
    givenOf(withInput({ extents, kernel: [1], ...(channels !== undefined && { channels }) }))[0] ?? '',
    `pool: { type: ${way}-pool${extents.length}d, input: x, kernel: ${size}, stride: ${stride}, padding: ${padding}${way === 'avg' ? `, count-padding: ${counted}` : ''} }`,
  ];

  it('a right map has none', () => {
    for (const [spec, way] of ways)
      assert.equal(
        judged(given(spec, way), 'output(pool)', listText(pooled(spec, way))).verdict,
        'correct',
        JSON.stringify(spec),
      );
  });

  for (const [id, wrong] of Object.entries(POOLED))
    it(`${id} is named`, () => {
      const named = ways.filter(
        ([spec, way]) =>
          wrong(spec, way).filter((map) => isNamed(given(spec, way), 'output(pool)', id, map)).length > 0,
      );
      assert.ok(named.length >= 5, `${id} on ${named.length} pools`);
    });
});
