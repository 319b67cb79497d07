import type { Conventions } from '../conventions';
import { MathError } from '../failure';
import { add, compare, isZero, rank, type Scalar } from '../numbers/scalar';
import { integer } from '../numbers/rational';
import { requireEntries } from '../limits';
import { broadcast, extremes } from '../tensors/operations';
import { reduceTensor, type Reduction } from '../tensors/reduce';
import { positionOf, type Shape } from '../tensors/shape';
import type { Tensor } from '../tensors/tensor';
import { listValue, scalarOf, scalarValue, textValue } from '../values/make';
import type { FieldsValue, TensorValue, Value } from '../values/value';
import type { Arguments, FunctionEntry, Parameter } from './function';
import { axesFrom, scalarOrTensor, tensorsOf, X } from './readers';

const ALL: Parameter = { name: 'all', doc: 'true for all places of a tie; false', optional: true };
const AXIS: Parameter = {
  name: 'axis',
  doc: 'the axis, or a list of them, to go over, counted from the convention `index`; all of them',
  optional: true,
};
const SEVERAL: readonly Parameter[] = [{ name: 'x', doc: 'tensors', rest: true }, AXIS];

export const REDUCTIONS: readonly FunctionEntry[] = [
  {
    name: 'sum',
    group: 'tensors',
    doc: 'The sum of all entries of one tensor, or of those along an axis, which is then gone; of several tensors of one shape, entry by entry.',
    parameters: SEVERAL,
    examples: [
      ['sum([1, 2, 3])', '6'],
      ['sum([1, 2], [3, 4])', '[4, 6]'],
      ['sum([[1, 2], [3, 4]], axis=0)', '[4, 6]'],
    ],
    call: (args, conventions) =>
      reduced(args, conventions, 'sum') ??
      scalarOrTensor(tensorsOf(args, 'sum').reduce((a, b) => broadcast(a, b, add, 'sum'))),
  },
  {
    name: 'mean',
    group: 'tensors',
    doc: 'The mean of all entries, or of those along an axis, which is then gone. Of each channel it is global average pooling.',
    parameters: [X, AXIS],
    examples: [
      ['mean([1, 2])', '3/2'],
      ['mean([[1, 2], [3, 5]], axis=1)', '[3/2, 4]'],
    ],
    call: (args, conventions) => along(args, args.tensor('x'), conventions, 'mean'),
  },
  {
    name: 'max',
    group: 'tensors',
    doc: 'The largest entry of one tensor, or the largest along an axis, which is then gone; of several tensors, entry by entry the largest.',
    parameters: SEVERAL,
    examples: [
      ['max([3, 1, 2])', '3'],
      ['max([1, 0], [0, 1])', '[1, 1]'],
      ['max([[1, 5], [3, 2]], axis=1)', '[5, 3]'],
    ],
    call: (args, conventions) => largest(args, conventions, 'max'),
  },
  {
    name: 'min',
    group: 'tensors',
    doc: 'The smallest entry of one tensor, or the smallest along an axis, which is then gone; of several tensors, entry by entry the smallest.',
    parameters: SEVERAL,
    examples: [
      ['min([3, 1, 2])', '1'],
      ['min([[1, 5], [3, 2]], axis=0)', '[1, 2]'],
    ],
    call: (args, conventions) => largest(args, conventions, 'min'),
  },
  {
    name: 'argmax',
    group: 'tensors',
    doc: 'Where the largest entry stands, counted from the convention `index`: the first in row-major order of a tie, or all of them. Reals tie within 1e-9 relative. A location on one axis is a number. Of fields it is the name of the largest.',
    parameters: [{ name: 'x', doc: 'a tensor, or fields of numbers' }, ALL],
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
    parameters: [{ name: 'x', doc: 'a tensor, or fields of numbers' }, ALL],
    examples: [['argmin([44, 26, 16, 14, 23])', '3']],
    call: (args, conventions) => locate(args, conventions, 'lowest'),
  },
  {
    name: 'where',
    group: 'tensors',
    doc: 'All places where a mask is not 0, in row-major order, counted from the convention `index`. A location on one axis is a number.',
    parameters: [{ name: 'mask', doc: 'a tensor; what is not 0 counts' }],
    examples: [
      ['where([1, 5, 3] > 2)', '[1, 2]'],
      ['where([[0, 1], [1, 0]])', '[[0, 1], [1, 0]]'],
    ],
    call: (args, conventions) => nonZero(args.tensor('mask'), conventions),
  },
  {
    name: 'nonzero',
    group: 'tensors',
    doc: 'All places of entries that are not 0, as where.',
    parameters: [X],
    examples: [['nonzero([0, -2, 0, 4])', '[1, 3]']],
    call: (args, conventions) => nonZero(args.tensor('x'), conventions),
  },
];

function along(args: Arguments, x: Tensor, conventions: Conventions, reduction: Reduction): Value {
  const axes = args.has('axis')
    ? axesFrom(args, 'axis', x.rank, conventions)
    : x.shape.map((_, axis) => axis);
  return scalarOrTensor(reduceTensor(x, axes, reduction));
}

/** Of one tensor; undefined where there are several. */
function reduced(args: Arguments, conventions: Conventions, reduction: Reduction): Value | undefined {
  const [x, ...others] = tensorsOf(args, reduction);
  if (others.length === 0) return along(args, x, conventions, reduction);
  if (args.has('axis'))
    throw new MathError(
      `${reduction} of several tensors goes entry by entry; \`axis\` is for one tensor.`,
      'axis',
    );
  return undefined;
}

function largest(args: Arguments, conventions: Conventions, callee: 'max' | 'min'): Value {
  const one = reduced(args, conventions, callee);
  if (one) return one;
  const sign = callee === 'max' ? 1 : -1;
  const tensors = tensorsOf(args, callee);
  const result = tensors.reduce((a, b) => broadcast(a, b, (x, y) => (rank(y, x) * sign > 0 ? y : x), callee));
  const value = scalarOrTensor(result);
  // What a pattern was put together from is kept: a detector sums the responses to these.
  return value.kind === 'tensor' && callee === 'max'
    ? ({ ...value, parts: tensors } satisfies TensorValue)
    : value;
}

function locate(args: Arguments, conventions: Conventions, extreme: 'highest' | 'lowest'): Value {
  const value = args.value('x');
  if (value.kind === 'fields') return nameOf(args, value, extreme);
  const tensor = args.tensor('x');
  const base = conventions.index;
  const places = extremes(tensor, extreme);
  if (args.flag('all', false)) return locations(places, tensor.shape, base);
  const first = positionOf(places[0] ?? 0, tensor.shape).map((coordinate) => coordinate + base);
  return { kind: 'location', value: first, of: { tensor, extreme, base } };
}

function nameOf(args: Arguments, { fields }: FieldsValue, extreme: 'highest' | 'lowest'): Value {
  const numbers = [...fields].map(([name, value]): readonly [string, Scalar] => [
    name,
    scalarOf(value) ?? args.expected('x', `a number as field “${name}”`, value),
  ]);
  const [first, ...others] = numbers;
  if (!first) throw new MathError('There are no fields, so none is the largest or smallest.', 'x');
  const sign = extreme === 'highest' ? 1 : -1;
  const best = others.reduce((a, b) => (compare(b[1], a[1]) * sign > 0 ? b : a), first);
  if (!args.flag('all', false)) return textValue(best[0]);
  const ties = numbers.filter(([, value]) => compare(value, best[1]) === 0);
  return listValue(ties.map(([name]) => textValue(name)));
}

function nonZero(mask: Tensor, { index }: Conventions): Value {
  const numbers = mask.integers ?? mask.reals;
  const places: number[] = [];
  for (const [flat, entry] of (numbers ?? mask.entries()).entries()) if (!isZero(entry)) places.push(flat);
  return locations(places, mask.shape, index);
}

function locations(places: readonly number[], shape: Shape, base: number): Value {
  if (shape.length === 0) throw new MathError('A number has no axes, so there is no place in it.', 'x');
  requireEntries(places.length * shape.length, 'This list of places');
  return listValue(
    places.map((flat) => {
      const value = positionOf(flat, shape).map((coordinate) => coordinate + base);
      return value.length === 1 ? scalarValue(integer(value[0] ?? 0)) : { kind: 'location', value };
    }),
  );
}
