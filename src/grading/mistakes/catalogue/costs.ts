import type { CountMistake } from '../mistake';

/** Multiply-adds of a convolution: Ho·Wo·K·kh·kw·C/g. */
export const MACS: readonly CountMistake[] = [
  {
    id: 'M01',
    title: 'input size used instead of output size',
    quantity: 'macs',
    as: { Ho: 'H', Wo: 'W' },
    when: 'Ho != H or Wo != W',
    credit: 0.5,
    say: 'The window is multiplied once for each output cell, {{Ho}}×{{Wo}}, not for each input cell.',
  },
  {
    id: 'M02',
    title: 'operations reported as multiply-adds',
    quantity: 'macs',
    wrong: '2*Ho*Wo*K*(kh*kw*C/g)',
    credit: 0.8,
    say: 'This counts multiplication and addition apart; one multiply-add is both.',
  },
  {
    id: 'M03',
    title: 'bias counted as a multiply-add',
    quantity: 'macs',
    wrong: 'Ho*Wo*K*(kh*kw*C/g + 1)',
    when: 'b == 1',
    credit: 0.9,
    say: 'Adding the bias is no multiplication.',
  },
  {
    id: 'M04',
    title: 'parameters reported as cost',
    quantity: 'macs',
    wrong: 'K*(kh*kw*C/g + b)',
    when: 'Ho*Wo > 1',
    credit: 0.2,
    say: 'This is the number of parameters; each weight is used at {{Ho*Wo}} places.',
  },
  {
    id: 'M05',
    title: 'input channels forgotten',
    quantity: 'macs',
    as: { C: 'g' },
    when: 'C > g',
    credit: 0.5,
    say: 'Each filter reaches through {{C}} channels.',
  },
  {
    id: 'M06',
    title: 'output channels forgotten',
    quantity: 'macs',
    as: { K: '1' },
    when: 'K > 1',
    credit: 0.5,
    say: 'This is one filter; there are {{K}}.',
  },
];

/** Multiply-adds of a fully connected layer: one for each weight. */
export const DENSE_MACS: readonly CountMistake[] = [
  {
    id: 'M08',
    title: 'operations reported as multiply-adds',
    quantity: 'dense_macs',
    wrong: '2*H*W*C*U',
    credit: 0.8,
    say: 'This counts multiplication and addition apart; one multiply-add is both.',
  },
  {
    id: 'M09',
    title: 'bias counted as a multiply-add',
    quantity: 'dense_macs',
    wrong: 'H*W*C*U + U',
    when: 'b == 1',
    credit: 0.9,
    say: 'Adding a bias is no multiplication: {{H*W*C}} inputs times {{U}} units.',
  },
];

/** Cells of the matrix that a convolution is: Ho·Wo·K rows, H·W·C columns. */
export const MATRIX: readonly CountMistake[] = [
  {
    id: 'T14',
    title: 'cut-off taps at the borders counted',
    quantity: 'matrix_nnz_same1d',
    wrong: 'n*k',
    when: 'k > 1',
    credit: 0.7,
    say: 'At the borders some taps lie on padding and stand in no cell: not all {{n}} rows have {{k}} weights.',
  },
  {
    id: 'T15',
    title: 'rows and columns swapped',
    quantity: 'matrix_rows',
    wrong: 'H*W*C',
    when: 'H*W*C != Ho*Wo*K',
    credit: 0.5,
    say: 'A row belongs to an output, a column to an input: {{Ho*Wo*K}} rows, {{H*W*C}} columns.',
  },
  {
    id: 'T16',
    title: 'im2col matrix instead of the layer’s matrix',
    quantity: 'matrix_cols',
    wrong: 'kh*kw*C',
    credit: 0.3,
    say: 'The windows as columns have {{kh*kw*C}} entries each; the layer’s matrix has a column for each of the {{H*W*C}} inputs.',
  },
  {
    id: 'T18',
    title: 'rows and columns swapped',
    quantity: 'matrix_cols',
    wrong: 'Ho*Wo*K',
    when: 'H*W*C != Ho*Wo*K',
    credit: 0.5,
    say: 'A column belongs to an input, a row to an output: {{H*W*C}} columns, {{Ho*Wo*K}} rows.',
  },
];
