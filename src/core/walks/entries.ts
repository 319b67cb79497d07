import { integer } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';

/** The entries of a tensor by their flat index, each made when it is asked for. */
export interface Entries {
  readonly size: number;
  readonly at: (flat: number) => Scalar;
  /** Where all are integers: the same entries as doubles, and the largest of their sizes. */
  readonly plain?: { readonly at: (flat: number) => number; readonly most: number };
}

export function entriesOf(tensor: Tensor): Entries {
  const { integers, size } = tensor;
  const at = (flat: number): Scalar => tensor.entry(flat);
  if (!integers) return { size, at };
  const most = integers.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 0);
  return { size, at, plain: { at: (flat) => integers[flat] ?? 0, most } };
}

/** Entries that are small integers, from a function of their place. @param most the largest size of one. */
export function integerEntries(size: number, most: number, at: (flat: number) => number): Entries {
  return { size, at: (flat) => integer(at(flat)), plain: { at, most } };
}
