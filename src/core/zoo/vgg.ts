import type { ZooModel } from './model';

/** Filters of all convolutions of a stage, which ends with a pool. */
const FILTERS = [64, 128, 256, 512, 512] as const;

/** Convolutions of each stage: configurations A, B, D and E of the paper's table 1. */
const CONFIGURATIONS = [
  { depth: 11, column: 'A', total: '132,863,336', convolutions: [1, 1, 2, 2, 2] },
  { depth: 13, column: 'B', total: '133,047,848', convolutions: [2, 2, 2, 2, 2] },
  { depth: 16, column: 'D', total: '138,357,544', convolutions: [2, 2, 3, 3, 3] },
  { depth: 19, column: 'E', total: '143,667,240', convolutions: [2, 2, 4, 4, 4] },
] as const;

/** Layers bear the authors' names: conv1_1, conv1_2, pool1, … conv5_3, pool5, fc6, fc7, fc8. */
export const VGGS: readonly ZooModel[] = CONFIGURATIONS.map(({ depth, column, total, convolutions }) => ({
  name: `vgg-${depth}`,
  edition: `configuration ${column} of the paper, as torchvision’s without batch norm; ${total} parameters with 1,000 classes`,
  source: 'Simonyan & Zisserman, Very deep convolutional networks for large-scale image recognition, 2014',
  input: { extents: [224, 224], channels: 3 },
  classes: 1000,
  build(net, classes) {
    for (const [index, count] of convolutions.entries()) {
      const stage = index + 1;
      for (let conv = 1; conv <= count; conv++)
        net.conv(`conv${stage}_${conv}`, FILTERS[index] ?? 512, 3, { padding: 1, activation: 'relu' });
      net.maxPool(`pool${stage}`, 2);
    }
    net.requirePlaces(7, 224);
    net.dense('fc6', 4096, 'relu');
    net.dense('fc7', 4096, 'relu');
    net.dense('fc8', classes);
  },
}));
