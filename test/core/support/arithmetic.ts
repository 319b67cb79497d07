/** The value of a formula as people write it: `3·(5·5·3 + 1)`, `⌊(512 + 0 − 5)/1⌋ + 1`. Exact; knows nothing of the core. */
export function arithmetic(text: string): bigint {
  const tokens = text.replace(/,/g, '').match(/\d+|[^\s\d]/g) ?? [];
  let at = 0;

  const take = (): string => tokens[at++] ?? 'the end';

  function sum(): Fraction {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '−') {
      const sign = take() === '+' ? 1n : -1n;
      const [n, d] = product();
      value = [value[0] * d + sign * n * value[1], value[1] * d];
    }
    return value;
  }

  function product(): Fraction {
    let value = atom();
    while (tokens[at] === '·' || tokens[at] === '/') {
      const times = take() === '·';
      const [n, d] = atom();
      value = times ? [value[0] * n, value[1] * d] : [value[0] * d, value[1] * n];
    }
    return value;
  }

  function atom(): Fraction {
    const token = take();
    if (/^\d+$/.test(token)) return [BigInt(token), 1n];
    const closing = { '(': ')', '⌊': '⌋', '⌈': '⌉' }[token];
    if (closing === undefined) throw new Error(`“${token}” in ${text}`);
    const [n, d] = sum();
    const closed = take();
    if (closed !== closing) throw new Error(`“${closed}” closes “${token}” in ${text}`);
    if (token === '(') return [n, d];
    const whole = n / d - (n % d !== 0n && n < 0n ? 1n : 0n);
    return [token === '⌈' && n % d !== 0n ? whole + 1n : whole, 1n];
  }

  const [n, d] = sum();
  if (at < tokens.length) throw new Error(`“${take()}” in ${text}`);
  if (n % d !== 0n) throw new Error(`${text} is no whole number`);
  return n / d;
}

/** Numerator, and denominator above 0. */
type Fraction = readonly [bigint, bigint];

/** The two sides of `3·(5·5·3 + 1) = 228`; a number alone is its own formula. */
export function sides(formula: string): [formula: bigint, result: bigint] {
  const [left = '', right = left, ...more] = formula.split(' = ');
  if (more.length > 0) throw new Error(`${formula} has more than two sides`);
  return [arithmetic(left), arithmetic(right)];
}
