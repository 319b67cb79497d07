import { MathError, UndefinedError } from '../failure';
import { productOf, scalarShape } from '../layers';
import { integer, isRational } from '../numbers/rational';
import {
  add,
  ceil,
  compare,
  divide,
  floor,
  multiply,
  briefly,
  subtract,
  type Scalar,
} from '../numbers/scalar';
import { exactSizeOf } from '../tensors/shape';
import { booleanValue, numberValue, scalarValue } from '../values/make';
import { describe } from '../values/text';
import type { ShapeValue, Value } from '../values/value';
import { outputOfSizes } from './counts';
import { PADDING_WORDS, type Arguments, type FunctionEntry } from './function';

export const SHAPES: readonly FunctionEntry[] = [
  {
    name: 'outputShape',
    group: 'shapes',
    doc: 'The shape of a layer’s output, in the order of the convention `channels`.',
    parameters: [{ name: 'layer', doc: 'a layer with an input' }],
    examples: [['outputShape(conv1d([1, 2, 3, 4, 5], kernel=3))', '3']],
    call(args) {
      const layer = args.layer('layer');
      return {
        kind: 'shape',
        value: layer.sizes ? outputOfSizes(layer.sizes) : scalarShape(layer.outputShape),
      };
    },
  },
  {
    name: 'outputSize',
    group: 'shapes',
    doc: 'How many places a window takes on one axis: ⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1 (Dumoulin & Visin, relationship 15). Undefined where the window is larger than the padded input. Sizes may be symbols.',
    parameters: [
      { name: 'n', doc: 'cells of the input' },
      { name: 'kernel', doc: 'cells of the kernel' },
      { name: 'stride', doc: 'cells between two places; 1', optional: true },
      {
        name: 'padding',
        doc: 'cells on each side, or valid, same, full; 0',
        optional: true,
        words: PADDING_WORDS,
      },
      { name: 'dilation', doc: 'cells between two taps; 1', optional: true },
      {
        name: 'fit',
        doc: 'floor, exact or ceil: what to do with a stride that leaves a rest; floor',
        optional: true,
        words: ['floor', 'exact', 'ceil'],
      },
    ],
    examples: [
      ['outputSize(32, 5)', '28'],
      ['outputSize(32, 5, padding=same)', '32'],
      ['outputSize(227, 11, stride=4)', '55'],
      ['outputSize(4, 5)', 'undefined (a window of 5 doesn’t fit into 4 cells)'],
    ],
    call: (args) => scalarValue(outputSize(args)),
  },
  {
    name: 'shape',
    group: 'shapes',
    doc: 'The extents of a tensor, a matrix, or a layer’s output.',
    parameters: [{ name: 'x', doc: 'a tensor, matrix or layer' }],
    examples: [['shape([[1, 2, 3], [4, 5, 6]])', '2 × 3']],
    call: (args) => shapeOf(args),
  },
  {
    name: 'size',
    group: 'shapes',
    doc: 'How many entries a tensor or matrix has. (The extents are shape(x).)',
    parameters: [{ name: 'x', doc: 'a tensor or matrix' }],
    examples: [['size([[1, 2, 3], [4, 5, 6]])', '6']],
    call(args) {
      const { value } = shapeOf(args);
      return args.value('x').kind === 'placeholder'
        ? scalarValue(productOf(value))
        : numberValue(exactSizeOf(value.map((extent) => Number(extent))));
    },
  },
  {
    name: 'defined',
    group: 'shapes',
    doc: 'Whether a value exists: false for what is undefined, such as the output of a window larger than its padded input.',
    parameters: [{ name: 'x', doc: 'any value' }],
    examples: [
      ['defined(outputSize(4, 5))', 'false'],
      ['defined(outputSize(5, 5))', 'true'],
    ],
    takesUndefined: true,
    call: (args) => booleanValue(args.value('x').kind !== 'undefined'),
  },
];

function shapeOf(args: Arguments): ShapeValue {
  const value = args.value('x');
  if (value.kind === 'placeholder') return { kind: 'shape', value: value.shape };
  return { kind: 'shape', value: extentsOf(args, value).map((extent) => integer(extent)) };
}

function extentsOf(args: Arguments, value: Value): readonly number[] {
  if (value.kind === 'matrix') return [value.matrix.rows, value.matrix.cols];
  if (value.kind === 'layer')
    throw new MathError(
      `A layer has no shape of its own: outputShape(…) is that of its output. This is ${describe(value)}.`,
    );
  return args.tensor('x').shape;
}

function outputSize(args: Arguments): Scalar {
  const one = integer(1);
  const read = (name: string, fallback: Scalar): Scalar => (args.has(name) ? args.scalar(name) : fallback);
  const [n, kernel] = [args.scalar('n'), args.scalar('kernel')];
  const [stride, dilation] = [read('stride', one), read('dilation', one)];
  const fit = args.word('fit', ['floor', 'exact', 'ceil'], 'floor');
  for (const [name, value] of [
    ['kernel', kernel],
    ['stride', stride],
    ['dilation', dilation],
  ] as const)
    if (isRational(value) && (value.d !== 1n || value.compare(1) < 0))
      throw new MathError(
        `outputSize takes a whole number from 1 as \`${name}\`; this is ${briefly(value)}.`,
        name,
      );
  const span = add(multiply(dilation, subtract(kernel, one)), one);
  const word =
    args.has('padding') && args.value('padding').kind === 'text'
      ? args.word('padding', PADDING_WORDS, 'valid')
      : undefined;
  if (word === 'same') return ceil(divide(n, stride));
  const reach = subtract(span, one);
  const around: Scalar =
    word === 'full'
      ? multiply(integer(2), reach)
      : word === 'causal'
        ? reach
        : word === 'valid'
          ? integer(0)
          : multiply(integer(2), read('padding', integer(0)));
  const padded = add(n, around);
  const room = subtract(padded, span);
  if (isRational(room) && compare(room, integer(0)) < 0)
    throw new UndefinedError(
      `a window of ${briefly(span)} doesn’t fit into ${briefly(padded)} cell${briefly(padded) === '1' ? '' : 's'}`,
    );
  const steps = divide(room, stride);
  if (fit === 'exact' && isRational(steps) && steps.d !== 1n)
    throw new UndefinedError(
      `stride ${briefly(stride)} doesn’t fit: (${briefly(padded)} − ${briefly(span)}) / ${briefly(stride)} is not an integer`,
    );
  return add(fit === 'ceil' ? ceil(steps) : floor(steps), one);
}
