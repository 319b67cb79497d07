import { requireEntries } from '../limits';
import { integer } from '../numbers/rational';
import { add, divide, multiply, subtract } from '../numbers/scalar';
import { flatIndex, sizeOf, stridesOf, type Shape } from '../tensors/shape';
import { Tensor } from '../tensors/tensor';
import { tensorValue } from '../values/make';
import type { Value } from '../values/value';
import type { FunctionEntry } from './function';
import { placeFrom, scalarOrTensor, shapeFrom } from './readers';

const SHAPE = { name: 'shape', doc: 'extents: a number for a vector, or a list' } as const;

export const MAKING: readonly FunctionEntry[] = [
  {
    name: 'zeros',
    group: 'tensors',
    doc: 'A tensor of zeros.',
    parameters: [SHAPE],
    examples: [['zeros([2, 3])', '[[0, 0, 0], [0, 0, 0]]']],
    call: (args) => filled(shapeFrom(args, 'shape'), 0),
  },
  {
    name: 'ones',
    group: 'tensors',
    doc: 'A tensor of ones: ones([3, 3]) / 9 is a box filter.',
    parameters: [SHAPE],
    examples: [['ones(3)', '[1, 1, 1]']],
    call: (args) => filled(shapeFrom(args, 'shape'), 1),
  },
  {
    name: 'identity',
    group: 'tensors',
    doc: 'The identity matrix: ones on the diagonal, n × n.',
    parameters: [{ name: 'n', doc: 'rows and columns' }],
    examples: [['identity(2)', '[[1, 0], [0, 1]]']],
    call(args) {
      const n = args.whole('n', 0);
      return pointed([n, n], 'This matrix', (data) => {
        for (let row = 0; row < n; row++) data[row * n + row] = 1;
      });
    },
  },
  {
    name: 'dot',
    group: 'tensors',
    doc: 'An image of zeros with a single 1, an impulse: what a layer makes of it is its kernel, turned round. The place is counted from the convention `index`.',
    parameters: [
      { name: 'size', doc: 'extents: a number for a vector, or a list' },
      { name: 'at', doc: 'where the 1 stands' },
    ],
    examples: [
      ['dot(5, 2)', '[0, 0, 1, 0, 0]'],
      ['correlate(dot(5, 2), [1, 2, 3])', '[3, 2, 1]'],
    ],
    call: (args, conventions) => {
      const shape = shapeFrom(args, 'size');
      const place = placeFrom(args, 'at', shape, conventions);
      return pointed(shape, 'This image', (data) => {
        data[flatIndex(place, stridesOf(shape))] = 1;
      });
    },
  },
  {
    name: 'linspace',
    group: 'tensors',
    doc: 'So many numbers at equal distances, both ends counted; exact. One number is the first end.',
    parameters: [
      { name: 'from', doc: 'the first number' },
      { name: 'to', doc: 'the last number' },
      { name: 'n', doc: 'how many, from 1' },
    ],
    examples: [['linspace(0, 1, 5)', '[0, 1/4, 1/2, 3/4, 1]']],
    call(args) {
      const [from, to, n] = [args.scalar('from'), args.scalar('to'), args.whole('n', 1)];
      const step = n === 1 ? integer(0) : divide(subtract(to, from), integer(n - 1));
      return tensorValue(
        Tensor.generate([n], (index) => add(from, multiply(step, integer(index))), 'This list'),
      );
    },
  },
];

function filled(shape: Shape, value: number): Value {
  return pointed(shape, 'This tensor', (data) => data.fill(value));
}

/** Zeros, with some ones. */
function pointed(shape: Shape, what: string, paint: (data: Float64Array) => void): Value {
  requireEntries(sizeOf(shape), what);
  const data = new Float64Array(sizeOf(shape));
  paint(data);
  return scalarOrTensor(Tensor.integers(shape, data));
}
