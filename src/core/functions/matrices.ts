import { MathError } from '../failure';
import { Tensor } from '../tensors/tensor';
import { transposeTensor } from '../tensors/operations';
import { transpose } from '../matrices/literal';
import { numberValue, tensorValue } from '../values/make';
import type { Arguments, FunctionEntry } from './function';
import { LINEAR_ALGEBRA } from './linear-algebra';
import { MATRIX } from './readers';
import { STRUCTURE } from './structure';
import type { Conventions } from '../conventions';
import type { Value } from '../values/value';

export const MATRICES: readonly FunctionEntry[] = [
  {
    name: 'matrix',
    group: 'matrices',
    doc: 'The matrix W of a layer, with y = Wx + b for flattened x and y: a row for each output, a column for each input. It is never stored, so its size costs nothing. A convolution’s is banded, with the kernel in every row.',
    parameters: [{ name: 'layer', doc: 'a layer with an input' }],
    examples: [
      ['matrix(conv1d([1, 2, 3], kernel=[1, 2, 3], padding=same))', '[[2, 3, 0], [1, 2, 3], [0, 1, 2]]'],
    ],
    call(args) {
      const layer = args.layer('layer');
      return { kind: 'matrix', matrix: layer.matrix, layer };
    },
  },
  {
    name: 'nnz',
    group: 'matrices',
    doc: 'How many cells of a matrix are not zero. For a layer’s matrix it follows from the shapes.',
    parameters: [MATRIX],
    examples: [['nnz([[1, 0], [2, 3]])', '3']],
    call: (args) => numberValue(args.matrix('matrix').nnz),
  },
  {
    name: 'distinct',
    group: 'matrices',
    doc: 'How many different values stand in a matrix, zero not counted.',
    parameters: [MATRIX],
    examples: [['distinct([[1, 0], [2, 1]])', '2']],
    call: (args) => numberValue(args.matrix('matrix').distinct),
  },
  {
    name: 'transpose',
    group: 'matrices',
    doc: 'The matrix with rows and columns exchanged.',
    parameters: [MATRIX],
    examples: [['transpose([[1, 2], [3, 4]])', '[[1, 3], [2, 4]]']],
    call(args) {
      const value = args.value('matrix');
      return value.kind === 'matrix'
        ? { kind: 'matrix', matrix: transpose(value.matrix) }
        : tensorValue(transposeTensor(args.tensor('matrix')));
    },
  },
  {
    name: 'row',
    group: 'matrices',
    doc: 'One row of a matrix as a vector; rows are counted from the convention `index`.',
    parameters: [MATRIX, { name: 'i', doc: 'which row' }],
    examples: [['row([[1, 2], [3, 4]], 0)', '[1, 2]']],
    call: (args, conventions) => line(args, conventions, 'row'),
  },
  {
    name: 'col',
    group: 'matrices',
    doc: 'One column of a matrix as a vector; columns are counted from the convention `index`.',
    parameters: [MATRIX, { name: 'i', doc: 'which column' }],
    examples: [['col([[1, 2], [3, 4]], 1)', '[2, 4]']],
    call: (args, conventions) => line(args, conventions, 'col'),
  },
  ...LINEAR_ALGEBRA,
  ...STRUCTURE,
];

function line(args: Arguments, conventions: Conventions, which: 'row' | 'col'): Value {
  const matrix = args.matrix('matrix');
  const [count, length] = which === 'row' ? [matrix.rows, matrix.cols] : [matrix.cols, matrix.rows];
  const index = args.whole('i', conventions.index) - conventions.index;
  if (index >= count)
    throw new MathError(
      `${which} ${index + conventions.index} doesn’t exist: they run from ${conventions.index} to ${count - 1 + conventions.index}.`,
      'i',
    );
  return tensorValue(
    Tensor.generate(
      [length],
      (other) => (which === 'row' ? matrix.cell(index, other) : matrix.cell(other, index)),
      `A ${which}`,
    ),
  );
}
