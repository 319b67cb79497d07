import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BooleanValue } from '../../src/core';
import { openProblemSet, type Outcome } from '../../src/problem';
import { problemSet } from '../support/texts';

function textOf(claim: string, domain: string): string {
  return problemSet({
    more: [`variables: { ${domain} }`],
    given: [
      'x: { shape: [n, n] }',
      'conv: { type: conv2d, input: x, kernel: k, filters: 2 }',
      'pool: { type: max-pool2d, input: conv, kernel: 2 }',
    ],
    parts: [`- { id: q, answer: "${claim}" }`],
  });
}

function outcomeOf(claim: string, domain = 'n: 1..64, k: 1..7'): Outcome | undefined {
  return openProblemSet(textOf(claim, domain)).problems[0]?.parts[0]?.answer?.outcome;
}

function said(claim: string, domain?: string): string {
  const outcome = outcomeOf(claim, domain);
  if (outcome?.kind === 'failed') return outcome.finding.message;
  const value = outcome?.kind === 'value' ? outcome.value : undefined;
  assert.ok(value?.kind === 'boolean', `${claim}: ${outcome?.kind ?? 'nothing'}`);
  return `${value.value ? 'true' : 'false'}: ${(value.value ? value.proof : value.counterexample) ?? ''}`;
}

describe('claims with free symbols', () => {
  const CASES: readonly (readonly [claim: string, said: string | RegExp, domain?: string])[] = [
    ['n^2 >= n', 'true: It holds at each of the 64 points of the domain.'],
    ['n^2 == n', 'true: It holds at each of the 2 points of the domain.', 'n: 0..1, k: 1..7'],
    ['n^2 == n', 'false: For n = 2 the left side is 4, the right side 2.'],
    ['n == k', 'false: For n = 1, k = 2 the left side is 1, the right side 2.'],
    ['max(n, k) >= n and n > 0', 'true: It holds at each of the 448 points of the domain.'],
    ['not (n > 0)', 'false: It fails for n = 1.'],
    ['n - k + 1 == n - (k - 1)', /^true: Multiplied out, both sides are/],
    ['[floor((n + 1)/2)] == [ceil(n/2)]', 'true: It holds at each of the 64 points of the domain.'],
    // Points with k > n have no layer: 64 + 63 + … + 58 = 427 have one.
    ['units(conv) <= 2*n^2', 'true: It holds at each of the 427 points of the domain.'],
    ['units(conv) < 2*n^2', 'false: For n = 1, k = 1 the left side is 2, the right side 2.'],
    // A pool of 2 needs n − k ≥ 1: k = 1 … 7 has 63 + 62 + … + 57 = 420 points.
    ['units(pool) >= 2', 'true: It holds at each of the 420 points of the domain.'],
    ['1/n > 0', 'true: It holds at each of the 64 points of the domain.'],
    ['1/(n - 1) > 0', 'For n = 1: 1 is divided by 0.'],
    [
      'n*k >= n',
      /^This held at all \d+ points that were tried, but the domain has more/,
      'n: 1..1000, k: 1..1000',
    ],
    ['n*k > n', /^false: For n = 1, k = 1 /, 'n: 1..1000, k: 1..1000'],
    ['n == n + k', 'false: ', 'n: 3..1, k: 1..7'],
  ];
  for (const [claim, wanted, domain] of CASES)
    it(`${claim}${domain === undefined ? '' : ` over ${domain}`}`, () => {
      if (typeof wanted === 'string') assert.equal(said(claim, domain), wanted);
      else assert.match(said(claim, domain), wanted);
    });

  it('are decided anew where the domain is another, and only then', () => {
    const computed: string[] = [];
    const first = openProblemSet(textOf('n^2 == n', 'n: 0..1, k: 1..7'));
    const options = { previous: first, computed: (what: string): unknown => computed.push(what) };
    const again = openProblemSet(textOf('n^2 == n', 'n: 0..2, k: 1..7'), options);
    const { outcome } = again.problems[0]?.parts[0]?.answer ?? {};
    assert.ok(outcome?.kind === 'value' && outcome.value.kind === 'boolean' && !outcome.value.value);
  });

  it('are what trying every point says', () => {
    const side = fc.constantFrom('n', 'k', '2*n', 'n^2', 'n - k', 'floor(n/2)', 'n*k', 'k + 1', '3');
    const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
    const least = fc.integer({ min: -3, max: 3 });
    const js: Readonly<Record<string, (n: number, k: number) => number>> = {
      n: (n) => n,
      k: (_, k) => k,
      '2*n': (n) => 2 * n,
      'n^2': (n) => n * n,
      'n - k': (n, k) => n - k,
      'floor(n/2)': (n) => Math.floor(n / 2),
      'n*k': (n, k) => n * k,
      'k + 1': (_, k) => k + 1,
      '3': () => 3,
    };
    const holds: Readonly<Record<string, (a: number, b: number) => boolean>> = {
      '==': (a, b) => a === b,
      '!=': (a, b) => a !== b,
      '<': (a, b) => a < b,
      '<=': (a, b) => a <= b,
      '>': (a, b) => a > b,
      '>=': (a, b) => a >= b,
    };
    fc.assert(
      fc.property(side, operator, side, least, least, (left, sign, right, n0, k0) => {
        const claim = `${left} ${sign} ${right}`;
        const outcome = outcomeOf(claim, `n: ${n0}..${n0 + 4}, k: ${k0}..${k0 + 3}`);
        const value = outcome?.kind === 'value' ? outcome.value : undefined;
        assert.ok(value?.kind === 'boolean', claim);
        let every = true;
        for (let n = n0; n <= n0 + 4; n++)
          for (let k = k0; k <= k0 + 3; k++)
            if (!holds[sign]?.(js[left]?.(n, k) ?? 0, js[right]?.(n, k) ?? 0)) every = false;
        assert.equal(value.value, every, claim);
        assertReason(value, claim);
      }),
      { numRuns: 300 },
    );
  });
});

/** What is true has a proof, what is false a counterexample, unless nothing in it is free. */
function assertReason(value: BooleanValue, claim: string): void {
  if (!/[nk]/.test(claim)) return;
  assert.ok((value.value ? value.proof : value.counterexample) !== undefined, claim);
}
