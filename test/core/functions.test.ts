import assert from 'node:assert/strict';
import {
  applyBinary,
  applyUnary,
  callFunction,
  DEFAULT_CONVENTIONS,
  describe as describeValue,
  FUNCTIONS,
  integer,
  isFailure,
  Polynomial,
  signatureOf,
  sym,
  Tensor,
  valueJson,
  valueTex,
  valueText,
  type Argument,
  type BinaryOperator,
  type Failure,
  type FunctionEntry,
  type Value,
} from '../../src/core';
import { assertSentence, tensor, tensorValue, valueOf } from './support/values';

const ENTRIES = [...FUNCTIONS.values()];

describe('the functions of the language', () => {
  for (const entry of ENTRIES)
    describe(signatureOf(entry), () => {
      for (const [expression, prints] of entry.examples)
        it(`${expression} is ${prints}`, () => {
          const { message = '' } = tried(() => valueOf(expression));
          assert.equal(message, '');
          assert.equal(valueText(valueOf(expression)), prints);
        });

      it('says what it is and what each parameter is', () => {
        assert.ok(entry.examples.length > 0, 'there is no example');
        assert.ok(
          entry.examples.some(([expression]) => expression.includes(`${entry.name}(`)),
          'no example shows it',
        );
        assert.match(entry.doc, /^\p{Lu}.*[.)]$/u);
        for (const { name, doc } of entry.parameters) {
          assert.match(name, /^[a-z]\w*$/i);
          assert.ok(doc.length > 2 && !doc.endsWith('.'), `${name}: ${doc}`);
        }
        const rest = entry.parameters.findIndex((parameter) => parameter.rest);
        if (rest >= 0) assert.ok(entry.parameters.slice(rest + 1).every(({ optional }) => optional));
      });
    });

  it('have names of their own', () => {
    assert.equal(new Set(ENTRIES.map(({ name }) => name)).size, ENTRIES.length);
    for (const [name, entry] of FUNCTIONS) assert.equal(name, entry.name);
  });
});

function tried(work: () => unknown): { message?: string } {
  try {
    work();
    return {};
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** One value of every kind, and the awkward ones among them. */
const POOL: Readonly<Record<string, Value>> = {
  'a layer': valueOf('conv1d([1, 2, 3], kernel=2)'),
  'a layer whose window does not fit': valueOf('conv1d([1, 2, 3], kernel=5)'),
  'a layer without input': valueOf('conv2d(kernel=5)'),
  'a huge layer': valueOf('conv2d(x, kernel=3, filters=4)', {
    x: tensorValue(Tensor.symbols('x', [1e6, 1e6, 3])),
  }),
  'a layer with a huge kernel': valueOf('conv1d(1..9, kernel=10^12, padding=same)'),
  'a dense layer': valueOf('dense([1, 2, 3], units=2)'),
  'a huge dense layer': valueOf('dense(inFeatures=10^6, units=10^6)'),
  'a dense-equivalent': valueOf('denseEquivalent(conv2d([[1, 2], [3, 4]], kernel=2))'),
  'a word': { kind: 'text', value: 'shift' },
  'another word': { kind: 'text', value: 'same' },
  true: { kind: 'boolean', value: true },
  false: { kind: 'boolean', value: false },
  'a number': valueOf('3'),
  zero: valueOf('0'),
  'a negative number': valueOf('-1'),
  'a fraction': valueOf('7/3'),
  'a number beyond 2^53': valueOf('10^20'),
  'a number of 9,000 digits': valueOf('10^8999'),
  'a real': { kind: 'real', value: Math.PI },
  infinity: { kind: 'real', value: Infinity },
  'a formula': { kind: 'formula', value: Polynomial.symbol(sym('n')).plus(Polynomial.constant(integer(1))) },
  'a vector': tensorValue(tensor([1, 2, 3])),
  'a tensor of rank 2': tensorValue(
    tensor([
      [1, 2],
      [3, 4],
    ]),
  ),
  'a tensor of rank 3': tensorValue(Tensor.integers([1, 2, 2], [1, 2, 3, 4])),
  'an empty tensor': tensorValue(Tensor.of([0], [])),
  'a tensor of a number': tensorValue(Tensor.of([], [integer(5)])),
  'a symbolic vector': tensorValue(Tensor.symbols('x', [3])),
  'a huge symbolic vector': tensorValue(Tensor.symbols('x', [1e12])),
  'a huge symbolic tensor': tensorValue(Tensor.symbols('x', [1e7, 1e7])),
  reals: valueOf('[sqrt(2), 1]'),
  'a matrix': valueOf('matrix(conv1d([1, 2, 3], kernel=2))'),
  'a huge matrix': valueOf('matrix(dense(inFeatures=10^7, units=10^8))'),
  'a shape': { kind: 'shape', value: [integer(2), integer(3)] },
  'a shape with symbols': { kind: 'shape', value: [Polynomial.symbol(sym('n')), integer(3)] },
  'a location': { kind: 'location', value: [1, 2] },
  'a place on one axis': { kind: 'location', value: [1] },
  'a range': { kind: 'range', from: 1, to: 3 },
  'an empty range': { kind: 'range', from: 3, to: 1 },
  'a huge range': { kind: 'range', from: 1, to: 1e12 },
  'a ragged list': { kind: 'list', items: [valueOf('[1, 2]'), valueOf('[1]')] },
  'an empty list': { kind: 'list', items: [] },
  'a list of layers': { kind: 'list', items: [valueOf('conv1d(kernel=2)')] },
  fields: { kind: 'fields', fields: new Map([['x', valueOf('1')]]) },
  'a table': { kind: 'table', columns: ['x'], rows: [[valueOf('1')]] },
  'every shift': { kind: 'shift', by: undefined },
  'a shift': { kind: 'shift', by: [2] },
  'every rotation': { kind: 'symmetry', of: 'rotate', which: undefined },
  'a flip': { kind: 'symmetry', of: 'flip', which: 1 },
  'what is undefined': { kind: 'undefined', reason: 'it was never given' },
};

/** A value can be put out in every way; a failure is a sentence. */
function presentable(result: Value | Failure, call: string): void {
  if (isFailure(result)) {
    assertSentence(result.message);
    return;
  }
  assert.ok(valueText(result).length > 0, call);
  assert.ok(describeValue(result).length > 0, call);
  assert.ok(valueTex(result).length > 0, call);
  assert.doesNotThrow(() => JSON.stringify(valueJson(result)), call);
}

function called(
  entry: FunctionEntry,
  args: readonly (readonly [name: string | undefined, kind: string])[],
): Value | Failure {
  const call = `${entry.name}(${args.map(([name, kind]) => (name === undefined ? kind : `${name}=${kind}`)).join(', ')})`;
  const values = args.map(([name, kind]): Argument => {
    const value = POOL[kind];
    assert.ok(value, kind);
    return { name, value };
  });
  try {
    const result = callFunction(entry, values, DEFAULT_CONVENTIONS);
    presentable(result, call);
    return result;
  } catch (error) {
    throw new Error(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
      cause: error,
    });
  }
}

const KINDS = Object.keys(POOL);

describe('what a function is given', () => {
  it('can be put out in every way itself', () => {
    for (const [kind, value] of Object.entries(POOL)) presentable(value, kind);
  });

  for (const entry of ENTRIES) {
    it(`may be anything: ${entry.name} gives a value or a sentence`, () => {
      called(entry, []);
      for (const first of KINDS) {
        called(entry, [[undefined, first]]);
        if (entry.parameters.length > 1 || entry.parameters[0]?.rest)
          for (const second of KINDS)
            called(entry, [
              [undefined, first],
              [undefined, second],
            ]);
      }
    });

    const optional = entry.parameters.filter((parameter) => parameter.optional);
    if (optional.length > 0)
      it(`may be anything as an option of ${entry.name}`, () => {
        const needed = entry.parameters.filter((parameter) => !parameter.optional);
        for (const base of ['a layer', 'a vector', 'a tensor of rank 2', 'a number', 'a formula'])
          for (const { name } of optional)
            for (const kind of KINDS)
              called(entry, [
                ...needed.map((parameter): readonly [string, string] => [
                  parameter.name,
                  parameter.name === 'transformation' ? 'every shift' : base,
                ]),
                [name, kind],
              ]);
      });
  }

  it('is counted and named', () => {
    const entry = FUNCTIONS.get('outputSize');
    assert.ok(entry);
    const said = (args: readonly (readonly [string | undefined, string])[]): string => {
      const result = called(entry, args);
      return isFailure(result) ? result.message : valueText(result);
    };
    assert.match(said([]), /^outputSize needs `n`/);
    assert.match(said([['size', 'a number']]), /no option `size`/);
    assert.match(
      said([
        ['n', 'a number'],
        ['n', 'a number'],
      ]),
      /`n` twice/,
    );
    assert.match(
      said(new Array<readonly [undefined, string]>(7).fill([undefined, 'a number'])),
      /takes 6 arguments .* one more/,
    );
    assert.equal(
      said([
        ['kernel', 'a number'],
        [undefined, 'a number'],
      ]),
      '1',
    );
  });

  it('that is undefined makes the result undefined, except for defined()', () => {
    for (const entry of ENTRIES) {
      const result = called(entry, [[undefined, 'what is undefined']]);
      assert.ok(!isFailure(result));
      assert.equal(result.kind, entry.name === 'defined' ? 'boolean' : 'undefined');
    }
  });
});

describe('operators', () => {
  const OPERATORS: readonly BinaryOperator[] = [
    '+',
    '-',
    '*',
    '/',
    '.*',
    './',
    '^',
    'mod',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    'and',
    'or',
  ];

  for (const operator of OPERATORS)
    it(`${operator} gives a value or a sentence for anything`, () => {
      for (const [left, a] of Object.entries(POOL))
        for (const [right, b] of Object.entries(POOL)) {
          const call = `${left} ${operator} ${right}`;
          try {
            presentable(applyBinary(operator, a, b), call);
          } catch (error) {
            throw new Error(
              `${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
              { cause: error },
            );
          }
        }
    });

  it('of one operand give a value or a sentence for anything', () => {
    for (const operator of ['-', '+', 'not'] as const)
      for (const [kind, value] of Object.entries(POOL))
        presentable(applyUnary(operator, value), `${operator} ${kind}`);
  });

  it('between matrices and vectors are those of linear algebra', () => {
    for (const [expression, text] of [
      ['[[1, 2], [3, 4]] * [5, 6]', '[17, 39]'],
      ['[5, 6] * [[1, 2], [3, 4]]', '[23, 34]'],
      ['[[1, 2], [3, 4]] * [[0, 1], [1, 0]]', '[[2, 1], [4, 3]]'],
      ['[[1, 2], [3, 4]] .* [[0, 1], [1, 0]]', '[[0, 2], [3, 0]]'],
      ['matrix(conv1d([1, 2, 3], kernel=[1, 2])) * [1, 2, 3]', '[5, 8]'],
      ['[1, 2, 3] + 1', '[2, 3, 4]'],
      ['[[1], [2]] + [10, 20]', '[[11, 21], [12, 22]]'],
      ['[1, 5, 3] > 2', '[0, 1, 1]'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
  });

  it('compare whole values, whatever they are kept as', () => {
    for (const [expression, text] of [
      ['[1, 2] == [1, 2]', 'true'],
      ['[1, 2] == [1, 3]', 'false'],
      ['[1, 2] == [[1, 2]]', 'false'],
      ['matrix(conv1d([1, 2, 3], kernel=[1, 2])) == [[1, 2, 0], [0, 1, 2]]', 'true'],
      ['matrix(conv1d([1, 2, 3], kernel=[1, 2])) == [[1, 2, 0], [0, 1, 3]]', 'false'],
      [
        'transpose(transpose(matrix(conv1d([1, 2, 3], kernel=2)))) == matrix(conv1d([1, 2, 3], kernel=2))',
        'true',
      ],
      ['sqrt(2) * sqrt(2) == 2', 'true'],
      ['1/3 == 0.3333333333333', 'false'],
      ['argmax([1, 5, 2]) == 1', 'true'],
      ['outputShape(conv1d([1, 2, 3], kernel=2)) == 2', 'true'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
    const wrong = valueOf('argmax([44, 26, 16, 14, 23]) == 3');
    assert.ok(wrong.kind === 'boolean' && !wrong.value);
    assert.equal(wrong.counterexample, 'It is highest at 0, with 44; at 3 it is 14, the lowest of all 5.');
  });

  it('shift along each axis', () => {
    for (const [expression, text] of [
      ['shift([1, 2, 3], -1)', '[2, 3, 0]'],
      ['shift([1, 2, 3], 5, fill=9)', '[9, 9, 9]'],
      ['shift([[1, 2], [3, 4]], [1, 0])', '[[0, 0], [1, 2]]'],
      ['shift([[1, 2], [3, 4]], [0, -1], fill=7)', '[[2, 7], [4, 7]]'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
  });

  it('add large lists of large tensors', () => {
    assert.equal(valueText(valueOf('sum([1..200000, 1..200000])')), '40,000,200,000');
  });
});
