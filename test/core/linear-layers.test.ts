import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  apply,
  integer,
  isRational,
  isZero,
  multiply,
  paramsOf,
  Polynomial,
  scalarText,
  Tensor,
  subtract,
  toTensor,
  ZERO,
  type Layer,
  type Rational,
  type Scalar,
  type Shape,
} from '../../src/core';
import { indexIn, places } from './support/brute';
import { linearLayer, LINEAR_KINDS, type LinearKind, type LinearLayer } from './support/linear-layers';
import { numbersFor, sizeOf } from './support/slides';

const NUMBER_OF_RUNS = { numRuns: 120 };

/** Numbers in the shape of each input. */
function inputsOf(layer: Layer, seed: number): Tensor[] {
  return (layer.inputShapes ?? []).map((shape, which) => numbers(shape, seed + 31 * which));
}

function numbers(shape: Shape, seed: number): Tensor {
  return Tensor.integers(shape, numbersFor(sizeOf(shape), seed));
}

/** The entries in the order in which a course flattens tensors. */
function vector(x: Tensor, { conventions }: LinearLayer): Scalar[] {
  const index = indexIn(x.shape, conventions.flatten);
  const result = new Array<Scalar>(x.size).fill(ZERO);
  for (const [stored, position] of places(x.shape).entries()) result[index(position)] = x.entry(stored);
  return result;
}

function texts(entries: readonly Scalar[]): string[] {
  return entries.map(scalarText);
}

function dot(a: readonly Scalar[], b: readonly Scalar[]): Scalar {
  assert.equal(a.length, b.length);
  return a.reduce<Scalar>((sum, entry, index) => add(sum, multiply(entry, b[index] ?? ZERO)), ZERO);
}

function minus(a: Tensor, b: Tensor): Scalar[] {
  assert.deepEqual(a.shape, b.shape);
  return a.entries().map((entry, index) => subtract(entry, b.entry(index)));
}

/** Runs a property of layers of each kind that is asked for, so that none is drawn too rarely. */
function forAll(
  kinds: readonly LinearKind[],
  holds: (one: LinearLayer, seed: number) => void,
  options: fc.Parameters<unknown> = NUMBER_OF_RUNS,
): void {
  for (const kind of kinds)
    describe(kind, () => {
      it('always', () => {
        fc.assert(
          fc.property(fc.gen(), fc.nat({ max: 9999 }), (value, seed) => {
            holds(linearLayer(value, [kind]), seed);
          }),
          options,
        );
      }).timeout('1m');
    });
}

const LEARNED: readonly LinearKind[] = ['conv', 'local', 'transposed', 'subsample', 'dense'];

describe('every linear layer', () => {
  describe('gives Wx + b, with x and y flattened as the convention says', () => {
    forAll(LINEAR_KINDS, (one, seed) => {
      const { layer } = one;
      const inputs = inputsOf(layer, seed);
      const x = inputs.flatMap((input) => vector(input, one));
      const y = layer.forward(inputs);
      assert.deepEqual(y.shape, layer.outputShape);
      assert.deepEqual(
        texts(
          apply(layer.matrix, Tensor.of([x.length], x)).map((sum, index) => add(sum, layer.biasOf(index))),
        ),
        texts(vector(y, one)),
      );
    });
  });

  describe('takes its flattened input as well', () => {
    const kinds = LINEAR_KINDS.filter((kind) => kind !== 'rearranging');
    forAll(kinds, (one, seed) => {
      const { layer } = one;
      const [x] = inputsOf(layer, seed);
      assert.ok(x);
      const flat = Tensor.of([x.size], vector(x, one));
      assert.deepEqual(texts(layer.forward([flat]).entries()), texts(layer.forward([x]).entries()));
    });
  });

  describe('has the transposed matrix as the gradient of its input: ⟨Wx, u⟩ = ⟨x, Wᵀu⟩', () => {
    forAll(LINEAR_KINDS, (one, seed) => {
      const { layer } = one;
      const inputs = inputsOf(layer, seed);
      const nothing = inputs.map(({ shape }) => Tensor.generate(shape, () => ZERO));
      const upstream = numbers(layer.outputShape, seed + 7);
      const gradients = layer.gradInputs(upstream, inputs);
      assert.deepEqual(
        gradients.map(({ shape }) => shape),
        layer.inputShapes,
      );
      const linear = minus(layer.forward(inputs), layer.forward(nothing));
      assert.equal(
        scalarText(dot(linear, upstream.entries())),
        scalarText(
          dot(
            inputs.flatMap((x) => x.entries()),
            gradients.flatMap((gradient) => gradient.entries()),
          ),
        ),
      );
    });
  });

  describe('has a matrix whose rows, columns, cells and counts agree', () => {
    forAll(LINEAR_KINDS, ({ layer, symbolic, kind }) => {
      for (const { matrix, weightTensor } of [layer, symbolic].flatMap((each) =>
        each
          ? [{ matrix: each.matrix, weightTensor: LEARNED.includes(kind) ? each.weightTensor : undefined }]
          : [],
      )) {
        const { rows, cols } = matrix;
        const cells = toTensor(matrix).entries();
        const values = new Map<number, string>();
        for (const [flat, value] of cells.entries()) {
          const [row, col] = [Math.floor(flat / cols), flat % cols];
          assert.equal(scalarText(matrix.cell(row, col)), scalarText(value), `cell ${row}, ${col}`);
          const source = matrix.provenance(row, col);
          if (source && weightTensor)
            assert.equal(
              scalarText(
                [source, ...(source.more ?? [])].reduce<Scalar>(
                  (sum, { weight }) => add(sum, weightTensor.entry(weight)),
                  ZERO,
                ),
              ),
              scalarText(value),
            );
          else if (source) {
            const key = source.weight;
            if (source.more === undefined) {
              assert.equal(values.get(key) ?? scalarText(value), scalarText(value), 'one number, one weight');
              values.set(key, scalarText(value));
            }
          }
        }
        const listed = (length: number, at: (index: number) => Scalar): string[] =>
          places([length]).flatMap(([index = 0]) =>
            isZero(at(index)) ? [] : [`${index}: ${scalarText(at(index))}`],
          );
        const written = (entries: ReturnType<typeof matrix.row>): string[] =>
          entries.map(({ index, value }) => `${index}: ${scalarText(value)}`);
        for (let row = 0; row < rows; row++)
          assert.deepEqual(
            written(matrix.row(row)),
            listed(cols, (col) => cells[row * cols + col] ?? ZERO),
          );
        for (let col = 0; col < cols; col++)
          assert.deepEqual(
            written(matrix.col(col)),
            listed(rows, (row) => cells[row * cols + col] ?? ZERO),
          );
        const nonZero = texts(cells.filter((cell) => !isZero(cell)));
        assert.deepEqual(
          [matrix.nnz, matrix.distinct],
          [BigInt(nonZero.length), BigInt(new Set(nonZero).size)],
        );
      }
    });
  });

  describe('counts the weights that it has', () => {
    forAll(LEARNED, ({ symbolic }) => {
      assert.ok(symbolic);
      const { weightTensor } = symbolic;
      const names = new Set(texts(weightTensor.entries().filter((weight) => !isZero(weight))));
      assert.equal(symbolic.weights, BigInt(names.size));
      const biases = new Set(
        symbolic.biases === 0n
          ? []
          : places([symbolic.matrix.rows]).map(([row = 0]) => scalarText(symbolic.biasOf(row))),
      );
      assert.equal(paramsOf(symbolic), BigInt(names.size + biases.size));
    });
  });

  describe('gives in symbols what it gives in numbers, once they are put in', () => {
    forAll(
      LEARNED,
      ({ layer, symbolic }, seed) => {
        assert.ok(symbolic);
        const inputs = inputsOf(layer, seed);
        const values = new Map<string, Rational>();
        const put = (symbol: Scalar, number: Scalar): void => {
          if (isZero(symbol)) return;
          assert.ok(isRational(number));
          values.set(scalarText(symbol), number);
        };
        for (const [flat, symbol] of symbolic.weightTensor.entries().entries())
          put(symbol, layer.weightTensor.entry(flat));
        for (let row = 0; row < symbolic.matrix.rows; row++) put(symbolic.biasOf(row), layer.biasOf(row));
        const upstream = numbers(layer.outputShape, seed + 3);
        for (const [found, expected] of [
          [symbolic.forward(inputs), layer.forward(inputs)],
          [symbolic.gradInputs(upstream, inputs)[0], layer.gradInputs(upstream, inputs)[0]],
        ])
          assert.deepEqual(
            texts((found?.entries() ?? []).map((entry) => withNumbers(entry, values))),
            texts(expected?.entries() ?? []),
          );
      },
      { numRuns: 60 },
    );
  });

  describe('has a gradient of its weights that is the difference one weight more makes', () => {
    forAll(
      LEARNED,
      ({ layer, withWeights }, seed) => {
        assert.ok(withWeights);
        const inputs = inputsOf(layer, seed);
        const upstream = numbers(layer.outputShape, seed + 5);
        const { weightTensor } = layer;
        const gradient = layer.gradWeights(upstream, inputs);
        assert.deepEqual(gradient.shape, weightTensor.shape);
        const before = layer.forward(inputs);
        for (let index = 0; index < weightTensor.size; index++) {
          const more: Layer = withWeights(
            weightTensor.map((weight, flat) => (flat === index ? add(weight, integer(1)) : weight)),
          );
          assert.equal(
            scalarText(gradient.entry(index)),
            scalarText(dot(minus(more.forward(inputs), before), upstream.entries())),
          );
        }
      },
      { numRuns: 60 },
    );
  });
});

/** A polynomial’s value where its symbols have values. */
function withNumbers(value: Scalar, values: ReadonlyMap<string, Rational>): Scalar {
  return value instanceof Polynomial ? value.evaluateAt(values) : value;
}
