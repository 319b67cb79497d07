import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DEFAULT_CONVENTIONS,
  Dense,
  DenseEquivalent,
  MathError,
  paramsOf,
  scalarText,
  SlidingLayer,
  Tensor,
  transpose,
  UndefinedError,
  valueJson,
  valueText,
  type Fit,
  type Layer,
  type PaddingWord,
} from '../../src/core';
import { extentOf, multiplications, padsOfWord, spanOf } from './support/brute';
import { layerOf, numbersFor, sizeOf, slides } from './support/slides';
import { refusal, tensor, valueOf, whole, wholes } from './support/values';

function count(expression: string): bigint {
  const value = valueOf(expression);
  if (value.kind !== 'number') throw new Error(`${expression} is of kind ${value.kind}.`);
  assert.equal(value.value.d, 1n);
  return value.value.s * value.value.n;
}

function dense(options: Partial<ConstructorParameters<typeof Dense>[0]>): Dense {
  return new Dense({
    input: undefined,
    inFeatures: undefined,
    units: undefined,
    weights: undefined,
    bias: undefined,
    conventions: DEFAULT_CONVENTIONS,
    ...options,
  });
}

describe('dense layers', () => {
  it('have a weight for each pair, called by unit and input', () => {
    const { matrix, weights, biases, macs, outputShape } = dense({ input: [2, 2], units: 3 });
    assert.deepEqual(
      [0, 1, 2].map((row) => [0, 1, 2, 3].map((col) => scalarText(matrix.cell(row, col)))),
      [
        ['w1_1', 'w1_2', 'w1_3', 'w1_4'],
        ['w2_1', 'w2_2', 'w2_3', 'w2_4'],
        ['w3_1', 'w3_2', 'w3_3', 'w3_4'],
      ],
    );
    assert.deepEqual([weights, biases, macs, matrix.nnz, matrix.distinct], [12n, 3n, 12n, 12n, 12n]);
    assert.deepEqual(outputShape, [3]);
    assert.equal(scalarText(dense({ input: [2, 2], units: 3 }).biasOf(2)), 'b3');
  });

  it('flatten their input as the convention says', () => {
    const weights = tensor([[1, 10, 100, 1000, 10000, 100000]]);
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const outputs = (['row-major', 'column-major'] as const).map((flatten) =>
      wholes(
        dense({ input: [2, 3], weights, conventions: { ...DEFAULT_CONVENTIONS, flatten } })
          .forward([x])
          .entries(),
      ),
    );
    assert.deepEqual(outputs, [[654321], [635241]]);
  });

  it('give Wx + b', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 99 }),
        (units, features, seed) => {
          const [w, x, b] = [
            numbersFor(units * features, seed),
            numbersFor(features, seed + 1),
            numbersFor(units, seed + 2),
          ];
          const layer = dense({
            inFeatures: features,
            weights: Tensor.integers([units, features], w),
            bias: Tensor.integers([units], b),
          });
          const expected = b.map((bias, unit) => {
            let sum = bias;
            for (let input = 0; input < features; input++)
              sum += (w[unit * features + input] ?? 0) * (x[input] ?? 0);
            return sum;
          });
          assert.deepEqual(wholes(layer.forward([tensor(x)]).entries()), expected);
          assert.equal(layer.matrix.nnz, BigInt(w.filter((weight) => weight !== 0).length));
          assert.equal(layer.matrix.distinct, BigInt(new Set(w.filter((weight) => weight !== 0)).size));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuse what contradicts itself', () => {
    for (const [options, message] of [
      [{ input: [4] }, /needs `units`/],
      [{ units: 3 }, /needs an `input`/],
      [{ units: 3, input: [4], inFeatures: 5 }, /`in-features` takes 5 inputs; here it has 4/],
      [{ units: 3, weights: tensor([[1, 2]]) }, /`weights` has 1 row; this layer has 3 units/],
      [{ weights: tensor([1, 2]) }, /one row for each unit/],
      [{ weights: tensor([[1, 2]]), input: [3] }, /`weights` takes 2 inputs; here it has 3/],
      [{ units: 2, inFeatures: 2, bias: tensor([1, 2, 3]) }, /`bias` has 3 values; this layer takes 2/],
    ] as const)
      assert.throws(
        () => dense(options),
        (error) => error instanceof MathError && message.test(error.message),
      );
  });
});

describe('the dense layer that equals a convolution', () => {
  it('has a weight for each pair of cells and a bias for each output cell', () => {
    fc.assert(
      fc.property(slides(), fc.boolean(), (random, bias) => {
        const layer = layerOf({ ...random, bias });
        const equivalent = new DenseEquivalent(layer);
        const [inputs, outputs] = [sizeOf(layer.inputShape ?? []), sizeOf(layer.outputShape)];
        assert.equal(paramsOf(equivalent), BigInt(inputs * outputs + (bias ? outputs : 0)));
        assert.equal(equivalent.macs, BigInt(inputs * outputs));
        assert.deepEqual(equivalent.outputShape, layer.outputShape);
        assert.equal(equivalent.matrix.nnz, layer.matrix.nnz);
        assert.equal(scalarText(equivalent.biasOf(outputs - 1)), scalarText(layer.biasOf(outputs - 1)));
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a layer that is dense already, and has no weight tensor of its own', () => {
    assert.throws(() => new DenseEquivalent(dense({ inFeatures: 1, units: 1 })), MathError);
    const layer = valueOf('denseEquivalent(conv1d([1, 2, 3], kernel=2))');
    assert.ok(layer.kind === 'layer');
    assert.throws(() => layer.layer.weightTensor, /8 parameters, most of them 0/);
  });
});

describe('counts', () => {
  it('are those of well-known layers', () => {
    // Published: LeNet-5's C1 has 156 parameters and C5 48,120; AlexNet's first layer 34,944; VGG's first 1,792.
    assert.equal(count('params(conv2d(filters=6, kernel=5, inChannels=1))'), 156n);
    assert.equal(count('params(conv2d(filters=120, kernel=5, inChannels=16))'), 48_120n);
    assert.equal(count('params(conv2d(filters=96, kernel=11, inChannels=3, stride=4))'), 34_944n);
    assert.equal(count('params(conv2d(filters=64, kernel=3, inChannels=3))'), 1_792n);
    assert.equal(count('params(dense(inFeatures=9216, units=4096))'), 37_752_832n);
    assert.equal(count('params(conv2d(filters=3, kernel=5, inChannels=3))'), 228n);
  });

  it('follow the conventions of the course', () => {
    const layer = 'conv1d([1, 2, 3, 4, 5], kernel=3)';
    for (const [expression, conventions, text] of [
      [`flops(${layer})`, { flops: 1 }, '9'],
      [`flops(${layer})`, { flops: 3 }, '27'],
      [`params(${layer})`, { bias: false }, '3'],
      ['params(dense(inFeatures=3, units=2))', { bias: false }, '6'],
      ['row([[1, 2], [3, 4]], 1)', { index: 1 }, '[1, 2]'],
      ['col([[1, 2], [3, 4]], 2)', { index: 1 }, '[2, 4]'],
      ['argmin([[2, 2], [2, 1]])', { index: 1 }, '[2, 2]'],
      [
        'outputShape(conv2d([[[1, 2, 3], [4, 5, 6]]], kernel=[1, 2], filters=7))',
        { channels: 'first' },
        '7 × 2 × 2',
      ],
      [
        'outputShape(conv2d([[[1, 2, 3], [4, 5, 6]]], kernel=1, filters=7))',
        { channels: 'last' },
        '1 × 2 × 7',
      ],
    ] as const)
      assert.equal(valueText(valueOf(expression, {}, conventions)), text, expression);
  });

  it('of groups and depthwise layers divide the channels', () => {
    assert.equal(count('params(conv2d(filters=8, kernel=3, inChannels=4, groups=2))'), 8n * 2n * 9n + 8n);
    assert.equal(count('params(conv2d(filters=8, kernel=3, inChannels=4, groups=depthwise))'), 8n * 9n + 8n);
  });

  it('say the connections of a 512 × 512 × 3 layer without going through them', () => {
    const layer = new SlidingLayer('conv2d', {
      axes: 2,
      input: [512, 512, 3],
      kernel: { sizes: [5, 5] },
      filters: 3,
      inChannels: undefined,
      stride: [1, 1],
      dilation: [1, 1],
      padding: 'valid',
      fit: 'floor',
      groups: 1,
      bias: undefined,
      conventions: DEFAULT_CONVENTIONS,
    });
    const { matrix } = layer;
    assert.deepEqual([matrix.rows, matrix.cols], [774_192, 786_432]);
    assert.deepEqual([matrix.nnz, matrix.distinct], [58_064_400n, 225n]);
    assert.equal(transpose(matrix).nnz, 58_064_400n);
    assert.equal(paramsOf(layer), 228n);
    assert.equal(layer.macs, 58_064_400n);
    assert.equal(paramsOf(new DenseEquivalent(layer)), 774_192n * 786_432n + 774_192n);
    // Any cell can be looked at: the last output sees the last input through the last tap.
    assert.equal(scalarText(matrix.cell(774_191, 786_431)), 'w5_5_3_3');
    assert.equal(scalarText(matrix.cell(774_191, 0)), '0');
    assert.equal(matrix.row(774_191).length, 75);
  });

  it('say the connections of its small relatives as going through them does', () => {
    for (const [height, width, padding] of [
      [9, 8, 'valid'],
      [7, 7, 'same'],
      [5, 6, 'full'],
    ] as const) {
      const layer = layerOf({
        slide: {
          spatial: [height, width],
          inChannels: 3,
          filters: 3,
          groups: 1,
          kernel: [5, 5],
          stride: [1, 1],
          dilation: [1, 1],
          pads: [],
        },
        laid: { channels: 'last', flatten: 'row-major', convolution: 'cross-correlation' },
        padding,
      });
      let nonZero = 0n;
      for (let row = 0; row < layer.matrix.rows; row++) nonZero += BigInt(layer.matrix.row(row).length);
      assert.equal(layer.matrix.nnz, nonZero);
    }
  });

  it('of multiplications are the cells of the output times what each takes', () => {
    fc.assert(
      fc.property(slides(), (random) => {
        assert.equal(layerOf(random).macs, BigInt(multiplications(random.slide)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('output sizes', () => {
  const axis = fc.record({
    input: fc.integer({ min: 1, max: 40 }),
    kernel: fc.integer({ min: 1, max: 7 }),
    stride: fc.integer({ min: 1, max: 5 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    padding: fc.nat({ max: 4 }),
  });

  it('are the places found by moving the window, in layers and in outputSize', () => {
    fc.assert(
      fc.property(axis, ({ input, kernel, stride, dilation, padding }) => {
        const places = extentOf(input, spanOf(kernel, dilation), stride, [padding, padding]);
        const size = valueOf(
          `outputSize(${input}, ${kernel}, stride=${stride}, padding=${padding}, dilation=${dilation})`,
        );
        const layer = `conv1d(x, kernel=${kernel}, stride=${stride}, padding=${padding}, dilation=${dilation})`;
        const shape = valueOf(`outputShape(${layer})`, {
          x: { kind: 'tensor', tensor: Tensor.symbols('x', [input]) },
        });
        if (places === 0) {
          assert.deepEqual([size.kind, shape.kind], ['undefined', 'undefined']);
          return;
        }
        assert.equal(valueText(size), String(places));
        assert.equal(valueText(shape), String(places));
      }),
      { numRuns: 200 },
    );
  });

  it('follow `fit` where a stride leaves a rest', () => {
    fc.assert(
      fc.property(axis, ({ input, kernel, stride, dilation, padding }) => {
        const options = `${input}, ${kernel}, stride=${stride}, padding=${padding}, dilation=${dilation}`;
        const span = spanOf(kernel, dilation);
        if (span > input + 2 * padding) return;
        const places = extentOf(input, span, stride, [padding, padding]);
        const rest = input + 2 * padding - ((places - 1) * stride + span);
        const text = (fit: Fit): string => valueText(valueOf(`outputSize(${options}, fit=${fit})`));
        assert.equal(text('floor'), String(places));
        assert.equal(text('ceil'), String(rest > 0 ? places + 1 : places));
        if (rest === 0) assert.equal(text('exact'), String(places));
        else assert.match(text('exact'), /^undefined \(stride/);
      }),
      { numRuns: 100 },
    );
  });

  it('follow the words of padding', () => {
    const words: readonly PaddingWord[] = ['valid', 'same', 'full', 'causal'];
    fc.assert(
      fc.property(axis, fc.constantFrom(...words), ({ input, kernel, stride, dilation }, word) => {
        const span = spanOf(kernel, dilation);
        const places = extentOf(input, span, stride, padsOfWord(word, input, span, stride));
        const size = valueOf(
          `outputSize(${input}, ${kernel}, stride=${stride}, dilation=${dilation}, padding=${word})`,
        );
        if (places === 0) assert.equal(size.kind, 'undefined');
        else assert.equal(valueText(size), String(places));
      }),
      { numRuns: 150 },
    );
  });

  it('of layers follow `fit` as well; what overhangs is padding', () => {
    const x = { x: valueOf('[1, 2, 3, 4, 5, 6]') };
    const layer = (fit: Fit): string => `conv1d(x, kernel=[1, 1, 1], stride=2, fit=${fit})`;
    for (const [fit, text] of [
      ['floor', '[6, 12]'],
      ['ceil', '[6, 12, 11]'],
      ['exact', 'undefined (stride 2 doesn'],
    ] as const)
      assert.ok(valueText(valueOf(`output(${layer(fit)})`, x)).startsWith(text), fit);
    assert.equal(valueText(valueOf(`connections(${layer('ceil')})`, x)), '8');
    assert.equal(valueText(valueOf(`macs(${layer('ceil')})`, x)), '9');
  });

  it('take symbols', () => {
    const names = Object.fromEntries(
      ['n', 'm', 'p', 'k', 'd'].map(
        (name) => [name, { kind: 'tensor', tensor: Tensor.symbols(name, []) }] as const,
      ),
    );
    for (const [expression, text] of [
      ['outputSize(n, m)', 'n − m + 1'],
      ['outputSize(n, m, padding=p)', 'n + 2·p − m + 1'],
      ['outputSize(n, m, padding=full)', 'm + n − 1'],
      ['outputSize(n, m, padding=same)', 'n'],
      ['outputSize(n, 3, dilation=d)', 'n − 2·d'],
      ['outputSize(n, m, stride=2)', '⌊(n − m)/2⌋ + 1'],
      ['outputSize(n, 3, stride=2, fit=ceil)', '⌈(n − 3)/2⌉ + 1'],
      ['outputSize(n, k, stride=m, padding=p)', '⌊(n + 2·p − k)/m⌋ + 1'],
      ['outputSize(n, k, stride=m, padding=same)', '⌈n/m⌉'],
    ] as const)
      assert.equal(valueText(valueOf(expression, names)), text);
  });
});

describe('options that contradict each other', () => {
  const cases: readonly (readonly [expression: string, says: RegExp])[] = [
    ['conv1d([[1, 2], [3, 4]], kernel=[1, 2])', /takes 1 input channel; the input has 2/],
    ['conv1d([[[1]]], kernel=1)', /one axis and perhaps channels/],
    ['conv2d([1, 2, 3], kernel=1)', /2 axes and perhaps channels/],
    ['conv1d([[1, 2], [3, 4]], kernel=1, groups=3)', /3 groups don’t divide 2 input channels/],
    ['conv1d([[1, 2], [3, 4]], kernel=1, filters=3, groups=2)', /2 groups don’t divide 3 filters/],
    ['conv1d([1, 2, 3], kernel=2, inChannels=2)', /is 2, but the input has 1/],
    ['conv1d([1, 2, 3], kernel=[1, 2], filters=2)', /is 2, but the kernel holds 1/],
    ['conv1d([1, 2, 3], kernel=[[[[1]]]])', /1 to 3 axes/],
    ['local1d([1, 2, 3], kernel=[1, 2])', /other weights at every place/],
    ['params(conv2d(kernel=3))', /depends on its input’s channels/],
    ['conv1d([1, 2, 3], kernel=2, bias=[1, 2])', /`bias` has 2 values; this layer takes 1/],
    ['conv1d([1, 2, 3], kernel=[])', /at least one cell/],
    ['matrix(conv1d(kernel=3, inChannels=1))', /needs the layer’s input/],
    [
      'output(conv2d([[1, 2, 3], [4, 5, 6]], kernel=2), [[1, 2], [3, 4], [5, 6]])',
      /takes an input of 2 × 3; this one is 3 × 2/,
    ],
    ['output(conv1d([1, 2, 3], kernel=2), [1, 2])', /takes an input of 3; this one is 2/],
  ];
  for (const [expression, says] of cases)
    it(`${expression} is refused`, () => {
      assert.match(refusal(expression), says);
    });

  it('a stride that needs the input to pad “same” says so', () => {
    const options = {
      axes: 1,
      kernel: { sizes: [3] },
      filters: 1,
      inChannels: 1,
      dilation: [1],
      fit: 'floor',
      groups: 1,
      bias: false,
    } as const;
    const without = new SlidingLayer('conv1d', {
      ...options,
      input: undefined,
      stride: [2],
      padding: 'same',
      conventions: DEFAULT_CONVENTIONS,
    });
    assert.throws(() => without.outputShape, MathError);
    assert.equal(paramsOf(without), 3n);
    const narrow = new SlidingLayer('conv1d', {
      ...options,
      input: [2],
      stride: [1],
      padding: 'valid',
      conventions: DEFAULT_CONVENTIONS,
    });
    assert.throws(() => narrow.outputShape, UndefinedError);
  });
});

describe('layers that know little', () => {
  it('can still be written and put out', () => {
    for (const [expression, text, json] of [
      ['conv2d(kernel=5)', 'conv2d layer', { kind: 'layer', type: 'conv2d' }],
      ['local1d(kernel=5)', 'local1d layer', { kind: 'layer', type: 'local1d' }],
      [
        'conv1d([1, 2, 3], kernel=5)',
        'conv1d with 6 parameters',
        { kind: 'layer', type: 'conv1d', params: 6 },
      ],
      [
        'conv1d([1, 2, 3], kernel=2)',
        'conv1d with 3 parameters',
        { kind: 'layer', type: 'conv1d', outputShape: [2], params: 3 },
      ],
    ] as const) {
      const value = valueOf(expression);
      assert.equal(valueText(value), text);
      assert.deepEqual(valueJson(value), json);
    }
  });

  it('have a kernel’s channels where there is no input', () => {
    const { layer } = valueOf('conv2d(kernel=[[[1, 2]], [[3, 4]]])') as { layer: Layer };
    assert.equal(paramsOf(layer), 4n);
    assert.equal(whole(layer.weightTensor.entry(3)), 4);
  });
});

describe('the biases of a local layer', () => {
  const layer = (bias: string, flatten: 'row-major' | 'column-major'): Layer => {
    const value = valueOf(`local2d(input(shape=[2, 3]), kernel=1, bias=${bias})`, {}, { flatten });
    assert.ok(value.kind === 'layer');
    return value.layer;
  };
  const nothing = Tensor.integers([2, 3], [0, 0, 0, 0, 0, 0]);
  const given = (of: Layer): string[] => of.forward([nothing]).entries().map(scalarText);

  it('stand where they are given in the shape of the output', () => {
    for (const flatten of ['row-major', 'column-major'] as const) {
      const local = layer('[[1, 2, 3], [4, 5, 6]]', flatten);
      assert.deepEqual(given(local), ['1', '2', '3', '4', '5', '6']);
      assert.equal(scalarText(local.biasOf(1)), flatten === 'row-major' ? '2' : '4');
    }
  });

  it('are a vector in the order of `flatten` otherwise', () => {
    assert.deepEqual(given(layer('[1, 2, 3, 4, 5, 6]', 'row-major')), ['1', '2', '3', '4', '5', '6']);
    const local = layer('[1, 2, 3, 4, 5, 6]', 'column-major');
    assert.deepEqual(given(local), ['1', '3', '5', '2', '4', '6']);
    assert.equal(scalarText(local.biasOf(1)), '2');
  });
});

describe('the inputs of one output cell', () => {
  for (const [layer, count] of [
    ['conv2d(filters=8, kernel=3, inChannels=16)', '144'],
    ['conv2d(filters=8, kernel=3, inChannels=16, groups=4)', '36'],
    ['conv2d(filters=2, kernel=3, inChannels=4, connections=[[0, 1, 2], [1, 2, 3]])', '27'],
    [
      'conv2d(filters=2, kernel=3, inChannels=4, connections=[[0, 1, 2], [1, 2, 3, 0]])',
      'undefined (its filters see different numbers of channels: 3, 4)',
    ],
    ['local1d([1, 2, 3], kernel=2)', '2'],
    ['dense(inFeatures=9, units=4)', '9'],
    ['dense(input(shape=[4, 3]), units=5, flatten=false)', '3'],
    ['denseEquivalent(conv1d(input(shape=[7]), kernel=3))', '7'],
    ['maxPool2d(input(shape=[4, 4, 3]), kernel=2)', '4'],
    ['globalAvgPool(input(shape=[4, 5, 3]))', '20'],
    ['add(input=[[1, 2], [3, 4]])', '2'],
  ] as const)
    it(`${layer}: ${count}`, () => {
      assert.equal(valueText(valueOf(`fanIn(${layer})`)), count);
    });
});

describe('what depends on the channels of an input that is not there', () => {
  for (const call of ['subsample2d(kernel=2)', 'batchNorm()', 'layerNorm()', 'conv2d(kernel=3)'])
    it(`is asked for by params(${call})`, () => {
      assert.match(refusal(`params(${call})`), /`input`/);
    });

  it('is not counted as one channel, with an input or without', () => {
    assert.equal(count('params(subsample2d(input(shape=[4, 4, 6]), kernel=2))'), 12n);
    assert.equal(valueText(valueOf('effectiveStride(subsample2d(kernel=2))')), '2');
  });
});
