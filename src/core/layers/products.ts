import { MAX_SLOW_OPERATIONS, requireEntries, requireOperations } from '../limits';
import { ProductSum } from '../numbers/product-sum';
import { add, type Scalar } from '../numbers/scalar';
import { sizeOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';

/**
 * All products that a linear layer adds up, y[output] += w[weight] · x[input], by the flat indices of the three tensors. The
 * output and both gradients are sums over them.
 */
export interface Products {
  /** How many there are at most. */
  readonly count: number;
  each(visit: (output: number, weight: number, input: number) => void): void;
}

/** y[o] = Σ w · x. */
export function outputSums(products: Products, shape: Shape, weights: Tensor, x: Tensor): Tensor {
  return sums(products, shape, weights, x, (visit) => {
    products.each((output, weight, input) => {
      visit(output, weight, input);
    });
  });
}

/** ∂/∂x[i] = Σ w · upstream. */
export function inputSums(products: Products, shape: Shape, weights: Tensor, upstream: Tensor): Tensor {
  return sums(products, shape, weights, upstream, (visit) => {
    products.each((output, weight, input) => {
      visit(input, weight, output);
    });
  });
}

/** ∂/∂w = Σ upstream · x. */
export function weightSums(products: Products, shape: Shape, upstream: Tensor, x: Tensor): Tensor {
  return sums(products, shape, upstream, x, (visit) => {
    products.each((output, weight, input) => {
      visit(weight, output, input);
    });
  });
}

type Visit = (target: number, left: number, right: number) => void;

/** In plain numbers where both tensors hold some and no sum of integers can reach 2^53, else exactly, one by one. */
function sums(
  { count }: Products,
  shape: Shape,
  left: Tensor,
  right: Tensor,
  each: (visit: Visit) => void,
): Tensor {
  requireEntries(sizeOf(shape), 'What this layer gives');
  const [a, b] = [left.integers ?? left.reals, right.integers ?? right.reals];
  const exact = left.integers !== undefined && right.integers !== undefined;
  if (a && b && !(exact && largest(a) * largest(b) * count > Number.MAX_SAFE_INTEGER)) {
    requireOperations(count, 'This layer');
    const result = new Float64Array(sizeOf(shape));
    each((target, i, j) => {
      result[target] = (result[target] ?? 0) + (a[i] ?? 0) * (b[j] ?? 0);
    });
    return exact ? Tensor.integers(shape, result) : Tensor.reals(shape, result);
  }
  requireOperations(count, 'This layer', MAX_SLOW_OPERATIONS);
  const result = Array.from({ length: sizeOf(shape) }, () => new ProductSum());
  each((target, i, j) => {
    result[target]?.add(left.entry(i), right.entry(j));
  });
  return Tensor.of(
    shape,
    result.map((sum) => sum.value()),
  );
}

function largest(data: Float64Array): number {
  return data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Adds to each entry of a tensor what `at` gives for its index. */
export function plus(tensor: Tensor, at: (index: number) => Scalar): Tensor {
  return tensor.map((entry, index) => add(entry, at(index)));
}
