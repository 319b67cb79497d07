import assert from 'node:assert/strict';
import type { Tensor } from '../../src/core';
import {
  add,
  apply,
  flatIndex,
  isZero,
  paramsOf,
  scalarText,
  stridesOf,
  toTensor,
  type Layer,
  type Matrix,
  type Scalar,
} from '../../src/core';
import { flat } from './support/brute';
import {
  CASES,
  inputTensor,
  isConv,
  isPool,
  isTransposed,
  kernelTensor,
  layerOf,
  paddingsOf,
  type Case,
  type ConvCase,
} from './support/pytorch';
import { integers, real, tensorOf, tensorValue, valueOf, whole, wholes } from './support/values';

/** The matrix times the flattened input, plus the bias, row by row in the matrix's own order. */
function byMatrix(layer: Layer, x: Tensor): number[] {
  const { matrix, outputShape } = layer;
  const strides = stridesOf(outputShape);
  const result = new Array<number>(matrix.rows).fill(NaN);
  for (const [index, sum] of apply(matrix, x).entries()) {
    const at = matrix.outputPosition ? flatIndex(matrix.outputPosition(index), strides) : index;
    result[at] = real(add(sum, layer.biasOf(index)));
  }
  return result;
}

/** Whole numbers exactly; an average, which PyTorch rounds to a double, within 1e-12. */
function assertNumbers(op: Case['op'], found: readonly number[], expected: readonly number[]): void {
  if (!op.startsWith('avg')) {
    assert.deepEqual(found, expected);
    return;
  }
  assert.equal(found.length, expected.length);
  for (const [index, value] of found.entries())
    assert.ok(Math.abs(value - (expected[index] ?? NaN)) <= 1e-12, `${index}: ${value}`);
}

/** A matrix with its cells known one by one. */
function agreesWith(
  { matrix, weightTensor }: { matrix: Matrix; weightTensor: Tensor },
  expected: readonly (readonly number[])[],
): void {
  assert.deepEqual([matrix.rows, matrix.cols], [expected.length, expected[0]?.length]);
  const listed = (entries: readonly { index: number; value: Scalar }[]): (readonly [number, number])[] =>
    entries.map(({ index, value }) => [index, whole(value)]);
  const different = new Set<number>();
  let nonZero = 0;
  for (const [row, cells] of expected.entries()) {
    for (const [col, cell] of cells.entries()) {
      assert.equal(whole(matrix.cell(row, col)), cell, `cell ${row}, ${col}`);
      const source = matrix.provenance(row, col);
      // Where padding repeats an input cell, the cell of the matrix is the sum of several weights.
      const weights = source ? [source, ...(source.more ?? [])] : [];
      assert.equal(
        weights.reduce((sum, { weight }) => sum + whole(weightTensor.entry(weight)), 0),
        cell,
      );
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

function assertGradients(layer: Layer, one: ConvCase): void {
  const upstream = integers(one.outputShape, flat(one.upstream));
  const x = inputTensor(one);
  const [gradInput] = layer.gradInputs(upstream, [x]);
  const gradKernel = layer.gradWeights(upstream, [x]);
  assert.ok(gradInput);
  assert.deepEqual([gradInput.shape, gradKernel.shape], [x.shape, kernelTensor(one).shape]);
  assert.deepEqual(wholes(gradInput.entries()), flat(one.gradInput));
  assert.deepEqual(wholes(gradKernel.entries()), flat(one.gradKernel));
}

describe('layers as PyTorch computes them', () => {
  it('has cases of every kind', () => {
    assert.equal(CASES.length, 400);
    const count = (matches: (one: Case) => boolean): number => CASES.filter(matches).length;
    for (const op of ['conv1d', 'conv2d', 'conv3d']) assert.ok(count((one) => one.op === op) >= 40, op);
    for (const family of ['transposed-conv', 'max-pool', 'avg-pool'])
      for (const axes of [1, 2, 3]) assert.ok(count(({ op }) => op === `${family}${axes}d`) >= 5, family);
    for (const padding of ['valid', 'same', 'full', 'number', 'sides'])
      assert.ok(count((one) => isConv(one) && one.padding === padding) >= 40, padding);
    for (const mode of ['reflect', 'replicate', 'circular'])
      assert.ok(count((one) => isConv(one) && one.paddingMode === mode) >= 40, mode);
    assert.ok(count((one) => !isPool(one) && one.groups > 1) >= 60);
    assert.ok(count((one) => isConv(one) && one.matrix !== undefined) >= 180);
    assert.ok(count((one) => isPool(one) && one.ceilMode) >= 15);
    assert.ok(count((one) => isPool(one) && one.countIncludePad === false) >= 20);
  });

  for (const one of CASES)
    it(`${one.id}: ${one.op}${isConv(one) ? `, ${one.padding} padding, ${one.paddingMode}` : ''}`, () => {
      const x = inputTensor(one);
      for (const padding of paddingsOf(one)) {
        const layer = layerOf(one, padding);
        assert.deepEqual(layer.outputShape, one.outputShape);
        const output = layer.forward([x]);
        assert.deepEqual(output.shape, one.outputShape);
        assertNumbers(one.op, output.entries().map(real), flat(one.output));
        assert.equal(paramsOf(layer), BigInt(one.params));
        if (!one.op.startsWith('max')) assertNumbers(one.op, byMatrix(layer, x), flat(one.output));
        if (!isConv(one)) continue;
        assert.equal(layer.macs, BigInt(one.macs));
        assertGradients(layer, one);
        if (one.matrix) agreesWith(layer, one.matrix);
      }
    });

  it('gives the same matrix with symbols once the numbers are put in', () => {
    const cases = CASES.filter(isConv).filter(({ matrix }) => matrix);
    assert.ok(cases.length > 100);
    for (const one of cases) {
      const { matrix } = layerOf(one, one.pads, true);
      const weights = kernelTensor(one);
      for (const [row, cells] of (one.matrix ?? []).entries())
        for (const [col, cell] of cells.entries()) {
          const source = matrix.provenance(row, col);
          const all = source ? [source, ...(source.more ?? [])] : [];
          assert.equal(
            all.reduce((sum, { weight }) => sum + whole(weights.entry(weight)), 0),
            cell,
          );
          assert.equal(isZero(matrix.cell(row, col)), all.length === 0, scalarText(matrix.cell(row, col)));
        }
    }
  });

  it('gives the same output through the functions of the language', () => {
    for (const one of CASES) {
      if (isPool(one) || isTransposed(one) || one.paddingMode !== 'zeros') continue;
      const names = {
        x: tensorValue(inputTensor(one)),
        k: tensorValue(kernelTensor(one)),
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
