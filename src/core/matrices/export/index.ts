/** Matrices and tensors as files for other programs, written piece by piece so that large ones are never held. */
import { MathError } from '../../failure';
import type { Tensor } from '../../tensors/tensor';
import { tensorOf } from '../../values/make';
import { describe } from '../../values/text';
import type { Value } from '../../values/value';
import { LiteralMatrix } from '../literal';
import type { Matrix } from '../matrix';
import { csv } from './csv';
import { latexMatrix } from './latex';
import { matrixMarket } from './matrix-market';
import { npy } from './npy';
import { npz, sparseArrays, type NamedArray } from './npz';

export { csv, latexMatrix, matrixMarket, npy, npz, sparseArrays };

export const EXPORT_FORMATS = ['mtx', 'csv', 'npy', 'npz', 'latex'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Formats of bytes rather than text. */
export function isBinary(format: ExportFormat): boolean {
  return format === 'npy' || format === 'npz';
}

/**
 * A value in a format, piece by piece. Vectors are one column in Matrix Market and one row elsewhere; tensors of more axes
 * and fields of arrays have only NumPy's formats. A matrix as NPZ is in compressed sparse rows.
 * @throws MathError, also when the pieces are asked for, where the value has no cells, or too many.
 */
export function exportValue(value: Value, format: ExportFormat): Iterable<string | Uint8Array> {
  if (format === 'npz') return npz(arraysOf(value));
  const array = arrayOf(value);
  switch (format) {
    case 'npy':
      return npy(array);
    case 'mtx':
      return matrixMarket(matrixOf(array, 'column'));
    case 'csv':
      return csv(matrixOf(array, 'row'));
    case 'latex':
      return latexMatrix(matrixOf(array, 'row'));
  }
}

function arraysOf(value: Value): Iterable<NamedArray> {
  if (value.kind === 'matrix') return sparseArrays(value.matrix);
  if (value.kind === 'fields')
    return [...value.fields].map(([name, field]): NamedArray => [name, npy(arrayOf(field))]);
  return [['values', npy(arrayOf(value))]];
}

function arrayOf(value: Value): Tensor | Matrix {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = value.kind === 'boolean' ? undefined : tensorOf(value);
  if (tensor && tensor.rank > 0) return tensor;
  const hint =
    value.kind === 'layer'
      ? ' (matrix(…) is its matrix, output(…) what it gives)'
      : value.kind === 'fields'
        ? ' (NPZ takes fields)'
        : '';
  throw new MathError(`Matrices and tensors are written to files; this is ${describe(value)}${hint}.`);
}

function matrixOf(array: Tensor | Matrix, vector: 'row' | 'column'): Matrix {
  if (!('shape' in array)) return array;
  if (array.rank === 2) return new LiteralMatrix(array);
  if (array.rank > 2)
    throw new MathError(
      `This format has rows and columns; the tensor has ${array.rank} axes. NPY and NPZ take it as it is.`,
    );
  return new LiteralMatrix(array.reshape(vector === 'row' ? [1, array.size] : [array.size, 1]));
}
