import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  callFormulas,
  countFormula,
  DEFAULT_CONVENTIONS,
  Dense,
  DenseEquivalent,
  extentFormulas,
  FUNCTIONS,
  numberValue,
  paramsOf,
  Tensor,
  type Layer,
  type LayerCount,
} from '../../src/core';
import { arithmetic, sides } from './support/arithmetic';
import { linearLayer } from './support/linear-layers';
import { layerOf, numbersFor, sizeOf, slides, weightShape } from './support/slides';
import { tensorValue, valueOf } from './support/values';

const COUNTS: Readonly<Record<LayerCount, (layer: Layer) => bigint>> = {
  params: paramsOf,
  weights: (layer) => layer.weights,
  biases: (layer) => layer.biases,
  macs: (layer) => layer.macs,
  units: (layer) => layer.outputShape.reduce((product, extent) => product * BigInt(extent), 1n),
  connections: (layer) => layer.matrix.nnz,
};

/** Every formula that a layer has gives its count, on both sides. */
function assertCounts(layer: Layer, but: readonly LayerCount[] = []): void {
  for (const [name, count] of Object.entries(COUNTS) as [LayerCount, (layer: Layer) => bigint][]) {
    const formula = countFormula(layer, name);
    if (but.includes(name)) assert.equal(formula, undefined, name);
    else
      assert.deepEqual(
        sides(formula ?? '0 = 1'),
        [count(layer), count(layer)],
        `${name}: ${formula ?? 'none'}`,
      );
  }
}

/** What the formulas of a call say; `x512x512x3` is an input of that shape. */
function formulasOf(expression: string): readonly string[] {
  const [, name = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(expression) ?? [];
  const entry = FUNCTIONS.get(name);
  assert.ok(entry, expression);
  const inputs = (inside.match(/\bx\d+(?:x\d+)*/g) ?? []).map((input) => {
    const shape = input.split('x').slice(1).map(Number);
    return [input, tensorValue(Tensor.symbols('x', shape))] as const;
  });
  const value = valueOf(inside, Object.fromEntries(inputs));
  return callFormulas(entry, [{ name: undefined, value }], DEFAULT_CONVENTIONS);
}

describe('formulas with their numbers put in', () => {
  const SAID: readonly (readonly [call: string, ...formulas: string[]])[] = [
    ['params(conv2d(x512x512x3, filters=3, kernel=5))', '3·(5·5·3 + 1) = 228'],
    ['params(conv2d(x512x512x3, filters=3, kernel=5, bias=false))', '3·5·5·3 = 225'],
    ['weights(conv2d(inChannels=3, filters=3, kernel=5))', '3·5·5·3 = 225'],
    ['params(conv2d(inChannels=8, filters=4, kernel=3, groups=2))', '4·(3·3·(8/2) + 1) = 148'],
    ['params(conv1d(x9, kernel=3))', '3 + 1 = 4'],
    ['params(conv2d(x28x28x1, kernel=5, filters=6))', '6·(5·5·1 + 1) = 156'],
    ['params(local1d(x9, kernel=3, bias=false))', '7·3 = 21'],
    ['params(local2d(x8x8x3, kernel=3, filters=2))', '6·6·2·(3·3·3 + 1) = 2,016'],
    ['params(dense(x28x28, units=10))', '10·(28·28 + 1) = 7,850'],
    ['params(dense(inFeatures=9, units=9, bias=false))', '9·9 = 81'],
    [
      'params(denseEquivalent(conv2d(x512x512x3, filters=3, kernel=5)))',
      '786,432·774,192 + 774,192 = 608,850,137,136',
    ],
    ['macs(conv2d(x512x512x3, filters=3, kernel=5))', '508·508·3·5·5·3 = 58,064,400'],
    ['flops(conv1d(x9, kernel=3))', '2·7·3 = 42'],
    ['units(conv2d(x512x512x3, filters=3, kernel=5))', '508·508·3 = 774,192'],
    ['connections(conv1d(x9, kernel=3, padding=same))', '8 + 9 + 8 = 25'],
    ['nnz(matrix(conv2d(x512x512x3, filters=3, kernel=5)))', '5·508·5·508·3·3 = 58,064,400'],
    [
      'outputShape(conv2d(x32x9, kernel=3, stride=2, padding=1, dilation=2))',
      '⌊(32 + 2·1 − (2·(3 − 1) + 1))/2⌋ + 1 = 15',
      '⌊(9 + 2·1 − (2·(3 − 1) + 1))/2⌋ + 1 = 4',
    ],
    ['outputShape(conv1d(x9, kernel=4, padding=same))', '⌊(9 + 1 + 2 − 4)/1⌋ + 1 = 9'],
    ['outputShape(conv1d(x10, kernel=3, stride=2, fit=ceil))', '⌈(10 + 0 − 3)/2⌉ + 1 = 5'],
    ['outputShape(conv1d(x9, kernel=3, stride=2, fit=exact))', '(9 + 0 − 3)/2 + 1 = 4'],
    // LeNet-5’s C3: the table of LeCun et al. (1998) gives 1,516.
    [
      'params(conv2d(inChannels=6, kernel=5, connections=[[0,1,2],[1,2,3],[2,3,4],[3,4,5],[4,5,0],[5,0,1],[0,1,2,3],[1,2,3,4],[2,3,4,5],[3,4,5,0],[4,5,0,1],[5,0,1,2],[0,1,3,4],[1,2,4,5],[0,2,3,5],[0,1,2,3,4,5]]))',
      '5·5·(6·3 + 9·4 + 6) + 16 = 1,516',
    ],
    ['weights(conv2d(inChannels=4, kernel=3, connections=[[0,1],[2,3]]))', '3·3·2·2 = 36'],
    ['params(transposedConv2d(x8x8x3, kernel=3, filters=4))', '4·(3·3·3 + 1) = 112'],
    ['macs(transposedConv2d(x8x8x3, kernel=3, filters=4, stride=2))', '8·8·4·3·3·3 = 6,912'],
    [
      'outputShape(transposedConv2d(x8x8x3, kernel=3, filters=4, stride=2, padding=1, outputPadding=[1, 0]))',
      '(8 − 1)·2 − 2·1 + 3 + 1 = 16',
      '(8 − 1)·2 − 2·1 + 3 = 15',
    ],
    [
      'outputShape(transposedConv1d(x5, kernel=3, stride=2, dilation=2, padding=[[0, 1]]))',
      '(5 − 1)·2 − (0 + 1) + (2·(3 − 1) + 1) = 12',
    ],
    ['outputShape(transposedConv1d(x5, kernel=3, stride=2, padding=same))', '5·2 = 10'],
    ['outputShape(maxPool2d(x28x13x6, kernel=2))', '⌊(28 + 0 − 2)/2⌋ + 1 = 14', '⌊(13 + 0 − 2)/2⌋ + 1 = 6'],
    ['outputShape(maxPool1d(x5, kernel=2, ceilMode=true))', '⌈(5 + 0 − 2)/2⌉ + 1 = 3'],
    // The third window would begin behind the input.
    ['outputShape(avgPool1d(x4, kernel=3, stride=3, padding=1, ceilMode=true))', '⌈(4 + 2·1 − 3)/3⌉ + 1 = 2'],
    ['outputShape(avgPool1d(x4, kernel=2, stride=3, padding=1, ceilMode=true))', '⌈(4 + 2·1 − 2)/3⌉ = 2'],
    [
      'outputShape(subsample2d(x28x28x6, kernel=2))',
      '⌊(28 + 0 − 2)/2⌋ + 1 = 14',
      '⌊(28 + 0 − 2)/2⌋ + 1 = 14',
    ],
    ['params(subsample2d(x28x28x6, kernel=2))', '2·6 = 12'],
    ['macs(subsample2d(x28x28x6, kernel=2))', '14·14·6 = 1,176'],
    ['params(batchNorm(inChannels=64))', '2·64 = 128'],
    ['params(layerNorm(x7x7x64))', '2·64 = 128'],
    ['params(dense(x28x30x16, units=10, flatten=false))', '10·(16 + 1) = 170'],
    ['macs(dense(x28x30x16, units=10, flatten=false))', '28·30·10·16 = 134,400'],
    [
      'params(network(x8x8x3, layers=[conv2d(filters=4, kernel=3), relu(), dense(units=10)]))',
      '112 + 1,450 = 1,562',
    ],
    [
      'flops(network(x8x8x3, layers=[conv2d(filters=4, kernel=3), relu(), dense(units=10)]))',
      '2·(3,888 + 1,440) = 10,656',
    ],
    // Nothing to multiply, no value, or one that follows from values rather than from sizes.
    ['biases(conv2d(inChannels=3, filters=3, kernel=5))'],
    ['units(conv1d(x9, kernel=3))'],
    ['params(conv2d(filters=3, kernel=5))'],
    ['outputShape(conv1d(x3, kernel=5))'],
    ['outputShape(conv1d(kernel=5))'],
    ['connections(conv1d(x9, kernel=[1, 0, 1]))'],
    ['nnz([[1, 0], [0, 1]])'],
    ['sum([1, 2])'],
    ['params(3)'],
  ];
  for (const [call, ...formulas] of SAID)
    it(`${call}: ${formulas.join('; ') || 'none'}`, () => {
      assert.deepEqual(formulasOf(call), formulas);
    });

  it('outputSize says its numbers too', () => {
    const entry = FUNCTIONS.get('outputSize');
    assert.ok(entry);
    const said = (options: Readonly<Record<string, number>>): readonly string[] =>
      callFormulas(
        entry,
        Object.entries(options).map(([name, value]) => ({ name, value: numberValue(value) })),
        DEFAULT_CONVENTIONS,
      );
    assert.deepEqual(said({ n: 227, kernel: 11, stride: 4 }), ['⌊(227 + 0 − 11)/4⌋ + 1 = 55']);
    assert.deepEqual(said({ n: 3, kernel: 5 }), []);
    assert.deepEqual(said({ n: 3 }), []);
  });

  it('give the counts of random convolutions and local layers, with and without bias', () => {
    fc.assert(
      fc.property(
        slides({ axes: [1, 2, 3], groups: 3 }),
        fc.boolean(),
        fc.boolean(),
        (random, bias, local) => {
          const { slide, word, laid } = random;
          const layer = layerOf({
            slide,
            laid,
            padding: word,
            bias,
            local: local && slide.spatial.length < 3,
          });
          assertCounts(layer);
          const extents = extentFormulas(layer).map(sides);
          assert.deepEqual(
            extents,
            layer.axes.map(({ output }) => [BigInt(output), BigInt(output)]),
          );
          assertCounts(new DenseEquivalent(layer));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('give the counts of random dense layers, and leave out what follows from values', () => {
    const extents = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(extents, fc.integer({ min: 1, max: 3000 }), fc.boolean(), (input, units, bias) => {
        assertCounts(
          new Dense({
            input,
            inFeatures: undefined,
            units,
            weights: undefined,
            bias,
            conventions: DEFAULT_CONVENTIONS,
          }),
        );
      }),
    );
    fc.assert(
      fc.property(slides(), fc.nat({ max: 99 }), ({ slide, laid }, seed) => {
        const weights = numbersFor(sizeOf(weightShape(slide, laid.channels)), seed);
        assertCounts(layerOf({ slide, laid, weights }), ['connections']);
      }),
      { numRuns: 50 },
    );
    const weights = Tensor.integers([2, 2], [1, 0, 0, 1]);
    assertCounts(
      new Dense({
        input: [2],
        inFeatures: undefined,
        units: 2,
        weights,
        bias: false,
        conventions: DEFAULT_CONVENTIONS,
      }),
      ['connections'],
    );
  });

  it('give the counts and extents of every layer that has some', () => {
    const kinds = ['conv', 'local', 'transposed', 'subsample', 'dense', 'batch-norm', 'avg-pool'] as const;
    for (const kind of kinds)
      fc.assert(
        fc.property(fc.gen(), (value) => {
          const drawn = linearLayer(value, [kind]);
          const layer = drawn.symbolic ?? drawn.layer;
          const { inputShape = [] } = layer;
          for (const [name, count] of Object.entries(COUNTS) as [LayerCount, (of: Layer) => bigint][]) {
            const formula = countFormula(layer, name);
            // Of pools there is only the output to count; the connections of some follow from no sizes.
            const needed =
              name === 'units' || (kind !== 'avg-pool' && name !== 'connections' && name !== 'macs');
            if (needed) assert.ok(formula !== undefined, `${kind} has no formula for its ${name}`);
            if (formula !== undefined)
              assert.deepEqual(sides(formula), [count(layer), count(layer)], `${kind}, ${name}: ${formula}`);
          }
          const found = extentFormulas(layer).map(sides);
          for (const [formula, result] of found) assert.equal(formula, result);
          if (kind === 'dense' || kind === 'batch-norm') return;
          const channels = layer.outputShape.length > found.length;
          const first = drawn.conventions.channels === 'first';
          assert.ok(found.length > 0 && inputShape.length >= found.length);
          assert.deepEqual(
            found.map(([, result]) => Number(result)),
            !channels
              ? layer.outputShape
              : first
                ? layer.outputShape.slice(1)
                : layer.outputShape.slice(0, -1),
          );
        }),
        { numRuns: 150 },
      );
  }).timeout('1m');

  it('the test’s own arithmetic knows wrong from right', () => {
    assert.equal(arithmetic('⌊(10 + 0 − 3)/2⌋ + 1'), 4n);
    assert.equal(arithmetic('⌈7/2⌉·1,000'), 4000n);
    for (const broken of ['', '3·', '(3', '3 + 1)', '7/2', '⌊3)'])
      assert.throws(() => arithmetic(broken), broken);
  });
});
