import { Polynomial } from '../numbers/polynomial';
import { LiteralMatrix } from '../matrices/literal';
import type { Matrix } from '../matrices/matrix';
import { equal, type Scalar } from '../numbers/scalar';
import { positionOf, shapeText, type Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { tensorOf } from '../values/make';
import { entryLabel, locationText } from '../values/text';
import type { Value } from '../values/value';

/**
 * Says of two tensors or matrices that are not the same where they differ first: the axis whose extents differ, else the cell.
 * Undefined for other values, and where nothing differs.
 * @param base what positions count from.
 */
export function explainDifference(a: Value, b: Value, base: number): string | undefined {
  if (a.kind === 'matrix' || b.kind === 'matrix') {
    const [left, right] = [matrixOf(a), matrixOf(b)];
    if (!left || !right) return undefined;
    return (
      differentShapes([left.rows, left.cols], [right.rows, right.cols]) ?? differentRows(left, right, base)
    );
  }
  const [left, right] = [manyOf(a), manyOf(b)];
  if (!left || !right) return undefined;
  return differentShapes(left.shape, right.shape) ?? differentEntries(left, right, base);
}

function matrixOf(value: Value): Matrix | undefined {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = tensorOf(value);
  return tensor?.rank === 2 ? new LiteralMatrix(tensor) : undefined;
}

/** A tensor with axes; of a number there is nothing more to say. */
function manyOf(value: Value): Tensor | undefined {
  if (value.kind === 'shape' || value.kind === 'location' || value.kind === 'boolean') return undefined;
  const tensor = tensorOf(value);
  return tensor && tensor.rank > 0 ? tensor : undefined;
}

function differentShapes(a: Shape, b: Shape): string | undefined {
  if (a.length !== b.length)
    return `One side has ${axesText(a.length)} (${shapeText(a)}), the other ${axesText(b.length)} (${shapeText(b)}).`;
  const axis = a.findIndex((extent, own) => extent !== b[own]);
  if (axis < 0) return undefined;
  const [left, right] = [a[axis] ?? 0, b[axis] ?? 0];
  return a.length === 1
    ? `One side has ${left} ${left === 1 ? 'entry' : 'entries'}, the other ${right}.`
    : `Along axis ${axis + 1} of ${a.length} one side has ${left} ${left === 1 ? 'cell' : 'cells'}, the other ${right} (${shapeText(a)} and ${shapeText(b)}).`;
}

function axesText(count: number): string {
  return count === 1 ? 'one axis' : `${count} axes`;
}

function differentEntries(a: Tensor, b: Tensor, base: number): string | undefined {
  for (let flat = 0; flat < a.size; flat++) {
    const [left, right] = [a.entry(flat), b.entry(flat)];
    if (!equal(left, right)) return cellText(positionOf(flat, a.shape), left, right, base);
  }
  return undefined;
}

/** The first row that differs is found by what is in the rows, so zeros cost nothing. */
function differentRows(a: Matrix, b: Matrix, base: number): string | undefined {
  for (let row = 0; row < a.rows; row++) {
    const columns = [...a.row(row), ...b.row(row)].map(({ index }) => index).sort((x, y) => x - y);
    for (const col of columns) {
      const [left, right] = [a.cell(row, col), b.cell(row, col)];
      if (!equal(left, right)) return cellText([row, col], left, right, base);
    }
  }
  return undefined;
}

function cellText(position: readonly number[], left: Scalar, right: Scalar, base: number): string {
  const place = locationText(position.map((coordinate) => coordinate + base));
  const alike = entryLabel(left) === entryLabel(right);
  const side = (entry: Scalar): string => entryLabel(entry) + (alike ? ownerText(entry) : '');
  return `Cell ${place} is ${side(left)} on one side and ${side(right)} on the other.`;
}

/** Whose weights a formula is made of: two layers have each a w1 of their own. */
function ownerText(entry: Scalar): string {
  const owners = entry instanceof Polynomial ? entry.symbols().map(({ owner }) => owner) : [];
  const named = [...new Set(owners)].filter((owner) => owner !== undefined);
  return named.length > 0 ? ` of ${named.join(' and ')}` : '';
}
