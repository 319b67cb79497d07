import {
  attempt,
  describe,
  isFailure,
  LiteralMatrix,
  sameMatrix,
  shapeText,
  Tensor,
  tensorOf,
  valueText,
  type Matrix,
  type Sym,
  type Value,
} from '../core';
import type { ProblemSheet } from '../problem';
import type { Diagnosis } from './mistakes/diagnose';
import { Renaming } from './symbols';
import { correct, unreadable, wrong, type Judgement } from './verdict';

/** Matrices count as a whole: most cells of a convolution's matrix are 0, so single cells say nothing. */
export function judgeMatrix(
  value: Value,
  key: Value,
  problem: ProblemSheet,
  explain: () => Diagnosis | undefined,
): Judgement {
  const [wanted, found] = [matrixOf(key), matrixOf(value)];
  if (!wanted) return unreadable('The key is no matrix.');
  if (!found)
    return unreadable(
      `A matrix is wanted here, row by row; this is ${describe(value)}. An answer can be [[1, 0], [0, 1]].`,
    );
  const sized = found.rows === wanted.rows && found.cols === wanted.cols;
  const renaming = new Renaming(declaredIn(problem));
  const same = sized && attempt(() => sameMatrix(wanted, found, renaming.same));
  if (isFailure(same)) return unreadable(same.message);
  if (same) return correct();
  const explained = explain();
  if (explained) return wrong(explained.message, explained.mistake, explained.credit);
  return wrong(
    sized
      ? firstWrongCell(wanted, found, new Renaming(declaredIn(problem)), problem.conventions.index)
      : `The matrix is ${shapeText([wanted.rows, wanted.cols])}; this one is ${shapeText([found.rows, found.cols])}.`,
  );
}

/** Whether a symbol is one that the problem declares: it keeps its name. */
export function declaredIn({ scope }: ProblemSheet): (symbol: Sym) => boolean {
  const declared = new Set(scope.names());
  return (symbol) => declared.has(symbol.name);
}

function firstWrongCell(key: Matrix, answer: Matrix, renaming: Renaming, base: number): string {
  for (let row = 0; row < key.rows; row++)
    for (let col = 0; col < key.cols; col++) {
      const [wanted, found] = [key.cell(row, col), answer.cell(row, col)];
      if (!renaming.same(wanted, found))
        return `Row ${row + base}, column ${col + base} (counted from ${base}) holds ${valueText({ kind: 'tensor', tensor: Tensor.of([], [wanted]) })}, not ${valueText({ kind: 'tensor', tensor: Tensor.of([], [found]) })}.`;
    }
  return 'The cells differ.';
}

function matrixOf(value: Value): Matrix | undefined {
  if (value.kind === 'matrix') return value.matrix;
  const tensor = tensorOf(value);
  return tensor?.rank === 2 ? new LiteralMatrix(tensor) : undefined;
}
