import { compressedRows } from '../matrices/csr';
import { LiteralMatrix } from '../matrices/literal';
import { blockOf } from '../matrices/parts';
import { bandsOf, isCirculant, isToeplitz, structureOf, structureText } from '../matrices/structure';
import { addTensors } from '../tensors/operations';
import { Tensor } from '../tensors/tensor';
import { booleanValue, numberValue, tensorValue, textValue } from '../values/make';
import type { Value } from '../values/value';
import type { FunctionEntry } from './function';
import { MATRIX } from './readers';

/** What can be seen in a matrix. Goes over its non-zero cells; the matrix is never built. */
export const STRUCTURE: readonly FunctionEntry[] = [
  {
    name: 'structure',
    group: 'matrices',
    doc: 'What is recognised in a matrix: banded, triangular, diagonal, symmetric, a permutation, Toeplitz, circulant, and for a layer’s matrix the same by blocks, down from its rows; and how many cells are not zero.',
    parameters: [MATRIX],
    examples: [
      [
        'structure(matrix(conv1d(1..9, kernel=3, padding=same)))',
        '9 × 9, banded (1 below the diagonal, 1 above), Toeplitz; 25 of 81 cells are not zero (31 %).',
      ],
      [
        'structure(matrix(conv2d(zeros([4, 5]), kernel=3)))',
        '6 × 20, doubly block Toeplitz with blocks of 3 × 5; 54 of 120 cells are not zero (45 %).',
      ],
    ],
    call: (args) => textValue(structureText(structureOf(args.matrix('matrix')))),
  },
  {
    name: 'bandwidth',
    group: 'matrices',
    doc: 'How far from the diagonal there still is something: the largest |i − j| of a cell that is not zero (Golub & Van Loan 2013, 1.2). A diagonal matrix has 0; a kernel of 3 under same padding gives 1.',
    parameters: [MATRIX],
    examples: [
      ['bandwidth([[1, 2, 0], [0, 1, 2], [0, 0, 1]])', '1'],
      ['bandwidth(matrix(conv1d(1..9, kernel=5, padding=same)))', '2'],
    ],
    call(args) {
      const bands = bandsOf(args.matrix('matrix'));
      return numberValue(bands ? Math.max(bands.below, bands.above) : 0);
    },
  },
  {
    name: 'isToeplitz',
    group: 'matrices',
    doc: 'Whether each diagonal of a matrix holds one value, as where weights are shared on one axis.',
    parameters: [MATRIX],
    examples: [
      ['isToeplitz(matrix(conv1d(1..9, kernel=3)))', 'true'],
      ['isToeplitz(matrix(local1d(1..9, kernel=3)))', 'false'],
    ],
    call: (args) => booleanValue(isToeplitz(args.matrix('matrix'))),
  },
  {
    name: 'isCirculant',
    group: 'matrices',
    doc: 'Whether each row of a square matrix is the one above moved by one cell, the last one round to the front.',
    parameters: [MATRIX],
    examples: [
      ['isCirculant([[1, 2, 3], [3, 1, 2], [2, 3, 1]])', 'true'],
      ['isCirculant(matrix(conv1d(1..9, kernel=3, padding=same)))', 'false'],
    ],
    call: (args) => booleanValue(isCirculant(args.matrix('matrix'))),
  },
  {
    name: 'block',
    group: 'matrices',
    doc: 'One block of a matrix that is divided into blocks of one size; blocks are counted from the convention `index`.',
    parameters: [
      MATRIX,
      { name: 'i', doc: 'which row of blocks' },
      { name: 'j', doc: 'which column of blocks' },
      { name: 'size', doc: 'rows and columns of a block; one number where they are the same' },
    ],
    examples: [
      ['block([[1, 2, 3, 4], [5, 6, 7, 8]], 0, 1, 2)', '[[3, 4], [7, 8]]'],
      [
        'block(matrix(conv2d(zeros([3, 3]), kernel=[[1, 2], [3, 4]])), 0, 1, [2, 3])',
        '[[3, 4, 0], [0, 3, 4]]',
      ],
    ],
    call(args, { index }) {
      const [i, j] = [args.whole('i', index) - index, args.whole('j', index) - index];
      const [rows = 1, cols = 1] = args.perAxis('size', 2, 1, 1);
      const block = blockOf(args.matrix('matrix'), [i, j], [rows, cols], index);
      return args.value('matrix').kind === 'matrix'
        ? { kind: 'matrix', matrix: new LiteralMatrix(block) }
        : tensorValue(block);
    },
  },
  {
    name: 'csr',
    group: 'matrices',
    doc: 'A matrix in compressed sparse rows, with the fields that scipy.sparse.csr_matrix has: data, the cells that are not zero; indices, the column of each; indptr, where each row begins in them. Positions are counted from the convention `index`.',
    parameters: [MATRIX],
    examples: [
      ['csr([[5, 0, 6], [0, 0, 0], [0, 7, 0]])', 'data: [5, 6, 7], indices: [0, 2, 1], indptr: [0, 2, 2, 3]'],
      ['csr(matrix(conv1d([1, 2, 3], kernel=2))).indices', '[0, 1, 1, 2]'],
    ],
    call(args, { index }) {
      const { data, indices, indptr } = compressedRows(args.matrix('matrix'));
      const counted = (positions: Tensor): Value =>
        tensorValue(addTensors(positions, Tensor.integers([], [index])));
      return {
        kind: 'fields',
        fields: new Map([
          ['data', tensorValue(data)],
          ['indices', counted(indices)],
          ['indptr', counted(indptr)],
        ]),
      };
    },
  },
];
