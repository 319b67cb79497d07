import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  integer,
  Polynomial,
  scalarOf,
  scalarValue,
  sym,
  type Rational,
  type Scalar,
  type Value,
} from '../../src/core';
import { valueOf } from './support/values';

/** What is asked of layers over sizes that are symbols; `n` to `g` are numbers or symbols. */
const LAYERS: readonly string[] = [
  'conv1d(input(shape=[n, c]), filters=f, kernel=k, stride=s, padding=p)',
  'conv1d(input(shape=[n]), kernel=k, padding=causal, dilation=d)',
  'conv2d(input(shape=[n, m, c]), filters=f, kernel=k, stride=s, padding=p, dilation=d)',
  'conv2d(input(shape=[n, n, c]), filters=f, kernel=[k, 3], padding=same, bias=false)',
  'conv2d(input(shape=[c, n, n]), filters=f, kernel=k, padding=full, channels=first)',
  'conv2d(input(shape=[n, n, 2 * c]), filters=2 * f, kernel=k, groups=2)',
  'conv2d(input(shape=[n, n, c]), kernel=k, groups=depthwise)',
  'conv2d(inChannels=c, filters=f, kernel=k)',
  'conv3d(input(shape=[n, n, m, c]), filters=f, kernel=k, stride=[1, 1, s])',
  'local2d(input(shape=[n, n, c]), filters=f, kernel=k)',
  'maxPool2d(input(shape=[n, m, c]), kernel=k)',
  'avgPool2d(input(shape=[n, n, c]), kernel=k, ceilMode=true)',
  'dense(input(shape=[n, m, c]), units=f)',
  'dense(inFeatures=n, units=f, bias=false)',
  'flatten(input=input(shape=[n, m, c]))',
  'relu(input=conv2d(input(shape=[n, n, c]), filters=f, kernel=k, stride=s))',
  'dense(maxPool2d(conv2d(input(shape=[n, n, c]), filters=f, kernel=k), kernel=2), units=10)',
];

const ASKED = ['params', 'weights', 'biases', 'macs', 'flops', 'units', 'outputShape'] as const;

const NUMBERS = fc.record({
  // Windows of up to 3·(3 − 1) + 1 cells fit into all of these, and ceil mode has no window in padding alone.
  n: fc.integer({ min: 9, max: 14 }),
  m: fc.integer({ min: 9, max: 12 }),
  k: fc.integer({ min: 1, max: 3 }),
  s: fc.constant(1),
  p: fc.integer({ min: 0, max: 2 }),
  d: fc.integer({ min: 1, max: 3 }),
  c: fc.integer({ min: 1, max: 4 }),
  f: fc.integer({ min: 1, max: 5 }),
});

const STRIDES = fc.integer({ min: 1, max: 3 });

function put(value: Value, numbers: ReadonlyMap<string, Rational>): readonly string[] {
  const at = (scalar: Scalar): string =>
    scalar instanceof Polynomial ? scalar.evaluateAt(numbers).toString() : String(scalar);
  if (value.kind === 'shape') return value.value.map(at);
  const scalar = scalarOf(value);
  assert.ok(scalar !== undefined, value.kind);
  return [at(scalar)];
}

describe('layers whose sizes are symbols', () => {
  for (const layer of LAYERS)
    it(`${layer}: formulas with numbers put in are what the numbers give`, () => {
      const asked = ASKED.filter(
        (name) => layer.includes('input(') || !['macs', 'flops', 'units', 'outputShape'].includes(name),
      );
      fc.assert(
        fc.property(NUMBERS, STRIDES, (sizes, stride) => {
          const all = { ...sizes, s: stride };
          const entries = Object.entries(all);
          const symbols = Object.fromEntries(
            entries.map(([name]) => [name, scalarValue(Polynomial.symbol(sym(name)))]),
          );
          const values = Object.fromEntries(
            entries.map(([name, size]) => [name, scalarValue(integer(size))]),
          );
          const numbers = new Map(entries.map(([name, size]) => [name, integer(size)]));
          for (const name of asked)
            assert.deepEqual(
              put(valueOf(`${name}(${layer})`, symbols), numbers),
              put(valueOf(`${name}(${layer})`, values), numbers),
              name,
            );
        }),
        { numRuns: 25 },
      );
    });
});
