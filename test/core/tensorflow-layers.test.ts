import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import {
  BatchNorm,
  DEFAULT_CONVENTIONS,
  Dense,
  integer,
  LayerNorm,
  Pool,
  SlidingLayer,
  Softmax,
  Tensor,
  TransposedLayer,
  Upsample,
  type Layer,
  type Shape,
} from '../../src/core';
import { numbersFor, sizeOf } from './support/slides';
import { real } from './support/values';

function numbers(shape: Shape, seed: number): Tensor {
  return Tensor.integers(shape, numbersFor(sizeOf(shape), seed));
}

function plain(tensor: Tensor): number[] {
  return tensor.entries().map(real);
}

/** As TensorFlow takes it: with a batch axis, and one more where one axis goes as an image of one row. */
function batch(x: Tensor): tf.Tensor4D {
  const [rows = 1, cols = 1, channels = 1] = x.shape;
  return tf.tensor4d(plain(x), [1, rows, cols, channels]);
}

/** TensorFlow computes in single precision: integers come out exact, averages nearly so. */
function assertSame(layer: Layer, x: Tensor, theirs: () => tf.Tensor): void {
  const result = tf.tidy(theirs);
  const ours = layer.forward([x]);
  const values = [...result.dataSync()];
  const shape = result.shape.slice(1);
  result.dispose();
  assert.deepEqual(ours.shape, shape);
  for (const [index, value] of plain(ours).entries())
    assert.ok(
      Math.abs(value - (values[index] ?? NaN)) <= 2e-5 * Math.max(1, Math.abs(value)),
      `${index}: ${value}, ${values[index] ?? 'none'}`,
    );
}

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const seeds = fc.nat({ max: 9999 });
const words = fc.constantFrom('valid' as const, 'same' as const);

describe('layers as TensorFlow computes them, channels last', () => {
  before(async () => {
    tf.enableProdMode();
    await tf.setBackend('cpu');
  });

  it('transposed convolutions, “valid” and “same”', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: small(4),
          cols: small(4),
          height: small(4),
          width: small(4),
          step: small(3),
          across: small(3),
          inputs: small(2),
          filters: small(3),
        }),
        words,
        seeds,
        ({ rows, cols, height, width, step, across, inputs, filters }, padding, seed) => {
          const kernel = numbers([height, width, filters, inputs], seed);
          const layer = new TransposedLayer('transposed-conv2d', {
            axes: 2,
            input: [rows, cols, inputs],
            kernel: { tensor: kernel },
            filters: undefined,
            inChannels: undefined,
            stride: [step, across],
            dilation: [1, 1],
            padding,
            outputPadding: [0, 0],
            groups: 1,
            bias: undefined,
            conventions: DEFAULT_CONVENTIONS,
          });
          // Keras's sizes: n·s under “same”, else (n − 1)·s and the kernel.
          const size = (n: number, stride: number, cells: number): number =>
            padding === 'same' ? n * stride : (n - 1) * stride + cells;
          const x = numbers([rows, cols, inputs], seed + 1);
          assertSame(layer, x, () =>
            tf.conv2dTranspose(
              batch(x),
              tf.tensor4d(plain(kernel), [height, width, filters, inputs]),
              [1, size(rows, step, height), size(cols, across, width), filters],
              [step, across],
              padding,
            ),
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  it('pools, “valid” and “same”, whose averages leave padding out', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: small(7),
          cols: small(7),
          height: small(3),
          width: small(3),
          step: small(3),
          across: small(3),
          channels: small(3),
        }),
        words,
        seeds,
        ({ rows, cols, height, width, step, across, channels }, padding, seed) => {
          fc.pre(padding === 'same' || (height <= rows && width <= cols));
          const x = numbers([rows, cols, channels], seed);
          for (const kind of ['max', 'avg'] as const) {
            const layer = new Pool(`${kind}-pool2d`, {
              axes: 2,
              input: x.shape,
              kernel: [height, width],
              stride: [step, across],
              padding,
              ceilMode: false,
              countPadding: false,
              conventions: DEFAULT_CONVENTIONS,
            });
            const pool = kind === 'max' ? tf.maxPool : tf.avgPool;
            assertSame(layer, x, () => pool(batch(x), [height, width], [step, across], padding));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('causal convolutions over time', () => {
    fc.assert(
      fc.property(
        fc.record({
          length: small(9),
          size: small(4),
          dilation: small(3),
          inputs: small(2),
          filters: small(3),
        }),
        seeds,
        ({ length, size, dilation, inputs, filters }, seed) => {
          const kernel = numbers([size, inputs, filters], seed);
          const x = numbers([length, inputs], seed + 1);
          const layer = new SlidingLayer('conv1d', {
            axes: 1,
            input: x.shape,
            kernel: { tensor: kernel },
            filters: undefined,
            inChannels: undefined,
            stride: [1],
            dilation: [dilation],
            padding: 'causal',
            fit: 'floor',
            groups: 1,
            bias: undefined,
            conventions: DEFAULT_CONVENTIONS,
          });
          // TensorFlow.js has no word for it; Keras pads so many zeros before the first step.
          assertSame(layer, x, () => {
            const input = tf.pad3d(tf.tensor3d(plain(x), [1, length, inputs]), [
              [0, 0],
              [dilation * (size - 1), 0],
              [0, 0],
            ]);
            const filter = tf.tensor3d(plain(kernel), [size, inputs, filters]);
            return tf.conv1d(input, filter, 1, 'valid', 'NWC', dilation);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('batch norms, layer norms and softmax over the channels', () => {
    fc.assert(
      fc.property(small(4), small(4), small(4), seeds, (rows, cols, channels, seed) => {
        const x = numbers([rows, cols, channels], seed);
        const perChannel = (salt: number): Tensor => numbers([channels], seed + salt);
        const variance = Tensor.integers(
          [channels],
          numbersFor(channels, seed + 4).map((value) => Math.abs(value) + 1),
        );
        const [scale, shift, mean] = [perChannel(1), perChannel(2), perChannel(3)];
        const epsilon = integer(1).div(1000);
        assertSame(
          new BatchNorm(
            x.shape,
            undefined,
            DEFAULT_CONVENTIONS,
            { scale, shift, mean, variance, epsilon },
            false,
            true,
          ),
          x,
          () => {
            const vector = (tensor: Tensor): tf.Tensor1D => tf.tensor1d(plain(tensor));
            return tf.batchNorm4d(
              batch(x),
              vector(mean),
              vector(variance),
              vector(shift),
              vector(scale),
              0.001,
            );
          },
        );
        assertSame(new Softmax(x.shape, false), x, () => tf.softmax(batch(x), 3));
        const layerNorm = new LayerNorm(
          x.shape,
          DEFAULT_CONVENTIONS,
          'channels',
          { scale, shift, epsilon },
          false,
        );
        assertSame(layerNorm, x, () => {
          const moments = tf.moments(batch(x), 3, true);
          const deviation = moments.variance.add(0.001).sqrt();
          return batch(x)
            .sub(moments.mean)
            .div(deviation)
            .mul(tf.tensor1d(plain(scale)))
            .add(tf.tensor1d(plain(shift)));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('upsampling, nearest and bilinear', () => {
    fc.assert(
      fc.property(small(4), small(4), small(2), small(4), seeds, (rows, cols, channels, scale, seed) => {
        const x = numbers([rows, cols, channels], seed);
        const size: [number, number] = [rows * scale, cols * scale];
        for (const how of ['nearest', 'bilinear'] as const) {
          const layer = new Upsample(x.shape, [scale], how, DEFAULT_CONVENTIONS);
          const resize = how === 'nearest' ? tf.image.resizeNearestNeighbor : tf.image.resizeBilinear;
          assertSame(layer, x, () => resize(batch(x), size, false, true));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('dense layers that act on the channels at every place', () => {
    fc.assert(
      fc.property(small(3), small(3), small(4), small(3), seeds, (rows, cols, features, units, seed) => {
        const x = numbers([rows, cols, features], seed);
        const weights = numbers([units, features], seed + 1);
        const layer = new Dense({
          input: x.shape,
          inFeatures: undefined,
          units: undefined,
          weights,
          bias: false,
          flatten: false,
          conventions: DEFAULT_CONVENTIONS,
        });
        assertSame(layer, x, () => {
          const places = tf.tensor2d(plain(x), [rows * cols, features]);
          return tf
            .matMul(places, tf.tensor2d(plain(weights), [units, features]), false, true)
            .reshape([1, rows, cols, units]);
        });
      }),
      { numRuns: 60 },
    );
  });
});
