import { compute, isFailure, sizesOf, type Value } from '../../core';

/** Why a value, or what a layer gives, is undefined. */
export function undefinedReason(value: Value): string | undefined {
  if (value.kind === 'undefined') return value.reason;
  if (value.kind !== 'layer') return undefined;
  const sizes = sizesOf(value.layer);
  if (!sizes.inputShape) return undefined;
  const shape = compute(() => ({ kind: 'shape', value: sizes.outputShape ?? [] }));
  return !isFailure(shape) && shape.kind === 'undefined' ? shape.reason : undefined;
}
