import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  add,
  combined,
  entriesOf,
  factors,
  integer,
  multiply,
  Pool,
  positionOf,
  scalarText,
  Tensor,
  UndefinedError,
  walksOf,
  ZERO,
  Polynomial,
  DEFAULT_CONVENTIONS,
  type Layer,
  type Operands,
  type Rational,
  type Scalar,
  type Shape,
  type Spot,
  type Walk,
} from '../../../src/core';
import { linearLayer, type LinearKind } from '../support/linear-layers';
import { numbersFor, sizeOf } from '../support/slides';

function numbers(shape: Shape, seed: number): Tensor {
  return Tensor.integers(shape, numbersFor(sizeOf(shape), seed));
}

const NOTHING = entriesOf(Tensor.integers([0], []));

/** The channel, row and column of an entry, by where the convention puts channels. */
function spotOf(flat: number, shape: Shape, axes: number, channels: 'first' | 'last'): Spot {
  const position = positionOf(flat, shape);
  const plane = shape.length === axes ? 0 : channels === 'first' ? position.shift() : position.pop();
  const [first = 0, second] = position;
  return { plane: plane ?? 0, row: second === undefined ? 0 : first, col: second ?? first };
}

interface Drawn {
  readonly layer: Layer;
  readonly axes: number;
  readonly channels: 'first' | 'last';
  readonly x: Tensor;
  readonly g: Tensor;
  readonly w: Tensor;
}

/** Layers over one or two axes, with all that their walks take. */
function forLayers(
  kinds: readonly LinearKind[],
  holds: (drawn: Drawn, walk: (kind: Walk['kind']) => { walk: Walk; operands: Operands }) => void,
): void {
  for (const kind of kinds)
    it(`${kind}, always`, () => {
      fc.assert(
        fc.property(fc.gen(), fc.nat({ max: 9999 }), (value, seed) => {
          const { layer, conventions } = linearLayer(value, [kind]);
          const { sliding, inputShape } = layer;
          fc.pre(sliding !== undefined && sliding.kernel.length < 3 && inputShape !== undefined);
          const x = numbers(inputShape, seed);
          const g = numbers(layer.outputShape, seed + 1);
          const w = kind === 'avg-pool' ? Tensor.integers([0], []) : layer.weightTensor;
          const walks = walksOf(layer);
          holds({ layer, axes: sliding.kernel.length, channels: conventions.channels, x, g, w }, (wanted) => {
            const walk = walks.find((one) => one.kind === wanted);
            assert.ok(walk, `there is no ${wanted}`);
            const weights = walk.mesh.fixed ?? entriesOf(w);
            const other = wanted === 'forward' ? NOTHING : entriesOf(g);
            return {
              walk,
              operands:
                kind === 'transposed'
                  ? { weights, places: entriesOf(x), under: other }
                  : { weights, places: other, under: entriesOf(x) },
            };
          });
        }),
        { numRuns: 100 },
      );
    }).timeout('1m');
}

/** For the gradient of the input, the grids of x and g are the other way round. */
function backwards({ x, g, layer }: Drawn, { walk, operands }: { walk: Walk; operands: Operands }): Operands {
  const { weights } = operands;
  const transposed = layer.type.startsWith('transposed');
  assert.equal(walk.form, transposed ? 'gather' : 'spread');
  assert.ok(x.size >= 0);
  return transposed
    ? { weights, places: NOTHING, under: entriesOf(g) }
    : { weights, places: entriesOf(g), under: NOTHING };
}

function last(walk: Walk, channel: number): number {
  return walk.steps(channel) - 1;
}

/** What a cell of the target holds in the end. */
function inTheEnd(walk: Walk, operands: Operands, channel: number, cell: Spot): Scalar {
  const touches = walk.added(channel, cell, last(walk, channel));
  return touches ? (combined(walk, operands, touches) ?? ZERO) : ZERO;
}

const SLIDES: readonly LinearKind[] = ['conv', 'local', 'transposed'];

describe('the walk forward', () => {
  describe('ends with what the layer gives', () => {
    forLayers([...SLIDES, 'avg-pool'], ({ layer, axes, channels, x }, of) => {
      const { walk, operands } = of('forward');
      const y = layer.forward([x]);
      for (let flat = 0; flat < y.size; flat++) {
        const cell = spotOf(flat, y.shape, axes, channels);
        const sum = add(inTheEnd(walk, operands, cell.plane, cell), walk.mesh.bias(cell) ?? ZERO);
        assert.equal(scalarText(sum), scalarText(y.entry(flat)), `output ${flat}`);
      }
    });
  });

  it('of a maximum is the largest cell of each window, row by row', () => {
    fc.assert(
      fc.property(
        fc.record({
          size: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })),
          kernel: fc.integer({ min: 1, max: 3 }),
          stride: fc.integer({ min: 1, max: 3 }),
          padding: fc.constantFrom('valid' as const, 'same' as const),
          ceilMode: fc.boolean(),
          seed: fc.nat({ max: 999 }),
        }),
        ({ size, kernel, stride, padding, ceilMode, seed }) => {
          const layer = new Pool('max-pool2d', {
            axes: 2,
            input: size,
            kernel: [kernel, kernel],
            stride: [stride, stride],
            padding,
            ceilMode,
            countPadding: false,
            conventions: DEFAULT_CONVENTIONS,
          });
          const x = numbers(size, seed);
          const y = orUndefined(() => layer.forward([x]));
          fc.pre(y !== undefined);
          const [walk, more] = walksOf(layer);
          assert.ok(walk);
          assert.equal(more, undefined, 'a maximum has no walk back');
          const operands = { weights: NOTHING, places: NOTHING, under: entriesOf(x) };
          assert.equal(walk.steps(0), y.size);
          for (let step = 0; step < y.size; step++) {
            const largest = combined(walk, operands, walk.step(0, step).touches);
            assert.equal(scalarText(largest ?? ZERO), scalarText(y.entry(step)));
          }
        },
      ),
    );
  });

  describe('substitutes: symbols give what their numbers give', () => {
    forLayers(SLIDES, (drawn, of) => {
      const { walk, operands } = of('forward');
      const { layer, x, w } = drawn;
      const [xs, ws] = [Tensor.symbols('x', x.shape), Tensor.symbols('k', w.shape)];
      const symbolic: Operands = layer.type.startsWith('transposed')
        ? { weights: entriesOf(ws), places: entriesOf(xs), under: NOTHING }
        : { weights: entriesOf(ws), places: NOTHING, under: entriesOf(xs) };
      const values = new Map<string, Rational>();
      for (const [names, entries] of [
        [xs, x],
        [ws, w],
      ] as const)
        for (let flat = 0; flat < names.size; flat++)
          values.set(scalarText(names.entry(flat)), integer(entries.integers?.[flat] ?? 0));
      const step = walk.step(0, Math.floor(last(walk, 0) / 2));
      const sum = (from: Operands): Scalar => combined(walk, from, step.touches) ?? ZERO;
      const formula = sum(symbolic);
      const number = formula instanceof Polynomial ? formula.evaluateAt(values) : formula;
      assert.equal(scalarText(number), scalarText(sum(operands)));
    });
  });
});

describe('the walk back to the input', () => {
  describe('ends with the gradient of the input', () => {
    forLayers([...SLIDES, 'avg-pool'], (drawn, of) => {
      const found = of('input-gradient');
      const operands = backwards(drawn, found);
      const { layer, g, x, axes, channels } = drawn;
      const [gradient] = layer.gradInputs(g, [x]);
      assert.ok(gradient);
      for (let flat = 0; flat < gradient.size; flat++) {
        const cell = spotOf(flat, gradient.shape, axes, channels);
        const sum =
          found.walk.steps(cell.plane) === 0 ? ZERO : inTheEnd(found.walk, operands, cell.plane, cell);
        assert.equal(scalarText(sum), scalarText(gradient.entry(flat)), `input ${flat}`);
      }
    });
  });
});

describe('a walk that spreads', () => {
  describe('holds after each step what the steps so far have added', () => {
    forLayers(SLIDES, (drawn, of) => {
      const forward = of('forward');
      const found = forward.walk.form === 'spread' ? forward : of('input-gradient');
      const operands = forward === found ? found.operands : backwards(drawn, found);
      const { walk } = found;
      const sums = new Map<string, Scalar>();
      const key = ({ row, col }: Spot): string => `${row} ${col}`;
      for (let step = 0; step < walk.steps(0); step++) {
        const { touches } = walk.step(0, step);
        for (let index = 0; index < touches.length; index++) {
          const touch = touches.at(index);
          const cell = walk.mesh.standIn(touch.under);
          if (!cell || cell.row >= walk.under.rows || cell.col >= walk.under.cols) continue;
          sums.set(key(cell), add(sums.get(key(cell)) ?? ZERO, multiply(...factors(walk, operands, touch))));
        }
        for (let row = 0; row < walk.under.rows; row++)
          for (let col = 0; col < walk.under.cols; col++) {
            const cell = { plane: 0, row, col };
            const added = walk.added(0, cell, step);
            const wanted = sums.get(key(cell));
            if (!added || added.length === 0) assert.equal(wanted, undefined);
            else
              assert.equal(scalarText(combined(walk, operands, added) ?? ZERO), scalarText(wanted ?? ZERO));
          }
      }
    });
  });
});

describe('the walk over the kernel', () => {
  describe('gives the gradient of every weight', () => {
    forLayers(SLIDES, (drawn, of) => {
      const { walk } = of('kernel-gradient');
      const { layer, x, g } = drawn;
      const [places, under] = layer.type.startsWith('transposed') ? [x, g] : [g, x];
      const operands: Operands = { weights: NOTHING, places: entriesOf(places), under: entriesOf(under) };
      const gradient = layer.gradWeights(g, [x]);
      const found = new Map<number, Scalar>();
      for (let channel = 0; channel < walk.channels; channel++)
        for (let index = 0; index < walk.steps(channel); index++) {
          const { touches, at } = walk.step(channel, index);
          const sum = combined(walk, operands, touches) ?? ZERO;
          const { weightAt } = touches.at(0);
          assert.ok(!found.has(weightAt), 'each weight has one step');
          found.set(weightAt, sum);
          const shown = walk.added(channel, at, index);
          assert.equal(scalarText((shown && combined(walk, operands, shown)) ?? ZERO), scalarText(sum));
        }
      for (let flat = 0; flat < gradient.size; flat++)
        if (found.has(flat))
          assert.equal(scalarText(found.get(flat) ?? ZERO), scalarText(gradient.entry(flat)));
        else assert.equal(scalarText(drawn.w.entry(flat)), '0', 'only what is no weight is left out');
    });
  });
});

describe('what is padding', () => {
  describe('lies outside the grid by the definition o·s + t·d − p', () => {
    forLayers(['conv', 'local'], ({ layer, axes }, of) => {
      const { walk } = of('forward');
      const { sliding } = layer;
      assert.ok(sliding);
      const { flipped } = sliding;
      const [stride, dilation] = [sliding.stride, sliding.dilation];
      const col = axes - 1;
      const { touches, at } = walk.step(0, last(walk, 0));
      for (let index = 0; index < touches.length; index++) {
        const touch = touches.at(index);
        const tap: number = flipped ? (sliding.kernel[col] ?? 1) - 1 - touch.col : touch.col;
        const source: number =
          at.col * (stride[col] ?? 1) + tap * (dilation[col] ?? 1) - walk.mesh.cols.before;
        assert.equal(touch.under.col, source);
        const outside = source < 0 || source >= walk.under.cols;
        if (outside && sliding.mode === 'zeros') assert.equal(touch.underAt, undefined);
        if (!outside && axes === 1) assert.notEqual(touch.underAt, undefined);
      }
    });
  });
});

function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UndefinedError) return undefined;
    throw error;
  }
}
