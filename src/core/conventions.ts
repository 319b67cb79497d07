import type { FlattenOrder } from './tensors/shape';

/** What a course may settle once for all; a problem or a layer may settle it differently. */
export interface Conventions {
  /** `flipped` is the true convolution of mathematics; networks compute the cross-correlation. Changes layers only. */
  readonly convolution: 'cross-correlation' | 'flipped';
  /** Shapes are H×W×C (`last`) or C×H×W (`first`). */
  readonly channels: 'last' | 'first';
  /** Whether layers whose kernel is given by its size have a bias. */
  readonly bias: boolean;
  /** What locations and subscripts are counted from. Symbols always count from 1. */
  readonly index: 0 | 1;
  readonly flatten: FlattenOrder;
  /** Operations that a multiply-add counts for. */
  readonly flops: number;
}

export const DEFAULT_CONVENTIONS: Conventions = {
  convolution: 'cross-correlation',
  channels: 'last',
  bias: true,
  index: 0,
  flatten: 'row-major',
  flops: 2,
};
