import { MAX_COPIED_CELLS, type Value } from '../core';
import { ofLayer } from './words';

/** Whether a value is, or has among its fields, a matrix small enough to be copied. */
export function hasCopyableMatrix(value: Value): boolean {
  const matrix = matrixIn(value);
  if (matrix?.kind === 'layer')
    return (
      ofLayer(
        () => matrix.layer.inputShape && isSmall(matrix.layer.matrix.rows, matrix.layer.matrix.cols),
      ) === true
    );
  if (matrix?.kind === 'matrix') return isSmall(matrix.matrix.rows, matrix.matrix.cols);
  return matrix?.kind === 'tensor' && isSmall(matrix.tensor.size, 1);
}

function isSmall(rows: number, cols: number): boolean {
  return rows * cols <= MAX_COPIED_CELLS;
}

/** The matrix that a value is; of fields, the only one among them. */
export function matrixIn(value: Value): Value | undefined {
  if (value.kind === 'matrix' || value.kind === 'layer') return value;
  if (value.kind === 'tensor') return value.tensor.rank === 2 ? value : undefined;
  if (value.kind !== 'fields') return undefined;
  const [only, ...more] = [...value.fields.values()].filter((field) => matrixIn(field) !== undefined);
  return more.length === 0 ? only : undefined;
}
