import type { NetworkBuilder } from './builder';
import type { ZooModel } from './model';

/** Channels that each layer adds: k in the paper. */
const GROWTH = 32;

/** Layers of the dense blocks: DenseNet-121 in table 1 of the paper. */
const BLOCKS = [6, 12, 24, 16] as const;

/**
 * The third layer of the first dense block has dense1_3_norm1, dense1_3_conv1, dense1_3_norm2, dense1_3_conv2, and gives
 * dense1_3_concat, with all channels before it; then come transition1_norm, transition1_conv and transition1_pool. Around them
 * stand conv0, norm0, pool0, norm5, pool5 and classifier, as in torchvision.
 */
export const DENSENET: ZooModel = {
  name: 'densenet-121',
  edition: 'torchvision’s DenseNet-121 (BC, growth 32); 7,978,856 parameters with 1,000 classes',
  source: 'Huang, Liu, van der Maaten & Weinberger, Densely connected convolutional networks, 2016',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    net.conv('conv0', 2 * GROWTH, 7, { stride: 2, padding: 3, bias: false });
    net.norm('norm0', 'relu');
    net.maxPool('pool0', 3, { stride: 2, padding: 1 });
    for (const [index, layers] of BLOCKS.entries()) {
      const block = index + 1;
      for (let layer = 1; layer <= layers; layer++) denseLayer(net, `dense${block}_${layer}`);
      if (block < BLOCKS.length) transition(net, `transition${block}`);
    }
    net.norm('norm5', 'relu');
    net.globalPool('pool5');
    net.dense('classifier', classes);
  },
};

/** Norms and activations stand before their convolutions; what comes out is put behind what went in. */
function denseLayer(net: NetworkBuilder, name: string): void {
  const { last: input } = net;
  net.norm(`${name}_norm1`, 'relu');
  net.conv(`${name}_conv1`, 4 * GROWTH, 1, { bias: false });
  net.norm(`${name}_norm2`, 'relu');
  const output = net.conv(`${name}_conv2`, GROWTH, 3, { padding: 1, bias: false });
  net.concat(`${name}_concat`, [input, output]);
}

/** Half the channels, half the rows and columns. */
function transition(net: NetworkBuilder, name: string): void {
  net.norm(`${name}_norm`, 'relu');
  net.conv(`${name}_conv`, net.channels / 2, 1, { bias: false });
  net.averagePool(`${name}_pool`, 2);
}
