import type { ZooModel } from './model';

/** Layers bear the paper's names: C1, S2, C3, S4, C5, F6, and `output`. */
export const LENET: ZooModel = {
  name: 'lenet-5',
  edition:
    'LeNet-5 as it is taught: full connections in C3, tanh, average pools without coefficients, a dense output; 61,706 parameters with 10 classes',
  source: 'LeCun, Bottou, Bengio & Haffner, Gradient-based learning applied to document recognition, 1998',
  input: { extents: [32, 32], channels: 1 },
  classes: 10,
  build(net, classes) {
    net.conv('C1', 6, 5, { activation: 'tanh' });
    net.averagePool('S2', 2);
    net.conv('C3', 16, 5, { activation: 'tanh' });
    net.averagePool('S4', 2);
    net.conv('C5', 120, 5, { activation: 'tanh' });
    net.requirePlaces(1, 32);
    net.dense('F6', 84, 'tanh');
    net.dense('output', classes);
  },
};
