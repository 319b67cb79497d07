import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { outputOf } from '../networks';
import { integer, isRational } from '../numbers/rational';
import { add, ceil, compare, divide, floor, negate, toReal, type Scalar } from '../numbers/scalar';
import { correlate, type Normalize } from '../tensors/correlate';
import { broadcast, extremes, flip, shiftTensor, sumOf } from '../tensors/operations';
import { positionOf } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { listValue, scalarValue, tensorOf, tensorValue } from '../values/make';
import type { TensorValue, Value } from '../values/value';
import { PADDING_WORDS, type Arguments, type FunctionEntry, type Parameter } from './function';

const X: Parameter = { name: 'x', doc: 'a tensor' };
const ALL: Parameter = { name: 'all', doc: 'true for all places of a tie; false', optional: true };
const SLIDE: readonly Parameter[] = [
  X,
  { name: 'kernel', doc: 'a tensor with as many axes' },
  { name: 'stride', doc: 'cells between two places; 1', optional: true },
  {
    name: 'padding',
    doc: 'cells on each side, or valid, same, full; valid',
    optional: true,
    words: PADDING_WORDS,
  },
  {
    name: 'normalize',
    doc: 'true for the cosine (divided by the lengths of window and kernel), zero-mean to subtract both means first; false',
    optional: true,
    words: ['zero-mean'],
  },
];

export const TENSORS: readonly FunctionEntry[] = [
  {
    name: 'output',
    group: 'tensors',
    doc: 'What a layer gives for its input: Wx + b, in the layer’s output shape.',
    parameters: [
      { name: 'layer', doc: 'a layer with an input' },
      { name: 'x', doc: 'another input of the same shape', optional: true },
    ],
    examples: [['output(conv1d([6, 7, 8], kernel=[1, 2, 3], padding=same), [6, 7, 8])', '[33, 44, 23]']],
    call(args) {
      const value = args.layerValue('layer');
      if (args.has('x')) return tensorValue(value.layer.forward([args.tensor('x')]));
      if (value.feeds.length === 0)
        throw new MathError(
          'output needs the layer’s input: give the layer an `input`, or output a second argument.',
          'x',
        );
      return tensorValue(outputOf(value));
    },
  },
  {
    name: 'correlate',
    group: 'tensors',
    doc: 'Slides a kernel over a tensor without flipping it: y[o] = Σ k[t] · x[o·s + t − p]. Exact; with normalize it gives reals. Only places where the kernel lies wholly inside, unless padding says more.',
    parameters: SLIDE,
    examples: [
      ['correlate([6, 7, 8, 1, 2, 3, 5], [1, 2, 3])', '[44, 26, 16, 14, 23]'],
      ['argmax(correlate([6, 7, 8, 1, 2, 3, 5], [1, 2, 3], normalize=true))', '3'],
    ],
    call: (args) => tensorValue(slide(args, args.tensor('kernel'))),
  },
  {
    name: 'convolve',
    group: 'tensors',
    doc: 'As correlate, with the kernel flipped along every axis: the convolution of mathematics and of signal processing.',
    parameters: SLIDE,
    examples: [['convolve([6, 7, 8, 1, 2, 3, 5], [1, 2, 3])', '[40, 38, 28, 10, 17]']],
    call: (args) => tensorValue(slide(args, flip(args.tensor('kernel')))),
  },
  {
    name: 'flip',
    group: 'tensors',
    doc: 'Turns a tensor round along every axis.',
    parameters: [X],
    examples: [['flip([1, 2, 3])', '[3, 2, 1]']],
    call: (args) => tensorValue(flip(args.tensor('x'))),
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
      const by = args.has('by') ? [...wholeNumbers(args, 'by')] : undefined;
      if (!args.has('x')) return { kind: 'shift', by };
      if (!by) throw new MathError('shift needs `by`: how many cells to move.', 'by');
      return tensorValue(
        shiftTensor(args.tensor('x'), by, args.has('fill') ? args.scalar('fill') : integer(0)),
      );
    },
  },
  {
    name: 'sum',
    group: 'tensors',
    doc: 'The sum of all entries of one tensor; of several tensors of one shape, entry by entry.',
    parameters: [{ name: 'x', doc: 'tensors', rest: true }],
    examples: [
      ['sum([1, 2, 3])', '6'],
      ['sum([1, 2], [3, 4])', '[4, 6]'],
    ],
    call: (args) =>
      args.rest.length === 1
        ? scalarValue(sumOf(only(args, 'sum')))
        : scalarOrTensor(all(args).reduce((a, b) => broadcast(a, b, add, 'sum'))),
  },
  {
    name: 'mean',
    group: 'tensors',
    doc: 'The mean of all entries.',
    parameters: [X],
    examples: [['mean([1, 2])', '3/2']],
    call(args) {
      const x = args.tensor('x');
      return scalarValue(divide(sumOf(x), integer(x.size)));
    },
  },
  {
    name: 'max',
    group: 'tensors',
    doc: 'The largest entry of one tensor; of several, entry by entry the largest.',
    parameters: [{ name: 'x', doc: 'tensors', rest: true }],
    examples: [
      ['max([3, 1, 2])', '3'],
      ['max([1, 0], [0, 1])', '[1, 1]'],
    ],
    call: (args) => largest(args, 'max'),
  },
  {
    name: 'min',
    group: 'tensors',
    doc: 'The smallest entry of one tensor; of several, entry by entry the smallest.',
    parameters: [{ name: 'x', doc: 'tensors', rest: true }],
    examples: [['min([3, 1, 2])', '1']],
    call: (args) => largest(args, 'min'),
  },
  {
    name: 'argmax',
    group: 'tensors',
    doc: 'Where the largest entry stands, counted from the convention `index`: the first in row-major order of a tie, or all of them. Reals tie within 1e-9 relative. A location on one axis is a number.',
    parameters: [X, ALL],
    examples: [
      ['argmax([44, 26, 16, 14, 23])', '0'],
      ['argmax([[0, 1], [5, 2]])', '[1, 0]'],
      ['argmax([1, 3, 3], all=true)', '[1, 2]'],
    ],
    call: (args, conventions) => locate(args, conventions, 'highest'),
  },
  {
    name: 'argmin',
    group: 'tensors',
    doc: 'Where the smallest entry stands; as argmax.',
    parameters: [X, ALL],
    examples: [['argmin([44, 26, 16, 14, 23])', '3']],
    call: (args, conventions) => locate(args, conventions, 'lowest'),
  },
  ...(
    [
      [
        'abs',
        'The size of each entry without its sign.',
        'abs(-3)',
        '3',
        (x: Scalar) => (compare(x, integer(0)) < 0 ? negate(x) : x),
      ],
      ['floor', 'The largest integer that is not above.', 'floor(7/2)', '3', floor],
      ['ceil', 'The smallest integer that is not below.', 'ceil(7/2)', '4', ceil],
      [
        'sqrt',
        'The square root: exact for squares of fractions, else a real.',
        'sqrt(9/4)',
        '3/2',
        squareRoot,
      ],
      [
        'relu',
        'Each entry, or 0 where it is negative.',
        'relu([-1, 2])',
        '[0, 2]',
        (x: Scalar) => (compare(x, integer(0)) < 0 ? integer(0) : x),
      ],
    ] as const
  ).map(([name, doc, expression, prints, change]): FunctionEntry => ({
    name,
    group: 'tensors',
    doc: `${doc} Entry by entry for a tensor.`,
    parameters: [X],
    examples: [[expression, prints]],
    call: (args) => scalarOrTensor(args.tensor('x').map(change)),
  })),
];

function squareRoot(value: Scalar): Scalar {
  if (isRational(value) && value.s >= 0n) {
    const roots = [value.n, value.d].map(integerRoot);
    const [n, d] = roots;
    if (n !== undefined && d !== undefined) return integer(n).div(integer(d));
  }
  const result = Math.sqrt(toReal(value));
  if (Number.isNaN(result)) throw new MathError('A negative number has no real square root.', 'x');
  return result;
}

/** The exact root, or undefined where there is none. */
function integerRoot(value: bigint): bigint | undefined {
  if (value < 2n) return value;
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) break;
    guess = next;
  }
  return guess * guess === value ? guess : undefined;
}

function slide(args: Arguments, kernel: Tensor): Tensor {
  const x = args.tensor('x');
  return correlate(x, kernel, {
    stride: args.perAxis('stride', x.rank, 1, 1),
    padding: args.padding('padding', x.rank),
    normalize: normalizeOf(args),
  });
}

function normalizeOf(args: Arguments): Normalize {
  if (!args.has('normalize')) return false;
  const value = args.value('normalize');
  if (value.kind === 'boolean') return value.value;
  return value.kind === 'text' && value.value === 'zero-mean'
    ? 'zero-mean'
    : args.expected('normalize', 'true, false or zero-mean', value);
}

function wholeNumbers(args: Arguments, name: string): Float64Array {
  return args.tensor(name).integers ?? args.expected(name, 'whole numbers', args.value(name));
}

function all(args: Arguments): Tensor[] {
  return args.rest.map((value) => {
    const tensor = value.kind === 'matrix' ? undefined : tensorOf(value);
    return tensor ?? args.expected('x', 'tensors', value);
  });
}

function only(args: Arguments, callee: string): Tensor {
  const [tensor] = all(args);
  if (!tensor) throw new MathError(`${callee} needs a tensor.`, 'x');
  return tensor;
}

function scalarOrTensor(tensor: Tensor): Value {
  return tensor.rank === 0 ? scalarValue(tensor.entry(0)) : tensorValue(tensor);
}

function largest(args: Arguments, callee: 'max' | 'min'): Value {
  const direction = callee === 'max' ? 'highest' : 'lowest';
  const sign = callee === 'max' ? 1 : -1;
  if (args.rest.length === 1) {
    const x = only(args, callee);
    return scalarValue(x.entry(extremes(x, direction)[0] ?? 0));
  }
  const tensors = all(args);
  const [first, ...others] = tensors;
  if (!first) throw new MathError(`${callee} needs a tensor.`, 'x');
  const result = others.reduce(
    (a, b) => broadcast(a, b, (x, y) => (compare(y, x) * sign > 0 ? y : x), callee),
    first,
  );
  const value = scalarOrTensor(result);
  // What a pattern was put together from is kept: a detector sums the responses to these.
  return value.kind === 'tensor' && callee === 'max'
    ? ({ ...value, parts: tensors } satisfies TensorValue)
    : value;
}

function locate(args: Arguments, conventions: Conventions, extreme: 'highest' | 'lowest'): Value {
  const tensor = args.tensor('x');
  const base = conventions.index;
  const places = extremes(tensor, extreme).map((flat) =>
    positionOf(flat, tensor.shape).map((coordinate) => coordinate + base),
  );
  if (args.flag('all', false))
    return listValue(
      places.map((value) =>
        value.length === 1 ? scalarValue(integer(value[0] ?? 0)) : { kind: 'location', value },
      ),
    );
  return { kind: 'location', value: places[0] ?? [], of: { tensor, extreme, base } };
}
