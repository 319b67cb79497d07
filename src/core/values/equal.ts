import { sameMatrix, LiteralMatrix } from '../matrices/literal';
import { equal, type Scalar } from '../numbers/scalar';
import { sameShape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { chosenIds, scalarOf, tensorOf } from './make';
import type { ChoiceValue, Value } from './value';

/**
 * Whether two whole values are the same: exact for exact values, within 1e-9 relative for reals. A matrix and a tensor of
 * rank 2 are compared cell by cell; a location on one axis is a number.
 * @returns undefined where the two are of kinds that can't be compared.
 */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'undefined' || b.kind === 'undefined') return a.kind === b.kind;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'choice' && b.kind === 'choice') return sameChoice(a, b);
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  if (a.kind === 'choice' || b.kind === 'choice') return undefined;
  if (a.kind === 'text' || b.kind === 'text') return undefined;
  if (a.kind === 'boolean' || b.kind === 'boolean') return undefined;
  if (a.kind === 'fields' && b.kind === 'fields') return sameFields(a.fields, b.fields);
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x !== undefined && y !== undefined) return equal(x, y);
  if (a.kind === 'matrix' || b.kind === 'matrix') {
    const [left, right] = [matrixOf(a), matrixOf(b)];
    return left && right ? sameMatrix(left, right, equal) : undefined;
  }
  const [left, right] = [tensorOf(a), tensorOf(b)];
  return left && right ? sameTensor(left, right) : undefined;
}

export function sameTensor(a: Tensor, b: Tensor, same: (x: Scalar, y: Scalar) => boolean = equal): boolean {
  if (!sameShape(a.shape, b.shape)) return false;
  if (a.symbolName !== undefined && a.symbolName === b.symbolName && same(a.entry(0), b.entry(0)))
    return true;
  const right = b.entries();
  return a.entries().every((entry, index) => same(entry, right[index] ?? entry));
}

function matrixOf(value: Value): Matrixlike | undefined {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = tensorOf(value);
  return tensor?.rank === 2 ? new LiteralMatrix(tensor) : undefined;
}

type Matrixlike = Parameters<typeof sameMatrix>[0];

/** The same ids, in whatever order. */
function sameChoice(a: ChoiceValue, b: ChoiceValue): boolean {
  const [left, right] = [new Set(chosenIds(a)), new Set(chosenIds(b))];
  return left.size === right.size && [...left].every((id) => right.has(id));
}

function sameFields(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  return (
    a.size === b.size &&
    [...a].every(([name, value]) => {
      const other = b.get(name);
      return other !== undefined && sameValue(value, other) === true;
    })
  );
}
