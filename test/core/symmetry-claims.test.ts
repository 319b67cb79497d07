import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BooleanValue } from '../../src/core';
import { extentOf, places } from './support/brute';
import { numbersFor } from './support/slides';
import { assertSentence, refusal, valueOf } from './support/values';

/** Rows of numbers. */
type Image = readonly (readonly number[])[];

interface Stage {
  readonly kind: 'conv' | 'max';
  readonly kernel: Image;
  readonly stride: number;
  readonly pads: readonly [before: number, after: number];
  readonly relu: boolean;
}

/** Numpy's names, by coordinates: what comes from where. */
const SYMMETRIES: Readonly<Record<string, (x: Image) => Image>> = {
  'flip(axis=0)': (x) => x.map((_, row) => x[x.length - 1 - row] ?? []),
  'flip(axis=1)': (x) => x.map((row) => row.map((_, col) => row[row.length - 1 - col] ?? NaN)),
  'rotate(turns=1)': quarter,
  'rotate(turns=2)': (x) => quarter(quarter(x)),
  'rotate(turns=-1)': (x) => quarter(quarter(quarter(x))),
};
const EVERY: Readonly<Record<string, readonly string[]>> = {
  flip: ['flip(axis=0)', 'flip(axis=1)'],
  rotate: ['rotate(turns=1)', 'rotate(turns=2)', 'rotate(turns=-1)'],
};

/** What stood in the last column stands in the first row. */
function quarter(x: Image): Image {
  const cols = x[0]?.length ?? 0;
  return Array.from({ length: cols }, (_, row) => x.map((line) => line[cols - 1 - row] ?? NaN));
}

function applied(x: Image, { kind, kernel, stride, pads: [before, after], relu }: Stage): Image {
  const extent = (input: number, size: number): number => extentOf(input, size, stride, [before, after]);
  const [rows, cols] = [extent(x.length, kernel.length), extent(x[0]?.length ?? 0, kernel[0]?.length ?? 0)];
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => {
      const seen: number[] = [];
      for (const [i = 0, j = 0] of places([kernel.length, kernel[0]?.length ?? 0])) {
        const cell = x[row * stride + i - before]?.[col * stride + j - before];
        if (kind === 'conv') seen.push((cell ?? 0) * (kernel[i]?.[j] ?? NaN));
        else if (cell !== undefined) seen.push(cell);
      }
      const value = kind === 'conv' ? seen.reduce((a, b) => a + b, 0) : Math.max(...seen);
      return relu ? Math.max(0, value) : value;
    }),
  );
}

function run(x: Image, stages: readonly Stage[]): Image {
  return stages.reduce(applied, x);
}

function same(a: Image, b: Image): boolean {
  // −0 is 0.
  const text = (image: Image): string => JSON.stringify(image.map((row) => row.map((cell) => cell + 0)));
  return text(a) === text(b);
}

function imageOf(rows: number, cols: number, cell: (row: number, col: number) => number): Image {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (__, col) => cell(row, col)));
}

function inputsOf(rows: number, cols: number): Image[] {
  const ones = places([rows, cols]).flatMap(([at, to]) =>
    [1, -1].map((one) => imageOf(rows, cols, (row, col) => (row === at && col === to ? one : 0))),
  );
  const others = Array.from({ length: 150 }, (_, seed) => {
    const numbers = numbersFor(rows * cols, seed);
    return imageOf(rows, cols, (row, col) => numbers[row * cols + col] ?? NaN);
  });
  return [imageOf(rows, cols, () => 0), ...ones, ...others];
}

/** Three kernels of a kind: without a pattern, the same upside down, the same however it is flipped or turned. */
const kernels: fc.Arbitrary<Image> = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    cols: fc.integer({ min: 1, max: 3 }),
    numbers: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 9, maxLength: 9 }),
    kind: fc.constantFrom('none', 'up', 'sides', 'all', 'all', 'all'),
  })
  .map(({ rows, cols, numbers, kind }) => {
    const height = kind === 'all' ? cols : rows;
    const plain = imageOf(height, cols, (row, col) => numbers[row * 3 + col] ?? 0);
    const flips = {
      none: [],
      up: ['flip(axis=0)'],
      sides: ['flip(axis=1)'],
      all: ['flip(axis=0)', 'rotate(turns=1)', 'rotate(turns=2)'],
    };
    return (flips[kind] satisfies readonly string[]).reduce((kernel: Image, name) => {
      const other = SYMMETRIES[name]?.(kernel) ?? kernel;
      return kernel.map((row, at) => row.map((cell, to) => cell + (other[at]?.[to] ?? NaN)));
    }, plain);
  });

const stages: fc.Arbitrary<Stage> = fc
  .record({
    kind: fc.constantFrom('conv' as const, 'conv' as const, 'max' as const),
    kernel: kernels,
    stride: fc.constantFrom(1, 1, 1, 2, 3),
    pads: fc.constantFrom(
      [0, 0] as const,
      [1, 1] as const,
      [0, 0] as const,
      [0, 1] as const,
      [1, 0] as const,
    ),
    relu: fc.boolean(),
  })
  .map((stage) =>
    stage.kind === 'max' && Math.min(stage.kernel.length, stage.kernel[0]?.length ?? 0) < 2
      ? { ...stage, pads: [0, 0] as const }
      : stage,
  );

function layerText({ kind, kernel, stride, pads, relu }: Stage): string {
  const sides = JSON.stringify([pads, pads]);
  const size = JSON.stringify([kernel.length, kernel[0]?.length ?? 0]);
  const text =
    kind === 'conv'
      ? `conv2d(kernel=${JSON.stringify(kernel)}, stride=${stride}, padding=${sides})`
      : `maxPool2d(kernel=${size}, stride=${stride}, padding=${sides})`;
  return relu ? `${text}, relu()` : text;
}

function networkText(rows: number, cols: number, chain: readonly Stage[]): string {
  return `network(input(shape=[${rows}, ${cols}]), layers=[${chain.map(layerText).join(', ')}])`;
}

/** The claim, or undefined where it is said that it could not be decided. */
function claimed(source: string): BooleanValue | undefined {
  try {
    const value = valueOf(source);
    assert.ok(value.kind === 'boolean', source);
    const why = value.value ? value.proof : value.counterexample;
    assert.ok(why, source);
    assertSentence(why);
    return value;
  } catch (error) {
    if (error instanceof Error && error.message.includes('could not be decided')) return undefined;
    throw error;
  }
}

function claim(source: string): BooleanValue {
  return claimed(source) ?? assert.fail(`${source} is not decided`);
}

const names = fc.constantFrom(...Object.keys(SYMMETRIES), ...Object.keys(EVERY));

describe('whether flips and rotations of the input are those of the output', () => {
  it('is what trying them says, for chains of convolutions, maxima and relus', () => {
    const told = { true: 0, false: 0, undecided: 0 };
    fc.assert(
      fc.property(
        fc.array(stages, { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        names,
        (chain, rows, across, name) => {
          const cols = name.startsWith('flip') || name === 'rotate(turns=2)' ? across : rows;
          const zeros = imageOf(rows, cols, () => 0);
          fc.pre(chain.every((_, last) => (run(zeros, chain.slice(0, last + 1))[0]?.length ?? 0) > 0));
          const source = `equivariant(${networkText(rows, cols, chain)}, ${name})`;
          const said = claimed(source);
          if (!said) told.undecided++;
          else if (said.value) told.true++;
          else told.false++;
          if (!said) return;
          const asked = (EVERY[name] ?? [name]).map((one) => SYMMETRIES[one] ?? ((x: Image): Image => x));
          const holds = asked.every((turn) =>
            inputsOf(rows, cols).every((x) => same(run(turn(x), chain), turn(run(x, chain)))),
          );
          assert.equal(said.value, holds, source);
        },
      ),
      { numRuns: 250 },
    );
    assert.ok(told.true > 20 && told.false > 20 && told.undecided < 25, JSON.stringify(told));
  });

  it('is, without an input, whether the kernel is the same when it is flipped or turned', () => {
    fc.assert(
      fc.property(
        kernels,
        fc.constantFrom(1, 2),
        fc.constantFrom('valid', 'same'),
        names,
        (kernel, stride, padding, name) => {
          fc.pre(!name.startsWith('rotate') || name.endsWith('=2)') || kernel.length === kernel[0]?.length);
          const layer = `conv2d(kernel=${JSON.stringify(kernel)}, stride=${stride}, padding=${padding})`;
          const asked = EVERY[name] ?? [name];
          const holds = asked.every((one) => same(SYMMETRIES[one]?.(kernel) ?? [], kernel));
          assert.equal(claim(`equivariant(${layer}, ${name})`).value, holds, layer);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is said with the smallest counterexample', () => {
    const sobel = 'conv2d(kernel=[[1, 0, -1], [2, 0, -2], [1, 0, -1]])';
    assert.equal(
      claim(`equivariant(${sobel}, flip(axis=1))`).counterexample,
      'On one window, x = [[1, 0, 0], [0, 0, 0], [0, 0, 0]] flipped left to right is [[0, 0, 1], [0, 0, 0], [0, 0, 0]]; f gives [[−1]], but f(x) = [[1]] flipped is [[1]].',
    );
    assert.equal(claim(`equivariant(${sobel}, flip(axis=0))`).value, true);
    assert.equal(
      claim('equivariant(conv1d(kernel=[1, 2, 1], stride=2), flip, border=exact)').counterexample,
      'x = [1, 0, 0, 0] flipped is [0, 0, 0, 1]; f gives [0], but f(x) = [1] flipped is [1].',
    );
  });

  for (const [source, value] of [
    ['equivariant(conv2d(kernel=3), flip)', false],
    ['equivariant(conv2d(kernel=1), rotate)', true],
    ['equivariant(relu(), rotate)', true],
    ['equivariant(conv1d(kernel=[1, 2, 1], activation=relu), flip)', true],
    ['equivariant(upsample(scale=2), rotate)', true],
    ['equivariant(transposedConv1d(kernel=[1, 2, 1], stride=2), flip)', true],
    ['equivariant(transposedConv1d(kernel=[1, 2, 3], stride=2), flip)', false],
    ['equivariant(dense([5, 6], weights=[[1, 2], [2, 1]]), flip)', true],
    ['equivariant(dense([5, 6], weights=[[1, 2], [3, 1]]), flip)', false],
    ['equivariant(local1d(1..4, kernel=2), flip)', false],
    ['equivariant(maxPool2d(input(shape=[6, 6, 2]), kernel=2), rotate)', true],
    ['equivariant(maxPool2d(input(shape=[5, 5, 2]), kernel=2), rotate)', false],
    ['equivariant(maxPool2d(input(shape=[5, 6, 2]), kernel=2), flip(axis=1))', true],
    ['equivariant(conv3d(kernel=[[[1, 2]], [[1, 2]]]), flip(axis=0))', true],
    ['equivariant(conv3d(kernel=[[[1, 2]], [[1, 2]]]), flip(axis=2))', false],
    ['equivariant(conv2d(input(shape=[300, 300, 1]), kernel=ones([3, 3]), padding=same), rotate)', true],
    ['equivariant(conv2d(input(shape=[4, 4]), kernel=[[1, 2, 1]], padding=same), rotate)', false],
    ['equivariant(conv2d(input(shape=[4, 4]), kernel=[[1, 2, 1]]), rotate)', false],
    ['equivariant(conv1d(1..6, kernel=[1, 2, 1], padding=same, paddingMode=reflect), flip)', true],
    ['equivariant(conv1d(1..6, kernel=[1, 1], padding=same, paddingMode=circular), flip)', false],
  ] as const)
    it(`${source} is ${value}`, () => {
      assert.equal(claim(source).value, value);
    });

  it('is refused where it means nothing', () => {
    assert.match(refusal('equivariant(conv1d(kernel=[1, 2, 1]), rotate)'), /one axis/);
    assert.match(refusal('equivariant(conv1d(kernel=[1, 2, 1]), flip(axis=1))'), /one axis/);
    assert.match(refusal('equivariant(dense(inFeatures=3, units=3), flip)'), /give it an `input`/);
    assert.match(refusal('equivariant(conv2d(kernel=[[1, 2, 1]]), rotate)'), /give it an `input`/);
    assert.match(refusal('equivariant(globalAvgPool(), flip)'), /invariant\(f, flip\)/);
    assert.match(refusal('equivariant(conv2d(input(shape=[4, 6]), kernel=3), rotate)'), /square input/);
  });
});

describe('whether the output stays as it is under flips and rotations', () => {
  const blur = 'conv2d(kernel=[[1, 2, 1], [2, 4, 2], [1, 2, 1]], filters=1, padding=same)';
  const net = (...layers: string[]): string =>
    `network(input(shape=[6, 6, 1]), layers=[${layers.join(', ')}])`;
  for (const [source, value] of [
    ['invariant(globalAvgPool(), flip)', true],
    ['invariant(globalAvgPool(input(shape=[4, 4, 3])), rotate)', true],
    ['invariant(globalAvgPool(input(shape=[4, 6, 3])), rotate(turns=2))', true],
    ['invariant(relu(), flip)', false],
    ['invariant(conv1d(kernel=[1, 2, 1]), flip)', false],
    ['invariant(dense([5, 6, 7], weights=[[1, 2, 1]]), flip)', true],
    ['invariant(dense([5, 6, 7], weights=[[1, 2, 3]]), flip)', false],
    [
      `invariant(${net(blur, 'relu()', 'maxPool2d(kernel=2)', 'globalAvgPool()', 'dense(units=3)')}, rotate)`,
      true,
    ],
    [`invariant(${net('conv2d(filters=1, kernel=3)', 'relu()', 'globalAvgPool()')}, rotate)`, false],
    // The stride leaves out the last row and column.
    [`invariant(${net(blur, 'maxPool2d(kernel=3, stride=2)', 'globalAvgPool()')}, flip)`, false],
  ] as const)
    it(`${source} is ${value}`, () => {
      assert.equal(claim(source).value, value);
    });
});
