import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  apply,
  isZero,
  scalarText,
  Tensor,
  toTensor,
  transpose,
  type Matrix,
  type MatrixEntry,
  type SlidingLayer,
} from '../../src/core';
import { extentsOf, indexIn, multiplications, places, products, withChannel } from './support/brute';
import {
  inputShape,
  layerOf,
  numbersFor,
  outputShape,
  sizeOf,
  slides,
  weightPosition,
  weightShape,
  type RandomSlide,
} from './support/slides';
import { wholes } from './support/values';

/** The cells of a layer's matrix by the definition: where each stands, and which weight it is. */
interface Cell {
  readonly row: number;
  readonly col: number;
  /** The position in the weight tensor. */
  readonly weight: readonly number[];
  readonly tap: readonly number[];
}

/** @param local weights have the output place in front. */
function cellsOf({ slide, laid }: RandomSlide, local = false): Cell[] {
  const { channels, flatten } = laid;
  const row = indexIn(outputShape(slide, channels), flatten);
  const col = indexIn(inputShape(slide, channels), flatten);
  return products(slide).map(({ filter, place, channel, source, inGroup, tap }) => {
    const read =
      laid.convolution === 'flipped'
        ? tap.map((coordinate, axis) => (slide.kernel[axis] ?? 1) - 1 - coordinate)
        : tap;
    return {
      row: row(withChannel(channels, place, filter)),
      col: col(withChannel(channels, source, channel)),
      weight: [...(local ? place : []), ...weightPosition(channels, filter, inGroup, read)],
      tap,
    };
  });
}

/** A matrix written out as texts, one list per row. */
function texts(matrix: Matrix): string[][] {
  return places([matrix.rows]).map(([row = 0]) =>
    places([matrix.cols]).map(([col = 0]) => scalarText(matrix.cell(row, col))),
  );
}

function line(length: number, entries: readonly MatrixEntry[]): string[] {
  const cells = new Array<string>(length).fill('0');
  for (const { index, value } of entries) {
    assert.ok(!isZero(value), 'a zero is listed');
    cells[index] = scalarText(value);
  }
  assert.deepEqual(
    entries.map(({ index }) => index),
    entries.map(({ index }) => index).toSorted((a, b) => a - b),
  );
  return cells;
}

/** Holds a matrix against the text of every cell: by cell, by row, by column, in counts. */
function agrees(matrix: Matrix, expected: readonly (readonly string[])[]): void {
  assert.deepEqual(texts(matrix), expected);
  for (const [row, cells] of expected.entries()) assert.deepEqual(line(matrix.cols, matrix.row(row)), cells);
  for (let col = 0; col < matrix.cols; col++)
    assert.deepEqual(
      line(matrix.rows, matrix.col(col)),
      expected.map((cells) => cells[col]),
    );
  const nonZero = expected.flat().filter((text) => text !== '0');
  assert.equal(matrix.nnz, BigInt(nonZero.length));
  assert.equal(matrix.distinct, BigInt(new Set(nonZero).size));
}

function written(
  shape: readonly [number, number],
  cells: readonly Cell[],
  text: (cell: Cell) => string,
): string[][] {
  const rows = Array.from({ length: shape[0] }, () => new Array<string>(shape[1]).fill('0'));
  for (const cell of cells) (rows[cell.row] ?? [])[cell.col] = text(cell);
  return rows;
}

/** Symbols count from 1 and are called by their position. */
function symbol(position: readonly number[]): string {
  return `w${position.map((coordinate) => coordinate + 1).join('_')}`;
}

function sizes({ slide, laid }: RandomSlide): [rows: number, cols: number] {
  return [sizeOf(outputShape(slide, laid.channels)), sizeOf(inputShape(slide, laid.channels))];
}

function weightsOf(
  { slide, laid }: RandomSlide,
  seed: number,
): { values: number[]; at: (position: readonly number[]) => number } {
  const shape = weightShape(slide, laid.channels);
  const values = numbersFor(sizeOf(shape), seed);
  const index = indexIn(shape, 'row-major');
  return { values, at: (position) => values[index(position)] ?? NaN };
}

describe('the matrix of a layer', () => {
  for (const local of [false, true])
    it(`is what the definition of a ${local ? 'locally connected layer' : 'convolution'} says, cell by cell`, () => {
      fc.assert(
        fc.property(slides({ groups: local ? 1 : 2 }), (random) => {
          const layer = layerOf({ ...random, padding: random.word, local });
          const cells = cellsOf(random, local);
          agrees(
            layer.matrix,
            written(sizes(random), cells, ({ weight }) => symbol(weight)),
          );
          assert.deepEqual(layer.outputShape, outputShape(random.slide, random.laid.channels));
          assert.equal(layer.macs, BigInt(multiplications(random.slide)));
          assert.equal(
            layer.weights,
            BigInt(
              sizeOf(weightShape(random.slide, random.laid.channels)) *
                (local ? sizeOf(extentsOf(random.slide)) : 1),
            ),
          );
        }),
        { numRuns: 150 },
      );
    });

  it('is what the definition says over three axes', () => {
    fc.assert(
      fc.property(slides({ axes: [3], groups: 1 }), (random) => {
        const { matrix } = layerOf(random);
        agrees(
          matrix,
          written(sizes(random), cellsOf(random), ({ weight }) => symbol(weight)),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('holds given kernels, zeros among them', () => {
    fc.assert(
      fc.property(slides(), fc.nat({ max: 999 }), (random, seed) => {
        const { values, at } = weightsOf(random, seed);
        const { matrix } = layerOf({ ...random, weights: values });
        agrees(
          matrix,
          written(sizes(random), cellsOf(random), ({ weight }) => String(at(weight))),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('knows where each cell comes from', () => {
    fc.assert(
      fc.property(slides(), fc.boolean(), (random, local) => {
        const plain = local ? { ...random, slide: { ...random.slide, groups: 1 } } : random;
        const layer = layerOf({ ...plain, local });
        const { matrix, weightTensor } = layer;
        const cells = new Map(cellsOf(plain, local).map((cell) => [`${cell.row},${cell.col}`, cell]));
        for (let row = 0; row < matrix.rows; row++)
          for (let col = 0; col < matrix.cols; col++) {
            const [found, wanted] = [matrix.provenance(row, col), cells.get(`${row},${col}`)];
            assert.deepEqual(found?.tap, wanted?.tap);
            if (found && wanted)
              assert.equal(scalarText(weightTensor.entry(found.weight)), symbol(wanted.weight));
          }
        assert.equal(matrix.shared, !local);
      }),
      { numRuns: 60 },
    );
  });

  it('names its rows and columns by their positions', () => {
    fc.assert(
      fc.property(slides(), (random) => {
        const { slide, laid } = random;
        const { matrix } = layerOf(random);
        for (const [shape, position] of [
          [inputShape(slide, laid.channels), matrix.inputPosition],
          [outputShape(slide, laid.channels), matrix.outputPosition],
        ] as const)
          for (const place of places(shape))
            assert.deepEqual(position?.(indexIn(shape, laid.flatten)(place)), place);
      }),
      { numRuns: 25 },
    );
  });
});

/** y by the definition, in row-major order, with the biases of the filters. */
function outputsOf(
  { slide, laid }: RandomSlide,
  weight: (position: readonly number[]) => number,
  x: readonly number[],
  biases: readonly number[],
): number[] {
  const shape = outputShape(slide, laid.channels);
  const [input, output] = [
    indexIn(inputShape(slide, laid.channels), 'row-major'),
    indexIn(shape, 'row-major'),
  ];
  const channelAxis = laid.channels === 'first' ? 0 : slide.spatial.length;
  const y = places(shape).map((place) => biases[place[channelAxis] ?? 0] ?? 0);
  for (const { filter, place, channel, source, inGroup, tap } of products(slide)) {
    const read =
      laid.convolution === 'flipped' ? tap.map((t, axis) => (slide.kernel[axis] ?? 1) - 1 - t) : tap;
    const at = output(withChannel(laid.channels, place, filter));
    y[at] =
      (y[at] ?? 0) +
      weight(weightPosition(laid.channels, filter, inGroup, read)) *
        (x[input(withChannel(laid.channels, source, channel))] ?? 0);
  }
  return y;
}

describe('what a layer gives', () => {
  it('is the sum of the definition, whatever the order in which the matrix flattens', () => {
    fc.assert(
      fc.property(slides(), fc.nat({ max: 999 }), (random, seed) => {
        const { slide, laid } = random;
        const { values, at } = weightsOf(random, seed);
        const shape = inputShape(slide, laid.channels);
        const x = numbersFor(sizeOf(shape), seed + 1);
        const biases = numbersFor(slide.filters, seed + 2);
        const layer = layerOf({ ...random, weights: values, bias: Tensor.integers([slide.filters], biases) });
        const expected = outputsOf(random, at, x, biases);
        const output = layer.forward([Tensor.integers(shape, x)]);
        assert.deepEqual(output.shape, outputShape(slide, laid.channels));
        assert.deepEqual(wholes(output.entries()), expected);
      }),
      { numRuns: 150 },
    );
  });

  it('is Wx for an x that is flattened already', () => {
    fc.assert(
      fc.property(slides(), fc.nat({ max: 999 }), (random, seed) => {
        const { values } = weightsOf(random, seed);
        const layer = layerOf({ ...random, weights: values });
        const { matrix } = layer;
        const x = numbersFor(matrix.cols, seed);
        const sums = wholes(apply(matrix, Tensor.integers([matrix.cols], x)));
        const cells = toTensor(matrix);
        for (const [row, sum] of sums.entries()) {
          let expected = 0;
          for (const [col, factor] of x.entries())
            expected += factor * (wholes([cells.entry(row * matrix.cols + col)])[0] ?? 0);
          assert.equal(sum, expected);
        }
        const given = layer.forward([Tensor.integers([matrix.cols], x)]);
        const index = indexIn(given.shape, 'row-major');
        for (const [row, sum] of sums.entries())
          assert.deepEqual(wholes([given.entry(index(matrix.outputPosition?.(row) ?? []))]), [sum]);
      }),
      { numRuns: 80 },
    );
  });

  it('is symbols for symbols: every product of the definition once', () => {
    const { slide, laid }: RandomSlide = {
      slide: {
        spatial: [3],
        inChannels: 1,
        filters: 1,
        groups: 1,
        kernel: [2],
        stride: [1],
        dilation: [1],
        pads: [[1, 0]],
      },
      laid: { channels: 'last', flatten: 'row-major', convolution: 'cross-correlation' },
      word: undefined,
    };
    const output = layerOf({ slide, laid, bias: true }).forward([Tensor.symbols('x', [3, 1])]);
    assert.deepEqual(output.entries().map(scalarText), [
      'w2_1_1*x1_1 + b1',
      'w1_1_1*x1_1 + w2_1_1*x2_1 + b1',
      'w1_1_1*x2_1 + w2_1_1*x3_1 + b1',
    ]);
  });
});

describe('flipped convolutions', () => {
  it('have the matrix of the kernel turned round', () => {
    fc.assert(
      fc.property(slides(), fc.nat({ max: 999 }), (random, seed) => {
        const { slide, laid } = random;
        const { values } = weightsOf(random, seed);
        const shape = weightShape(slide, laid.channels);
        const index = indexIn(shape, 'row-major');
        const taps = slide.spatial.map((_, axis) => (laid.channels === 'first' ? axis + 2 : axis));
        const turned = places(shape).map((place) => {
          const from = place.map((coordinate, axis) =>
            taps.includes(axis) ? (shape[axis] ?? 1) - 1 - coordinate : coordinate,
          );
          return values[index(from)] ?? NaN;
        });
        const as = (convolution: 'flipped' | 'cross-correlation', weights: readonly number[]): SlidingLayer =>
          layerOf({ slide, laid: { ...laid, convolution }, weights });
        assert.deepEqual(texts(as('flipped', values).matrix), texts(as('cross-correlation', turned).matrix));
      }),
      { numRuns: 80 },
    );
  });

  it('are the transpose, on one axis with stride 1, an odd kernel and “same” padding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (length, half, dilation) => {
          const as = (convolution: 'flipped' | 'cross-correlation'): Matrix =>
            layerOf({
              slide: {
                spatial: [length],
                inChannels: 1,
                filters: 1,
                groups: 1,
                kernel: [2 * half + 1],
                stride: [1],
                dilation: [dilation],
                pads: [],
              },
              laid: { channels: 'last', flatten: 'row-major', convolution },
              padding: 'same',
            }).matrix;
          assert.deepEqual(texts(as('flipped')), texts(transpose(as('cross-correlation'))));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('transpose', () => {
  it('exchanges rows and columns and is its own inverse', () => {
    fc.assert(
      fc.property(slides(), fc.nat({ max: 999 }), (random, seed) => {
        const { values } = weightsOf(random, seed);
        const { matrix } = layerOf({ ...random, weights: values });
        const plain = texts(matrix);
        const exchanged = places([matrix.cols]).map(([col = 0]) => plain.map((row) => row[col] ?? ''));
        agrees(transpose(matrix), exchanged);
        agrees(transpose(transpose(matrix)), plain);
        assert.deepEqual(
          transpose(matrix).provenance(0, matrix.rows - 1),
          matrix.provenance(matrix.rows - 1, 0),
        );
        assert.deepEqual(transpose(matrix).inputPosition?.(0), matrix.outputPosition?.(0));
      }),
      { numRuns: 60 },
    );
  });
});

describe('local layers', () => {
  it('connect what their weights meet on the input, and count those on padding too', () => {
    fc.assert(
      fc.property(slides({ groups: 1 }), (random) => {
        const layer = layerOf({ ...random, local: true, bias: true });
        const onPadding = multiplications(random.slide) - products(random.slide).length;
        assert.equal(layer.weights - layer.matrix.nnz, BigInt(onPadding));
        assert.equal(layer.biases, BigInt(sizeOf(layer.outputShape)));
      }),
      { numRuns: 80 },
    );
  });

  it('add another bias at every output', () => {
    fc.assert(
      fc.property(slides({ groups: 1 }), (random) => {
        const shape = outputShape(random.slide, random.laid.channels);
        const biases = Tensor.integers([sizeOf(shape)], numbersFor(sizeOf(shape), 5));
        const layer = layerOf({ ...random, local: true, bias: biases });
        assert.deepEqual(
          places([sizeOf(shape)]).map(([index = 0]) => layer.biasOf(index)),
          biases.entries(),
        );
        assert.equal(layer.biases, BigInt(sizeOf(shape)));
      }),
      { numRuns: 20 },
    );
  });
});
