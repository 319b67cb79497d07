import { MathError, orUndefined } from '../failure';
import {
  bigintOf,
  doubleOf,
  fraction,
  integer,
  isInteger,
  isRational,
  safeInteger,
} from '../numbers/rational';
import { squareRoot } from '../numbers/roots';
import {
  add,
  briefly,
  ceil,
  compare,
  divide,
  equal,
  floor,
  negate,
  ONE,
  power,
  rank,
  subtract,
  toReal,
  ZERO,
  type Scalar,
} from '../numbers/scalar';
import { ACTIVATIONS, LEAKY_SLOPE, leakyRelu, softmax } from '../tensors/activations';
import { mapEntries, type Elementwise } from '../tensors/elementwise';
import { broadcast } from '../tensors/operations';
import type { Tensor } from '../tensors/tensor';
import { scalarValue } from '../values/make';
import type { FunctionEntry } from './function';
import { axisFrom, channelAxisOf, scalarOrTensor, tensorsOf, X } from './readers';

/** A function of each entry alone. */
function entry(
  name: string,
  doc: string,
  change: Elementwise,
  ...examples: FunctionEntry['examples']
): FunctionEntry {
  return {
    name,
    group: 'tensors',
    doc: `${doc} Entry by entry for a tensor.`,
    parameters: [X],
    examples,
    call: (args) => scalarOrTensor(mapEntries(args.tensor('x'), change)),
  };
}

const HALF = fraction(1n, 2n);

const ABS: Elementwise = {
  scalar: (x) => (rank(x, ZERO) < 0 ? negate(x) : x),
  integers: Math.abs,
  reals: Math.abs,
};

/** Halves go away from 0, as in school. */
function round(x: Scalar): Scalar {
  return compare(x, ZERO) < 0 ? ceil(subtract(x, HALF)) : floor(add(x, HALF));
}

const same = (x: number): number => x;

export const ELEMENTWISE: readonly FunctionEntry[] = [
  entry(
    'abs',
    'The size of each entry without its sign; of a formula where its sign is the same whatever its symbols stand for, as of x1^2.',
    ABS,
    ['abs(-3)', '3'],
    ['abs([1, -1/2])', '[1, 1/2]'],
  ),
  entry(
    'sign',
    'The sign: 1 where an entry is above 0, −1 where it is below, 0 at 0, as numpy.sign; of a formula where that is the same whatever its symbols stand for.',
    { scalar: (x) => integer(compare(x, ZERO)), integers: Math.sign },
    ['sign([-3, 0, 1/2])', '[−1, 0, 1]'],
  ),
  entry('floor', 'The largest integer that is not above.', { scalar: floor, integers: same }, [
    'floor(7/2)',
    '3',
  ]),
  entry('ceil', 'The smallest integer that is not below.', { scalar: ceil, integers: same }, [
    'ceil(7/2)',
    '4',
  ]),
  entry(
    'round',
    'The nearest integer; halves go away from 0, as in school (NumPy and PyTorch take the even neighbour).',
    { scalar: round, integers: same },
    ['round([7/3, 5/2, -5/2])', '[2, 3, −3]'],
  ),
  entry(
    'sqrt',
    'The square root: exact for squares of fractions, else a real.',
    { scalar: squareRoot, reals: (x) => toReal(squareRoot(x)) },
    ['sqrt(9/4)', '3/2'],
    ['sqrt(2)', '≈ 1.41421'],
  ),
  entry(
    'exp',
    'The exponential e^x: 1 for 0, else a real.',
    { scalar: exponential, reals: Math.exp, exactOnlyAt: 0 },
    ['exp(0)', '1'],
    ['exp(1)', '≈ 2.71828'],
  ),
  {
    name: 'log',
    group: 'tensors',
    doc: 'The natural logarithm, or that to a base: exact where x is a whole power of the base (log(8, 2) is 3), else a real. Only positive numbers have one. Entry by entry for a tensor.',
    parameters: [X, { name: 'base', doc: 'a positive number other than 1; e', optional: true }],
    examples: [
      ['log(1)', '0'],
      ['log(2)', '≈ 0.693147'],
      ['log([1, 8, 1/4], 2)', '[0, 3, −2]'],
    ],
    call(args) {
      const base = args.has('base') ? args.scalar('base') : undefined;
      if (base !== undefined && (compare(base, ZERO) <= 0 || compare(base, ONE) === 0))
        args.expected('base', 'a positive number other than 1', args.value('base'));
      return scalarOrTensor(mapEntries(args.tensor('x'), { scalar: (x) => logarithm(x, base) }));
    },
  },
  {
    name: 'gcd',
    group: 'tensors',
    doc: 'The greatest common divisor of the entries of one tensor of whole numbers; of several, entry by entry. That of 0 and n is n.',
    parameters: [{ name: 'x', doc: 'whole numbers', rest: true }],
    examples: [
      ['gcd(12, 18)', '6'],
      ['gcd([4, 6, 10])', '2'],
      ['gcd([4, 9], 6)', '[2, 3]'],
    ],
    call(args) {
      const tensors = tensorsOf(args, 'gcd');
      const [first, ...others] = tensors;
      if (others.length === 0) return scalarValue(first.entries().reduce(commonDivisor, ZERO));
      const start = mapEntries(first, { scalar: (x) => commonDivisor(x, ZERO) });
      return scalarOrTensor(others.reduce((a, b) => broadcast(a, b, commonDivisor, 'gcd'), start));
    },
  },
  entry('relu', 'Each entry, or 0 where it is negative.', ACTIVATIONS.relu, ['relu([-1, 2])', '[0, 2]']),
  {
    name: 'leakyRelu',
    group: 'tensors',
    doc: 'Each entry, or slope · x where it is negative (Maas et al. 2013). Entry by entry for a tensor.',
    parameters: [X, { name: 'slope', doc: 'PyTorch’s 1/100', optional: true }],
    examples: [
      ['leakyRelu([-1, 2])', '[−1/100, 2]'],
      ['leakyRelu([-1, 2], slope=0.2)', '[−1/5, 2]'],
    ],
    call(args) {
      const slope = args.has('slope') ? args.scalar('slope') : LEAKY_SLOPE;
      return scalarOrTensor(mapEntries(args.tensor('x'), leakyRelu(slope)));
    },
  },
  entry('step', 'Heaviside’s step: 1 where an entry is above 0, else 0, also at 0.', ACTIVATIONS.step, [
    'step([-1, 0, 2])',
    '[0, 0, 1]',
  ]),
  entry(
    'sigmoid',
    'The logistic function 1/(1 + e^−x): 1/2 at 0, else a real.',
    ACTIVATIONS.sigmoid,
    ['sigmoid(0)', '1/2'],
    ['sigmoid([0, 1])', '≈ [0.5, 0.731059]'],
  ),
  entry(
    'tanh',
    'The hyperbolic tangent: 0 at 0, else a real.',
    ACTIVATIONS.tanh,
    ['tanh(0)', '0'],
    ['tanh(1)', '≈ 0.761594'],
  ),
  {
    name: 'softmax',
    group: 'tensors',
    doc: 'Shares e^x / Σ e^x along one axis, that of the channels unless given: reals that sum to 1. Exact where all entries are the same.',
    parameters: [X, { name: 'axis', doc: 'along which it sums to 1; that of the channels', optional: true }],
    examples: [
      ['softmax([5, 5])', '[1/2, 1/2]'],
      ['softmax([1, 2, 3])', '≈ [0.0900306, 0.244728, 0.665241]'],
      ['softmax([[0, 7], [0, 7]], axis=0)', '[[1/2, 1/2], [1/2, 1/2]]'],
    ],
    call(args, conventions) {
      const x = args.tensor('x');
      const axis = args.has('axis')
        ? axisFrom(args, 'axis', x.rank, conventions)
        : channelAxisOf(x.rank, conventions);
      return scalarOrTensor(softmax(x, axis));
    },
  },
  {
    name: 'threshold',
    group: 'tensors',
    doc: 'A mask: 1 where an entry is above t, else 0; the same as step(x − t).',
    parameters: [X, { name: 't', doc: 'a number' }],
    examples: [['threshold([1, 5, 3], 3)', '[0, 1, 0]']],
    call: (args) => scalarOrTensor(thresholded(args.tensor('x'), args.scalar('t'))),
  },
];

function thresholded(x: Tensor, t: Scalar): Tensor {
  const whole = isRational(t) ? safeInteger(t) : undefined;
  const scalar = (entry: Scalar): Scalar => integer(compare(entry, t) > 0 ? 1 : 0);
  return mapEntries(
    x,
    whole === undefined ? { scalar } : { scalar, integers: (entry) => (entry > whole ? 1 : 0) },
  );
}

function exponential(x: Scalar): Scalar {
  return isRational(x) && x.n === 0n ? ONE : toReal(Math.exp(toReal(x)));
}

function logarithm(x: Scalar, base: Scalar | undefined): Scalar {
  if (compare(x, ZERO) <= 0)
    throw new MathError(`Only positive numbers have a logarithm; this is ${briefly(x)}.`, 'x');
  if (isRational(x) && x.equals(1)) return ZERO;
  if (base === undefined) return logOf(x);
  const quotient = divide(logOf(x), logOf(base));
  if (!isRational(x) || !isRational(base) || typeof quotient !== 'number') return quotient;
  const whole = integer(Math.round(quotient));
  const exact = orUndefined(() => equal(power(base, whole), x)) ?? false;
  return exact ? whole : quotient;
}

/** Also of exact numbers beyond the range of doubles. */
function logOf(x: Scalar): number {
  const plain = isRational(x) ? doubleOf(x) : toReal(x);
  if (!isRational(x) || (plain > 0 && Number.isFinite(plain))) return Math.log(plain);
  return bigLog(x.n) - bigLog(x.d);
}

function bigLog(value: bigint): number {
  const shift = Math.max(0, value.toString(2).length - 64);
  return Math.log(Number(value >> BigInt(shift))) + shift * Math.LN2;
}

function commonDivisor(a: Scalar, b: Scalar): Scalar {
  let [x, y] = [wholeOf(a), wholeOf(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return integer(x);
}

function wholeOf(value: Scalar): bigint {
  if (isRational(value) && isInteger(value)) return bigintOf(value.abs());
  throw new MathError(`gcd takes whole numbers; this is ${briefly(value)}.`, 'x');
}
