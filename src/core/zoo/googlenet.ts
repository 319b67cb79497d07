import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Filters of an inception: 1×1, 3×3 reduce, 3×3, 5×5 reduce, 5×5, pool proj. */
type Filters = readonly [number, number, number, number, number, number];

/** The inceptions of each stage: table 1 of the paper. */
const STAGES: readonly { readonly stage: number; readonly inceptions: Readonly<Record<string, Filters>> }[] =
  [
    { stage: 3, inceptions: { a: [64, 96, 128, 16, 32, 32], b: [128, 128, 192, 32, 96, 64] } },
    {
      stage: 4,
      inceptions: {
        a: [192, 96, 208, 16, 48, 64],
        b: [160, 112, 224, 24, 64, 64],
        c: [128, 128, 256, 24, 64, 64],
        d: [112, 144, 288, 32, 64, 64],
        e: [256, 160, 320, 32, 128, 128],
      },
    },
    { stage: 5, inceptions: { a: [256, 160, 320, 32, 128, 128], b: [384, 192, 384, 48, 128, 128] } },
  ];

/**
 * inception_3a has the convolutions inception_3a_1x1, _3x3_reduce, _3x3, _5x5_reduce, _5x5 and _pool_proj, each with its batch
 * norm, the pool inception_3a_pool, and gives inception_3a_concat. Around them stand conv1, pool1, conv2_reduce, conv2, pool2,
 * pool3, pool4, pool5 and fc.
 */
export const GOOGLENET: ZooModel = {
  name: 'googlenet',
  edition:
    'torchvision’s GoogLeNet, without auxiliary heads: with batch norm, and 3 × 3 kernels where the paper has 5 × 5; 6,624,904 parameters with 1,000 classes',
  source: 'Szegedy et al., Going deeper with convolutions, 2014',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    net.convNorm('conv1', 64, 7, { stride: 2, padding: 3, activation: 'relu' });
    net.maxPool('pool1', 3, { stride: 2, ceil: true });
    net.convNorm('conv2_reduce', 64, 1, { activation: 'relu' });
    net.convNorm('conv2', 192, 3, { padding: 1, activation: 'relu' });
    net.maxPool('pool2', 3, { stride: 2, ceil: true });
    for (const { stage, inceptions } of STAGES) {
      for (const [letter, filters] of Object.entries(inceptions))
        inception(net, `inception_${stage}${letter}`, filters);
      if (stage === 3) net.maxPool('pool3', 3, { stride: 2, ceil: true });
      if (stage === 4) net.maxPool('pool4', 2, { ceil: true });
    }
    net.globalPool('pool5');
    net.dense('fc', classes);
  },
};

function inception(net: NetworkBuilder, name: string, filters: Filters): void {
  const [one, threeReduce, three, fiveReduce, five, projected] = filters;
  const { last: input } = net;
  const relu = { activation: 'relu' } as const;
  const first = net.convNorm(`${name}_1x1`, one, 1, relu);
  net.last = input;
  net.convNorm(`${name}_3x3_reduce`, threeReduce, 1, relu);
  const second = net.convNorm(`${name}_3x3`, three, 3, { ...relu, padding: 1 });
  net.last = input;
  net.convNorm(`${name}_5x5_reduce`, fiveReduce, 1, relu);
  const third = net.convNorm(`${name}_5x5`, five, 3, { ...relu, padding: 1 });
  net.last = input;
  net.maxPool(`${name}_pool`, 3, { stride: 1, padding: 1, ceil: true });
  const fourth = net.convNorm(`${name}_pool_proj`, projected, 1, relu);
  net.concat(`${name}_concat`, [first, second, third, fourth]);
}
