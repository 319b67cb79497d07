import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Puts the convolutions of a residual block, the last without its activation. */
type Block = (net: NetworkBuilder, name: string, filters: number, stride: number) => void;

/** Two 3 × 3 convolutions. */
const basic: Block = (net, name, filters, stride) => {
  net.convNorm(`${name}_a`, filters, 3, { stride, padding: 1, activation: 'relu' });
  net.convNorm(`${name}_b`, filters, 3, { padding: 1 });
};

/** 1 × 1, 3 × 3, and 1 × 1 with four times the filters. The 3 × 3 has the stride; in the paper the first 1 × 1 has it. */
const bottleneck: Block = (net, name, filters, stride) => {
  net.convNorm(`${name}_a`, filters, 1, { activation: 'relu' });
  net.convNorm(`${name}_b`, filters, 3, { stride, padding: 1, activation: 'relu' });
  net.convNorm(`${name}_c`, 4 * filters, 1);
};

/** Residual blocks of the stages conv2_x, conv3_x, conv4_x and conv5_x: the paper's table 1. */
const TABLE = [
  { depth: 18, total: '11,689,512', block: basic, blocks: [2, 2, 2, 2] },
  { depth: 34, total: '21,797,672', block: basic, blocks: [3, 4, 6, 3] },
  { depth: 50, total: '25,557,032', block: bottleneck, blocks: [3, 4, 6, 3] },
  { depth: 101, total: '44,549,160', block: bottleneck, blocks: [3, 4, 23, 3] },
  { depth: 152, total: '60,192,808', block: bottleneck, blocks: [3, 8, 36, 3] },
] as const;

const STRIDE_NOTE = ' with the stride in the 3 × 3 convolutions (v1.5)';

/**
 * The second block of the stage conv2_x has the convolutions conv2_2_a, conv2_2_b (and conv2_2_c), each with its batch norm
 * conv2_2_a_norm, and ends with conv2_2_add; where a shortcut changes the shape, its convolution is conv2_1_shortcut. Around
 * them stand conv1, pool1, pool5 and fc.
 */
export const RESNETS: readonly ZooModel[] = TABLE.map(({ depth, total, block, blocks }) => ({
  name: `resnet-${depth}`,
  edition: `torchvision’s ResNet-${depth}${block === bottleneck ? STRIDE_NOTE : ''}; ${total} parameters with 1,000 classes`,
  source: 'He, Zhang, Ren & Sun, Deep residual learning for image recognition, 2015',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    net.convNorm('conv1', 64, 7, { stride: 2, padding: 3, activation: 'relu' });
    net.maxPool('pool1', 3, { stride: 2, padding: 1 });
    for (const [index, count] of blocks.entries())
      for (let number = 1; number <= count; number++) {
        const stride = index > 0 && number === 1 ? 2 : 1;
        residual(net, `conv${index + 2}_${number}`, 64 * 2 ** index, stride, block);
      }
    net.globalPool('pool5');
    net.dense('fc', classes);
  },
}));

/** A block and its shortcut: the identity where shapes agree, else a 1 × 1 convolution. */
function residual(net: NetworkBuilder, name: string, filters: number, stride: number, block: Block): void {
  const { last: input, channels } = net;
  block(net, name, filters, stride);
  const { last: output, channels: wanted } = net;
  let shortcut = input;
  if (stride > 1 || channels !== wanted) {
    net.last = input;
    shortcut = net.convNorm(`${name}_shortcut`, wanted, 1, { stride });
  }
  net.add(`${name}_add`, [output, shortcut], 'relu');
}
