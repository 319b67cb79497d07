import { attempt, failure, isFailure, type Failure } from '../failure';
import { toTensor } from '../matrices/literal';
import type { Matrix } from '../matrices/matrix';
import { groupDigits } from '../numbers/group-digits';
import type { Scalar } from '../numbers/scalar';
import { exactSizeOf, positions, shapeText, type Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { tensorOf } from './make';
import { describe } from './text';
import type { Value } from './value';

/** Cells that are written out as text for another program. */
export const MAX_COPIED_CELLS = 10_000;

/** The cells of a value that is to be written out: of a layer, those of its matrix. Nothing large is ever made. */
export function gridOf(value: Value): Tensor | Failure {
  if (value.kind === 'layer') {
    const matrix = attempt(() => value.layer.matrix);
    return isFailure(matrix) ? matrix : cellsOf(matrix);
  }
  if (value.kind === 'matrix') return cellsOf(value.matrix);
  const tensor =
    value.kind === 'range' && value.to - value.from >= MAX_COPIED_CELLS ? undefined : tensorOf(value);
  if (!tensor) return failure(`${capital(describe(value))} has no cells that can be copied.`);
  return tooLarge(tensor.shape, 'tensor') ?? tensor;
}

function cellsOf(matrix: Matrix): Tensor | Failure {
  return tooLarge([matrix.rows, matrix.cols], 'matrix') ?? toTensor(matrix);
}

function tooLarge(shape: Shape, what: string): Failure | undefined {
  const cells = exactSizeOf(shape);
  return cells > BigInt(MAX_COPIED_CELLS)
    ? failure(
        `This ${shapeText(shape).replace(/\d+/g, groupDigits)} ${what} has ${groupDigits(cells)} cells; up to ${groupDigits(MAX_COPIED_CELLS)} are copied.`,
      )
    : undefined;
}

/** The matrices that a tensor of rank 3 and more consists of, over its last two axes. */
export function slicesOf(
  tensor: Tensor,
): { readonly at: readonly number[]; readonly entries: readonly Scalar[] }[] {
  const entries = tensor.entries();
  const size = tensor.shape.slice(-2).reduce((a, b) => a * b, 1);
  return [...positions(tensor.shape.slice(0, -2))].map((at, index) => ({
    at,
    entries: entries.slice(index * size, (index + 1) * size),
  }));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
