import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  add,
  apply,
  DEFAULT_CONVENTIONS,
  isZero,
  scalarText,
  SlidingLayer,
  Tensor,
  toTensor,
  type Padding,
  type PaddingWord,
  type Scalar,
} from '../../src/core';
import { flat, type Nested, type Sides } from './support/brute';
import { integers, tensorOf, tensorValue, valueOf, whole, wholes } from './support/values';

/** A convolution as PyTorch computed it: channels first, row-major. */
interface Case {
  readonly id: string;
  readonly op: 'conv1d' | 'conv2d' | 'conv3d';
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly padding: string;
  readonly pads: readonly Sides[];
  readonly bias: boolean;
  readonly input: Nested;
  readonly weight: Nested;
  readonly biasValues?: readonly number[];
  readonly outputShape: readonly number[];
  readonly output: Nested;
  readonly params: number;
  readonly macs: number;
  readonly matrix?: readonly (readonly number[])[];
}

const FILE = join(__dirname, '../fixtures/convolution/pytorch.jsonl');
const CASES = readFileSync(FILE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const CONVENTIONS = { ...DEFAULT_CONVENTIONS, channels: 'first' } as const;

function inputOf(one: Case): Tensor {
  return integers([one.inChannels, ...one.size], flat(one.input));
}

function kernelOf(one: Case): Tensor {
  return integers([one.outChannels, one.inChannels / one.groups, ...one.kernel], flat(one.weight));
}

function layerOf(one: Case, padding: Padding, symbolic = false): SlidingLayer {
  return new SlidingLayer(one.op, {
    axes: one.size.length as 1 | 2 | 3,
    input: [one.inChannels, ...one.size],
    kernel: symbolic ? { sizes: one.kernel } : { tensor: kernelOf(one) },
    filters: one.outChannels,
    inChannels: one.inChannels,
    stride: one.stride,
    dilation: one.dilation,
    padding,
    fit: 'floor',
    groups: one.groups,
    bias: one.biasValues && one.bias ? Tensor.integers([one.biasValues.length], one.biasValues) : false,
    conventions: CONVENTIONS,
  });
}

function outputOf(layer: SlidingLayer, x: Tensor): number[] {
  return wholes(apply(layer.matrix, x).map((sum, index) => add(sum, layer.biasOf(index))));
}

/** A matrix with its cells known one by one. */
function agreesWith(layer: SlidingLayer, expected: readonly (readonly number[])[]): void {
  const { matrix, weightTensor } = layer;
  assert.deepEqual([matrix.rows, matrix.cols], [expected.length, expected[0]?.length]);
  const listed = (entries: readonly { index: number; value: Scalar }[]): (readonly [number, number])[] =>
    entries.map(({ index, value }) => [index, whole(value)]);
  const different = new Set<number>();
  let nonZero = 0;
  for (const [row, cells] of expected.entries()) {
    for (const [col, cell] of cells.entries()) {
      assert.equal(whole(matrix.cell(row, col)), cell, `cell ${row}, ${col}`);
      const source = matrix.provenance(row, col);
      if (source) assert.equal(whole(weightTensor.entry(source.weight)), cell);
      else assert.equal(cell, 0);
      if (cell === 0) continue;
      nonZero++;
      different.add(cell);
    }
    assert.deepEqual(
      listed(matrix.row(row)),
      [...cells.entries()].filter(([, cell]) => cell !== 0),
      `row ${row}`,
    );
  }
  for (let col = 0; col < matrix.cols; col++) {
    const cells = expected.map((row) => row[col] ?? 0);
    assert.deepEqual(
      listed(matrix.col(col)),
      [...cells.entries()].filter(([, cell]) => cell !== 0),
      `column ${col}`,
    );
  }
  assert.deepEqual([matrix.nnz, matrix.distinct], [BigInt(nonZero), BigInt(different.size)]);
  assert.deepEqual(wholes(toTensor(matrix).entries()), expected.flat());
}

describe('convolutions as PyTorch computes them', () => {
  it('has cases of every kind', () => {
    for (const op of ['conv1d', 'conv2d', 'conv3d'])
      assert.ok(CASES.filter((one) => one.op === op).length >= 20, op);
    for (const padding of ['valid', 'same', 'full', 'number', 'sides'])
      assert.ok(CASES.filter((one) => one.padding === padding).length >= 20, padding);
    assert.ok(CASES.filter((one) => one.groups > 1).length >= 30);
    assert.ok(CASES.filter((one) => one.matrix).length >= 80);
  });

  for (const one of CASES) {
    const words: readonly PaddingWord[] = ['valid', 'same', 'full'];
    const word = words.find((known) => known === one.padding);

    it(`${one.id}: ${one.op}, ${one.padding} padding`, () => {
      for (const padding of [one.pads, ...(word ? [word] : [])]) {
        const layer = layerOf(one, padding);
        assert.deepEqual(layer.outputShape, one.outputShape);
        assert.deepEqual(outputOf(layer, inputOf(one)), flat(one.output));
        assert.deepEqual([layer.weights + layer.biases, layer.macs], [BigInt(one.params), BigInt(one.macs)]);
        if (one.matrix) agreesWith(layer, one.matrix);
      }
    });
  }

  it('gives the same output with symbols once the numbers are put in', () => {
    for (const one of CASES.filter(({ matrix }) => matrix).slice(0, 30)) {
      const { matrix } = layerOf(one, one.pads, true);
      const weights = kernelOf(one);
      for (const [row, cells] of (one.matrix ?? []).entries())
        for (const [col, cell] of cells.entries()) {
          const source = matrix.provenance(row, col);
          assert.equal(source ? whole(weights.entry(source.weight)) : 0, cell);
          assert.equal(
            isZero(matrix.cell(row, col)),
            source === undefined,
            scalarText(matrix.cell(row, col)),
          );
        }
    }
  });

  it('gives the same output through the functions of the language', () => {
    for (const one of CASES) {
      const names = {
        x: tensorValue(inputOf(one)),
        k: tensorValue(kernelOf(one)),
        b: tensorValue(
          integers([one.outChannels], one.biasValues ?? new Array<number>(one.outChannels).fill(0)),
        ),
      };
      const list = (values: readonly number[]): string =>
        values.length === 1 ? String(values[0]) : `[${values.join(', ')}]`;
      const options = [
        `kernel=k, bias=b, stride=${list(one.stride)}, dilation=${list(one.dilation)}, groups=${one.groups}`,
        `padding=[${one.pads.map((sides) => `[${sides.join(', ')}]`).join(', ')}], channels=first`,
      ].join(', ');
      const output = tensorOf(valueOf(`output(${one.op}(x, ${options}))`, names));
      assert.deepEqual(output.shape, one.outputShape, one.id);
      assert.deepEqual(wholes(output.entries()), flat(one.output), one.id);
    }
  });
});
