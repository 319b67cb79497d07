/** A fraction in its own arithmetic, so that what it is held against is independent. */
export interface Quotient {
  readonly n: bigint;
  readonly d: bigint;
}

export function quotient(n: bigint, d = 1n): Quotient {
  if (d === 0n) throw new RangeError('division by 0');
  const sign = d < 0n ? -1n : 1n;
  let [a, b] = [n < 0n ? -n : n, d < 0n ? -d : d];
  while (b > 0n) [a, b] = [b, a % b];
  const divisor = a === 0n ? 1n : a;
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

export function quotientText({ n, d }: Quotient): string {
  return d === 1n ? `${n}` : `${n}/${d}`;
}

function floorOf({ n, d }: Quotient): Quotient {
  return quotient((n - (((n % d) + d) % d)) / d);
}

const FUNCTIONS: Readonly<Record<string, (x: Quotient, y: Quotient | undefined) => Quotient>> = {
  floor: floorOf,
  ceil: ({ n, d }) => {
    const { n: below } = floorOf(quotient(-n, d));
    return quotient(-below);
  },
  abs: ({ n, d }) => quotient(n < 0n ? -n : n, d),
  max: (x, y = x) => (x.n * y.d < y.n * x.d ? y : x),
  min: (x, y = x) => (x.n * y.d < y.n * x.d ? x : y),
};

/**
 * The exact value of a formula of `+ - * / ^ mod`, parentheses, whole numbers, names, floor, ceil, abs, max and min: a
 * reader of its own, a few lines long, that shares nothing with the ones it checks.
 * @throws RangeError where something is divided by 0.
 */
export function valueAt(formula: string, point: Readonly<Record<string, number>>): Quotient {
  const tokens = formula.match(/\d+|[\p{L}_][\p{L}\d_]*|[-+*/^(),]/gu) ?? [];
  if (tokens.join('') !== formula.replace(/\s/g, '')) throw new Error(`${formula} is not read here.`);
  let at = 0;
  const take = (text: string): boolean => {
    if (tokens[at] !== text) return false;
    at++;
    return true;
  };
  const sum = (): Quotient => {
    let left = product();
    for (;;) {
      if (take('+')) {
        const right = product();
        left = quotient(left.n * right.d + right.n * left.d, left.d * right.d);
      } else if (take('-')) {
        const right = product();
        left = quotient(left.n * right.d - right.n * left.d, left.d * right.d);
      } else return left;
    }
  };
  const product = (): Quotient => {
    let left = signed();
    for (;;) {
      if (take('*')) {
        const right = signed();
        left = quotient(left.n * right.n, left.d * right.d);
      } else if (take('/')) {
        const right = signed();
        left = quotient(left.n * right.d, left.d * right.n);
      } else if (take('mod')) {
        const right = signed();
        const { n: whole } = floorOf(quotient(left.n * right.d, left.d * right.n));
        left = quotient(left.n * right.d - whole * right.n * left.d, left.d * right.d);
      } else return left;
    }
  };
  const signed = (): Quotient => {
    if (!take('-')) return power();
    const { n, d } = signed();
    return quotient(-n, d);
  };
  const power = (): Quotient => {
    const base = atom();
    if (!take('^')) return base;
    const { n: exponent } = signed();
    return exponent < 0n
      ? quotient(base.d ** -exponent, base.n ** -exponent)
      : quotient(base.n ** exponent, base.d ** exponent);
  };
  const atom = (): Quotient => {
    const token = tokens[at++] ?? '';
    if (/^\d/.test(token)) return quotient(BigInt(token));
    if (token === '(') {
      const inner = sum();
      if (!take(')')) throw new Error(`${formula} lacks a bracket.`);
      return inner;
    }
    const called = FUNCTIONS[token];
    if (called && take('(')) {
      const first = sum();
      const second = take(',') ? sum() : undefined;
      if (!take(')')) throw new Error(`${formula} lacks a bracket.`);
      return called(first, second);
    }
    const value = point[token];
    if (value === undefined) throw new Error(`${formula} uses “${token}”, which has no value.`);
    return quotient(BigInt(value));
  };
  const result = sum();
  if (at < tokens.length) throw new Error(`${formula} goes on behind “${tokens[at] ?? ''}”.`);
  return result;
}
