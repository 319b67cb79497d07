import { explainDifference } from './claims/difference';
import { explainExtreme } from './claims/extreme';
import { MathError, type Failure } from './failure';
import { compute } from './functions';
import { apply, toTensor } from './matrices/literal';
import { MAX_SLOW_OPERATIONS, requireEntries, requireOperations } from './limits';
import { ProductSum } from './numbers/product-sum';
import { integer } from './numbers/rational';
import {
  add,
  asPolynomial,
  briefly,
  compare,
  divide,
  floor,
  multiply,
  negate,
  power,
  subtract,
  ZERO,
  type Scalar,
} from './numbers/scalar';
import { atSmallNumbers, decided } from './numbers/same-formula';
import { addTensors, broadcast, subtractTensors } from './tensors/operations';
import { Tensor } from './tensors/tensor';
import { booleanValue, scalarOf, scalarValue, tensorOf, tensorValue } from './values/make';
import { sameValue } from './values/equal';
import { describe } from './values/text';
import type { BooleanValue, Value } from './values/value';
import { counted } from './numbers/group-digits';

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '.*' | './' | '^' | 'mod' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or';
export type UnaryOperator = '-' | '+' | 'not';

/**
 * Applies an operator to two values. What is undefined stays undefined, with the first reason.
 * @param base what positions count from, in what is said of a comparison.
 */
export function applyBinary(operator: BinaryOperator, a: Value, b: Value, base = 0): Value | Failure {
  if (operator !== '==' && operator !== '!=') {
    if (a.kind === 'undefined') return a;
    if (b.kind === 'undefined') return b;
  }
  return compute(() => BINARY[operator](a, b, base));
}

export function applyUnary(operator: UnaryOperator, a: Value): Value | Failure {
  if (a.kind === 'undefined') return a;
  return compute(() => {
    if (operator === 'not') return booleanValue(!truth('not', a));
    if (operator === '+') return a;
    return entrywise('-', a, a, (x) => negate(x));
  });
}

const BINARY: Readonly<Record<BinaryOperator, (a: Value, b: Value, base: number) => Value>> = {
  '+': (a, b) => bothTensors(a, b, addTensors) ?? entrywise('+', a, b, add),
  '-': (a, b) => bothTensors(a, b, subtractTensors) ?? entrywise('-', a, b, subtract),
  '*': product,
  '.*': (a, b) => entrywise('.*', a, b, multiply),
  '/': (a, b) => entrywise('/', a, b, divide),
  './': (a, b) => entrywise('./', a, b, divide),
  '^': (a, b) => entrywise('^', a, b, power),
  mod: (a, b) => entrywise('mod', a, b, modulo),
  '==': equality,
  '!=': (a, b, base) => booleanValue(!equality(a, b, base).value),
  '<': (a, b) => ordered('<', a, b, (order) => order < 0),
  '<=': (a, b) => ordered('<=', a, b, (order) => order <= 0),
  '>': (a, b) => ordered('>', a, b, (order) => order > 0),
  '>=': (a, b) => ordered('>=', a, b, (order) => order >= 0),
  and: (a, b) => booleanValue(truth('and', a) && truth('and', b)),
  or: (a, b) => booleanValue(truth('or', a) || truth('or', b)),
};

function truth(operator: string, value: Value): boolean {
  if (value.kind !== 'boolean')
    throw new MathError(`“${operator}” takes true or false; this is ${describe(value)}.`);
  return value.value;
}

function bothTensors(a: Value, b: Value, combine: (x: Tensor, y: Tensor) => Tensor): Value | undefined {
  return a.kind === 'tensor' && b.kind === 'tensor' ? tensorValue(combine(a.tensor, b.tensor)) : undefined;
}

function operand(operator: string, value: Value): Tensor {
  const tensor =
    value.kind === 'matrix' ? toTensor(value.matrix) : value.kind === 'boolean' ? undefined : tensorOf(value);
  if (!tensor) {
    const hint = value.kind === 'layer' ? ' (output(…) is what it gives)' : '';
    throw new MathError(`“${operator}” takes numbers and tensors; this is ${describe(value)}${hint}.`);
  }
  return tensor;
}

function entrywise(operator: string, a: Value, b: Value, combine: (x: Scalar, y: Scalar) => Scalar): Value {
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x !== undefined && y !== undefined) return scalarValue(combine(x, y));
  return tensorValue(broadcast(operand(operator, a), operand(operator, b), combine, `“${operator}”`));
}

function modulo(a: Scalar, b: Scalar): Scalar {
  return subtract(a, multiply(b, floor(divide(a, b))));
}

/** Numbers multiply; between matrices and vectors it is the matrix product. */
function product(a: Value, b: Value): Value {
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x !== undefined || y !== undefined) return entrywise('*', a, b, multiply);
  if (a.kind === 'matrix' && b.kind === 'tensor' && b.tensor.rank === 1)
    return tensorValue(Tensor.of([a.matrix.rows], apply(a.matrix, b.tensor)));
  const [left, right] = [operand('*', a), operand('*', b)];
  if (left.rank > 2 || right.rank > 2 || left.rank + right.rank < 3)
    throw new MathError(
      `“*” multiplies a matrix with a matrix or a vector; these are ${describe(a)} and ${describe(b)}. Entry by entry is “.*”.`,
    );
  return tensorValue(matrixProduct(left, right));
}

function matrixProduct(a: Tensor, b: Tensor): Tensor {
  const [rows, inner] = a.rank === 2 ? [a.shape[0] ?? 0, a.shape[1] ?? 0] : [1, a.shape[0] ?? 0];
  const [height, cols] = b.rank === 2 ? [b.shape[0] ?? 0, b.shape[1] ?? 0] : [b.shape[0] ?? 0, 1];
  if (inner !== height)
    throw new MathError(
      `A matrix with ${counted(inner, 'column')} multiplies one with ${counted(inner, 'row')}; this one has ${height}.`,
    );
  requireEntries(rows * cols, 'This product');
  requireOperations(rows * cols * inner, 'This product', MAX_SLOW_OPERATIONS);
  const [x, y] = [a.entries(), b.entries()];
  const shape = [...(a.rank === 2 ? [rows] : []), ...(b.rank === 2 ? [cols] : [])];
  return Tensor.generate(shape, (flat) => {
    const [row, col] = [Math.floor(flat / cols), flat % cols];
    const sum = new ProductSum();
    for (let k = 0; k < inner; k++) sum.add(x[row * inner + k] ?? ZERO, y[k * cols + col] ?? ZERO);
    return sum.value();
  });
}

/**
 * One true or false for two whole values; a tensor against a number is a mask only under `<` and its kind. It says what it can
 * of why: what stands at the claimed place, the normal form of both sides, the first cell that differs.
 */
function equality(a: Value, b: Value, base: number): BooleanValue {
  const same = sameKind(a, b);
  const explained = explainExtreme(a, b) ?? explainExtreme(b, a);
  if (same) {
    const proof = explained ?? sameNormalForm(a, b);
    return proof === undefined ? booleanValue(true) : { kind: 'boolean', value: true, proof };
  }
  const formulas = explained === undefined && compareFormulas(scalarOf(a), scalarOf(b));
  if (formulas) return formulas;
  const counterexample = explained ?? explainDifference(a, b, base);
  return counterexample === undefined
    ? booleanValue(false)
    : { kind: 'boolean', value: false, counterexample };
}

/**
 * Two formulas whose normal forms differ are different, unless integer parts are among them: ⌊(m + 1)/2⌋ is ⌈m/2⌉.
 * @returns undefined where normal forms decide.
 */
function compareFormulas(a: Scalar | undefined, b: Scalar | undefined): BooleanValue | undefined {
  if (a === undefined || b === undefined || typeof a === 'number' || typeof b === 'number') return undefined;
  const [x, y] = [asPolynomial(a), asPolynomial(b)];
  if (x.floors().size + y.floors().size === 0) return undefined;
  const same = decided(x, y);
  if (same)
    return {
      kind: 'boolean',
      value: true,
      proof: 'Both sides are the same for each remainder, so for all whole numbers.',
    };
  for (const { at, left, right } of atSmallNumbers(x, y))
    if (!left.equals(right))
      return {
        kind: 'boolean',
        value: false,
        counterexample: `For ${at} one side is ${briefly(left)}, the other ${briefly(right)}.`,
      };
  if (same === false) return { kind: 'boolean', value: false };
  throw new MathError(
    `Whether ${briefly(x)} is always ${briefly(y)} can’t be decided here: no number that was tried tells them apart. Say for which, with forall.`,
  );
}

function sameKind(a: Value, b: Value): boolean {
  const same = sameValue(a, b);
  if (same === undefined)
    throw new MathError(`“==” compares values of one kind; these are ${describe(a)} and ${describe(b)}.`);
  return same;
}

/** Two formulas that are the same are so whatever their symbols stand for. */
function sameNormalForm(a: Value, b: Value): string | undefined {
  if (a.kind !== 'formula' || b.kind !== 'formula') return undefined;
  return `Multiplied out, both sides are ${briefly(a.value)}, whatever its symbols stand for.`;
}

function ordered(operator: string, a: Value, b: Value, holds: (order: number) => boolean): Value {
  const [x, y] = [scalarOf(a), scalarOf(b)];
  if (x !== undefined && y !== undefined) return booleanValue(holds(compare(x, y)));
  return tensorValue(
    broadcast(
      operand(operator, a),
      operand(operator, b),
      (p, q) => integer(holds(compare(p, q)) ? 1 : 0),
      `“${operator}”`,
    ),
  );
}
