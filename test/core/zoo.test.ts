import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  DEFAULT_CONVENTIONS,
  feedOf,
  groupDigits,
  MathError,
  Multiply,
  OverBudget,
  paramsOf,
  publishedShape,
  receptiveFieldOf,
  Tensor,
  UndefinedError,
  withBudget,
  ZOO,
  zooNetwork,
  type Conventions,
  type NamedLayer,
  type Network,
  type Shape,
  toReal,
  isZero,
} from '../../src/core';
import { integers, real, tensorOf, valueOf, wholes } from './support/values';

interface Wanted {
  readonly input?: Shape;
  readonly classes?: number;
  readonly channels?: Conventions['channels'];
}

function zoo(name: string, { input, classes, channels = 'last' }: Wanted = {}): Network {
  const model = ZOO.get(name);
  if (!model) throw new Error(`There is no ${name}.`);
  return zooNetwork(model, {
    input: feedOf(Tensor.symbols('x', input ?? publishedShape(model, channels))),
    classes: classes ?? model.classes,
    conventions: { ...DEFAULT_CONVENTIONS, channels },
  });
}

function layer(net: Network, name: string): NamedLayer {
  const found = net.layer(name);
  if (!found) throw new Error(`There is no ${name} among ${net.nodes.map((node) => node.name).join(', ')}.`);
  return found;
}

function params(net: Network, start: string): number {
  const layers = net.nodes.filter(({ name }) => name.startsWith(start));
  assert.notEqual(layers.length, 0, start);
  return layers.reduce((sum, node) => sum + Number(paramsOf(node.layer)), 0);
}

function field(net: Network, name: string): number | undefined {
  const size = receptiveFieldOf(layer(net, name), 'last').axes[0]?.size;
  return size === undefined ? undefined : toReal(size);
}

/**
 * Published totals. Of torchvision's: `num_params` of its weights; `_ops` are the billions of multiply-adds that it publishes
 * with them, to three decimals. lenet-5 and alexnet-2012 from their papers' layers, u-net likewise: all three are added up
 * below. mobilenet-v1: Keras's “Trainable params”, and the 569 million multiply-adds of the paper.
 */
const PUBLISHED: Readonly<Record<string, { readonly params: bigint; readonly ops?: number }>> = {
  'lenet-5': { params: 61_706n },
  'alexnet-2012': { params: 60_965_224n },
  alexnet: { params: 61_100_840n, ops: 0.714 },
  'vgg-11': { params: 132_863_336n, ops: 7.609 },
  'vgg-13': { params: 133_047_848n, ops: 11.308 },
  'vgg-16': { params: 138_357_544n, ops: 15.47 },
  'vgg-19': { params: 143_667_240n, ops: 19.632 },
  googlenet: { params: 6_624_904n, ops: 1.498 },
  'u-net': { params: 31_030_658n },
  'resnet-18': { params: 11_689_512n, ops: 1.814 },
  'resnet-34': { params: 21_797_672n, ops: 3.664 },
  'resnet-50': { params: 25_557_032n, ops: 4.089 },
  'resnet-101': { params: 44_549_160n, ops: 7.801 },
  'resnet-152': { params: 60_192_808n, ops: 11.514 },
  'squeezenet-1.0': { params: 1_248_424n, ops: 0.819 },
  'squeezenet-1.1': { params: 1_235_496n, ops: 0.349 },
  'densenet-121': { params: 7_978_856n, ops: 2.834 },
  'mobilenet-v1': { params: 4_231_976n, ops: 0.569 },
  'mobilenet-v2': { params: 3_504_872n, ops: 0.301 },
  'efficientnet-b0': { params: 5_288_548n, ops: 0.386 },
};

describe('the zoo', () => {
  it('has the published networks, no others', () => {
    assert.deepEqual([...ZOO.keys()], Object.keys(PUBLISHED));
  });

  for (const [name, published] of Object.entries(PUBLISHED))
    it(`${name} has the published total of ${groupDigits(published.params)}`, () => {
      const net = zoo(name);
      assert.equal(paramsOf(net), published.params);
      assert.equal(net.trainable, published.params);
      assert.ok(net.edition?.includes(groupDigits(published.params)), net.edition);
      if (published.ops !== undefined) assert.equal(Math.round(Number(net.macs) / 1e6) / 1e3, published.ops);
    });

  it('gives the published outputs, channels first or last', () => {
    for (const [name, model] of ZOO) {
      const [last, first] = [zoo(name), zoo(name, { channels: 'first' })];
      const wanted = name === 'u-net' ? [388, 388, 2] : [name === 'lenet-5' ? 10 : 1000];
      assert.deepEqual(last.outputShape, wanted, name);
      assert.deepEqual(first.inputShape, [model.input.channels, ...model.input.extents]);
      assert.equal(paramsOf(first), paramsOf(last));
      assert.equal(first.macs, last.macs);
      for (const [index, { layer: placed }] of last.nodes.entries()) {
        const other = first.nodes[index]?.layer.outputShape ?? [];
        const { outputShape } = placed;
        assert.deepEqual(
          other,
          outputShape.length === 1 ? outputShape : [outputShape.at(-1), ...outputShape.slice(0, -1)],
        );
      }
    }
  });

  it('has names that each stand for one layer', () => {
    for (const name of ZOO.keys()) {
      const names = zoo(name).nodes.map((node) => node.name);
      assert.equal(new Set(names).size, names.length, name);
    }
  });

  it('makes a head for other classes: its weights and biases are what changes', () => {
    // From 1,000 classes to 10, 990 outputs fewer, each with its inputs and a bias.
    const inputs: Readonly<Record<string, number>> = {
      'vgg-16': 4096,
      alexnet: 4096,
      'resnet-18': 512,
      'resnet-50': 2048,
      googlenet: 1024,
      'squeezenet-1.1': 512,
      'densenet-121': 1024,
      'mobilenet-v1': 1024,
      'mobilenet-v2': 1280,
      'efficientnet-b0': 1280,
    };
    for (const [name, count] of Object.entries(inputs)) {
      const net = zoo(name, { classes: 10 });
      assert.deepEqual(net.outputShape, [10]);
      assert.equal(paramsOf(zoo(name)) - paramsOf(net), 990n * BigInt(count + 1), name);
    }
  });

  it('is begun only where the budget lasts: deep networks cost by their layers', () => {
    assert.throws(() => withBudget(1000, () => zoo('resnet-152')), OverBudget);
    assert.equal(
      withBudget(8000, () => zoo('resnet-152').nodes.length),
      // 155 convolutions (152 less fc, and 4 shortcuts), as many norms, 50 sums, 2 pools, fc.
      155 + 155 + 50 + 2 + 1,
    );
  });

  it('folds activations in and leaves dropout out: all that stands between is a norm, a pool, a sum or the like', () => {
    const types = new Set([...ZOO.keys()].flatMap((name) => zoo(name).nodes.map((node) => node.layer.type)));
    assert.deepEqual([...types].sort(), [
      'add',
      'avg-pool2d',
      'batch-norm',
      'concat',
      'conv2d',
      'crop',
      'dense',
      'global-avg-pool',
      'max-pool2d',
      'multiply',
      'transposed-conv2d',
    ]);
  });
});

describe('other inputs', () => {
  it('may have any size where the head pools over all places', () => {
    const net = zoo('resnet-50', { input: [320, 256, 3] });
    assert.deepEqual(layer(net, 'conv5_3_add').layer.outputShape, [10, 8, 2048]);
    assert.equal(paramsOf(net), 25_557_032n);
  });

  it('may have other channels: the first convolution has other weights', () => {
    // 64 filters of 7·7 lose two of three channels.
    assert.equal(paramsOf(zoo('resnet-50', { input: [224, 224, 1] })), 25_557_032n - 64n * 49n * 2n);
  });

  it('are refused where the head has its weights for other cells', () => {
    for (const [name, input, head] of [
      [
        'vgg-16',
        [256, 256, 3],
        /head of vgg-16 takes 7 × 7 cells.* 224 × 224 leaves; this input leaves 8 × 8/,
      ],
      ['alexnet', [300, 224, 3], /head of alexnet takes 6 × 6 cells.* this input leaves 8 × 6/],
      ['alexnet-2012', [288, 288, 3], /head of alexnet-2012 takes 6 × 6 cells.* this input leaves 7 × 7/],
      [
        'lenet-5',
        [36, 36, 1],
        /head of lenet-5 takes 1 × 1 cells, .* 32 × 32 leaves; this input leaves 2 × 2/,
      ],
    ] as const)
      assert.throws(
        () => zoo(name, { input: [...input] }),
        (error) => error instanceof MathError && error.option === 'input' && head.test(error.message),
      );
  });

  it('may give the head what it takes, all the same: 224 to 255 rows leave 7 to VGG', () => {
    assert.equal(paramsOf(zoo('vgg-16', { input: [255, 230, 3] })), 138_357_544n);
  });

  it('that are too small leave nothing: it is said in which layer', () => {
    assert.throws(
      () => zoo('lenet-5', { input: [28, 28, 1] }),
      (error) => error instanceof UndefinedError && error.message.startsWith('in C5, a window of 5'),
    );
  });

  it('without channels are refused', () => {
    assert.throws(
      () => zoo('lenet-5', { input: [32, 32] }),
      (error) => error instanceof MathError && error.message.includes('32 × 32 × 1; this input is 32 × 32'),
    );
  });
});

/** Parts of each family, worked out from the papers' tables. */
describe('the parts of', () => {
  it('lenet-5', () => {
    const net = zoo('lenet-5');
    assert.deepEqual(
      ['C1', 'S2', 'C3', 'S4', 'C5', 'F6', 'output'].map((name) => params(net, name)),
      // 6(5·5+1), 16(5·5·6+1), 120(5·5·16+1), 84(120+1), 10(84+1)
      [156, 0, 2416, 0, 48_120, 10_164, 850],
    );
    assert.deepEqual(layer(net, 'S4').layer.outputShape, [5, 5, 16]);
  });

  it('alexnet-2012', () => {
    const net = zoo('alexnet-2012');
    // 96(11·11·3+1); conv2, conv4 and conv5 see half the channels: 256(5·5·48+1), 384(3·3·192+1), 256(3·3·192+1).
    assert.deepEqual(
      ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7', 'fc8'].map((name) => params(net, name)),
      [34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000],
    );
    // The paper: 253,440, 186,624, 64,896, 64,896, 43,264 neurons; its 253,440 = 55·48·96 is 290,400 = 55·55·96 in fact.
    assert.deepEqual(
      ['conv1', 'conv2', 'conv3', 'conv4', 'conv5'].map((name) =>
        layer(net, name).layer.outputShape.reduce((product, extent) => product * extent, 1),
      ),
      [290_400, 186_624, 64_896, 64_896, 43_264],
    );
  });

  it('alexnet', () => {
    const net = zoo('alexnet');
    assert.equal(params(net, 'conv1'), 64 * (11 * 11 * 3 + 1));
    assert.equal(params(net, 'fc6'), 4096 * (6 * 6 * 256 + 1));
    // 55²·64·363 + 27²·192·1600 + 13²(384·1728 + 256·3456 + 256·2304) = 655,566,528; fc 9216·4096 + 4096² + 4096·1000.
    assert.equal(net.macs, 655_566_528n + 58_621_952n);
  });

  it('vgg-16', () => {
    const net = zoo('vgg-16');
    assert.equal(params(net, 'conv1_1'), 1792); // 64(3·3·3+1)
    assert.equal(params(net, 'conv1_'), 1792 + 36_928);
    assert.equal(params(net, 'conv'), 14_714_688); // the published size of its convolutions (Keras without top)
    assert.equal(params(net, 'fc6'), 102_764_544); // 4096(7·7·512+1)
    assert.equal(params(net, 'fc'), 123_642_856);
    const conv = net.nodes
      .filter(({ name }) => name.startsWith('conv'))
      .reduce((sum, { layer: { macs } }) => sum + macs, 0n);
    assert.equal(conv, 15_346_630_656n);
    assert.equal(net.macs, 15_470_264_320n);
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((stage) => layer(net, `pool${stage}`).layer.outputShape),
      [
        [112, 112, 64],
        [56, 56, 128],
        [28, 28, 256],
        [14, 14, 512],
        [7, 7, 512],
      ],
    );
  });

  it('resnet-50', () => {
    const net = zoo('resnet-50');
    assert.equal(params(net, 'conv1'), 9408 + 128); // 7·7·3·64 and its norm
    // conv2_1: 64·64, 9·64·64, 64·256, shortcut 64·256, norms 2(64 + 64 + 256 + 256)
    assert.equal(params(net, 'conv2_1'), 4096 + 36_864 + 16_384 + 16_384 + 1280);
    // conv2_2: 256·64, 9·64·64, 64·256, norms 2(64 + 64 + 256): the identity costs nothing
    assert.equal(params(net, 'conv2_2'), 16_384 + 36_864 + 16_384 + 768);
    assert.equal(params(net, 'fc'), 2_049_000);
    assert.equal(net.macs, 4_089_184_256n);
    assert.equal(net.buffers, 53_120n); // 26,560 channels of batch norm, as Keras's count of what isn't trained
    assert.deepEqual(
      ['conv1', 'pool1', 'conv2_3_add', 'conv3_4_add', 'conv4_6_add', 'conv5_3_add'].map(
        (name) => layer(net, name).layer.outputShape,
      ),
      [
        [112, 112, 64],
        [56, 56, 64],
        [56, 56, 256],
        [28, 28, 512],
        [14, 14, 1024],
        [7, 7, 2048],
      ],
    );
  });

  it('resnet-18', () => {
    const net = zoo('resnet-18');
    assert.equal(params(net, 'conv2_1'), 2 * (9 * 64 * 64 + 128)); // the shortcut is the identity
    assert.equal(params(net, 'conv3_1'), 9 * 64 * 128 + 9 * 128 * 128 + 64 * 128 + 3 * 256);
    assert.equal(params(net, 'fc'), 513_000);
  });

  it('mobilenet-v1', () => {
    const net = zoo('mobilenet-v1');
    assert.equal(params(net, 'conv1'), 864 + 64);
    assert.equal(params(net, 'conv_dw_1_') + params(net, 'conv_pw_1_'), 64 + 128); // the norms
    assert.equal(params(net, 'conv_dw_13'), 9 * 1024 + 2048);
    assert.equal(params(net, 'conv_pw_13'), 1024 * 1024 + 2048);
    assert.equal(params(net, 'fc'), 1_025_000);
    assert.equal(net.buffers, 21_888n); // Keras: 4,253,864 in all, 21,888 of them not trained
  });

  it('mobilenet-v2', () => {
    const net = zoo('mobilenet-v2');
    assert.equal(params(net, 'conv1'), 864 + 64);
    // bottleneck1_1 has no expansion: 9·32, 32·16, norms 2(32 + 16)
    assert.equal(params(net, 'bottleneck1_1'), 288 + 512 + 96);
    // bottleneck2_1: 16·96, 9·96, 96·24, norms 2(96 + 96 + 24)
    assert.equal(params(net, 'bottleneck2_1'), 1536 + 864 + 2304 + 432);
    assert.equal(params(net, 'fc'), 1_281_000);
    assert.equal(net.macs, 300_774_272n);
    // Shortcuts: a row of n repetitions has n − 1.
    assert.equal(net.nodes.filter(({ layer: { type } }) => type === 'add').length, 1 + 2 + 3 + 2 + 2);
  });

  it('squeezenet-1.0 and 1.1', () => {
    const net = zoo('squeezenet-1.0');
    // The parameters before pruning in the paper's table 1.
    assert.equal(params(net, 'conv1'), 14_208 + 513_000); // 96(7·7·3+1), and conv10: 1000(512+1)
    assert.deepEqual(
      [2, 3, 4, 5, 6, 7, 8, 9].map((fire) => params(net, `fire${fire}_`)),
      [11_920, 12_432, 45_344, 49_440, 104_880, 111_024, 188_992, 197_184],
    );
    assert.deepEqual(layer(net, 'fire9_concat').layer.outputShape, [13, 13, 512]);
    const other = zoo('squeezenet-1.1');
    assert.equal(params(other, 'conv1'), 64 * (3 * 3 * 3 + 1) + 513_000);
    // 64 channels instead of 96 go into fire2: 16·32 weights fewer.
    assert.equal(params(other, 'fire2_'), 11_920 - 512);
  });

  it('googlenet', () => {
    const net = zoo('googlenet');
    assert.equal(params(net, 'conv1'), 9408 + 128);
    // 192·64, 192·96, 9·96·128, 192·16, 9·16·32 (5·5 in the paper), 192·32, norms 2(64 + 96 + 128 + 16 + 32 + 32)
    assert.equal(params(net, 'inception_3a'), 12_288 + 18_432 + 110_592 + 3072 + 4608 + 6144 + 736);
    assert.equal(params(net, 'fc'), 1_025_000);
    assert.deepEqual(
      [
        'pool1',
        'pool2',
        'inception_3a_concat',
        'inception_3b_concat',
        'inception_4e_concat',
        'inception_5b_concat',
      ].map((name) => layer(net, name).layer.outputShape),
      [
        [56, 56, 64],
        [28, 28, 192],
        [28, 28, 256],
        [28, 28, 480],
        [14, 14, 832],
        [7, 7, 1024],
      ],
    );
  });

  it('densenet-121', () => {
    const net = zoo('densenet-121');
    assert.equal(params(net, 'conv0') + params(net, 'norm0'), 9408 + 128);
    // dense1_1: norm of 64, 64·128, norm of 128, 9·128·32
    assert.equal(params(net, 'dense1_1_'), 128 + 8192 + 256 + 36_864);
    assert.equal(params(net, 'transition1'), 512 + 256 * 128);
    assert.equal(params(net, 'classifier'), 1_025_000);
    assert.deepEqual(
      ['transition1_pool', 'transition2_pool', 'transition3_pool', 'dense4_16_concat'].map(
        (name) => layer(net, name).layer.outputShape,
      ),
      [
        [28, 28, 128],
        [14, 14, 256],
        [7, 7, 512],
        [7, 7, 1024],
      ],
    );
  });

  it('efficientnet-b0', () => {
    const net = zoo('efficientnet-b0');
    assert.equal(params(net, 'stage1_conv'), 864 + 64);
    // stage2_1: 9·32, squeeze 32 → 8 → 32 with biases, 32·16, norms 2(32 + 16)
    assert.equal(params(net, 'stage2_1'), 288 + (32 * 8 + 8) + (8 * 32 + 32) + 512 + 96);
    // stage3_1: 16·96, 9·96, squeeze 96 → 4 → 96, 96·24, norms 2(96 + 96 + 24)
    assert.equal(params(net, 'stage3_1'), 1536 + 864 + (96 * 4 + 4) + (4 * 96 + 96) + 2304 + 432);
    assert.equal(params(net, 'stage9'), 320 * 1280 + 2560 + 1_281_000);
    assert.deepEqual(layer(net, 'stage8_1_project').layer.outputShape, [7, 7, 320]);
  });

  it('u-net', () => {
    const net = zoo('u-net');
    assert.equal(params(net, 'conv1_1'), 640); // 64(3·3·1+1)
    // Down and bottom: 37,568 + 221,440 + 885,248 + 3,539,968 + 14,157,824
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((stage) => params(net, `conv${stage}_`)),
      [37_568, 221_440, 885_248, 3_539_968, 14_157_824],
    );
    // Up: 512(2·2·1024)+512 and 512(9·1024+1) + 512(9·512+1), and so on.
    assert.deepEqual(
      [6, 7, 8, 9].map((stage) => [params(net, `up${stage}`), params(net, `conv${stage}_`)]),
      [
        [2_097_664, 4_719_104 + 2_359_808],
        [524_544, 1_179_904 + 590_080],
        [131_200, 295_040 + 147_584],
        [32_832, 73_792 + 36_928],
      ],
    );
    assert.equal(params(net, 'conv10'), 130);
    // The extents in the paper's figure 1.
    assert.deepEqual(
      [
        'conv1_2',
        'conv2_2',
        'conv3_2',
        'conv4_2',
        'conv5_2',
        'up6',
        'conv6_2',
        'conv7_2',
        'conv8_2',
        'conv9_2',
      ].map((name) => layer(net, name).layer.outputShape[0]),
      [568, 280, 136, 64, 28, 56, 52, 100, 196, 388],
    );
  });
});

/** Araujo, Norris & Sim (Distill 2019) list alexnet 195 and vgg-16 212; the others are added up by r + (k − 1)·j. */
describe('receptive fields', () => {
  it('of chains', () => {
    assert.equal(field(zoo('vgg-16'), 'pool5'), 212);
    assert.equal(field(zoo('alexnet'), 'pool5'), 195);
    assert.equal(field(zoo('alexnet-2012'), 'pool5'), 195);
    // 1, two 3×3, pool: 6; 14, 16; 32, 36; 68, 76; and two 3×3 at a stride of 16
    assert.equal(field(zoo('u-net'), 'conv5_2'), 140);
  });

  it('of residual networks', () => {
    // conv1 7, pool1 11; each 3×3 adds 2·j, and the first of a stage still has the stride of the stage before:
    // 11 + 3·8 = 35, + 8 + 3·16 = 91, + 16 + 5·32 = 267, + 32 + 2·64 = 427. With the stride in the first 1×1, as in the
    // paper and in Araujo’s table, it is 11 + 3·8 + 4·16 + 6·32 + 3·64 = 483.
    assert.equal(field(zoo('resnet-50'), 'conv5_3_add'), 427);
    // 11 + 4·8 = 43, + 8 + 3·16 = 99, + 16 + 3·32 = 211, + 32 + 3·64 = 435
    assert.equal(field(zoo('resnet-18'), 'conv5_2_add'), 435);
  });

  it('of squeeze and excitation are the whole input', () => {
    const net = zoo('efficientnet-b0');
    assert.equal(field(net, 'stage2_1_depthwise'), 7);
    const { axes } = receptiveFieldOf(layer(net, 'stage2_1_scale'), 'last');
    assert.ok(axes.every(({ stride }) => isZero(stride)));
    // The 112 fields of stage2_1_depthwise, from the first to the last: 7 + 111·2.
    assert.deepEqual(
      axes.map(({ size }) => toReal(size)),
      [229, 229],
    );
    assert.ok(receptiveFieldOf(net.last, 'last').axes.every(({ stride }) => isZero(stride)));
  });
});

describe('multiply', () => {
  it('multiplies entry by entry, an axis of one cell with all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 27, maxLength: 27 }),
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
        (rows, cols, channels, entries, gates) => {
          const shape = [rows, cols, channels];
          const x = integers(shape, entries.slice(0, rows * cols * channels));
          const gate = integers([1, 1, channels], gates.slice(0, channels));
          const scaled = new Multiply([shape, [1, 1, channels]]);
          assert.deepEqual(scaled.outputShape, shape);
          const products = wholes(x.entries()).map(
            (entry, flat) => entry * (gates[flat % channels] ?? 0) + 0,
          );
          assert.deepEqual(wholes(scaled.forward([x, gate]).entries()), products);
          assert.deepEqual(
            wholes(new Multiply([[1, 1, channels], shape]).forward([gate, x]).entries()),
            products,
          );
          // The gradient by definition: what changes where one entry grows by 1, as the product is linear in each input.
          const upstream = integers(shape, entries.slice(27 - rows * cols * channels));
          const [ofX, ofGate] = scaled.gradInputs(upstream, [x, gate]);
          const loss = (a: Tensor, b: Tensor): number =>
            wholes(scaled.forward([a, b]).entries()).reduce(
              (sum, y, flat) => sum + y * (wholes(upstream.entries())[flat] ?? 0),
              0,
            );
          const more = (tensor: Tensor, at: number): Tensor =>
            integers(
              tensor.shape,
              wholes(tensor.entries()).map((entry, flat) => entry + (flat === at ? 1 : 0)),
            );
          assert.deepEqual(
            wholes(ofX?.entries() ?? []),
            Array.from({ length: x.size }, (_, at) => loss(more(x, at), gate) - loss(x, gate)),
          );
          assert.deepEqual(
            wholes(ofGate?.entries() ?? []),
            Array.from({ length: gate.size }, (_, at) => loss(x, more(gate, at)) - loss(x, gate)),
          );
        },
      ),
    );
  });

  it('keeps symbols', () => {
    const value = valueOf('output(multiply(input=[a, b]))', {
      a: { kind: 'tensor', tensor: Tensor.symbols('x', [2]) },
      b: { kind: 'tensor', tensor: Tensor.symbols('g', [1]) },
    });
    assert.deepEqual(
      tensorOf(value)
        .entries()
        .map((entry) => entry.toString()),
      ['g1*x1', 'g1*x2'],
    );
  });

  it('refuses extents that neither agree nor are 1', () => {
    for (const shapes of [
      [
        [2, 3],
        [2, 2],
      ],
      [[2, 3], [2]],
    ])
      assert.throws(
        () => new Multiply(shapes),
        (error) => error instanceof MathError && error.message.includes('whose extents agree or are 1'),
      );
  });
});

describe('activations of the zoo', () => {
  it('relu6 ends at 6, exactly', () => {
    const value = valueOf('output(relu6([-1, 0, 1/3, 6, 7]))');
    assert.deepEqual(tensorOf(value).entries().map(String), ['0', '0', '0.(3)', '6', '6']);
  });

  it('relu6 has no slope at its corners, as PyTorch’s hardtanh', () => {
    const value = valueOf('gradInput(relu6([-1, 0, 3, 6, 7]), [1, 1, 1, 1, 1])');
    assert.deepEqual(wholes(tensorOf(value).entries()), [0, 0, 1, 0, 0]);
  });

  it('silu is x·sigmoid(x), with the slope of its differences', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), (hundredths) => {
        const x = hundredths / 100;
        const silu = (at: number): number => at / (1 + Math.exp(-at));
        const at = `${hundredths}/100`;
        const [y] = tensorOf(valueOf(`output(silu([${at}, 1]))`)).entries();
        const [slope] = tensorOf(valueOf(`gradInput(silu([${at}, 1]), [1, 0])`)).entries();
        assert.ok(y !== undefined && Math.abs(real(y) - silu(x)) < 1e-12);
        assert.ok(slope !== undefined);
        assert.ok(Math.abs(real(slope) - (silu(x + 1e-5) - silu(x - 1e-5)) / 2e-5) < 1e-8);
      }),
    );
  });
});
