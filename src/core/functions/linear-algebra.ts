import { LiteralMatrix, toTensor } from '../matrices/literal';
import { determinant, inverse, rank, solve } from '../matrices/linear-algebra';
import { kronecker, traceOf } from '../matrices/parts';
import { numberValue, scalarValue, tensorValue } from '../values/make';
import type { Tensor } from '../tensors/tensor';
import type { Value } from '../values/value';
import type { Arguments, FunctionEntry, Parameter } from './function';
import { MATRIX } from './readers';

const SQUARE: Parameter = { name: 'matrix', doc: 'a square matrix' };

/** Linear algebra: exact over fractions, by elimination with pivots over reals. */
export const LINEAR_ALGEBRA: readonly FunctionEntry[] = [
  {
    name: 'rank',
    group: 'matrices',
    doc: 'How many rows are independent of each other: exact over fractions, of reals within 1e-9 of the largest entry. In symbols the rank for almost all values, where it can be proved.',
    parameters: [MATRIX],
    examples: [
      ['rank([[1, 2], [2, 4]])', '1'],
      ['rank(matrix(conv1d([1, 2, 3, 4], kernel=2)))', '3'],
    ],
    call: (args) => numberValue(rank(toTensor(args.matrix('matrix')))),
  },
  {
    name: 'det',
    group: 'matrices',
    doc: 'The determinant of a square matrix: exact over fractions (Bareiss 1968); with symbols up to 6 × 6, or of any size where it is triangular.',
    parameters: [SQUARE],
    examples: [
      ['det([[1, 2], [3, 4]])', '−2'],
      ['det(matrix(conv1d([1, 2, 3], kernel=3, padding=same)))', 'w2^3 − 2·w1·w2·w3'],
    ],
    call: (args) => scalarValue(determinant(toTensor(args.matrix('matrix')))),
  },
  {
    name: 'inv',
    group: 'matrices',
    doc: 'The inverse of a square matrix, exact over fractions. Undefined where the matrix is singular. With symbols only where the determinant is a number.',
    parameters: [SQUARE],
    examples: [
      ['inv([[1, 2], [3, 4]])', '[[−2, 1], [3/2, −1/2]]'],
      [
        'inv([[1, 2], [2, 4]])',
        'undefined (the matrix is singular: 1 of its 2 rows is independent, so it has no inverse)',
      ],
    ],
    call: (args) => likeIts(args, inverse(toTensor(args.matrix('matrix')))),
  },
  {
    name: 'solve',
    group: 'matrices',
    doc: 'The x with A·x = b for a square matrix A, exact over fractions; for a matrix b column by column. Undefined where A is singular.',
    parameters: [SQUARE, { name: 'b', doc: 'a vector, or a matrix with as many rows' }],
    examples: [['solve([[2, 1], [1, 3]], [3, 5])', '[4/5, 7/5]']],
    call(args) {
      const b = args.value('b');
      const right = b.kind === 'matrix' ? toTensor(b.matrix) : args.tensor('b');
      return tensorValue(solve(toTensor(args.matrix('matrix')), right));
    },
  },
  {
    name: 'trace',
    group: 'matrices',
    doc: 'The sum of the diagonal of a square matrix.',
    parameters: [SQUARE],
    examples: [['trace([[1, 2], [3, 4]])', '5']],
    call: (args) => scalarValue(traceOf(args.matrix('matrix'))),
  },
  {
    name: 'kron',
    group: 'matrices',
    doc: 'The Kronecker product: each entry of the first matrix times the whole second one. The matrix of a separable convolution is one of two Toeplitz matrices.',
    parameters: [
      { name: 'a', doc: 'a matrix' },
      { name: 'b', doc: 'a matrix' },
    ],
    examples: [['kron([[1, 2]], [[0, 1], [1, 0]])', '[[0, 1, 0, 2], [1, 0, 2, 0]]']],
    call: (args) => tensorValue(kronecker(args.matrix('a'), args.matrix('b'))),
  },
];

/** What is computed from a matrix is a matrix; from a tensor, a tensor. */
function likeIts(args: Arguments, result: Tensor): Value {
  return args.value('matrix').kind === 'matrix'
    ? { kind: 'matrix', matrix: new LiteralMatrix(result) }
    : tensorValue(result);
}
