import { MathError } from '../failure';
import { counted } from '../numbers/group-digits';
import { integer } from '../numbers/rational';
import { flattenTensor, reshapeTensor } from '../tensors/gather';
import { flip, shiftTensor } from '../tensors/operations';
import { centreSides, cropTensor, PADDING_MODES, padTensor } from '../tensors/padding';
import { concatTensors, rotateTensor, sliceTensor, tileTensor } from '../tensors/rearrange';
import { exactSizeOf, shapeText, sizeOf, type Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { tensorOf, tensorValue, wholeNumberOf } from '../values/make';
import type { Arguments, FunctionEntry } from './function';
import {
  axesFrom,
  axisFrom,
  channelAxisOf,
  scalarOrTensor,
  sidesFrom,
  sizesFrom,
  tensorsOf,
  wholeNumbers,
  X,
} from './readers';

const CELLS =
  'cells on every side, a number for each axis, or [[before, after], …]; a list for all axes but the channels leaves those alone';

export const REARRANGING: readonly FunctionEntry[] = [
  {
    name: 'flip',
    group: 'tensors',
    doc: 'Turns a tensor round along every axis, or along those given, as numpy.flip. Without a tensor it is the flip itself: equivariant(f, flip(axis=1)) asks about the second axis of places, channels not counted.',
    parameters: [
      { ...X, optional: true },
      { name: 'axis', doc: 'one axis or a list, counted from the convention `index`; all', optional: true },
    ],
    examples: [
      ['flip([1, 2, 3])', '[3, 2, 1]'],
      ['flip([[1, 2], [3, 4]], axis=1)', '[[2, 1], [4, 3]]'],
    ],
    call(args, conventions) {
      const { index } = conventions;
      if (!args.has('x')) {
        const which = args.has('axis') ? args.whole('axis', index) - index : undefined;
        return { kind: 'symmetry', of: 'flip', which };
      }
      const x = args.tensor('x');
      return tensorValue(flip(x, args.has('axis') ? axesFrom(args, 'axis', x.rank, conventions) : undefined));
    },
  },
  {
    name: 'rotate',
    group: 'tensors',
    doc: 'Turned by quarter turns against the clock, as numpy.rot90: rows and columns, channels stay where they are. Without a tensor it is the rotation itself: equivariant(f, rotate(turns=2)).',
    parameters: [
      { ...X, optional: true },
      { name: 'turns', doc: 'quarter turns, with the clock where negative; 1', optional: true },
    ],
    examples: [
      ['rotate([[1, 2], [3, 4]])', '[[2, 4], [1, 3]]'],
      ['rotate([[1, 2], [3, 4]], -1)', '[[3, 1], [4, 2]]'],
    ],
    call(args, conventions) {
      const turns = args.has('turns') ? wholeNumberOf(args.value('turns')) : 1;
      if (turns === undefined) return args.expected('turns', 'a whole number', args.value('turns'));
      if (!args.has('x'))
        return { kind: 'symmetry', of: 'rotate', which: args.has('turns') ? turns : undefined };
      const x = args.tensor('x');
      if (x.rank < 2 || x.rank > 3)
        return args.expected('x', 'a tensor with rows and columns, and perhaps channels,', args.value('x'));
      const first = x.rank === 3 && conventions.channels === 'first' ? 1 : 0;
      return tensorValue(rotateTensor(x, turns, [first, first + 1]));
    },
  },
  {
    name: 'shift',
    group: 'tensors',
    doc: 'Moves the entries of a tensor by so many cells along each axis; what comes in is `fill`. Without a tensor it is the translation itself, every one or that `by`: equivariant(f, shift).',
    parameters: [
      { ...X, optional: true },
      { name: 'by', doc: 'cells, one number per axis', optional: true },
      { name: 'fill', doc: 'what comes in; 0', optional: true },
    ],
    examples: [['shift([1, 2, 3], 1)', '[0, 1, 2]']],
    call(args) {
      const by = args.has('by') ? cells(args) : undefined;
      if (!args.has('x')) return { kind: 'shift', by };
      if (!by) throw new MathError('shift needs `by`: how many cells to move.', 'by');
      return tensorValue(
        shiftTensor(args.tensor('x'), by, args.has('fill') ? args.scalar('fill') : integer(0)),
      );
    },
  },
  {
    name: 'pad',
    group: 'tensors',
    doc: 'A tensor with cells added on its sides: zeros, or what stands there mirrored without the border cell (reflect) or with it (symmetric), the border cell again (replicate), or the other end (circular), as torch.nn.functional.pad and numpy.pad. Undefined where an axis is too short: reflect needs fewer cells on a side than the axis has, circular and symmetric at most as many.',
    parameters: [
      X,
      { name: 'n', doc: CELLS },
      {
        name: 'mode',
        doc: 'zeros, reflect, replicate, circular or symmetric; zeros',
        optional: true,
        words: PADDING_MODES,
      },
    ],
    examples: [
      ['pad([1, 2, 3], 1)', '[0, 1, 2, 3, 0]'],
      ['pad([1, 2, 3], [[2, 0]], mode=reflect)', '[3, 2, 1, 2, 3]'],
      ['pad([1, 2, 3], 2, mode=symmetric)', '[2, 1, 1, 2, 3, 3, 2]'],
      ['pad([1, 2, 3], 2, mode=circular)', '[2, 3, 1, 2, 3, 1, 2]'],
      ['pad([[1, 2], [3, 4]], [[0, 1], [0, 0]], mode=replicate)', '[[1, 2], [3, 4], [3, 4]]'],
      [
        'pad([1, 2], 2, mode=reflect)',
        'undefined (reflect padding of 2 on a side takes more than 2 cells; the axis has 2)',
      ],
    ],
    call(args, conventions) {
      const x = args.tensor('x');
      const mode = args.word('mode', PADDING_MODES, 'zeros');
      return tensorValue(padTensor(x, sidesFrom(args, 'n', x.rank, conventions), mode));
    },
  },
  {
    name: 'crop',
    group: 'tensors',
    doc: 'A tensor without its outer cells: `n` of them on each side, or so many that the centre of the given size is left (where that leaves an odd number, one more after it than before).',
    parameters: [
      X,
      { name: 'n', doc: CELLS, optional: true },
      { name: 'size', doc: 'extents of the centre that is left, one or one for each axis', optional: true },
    ],
    examples: [
      ['crop([1, 2, 3, 4, 5], 1)', '[2, 3, 4]'],
      ['crop([1, 2, 3, 4, 5], [[0, 2]])', '[1, 2, 3]'],
      ['crop([1, 2, 3, 4, 5], size=2)', '[2, 3]'],
    ],
    call(args, conventions) {
      const x = args.tensor('x');
      if (args.has('n') === args.has('size'))
        throw new MathError('crop takes either `n`, the cells on each side, or `size`, what is left.', 'n');
      if (args.has('n')) return tensorValue(cropTensor(x, sidesFrom(args, 'n', x.rank, conventions)));
      const sizes = sizesFrom(args, 'size', x.shape, conventions);
      if (sizes.some((size, axis) => size > (x.shape[axis] ?? 0)))
        return args.expected('size', `extents within ${shapeText(x.shape)}`, args.value('size'));
      const sides = x.shape.map((extent, axis) => centreSides(extent, sizes[axis] ?? extent));
      return tensorValue(cropTensor(x, sides));
    },
  },
  {
    name: 'channel',
    group: 'tensors',
    doc: 'One channel of a tensor, without the channel axis: that is the last, or the first under the convention `channels: first`. Channels are counted from the convention `index`.',
    parameters: [
      { name: 'x', doc: 'a tensor with channels' },
      { name: 'c', doc: 'which channel' },
    ],
    examples: [['channel([[[1, 10], [2, 20]]], 1)', '[[10, 20]]']],
    call(args, conventions) {
      const x = args.tensor('x');
      if (x.rank < 2) return args.expected('x', 'a tensor with channels', args.value('x'));
      const axis = channelAxisOf(x.rank, conventions);
      const channel = args.whole('c', conventions.index) - conventions.index;
      const count = x.shape[axis] ?? 0;
      if (channel >= count)
        throw new MathError(
          `Channel ${channel + conventions.index} doesn’t exist: there are ${count}, counted from ${conventions.index}; the tensor is ${shapeText(x.shape)}.`,
          'c',
        );
      return scalarOrTensor(sliceTensor(x, axis, channel));
    },
  },
  {
    name: 'flatten',
    group: 'tensors',
    doc: 'All entries as a vector, in the order of the convention `flatten`: row-major (the last axis fastest, as PyTorch and Keras) or column-major.',
    parameters: [X],
    examples: [['flatten([[1, 2], [3, 4]])', '[1, 2, 3, 4]']],
    call: (args, conventions) => tensorValue(flattenTensor(args.tensor('x'), conventions.flatten)),
  },
  {
    name: 'reshape',
    group: 'tensors',
    doc: 'The same entries in another shape of the same size, read and filled in the order of the convention `flatten`. One extent may be −1: what is left.',
    parameters: [X, { name: 'shape', doc: 'extents; one of them may be −1' }],
    examples: [
      ['reshape(1..6, [2, 3])', '[[1, 2, 3], [4, 5, 6]]'],
      ['reshape([[1, 2], [3, 4]], -1)', '[1, 2, 3, 4]'],
    ],
    call(args, conventions) {
      const x = args.tensor('x');
      return scalarOrTensor(reshapeTensor(x, newShape(args, x), conventions.flatten));
    },
  },
  {
    name: 'concat',
    group: 'tensors',
    doc: 'Tensors joined along one axis: that of the channels unless given, the last or under `channels: first` the first. All other axes agree.',
    parameters: [
      { name: 'x', doc: 'tensors', rest: true },
      {
        name: 'axis',
        doc: 'along which they are joined, counted from the convention `index`; that of the channels',
        optional: true,
      },
    ],
    examples: [
      ['concat([1, 2], [3])', '[1, 2, 3]'],
      ['concat([[1], [2]], [[3], [4]])', '[[1, 3], [2, 4]]'],
      ['concat([[1, 2]], [[3, 4]], axis=0)', '[[1, 2], [3, 4]]'],
    ],
    call(args, conventions) {
      const tensors = tensorsOf(args, 'concat');
      const [{ rank }] = tensors;
      if (rank === 0) return args.expected('x', 'tensors with axes', args.rest[0] ?? tensorValue(tensors[0]));
      const axis = args.has('axis')
        ? axisFrom(args, 'axis', rank, conventions)
        : channelAxisOf(rank, conventions);
      return tensorValue(concatTensors(tensors, axis));
    },
  },
  {
    name: 'tile',
    group: 'tensors',
    doc: 'A tensor repeated along its axes: so many times along all, or a number for each. (NumPy’s tile takes a single number for the last axis alone.)',
    parameters: [X, { name: 'times', doc: 'how often, one number or one for each axis' }],
    examples: [
      ['tile([1, 2], 2)', '[1, 2, 1, 2]'],
      ['tile([[0, 1]], [2, 2])', '[[0, 1, 0, 1], [0, 1, 0, 1]]'],
    ],
    call(args) {
      const x = args.tensor('x');
      return scalarOrTensor(tileTensor(x, args.perAxis('times', x.rank, 1, 1)));
    },
  },
];

function cells(args: Arguments): readonly number[] {
  const numbers = tensorOf(args.value('by'))?.integers;
  return numbers ? [...numbers] : args.expected('by', 'whole numbers', args.value('by'));
}

function newShape(args: Arguments, x: Tensor): Shape {
  const value = args.value('shape');
  const whole = wholeNumberOf(value);
  const extents = whole === undefined ? wholeNumbers(value) : [whole];
  const open = extents?.filter((extent) => extent === -1).length ?? 0;
  if (!extents || open > 1 || extents.some((extent) => extent < -1))
    return args.expected('shape', 'extents (whole numbers from 0, one of them perhaps −1)', value);
  const known = sizeOf(extents.filter((extent) => extent !== -1));
  const shape = extents.map((extent) => (extent === -1 ? x.size / known : extent));
  if (shape.every(Number.isSafeInteger) && exactSizeOf(shape) === exactSizeOf(x.shape)) return shape;
  throw new MathError(
    `A tensor of ${shapeText(x.shape)} has ${counted(x.size, 'entry', 'entries')}, which can’t fill ${shapeText(extents)}.`,
    'shape',
  );
}
