import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  divide,
  extremes,
  integer,
  scalarText,
  Tensor,
  valueText,
  type PaddingWord,
  type Value,
} from '../../src/core';
import { extentOf, padsOfWord, places, type Sides } from './support/brute';
import { numbersFor, sizeOf } from './support/slides';
import { integers, real, refusal, tensorOf, tensorValue, valueOf, wholes } from './support/values';

interface Sliding {
  readonly image: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** A word, or the cells on both sides of each axis. */
  readonly padding: PaddingWord | readonly number[];
  readonly seed: number;
}

interface Numbers {
  readonly x: readonly number[];
  readonly k: readonly number[];
}

function numbersOf({ image, kernel, seed }: Sliding): Numbers {
  return { x: numbersFor(sizeOf(image), seed), k: numbersFor(sizeOf(kernel), seed + 1) };
}

function outputExtents({ image, kernel, stride, padding }: Sliding): { extents: number[]; pads: Sides[] } {
  const pads = image.map((input, axis): Sides => {
    if (typeof padding === 'string') return padsOfWord(padding, input, kernel[axis] ?? 1, stride[axis] ?? 1);
    return [padding[axis] ?? 0, padding[axis] ?? 0];
  });
  return {
    pads,
    extents: image.map((input, axis) =>
      extentOf(input, kernel[axis] ?? 1, stride[axis] ?? 1, pads[axis] ?? [0, 0]),
    ),
  };
}

/** The cells under the kernel at each place, padding as 0, in the order of the taps. */
function windows(sliding: Sliding, x: readonly number[]): number[][] {
  const { image, kernel, stride } = sliding;
  const { extents, pads } = outputExtents(sliding);
  const cells = new Map(places(image).map((place, index) => [place.join(), x[index] ?? NaN]));
  return places(extents).map((place) =>
    places(kernel).map((tap) => {
      const source = place.map(
        (coordinate, axis) => coordinate * (stride[axis] ?? 1) + (tap[axis] ?? 0) - (pads[axis]?.[0] ?? 0),
      );
      return cells.get(source.join()) ?? 0;
    }),
  );
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? NaN);
  return sum;
}

function call(
  callee: string,
  { stride, padding }: Sliding,
  names: Readonly<Record<string, Tensor>>,
  more = '',
): Tensor {
  const list = (values: readonly number[]): string =>
    values.length === 1 ? String(values[0]) : `[${values.join(', ')}]`;
  const pads = typeof padding === 'string' ? padding : list(padding);
  const values = Object.fromEntries(
    Object.entries(names).map(([name, tensor]): [string, Value] => [name, tensorValue(tensor)]),
  );
  return tensorOf(valueOf(`${callee}(x, k, stride=${list(stride)}, padding=${pads}${more})`, values));
}

const slidings: fc.Arbitrary<Sliding> = fc
  .integer({ min: 1, max: 3 })
  .chain((axes) => {
    const each = (min: number, max: number): fc.Arbitrary<number[]> =>
      fc.array(fc.integer({ min, max }), { minLength: axes, maxLength: axes });
    const words: readonly PaddingWord[] = ['valid', 'same', 'full', 'causal'];
    return fc.record({
      image: each(1, axes === 1 ? 12 : axes === 2 ? 6 : 3),
      kernel: each(1, axes === 3 ? 2 : 4),
      stride: each(1, 3),
      padding: fc.oneof(fc.constantFrom(...words), each(0, 3)),
      seed: fc.nat({ max: 9999 }),
    });
  })
  .filter((sliding) => outputExtents(sliding).extents.every((extent) => extent > 0));

describe('correlate', () => {
  it('is the sum of products under the kernel, at every place', () => {
    fc.assert(
      fc.property(slidings, (sliding) => {
        const { x, k } = numbersOf(sliding);
        const found = call('correlate', sliding, {
          x: integers(sliding.image, x),
          k: integers(sliding.kernel, k),
        });
        assert.deepEqual(found.shape, outputExtents(sliding).extents);
        assert.deepEqual(
          wholes(found.entries()),
          windows(sliding, x).map((cells) => dot(cells, k) + 0),
        );
      }),
      { numRuns: 250 },
    );
  });

  it('is exact for fractions, and the same as for integers of which they are a part', () => {
    fc.assert(
      fc.property(slidings, (sliding) => {
        const { x, k } = numbersOf(sliding);
        const thirds = integers(sliding.image, x).map((entry) => divide(entry, integer(3)));
        const found = call('correlate', sliding, { x: thirds, k: integers(sliding.kernel, k) });
        assert.deepEqual(
          found.entries().map(scalarText),
          windows(sliding, x).map((cells) => scalarText(divide(integer(dot(cells, k)), integer(3)))),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('is exact beyond 2^53', () => {
    const big = 2 ** 52 + 1;
    const found = valueOf('correlate([b, b, b], [3, b])', { b: { kind: 'number', value: integer(big) } });
    const expected = BigInt(big) * 3n + BigInt(big) * BigInt(big);
    assert.deepEqual(tensorOf(found).entries().map(scalarText), [String(expected), String(expected)]);
  });

  it('gives reals for reals', () => {
    fc.assert(
      fc.property(slidings, (sliding) => {
        const { x, k } = numbersOf(sliding);
        const reals = integers(sliding.image, x).map((entry) => real(entry) * Math.PI);
        const found = call('correlate', sliding, { x: reals, k: integers(sliding.kernel, k) });
        for (const [place, cells] of windows(sliding, x).entries())
          assert.ok(Math.abs(real(found.entry(place)) - dot(cells, k) * Math.PI) < 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('takes symbols: the matrix of the kernel, written out', () => {
    const names = { x: tensorValue(Tensor.symbols('x', [3])), k: tensorValue(Tensor.symbols('k', [2])) };
    assert.equal(valueText(valueOf('correlate(x, k)', names)), '[k1·x1 + k2·x2, k1·x2 + k2·x3]');
    assert.equal(valueText(valueOf('convolve(x, k)', names)), '[k1·x2 + k2·x1, k1·x3 + k2·x2]');
  });

  it('refuses what can’t be slid over each other', () => {
    for (const [expression, says] of [
      ['correlate([1, 2, 3], [[1]])', /same number of axes; these are 3 and 1 × 1/],
      ['correlate(3, 2)', /same number of axes/],
      ['correlate([1, 2], [])', /at least one cell/],
      ['correlate([1, 2], [1], stride=0)', /whole number from 1 as `stride`/],
      ['correlate([1, 2], [1], padding=-1)', /whole number from 0/],
      ['correlate([1, 2], [1], normalize=2)', /true, false or zero-mean/],
      ['correlate([[1, 2]], [[1]], stride=[1, 2, 3])', /a list of 2/],
    ] as const)
      assert.match(refusal(expression), says);
    assert.match(
      valueText(valueOf('correlate([1, 2], [1, 2, 3])')),
      /^undefined \(a window of 3 doesn.t fit into 2 cells/,
    );
  });
});

describe('convolve', () => {
  it('is correlate with the kernel turned round along every axis', () => {
    fc.assert(
      fc.property(slidings, (sliding) => {
        const { x, k } = numbersOf(sliding);
        const found = call('convolve', sliding, {
          x: integers(sliding.image, x),
          k: integers(sliding.kernel, k),
        });
        // Turning a tensor round along every axis turns its entries round.
        const turned = call('correlate', sliding, {
          x: integers(sliding.image, x),
          k: integers(sliding.kernel, [...k].reverse()),
        });
        assert.deepEqual(wholes(found.entries()), wholes(turned.entries()));
      }),
      { numRuns: 60 },
    );
  });

  it('is the product of polynomials under full padding, so it commutes', () => {
    const vectors = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(vectors, vectors, (a, b) => {
        const product = new Array<number>(a.length + b.length - 1).fill(0);
        for (const [i, left] of a.entries())
          for (const [j, right] of b.entries()) product[i + j] = (product[i + j] ?? 0) + left * right;
        for (const source of [
          `convolve(${JSON.stringify(a)}, ${JSON.stringify(b)}, padding=full)`,
          `convolve(${JSON.stringify(b)}, ${JSON.stringify(a)}, padding=full)`,
        ])
          assert.deepEqual(
            wholes(tensorOf(valueOf(source)).entries()),
            product.map((value) => value + 0),
          );
      }),
      { numRuns: 80 },
    );
  });
});

/** The cosine of window and kernel, by its formula. */
function cosine(cells: readonly number[], k: readonly number[], zeroMean: boolean): number {
  const centre = (values: readonly number[]): number[] => {
    let sum = 0;
    for (const value of values) sum += value;
    return values.map((value) => (zeroMean ? value - sum / values.length : value));
  };
  const [a, b] = [centre(cells), centre(k)];
  const [product, squares] = [dot(a, b), dot(a, a) * dot(b, b)];
  return squares < 1e-20 ? 0 : product / Math.sqrt(squares);
}

describe('normalised correlation', () => {
  for (const normalize of ['true', 'zero-mean'])
    it(`is the cosine of window and kernel (${normalize})`, () => {
      fc.assert(
        fc.property(slidings, (sliding) => {
          const { x, k } = numbersOf(sliding);
          const names = { x: integers(sliding.image, x), k: integers(sliding.kernel, k) };
          const found = call('correlate', sliding, names, `, normalize=${normalize}`);
          for (const [place, cells] of windows(sliding, x).entries()) {
            const [value, expected] = [real(found.entry(place)), cosine(cells, k, normalize === 'zero-mean')];
            assert.ok(Math.abs(value - expected) < 1e-12, `${value} is not ${expected}`);
          }
        }),
        { numRuns: 150 },
      );
    });

  it('is 0 where window or kernel have no direction', () => {
    assert.equal(
      valueText(valueOf('correlate([0, 0, 0, 3, 4], [3, 4], normalize=true)')),
      '≈ [0, 0, 0.8, 1]',
    );
    assert.equal(valueText(valueOf('correlate([1, 2, 3], [0, 0], normalize=true)')), '≈ [0, 0]');
    assert.equal(
      valueText(valueOf('correlate([0.1, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1], normalize=zero-mean)')),
      '≈ [0, 0]',
    );
    for (const constant of ['0.1', '1/3', '7', '10^20', '123456.789'])
      assert.equal(
        valueText(
          valueOf(`correlate([c, c, c, c, c], [1, 2, 4], normalize=zero-mean)`, { c: valueOf(constant) }),
        ),
        '≈ [0, 0, 0]',
        constant,
      );
  });

  it('is the same for images of every brightness, however bright', () => {
    const plain = valueText(valueOf('correlate([6, 7, 8, 1, 2, 3, 5], [1, 2, 3], normalize=true)'));
    for (const factor of ['10^100', '10^200', '10^(-200)', '1/7'])
      assert.equal(
        valueText(valueOf(`correlate([6, 7, 8, 1, 2, 3, 5] * ${factor}, [1, 2, 3], normalize=true)`)),
        plain,
        factor,
      );
  });

  it('can slide kernels of very many cells', () => {
    assert.equal(valueText(valueOf('correlate(1..200000, 1..200000, normalize=true)')), '≈ [1]');
  });
});

describe('a pattern in a row of numbers', () => {
  const row = '[6, 7, 8, 1, 2, 3, 5]';

  it('has its highest response elsewhere, and its highest cosine where it is', () => {
    assert.equal(valueText(valueOf(`correlate(${row}, [1, 2, 3])`)), '[44, 26, 16, 14, 23]');
    assert.equal(valueText(valueOf(`argmax(correlate(${row}, [1, 2, 3]))`)), '0');
    assert.equal(valueText(valueOf(`argmax(correlate(${row}, [1, 2, 3], normalize=true))`)), '3');
    assert.equal(
      valueText(valueOf(`argmax(correlate(${row}, [1, 2, 3], normalize=true))`, {}, { index: 1 })),
      '4',
    );
  });
});

describe('the highest entry', () => {
  it('is found at all places of a tie, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (values, asFractions) => {
          const of = asFractions
            ? tensorFrom(values).map((entry) => divide(entry, integer(7)))
            : tensorFrom(values);
          for (const [direction, best] of [
            ['highest', Math.max(...values)],
            ['lowest', Math.min(...values)],
          ] as const)
            assert.deepEqual(
              extremes(of, direction),
              [...values.keys()].filter((index) => values[index] === best),
            );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is said as a place, the first of a tie or all', () => {
    for (const [expression, text] of [
      ['argmax([1, 3, 3])', '1'],
      ['argmax([1, 3, 3], all=true)', '[1, 2]'],
      ['argmin([[2, 1], [1, 2]])', '[0, 1]'],
      ['argmin([[2, 1], [1, 2]], all=true)', '[[0, 1], [1, 0]]'],
      ['argmax([1/3, 2/6])', '0'],
      ['argmax([sqrt(2), sqrt(2) + 10^(-12)], all=true)', '[0, 1]'],
      ['argmax([sqrt(2), sqrt(2) + 10^(-6)], all=true)', '[1]'],
    ] as const)
      assert.equal(valueText(valueOf(expression)), text, expression);
    assert.match(refusal('argmax([])'), /empty/);
  });
});

function tensorFrom(values: readonly number[]): Tensor {
  return integers([values.length], values);
}

describe('a correlation of reals', () => {
  it('is the one of the same numbers as integers, divided, padded or not', () => {
    const image = Tensor.integers([9, 7], numbersFor(63, 5));
    const kernel = Tensor.integers([3, 2], numbersFor(6, 6));
    const halves = Tensor.reals(
      [9, 7],
      Float64Array.from(numbersFor(63, 5), (value) => value / 2),
    );
    for (const padding of ['valid', 'same', 'full']) {
      const call = `correlate(x, k, padding=${padding}, stride=2)`;
      const exact = tensorOf(valueOf(call, { x: tensorValue(image), k: tensorValue(kernel) }));
      const found = tensorOf(valueOf(call, { x: tensorValue(halves), k: tensorValue(kernel) }));
      assert.deepEqual(
        found.reals && Array.from(found.reals),
        wholes(exact.entries()).map((value) => value / 2),
      );
    }
  });
});
