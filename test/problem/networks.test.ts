import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { findingsOf, keyOf, problemSet } from '../support/texts';

const IMAGE = 'x: { type: input, shape: [8, 8, 3] }';
const LINE = 'x: { type: input, shape: [64] }';

interface Example {
  readonly what: string;
  readonly given: readonly string[];
  /** Each expression with its key as JSON: a number, a shape, or the reason why it is undefined. */
  readonly keys: readonly (readonly [
    expression: string,
    key: number | boolean | string | readonly number[],
  ])[];
}

function net(...layers: readonly string[]): string[] {
  return ['net:', '  type: network', '  input: x', '  layers:', ...layers.map((line) => `    ${line}`)];
}

/** A key in short: the number, the extents, the values, or the reason. */
function brief(key: ReturnType<typeof keyOf>): unknown {
  if (typeof key !== 'object' || Array.isArray(key)) return key;
  const fields: Readonly<Record<string, unknown>> = { ...key };
  return fields['value'] ?? fields['values'] ?? fields['reason'];
}

const EXAMPLES: readonly Example[] = [
  {
    what: 'a list, each layer after the one before it',
    given: [
      IMAGE,
      ...net(
        '- { type: conv2d, filters: 4, kernel: 3, padding: same, activation: relu }',
        '- { type: max-pool2d, kernel: 2 }',
        '- flatten',
        '- { type: dense, units: 10, frozen: true }',
        '- softmax',
      ),
    ],
    keys: [
      ['params(net.conv1)', 4 * (3 * 3 * 3 + 1)],
      ['params(net.dense1)', 10 * (4 * 4 * 4 + 1)],
      ['params(net)', 112 + 650],
      ['trainable(net)', 112],
      ['trainable(net.dense1)', 0],
      ['macs(net)', 8 * 8 * 4 * 27 + 64 * 10],
      ['outputShape(net)', [10]],
      ['outputShape(net.flatten1)', [64]],
      ['activations(net)', 8 * 8 * 4 + 4 * 4 * 4 + 10],
      ['net.conv1.padding', 1],
      ['net["conv1"].filters', 4],
      // 3 of the convolution and one more; then 4 places that move by 2.
      ['receptiveField(net.pool1)', 4],
      ['receptiveField(net.dense1)', 4 + 3 * 2],
      ['receptiveField(net)', 4 + 3 * 2],
      ['effectivePadding(net.pool1)', 1],
      ['effectiveStride(net)', 'every output cell sees the whole input'],
      ['params(layersOf(net, "dense"))', [650]],
    ],
  },
  {
    what: 'a mapping with a shortcut',
    given: [
      IMAGE,
      ...net(
        'a: { type: conv2d, filters: 3, kernel: 3, padding: same, bias: false }',
        'b: { type: conv2d, filters: 3, kernel: 3, padding: same, bias: false }',
        'sum: { type: add, input: [b, input] }',
        'out: relu',
      ),
    ],
    keys: [
      ['params(net)', 2 * 81],
      ['receptiveField(net.a)', 3],
      ['receptiveField(net.sum)', 5],
      ['effectivePadding(net.sum)', 2],
      ['outputShape(net)', [8, 8, 3]],
    ],
  },
  {
    what: 'a dense block, where every layer sees all before it',
    given: [
      IMAGE,
      ...net(
        '- { name: c1, type: conv2d, filters: 2, kernel: 3, padding: same }',
        '- { name: k1, type: concat, input: [input, c1] }',
        '- { name: c2, type: conv2d, filters: 2, kernel: 3, padding: same }',
        '- { type: concat, input: [k1, c2] }',
      ),
    ],
    keys: [
      ['params(net.c1)', 2 * (27 + 1)],
      ['params(net.c2)', 2 * (9 * 5 + 1)],
      ['outputShape(net.concat1)', [8, 8, 7]],
    ],
  },
  {
    what: 'branches side by side, as in Inception',
    given: [
      IMAGE,
      ...net(
        'one: { type: conv2d, input: input, filters: 2, kernel: 1 }',
        'three: { type: conv2d, input: input, filters: 4, kernel: 3, padding: same }',
        'pooled: { type: max-pool2d, input: input, kernel: 3, stride: 1, padding: same }',
        'all: { type: concat, input: [one, three, pooled] }',
      ),
    ],
    keys: [
      ['outputShape(net)', [8, 8, 2 + 4 + 3]],
      ['params(net)', 2 * (3 + 1) + 4 * (27 + 1)],
      ['receptiveField(net)', 3],
    ],
  },
  {
    what: 'down and up again, as in a U-Net',
    given: [
      IMAGE,
      ...net(
        'down: { type: conv2d, filters: 4, kernel: 3, padding: same }',
        'pool: { type: max-pool2d, kernel: 2 }',
        'middle: { type: conv2d, filters: 8, kernel: 3, padding: same }',
        'up: { type: transposed-conv2d, filters: 4, kernel: 2, stride: 2 }',
        'join: { type: concat, input: [up, down] }',
        'out: { type: conv2d, filters: 1, kernel: 1 }',
      ),
    ],
    keys: [
      ['outputShape(net.up)', [8, 8, 4]],
      ['outputShape(net.join)', [8, 8, 8]],
      ['params(net)', 4 * 28 + 8 * (9 * 4 + 1) + (4 * 8 * 4 + 4) + 9],
      ['defined(receptiveField(net))', false],
    ],
  },
  {
    what: 'branches whose centres lie apart',
    given: [
      IMAGE,
      ...net(
        'a: { type: conv2d, filters: 3, kernel: 2, padding: same }',
        's: { type: add, input: [a, input] }',
      ),
    ],
    keys: [
      ['receptiveField(net.a)', 2],
      [
        'receptiveField(net.s)',
        'the centres of the branches that are joined don’t align: 1/2 and 0 in input cells',
      ],
    ],
  },
  {
    what: 'a layer that is repeated with what runs',
    given: [
      LINE,
      ...net(
        '- { repeat: { i: 0..3 }, layers: [ { name: skip, type: conv1d, kernel: 2, dilation: 2^i, padding: causal } ] }',
      ),
    ],
    keys: [
      ['receptiveField(net)', 16],
      ['net.skip[2].dilation', 4],
      ['net["skip[3]"].dilation', 8],
      ['receptiveField(net.skip[1])', 4],
      ['params(net)', 4 * 3],
    ],
  },
  {
    what: 'two names that run, the last one fastest',
    given: [
      LINE,
      ...net(
        '- { repeat: { b: 1..2, i: 0..2 }, layers: [ { name: c, type: conv1d, kernel: 2, dilation: 2^i, padding: causal } ] }',
      ),
    ],
    keys: [
      ['receptiveField(net)', 1 + 2 * (1 + 2 + 4)],
      ['receptiveField(net.c[1, 2])', 8],
      ['receptiveField(net.c[2, 0])', 9],
      ['net.c[2, 1].dilation', 2],
    ],
  },
  {
    what: 'references into repeated layers',
    given: [
      LINE,
      ...net(
        '- { name: skip, type: conv1d, kernel: 1 }',
        '- { repeat: { i: 1..3 }, layers: [ { name: skip, type: conv1d, kernel: 3, padding: same } ] }',
        '- { type: add, input: ["skip[1]", "skip[3]"] }',
        '- { repeat: { i: [2, 3] }, layers: [ { name: deep, type: add, input: [skip, "skip[i - 1]"] } ] }',
      ),
    ],
    keys: [
      ['receptiveField(net.skip)', 1],
      ['receptiveField(net.skip[3])', 7],
      ['receptiveField(net.add1)', 7],
      ['receptiveField(net.deep[3])', 7],
      ['params(net.skip[3])', 4],
    ],
  },
  {
    what: 'layers that are repeated so often, named and unnamed',
    given: [
      IMAGE,
      ...net(
        '- { repeat: 3, layers: [ { type: conv2d, filters: 3, kernel: 3, padding: same }, relu ] }',
        '- { repeat: 2, name: last, type: conv2d, filters: 3, kernel: 1 }',
      ),
    ],
    keys: [
      ['params(net)', 3 * 84 + 2 * 12],
      ['params(net.conv3)', 84],
      ['params(net.last[2])', 12],
      ['receptiveField(net)', 7],
    ],
  },
  {
    what: 'names that are no names in expressions, and automatic ones beside written ones',
    given: [
      IMAGE,
      ...net(
        '- { name: CONV-9, type: conv2d, filters: 4, kernel: 3 }',
        '- { name: conv2, type: conv2d, filters: 5, kernel: 1 }',
        '- { type: conv2d, filters: 6, kernel: 1 }',
        '- { type: conv2d, filters: 7, kernel: 1 }',
      ),
    ],
    keys: [
      ['net["CONV-9"].kernel', 3],
      ['net.conv1.filters', 6],
      ['net.conv2.filters', 5],
      ['net.conv3.filters', 7],
    ],
  },
  {
    what: 'layers that are given, and like others',
    given: [
      IMAGE,
      'c: { type: conv2d, filters: 3, kernel: 3, padding: same, in-channels: 3 }',
      'd: { like: c, filters: 5, in-channels: 2 }',
      ...net('- c', '- { name: second, like: c, filters: 5 }'),
    ],
    keys: [
      ['params(d)', 5 * (9 * 2 + 1)],
      ['params(net)', 84 + 140],
      ['outputShape(net)', [8, 8, 5]],
    ],
  },
  {
    what: 'a network after a network',
    given: [
      IMAGE,
      'a: { type: network, input: x, layers: [ { type: conv2d, filters: 3, kernel: 3 } ] }',
      'b: { type: network, input: a, layers: [ { type: conv2d, filters: 3, kernel: 3 }, { type: max-pool2d, kernel: 2 } ] }',
    ],
    keys: [
      ['outputShape(b)', [2, 2, 3]],
      ['receptiveField(b)', 3 + 2 + 1],
      ['effectiveStride(b)', 2],
    ],
  },
];

const MISTAKES: readonly (readonly [what: string, layers: readonly string[], says: string])[] = [
  [
    'a layer that isn’t there',
    ['a: { type: conv2d, filters: 4, kernel: 3 }', 'b: { type: conv2d, input: aa, filters: 4, kernel: 3 }'],
    'unknown-name “aa” In “b”: “aa” is not defined here. Did you mean “a”?',
  ],
  [
    'two layers of one name',
    ['- { name: a, type: conv2d, filters: 4, kernel: 3 }', '- { name: a, type: relu }'],
    'value “relu” There is a layer “a” already; choose another name.',
  ],
  [
    'a layer called input',
    ['- { name: input, type: conv2d, filters: 4, kernel: 3 }'],
    'value “conv2d” “input” is the network’s own input; choose another name for this layer.',
  ],
  [
    'nothing to repeat over',
    ['- { repeat: { i: 3..1 }, layers: [ relu ] }', '- relu'],
    'value “repeat” `repeat` runs over nothing: “i” has no values.',
  ],
  [
    'no repetition',
    ['- { repeat: 0, layers: [ relu ] }', '- relu'],
    'value “repeat” `repeat` runs over nothing.',
  ],
  [
    'a tensor to repeat over',
    ['- { repeat: { i: x }, layers: [ relu ] }'],
    'value “repeat” `repeat` runs over a range or a list; “i” is a tensor of 8 × 8 × 3.',
  ],
  [
    'nothing that is repeated',
    ['- { repeat: 3 }'],
    'missing-key “repeat” What is repeated needs `layers`, or a `type` for one layer.',
  ],
  [
    'shapes that can’t be added',
    ['a: { type: conv2d, filters: 4, kernel: 3 }', 's: { type: add, input: [a, input] }'],
    'value “[a, input]” In “s”: add takes inputs of one shape; these are 6 × 6 × 4 and 8 × 8 × 3.',
  ],
  [
    'shapes that can’t be joined',
    ['a: { type: conv2d, filters: 4, kernel: 3 }', 's: { type: concat, input: [a, input] }'],
    'value “[a, input]” In “s”: concat takes inputs that differ along one axis only; these are 6 × 6 × 4 and 8 × 8 × 3.',
  ],
  ['a number for a layer', ['- 3'], 'value “3” Here stands a layer; this is the number 3.'],
  [
    'a misspelt layer',
    ['- flaten'],
    'unknown-name “flaten” “flaten” is not defined here. Did you mean “flatten”?',
  ],
];

describe('networks', () => {
  for (const { what, given, keys } of EXAMPLES)
    it(what, () => {
      const parts = keys.map(
        ([expression], index) => `- { id: q${index}, answer: ${JSON.stringify(expression)} }`,
      );
      const text = problemSet({ given, parts });
      assert.deepEqual(findingsOf(text), []);
      const sheet = openProblemSet(text);
      for (const [index, [expression, expected]] of keys.entries())
        assert.deepEqual(brief(keyOf(sheet, 'p', `q${index}`)), expected, expression);
    });
});

describe('mistakes in networks: one finding each, at its place', () => {
  for (const [what, layers, says] of MISTAKES)
    it(what, () => {
      assert.deepEqual(findingsOf(problemSet({ given: [IMAGE, ...net(...layers)] })), [says]);
    });

  it('a window that doesn’t fit is named', () => {
    const given = [IMAGE, ...net('- { name: big, type: conv2d, filters: 4, kernel: 9 }', '- relu')];
    const text = problemSet({ given, parts: ['- { id: a, answer: outputShape(net) }'] });
    assert.equal(
      brief(keyOf(openProblemSet(text), 'p', 'a')),
      'in big, a window of 9 doesn’t fit into 8 cells',
    );
    const [found = '', ...more] = findingsOf(text);
    assert.match(
      found,
      /^undefined-value .*This is undefined: in big, a window of 9 doesn’t fit into 8 cells\.$/s,
    );
    assert.deepEqual(more, []);
  });

  it('a layer that a network hasn’t is said with those that it has', () => {
    const given = [IMAGE, ...net('CONV-9: { type: conv2d, filters: 4, kernel: 3 }')];
    const asked = (expression: string): string[] =>
      findingsOf(problemSet({ given, parts: ['- id: a', `  answer: params(${expression})`] }));
    assert.deepEqual(asked('net.CONV9'), [
      'value “net.CONV9” The network has no layer “CONV9”. Did you mean “CONV-9”?',
    ]);
    assert.deepEqual(asked('net["CONV-8"]'), [
      'value “net["CONV-8"]” The network has no layer “CONV-8”. Did you mean “CONV-9”?',
    ]);
    assert.deepEqual(asked('net.fc'), ['value “net.fc” The network has no layer “fc”. It has CONV-9.']);
  });
});
