import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import {
  DEFAULT_CONVENTIONS,
  SlidingLayer,
  type Padding,
  type SlidingLayerType,
  Tensor,
} from '../../src/core';
import type { Sides } from './support/brute';
import { numbersFor } from './support/slides';
import { wholes } from './support/values';

/** A convolution in TensorFlow's layout: channels last; the kernel ends with inputs and filters. */
interface Geometry {
  readonly spatial: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly inChannels: number;
  readonly filters: number;
  /** Each input channel on its own, with so many filters; `filters` is then their product. */
  readonly depthwise?: boolean;
  readonly seed: number;
}

interface Numbers {
  readonly input: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly kernel: { readonly shape: readonly number[]; readonly values: readonly number[] };
}

function numbersOf({ spatial, kernel, inChannels, filters, depthwise = false, seed }: Geometry): Numbers {
  const make = (shape: readonly number[], salt: number): Numbers['input'] => ({
    shape,
    values: numbersFor(
      shape.reduce((product, extent) => product * extent, 1),
      seed + salt,
    ),
  });
  return {
    input: make([...spatial, inChannels], 1),
    kernel: make([...kernel, depthwise ? 1 : inChannels, filters], 2),
  };
}

interface Result {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function ours(geometry: Geometry, padding: Padding): Result {
  const { input, kernel } = numbersOf(geometry);
  const axes = geometry.spatial.length as 1 | 2 | 3;
  const type: SlidingLayerType = `conv${axes}d`;
  const layer = new SlidingLayer(type, {
    axes,
    input: input.shape,
    kernel: { tensor: Tensor.integers(kernel.shape, kernel.values) },
    filters: geometry.filters,
    inChannels: undefined,
    stride: geometry.stride,
    dilation: geometry.dilation,
    padding,
    fit: 'floor',
    groups: geometry.depthwise ? geometry.inChannels : 1,
    bias: undefined,
    conventions: DEFAULT_CONVENTIONS,
  });
  const output = layer.forward([Tensor.integers(input.shape, input.values)]);
  return { shape: output.shape, values: wholes(output.entries()) };
}

/** TensorFlow's result without the batch axis, and without the row that one axis is made two with. */
function theirs(compute: () => tf.Tensor, drop: number): Result {
  const result = tf.tidy(compute);
  const values = [...result.dataSync()].map((value) => value + 0);
  const shape = result.shape.slice(drop);
  result.dispose();
  return { shape, values };
}

function four(values: readonly number[], [a = 1, b = 1, c = 1, d = 1]: readonly number[]): tf.Tensor4D {
  return tf.tensor4d([...values], [a, b, c, d]);
}

/** One axis goes as an image of one row, because the padding of TensorFlow's conv1d is a word or wrong. */
function planar(geometry: Geometry, padding: 'valid' | 'same' | readonly Sides[]): Result {
  const { input, kernel } = numbersOf(geometry);
  const rows = geometry.spatial.length === 1;
  const lead = rows ? [1] : [];
  const pads: 'valid' | 'same' | [[number, number], [number, number], [number, number], [number, number]] =
    typeof padding === 'string'
      ? padding
      : [[0, 0], rows ? [0, 0] : pair(padding[0]), pair(rows ? padding[0] : padding[1]), [0, 0]];
  const [strides, dilations] = [geometry.stride, geometry.dilation].map((steps): [number, number] => [
    rows ? 1 : (steps[0] ?? 1),
    (rows ? steps[0] : steps[1]) ?? 1,
  ]);
  return theirs(
    () => {
      const x = four(input.values, [1, ...lead, ...input.shape]);
      if (!geometry.depthwise)
        return tf.conv2d(
          x,
          four(kernel.values, [...lead, ...kernel.shape]),
          strides ?? 1,
          pads,
          'NHWC',
          dilations,
        );
      const each = geometry.filters / geometry.inChannels;
      const filter = four(kernel.values, [...lead, ...geometry.kernel, geometry.inChannels, each]);
      return tf.depthwiseConv2d(x, filter, strides ?? 1, pads, 'NHWC', dilations);
    },
    rows ? 2 : 1,
  );
}

function pair(sides: Sides | undefined): [number, number] {
  return [sides?.[0] ?? 0, sides?.[1] ?? 0];
}

/** Geometries whose window fits even without padding; TensorFlow takes either a stride or a dilation above 1. */
function geometries(axes: 1 | 2): fc.Arbitrary<Geometry> {
  const each = (max: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: 1, max }), { minLength: axes, maxLength: axes });
  return fc
    .record({
      kernel: each(3),
      extra: each(5),
      steps: each(3),
      strided: fc.boolean(),
      inChannels: fc.integer({ min: 1, max: 3 }),
      filters: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat({ max: 1000 }),
    })
    .map(({ kernel, extra, steps, strided, ...counts }) => {
      const ones = steps.map(() => 1);
      const dilation = strided ? ones : steps;
      const spatial = kernel.map((size, axis) => (size - 1) * (dilation[axis] ?? 1) + (extra[axis] ?? 1));
      return { ...counts, kernel, spatial, stride: strided ? steps : ones, dilation };
    });
}

const sides = (axes: number): fc.Arbitrary<(readonly [number, number])[]> =>
  fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { minLength: axes, maxLength: axes });

describe('convolutions as TensorFlow computes them', () => {
  before(async () => {
    // Without this, TensorFlow advertises its native module on the console.
    tf.enableProdMode();
    await tf.setBackend('cpu');
  });

  for (const axes of [1, 2] as const) {
    it(`pads each side by numbers over ${axes === 1 ? 'one axis' : 'two axes'}`, () => {
      fc.assert(
        fc.property(geometries(axes), sides(axes), (geometry, pads) => {
          assert.deepEqual(ours(geometry, pads), planar(geometry, pads));
        }),
        { numRuns: 150 },
      );
    });

    it(`pads “valid” and “same” over ${axes === 1 ? 'one axis' : 'two axes'}`, () => {
      fc.assert(
        fc.property(geometries(axes), (geometry) => {
          for (const word of ['valid', 'same'] as const)
            assert.deepEqual(ours(geometry, word), planar(geometry, word), word);
        }),
        { numRuns: 120 },
      );
    });

    it(`keeps channels apart over ${axes === 1 ? 'one axis' : 'two axes'}`, () => {
      fc.assert(
        fc.property(geometries(axes), fc.integer({ min: 1, max: 3 }), (geometry, each) => {
          // Depthwise, TensorFlow takes one stride for both axes.
          const stride = geometry.stride.map(() => geometry.stride[0] ?? 1);
          const apart = { ...geometry, stride, depthwise: true, filters: geometry.inChannels * each };
          for (const word of ['valid', 'same'] as const)
            assert.deepEqual(ours(apart, word), planar(apart, word), word);
        }),
        { numRuns: 80 },
      );
    });
  }

  it('agrees with conv1d', () => {
    fc.assert(
      fc.property(geometries(1), (geometry) => {
        const { input, kernel } = numbersOf(geometry);
        const [length = 1] = geometry.spatial;
        const [size = 1] = geometry.kernel;
        for (const word of ['valid', 'same'] as const) {
          const result = theirs(() => {
            const x = tf.tensor3d([...input.values], [1, length, geometry.inChannels]);
            const filter = tf.tensor3d([...kernel.values], [size, geometry.inChannels, geometry.filters]);
            return tf.conv1d(x, filter, geometry.stride[0] ?? 1, word, 'NWC', geometry.dilation[0] ?? 1);
          }, 1);
          assert.deepEqual(ours(geometry, word), result, word);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('agrees with conv3d', () => {
    const three = (max: number): fc.Arbitrary<[number, number, number]> => {
      const one = fc.integer({ min: 1, max });
      return fc.tuple(one, one, one);
    };
    fc.assert(
      fc.property(three(2), three(3), three(2), fc.nat({ max: 1000 }), (kernel, extra, stride, seed) => {
        const spatial = kernel.map((size, axis) => size - 1 + (extra[axis] ?? 1));
        const geometry = { kernel, spatial, stride, dilation: [1, 1, 1], inChannels: 2, filters: 2, seed };
        const { input, kernel: weights } = numbersOf(geometry);
        const [depth = 1, height = 1, width = 1] = spatial;
        // Where a stride is above the kernel, TensorFlow's conv3d pads “same” by a negative number and skips cells.
        const covered = stride.every((step, axis) => step <= (kernel[axis] ?? 1));
        for (const word of covered ? (['valid', 'same'] as const) : (['valid'] as const)) {
          const result = theirs(() => {
            const x = tf.tensor5d([...input.values], [1, depth, height, width, 2]);
            return tf.conv3d(x, tf.tensor5d([...weights.values], [...kernel, 2, 2]), stride, word);
          }, 1);
          assert.deepEqual(ours(geometry, word), result, word);
        }
      }),
      { numRuns: 60 },
    );
  });
});
