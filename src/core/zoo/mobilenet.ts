import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Filters of the pointwise convolution and stride of the depthwise one, pair by pair: table 1 of the first paper. */
const PAIRS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
] as const;

/** Layers bear Keras's names: conv1, conv_dw_1, conv_pw_1, … conv_pw_13, each with its batch norm conv_dw_1_norm; pool, fc. */
const MOBILENET_V1: ZooModel = {
  name: 'mobilenet-v1',
  edition:
    'Keras’s MobileNet 1.0 with same padding; 4,231,976 trainable parameters with 1,000 classes (Keras’s total counts 21,888 running statistics, too)',
  source: 'Howard et al., MobileNets: Efficient convolutional neural networks for mobile vision, 2017',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    const common = { padding: 'same', activation: 'relu6' } as const;
    net.convNorm('conv1', 32, 3, { ...common, stride: 2 });
    for (const [index, [filters, stride]] of PAIRS.entries()) {
      net.depthwise(`conv_dw_${index + 1}`, 3, { ...common, stride });
      net.convNorm(`conv_pw_${index + 1}`, filters, 1, common);
    }
    net.globalPool('pool');
    net.dense('fc', classes);
  },
};

/** Expansion, output channels, repetitions, and stride of the first repetition: table 2 of the second paper. */
const BOTTLENECKS = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

/**
 * The second bottleneck of the table's third row has the convolutions bottleneck3_2_expand, bottleneck3_2_depthwise and
 * bottleneck3_2_project, each with its batch norm bottleneck3_2_expand_norm, and bottleneck3_2_add where there is a
 * shortcut. Around them stand conv1, conv2, pool and fc.
 */
const MOBILENET_V2: ZooModel = {
  name: 'mobilenet-v2',
  edition: 'torchvision’s MobileNetV2 1.0; 3,504,872 parameters with 1,000 classes',
  source: 'Sandler et al., MobileNetV2: Inverted residuals and linear bottlenecks, 2018',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    net.convNorm('conv1', 32, 3, { stride: 2, padding: 1, activation: 'relu6' });
    for (const [row, [expansion, filters, count, first]] of BOTTLENECKS.entries())
      for (let number = 1; number <= count; number++)
        inverted(net, `bottleneck${row + 1}_${number}`, expansion, filters, number === 1 ? first : 1);
    net.convNorm('conv2', 1280, 1, { activation: 'relu6' });
    net.globalPool('pool');
    net.dense('fc', classes);
  },
};

/** An inverted residual: wide within, narrow and linear at its ends. */
function inverted(
  net: NetworkBuilder,
  name: string,
  expansion: number,
  filters: number,
  stride: number,
): void {
  const { last: input, channels } = net;
  if (expansion > 1) net.convNorm(`${name}_expand`, expansion * channels, 1, { activation: 'relu6' });
  net.depthwise(`${name}_depthwise`, 3, { stride, padding: 1, activation: 'relu6' });
  const output = net.convNorm(`${name}_project`, filters, 1);
  if (stride === 1 && channels === filters) net.add(`${name}_add`, [input, output]);
}

export const MOBILENETS: readonly ZooModel[] = [MOBILENET_V1, MOBILENET_V2];
