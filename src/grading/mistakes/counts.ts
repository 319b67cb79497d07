import type { CountMistake } from './mistake';

/** Parameters of a convolution layer: K·(kh·kw·C/g + b). */
const CONVOLUTION: readonly CountMistake[] = [
  { id: 'P01', title: 'bias forgotten', quantity: 'conv_params', wrong: 'K*(kh*kw*C/g)', when: 'b == 1', credit: 0.75, say: 'This counts the {{K}} kernels of {{kh}}×{{kw}}×{{C/g}} but not their {{K}} biases.' },
  { id: 'P02', title: 'bias counted although the layer has none', quantity: 'conv_params', wrong: 'K*(kh*kw*C/g + 1)', when: 'b == 0', credit: 0.75, say: 'This counts {{K}} biases, but the layer has none; the weights alone are K·kh·kw·C.' },
  { id: 'P03', title: 'input channels forgotten', quantity: 'conv_params', wrong: 'K*(kh*kw + b)', when: 'C > 1', credit: 0.5, say: 'This counts kernels of {{kh}}×{{kw}}; each reaches through all {{C}} input channels.' },
  { id: 'P04', title: 'number of filters forgotten', quantity: 'conv_params', wrong: 'kh*kw*C/g + b', when: 'K > 1', credit: 0.5, say: 'This is one filter; the layer has {{K}} of them.' },
  { id: 'P05', title: 'one bias for the whole layer', quantity: 'conv_params', wrong: 'K*(kh*kw*C/g) + b', when: 'b == 1 and K > 1', credit: 0.75, say: 'This has one bias for the whole layer; each of the {{K}} filters has its own.' },
  { id: 'P06', title: 'a bias for every kernel slice', quantity: 'conv_params', wrong: 'K*C*(kh*kw + b)', when: 'b == 1 and C > 1', credit: 0.6, say: 'This gives each of the {{C}} slices of a filter a bias; the slices are added up and share one.' },
  { id: 'P07', title: 'a bias for every output position', quantity: 'conv_params', wrong: 'K*(kh*kw*C/g) + b*Ho*Wo*K', when: 'b == 1 and Ho*Wo > 1', credit: 0.5, say: 'This has a bias for each of the {{Ho}}×{{Wo}}×{{K}} output cells; the bias is shared over places like the weights: {{K}} in all.' },
  { id: 'P08', title: 'a bias for every input channel', quantity: 'conv_params', wrong: 'K*(kh*kw*C/g) + b*C', when: 'b == 1 and C != K', credit: 0.6, say: 'This has a bias for each of the {{C}} input channels; there is one for each of the {{K}} filters.' },
  { id: 'P09', title: 'weights not shared over positions', quantity: 'conv_params', wrong: 'Ho*Wo*K*(kh*kw*C/g + b)', when: 'Ho*Wo > 1', credit: 0.25, say: 'This counts the weights again at each of the {{Ho}}×{{Wo}} places; a convolution uses the same ones everywhere.' },
  { id: 'P10', title: 'multiplied by the input volume', quantity: 'conv_params', wrong: 'H*W*C*kh*kw*K + b*K', when: 'H*W > 1', credit: 0, say: 'This multiplies by the input’s {{H}}×{{W}} cells; the size of the image has no part in the number of weights.' },
  { id: 'P11', title: 'filter depth taken from the output', quantity: 'conv_params', wrong: 'K*(kh*kw*K + b)', when: 'C != K', credit: 0.4, say: 'This gives a filter the depth of the output ({{K}}); it has the depth of the input, {{C}}.' },
  { id: 'P12', title: 'only one side of the kernel', quantity: 'conv_params', wrong: 'K*(kh*C/g + b)', when: 'kw > 1', credit: 0.25, say: 'This counts one side of the kernel; it has {{kh}}·{{kw}} cells for each channel.' },
  { id: 'P13', title: 'channels added instead of multiplied', quantity: 'conv_params', wrong: 'K*(kh*kw + C + b)', when: 'C > 1', credit: 0.25, say: 'This adds the {{C}} channels to the kernel’s cells; there is a weight for each cell in each channel, so they multiply.' },
  { id: 'P14', title: 'activations counted as parameters', quantity: 'conv_params', wrong: 'Ho*Wo*K', credit: 0, say: 'This is how many numbers the layer puts out ({{Ho}}×{{Wo}}×{{K}}), not how many it learns.' },
  { id: 'P15', title: 'groups ignored', quantity: 'conv_params', wrong: 'K*(kh*kw*C + b)', when: 'g > 1', credit: 0.5, say: 'With {{g}} groups a filter sees {{C/g}} of the {{C}} channels.' },
  { id: 'P16', title: 'groups divided twice', quantity: 'conv_params', wrong: '(K/g)*(kh*kw*C/g) + b*K', when: 'g > 1', credit: 0.4, say: 'All {{K}} filters count; only their depth is divided by the {{g}} groups.' },
  { id: 'P17', title: 'dilation inflates the kernel', quantity: 'conv_params', wrong: 'K*((d*(kh-1)+1)*(d*(kw-1)+1)*C/g + b)', when: 'd > 1', credit: 0.4, say: 'Dilation spreads the {{kh}}·{{kw}} taps but adds none; the gaps have no weights.' },
  { id: 'P18', title: 'padding counted as weights', quantity: 'conv_params', wrong: 'K*((kh+2*p)*(kw+2*p)*C/g + b)', when: 'p > 0', credit: 0.1, say: 'Padding goes round the input, not round the kernel; it has no weights.' },
];

/** Parameters of the fully connected layer that equals a convolution: HWC·HoWoK + b·HoWoK. */
const DENSE_EQUIVALENT: readonly CountMistake[] = [
  { id: 'F01', title: 'positions counted on the flattened image, times one kernel', quantity: 'fc_equiv_params', wrong: '(H*W*C - kh*kw*C + 1)*(kh*kw*C)*K', credit: 0.2, say: 'This counts kernel positions as if the {{H}}×{{W}}×{{C}} image were one long row ({{H*W*C - kh*kw*C + 1}} positions); the equivalent layer connects {{H*W*C}} inputs to {{Ho}}·{{Wo}}·{{K}} = {{Ho*Wo*K}} outputs.' },
  { id: 'F02', title: 'only the non-zero connections', quantity: 'fc_equiv_params', wrong: '(Ho*Wo*K)*(kh*kw*C) + b*(Ho*Wo*K)', credit: 0.5, say: 'This counts the connections that a window uses; a fully connected layer has a weight for every one of the {{H*W*C}} inputs, most of them 0 here.' },
  { id: 'F03', title: 'shared weights counted, as in the convolution', quantity: 'fc_equiv_params', wrong: 'K*(kh*kw*C/g + b)', credit: 0.25, say: 'This is the convolution’s own count; a fully connected layer shares no weights.' },
  { id: 'F04', title: 'input channels forgotten', quantity: 'fc_equiv_params', wrong: '(H*W)*(Ho*Wo*K) + b*(Ho*Wo*K)', when: 'C > 1', credit: 0.5, say: 'The input has {{C}} channels: {{H}}·{{W}}·{{C}} = {{H*W*C}} numbers.' },
  { id: 'F05', title: 'output channels forgotten', quantity: 'fc_equiv_params', wrong: '(H*W*C)*(Ho*Wo) + b*(Ho*Wo)', when: 'K > 1', credit: 0.5, say: 'The output has {{K}} channels: {{Ho}}·{{Wo}}·{{K}} = {{Ho*Wo*K}} numbers.' },
  { id: 'F06', title: 'output taken to be as large as the input', quantity: 'fc_equiv_params', wrong: '(H*W*C)*(H*W*K) + b*(H*W*K)', when: 'Ho != H or Wo != W', credit: 0.5, say: 'The output is {{Ho}}×{{Wo}}, smaller than the input: there is no padding to keep its size.' },
  { id: 'F07', title: 'one output neuron per filter', quantity: 'fc_equiv_params', wrong: '(H*W*C)*K + b*K', when: 'Ho*Wo > 1', credit: 0.3, say: 'This has one output for each filter; each filter gives {{Ho}}×{{Wo}} of them.' },
  { id: 'F08', title: 'inputs plus outputs', quantity: 'fc_equiv_params', wrong: 'H*W*C + Ho*Wo*K', credit: 0.2, say: 'This adds inputs and outputs; every input is connected to every output, so they multiply.' },
  { id: 'F09', title: 'positions off by one', quantity: 'fc_equiv_params', wrong: '(H*W*C)*((H-kh)*(W-kw)*K) + b*((H-kh)*(W-kw)*K)', when: 'p == 0 and s == 1', credit: 0.6, say: 'A kernel of {{kh}} cells has {{H}} − {{kh}} + 1 = {{Ho}} places along {{H}} cells, one more than {{H - kh}}.' },
  { id: 'F10', title: 'a bias per filter instead of per neuron', quantity: 'fc_equiv_params', wrong: '(H*W*C)*(Ho*Wo*K) + b*K', when: 'b == 1', credit: 0.8, say: 'The weights are right; but every output neuron of a fully connected layer has a bias: {{Ho*Wo*K}}, not {{K}}.' },
  { id: 'F11', title: 'bias counted on the input side', quantity: 'fc_equiv_params', wrong: '(H*W*C)*(Ho*Wo*K + b)', when: 'b == 1', credit: 0.7, say: 'The weights are right; there is one bias for each of the {{Ho*Wo*K}} outputs, not for each input.' },
  { id: 'F12', title: 'bias omitted', quantity: 'fc_equiv_params', wrong: '(H*W*C)*(Ho*Wo*K)', when: 'b == 1', credit: 0.9, say: 'The weights are right; the {{Ho*Wo*K}} biases are missing.' },
];

/** Parameters of a fully connected layer: U·HWC + b·U. */
const DENSE: readonly CountMistake[] = [
  { id: 'D01', title: 'channels lost in flattening', quantity: 'dense_params', wrong: 'U*(H*W) + b*U', when: 'C > 1', credit: 0.5, say: 'Flattening keeps all {{C}} channels: {{H*W*C}} inputs.' },
  { id: 'D02', title: 'a bias per input', quantity: 'dense_params', wrong: '(H*W*C)*(U + b)', when: 'b == 1', credit: 0.7, say: 'The weights are right; there is one bias for each of the {{U}} units, not for each input.' },
  { id: 'D03', title: 'global pooling assumed', quantity: 'dense_params', wrong: 'U*C + b*U', when: 'H*W > 1', credit: 0.3, say: 'This connects {{C}} channels only; all {{H*W*C}} inputs are connected.' },
  { id: 'D04', title: 'one weight per input only', quantity: 'dense_params', wrong: 'H*W*C + b*U', when: 'U > 1', credit: 0.3, say: 'Each of the {{U}} units has a weight of its own for every input.' },
];

/** Multiply-adds of a convolution: Ho·Wo·K·kh·kw·C/g. */
const MACS: readonly CountMistake[] = [
  { id: 'M01', title: 'input size used instead of output size', quantity: 'macs', wrong: 'H*W*K*(kh*kw*C/g)', when: 'Ho != H or Wo != W', credit: 0.5, say: 'The window is multiplied once for each output cell, {{Ho}}×{{Wo}}, not for each input cell.' },
  { id: 'M02', title: 'operations reported as multiply-adds', quantity: 'macs', wrong: '2*Ho*Wo*K*(kh*kw*C/g)', credit: 0.8, say: 'This counts multiplication and addition apart; one multiply-add is both.' },
  { id: 'M03', title: 'bias counted as a multiply-add', quantity: 'macs', wrong: 'Ho*Wo*K*(kh*kw*C/g + 1)', when: 'b == 1', credit: 0.9, say: 'Adding the bias is no multiplication.' },
  { id: 'M04', title: 'parameters reported as cost', quantity: 'macs', wrong: 'K*(kh*kw*C/g + b)', when: 'Ho*Wo > 1', credit: 0.2, say: 'This is the number of parameters; each weight is used at {{Ho*Wo}} places.' },
  { id: 'M05', title: 'input channels forgotten', quantity: 'macs', wrong: 'Ho*Wo*K*kh*kw', when: 'C > 1', credit: 0.5, say: 'Each filter reaches through {{C}} channels.' },
  { id: 'M06', title: 'output channels forgotten', quantity: 'macs', wrong: 'Ho*Wo*(kh*kw*C/g)', when: 'K > 1', credit: 0.5, say: 'This is one filter; there are {{K}}.' },
];

/** Non-zero cells of a convolution's matrix. */
const MATRIX: readonly CountMistake[] = [
  { id: 'T14', title: 'cut-off taps at the borders counted', quantity: 'matrix_nnz_same1d', wrong: 'n*k', when: 'k > 1', credit: 0.7, say: 'At the borders some taps lie on padding and stand in no cell: not all {{n}} rows have {{k}} weights.' },
];

/** All mistakes about counts. The ids are those of the catalogue that courses share. */
export const COUNT_MISTAKES: readonly CountMistake[] = [...CONVOLUTION, ...DENSE_EQUIVALENT, ...DENSE, ...MACS, ...MATRIX];
