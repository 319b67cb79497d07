import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  BatchNorm,
  Activated,
  Activation,
  convEquivalent,
  DEFAULT_CONVENTIONS,
  Dense,
  DenseEquivalent,
  feedOf,
  integer,
  LayerNorm,
  Pool,
  sameMatrix,
  scalarText,
  SlidingLayer,
  Softmax,
  subtract,
  Tensor,
  TransposedLayer,
  transpose,
  ZERO,
  type Conventions,
  type Layer,
  type Scalar,
  type Shape,
} from '../../src/core';
import { indexIn, places } from './support/brute';
import { linearLayer } from './support/linear-layers';
import { conventionsOf, inputShape, numbersFor, sizeOf, slides } from './support/slides';
import { real, valueOf, wholes } from './support/values';

function numbers(shape: Shape, seed: number): Tensor {
  return Tensor.integers(shape, numbersFor(sizeOf(shape), seed));
}

function layerOfValue(
  expression: string,
  names: Parameters<typeof valueOf>[1],
  conventions = DEFAULT_CONVENTIONS,
): Layer {
  const value = valueOf(expression, names, conventions);
  assert.ok(value.kind === 'layer', expression);
  return value.layer;
}

const seeds = fc.nat({ max: 9999 });

describe('layers that equal each other', () => {
  it('the dense layer that equals a convolution gives the same, from the same flattened matrix', () => {
    fc.assert(
      fc.property(fc.gen(), seeds, (value, seed) => {
        const { layer, conventions } = linearLayer(value, ['conv', 'local', 'transposed', 'avg-pool']);
        const equivalent = new DenseEquivalent(layer);
        const x = numbers(layer.inputShape ?? [], seed);
        const y = layer.forward([x]);
        // As a dense layer with this matrix as its weights, and the biases of all cells.
        const { matrix } = equivalent;
        const dense = new Dense({
          input: layer.inputShape,
          inFeatures: undefined,
          units: matrix.rows,
          weights: Tensor.generate([matrix.rows, matrix.cols], (flat) =>
            matrix.cell(Math.floor(flat / matrix.cols), flat % matrix.cols),
          ),
          bias: Tensor.generate([matrix.rows], (row) => equivalent.biasOf(row)),
          conventions,
        });
        const found = dense.forward([x]);
        const index = indexIn(y.shape, conventions.flatten);
        for (const [stored, position] of places(y.shape).entries())
          assert.equal(scalarText(found.entry(index(position))), scalarText(y.entry(stored)));
        assert.deepEqual(equivalent.forward([x]).entries().map(scalarText), y.entries().map(scalarText));
        assert.equal(equivalent.weights, BigInt(matrix.rows * matrix.cols));
        const upstream = numbers(y.shape, seed + 1);
        const flat = new Array<number>(y.size).fill(NaN);
        for (const [stored, position] of places(y.shape).entries())
          flat[index(position)] = upstream.integers?.[stored] ?? NaN;
        assert.deepEqual(
          wholes(equivalent.gradWeights(upstream, [x]).entries()),
          wholes(dense.gradWeights(Tensor.integers([y.size], flat), [x]).entries()),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('the convolution that equals a dense layer has its matrix', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom<Conventions['channels']>('first', 'last'),
        fc.constantFrom<Conventions['flatten']>('row-major', 'column-major'),
        fc.boolean(),
        seeds,
        (input, units, channels, flatten, whole, seed) => {
          const conventions = { ...DEFAULT_CONVENTIONS, channels, flatten };
          const dense = new Dense({
            input,
            inFeatures: undefined,
            units,
            weights: numbers([units, sizeOf(input)], seed),
            bias: numbers([units], seed + 1),
            conventions,
          });
          const axes = whole && input.length <= 3 ? input.length : undefined;
          const conv = convEquivalent(dense, conventions, axes);
          assert.ok(sameMatrix(conv.matrix, dense.matrix, (a, b) => scalarText(a) === scalarText(b)));
          const x = numbers(input, seed + 2);
          assert.deepEqual(wholes(conv.forward([x]).entries()), wholes(dense.forward([x]).entries()));
          assert.deepEqual([conv.weights, conv.biases], [dense.weights, dense.biases]);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('an activation stays with the equivalent layer', () => {
    const x = { kind: 'tensor', tensor: Tensor.integers([3], [1, -2, 3]) } as const;
    const outputOf = (call: string): number[] =>
      wholes(layerOfValue(call, { x }).forward([x.tensor]).entries());
    const conv = 'conv1d(x, kernel=[1, 1], activation=relu)';
    assert.deepEqual(outputOf(conv), [0, 1]);
    assert.deepEqual(outputOf(`denseEquivalent(${conv})`), [0, 1]);
    const dense = 'dense(x, weights=[[1, 1, 0], [0, 1, 1]], activation=relu)';
    assert.deepEqual(outputOf(dense), [0, 1]);
    assert.deepEqual(outputOf(`convEquivalent(${dense})`), [0, 1]);
  });

  it('a transposed layer `of` a convolution returns its input size, with the transposed matrix', () => {
    fc.assert(
      fc.property(
        slides({ axes: [1, 2, 3] }),
        fc.constantFrom('floor', 'ceil'),
        seeds,
        (random, fit, seed) => {
          const { slide, word, laid } = random;
          const conventions = conventionsOf(laid);
          const axes = slide.spatial.length as 1 | 2 | 3;
          const shape = inputShape(slide, laid.channels);
          const first = laid.channels === 'first';
          const perGroup = slide.inChannels / slide.groups;
          const kernel = numbers(
            first ? [slide.filters, perGroup, ...slide.kernel] : [...slide.kernel, perGroup, slide.filters],
            seed,
          );
          const conv = new SlidingLayer(`conv${axes}d`, {
            axes,
            input: shape,
            kernel: { tensor: kernel },
            filters: undefined,
            inChannels: undefined,
            stride: slide.stride,
            dilation: slide.dilation,
            padding: word ?? slide.pads,
            fit: fit === 'ceil' ? 'ceil' : 'floor',
            groups: slide.groups,
            bias: false,
            conventions,
          });
          const x = numbers(shape, seed + 1);
          const c = { kind: 'layer', layer: conv, feeds: [feedOf(x)] } as const;
          const back = layerOfValue(`transposedConv${axes}d(of=c)`, { c }, conventions);
          assert.deepEqual(back.outputShape, shape);
          assert.deepEqual(back.inputShape, conv.outputShape);
          assert.ok(
            sameMatrix(back.matrix, transpose(conv.matrix), (a, b) => scalarText(a) === scalarText(b)),
          );
          // What it gives is the gradient of the convolution's input.
          const upstream = numbers(conv.outputShape, seed + 2);
          assert.deepEqual(
            wholes(back.forward([upstream]).entries()),
            wholes(conv.gradInputs(upstream)[0]?.entries() ?? []),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('a transposed layer is a direct convolution over its stretched input, as directEquivalent says', () => {
    const axis = fc.record({
      input: fc.integer({ min: 1, max: 5 }),
      kernel: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      before: fc.nat({ max: 3 }),
      after: fc.nat({ max: 3 }),
      extra: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 2 }), seeds, (geometry, seed) => {
        const axes = geometry.length as 1 | 2;
        const extra = geometry.map((one) => Math.min(one.extra, Math.max(one.stride, one.dilation) - 1));
        const shape = geometry.map(({ input }) => input);
        const kernel = numbers(
          geometry.map((one) => one.kernel),
          seed,
        );
        const layer = new TransposedLayer(`transposed-conv${axes}d`, {
          axes,
          input: shape,
          kernel: { tensor: kernel },
          filters: undefined,
          inChannels: undefined,
          stride: geometry.map(({ stride }) => stride),
          dilation: geometry.map(({ dilation }) => dilation),
          padding: geometry.map(({ before, after }) => [before, after] as const),
          outputPadding: extra,
          groups: 1,
          bias: false,
          conventions: DEFAULT_CONVENTIONS,
        });
        fc.pre(
          geometry.every(
            ({ input, stride, before, after, dilation, kernel: size }, which) =>
              (input - 1) * stride - before - after + dilation * (size - 1) + 1 + (extra[which] ?? 0) >= 1,
          ),
        );
        const direct = layer.directAxes;
        const x = numbers(shape, seed + 1);
        const [cellOf, tapOf] = [indexIn(shape, 'row-major'), indexIn(kernel.shape, 'row-major')];
        // One product for each tap of the flipped kernel; between the cells and around them there are zeros.
        const expected = places(direct.map(({ output }) => output)).map((place) =>
          places(kernel.shape).reduce((sum, tap) => {
            const cell = place.map((coordinate, which) => {
              const stretched =
                coordinate +
                (tap[which] ?? 0) * (geometry[which]?.dilation ?? 1) -
                (direct[which]?.padding ?? 0);
              return stretched / (geometry[which]?.stride ?? 1);
            });
            const inside = cell.every(
              (coordinate, which) =>
                Number.isInteger(coordinate) && coordinate >= 0 && coordinate < (shape[which] ?? 0),
            );
            const flipped = tap.map((coordinate, which) => (kernel.shape[which] ?? 1) - 1 - coordinate);
            return inside
              ? sum + (x.integers?.[cellOf(cell)] ?? NaN) * (kernel.integers?.[tapOf(flipped)] ?? NaN)
              : sum;
          }, 0),
        );
        assert.deepEqual(
          wholes(layer.forward([x]).entries()),
          expected.map((sum) => sum + 0),
        );
        for (const [which, one] of direct.entries()) {
          const { input, stride, kernel: size, dilation } = geometry[which] ?? axisOfNothing();
          assert.equal(one.stretched, input + (input - 1) * (stride - 1));
          const span = dilation * (size - 1) + 1;
          assert.equal(one.stretched + 2 * one.padding + one.extra - span + 1, layer.outputShape[which]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function axisOfNothing(): never {
  throw new Error('There is an axis too many.');
}

/** ∂(u · f(x)) / ∂x by differences of ±h. */
function byDifferences(layer: Layer, x: Tensor, upstream: Tensor): number[] {
  const h = 1e-5;
  const along = (moved: Tensor): number =>
    layer
      .forward([moved])
      .entries()
      .reduce<number>((sum, entry, index) => sum + real(entry) * real(upstream.entry(index)), 0);
  const step = (index: number, by: number): Tensor =>
    Tensor.reals(
      x.shape,
      Float64Array.from(x.entries(), (entry, flat) => real(entry) + (flat === index ? by : 0)),
    );
  return places([x.size]).map(([index = 0]) => (along(step(index, h)) - along(step(index, -h))) / (2 * h));
}

function assertNear(found: readonly Scalar[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  for (const [index, value] of found.entries()) {
    const wanted = expected[index] ?? NaN;
    assert.ok(
      Math.abs(real(value) - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)),
      `${index}: ${scalarText(value)}, ${wanted}`,
    );
  }
}

/** Numbers from −2.2 to 2.2 that are all different, and none near the corner at 0. */
function realsFor(shape: Shape, seed: number): Tensor {
  return Tensor.reals(
    shape,
    Float64Array.from(
      numbersFor(sizeOf(shape), seed),
      (value, index) => value / 2 + 0.13 + 0.07 * Math.sin(index),
    ),
  );
}

describe('the gradients of layers that are not linear', () => {
  const conventions = fc.constantFrom<Conventions['channels']>('first', 'last');
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

  for (const name of ['relu', 'leaky-relu', 'sigmoid', 'tanh', 'softmax', 'layer-norm', 'conv'] as const)
    it(`${name}: what small differences give`, () => {
      fc.assert(
        fc.property(shapes, conventions, fc.boolean(), seeds, (shape, channels, all, seed) => {
          const laid = { ...DEFAULT_CONVENTIONS, channels };
          const layer = ((): Layer => {
            switch (name) {
              case 'softmax':
                return new Softmax(shape, channels === 'first');
              case 'layer-norm': {
                const count = all ? sizeOf(shape) : ((channels === 'first' ? shape[0] : shape.at(-1)) ?? 1);
                return new LayerNorm(
                  shape,
                  laid,
                  all ? 'all' : 'channels',
                  {
                    scale: numbers([count], seed),
                    shift: numbers([count], seed + 1),
                    epsilon: integer(1).div(10),
                  },
                  false,
                );
              }
              case 'conv':
                return new Activated(
                  new SlidingLayer('conv1d', {
                    axes: 1,
                    input: [7],
                    kernel: { tensor: realsFor([3], seed) },
                    filters: undefined,
                    inChannels: undefined,
                    stride: [2],
                    dilation: [1],
                    padding: 'same',
                    fit: 'floor',
                    groups: 1,
                    bias: undefined,
                    conventions: laid,
                  }),
                  (input) => new Activation('tanh', input, undefined),
                );
              default:
                return new Activation(name, shape, undefined);
            }
          })();
          const x = realsFor(layer.inputShape ?? shape, seed);
          const upstream = realsFor(layer.outputShape, seed + 1);
          const [gradient] = layer.gradInputs(upstream, [x]);
          assert.ok(gradient);
          assert.deepEqual(gradient.shape, x.shape);
          assertNear(gradient.entries(), byDifferences(layer, x, upstream));
        }),
        { numRuns: 60 },
      );
    });

  it('of the scales of a batch norm and a layer norm: the difference one scale more makes', () => {
    fc.assert(
      fc.property(shapes, conventions, fc.boolean(), seeds, (shape, channels, all, seed) => {
        const laid = { ...DEFAULT_CONVENTIONS, channels };
        const perChannel = (channels === 'first' ? shape[0] : shape.at(-1)) ?? 1;
        const positive = Tensor.integers(
          [perChannel],
          numbersFor(perChannel, seed).map((value) => value * value + 1),
        );
        const batch = (scale: Tensor): Layer =>
          new BatchNorm(
            shape,
            undefined,
            laid,
            { scale, mean: numbers([perChannel], seed + 1), variance: positive, epsilon: integer(0) },
            false,
            true,
          );
        const layerNorm = (scale: Tensor): Layer =>
          new LayerNorm(shape, laid, all ? 'all' : 'channels', { scale, epsilon: integer(1) }, false);
        for (const [make, count] of [
          [batch, perChannel],
          [layerNorm, all ? sizeOf(shape) : perChannel],
        ] as const) {
          const scale = numbers([count], seed + 2);
          const layer = make(scale);
          const x = realsFor(shape, seed);
          const upstream = numbers(shape, seed + 3);
          const before = layer.forward([x]).entries();
          const differences = places([count]).map(([index = 0]) => {
            const more = make(scale.map((entry, flat) => (flat === index ? add(entry, integer(1)) : entry)));
            return more
              .forward([x])
              .entries()
              .reduce<number>(
                (sum, entry, flat) =>
                  sum + real(subtract(entry, before[flat] ?? ZERO)) * real(upstream.entry(flat)),
                0,
              );
          });
          assertNear(layer.gradWeights(upstream, [x]).entries(), differences);
          assert.deepEqual(layer.weightTensor.entries().map(real), scale.entries().map(real));
          assert.equal(layer.weights, BigInt(count));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of a maximum: the first largest cell of each window has all of it', () => {
    const axis = fc.record({
      input: fc.integer({ min: 1, max: 5 }),
      kernel: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 3 }),
      before: fc.nat({ max: 2 }),
      after: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(axis, { minLength: 1, maxLength: 3 }),
        fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
        conventions,
        fc.boolean(),
        seeds,
        (drawn, count, channels, ceilMode, seed) => {
          const geometry = drawn.map((one) => ({
            ...one,
            before: Math.min(one.before, one.kernel - 1),
            after: Math.min(one.after, one.kernel - 1),
          }));
          fc.pre(geometry.every(({ input, before, after, kernel }) => input + before + after >= kernel));
          const axes = geometry.length as 1 | 2 | 3;
          const withChannel = (place: readonly number[], channel: number): number[] =>
            count === undefined
              ? [...place]
              : channels === 'first'
                ? [channel, ...place]
                : [...place, channel];
          const shape = withChannel(
            geometry.map(({ input }) => input),
            count ?? 1,
          );
          const layer = new Pool(`max-pool${axes}d`, {
            axes,
            input: shape,
            kernel: geometry.map(({ kernel }) => kernel),
            stride: geometry.map(({ stride }) => stride),
            padding: geometry.map(({ before, after }) => [before, after] as const),
            ceilMode,
            countPadding: true,
            conventions: { ...DEFAULT_CONVENTIONS, channels },
          });
          // Windows begin every stride cells while they end within the padded input; under ceil-mode while they
          // begin before the padding behind the input does.
          const starts = geometry.map(({ input, kernel, stride, before, after }) => {
            const found: number[] = [];
            for (let start = -before; ; start += stride) {
              const fits = start + kernel <= input + after;
              const overhangs = ceilMode && start < input && start - stride + kernel < input + after;
              if (!fits && !overhangs) return found;
              found.push(start);
            }
          });
          assert.deepEqual(
            layer.outputShape,
            withChannel(
              starts.map(({ length }) => length),
              count ?? 1,
            ),
          );
          // From −1 to 1, so that there are ties.
          const x = Tensor.integers(
            shape,
            numbersFor(sizeOf(shape), seed)
              .map(Math.sign)
              .map((sign) => sign + 0),
          );
          const upstream = numbers(layer.outputShape, seed + 1);
          const [cellOf, outputOf] = [indexIn(shape, 'row-major'), indexIn(layer.outputShape, 'row-major')];
          const [highest, gradient] = [upstream.entries().map(() => NaN), x.entries().map(() => 0)];
          for (const place of places(starts.map(({ length }) => length)))
            for (let channel = 0; channel < (count ?? 1); channel++) {
              let best: number | undefined;
              for (const tap of places(geometry.map(({ kernel }) => kernel))) {
                const cell = tap.map(
                  (coordinate, which) => coordinate + (starts[which]?.[place[which] ?? 0] ?? NaN),
                );
                if (!cell.every((at, which) => at >= 0 && at < (geometry[which]?.input ?? 0))) continue;
                const index = cellOf(withChannel(cell, channel));
                if (best === undefined || (x.integers?.[index] ?? NaN) > (x.integers?.[best] ?? NaN))
                  best = index;
              }
              assert.ok(best !== undefined, 'a window sees padding alone');
              const output = outputOf(withChannel(place, channel));
              highest[output] = x.integers?.[best] ?? NaN;
              gradient[best] = (gradient[best] ?? 0) + (upstream.integers?.[output] ?? NaN);
            }
          assert.deepEqual(wholes(layer.forward([x]).entries()), highest);
          assert.deepEqual(wholes(layer.gradInputs(upstream, [x])[0]?.entries() ?? []), gradient);
        },
      ),
      { numRuns: 250 },
    );
  });

  it('softmax of very many entries is computed', () => {
    const x = Tensor.reals([300_000], new Float64Array(300_000));
    assert.equal(new Softmax([300_000], false).forward([x]).entry(299_999), 1 / 300_000);
  });
});
