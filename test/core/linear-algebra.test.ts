import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRational, scalarText, Tensor, valueText, type Value } from '../../src/core';
import { places } from './support/brute';
import { integers, real, refusal, tensorOf, tensorValue, valueOf } from './support/values';

/** An exact fraction: numerator, and denominator above 0. */
type Fraction = readonly [bigint, bigint];

/** A square matrix of small fractions, as an expression. */
const squares = fc.integer({ min: 1, max: 5 }).chain((n) => rectangles(n, n));

function rectangles(rows: number, cols: number): fc.Arbitrary<Value> {
  const entry = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 3 }));
  return fc.array(entry, { minLength: rows * cols, maxLength: rows * cols }).map((entries) =>
    valueOf('reshape(n ./ d, s)', {
      n: tensorValue(
        integers(
          [rows * cols],
          entries.map(([n]) => n),
        ),
      ),
      d: tensorValue(
        integers(
          [rows * cols],
          entries.map(([, d]) => d),
        ),
      ),
      s: tensorValue(integers([2], [rows, cols])),
    }),
  );
}

function rowsOf(value: Value): Fraction[][] {
  const tensor = tensorOf(value);
  const [rows = 0, cols = 0] = tensor.shape;
  return places([rows]).map(([row = 0]) =>
    places([cols]).map(([col = 0]) => {
      const entry = tensor.entry(row * cols + col);
      assert.ok(isRational(entry));
      return [entry.s * entry.n, entry.d];
    }),
  );
}

/** By the definition of Leibniz: the sum over all permutations, with their signs. */
function leibniz(rows: readonly (readonly Fraction[])[]): Fraction {
  let sum: Fraction = [0n, 1n];
  for (const order of permutations(rows.length)) {
    let product: Fraction = [BigInt(signOf(order)), 1n];
    for (const [row, col] of order.entries()) {
      const [n, d] = rows[row]?.[col] ?? [0n, 1n];
      product = [product[0] * n, product[1] * d];
    }
    sum = [sum[0] * product[1] + product[0] * sum[1], sum[1] * product[1]];
  }
  return sum;
}

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  );
}

function signOf(order: readonly number[]): number {
  const inversions = order.flatMap((a, i) => order.slice(i + 1).filter((b) => b < a)).length;
  return inversions % 2 === 0 ? 1 : -1;
}

function holds(claim: string, names: Readonly<Record<string, Value>>): void {
  assert.equal(valueText(valueOf(claim, names)), 'true', claim);
}

describe('the determinant', () => {
  it('is the sum over all permutations', () => {
    fc.assert(
      fc.property(squares, (a) => {
        const found = valueOf('det(a)', { a });
        assert.ok(found.kind === 'number');
        const [n, d] = leibniz(rowsOf(a));
        assert.equal(found.value.s * found.value.n * d, n * found.value.d);
      }),
    );
  });

  it('of a product is the product', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((n) => fc.tuple(rectangles(n, n), rectangles(n, n))),
        ([a, b]) => {
          holds('det(a * b) == det(a) * det(b)', { a, b });
          holds('det(transpose(a)) == det(a)', { a });
        },
      ),
    );
  });

  it('in symbols becomes that in numbers when these are put in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 9, maxLength: 9 }), (numbers) => {
        const symbols = valueOf('det(x)', { x: tensorValue(Tensor.symbols('x', [3, 3])) });
        assert.ok(symbols.kind === 'formula');
        const given = Object.fromEntries(
          places([3, 3]).map(([i = 0, j = 0], at) => [
            `x${i + 1}_${j + 1}`,
            valueOf(String(numbers[at] ?? 0)),
          ]),
        );
        const put = valueOf(symbols.value.toString(), given);
        assert.equal(
          valueText(put),
          valueText(valueOf('det(x)', { x: tensorValue(integers([3, 3], numbers)) })),
        );
      }),
      { numRuns: 20 },
    );
    const x = tensorValue(Tensor.symbols('x', [7, 7]));
    assert.match(refusal('det(x)', { x }), /up to 6 × 6; this one has 7 rows/);
    assert.equal(
      valueText(valueOf('det(matrix(conv1d(1..9, kernel=3, padding=causal)))')),
      'w3^9',
      'of a triangular matrix it is the product of the diagonal',
    );
    // All 720 products of six symbols.
    const six = valueOf('det(x)', { x: tensorValue(Tensor.symbols('x', [6, 6])) });
    assert.ok(six.kind === 'formula');
    assert.equal(six.value.toString().split(/ [+-] /).length, 720);
  });

  it('of the Hilbert matrix is exact, and of its reals near it', () => {
    const hilbert = 'list(i in 1..n, list(j in 1..n, 1/(i + j - 1)))';
    assert.equal(valueText(valueOf(`1 / det(${hilbert})`, { n: valueOf('6') })), '186,313,420,339,200,000');
    holds(`inv(inv(${hilbert})) == ${hilbert}`, { n: valueOf('12') });
    const small = valueOf(`det(${hilbert} * sqrt(2) / sqrt(2))`, { n: valueOf('3') });
    assert.ok(small.kind === 'real' && Math.abs(small.value * 2160 - 1) < 1e-9);
  });
});

describe('inverse and solutions', () => {
  it('undo the product exactly, or there are none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }).chain((n) => fc.tuple(rectangles(n, n), rectangles(n, 2))),
        ([a, b]) => {
          const names = { a, b, n: valueOf('shape(a)[0]', { a }) };
          const [determinant] = leibniz(rowsOf(a));
          if (determinant === 0n) {
            for (const expression of ['inv(a)', 'solve(a, b)']) {
              const found = valueOf(expression, names);
              assert.ok(found.kind === 'undefined');
              assert.match(found.reason, /^the matrix is singular: \d of its \d rows (is|are) independent/);
            }
            return;
          }
          holds('inv(a) * a == identity(n)', names);
          holds('a * inv(a) == identity(n)', names);
          holds('a * solve(a, b) == b', names);
          holds('a * solve(a, col(b, 0)) == col(b, 0)', names);
        },
      ),
    );
  });

  it('of reals are near those of fractions', () => {
    fc.assert(
      fc.property(squares, (a) => {
        if (leibniz(rowsOf(a))[0] === 0n) return;
        const exact = tensorOf(valueOf('inv(a)', { a })).entries().map(real);
        const found = tensorOf(valueOf('inv(a * sqrt(2)) * sqrt(2)', { a })).entries().map(real);
        for (const [index, value] of exact.entries())
          assert.ok(Math.abs(value - (found[index] ?? NaN)) < 1e-6 * Math.max(1, ...exact.map(Math.abs)));
      }),
    );
    assert.equal(valueOf('inv([[1, 2], [2, 4]] * sqrt(2))').kind, 'undefined');
  });

  it('with symbols are exact where they can be', () => {
    const x = tensorValue(Tensor.symbols('x', [2]));
    assert.equal(valueText(valueOf('solve([[2, 1], [1, 1]], x)', { x })), '[x1 − x2, 2·x2 − x1]');
    const a = valueOf('[[1, x[0]], [0, 2]]', { x });
    assert.equal(valueText(valueOf('inv(a)', { a })), '[[1, −x1/2], [0, 1/2]]');
    holds('inv(a) * a == identity(2)', { a });
    assert.match(refusal('inv([[x[0]]])', { x }), /determinant holds symbols/);
    assert.equal(valueOf('inv([[x[0], x[0]], [1, 1]])', { x }).kind, 'undefined');
  });

  it('say what they take', () => {
    assert.match(refusal('inv([[1, 2]])'), /inv takes a square matrix; this one is 1 × 2/);
    assert.match(refusal('solve([[1]], [1, 2])'), /a vector of 1 number, or a matrix with 1 row:/);
    assert.match(refusal('det(identity(200))'), /8,000,000 multiply-adds; up to 2,000,000/);
    assert.match(refusal('det(list(i in 1..100, list(j in 1..100, 10^300 + i^j)))'), /up to 10000 digits/);
  });
});

describe('the rank', () => {
  it('of a product of rank r by construction is r', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 3 })
          .chain((r) => fc.tuple(fc.constant(r), rectangles(4, r), rectangles(r, 5))),
        ([r, a, b]) => {
          // An identity on top makes either factor have rank r.
          const names = { a, b, r: valueOf(String(r)) };
          const product = valueOf('concat(identity(r), a, axis=0) * concat(identity(r), b, axis=1)', names);
          assert.equal(valueText(valueOf('rank(p)', { p: product })), String(r));
          assert.equal(valueText(valueOf('rank(transpose(p))', { p: product })), String(r));
          assert.equal(valueText(valueOf('rank(p * sqrt(2))', { p: product })), String(r));
        },
      ),
    );
  });

  it('is full exactly where the determinant is not 0', () => {
    fc.assert(
      fc.property(squares, (a) => {
        const full = tensorOf(a).shape[0];
        assert.equal(valueText(valueOf('rank(a)', { a })) === String(full), leibniz(rowsOf(a))[0] !== 0n);
      }),
    );
  });

  it('of symbols is proved, or not given', () => {
    for (const [expression, text] of [
      ['rank(matrix(conv1d(1..9, kernel=3, padding=same)))', '9'],
      ['rank(matrix(conv1d(1..9, kernel=3)))', '7'],
      ['rank(matrix(dense(1..4, units=2)))', '2'],
      ['rank([[a, a], [a, a]])', '1'],
      ['rank([[a, 0], [0, 0]])', '1'],
    ] as const)
      assert.equal(
        valueText(valueOf(expression, { a: valueOf('x[0]', { x: tensorValue(Tensor.symbols('x', [1])) }) })),
        text,
      );
    const x = tensorValue(Tensor.symbols('x', [2]));
    assert.match(refusal('rank([[x[0], x[1]], [2 * x[0], 2 * x[1]]])', { x }), /Give the symbols values/);
  });
});

describe('parts of matrices', () => {
  it('blocks tile the matrix', () => {
    const m = tensorValue(integers([4, 6], [...Array(24).keys()]));
    for (const [i = 0, j = 0] of places([2, 3])) {
      const block = tensorOf(valueOf(`block(m, ${i + 1}, ${j + 1}, 2)`, { m }, { index: 1 }));
      for (const [down = 0, across = 0] of places([2, 2]))
        assert.equal(real(block.entry(2 * down + across)), (2 * i + down) * 6 + 2 * j + across);
    }
    assert.match(refusal('block(m, 0, 0, 4)', { m }), /Blocks of 4 × 4 don’t divide a 4 × 6 matrix/);
    assert.match(refusal('block(m, 2, 0, 2)', { m }), /no block 2, 0: there are 2 × 3, counted from 0/);
  });

  it('the Kronecker product multiplies as it should', () => {
    fc.assert(
      fc.property(rectangles(2, 2), rectangles(3, 3), rectangles(2, 2), rectangles(3, 3), (a, b, c, d) => {
        holds('kron(a, b) * kron(c, d) == kron(a * c, b * d)', { a, b, c, d });
        holds('trace(kron(a, b)) == trace(a) * trace(b)', { a, b });
      }),
      { numRuns: 20 },
    );
    assert.equal(scalarText(tensorOf(valueOf('kron([[1, 2]], [[3], [4]])')).entry(1)), '6');
  });
});
