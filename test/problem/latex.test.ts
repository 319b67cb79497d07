import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_CONVENTIONS, Polynomial, scalarText, scalarValue, sym, type Value } from '../../src/core';
import {
  emptyScope,
  evaluate,
  namesIn,
  parseExpression,
  visit,
  withNames,
  type Expression,
} from '../../src/problem';
import { computed, formula } from '../support/written-formula';

/** The value over symbols of those names that occur. */
function valueOf(expression: Expression): Value {
  const names = new Map(
    [...namesIn(expression)].map((name) => [name, scalarValue(Polynomial.symbol(sym(name)))] as const),
  );
  for (const name of ['floor', 'ceil', 'sqrt', 'max']) names.delete(name);
  return evaluate(expression, withNames(emptyScope(DEFAULT_CONVENTIONS), names));
}

function read(source: string): string {
  const parsed = parseExpression(source, () => true);
  if (parsed.kind === 'syntax-failure') return `! ${parsed.message}`;
  const value = valueOf(parsed);
  return value.kind === 'formula' || value.kind === 'number' ? scalarText(value.value) : value.kind;
}

describe('formulas as people type them', () => {
  const READS: readonly (readonly [source: string, reads: string])[] = [
    ['k1*x2', 'k1*x2'],
    ['k_1 x_2', 'k_1*x_2'],
    ['k_{1} x_{2}', 'k1*x2'],
    ['k₁x', 'k1*x'],
    ['k₁ x₂', 'k1*x2'],
    ['k₂,₃ + k₁₀', 'k2_3 + k10'],
    ['x1₂', 'x1_2'],
    ['2x^2', '2*x^2'],
    ['2 n k', '2*k*n'],
    ['n² · m − 1', 'm*n^2 - 1'],
    ['n^{2} × m', 'm*n^2'],
    ['2^{3}n', '8*n'],
    ['⌊(n − k)/s⌋ + 1', 'floor((n - k)/s) + 1'],
    ['2⌈n/2⌉', '2*ceil(n/2)'],
    ['n⌊m/2⌋', 'n*floor(m/2)'],
    ['⌊n/2⌋⌊m/2⌋', 'floor(m/2)*floor(n/2)'],
    ['⌊n/2⌋(m + 1)', 'm*floor(n/2) + floor(n/2)'],
    ['\\frac{n - k}{s} + 1', '(n - k)/s + 1'],
    ['\\tfrac12 n', 'n/2'],
    ['\\dfrac{\\frac{n}{2}}{m}', 'n/(2*m)'],
    ['$\\left\\lfloor \\frac{n-k}{s} \\right\\rfloor + 1$', 'floor((n - k)/s) + 1'],
    ['$$n + 1$$', 'n + 1'],
    ['\\( n \\cdot m \\)', 'm*n'],
    ['\\lceil n/2 \\rceil \\times 3', '3*ceil(n/2)'],
    ['\\left( n + 1 \\right) \\big( m \\big)', 'm*n + m'],
    ['2\\alpha\\beta_{1}^{2}', '2*alpha*beta1^2'],
    ['\\mathrm{in\\_channels}\\,n', 'in_channels*n'],
    ['\\text{units} n', 'n*units'],
    ['n_{\\text{in}} + n_{out}', 'n_in + n_out'],
    ['w_{2, 3}', 'w2_3'],
    ['\\sqrt{9/4} n', '3*n/2'],
    ['58{,}064{,}400', '58064400'],
    ['\\max(3, 4)', '4'],
    ['1/(2n)', '1/(2*n)'],
  ];
  for (const [source, reads] of READS)
    it(`${source} is ${reads}`, () => {
      assert.equal(read(source), reads);
    });

  const REFUSES: readonly (readonly [source: string, message: RegExp, place: string])[] = [
    ['|x|', /abs\(x\)/, '|'],
    ['\\lvert x \\rvert', /abs\(x\)/, '\\lvert'],
    ['\\int x', /“\\int” is not read here/, '\\int'],
    ['\\frac{1}', /Something is missing/, '}'],
    ['\\frac', /Something is missing/, 'c'],
    ['\\frac{1}{2', /never closed/, '{'],
    ['x^{2', /never closed/, '{'],
    ['\\sqrt[3]{x}', /square root/, '\\sqrt'],
    ['\\mathrm n', /a name in braces/, '\\mathrm'],
    ['k_{i+1}', /A subscript is a number/, '_{i+1}'],
    ['⌊n)', /can’t close/, ')'],
    ['(n⌋', /can’t close/, '⌋'],
    ['\\lfloor n \\rceil', /can’t close/, '\\rceil'],
    ['n⌋', /closes nothing/, '⌋'],
    ['\\frac{(n}{2)}', /never closed/, '\\frac{(n}'.slice(5)],
    ['n $ m', /can’t stand/, '$'],
    ['1/2n', /can mean two things: write \(…\/2\)\*n or …\/\(2n\)/, '/2n'],
    ['n/s k', /can mean two things: write \(…\/s\)\*k or …\/\(s k\)/, '/s k'],
    ['1/x^2 y', /can mean two things/, '/x^2 y'],
    ['n 2', /operator or comma is missing/, ' '],
    ['\\frac{1}{2} + + ', /Something must follow/, '+'],
  ];
  for (const [source, message, place] of REFUSES)
    it(`${source} is refused at “${place}”`, () => {
      const parsed = parseExpression(source, () => true);
      assert.ok(parsed.kind === 'syntax-failure', source);
      assert.match(parsed.message, message);
      assert.equal(source.slice(parsed.start, parsed.end), place);
    });

  it('names stand side by side only where both are known, and never in a problem set', () => {
    const known = (name: string): boolean => name === 'n' || name === 'k';
    assert.notEqual(parseExpression('n k', known).kind, 'syntax-failure');
    for (const parsed of [
      parseExpression('n q', known),
      parseExpression('n k'),
      parseExpression('n floor(k)'),
    ])
      assert.ok(parsed.kind === 'syntax-failure');
  });

  it('every piece knows its place in what was typed', () => {
    const source = '$\\frac{n_{1} - k}{2} \\cdot \\lfloor \\alpha \\rfloor$';
    const parsed = parseExpression(source, () => true);
    assert.ok(parsed.kind !== 'syntax-failure');
    const found: string[] = [];
    visit(parsed, (node) => {
      if (node.kind === 'name' || node.kind === 'number') found.push(source.slice(node.start, node.end));
    });
    assert.deepEqual(found, ['n_{1}', 'k', '{2}', '\\lfloor', '\\alpha']);
  });

  it('what is printed as LaTeX or for people is read as what it is', () => {
    fc.assert(
      fc.property(formula, ({ value }) => {
        const made = computed(value);
        if (!(made instanceof Polynomial)) return;
        assert.equal(read(made.toTex()), made.toString(), made.toTex());
        assert.equal(read(made.toLabel()), made.toString(), made.toLabel());
      }),
      { numRuns: 1000 },
    );
    for (const name of ['alpha', 'units', 'in_channels', 'k1', 'k2_3', 'x_1', 'x01', 'é', 'größe']) {
      const symbol = Polynomial.symbol(sym(name)).times(Polynomial.symbol(sym('n')));
      assert.equal(read(symbol.toTex()), symbol.toString(), symbol.toTex());
    }
  });

  it('anything can be typed: it comes back as an expression or a refusal within the text, and soon', () => {
    const pieces = fc.constantFrom(
      ...[
        '\\frac',
        '\\left',
        '\\lfloor',
        '\\rfloor',
        '\\mathrm',
        '\\alpha',
        '\\',
        '_',
        '^',
        '{',
        '}',
        '$',
        '⌊',
        '⌋',
      ],
      ...['n', '2', ' ', '(', ')', '₁', ',', '²', '"', '|', '\\sqrt', '[', ']', '/', '+', '\u{1d465}'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (typed) => {
        const source = typed.join('');
        const parsed = parseExpression(source, () => true);
        assert.ok(parsed.start >= 0 && parsed.start <= parsed.end && parsed.end <= source.length, source);
      }),
      { numRuns: 3000, examples: [[['\\frac', ' ', '²', '\\left']]] },
    );
    for (const piece of [
      '{',
      '^{',
      '\\frac',
      '\\frac{',
      '$',
      '\\',
      '_{1}',
      '⌊',
      '{,}',
      '\\left',
      '\\mathrm{',
      '~ ',
    ])
      assert.ok(parseExpression(piece.repeat(20_000)).kind === 'syntax-failure', piece);
  });
});
