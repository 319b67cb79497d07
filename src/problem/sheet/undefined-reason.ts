import { compute, integer, isFailure, type Value } from '../../core';

/** Why a value, or what a layer gives, is undefined. */
export function undefinedReason(value: Value): string | undefined {
  if (value.kind === 'undefined') return value.reason;
  if (value.kind !== 'layer' || !value.layer.inputShape) return undefined;
  const { layer } = value;
  const shape = compute(() => ({ kind: 'shape', value: layer.outputShape.map((extent) => integer(extent)) }));
  return !isFailure(shape) && shape.kind === 'undefined' ? shape.reason : undefined;
}
