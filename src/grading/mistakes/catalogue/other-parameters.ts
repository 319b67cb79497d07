import type { CountMistake } from '../mistake';

/** Parameters of a depthwise separable convolution: C·(kh·kw + b) of the depthwise part, K·(C + b) of the pointwise. */
export const SEPARABLE: readonly CountMistake[] = [
  {
    id: 'P20',
    title: 'pointwise part forgotten',
    quantity: 'dwsep_params',
    wrong: 'C*(kh*kw + b)',
    credit: 0.5,
    say: 'This is the depthwise part; the {{K}} pointwise filters of 1×1×{{C}} come on top.',
  },
  {
    id: 'P21',
    title: 'depthwise part counted as a full convolution',
    quantity: 'dwsep_params',
    wrong: 'C*(kh*kw*C + b) + K*(C + b)',
    when: 'C > 1',
    credit: 0.5,
    say: 'A depthwise filter sees one channel, not all {{C}}: the depthwise part has {{C}} kernels of {{kh}}×{{kw}}.',
  },
  {
    id: 'P22',
    title: 'ordinary convolution counted',
    quantity: 'dwsep_params',
    wrong: 'K*(kh*kw*C + b)',
    credit: 0.25,
    say: 'This is an ordinary convolution with {{K}} filters; here it is split into a depthwise and a pointwise part.',
  },
  {
    id: 'P23',
    title: 'depthwise part forgotten',
    quantity: 'dwsep_params',
    wrong: 'K*(C + b)',
    credit: 0.5,
    say: 'This is the pointwise part; the {{C}} depthwise kernels of {{kh}}×{{kw}} come on top.',
  },
];

/** Parameters of a local layer: a kernel of its own at each place, Ho·Wo·K·(kh·kw·C + b). */
export const LOCAL: readonly CountMistake[] = [
  {
    id: 'L01',
    title: 'weights counted as if they were shared',
    quantity: 'local_params',
    wrong: 'K*(kh*kw*C + b)',
    when: 'Ho*Wo > 1',
    credit: 0.3,
    say: 'This is a convolution, which uses one kernel everywhere; here each of the {{Ho*Wo}} places has its own.',
  },
  {
    id: 'L02',
    title: 'counted as fully connected',
    quantity: 'local_params',
    wrong: '(H*W*C)*(Ho*Wo*K) + b*(Ho*Wo*K)',
    credit: 0.3,
    say: 'This connects every input to every output; here an output sees a window of {{kh}}×{{kw}}×{{C}} inputs.',
  },
  {
    id: 'L03',
    title: 'bias forgotten',
    quantity: 'local_params',
    as: { b: '0' },
    when: 'b == 1',
    credit: 0.75,
    say: 'The weights are right; the {{Ho*Wo*K}} biases are missing, one for each output.',
  },
  {
    id: 'L04',
    title: 'a bias per filter instead of per place',
    quantity: 'local_params',
    wrong: 'Ho*Wo*K*kh*kw*C + b*K',
    when: 'b == 1 and Ho*Wo > 1',
    credit: 0.8,
    say: 'The weights are right; but nothing is shared here, so each of the {{Ho*Wo*K}} outputs has a bias of its own.',
  },
  {
    id: 'L05',
    title: 'input channels forgotten',
    quantity: 'local_params',
    as: { C: '1' },
    when: 'C > 1',
    credit: 0.5,
    say: 'Each kernel reaches through all {{C}} input channels.',
  },
  {
    id: 'L06',
    title: 'number of filters forgotten',
    quantity: 'local_params',
    as: { K: '1' },
    when: 'K > 1',
    credit: 0.5,
    say: 'This is one filter at each place; there are {{K}}.',
  },
];

/** Layers without a kernel of weights. */
export const WITHOUT_KERNEL: readonly CountMistake[] = [
  {
    id: 'B01',
    title: 'pooling window counted as weights',
    quantity: 'pool_params',
    wrong: 'kh*kw*C',
    credit: 0,
    say: 'Pooling takes a maximum or a mean; nothing is learned, so there is nothing to count.',
  },
  {
    id: 'B02',
    title: 'running statistics counted as trainable',
    quantity: 'bn_trainable',
    wrong: '4*C',
    credit: 0.6,
    say: 'A batch norm learns a scale and a shift for each of the {{C}} channels; running mean and variance are kept, not learned.',
  },
  {
    id: 'B03',
    title: 'two numbers for the whole layer',
    quantity: 'bn_trainable',
    as: { C: '1' },
    when: 'C > 1',
    credit: 0.4,
    say: 'Scale and shift are learned for each of the {{C}} channels, not once for the layer.',
  },
  {
    id: 'B04',
    title: 'a scale and a shift for every activation',
    quantity: 'bn_trainable',
    wrong: '2*C*H*W',
    when: 'H*W > 1',
    credit: 0.3,
    say: 'All {{H*W}} places of a channel share its scale and shift.',
  },
  {
    id: 'B05',
    title: 'one number per channel',
    quantity: 'bn_trainable',
    wrong: 'C',
    credit: 0.5,
    say: 'Each of the {{C}} channels has two learned numbers, a scale and a shift.',
  },
  {
    id: 'B06',
    title: 'activation or dropout counted',
    quantity: 'act_params',
    wrong: 'C',
    credit: 0,
    say: 'This layer changes its entries one by one and learns nothing.',
  },
];
