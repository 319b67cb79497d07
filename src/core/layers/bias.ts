import { MathError } from '../failure';
import { ZERO, type Scalar } from '../numbers/scalar';
import { Tensor } from '../tensors/tensor';
import { counted } from '../numbers/group-digits';

/** A layer's bias: none, symbols `b1`, `b2`, …, or given values. */
export type BiasOption = boolean | Tensor;

export interface Bias {
  readonly count: bigint;
  /** @param index which bias, from 0. */
  at(index: number): Scalar;
}

/**
 * @param count how many biases the layer has.
 * @param owner the layer’s name, where it has one.
 * @throws MathError where values are given and their count differs.
 */
export function biasOf(option: BiasOption, count: bigint, owner?: string): Bias {
  if (option === false) return { count: 0n, at: () => ZERO };
  if (option === true) {
    const symbols = Tensor.symbols('b', [Number(count)], 1, owner);
    return { count, at: (index) => symbols.entry(index) };
  }
  if (BigInt(option.size) !== count)
    throw new MathError(`\`bias\` has ${counted(option.size, 'value')}; this layer takes ${count}.`, 'bias');
  return { count, at: (index) => option.entry(index) };
}
