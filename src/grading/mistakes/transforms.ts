import { tensorOf, toTensor, LiteralMatrix, type Matrix, type Tensor, type Value } from '../../core';
import type { Expression } from '../../problem';
import type { Diagnosis } from './diagnose';
import { diagnoseMap, MAX_ENTRIES, type MapContext } from './maps';
import { diagnoseMatrix, type TransformContext } from './matrices';
import { orUndefined } from './transform';

/** Which mistake gives this matrix or feature map; undefined where the key is neither, or none that is known does. */
export function diagnoseTransform(
  key: Expression | undefined,
  wanted: Value,
  found: Value,
  context: TransformContext & MapContext,
): Diagnosis | undefined {
  if (!key) return undefined;
  return orUndefined(() => {
    if (wanted.kind === 'matrix') {
      const matrix = matrixIn(found);
      return matrix && diagnoseMatrix(key, wanted.matrix, matrix, context);
    }
    if (wanted.kind !== 'tensor') return undefined;
    const map = mapIn(found);
    return map && diagnoseMap(key, wanted.tensor, map, context);
  });
}

function matrixIn(value: Value): Matrix | undefined {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = tensorOf(value);
  return tensor?.rank === 2 ? new LiteralMatrix(tensor) : undefined;
}

function mapIn(value: Value): Tensor | undefined {
  if (value.kind !== 'matrix') return tensorOf(value);
  return value.matrix.rows * value.matrix.cols <= MAX_ENTRIES ? toTensor(value.matrix) : undefined;
}
