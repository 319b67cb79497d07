import assert from 'node:assert/strict';
import {
  DEFAULT_CONVENTIONS,
  Dense,
  paramsOf,
  SlidingLayer,
  Tensor,
  valueText,
  type Value,
} from '../../src/core';
import { assertSentence, refusal, tensorValue, valueOf } from './support/values';

const MILLION = 1_000_000;

/** Shapes of 10^12 entries and more, which no machine can hold. */
const NAMES: Readonly<Record<string, Value>> = {
  x: tensorValue(Tensor.symbols('x', [MILLION * MILLION])),
  image: tensorValue(Tensor.symbols('x', [MILLION, MILLION])),
  video: tensorValue(Tensor.symbols('x', [10_000, 10_000, 10_000, 3])),
};

describe('what is too large to hold', () => {
  const counts: readonly (readonly [expression: string, text: string])[] = [
    ['size(x)', '1,000,000,000,000'],
    ['size(video)', '3,000,000,000,000'],
    ['nnz(image)', '1,000,000,000,000'],
    ['distinct(image)', '1,000,000,000,000'],
    ['shape(transpose(matrix(conv1d(x, kernel=5))))', '1,000,000,000,000 × 999,999,999,996'],
    ['outputShape(conv1d(x, kernel=5))', '999,999,999,996'],
    ['params(conv1d(x, kernel=5))', '6'],
    ['macs(conv1d(x, kernel=5))', '4,999,999,999,980'],
    ['flops(conv1d(x, kernel=5))', '9,999,999,999,960'],
    ['connections(conv1d(x, kernel=5, padding=same))', '4,999,999,999,994'],
    ['size(matrix(conv1d(x, kernel=5, padding=same)))', '1,000,000,000,000,000,000,000,000'],
    ['units(conv3d(video, kernel=3, filters=7))', (9998n ** 3n * 7n).toLocaleString('en')],
    ['macs(conv3d(video, kernel=3, filters=7))', (9998n ** 3n * 7n * 27n * 3n).toLocaleString('en')],
    ['params(local1d(x, kernel=5))', '5,999,999,999,976'],
    ['distinct(matrix(local1d(x, kernel=5)))', '4,999,999,999,980'],
    ['params(dense(x, units=10^6))', '1,000,000,000,001,000,000'],
    ['nnz(matrix(dense(x, units=10^6)))', '1,000,000,000,000,000,000'],
    ['params(denseEquivalent(conv1d(x, kernel=5, padding=same)))', '1,000,000,000,001,000,000,000,000'],
    ['params(conv1d(kernel=10^12, inChannels=3))', '3,000,000,000,001'],
    ['matrix(conv1d(x, kernel=5))[999999999995, 999999999999]', 'w5'],
    ['matrix(conv1d(x, kernel=5))[0, 999999999999]', '0'],
    ['matrix(dense(x, units=10^6))[7, 999999999998]', 'w8_999999999999'],
  ];
  for (const [expression, text] of counts)
    it(`is counted: ${expression}`, () => {
      assert.equal(valueText(valueOf(expression, NAMES)), text);
    });

  for (const expression of [
    'sum(x)',
    'mean(image)',
    'max(x)',
    'argmax(video)',
    'flip(x)',
    'relu(image)',
    'x + x',
    'x == 2 * x',
    'shift(x, 1)',
    'correlate(x, [1, 2, 3])',
    'correlate(x, x)',
    'correlate(x, x, normalize=true)',
    'output(conv1d(x, kernel=5))',
    'output(dense(x, units=1))',
    'matrix(dense(x, units=10)) * x',
    'row(matrix(conv1d(x, kernel=5)), 0)',
    'col(matrix(dense(x, units=10^9)), 0)',
    'matrix(conv1d(x, kernel=5)) + 1',
    'image * image',
    'transpose(image)',
    'equivariant(conv1d(x, kernel=5, bias=false), shift)',
    'list(i in 1..10^12, i)',
    'sum(1..10^12)',
    'connections(conv1d(x, kernel=10^11))',
  ])
    it(`is not made: ${expression} is refused in a sentence`, () => {
      const message = refusal(expression, NAMES);
      assertSentence(message.replace(/ \w+\([^()]*\)$/, ''));
      assert.match(message, /entries|multiply-adds|more than|numbers|holds symbols|integers|symbol/);
    });
});

describe('numbers that are too long', () => {
  for (const expression of [
    '2^(10^9)',
    '9^(9^9)',
    '(1/3)^(10^8)',
    '10^6000 * 10^6000',
    `${'7'.repeat(6000)} * ${'7'.repeat(6000)}`,
    `${'9'.repeat(10_000)} + 1`,
  ])
    it(`are refused: ${expression.slice(0, 40)}`, () => {
      const message = refusal(expression);
      assertSentence(message);
      assert.match(message, /10000 digits/);
    });

  it('are shown by their beginning', () => {
    assert.match(valueText(valueOf('10^9000 / 7')), /^10+… \(\d+ digits\)$/);
    const message = refusal('10^9000 / 0');
    assert.ok(message.length < 100, message);
  });

  it('do not turn into infinity', () => {
    for (const expression of [
      'sqrt(2 * 10^400)',
      'sqrt(2) * 10^400',
      'sqrt(2) * 10^200 * 10^200 * sqrt(3) * 10^200',
      '(sqrt(2) * 10^300)^2',
      '10^300 / (sqrt(2) * 10^(-300))',
    ])
      assert.match(refusal(expression), /up to about 10\^308/, expression);
    assert.equal(valueText(valueOf('sqrt(2) < 10^400')), 'true');
    assert.equal(valueText(valueOf('sqrt(10^400)')).slice(0, 6), '100,00');
  });
});

describe('counts of layers beyond 2^53', () => {
  it('are exact', () => {
    const layer = new Dense({
      input: undefined,
      inFeatures: 94_906_267,
      units: 94_906_267,
      weights: undefined,
      bias: true,
      conventions: DEFAULT_CONVENTIONS,
    });
    assert.equal(paramsOf(layer), 94_906_267n ** 2n + 94_906_267n);
    const local = new SlidingLayer('local2d', {
      axes: 2,
      input: [3_000_001, 3_000_001],
      kernel: { sizes: [3, 3] },
      filters: 1_000_003,
      inChannels: undefined,
      stride: [1, 1],
      dilation: [1, 1],
      padding: 'same',
      fit: 'floor',
      groups: 1,
      bias: true,
      conventions: DEFAULT_CONVENTIONS,
    });
    const [places, filters] = [3_000_001n ** 2n, 1_000_003n];
    assert.deepEqual(
      [local.weights, local.biases, local.macs],
      [places * 9n * filters, places * filters, places * 9n * filters],
    );
    // On each axis the first and the last place lack a tap.
    assert.equal(local.matrix.nnz, (3n * 3_000_001n - 2n) ** 2n * filters);
  });
});
