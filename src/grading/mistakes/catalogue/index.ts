import type { CountMistake } from '../mistake';
import { CONVOLUTION } from './convolution';
import { DENSE_MACS, MACS, MATRIX } from './costs';
import { DENSE, DENSE_EQUIVALENT } from './dense';
import { LOCAL, SEPARABLE, WITHOUT_KERNEL } from './other-parameters';
import { DEPTH, POOL_SIZE, SAME_SIZE, TRANSPOSED_SIZE, WINDOW_SIZE } from './sizes';

/** All mistakes about counts and sizes. The ids are those of the catalogue that courses share. */
export const COUNT_MISTAKES: readonly CountMistake[] = [
  ...CONVOLUTION,
  ...SEPARABLE,
  ...LOCAL,
  ...DENSE_EQUIVALENT,
  ...DENSE,
  ...WITHOUT_KERNEL,
  ...WINDOW_SIZE,
  ...SAME_SIZE,
  ...TRANSPOSED_SIZE,
  ...POOL_SIZE,
  ...DEPTH,
  ...MACS,
  ...DENSE_MACS,
  ...MATRIX,
];
