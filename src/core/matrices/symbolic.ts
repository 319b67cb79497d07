/** What can be said of matrices that hold symbols, whatever their values. */
import { MathError, UndefinedError } from '../failure';
import { Polynomial } from '../numbers/polynomial';
import { integer, isRational, type Rational } from '../numbers/rational';
import { add, divide, isZero, multiply, negate, ONE, ZERO, type Scalar } from '../numbers/scalar';
import { Random } from '../random';

/** Rows up to which a determinant is expanded. */
const MAX_EXPANDED = 6;

type Rows = readonly (readonly Scalar[])[];

/** Expanded along rows (Laplace); of a triangular matrix the product of its diagonal. @throws MathError for larger ones. */
export function symbolicDeterminant(rows: Rows): Scalar {
  const triangular = [
    rows.every((row, index) => row.slice(index + 1).every(isZero)),
    rows.every((row, index) => row.slice(0, index).every(isZero)),
  ];
  if (triangular.includes(true))
    return rows.reduce<Scalar>((product, row, index) => multiply(product, row[index] ?? ZERO), ONE);
  if (rows.length > MAX_EXPANDED)
    throw new MathError(
      `Determinants with symbols are expanded up to ${MAX_EXPANDED} × ${MAX_EXPANDED}; this one has ${rows.length} rows. Give the symbols values.`,
    );
  return expand(
    rows,
    rows.map((_, col) => col),
  );
}

/** The minor of the last rows and these columns, along its first row. */
function expand(rows: Rows, columns: readonly number[]): Scalar {
  const first = rows[rows.length - columns.length];
  if (!first) return ONE;
  let sum: Scalar = ZERO;
  for (const [position, col] of columns.entries()) {
    const entry = first[col] ?? ZERO;
    if (isZero(entry)) continue;
    const term = multiply(
      entry,
      expand(
        rows,
        columns.filter((other) => other !== col),
      ),
    );
    sum = add(sum, position % 2 === 0 ? term : negate(term));
  }
  return sum;
}

/**
 * The adjugate over the determinant, where that is a number.
 * @throws UndefinedError where it is 0, MathError where it holds symbols.
 */
export function symbolicInverse(rows: Rows): Scalar[][] {
  const whole = symbolicDeterminant(rows);
  if (isZero(whole)) throw new UndefinedError('the matrix is singular: its determinant is 0');
  if (whole instanceof Polynomial)
    throw new MathError('The determinant holds symbols, so the inverse is no polynomial. Give them values.');
  return rows.map((_, row) =>
    rows.map((_, col) => {
      const minor = rows.filter((_, at) => at !== col).map((cells) => cells.filter((_, at) => at !== row));
      const cofactor = symbolicDeterminant(minor);
      return divide((row + col) % 2 === 0 ? cofactor : negate(cofactor), whole);
    }),
  );
}

/** Draws that are tried before the rank of a symbolic matrix is given up. */
const DRAWS = 3;

/**
 * The rank for almost all values of the symbols. With any values it is at most that, and it is never more than the rows
 * and columns that differ and hold something: where some values reach this bound, it is proved.
 * @throws MathError where it isn't.
 */
export function genericRank(
  rows: Rows,
  rankOf: (numbers: readonly (readonly Rational[])[]) => number,
): number {
  const columns = (rows[0] ?? []).map((_, col) => rows.map((row) => row[col] ?? ZERO));
  const bound = Math.min(differing(rows), differing(columns));
  const random = new Random(1);
  for (let draw = 0; draw < DRAWS; draw++) {
    const values = new Map<string, Rational>();
    const valueOf = (symbol: string): Rational => {
      const value = values.get(symbol) ?? integer(random.integer(2, 1_000_000));
      values.set(symbol, value);
      return value;
    };
    if (rankOf(rows.map((row) => row.map((entry) => evaluated(entry, valueOf)))) === bound) return bound;
  }
  throw new MathError(
    'The rank of this matrix depends on how its symbols belong together. Give the symbols values.',
  );
}

/** Lines that are not all zeros, each counted once. */
function differing(lines: Rows): number {
  const texts = lines.filter((line) => !line.every(isZero)).map((line) => line.map(String).join());
  return new Set(texts).size;
}

function evaluated(entry: Scalar, valueOf: (symbol: string) => Rational): Rational {
  if (isRational(entry)) return entry;
  if (typeof entry === 'number')
    throw new MathError('Symbols can’t be combined with approximate (≈) numbers.');
  return entry.evaluateAt(new Map(entry.symbols().map(({ text }) => [text, valueOf(text)])));
}
