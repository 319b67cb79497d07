import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  feedOf,
  paddedIndex,
  requirePadding,
  scalarText,
  Tensor,
  UndefinedError,
  valueText,
  type PaddingMode,
  type Value,
} from '../../src/core';
import { extentsOf, indexIn, places, products, withChannel } from './support/brute';
import { inputShape, layerOf, numbersFor, sizeOf, slides } from './support/slides';
import {
  assertSentence,
  integers,
  real,
  refusal,
  tensorOf,
  tensorValue,
  valueOf,
  wholes,
} from './support/values';

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

/** A tensor of small integers, some of them alike. */
const tensors = shapes.chain((shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return fc
    .array(fc.integer({ min: -4, max: 4 }), { minLength: size, maxLength: size })
    .map((entries) => integers(shape, entries));
});

/** The same numbers as integers, as fractions of 3, and as reals: each has its own way through the code. */
function stores(tensor: Tensor): readonly [what: string, value: Value, unit: number][] {
  const numbers = wholes(tensor.entries());
  return [
    ['integers', tensorValue(tensor), 1],
    ['fractions', valueOf('x / 3', { x: tensorValue(tensor) }), 1 / 3],
    ['reals', tensorValue(Tensor.reals(tensor.shape, Float64Array.from(numbers))), 1],
  ];
}

function reader(tensor: Tensor): (position: readonly number[]) => number {
  const index = indexIn(tensor.shape, 'row-major');
  return (position) => real(tensor.entry(index(position)));
}

/** Holds a tensor against its shape and a function of the position. */
function agrees(
  value: Value,
  shape: readonly number[],
  entry: (position: readonly number[]) => number,
  what: string,
): void {
  const result = tensorOf(value);
  assert.deepEqual(result.shape, shape, what);
  for (const [flat, position] of places(shape).entries()) {
    const [found, wanted] = [real(result.entry(flat)), entry(position)];
    assert.ok(
      Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)),
      `${what} at ${position.join()}: ${found}, not ${wanted}`,
    );
  }
}

describe('padding', () => {
  /** By the endless row that each mode stands for. */
  const ENDLESS: Readonly<
    Record<Exclude<PaddingMode, 'zeros' | 'replicate'>, (row: readonly number[]) => number[]>
  > = {
    circular: (row) => [...row],
    symmetric: (row) => [...row, ...row.toReversed()],
    reflect: (row) => [...row, ...row.slice(1, -1).toReversed()],
  };

  for (const mode of ['circular', 'symmetric', 'reflect'] as const)
    it(`${mode} is the row repeated for ever`, () => {
      for (let extent = 2; extent <= 6; extent++) {
        const period = ENDLESS[mode](Array.from({ length: extent }, (_, cell) => cell));
        const most = mode === 'reflect' ? extent - 1 : extent;
        for (let index = -most; index < extent + most; index++)
          assert.equal(
            paddedIndex(mode, index, extent),
            period[((index % period.length) + period.length) % period.length],
            `${index} of ${extent}`,
          );
      }
    });

  it('zeros has nothing outside, replicate the nearest cell', () => {
    for (let index = -9; index < 15; index++) {
      assert.equal(paddedIndex('zeros', index, 6), index >= 0 && index < 6 ? index : undefined);
      assert.equal(paddedIndex('replicate', index, 6), Math.max(0, Math.min(5, index)));
    }
  });

  it('is refused with a reason where the axis is too short', () => {
    const most: Readonly<Record<PaddingMode, number>> = {
      zeros: 99,
      replicate: 99,
      reflect: 3,
      circular: 4,
      symmetric: 4,
    };
    for (const [mode, cells] of Object.entries(most) as [PaddingMode, number][]) {
      assert.doesNotThrow(() => {
        requirePadding(mode, [cells, 0], 4);
      });
      if (cells < 99) {
        assert.throws(() => {
          requirePadding(mode, [0, cells + 1], 4);
        }, UndefinedError);
        assert.equal(valueOf(`pad([1, 2, 3, 4], ${cells + 1}, mode=${mode})`).kind, 'undefined');
      }
    }
    assert.throws(() => {
      requirePadding('replicate', [1, 0], 0);
    }, /at least 1 cell; the axis has 0/);
  });

  it('is what numpy.pad’s documentation shows', () => {
    for (const [mode, text] of [
      ['replicate', '[1, 1, 1, 2, 3, 4, 5, 5, 5, 5]'],
      ['reflect', '[3, 2, 1, 2, 3, 4, 5, 4, 3, 2]'],
      ['symmetric', '[2, 1, 1, 2, 3, 4, 5, 5, 4, 3]'],
      ['circular', '[4, 5, 1, 2, 3, 4, 5, 1, 2, 3]'],
    ] as const)
      assert.equal(valueText(valueOf(`pad([1, 2, 3, 4, 5], [[2, 3]], mode=${mode})`)), text);
  });

  it('goes over every axis by itself, and crop takes it back', () => {
    fc.assert(
      fc.property(
        tensors,
        fc.constantFrom('zeros', 'replicate'),
        fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
        (x, mode, cells) => {
          const sides = x.shape.map((_, axis): [number, number] => [
            cells[2 * axis] ?? 0,
            cells[2 * axis + 1] ?? 0,
          ]);
          const at = reader(x);
          for (const [what, value, unit] of stores(x)) {
            const names = { x: value, n: tensorValue(integers([x.rank, 2], sides.flat())) };
            const padded = valueOf(`pad(x, n, mode=${mode})`, names);
            agrees(
              padded,
              x.shape.map((extent, axis) => extent + (sides[axis]?.[0] ?? 0) + (sides[axis]?.[1] ?? 0)),
              (position) => {
                const source = position.map((coordinate, axis) => coordinate - (sides[axis]?.[0] ?? 0));
                const inside = source.every((c, axis) => c >= 0 && c < (x.shape[axis] ?? 0));
                if (mode === 'zeros' && !inside) return 0;
                return unit * at(source.map((c, axis) => Math.max(0, Math.min((x.shape[axis] ?? 1) - 1, c))));
              },
              what,
            );
            agrees(
              valueOf('crop(p, n)', { ...names, p: padded }),
              x.shape,
              (position) => unit * at(position),
              what,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves the channels alone where the list is for the other axes', () => {
    const x = tensorValue(integers([2, 2, 3], [...Array(12).keys()]));
    assert.deepEqual(tensorOf(valueOf('pad(x, [1, 2])', { x })).shape, [4, 6, 3]);
    assert.deepEqual(tensorOf(valueOf('pad(x, [1, 2])', { x }, { channels: 'first' })).shape, [2, 4, 7]);
    assert.deepEqual(tensorOf(valueOf('pad(x, 1)', { x })).shape, [4, 4, 5]);
  });
});

describe('rearranged tensors', () => {
  it('turn as their corners do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: -9, max: 9 }),
        (rows, cols, turns) => {
          const x = integers(
            [rows, cols],
            Array.from({ length: rows * cols }, (_, index) => index),
          );
          const at = reader(x);
          for (const [what, value, unit] of stores(x)) {
            // What stands at (i, j) after a quarter turn stood at (j, cols − 1 − i).
            agrees(
              valueOf('rotate(x)', { x: value }),
              [cols, rows],
              ([i = 0, j = 0]) => unit * at([j, cols - 1 - i]),
              what,
            );
            const names = { x: value, n: valueOf(String(turns)) };
            assert.equal(valueText(valueOf('rotate(rotate(x, n), -n) == x', names)), 'true');
            assert.equal(valueText(valueOf('rotate(rotate(rotate(rotate(x)))) == x', names)), 'true');
            assert.equal(valueText(valueOf('rotate(x, n + 4) == rotate(x, n)', names)), 'true');
            assert.equal(valueText(valueOf('rotate(x, 2) == flip(x)', names)), 'true');
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('turn with their channels where they were', () => {
    const x = tensorValue(integers([2, 2, 2], [1, 10, 2, 20, 3, 30, 4, 40]));
    assert.equal(valueText(valueOf('channel(rotate(x), 1) == rotate(channel(x, 1))', { x })), 'true');
    assert.equal(
      valueText(valueOf('channel(rotate(x), 1) == rotate(channel(x, 1))', { x }, { channels: 'first' })),
      'true',
    );
    assert.equal(valueText(valueOf('channel(x, 1)', { x })), '[[10, 20], [30, 40]]');
    assert.equal(
      valueText(valueOf('channel(x, 1)', { x }, { channels: 'first', index: 1 })),
      '[[1, 10], [2, 20]]',
    );
    assert.match(refusal('channel(x, 2)', { x }), /Channel 2 doesn’t exist: there are 2, counted from 0/);
  });

  it('flatten and reshape in the order of the convention', () => {
    fc.assert(
      fc.property(tensors, fc.constantFrom('row-major', 'column-major'), (x, flatten) => {
        const order = indexIn(x.shape, flatten);
        for (const [what, value, unit] of stores(x)) {
          const flat = tensorOf(valueOf('flatten(x)', { x: value }, { flatten }));
          assert.deepEqual(flat.shape, [x.size], what);
          for (const position of places(x.shape))
            assert.ok(Math.abs(real(flat.entry(order(position))) - unit * reader(x)(position)) < 1e-12, what);
          assert.equal(
            valueText(valueOf('reshape(flatten(x), shape(x)) == x', { x: value }, { flatten })),
            'true',
          );
        }
      }),
      { numRuns: 60 },
    );
    assert.match(
      refusal('reshape([1, 2, 3], [2, -1])'),
      /A tensor of 3 has 3 entries, which can’t fill 2 × -1/,
    );
    assert.match(refusal('reshape([1, 2, 3], [0, -1])'), /can’t fill/);
  });

  it('tile and join by index', () => {
    fc.assert(
      fc.property(
        tensors,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
        fc.nat(2),
        (x, counts, pick) => {
          const times = x.shape.map((_, axis) => counts[axis] ?? 1);
          const axis = pick % x.rank;
          const at = reader(x);
          for (const [what, value, unit] of stores(x)) {
            const names = {
              x: value,
              times: tensorValue(integers([x.rank], times)),
              axis: valueOf(String(axis)),
            };
            agrees(
              valueOf('tile(x, times)', names),
              x.shape.map((extent, along) => extent * (times[along] ?? 1)),
              (position) => unit * at(position.map((c, along) => c % (x.shape[along] ?? 1))),
              what,
            );
            const extent = x.shape[axis] ?? 1;
            agrees(
              valueOf('concat(x, 2 * x, x, axis=axis)', names),
              x.shape.map((own, along) => (along === axis ? 3 * own : own)),
              (position) => {
                const part = Math.floor((position[axis] ?? 0) / extent);
                return (
                  unit *
                  (part === 1 ? 2 : 1) *
                  at(position.map((c, along) => (along === axis ? c % extent : c)))
                );
              },
              what,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
    assert.match(
      refusal('concat([[1, 2]], [[1], [2]])'),
      /differ in no other axis .* these are 1 × 2, 2 × 1/,
    );
    assert.equal(valueText(valueOf('concat(sqrt([2, 2]), [1/2], [1])[3]')), '1');
  });

  it('of symbols keep their symbols', () => {
    const x = tensorValue(Tensor.symbols('x', [2, 2]));
    for (const [expression, text] of [
      ['rotate(x)', '[[x1_2, x2_2], [x1_1, x2_1]]'],
      ['pad(x, [[0, 0], [1, 0]])', '[[0, x1_1, x1_2], [0, x2_1, x2_2]]'],
      ['flatten(x)', '[x1_1, x1_2, x2_1, x2_2]'],
      ['sum(x, axis=0)', '[x1_1 + x2_1, x1_2 + x2_2]'],
      ['mean(x)', '(x1_1 + x1_2 + x2_1 + x2_2)/4'],
      ['occurrences(x, [[x[0, 1]]])', '[[0, 1], [0, 0]]'],
    ] as const)
      assert.equal(valueText(valueOf(expression, { x })), text);
  });
});

describe('reductions', () => {
  const BRUTE = {
    sum: (row: readonly number[]) => row.reduce((a, b) => a + b, 0),
    mean: (row: readonly number[]) => row.reduce((a, b) => a + b, 0) / row.length,
    max: (row: readonly number[]) => Math.max(...row),
    min: (row: readonly number[]) => Math.min(...row),
  };

  it('go over the axes that are named', () => {
    fc.assert(
      fc.property(
        tensors,
        fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 1),
        (x, picked, index) => {
          const axes = [...new Set(picked.map((axis) => axis % x.rank))];
          const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
          for (const [what, value, unit] of stores(x))
            for (const name of ['sum', 'mean', 'max', 'min'] as const) {
              const names = {
                x: value,
                axes: tensorValue(
                  integers(
                    [axes.length],
                    axes.map((axis) => axis + index),
                  ),
                ),
              };
              const result = valueOf(`${name}(x, axis=axes)`, names, { index });
              const wanted = (position: readonly number[]): number =>
                unit *
                BRUTE[name](
                  places(x.shape)
                    .filter((from) => kept.every((axis, at) => from[axis] === position[at]))
                    .map(reader(x)),
                );
              agrees(
                kept.length === 0 ? valueOf('reshape(r, [1])', { r: result }) : result,
                kept.length === 0 ? [1] : kept.map((axis) => x.shape[axis] ?? 1),
                (position) => wanted(kept.length === 0 ? [] : position),
                `${name} of ${what}`,
              );
            }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are exact where doubles are not', () => {
    const large = tensorValue(integers([2, 2], [2 ** 53 - 1, 1, 2 ** 53 - 1, 1]));
    assert.equal(valueText(valueOf('sum(x, axis=0)', { x: large })), '[18,014,398,509,481,982, 2]');
    assert.equal(valueText(valueOf('sum(x)', { x: large })), '18,014,398,509,481,984');
    assert.equal(
      valueText(valueOf('x + x', { x: large })),
      '[[18,014,398,509,481,982, 2], [18,014,398,509,481,982, 2]]',
    );
    assert.equal(
      valueText(valueOf('x .* x', { x: large })).slice(0, 40),
      '[[81,129,638,414,606,663,681,390,495,662',
    );
  });

  it('of nothing are refused, the sum is 0', () => {
    assert.equal(valueText(valueOf('sum([])')), '0');
    for (const name of ['mean', 'max', 'min', 'argmax'])
      assertSentence(refusal(`${name}([])`).replace(/ \w+\([^()]*\)$/, ''));
    assert.match(refusal('sum([1], [2], axis=0)'), /`axis` is for one tensor/);
    assert.match(refusal('sum([[1]], axis=2)'), /an axis from 0 to 1/);
  });

  it('the largest of fields is its name', () => {
    const x: Value = {
      kind: 'fields',
      fields: new Map([
        ['a', valueOf('3')],
        ['b', valueOf('7/2')],
        ['c', valueOf('7/2')],
      ]),
    };
    assert.equal(valueText(valueOf('argmax(x)', { x })), 'b');
    assert.equal(valueText(valueOf('argmin(x)', { x })), 'a');
    assert.equal(valueText(valueOf('argmax(x, all=true)', { x })), '[b, c]');
    const wrong: Value = { kind: 'fields', fields: new Map([['a', valueOf('[1, 2]')]]) };
    assert.match(refusal('argmax(x)', { x: wrong }), /a number as field “a”/);
  });

  it('where and nonzero count from the convention', () => {
    fc.assert(
      fc.property(tensors, fc.constantFrom(0, 1), (x, index) => {
        const wanted = places(x.shape)
          .filter((position) => reader(x)(position) !== 0)
          .map((position) => position.map((c) => c + index));
        const text = `[${wanted.map((position) => (position.length === 1 ? position.join('') : `[${position.join(', ')}]`)).join(', ')}]`;
        for (const [what, value] of stores(x)) {
          const found = valueOf('where(x)', { x: value }, { index });
          if (wanted.length * x.rank <= 60) assert.equal(valueText(found), text, what);
          assert.equal(valueText(valueOf('nonzero(x)', { x: value }, { index })), valueText(found));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('functions of each entry', () => {
  it('are exact where the result is', () => {
    for (const [expression, text] of [
      ['exp([0, 0])', '[1, 1]'],
      ['tanh([0, 0])', '[0, 0]'],
      ['sigmoid([[0]])', '[[1/2]]'],
      ['log(1/243, 3)', '−5'],
      ['log(2^3000, 2)', '3,000'],
      ['log(8, 1/2)', '−3'],
      ['log(4, 8)', '≈ 0.666667'],
      ['round([1/2, -1/2, 1/3, 10^20 + 1/2])', '[1, −1, 0, 100,000,000,000,000,000,001]'],
      ['sqrt([4, 9, 1/16])', '[2, 3, 1/4]'],
      ['sqrt((10^30 + 1)^2) - 10^30', '1'],
      ['leakyRelu([-3, 3], slope=1/10)', '[−3/10, 3]'],
      ['step([-1/2, 0, 1/3])', '[0, 0, 1]'],
      ['threshold([1/3, 1/2, 2/3], 1/2)', '[0, 0, 1]'],
      ['gcd(0, 0)', '0'],
      ['gcd([12, -18, 30])', '6'],
      ['linspace(1, 0, 4)', '[1, 2/3, 1/3, 0]'],
      ['linspace(5, 9, 1)', '[5]'],
      ['identity(3) == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]', 'true'],
      ['dot([2, 3], [1, 2])', '[[0, 0, 0], [0, 0, 1]]'],
      ['softmax([[2, 2, 2], [5, 5, 5]])', '[[1/3, 1/3, 1/3], [1/3, 1/3, 1/3]]'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
  });

  it('are those of the standard library, on integers, fractions and reals alike', () => {
    const TABLE: Readonly<Record<string, (x: number) => number>> = {
      relu: (x) => Math.max(0, x),
      step: (x) => (x > 0 ? 1 : 0),
      leakyRelu: (x) => (x < 0 ? 0.01 * x : x),
      sigmoid: (x) => 1 / (1 + Math.exp(-x)),
      tanh: Math.tanh,
      exp: Math.exp,
      abs: Math.abs,
      floor: Math.floor,
      ceil: Math.ceil,
      round: (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5),
    };
    fc.assert(
      fc.property(tensors, (x) => {
        for (const [what, value, unit] of stores(x))
          for (const [name, brute] of Object.entries(TABLE))
            agrees(
              valueOf(`${name}(x)`, { x: value }),
              x.shape,
              (position) => brute(unit * reader(x)(position)),
              `${name} of ${what}`,
            );
      }),
      { numRuns: 40 },
    );
  });

  it('do not overflow where the result is small', () => {
    for (const [expression, text] of [
      ['sigmoid(-800)', '≈ 0'],
      ['sigmoid(800)', '≈ 1'],
      ['softmax([1000, 1001])', '≈ [0.268941, 0.731059]'],
      ['log(10^4000)', '≈ 9210.34'],
      ['log(1/10^4000)', '≈ −9210.34'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
    assert.match(refusal('exp(1000)'), /up to about 10\^308/);
    assert.match(refusal('log(0)'), /Only positive numbers have a logarithm; this is 0/);
    assert.match(refusal('log(2, 1)'), /other than 1/);
  });

  it('softmax sums to 1 along its axis and keeps the order', () => {
    fc.assert(
      fc.property(tensors, fc.nat(2), (x, pick) => {
        const axis = pick % x.rank;
        for (const [what, value] of stores(x)) {
          const names = { x: value, axis: valueOf(String(axis)) };
          const shares = valueOf('softmax(x, axis=axis)', names);
          const sums = tensorOf(valueOf('reshape(sum(s, axis=axis), -1)', { ...names, s: shares }));
          for (const sum of sums.entries())
            assert.ok(Math.abs(real(sum) - 1) < 1e-12, `${what}: ${scalarText(sum)}`);
          const [before, after] = [reader(x), reader(tensorOf(shares))];
          for (const position of places(x.shape)) {
            const first = position.map((c, along) => (along === axis ? 0 : c));
            // e^a / e^b is e^(a − b).
            const ratio = Math.log(after(position) / after(first));
            const wanted = (before(position) - before(first)) * (what === 'fractions' ? 1 / 3 : 1);
            assert.ok(Math.abs(ratio - wanted) < 1e-9, what);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('windows', () => {
  const cases = fc
    .record({
      spatial: fc.array(fc.integer({ min: 3, max: 6 }), { minLength: 1, maxLength: 2 }),
      kernel: fc.integer({ min: 1, max: 3 }),
      seed: fc.integer({ min: 1, max: 1000 }),
    })
    .map(({ spatial, kernel, seed }) => {
      const numbers = (count: number, from: number): number[] =>
        Array.from({ length: count }, (_, index) => ((seed + from) * (index + 3) * 7919) % 3);
      const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
      const taps = spatial.map(() => kernel);
      return {
        x: integers(spatial, numbers(size(spatial), 0)),
        k: integers(taps, numbers(size(taps), 5)),
      };
    });

  it('as columns times the kernel are the correlation, in either order', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('row-major', 'column-major'), (both, flatten) => {
        const names = {
          x: tensorValue(both.x),
          k: tensorValue(both.k),
          n: tensorValue(integers([both.k.rank], both.k.shape)),
        };
        assert.equal(
          valueText(valueOf('flatten(k) * im2col(x, n) == flatten(correlate(x, k))', names, { flatten })),
          'true',
        );
      }),
    );
  });

  it('hold the cells under each place', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 2 }),
        ({ x, k }, stride, dilation) => {
          const starts = (extent: number, taps: number): number => {
            let count = 0;
            for (let at = 0; at + dilation * (taps - 1) < extent; at += stride) count++;
            return count;
          };
          const shape = x.shape.map((extent, axis) => starts(extent, k.shape[axis] ?? 1));
          if (shape.includes(0)) return;
          const [cells, windows, at] = [places(k.shape), places(shape), reader(x)];
          const names = { x: tensorValue(x), n: tensorValue(integers([k.rank], k.shape)) };
          agrees(
            valueOf(`im2col(x, n, stride=${stride}, dilation=${dilation})`, names),
            [cells.length, windows.length],
            ([row = 0, col = 0]) =>
              at(
                x.shape.map(
                  (_, axis) => (windows[col]?.[axis] ?? 0) * stride + (cells[row]?.[axis] ?? 0) * dilation,
                ),
              ),
            'im2col',
          );
        },
      ),
    );
    const x = tensorValue(integers([3, 3, 2], [...Array(18).keys()]));
    assert.deepEqual(tensorOf(valueOf('im2col(x, [2, 2])', { x })).shape, [8, 4]);
    assert.deepEqual(tensorOf(valueOf('im2col(x, [2, 1])', { x }, { channels: 'first' })).shape, [6, 4]);
  });

  it('of a convolution hold what it reads, over all channels and with its padding', () => {
    fc.assert(
      fc.property(slides({ groups: 1 }), (random) => {
        const { slide, laid, word } = random;
        const { channels, flatten } = laid;
        const shape = inputShape(slide, channels);
        const x = numbersFor(sizeOf(shape), 3);
        const [cell, row, column] = [
          indexIn(shape, 'row-major'),
          indexIn(withChannel(channels, slide.kernel, slide.inChannels), flatten),
          indexIn(extentsOf(slide), flatten),
        ];
        const [rows, cols] = [sizeOf(slide.kernel) * slide.inChannels, sizeOf(extentsOf(slide))];
        const wanted = new Array<number>(rows * cols).fill(0);
        for (const { place, channel, source, tap } of products(slide))
          wanted[row(withChannel(channels, tap, channel)) * cols + column(place)] =
            x[cell(withChannel(channels, source, channel))] ?? NaN;
        const layer = layerOf({ ...random, padding: word });
        const found = tensorOf(
          valueOf('im2col(f)', {
            f: { kind: 'layer', layer, feeds: [feedOf(integers(shape, x))] },
          }),
        );
        assert.deepEqual(found.shape, [rows, cols]);
        assert.deepEqual(wholes(found.entries()), wanted);
      }),
    );
  });

  it('times the filters of a convolution are its output without bias, for groups too', () => {
    fc.assert(
      fc.property(slides({}), (random) => {
        const { slide, laid, word } = random;
        const { channels, flatten } = laid;
        const shape = inputShape(slide, channels);
        const x = integers(shape, numbersFor(sizeOf(shape), 5));
        const f: Value = {
          kind: 'layer',
          layer: layerOf({ ...random, padding: word }),
          feeds: [feedOf(x)],
        };
        const product = tensorOf(valueOf('filterMatrix(f) * im2col(f)', { f }));
        const extents = extentsOf(slide);
        const count = sizeOf(extents);
        assert.deepEqual(product.shape, [slide.filters, count]);
        const names = { f, x: tensorValue(x) };
        const output = tensorOf(valueOf('matrix(f) * flatten(x)', names, { flatten, channels }));
        const [index, column] = [
          indexIn(withChannel(channels, extents, slide.filters), flatten),
          indexIn(extents, flatten),
        ];
        for (let filter = 0; filter < slide.filters; filter++)
          for (const at of places(extents))
            assert.equal(
              scalarText(product.entry(filter * count + column(at))),
              scalarText(output.entry(index(withChannel(channels, at, filter)))),
            );
      }),
      { numRuns: 60 },
    );
    assert.match(refusal('filterMatrix(local1d(1..5, kernel=2))'), /takes a convolution as `conv`/);
  });

  it('of a convolution repeat what its padding repeats, and zeros where the last one overhangs', () => {
    for (const [conv, windows] of [
      ['conv1d(1..5, kernel=3, padding=2, paddingMode=reflect)', 'im2col(pad(1..5, 2, mode=reflect), 3)'],
      [
        'conv1d(1..5, kernel=2, stride=2, fit=ceil, padding=1)',
        'im2col([0, 1, 2, 3, 4, 5, 0, 0], 2, stride=2)',
      ],
      ['local1d(1..5, kernel=2, stride=2)', 'im2col(1..5, 2, stride=2)'],
      ['conv1d(1..5, kernel=2, activation=relu)', 'im2col(1..5, 2)'],
    ] as const)
      assert.equal(valueText(valueOf(`im2col(${conv}) == ${windows}`)), 'true', conv);
  });

  it('match where every cell does', () => {
    fc.assert(
      fc.property(cases, ({ x, k }) => {
        const at = [reader(x), reader(k)] as const;
        for (const [what, value, unit] of stores(x)) {
          const pattern = unit === 1 ? tensorValue(k) : valueOf('k / 3', { k: tensorValue(k) });
          agrees(
            valueOf('occurrences(x, k)', { x: value, k: pattern }),
            x.shape.map((extent, axis) => extent - (k.shape[axis] ?? 1) + 1),
            (start) =>
              places(k.shape).every(
                (tap) => at[0](tap.map((c, axis) => c + (start[axis] ?? 0))) === at[1](tap),
              )
                ? 1
                : 0,
            what,
          );
        }
      }),
    );
    assert.equal(valueOf('occurrences([1], [1, 2])').kind, 'undefined');
  });

  it('slide with gaps between taps, and other padding before than after', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        ({ x, k }, dilation, stride, cells) => {
          const sides = x.shape.map((_, axis) => [cells[2 * axis] ?? 0, cells[2 * axis + 1] ?? 0] as const);
          const shape = x.shape.map((extent, axis) => {
            const [before, after] = sides[axis] ?? [0, 0];
            let count = 0;
            for (let at = -before; at + dilation * ((k.shape[axis] ?? 1) - 1) < extent + after; at += stride)
              count++;
            return count;
          });
          if (shape.includes(0)) return;
          const [image, taps] = [reader(x), reader(k)];
          for (const [what, value, unit] of stores(x)) {
            const names = {
              x: value,
              k: tensorValue(k),
              p: tensorValue(integers([x.rank, 2], sides.flat())),
            };
            agrees(
              valueOf(`correlate(x, k, padding=p, stride=${stride}, dilation=${dilation})`, names),
              shape,
              (place) => {
                let sum = 0;
                for (const tap of places(k.shape)) {
                  const source = tap.map(
                    (c, axis) => (place[axis] ?? 0) * stride + c * dilation - (sides[axis]?.[0] ?? 0),
                  );
                  if (source.every((c, axis) => c >= 0 && c < (x.shape[axis] ?? 0)))
                    sum += image(source) * taps(tap);
                }
                return unit * sum;
              },
              what,
            );
          }
        },
      ),
    );
  });
});

describe('a tensor of an image', () => {
  it('is within what is computed, whatever is done with it', () => {
    const x = tensorValue(
      Tensor.reals(
        [512, 512],
        Float64Array.from({ length: 512 * 512 }, (_, i) => ((i * 7919) % 256) / 255),
      ),
    );
    for (const expression of [
      'pad(x, 2, mode=reflect)',
      'crop(x, 3)',
      'rotate(x)',
      'relu(x - 1/2)',
      'sigmoid(x)',
      'softmax(x)',
      'threshold(x, 1/2)',
      'mean(x, axis=0)',
      'flatten(x)',
      'concat(x, x)',
      'tile(x, 2)',
      'round(x)',
      'correlate(x, ones([3, 3]), padding=same)',
      'correlate(x, ones([3, 3]), normalize=true)',
      'occurrences(x, ones([3, 3]))',
      'im2col(x, 3)',
    ])
      assert.equal(valueOf(expression, { x }).kind, 'tensor', expression);
  });
});
