import {
  attempt,
  equal,
  linearPart,
  sizeOf,
  SlidingLayer,
  transpose,
  type Matrix,
  type Scalar,
} from '../../core';
import type { Expression, Scope } from '../../problem';
import { Renaming } from '../symbols';
import type { Diagnosis } from './diagnose';
import { MATRIX_MISTAKES } from './matrix-mistakes';
import { agree, remembered, rowsLookedAt, type Rows } from './matrix-views';
import { valueOf } from './reading';
import { explain } from './transform';

/** Cells of a matrix up to which mistakes are looked for. */
const MAX_CELLS = 1_000_000;

/** What is known beside the key. */
export interface TransformContext {
  readonly scope: Scope;
  /** Whether a symbol is one that somebody declared: others may be renamed. */
  readonly isDeclared: ConstructorParameters<typeof Renaming>[0];
}

/** Which mistake gives this matrix; undefined where none that is known does. */
export function diagnoseMatrix(
  key: Expression,
  wanted: Matrix,
  found: Matrix,
  context: TransformContext,
): Diagnosis | undefined {
  const turned = key.kind === 'call' && key.callee.kind === 'name' && key.callee.name === 'transpose';
  const inner = turned ? key.args[0]?.value : undefined;
  // Of a transposed key it is asked what was taken for the matrix itself.
  if (inner) return diagnoseMatrix(inner, transpose(wanted), transpose(found), context);
  const value = valueOf(key, context.scope);
  const plain = value?.kind === 'matrix' && value.layer ? linearPart(value.layer) : undefined;
  const layer = plain instanceof SlidingLayer && plain.sharing === 'shared' ? plain : undefined;
  const cells = layer ? wanted.rows * sizeOf(layer.sliding.kernel) * layer.sliding.inChannels : 0;
  if (cells > MAX_CELLS || isTooLarge(wanted) || isTooLarge(found)) return undefined;
  const answer = remembered(found);
  if (isAllZero(answer)) return undefined;
  const right = remembered(wanted);
  const matches = (given: Rows, other: Rows): boolean => {
    const renaming = new Renaming(context.isDeclared);
    return agree(given, other, (x, y) => sameScalar(x, y, renaming));
  };
  return explain(
    MATRIX_MISTAKES,
    { wanted, layer },
    {
      answer,
      isAnswer: (given) => given.madeAs?.(found) === true || matches(given, answer),
      isRight: (given) => given.madeAs?.(wanted) === true || matches(given, right),
      called: 'matrix',
    },
  );
}

/** Whether looking at a matrix takes looking at more cells than is worth it: one that no layer makes is looked at whole. */
function isTooLarge(matrix: Matrix): boolean {
  return !matrix.pattern && matrix.rows * matrix.cols > MAX_CELLS;
}

function isAllZero(matrix: Rows): boolean {
  return rowsLookedAt(matrix).every((row) => matrix.row(row).length === 0);
}

/** Reals have no names: they are compared as numbers. */
function sameScalar(wanted: Scalar, found: Scalar, renaming: Renaming): boolean {
  if (typeof wanted !== 'number' && typeof found !== 'number') return renaming.same(wanted, found);
  return attempt(() => equal(wanted, found)) === true;
}
