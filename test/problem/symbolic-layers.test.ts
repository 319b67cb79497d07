import assert from 'node:assert/strict';
import fc from 'fast-check';
import { integer, Polynomial, scalarText, simplify, type Scalar, type Value } from '../../src/core';
import { openProblemSet, type Outcome } from '../../src/problem';
import { problemSet } from '../support/texts';

/** Values of the symbols, as they are drawn. */
const SYMBOLS = {
  n: [1, 24],
  m: [3, 20],
  k: [1, 5],
  s: [1, 3],
  p: [0, 3],
  d: [1, 3],
  c: [1, 6],
  f: [1, 6],
  g: [1, 3],
} as const;
type Name = keyof typeof SYMBOLS;
const NAMES = Object.keys(SYMBOLS) as Name[];

/** What stands before each layer: inputs with sizes that are symbols, of one, two and three axes. */
const INPUTS = [
  'x: { shape: [n, m, c] }',
  'row: { shape: [n, c] }',
  'cube: { shape: [n, m, 4, c] }',
  'plane: { shape: [n, m] }',
];

const LAYERS: readonly string[] = [
  'conv2d, input: x, filters: f, kernel: k, stride: s, padding: p, dilation: d',
  'conv2d, input: x, filters: f, kernel: [k, 3], stride: [1, s], padding: same',
  'conv2d, input: x, filters: f, kernel: k, padding: full, frozen: true',
  'conv2d, input: x, filters: f, kernel: 3, padding: [[p, 0], [1, 2]], bias: false',
  'conv2d, input: x, kernel: k, groups: depthwise, padding: same',
  'conv2d, input: x, filters: 6*g, kernel: k, groups: g',
  'conv2d, input: x, filters: f, kernel: 3, stride: s, fit: exact',
  'conv2d, input: x, filters: f, kernel: 3, stride: s, fit: ceil, activation: relu',
  'conv2d, input: plane, kernel: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]',
  'conv2d, in-channels: c, filters: f, kernel: k',
  'conv1d, input: row, filters: f, kernel: k, stride: s, padding: causal',
  'conv1d, input: row, filters: f, kernel: k, stride: s, dilation: d',
  'conv3d, input: cube, filters: f, kernel: [k, 2, 1], stride: s, padding: p',
  'local2d, input: x, filters: f, kernel: k, stride: s',
  'local1d, input: row, filters: f, kernel: k, bias: false',
  'transposed-conv2d, input: x, filters: f, kernel: k, stride: s, padding: p',
  'transposed-conv2d, input: x, filters: f, kernel: k, stride: 2, output-padding: 1, dilation: d',
  'transposed-conv1d, input: row, filters: f, kernel: k, stride: s, padding: same',
  'max-pool2d, input: x, kernel: k',
  'max-pool2d, input: x, kernel: 3, stride: 2, padding: 1, ceil-mode: true',
  'avg-pool2d, input: x, kernel: k, stride: s, padding: same',
  'max-pool2d, input: x, kernel: 3, stride: s, padding: 1',
  'avg-pool1d, input: row, kernel: k, ceil-mode: true',
  'max-pool3d, input: cube, kernel: 2',
  'subsample2d, input: x, kernel: k',
  'global-avg-pool, input: x',
  'global-avg-pool, input: x, keep-axes: true',
  'dense, input: x, units: f',
  'dense, in-features: c*n, units: 10, frozen: true',
  'batch-norm, input: x',
  'batch-norm, in-channels: c, affine: false',
  'layer-norm, input: x',
  'layer-norm, input: x, over: all',
  'relu, input: x',
  'dropout, input: x, rate: 1/2',
  'softmax, input: row',
  'flatten, input: x',
  'reshape, input: x, shape: [n*m, -1]',
  'upsample, input: x, scale: s',
  'upsample, input: x, interpolation: bilinear',
  'crop, input: x, size: [1, 2]',
  'add, input: [x, x]',
  'concat, input: [x, x]',
  'concat, input: [x, x], axis: 0',
  'multiply, input: [x, { type: global-avg-pool, input: x, keep-axes: true }]',
];

const NETWORKS: readonly string[] = [
  '[{ type: conv2d, filters: f, kernel: k }, batch-norm, relu, { type: max-pool2d, kernel: 2 }, { type: dense, units: 10 }]',
  '{ a: { type: conv2d, filters: c, kernel: 3, padding: same }, sum: { type: add, input: [a, input] }, pool: { type: avg-pool2d, kernel: k, stride: s } }',
  '[{ repeat: 3, layers: [{ type: conv2d, filters: f, kernel: k, dilation: d }] }, { type: global-avg-pool }]',
  '{ left: { type: conv2d, filters: f, kernel: 1 }, right: { type: conv2d, input: input, filters: g, kernel: 1 }, both: { type: concat, input: [left, right] } }',
];

const ASKED: readonly string[] = [
  ...['outputShape', 'params', 'weights', 'biases', 'trainable', 'buffers', 'macs', 'flops', 'units'],
  ...['fanIn', 'activations', 'memory', 'receptiveField', 'effectiveStride', 'effectivePadding'],
];

function outcomes(head: string, layer: string): ReadonlyMap<string, Outcome> {
  const set = openProblemSet(
    problemSet({
      more: [head],
      given: [...INPUTS, `layer: { type: ${layer} }`],
      parts: ASKED.map((name) => `- { id: ${name}, answer: "${name}(layer)" }`),
    }),
  );
  return new Map(
    (set.problems[0]?.parts ?? []).flatMap(({ id, answer }) => (answer ? [[id, answer.outcome]] : [])),
  );
}

function put(value: Scalar, at: ReadonlyMap<string, Polynomial>): string {
  return scalarText(value instanceof Polynomial ? simplify(value.substitute(at)) : value);
}

/** A key with the values of its symbols put in, as text. */
function textOf(value: Value, at: ReadonlyMap<string, Polynomial>): string {
  switch (value.kind) {
    case 'number':
    case 'formula':
      return put(value.value, at);
    case 'shape':
      return value.value.map((extent) => put(extent, at)).join(' × ');
    case 'tensor': {
      // What is the same along all axes is one number.
      const entries = value.tensor.entries().map((entry) => put(entry, at));
      return entries.every((entry) => entry === entries[0]) ? (entries[0] ?? '') : entries.join(', ');
    }
    default:
      return value.kind;
  }
}

const point: fc.Arbitrary<Record<Name, number>> = fc.record(
  Object.fromEntries(
    NAMES.map((name) => [name, fc.integer({ min: SYMBOLS[name][0], max: SYMBOLS[name][1] })]),
  ) as Record<Name, fc.Arbitrary<number>>,
);

describe('layers over sizes that are symbols', () => {
  const given = [...LAYERS, ...NETWORKS.map((layers) => `network, input: x, layers: ${layers}`)];
  for (const layer of given)
    it(`are at any numbers what numbers give: ${layer}`, () => {
      const symbolic = outcomes(
        `variables: { ${NAMES.map((name) => `${name}: ${SYMBOLS[name].join('..')}`).join(', ')} }`,
        layer,
      );
      // Without an input only counts of weights are left, and a few of a layer that isn’t placed.
      const formulas = [...symbolic].filter(([, { kind }]) => kind === 'value').map(([name]) => name);
      assert.ok(
        ['params', 'weights', 'biases', 'trainable', 'buffers'].every((name) => formulas.includes(name)),
        formulas.join(),
      );
      let compared = 0;
      fc.assert(
        fc.property(point, (values) => {
          const at = new Map(
            NAMES.map((name) => [name, Polynomial.constant(integer(values[name]))] as const),
          );
          const numeric = outcomes(
            `let: { ${NAMES.map((name) => `${name}: ${values[name]}`).join(', ')} }`,
            layer,
          );
          for (const name of formulas) {
            const [wanted, found] = [numeric.get(name), symbolic.get(name)];
            // What has no value in numbers, such as a window that doesn’t fit, is left out.
            if (wanted?.kind !== 'value' || wanted.value.kind === 'undefined' || found?.kind !== 'value')
              continue;
            compared++;
            assert.equal(
              textOf(found.value, at),
              textOf(wanted.value, at),
              `${name} at ${JSON.stringify(values)}`,
            );
          }
        }),
        { numRuns: 30 },
      );
      assert.ok(compared > 30, `only ${compared} comparisons`);
    });
});
