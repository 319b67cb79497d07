/**
 * A misconception that gives a wrong number: what it computes, from the symbols of the very layer that the key was
 * computed from. `wrong`, `when`, the texts of `as` and what stands in `{{ }}` are expressions of the problem language.
 *
 * N batch · H W C input height, width, channels · K filters · kh kw kernel height, width · n k input and kernel along one
 * axis · s stride · p padding on each side · d dilation · op output padding · g groups · b 1 with bias, 0 without ·
 * Ho Wo output height, width · U units.
 */
export type CountMistake = {
  readonly id: string;
  readonly title: string;
  readonly quantity: Quantity;
  /** Where it can happen at all; always, unless given. */
  readonly when?: string;
  /** Share of the points that a teacher would still give. */
  readonly credit: number;
  readonly say: string;
} & (
  | { readonly wrong: string }
  /** The right formula where some symbols are taken for something else: two of these can be made together. */
  | { readonly as: Readonly<Record<string, string>> }
);

/** The right formulas, in the symbols of the mistakes. `one` is 1. */
export const RIGHT = {
  conv_params: 'K*(kh*kw*C/g + b)',
  dwsep_params: 'C*(kh*kw + b) + K*(C + b)',
  local_params: 'Ho*Wo*K*(kh*kw*C + b)',
  fc_equiv_params: '(H*W*C)*(Ho*Wo*K) + b*(Ho*Wo*K)',
  dense_params: 'U*(H*W*C) + b*U',
  pool_params: '0',
  bn_trainable: '2*C',
  act_params: '0',
  out_size: 'floor((n + 2*p - d*(k - 1) - 1)/s) + one',
  out_size_same: 'ceil(n/s)',
  tconv_size: '(n - 1)*s - 2*p + d*(k - 1) + op + one',
  pool_size: 'floor((n + 2*p - k)/s) + one',
  out_depth: 'K',
  macs: 'Ho*Wo*K*(kh*kw*C/g)',
  dense_macs: 'H*W*C*U',
  matrix_nnz_same1d: 'n*k - 2*(((k - 1)/2)*((k - 1)/2 + 1)/2)',
  matrix_rows: 'Ho*Wo*K',
  matrix_cols: 'H*W*C',
} as const;

/** What is asked for, as far as mistakes are known for it. */
export type Quantity = keyof typeof RIGHT;

/** The right formulas in words, for who is shown no numbers. */
export const IN_WORDS: Readonly<Record<Quantity, string>> = {
  conv_params: 'filters · (kernel height · kernel width · input channels / groups + 1 where there is a bias)',
  dwsep_params:
    'channels · (kernel cells + bias) for the depthwise part, and filters · (channels + bias) for the pointwise part',
  local_params:
    'places · filters · (kernel height · kernel width · input channels + 1 where there is a bias)',
  fc_equiv_params: 'inputs · outputs, and one bias for each output',
  dense_params: 'units · inputs, and one bias for each unit',
  pool_params: 'none: pooling learns nothing',
  bn_trainable: 'a scale and a shift for each channel',
  act_params: 'none: an activation learns nothing',
  out_size: '⌊(n + 2p − d·(k − 1) − 1) / s⌋ + 1',
  out_size_same: '⌈n / s⌉',
  tconv_size: '(n − 1)·s − 2p + d·(k − 1) + output padding + 1',
  pool_size: '⌊(n + 2p − k) / s⌋ + 1',
  out_depth: 'one channel for each filter',
  macs: 'output places · filters · kernel height · kernel width · input channels / groups',
  dense_macs: 'inputs · units',
  matrix_nnz_same1d: 'n·k, less the taps that lie on padding at both borders',
  matrix_rows: 'one row for each output',
  matrix_cols: 'one column for each input',
};
