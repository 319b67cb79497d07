/**
 * A misconception that gives a wrong number: what it computes, from the symbols of the very layer that the key was
 * computed from. `wrong`, `when` and what stands in `{{ }}` are expressions of the problem language.
 *
 * N batch · H W C input height, width, channels · K filters · kh kw kernel height, width · k kernel side in 1-D · s stride ·
 * p padding on each side · d dilation · g groups · b 1 with bias, 0 without · Ho Wo output height, width · U units ·
 * n length of a 1-D input.
 */
export interface CountMistake {
  readonly id: string;
  readonly title: string;
  readonly quantity: Quantity;
  readonly wrong: string;
  /** Where it can happen at all; always, unless given. */
  readonly when?: string;
  /** Share of the points that a teacher would still give. */
  readonly credit: number;
  readonly say: string;
}

/** What was asked for, as far as mistakes are known for it. */
export type Quantity = 'conv_params' | 'fc_equiv_params' | 'dense_params' | 'macs' | 'matrix_nnz_same1d';
