import assert from 'node:assert/strict';
import fc from 'fast-check';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { compareFormulas, type Comparison } from '../../src/grading/points';
import {
  attempt,
  isFailure,
  isRational,
  Polynomial,
  sameFormula,
  scalarOf,
  type Scalar,
} from '../../src/core';
import { openProblemSet, parseExpression, type Expression, type PartSheet } from '../../src/problem';
import { quotientText, valueAt } from '../support/formula';
import { problemSet } from '../support/texts';
import { computed, formula } from '../support/written-formula';

const WINDOW = 'n: 1..40, k: 1..n, s: 1..8';
const PADDED = 'n: 1..40, k: 1..n, s: 1..8, p: 0..4';
const LAYER = 'c: 1..512, f: 1..512, k: 1..11';

function partOf(domain: string, key: string): PartSheet {
  const sheet = openProblemSet(
    problemSet({ given: ['a: 3'], parts: [`- { id: q, variables: { ${domain} }, answer: "${key}" }`] }),
  );
  assert.deepEqual(sheet.findings, [], key);
  const part = sheet.problems[0]?.parts[0];
  assert.ok(part);
  return part;
}

function parsed(source: string): Expression {
  const expression = parseExpression(source);
  if (expression.kind === 'syntax-failure') throw new Error(`${source}: ${expression.message}`);
  return expression;
}

function compared(domain: string, key: string, answer: string): Comparison {
  const part = partOf(domain, key);
  return compareFormulas(parsed(key), parsed(answer), part.variables, part.scope);
}

/** The verdict on an answer as it is typed. */
function judged(domain: string, key: string, answer: string): PartResult {
  const sheet = openProblemSet(
    problemSet({ given: ['a: 3'], parts: [`- { id: q, variables: { ${domain} }, answer: "${key}" }`] }),
  );
  const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    q: '${answer}'\n`);
  const [result] = grade(file, sheet).results;
  assert.ok(result);
  return result;
}

/** A value by the tests' own reader, or why there is none. */
function there(source: string, point: Readonly<Record<string, number>>): string {
  try {
    return quotientText(valueAt(source, point));
  } catch (error) {
    if (error instanceof RangeError) return 'no value';
    throw error;
  }
}

/** What an exercise asks for: an output size, a count of parameters, multiplications, a receptive field. */
const VALID = 'floor((n - k)/s) + 1';
const WITH_PADDING = 'floor((n + 2*p - k)/s) + 1';
const PARAMS = 'f*(k*k*c + 1)';

describe('formulas that are equal', () => {
  const EQUAL: readonly (readonly [domain: string, key: string, answer: string])[] = [
    ['n: 1..64, m: 1..n', 'n - m + 1', 'n + 1 - m'],
    ['n: 1..64, m: 1..n', 'n - m + 1', '-(m - n - 1)'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'outputSize(n, m)'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'max(n - m + 1, 0)'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'abs(n - m) + 1'],
    [WINDOW, VALID, 'floor((n - k + s)/s)'],
    [WINDOW, VALID, 'ceil((n - k + 1)/s)'],
    [WINDOW, VALID, '1 + floor(n/s - k/s)'],
    [WINDOW, VALID, '(n - k - (n - k) mod s)/s + 1'],
    [WINDOW, VALID, 'outputSize(n, k, stride=s)'],
    [WINDOW, 'outputSize(n, k, stride=s)', VALID],
    [WINDOW, 'outputSize(n, k, stride=s, fit=ceil)', 'floor((n - k + s - 1)/s) + 1'],
    [PADDED, WITH_PADDING, 'floor((n - k + 2*p + s)/s)'],
    [PADDED, WITH_PADDING, 'outputSize(n, k, stride=s, padding=p)'],
    ['n: 1..200, s: 1..8', 'ceil(n/s)', 'floor((n - 1)/s) + 1'],
    ['n: 1..200, s: 1..8', 'ceil(n/s)', 'floor((n + s - 1)/s)'],
    ['n: 1..200, s: 1..8', 'outputSize(n, 3, stride=s, padding=same)', 'ceil(n/s)'],
    ['n: 1..200', 'floor((n + 1)/2)', 'ceil(n/2)'],
    ['n: 1..200', 'floor((n + 1)/2)', 'n - floor(n/2)'],
    ['n: 3..200', 'floor((n - 3)/2) + 1', 'floor((n - 1)/2)'],
    ['n: 1..5000', 'floor(floor(n/2)/2)', 'floor(n/4)'],
    ['n: 1..100, d: 1..4', 'n + 2*d - d*(3 - 1) - 1 + 1', 'n'],
    ['n: 1..100, k: 1..9, d: 1..6', 'd*(k - 1) + 1', 'k + (k - 1)*(d - 1)'],
    [LAYER, PARAMS, 'f*k^2*c + f'],
    [LAYER, PARAMS, 'f + c*f*k*k'],
    [LAYER, '(c*k^2 + c*f)/(c*f*k^2)', '1/f + 1/k^2'],
    ['n: 1..40, k: 1..n, c: 1..64, f: 1..64', '(n - k + 1)^2*k^2*c*f', 'c*f*(k*(n + 1 - k))^2'],
    ['L: 1..30, k: 1..11', '1 + L*(k - 1)', 'L*k - L + 1'],
    ['h: 1..32, w: 1..32, u: 1..100', 'u*(h*w + 1)', 'h*w*u + u'],
    ['t: [0, 1]', '(1 - t)^2 + 2*t*(1 - t) + t^2', '1'],
    ['t: [0, 1], n: 1..9', 'n*t + n*(1 - t)', 'n'],
    ['n: 1..50, k: 1..60', 'outputSize(n, k)', 'outputSize(n, k, stride=1)'],
    ['n: 0..9, s: 0..3', 'n/s', '2*n/(2*s)'],
  ];
  for (const [domain, key, answer] of EQUAL)
    it(`${key} and ${answer}`, () => {
      const result = compared(domain, key, answer);
      assert.equal(
        result.kind,
        'same',
        JSON.stringify(result, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)),
      );
    });
});

describe('formulas that are nearly equal', () => {
  const DIFFERENT: readonly (readonly [domain: string, key: string, answer: string, at?: string])[] = [
    ['n: 1..64, m: 1..n', 'n - m + 1', 'n - m'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'n - m - 1'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'max(n - m + 1, 2)', 'n = 1, m = 1'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'min(n - m + 1, 63)', 'n = 64, m = 1'],
    ['n: 1..64, m: 1..n', 'n - m + 1', 'min(n, 63) - m + 1', 'n = 64, m = 1'],
    [WINDOW, VALID, '(n - k)/s + 1', 'n = 2, k = 1, s = 2'],
    [WINDOW, VALID, 'ceil((n - k)/s) + 1'],
    [WINDOW, VALID, 'floor((n - k)/s)'],
    [WINDOW, VALID, 'floor((n - k + 1)/s)'],
    [WINDOW, VALID, 'floor(n/s) - floor(k/s) + 1'],
    [WINDOW, VALID, 'floor((n - k)/s + 1/2) + 1'],
    [WINDOW, VALID, 'floor(n - k/s) + 1'],
    [PADDED, WITH_PADDING, 'floor((n + p - k)/s) + 1'],
    [PADDED, WITH_PADDING, 'floor((n - k)/s) + 2*p + 1'],
    [PADDED, WITH_PADDING, 'floor((n + 2*p - k - 1)/s) + 1'],
    ['n: 1..200, s: 1..8', 'ceil(n/s)', 'floor(n/s) + 1', 'n = 1, s = 1'],
    ['n: 1..200, s: 1..8', 'ceil(n/s)', 'floor(n/s)', 'n = 1, s = 2'],
    ['n: 1..200', 'floor((n + 1)/2)', 'n/2', 'n = 1'],
    ['n: 1..200', 'floor((n + 1)/2)', 'floor(n/2)', 'n = 1'],
    ['n: 1..5000', 'floor(n/4)', 'floor((n + 1)/4)', 'n = 3'],
    ['n: 1..100000', 'n', 'min(n, 99999)', 'n = 100000'],
    ['n: 1..100000', 'floor(n/100)', '0', 'n = 100'],
    ['n: 1..100000, m: 1..n', 'n - m', 'abs(n - m - 1) - 1', 'n = 2, m = 1'],
    [LAYER, PARAMS, 'f*k*k*c'],
    [LAYER, PARAMS, 'f*(k*k*c) + 1', 'c = 1, f = 2, k = 1'],
    [LAYER, PARAMS, 'c*(k*k*f + 1)', 'c = 1, f = 2, k = 1'],
    [LAYER, PARAMS, 'f*k*k + f', 'c = 2, f = 1, k = 1'],
    ['L: 1..30, k: 1..11', '1 + L*(k - 1)', 'L*k', 'L = 2, k = 1'],
    ['L: 1..30, k: 1..11', '1 + L*(k - 1)', '1 + (L - 1)*k'],
    ['h: 1..32, w: 1..32, u: 1..100', 'u*(h*w + 1)', 'h*w*u + 1', 'h = 1, w = 1, u = 2'],
    ['t: [0, 1]', 't^2', 't'],
    ['n: 1..50, k: 1..60', 'outputSize(n, k)', 'n - k + 1', 'n = 1, k = 2'],
    ['n: 1..50', 'n + 1', '(n^2 - 1)/(n - 1)', 'n = 1'],
    [
      'n: 1..20, k: 1..9, s: 1..9, p: 0..9',
      'n*k*s*p',
      'n*k*s*p + max(0, n*k*s*p - 14579)',
      'n = 20, k = 9, s = 9, p = 9',
    ],
  ];
  for (const [domain, key, answer, at] of DIFFERENT)
    it(`${key} and ${answer}`, () => {
      const result = compared(domain, key, answer);
      assert.equal(result.kind, 'differs');
      const found = [...result.witness.at].map(([name, value]) => {
        const scalar = scalarOf(value);
        assert.ok(scalar !== undefined && isRational(scalar));
        return [name, scalar] as const;
      });
      if (at !== undefined)
        assert.equal(found.map(([name, value]) => `${name} = ${value.toString()}`).join(', '), at);
      // The witness is one: held against the tests' own reader, where that reads both.
      if (!key.includes('outputSize') && found.every(([, value]) => value.d === 1n)) {
        const point = Object.fromEntries(found.map(([name, value]) => [name, value.valueOf()]));
        assert.notEqual(there(key, point), there(answer, point), JSON.stringify(point));
      }
    });
});

describe('formulas with one sign or name changed', () => {
  const ORIGINALS: readonly (readonly [
    formula: string,
    ranges: Readonly<Record<string, readonly [number, number | string]>>,
  ])[] = [
    ['n - k + 1', { n: [1, 30], k: [1, 'n'] }],
    ['floor((n - k)/s) + 1', { n: [1, 40], k: [1, 'n'], s: [1, 8] }],
    ['floor((n + 2*p - k)/s) + 1', { n: [1, 20], k: [1, 'n'], s: [1, 6], p: [0, 3] }],
    ['floor((n + 2*p - d*(k - 1) - 1)/s) + 1', { n: [9, 20], k: [1, 3], s: [1, 4], p: [0, 3], d: [1, 4] }],
    ['ceil(n/s)', { n: [1, 300], s: [1, 16] }],
    ['f*(k*k*c + 1)', { f: [1, 20], k: [1, 7], c: [1, 40] }],
    ['c*k^2 + c*f', { f: [1, 20], k: [1, 7], c: [1, 40] }],
    ['(n - k + 1)^2*k^2*c', { n: [1, 24], k: [1, 'n'], c: [1, 16] }],
    ['1 + L*(k - 1)', { L: [1, 100], k: [1, 50] }],
    ['floor((n - 3)/2) + floor((n - 3)/s)', { n: [3, 500], s: [1, 9] }],
  ];

  for (const [original, ranges] of ORIGINALS)
    it(`are told from ${original} exactly where they differ`, () => {
      const domain = Object.entries(ranges)
        .map(([name, [from, to]]) => `${name}: ${from}..${to}`)
        .join(', ');
      const points = pointsOf(Object.entries(ranges));
      const mutants = mutantsOf(original, Object.keys(ranges));
      assert.ok(mutants.length >= 5, mutants.join('\n'));
      const part = partOf(domain, original);
      let different = 0;
      for (const mutant of mutants) {
        const differs = points.some((point) => there(original, point) !== there(mutant, point));
        const result = compareFormulas(parsed(original), parsed(mutant), part.variables, part.scope);
        assert.equal(result.kind, differs ? 'differs' : 'same', `${mutant} over ${points.length} points`);
        if (differs) different++;
      }
      assert.ok(different >= 5);
    });
});

/** All points, in an order that goes through the whole soon. */
function pointsOf(
  ranges: readonly (readonly [string, readonly [number, number | string]])[],
): readonly Readonly<Record<string, number>>[] {
  let points: Readonly<Record<string, number>>[] = [{}];
  for (const [name, [from, to]] of ranges)
    points = points.flatMap((point) => {
      const end = typeof to === 'string' ? (point[to] ?? 0) : to;
      return Array.from({ length: end - from + 1 }, (_, index) => ({ ...point, [name]: from + index }));
    });
  const step = 1009;
  return points.map((_, index) => points[(index * step) % points.length] ?? {});
}

/** Texts with one token changed. */
function mutantsOf(original: string, names: readonly string[]): readonly string[] {
  const tokens = original.match(/\d+|[A-Za-z]+|[-+*/^(),]|\s+/g) ?? [];
  const changes = (token: string): readonly string[] => {
    if (/^\d+$/.test(token)) return [String(Number(token) + 1), String(Math.max(0, Number(token) - 1))];
    if (names.includes(token)) return [...names.filter((name) => name !== token), `(${token} + 1)`];
    const swaps: Readonly<Record<string, readonly string[]>> = {
      '+': ['-'],
      '-': ['+'],
      '*': ['+', '-'],
      '/': ['*'],
      floor: ['', 'ceil'],
      ceil: ['', 'floor'],
    };
    return swaps[token] ?? [];
  };
  return tokens.flatMap((token, at) =>
    changes(token).map((change) => tokens.map((one, index) => (index === at ? change : one)).join('')),
  );
}

describe('answers that are formulas', () => {
  const TYPED: readonly (readonly [answer: string, verdict: string, says?: RegExp])[] = [
    ['floor((n - k)/s) + 1', 'correct', /agrees at \d+ points/],
    ['$\\left\\lfloor \\frac{n - k}{s} \\right\\rfloor + 1$', 'correct'],
    ['⌊(n − k)/s⌋ + 1', 'correct'],
    ['⌈(n − k + 1)/s⌉', 'correct'],
    ['floor((n - k)/s) + 1 = floor((n - k + s)/s)', 'correct'],
    ['max(1, floor((n - k)/s) + 1)', 'correct'],
    ['(n - k)/s + 1', 'wrong', /^For n = 2, k = 1, s = 2 this gives 3\/2, but it is 1\.$/],
    ['\\frac{n - k}{s} + 1', 'wrong'],
    [
      'floor((n - k)/(s - 1)) + 1',
      'wrong',
      /^For n = 1, k = 1, s = 1 this has no value \(0 is divided by 0\), but it is 1\.$/,
    ],
    ['floor((n - k)/s) + 1 = floor((n - k)/s)', 'wrong', /is not/],
    [
      'floor((n - k)/s) = floor((n - k)/s) + 1',
      'partial',
      /For n = 1, k = 1, s = 1, floor\(\(n - k\)\/s\) is not/,
    ],
    ['n - q', 'unreadable', /“q” is not defined/],
    ['1/2n', 'unreadable', /can mean two things/],
    ['n/0', 'unreadable', /divided by 0/],
    ['|n|', 'unreadable', /abs\(x\)/],
    ['7', 'wrong', /For n = 1, k = 1, s = 1 this gives 7, but it is 1/],
    ['undefined', 'wrong'],
  ];
  for (const [answer, verdict, says] of TYPED)
    it(`${answer} is ${verdict}`, () => {
      const result = judged(WINDOW, VALID, answer);
      assert.equal(result.verdict, verdict, result.message);
      if (says) assert.match(result.message, says);
    });

  it('shapes and lists with variables are compared at points too', () => {
    assert.equal(judged('n: 4..64', '[n - 2, floor(n/2)]', '[n - 2, n - ceil(n/2)]').verdict, 'correct');
    assert.equal(judged('n: 4..64', '[n - 2, floor(n/2)]', '[n - 2, n/2]').verdict, 'wrong');
  });

  it('a key that is a number takes a formula that is that number', () => {
    assert.equal(judged('n: 1..64', 'n - n + 3', 'ceil(n/2) + floor(n/2) - n + 3').verdict, 'correct');
    assert.equal(judged('n: 1..64', 'n - n + 3', 'ceil(n/2) + floor(n/2) - n + 2').verdict, 'wrong');
  });

  it('a domain without points, or without bounds, makes nothing right', () => {
    assert.equal(judged('n: 5..3', 'n + 1', 'n + 1').verdict, 'unreadable');
    assert.match(judged('n: 5..3', 'n + 1', 'n + 2').message, /domain of the variables is empty/);
    assert.match(judged('n: 1..zz', 'n + 1', 'n + 2').message, /can’t be computed/);
    // Only n = 1 has an m; points outside are not looked at.
    assert.equal(judged('n: 1..9, m: n..1', 'n*m', '1').verdict, 'correct');
  });

  it('bounds that are fractions hold the integers between them', () => {
    assert.equal(judged('n: 1..9, m: n/2..n', '2*m - n', 'abs(2*m - n)').verdict, 'correct');
  });

  const LAYERS = problemSet({
    more: ['variables: { n: 1..12, k: 1..7 }'],
    given: [
      'm: n + 8',
      'x: { shape: [n, n] }',
      'conv: { type: conv2d, input: x, kernel: k }',
      'pool: { type: max-pool2d, input: conv, kernel: 2 }',
      'fc: { type: dense, input: pool, units: 10 }',
      'pairs: { type: conv1d, in-channels: n, filters: 6, groups: k, kernel: 3 }',
      'never: { type: conv2d, input: { shape: [n, n] }, kernel: n + k }',
    ],
    parts: [
      '- { id: size, answer: "outputShape(conv)" }',
      '- { id: learned, answer: "params(fc)" }',
      '- { id: grouped, answer: "params(pairs)" }',
      '- { id: larger, answer: "n + floor(k/2)" }',
      '- { id: nowhere, answer: "outputShape(never)" }',
      '- { id: ratio, answer: "(n^2 - 1)/(n - 1)" }',
    ],
  });
  const AT_POINTS: readonly (readonly [part: string, answer: string, verdict: string, says: RegExp])[] = [
    // k = 1 … 7 and n = k … 12: 12 + 11 + … + 6 = 63 of 84 points have an output, 56 one of at least 2.
    ['size', '[n - k + 1, n - k + 1]', 'correct', /at all 63 points of the domain at which there is a key/],
    ['size', '[max(n - k + 1, 0), n - k + 1]', 'correct', /63/],
    ['size', '[n - k, n - k]', 'wrong', /^For n = 1, k = 1 /],
    ['learned', '10*floor((n - k + 1)/2)^2 + 10', 'correct', /at all 56 points/],
    ['learned', '10*(floor((n - k - 1)/2) + 1)^2 + 10', 'correct', /56/],
    ['learned', '10*(n - k + 1)^2/4 + 10', 'wrong', /^For n = 3, k = 1 this gives 65\/2, but it is 20/],
    // k divides 6 and n: k = 1: 12, 2: 6, 3: 4, 6: 2 points.
    ['grouped', '3*6*n/k + 6', 'correct', /at all 24 points/],
    ['grouped', '3*6*n + 6', 'wrong', /^For n = 2, k = 2 /],
    ['larger', 'max(n, 1) + floor(k/2)', 'correct', /at all 84 points of the domain\./],
    ['larger', 'max(m, 20) - 8 + floor(k/2)', 'wrong', /^For n = 1, k = 1 this gives 12, but it is 1/],
    ['larger', 'm - 8 + (k - k mod 2)/2', 'correct', /84/],
    ['nowhere', '[0, 0]', 'unreadable', /key has no value anywhere .*doesn’t fit/],
    // What is left out are layers that don’t exist, no points at which arithmetic has no result.
    ['ratio', 'n + 1', 'wrong', /^For n = 1, k = 1 this gives 2, but there is none/],
  ];
  for (const [part, answer, verdict, says] of AT_POINTS)
    it(`what is given is made anew at each point: ${part} = ${answer} is ${verdict}`, () => {
      const sheet = openProblemSet(LAYERS);
      const [result] = grade(
        readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: "${answer}"\n`),
        sheet,
      ).results.filter((one) => one.part === part);
      assert.equal(result?.verdict, verdict, result?.message);
      assert.match(result.message, says);
    });

  const SYMBOLIC = problemSet({
    given: [
      'x: { type: input, shape: [3, 4] }',
      'k: { type: kernel, shape: [2, 3] }',
      'fc: { type: dense, in-features: 2, units: 3 }',
    ],
    parts: [
      '- { id: dot, answer: "k[0, 0]*x[0, 0] + k[1, 2]*x[1, 2]" }',
      '- { id: half, answer: "(x[0, 0] + x[0, 1])/2" }',
      '- { id: cell, answer: "matrix(fc)[2, 1]" }',
      '- { id: rounded, answer: "floor(x[0, 0]/2)" }',
    ],
  });
  const SYMBOLS: readonly (readonly [part: string, answer: string, verdict: string])[] = [
    ['dot', 'k1_1*x1_1 + k2_3*x2_3', 'correct'],
    ['dot', 'x11 k11 + k23 x23', 'correct'],
    ['dot', 'k_{1,1} x_{1,1} + k_{2,3} x_{2,3}', 'correct'],
    ['dot', '$k_{11} \\cdot x_{11} + k_{23} x_{23}$', 'correct'],
    ['dot', 'k₁,₁·x₁,₁ + k₂,₃·x₂,₃', 'correct'],
    ['dot', 'k₁₁x₁₁ + k₂₃x₂₃', 'correct'],
    ['dot', 'k_11 x_11 + k_2_3 x_2_3', 'correct'],
    ['dot', 'k11*x11 + k32*x32', 'wrong'],
    ['dot', 'k11 x11 + k32 x32', 'unreadable'],
    ['dot', 'k11 x11 - k23 x23', 'wrong'],
    ['half', '\\frac{x_{11} + x_{12}}{2}', 'correct'],
    ['half', '\\tfrac12 (x_{11} + x_{12})', 'correct'],
    ['half', 'x11/2 + x12/2', 'correct'],
    ['half', 'x11 + x12/2', 'wrong'],
    ['cell', 'w[3, 2]', 'correct'],
    ['cell', 'w32', 'correct'],
    ['rounded', '-ceil(-x11/2)', 'correct'],
    ['rounded', 'x11/2', 'wrong'],
    ['rounded', 'floor(x11/2 + 0.001)', 'wrong'],
  ];
  for (const [part, answer, verdict] of SYMBOLS)
    it(`without a domain, ${answer} is ${verdict}`, () => {
      const file = readAnswerFile(`problem-set: x.cnn.yaml\nanswers:\n  p:\n    ${part}: '${answer}'\n`);
      const result = grade(file, openProblemSet(SYMBOLIC)).results.find((one) => one.part === part);
      assert.equal(result?.verdict, verdict, result?.message);
    });
});

describe('formulas without a domain', () => {
  const same = (a: string, b: string): boolean => {
    const [x, y] = [a, b].map((source) => symbolic(source));
    assert.ok(x instanceof Polynomial && y instanceof Polynomial);
    return sameFormula(x, y);
  };

  it('with integer parts are decided, remainder by remainder', () => {
    for (const [a, b] of [
      ['floor((n + 1)/2)', 'ceil(n/2)'],
      ['floor((n - 3)/2) + 1', 'floor((n - 1)/2)'],
      ['floor(n/2) + floor((n + 1)/2) + k', 'n + k'],
      ['floor(floor(n/2 + k)/3)', 'floor((n + 2*k)/6)'],
      ['floor(n/6) + floor(n/10)', 'floor((n - n mod 6)/6) + floor((n - n mod 10)/10)'],
      ['floor((n^2 + n)/2)', '(n^2 + n)/2'],
      ['n/(n + 1) + floor(k/2)', '1 - 1/(n + 1) + k - ceil(k/2)'],
      ['floor((n - k)/s) + 1', 'floor((n - k + s)/s)'],
      ['floor((n - k)/s) + 1', 'ceil((n - k + 1)/s)'],
    ] as const)
      assert.ok(same(a, b), `${a} and ${b}`);
    for (const [a, b] of [
      ['floor((n + 1)/2)', 'n/2'],
      ['floor(n/2)', 'floor(n/2 + k/7)'],
      ['floor(n/30)', 'floor((n + 1)/30)'],
      ['floor(n/2)*floor(k/2)', 'floor(n*k/4)'],
      ['floor((n - k)/s) + 1', 'ceil((n - k)/s) + 1'],
      ['floor((n - k)/s)', 'floor((n - k)/s + 1/1000)'],
    ] as const)
      assert.ok(!same(a, b), `${a} and ${b}`);
  });

  it('agree where they are called the same, at any integers', () => {
    fc.assert(
      fc.property(
        formula,
        formula,
        fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 9 })), {
          minLength: 5,
          maxLength: 5,
        }),
        (p, q, places) => {
          const [a, b] = [computed(p.value), computed(q.value)];
          if (!(a instanceof Polynomial) || !(b instanceof Polynomial)) return;
          const equal = attempt(() => sameFormula(a, b));
          if (isFailure(equal) || !equal) return;
          for (const [n, k, s] of places) {
            const [left, right] = [there(p.text, { n, k, s }), there(q.text, { n, k, s })];
            if (left !== 'no value' && right !== 'no value')
              assert.equal(left, right, `${p.text} and ${q.text}`);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

function symbolic(source: string): Scalar | undefined {
  const part = partOf('n: 1..9, k: 1..9, s: 1..9', 'n + k + s');
  const outcome = openProblemSet(
    problemSet({
      given: ['a: 3'],
      parts: [`- { id: q, variables: { n: 1..9, k: 1..9, s: 1..9 }, answer: "${source}" }`],
    }),
  ).problems[0]?.parts[0]?.answer?.outcome;
  assert.ok(part.variables.length === 3 && outcome?.kind === 'value', source);
  return scalarOf(outcome.value);
}
