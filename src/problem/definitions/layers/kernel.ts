import type { SlidingOptions } from '../../../core';
import type { Options } from '../options';

/**
 * A number is the size. In 1-D a flat list is the tensor; otherwise a flat list of as many numbers as axes is sizes. A
 * list of tensors given by name is one filter each.
 */
export function kernelOf(options: Options, axes: number): SlidingOptions['kernel'] {
  const items = options.items('kernel');
  if (
    items &&
    items.length > 0 &&
    items.every(({ value, literal }) => !literal && value.kind === 'tensor' && value.tensor.rank >= axes)
  )
    return { filters: items.flatMap(({ value }) => (value.kind === 'tensor' ? [value.tensor] : [])) };
  return sizesOrTensor(options, axes);
}

/** The sizes of a kernel, or the kernel itself. */
export function sizesOrTensor(
  options: Options,
  axes: number,
): Exclude<SlidingOptions['kernel'], { filters: unknown }> {
  const value = options.required('kernel', 'its size, or the kernel itself');
  if (value.kind === 'number')
    return { sizes: new Array<number>(axes).fill(options.whole('kernel', 1) ?? 1) };
  const tensor = options.tensor('kernel');
  if (!tensor) return options.fail('kernel', '`kernel` is its size, or a tensor.');
  if (axes > 1 && tensor.rank === 1) return { sizes: options.perAxis('kernel', axes, 1) ?? [] };
  return { tensor, unnamed: options.isShapeAlone('kernel') };
}
