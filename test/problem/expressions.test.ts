import assert from 'node:assert/strict';
import { parseExpression, type Expression } from '../../src/problem';
import { valueOf } from '../support/texts';

/** The tree as nested brackets, places left out. */
function tree(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.value.toString();
    case 'name':
      return node.name;
    case 'text':
      return JSON.stringify(node.value);
    case 'constant':
      return String(node.value);
    case 'list':
      return `[${node.items.map(tree).join(' ')}]`;
    case 'options':
      return `{${node.entries.map(({ name, value }) => `${name}:${tree(value)}`).join(' ')}}`;
    case 'unary':
      return `(${node.operator} ${tree(node.operand)})`;
    case 'binary':
      return `(${tree(node.left)} ${node.operator} ${tree(node.right)})`;
    case 'chain':
      return `(${node.operands.map((operand, index) => `${index > 0 ? ` ${node.operators[index - 1] ?? ''} ` : ''}${tree(operand)}`).join('')})`;
    case 'call':
      return `${tree(node.callee)}<${node.args.map(({ name, value }) => `${name === undefined ? '' : `${name}=`}${tree(value)}`).join(' ')}>`;
    case 'member':
      return `${tree(node.object)}.${node.name}`;
    case 'subscript':
      return `${tree(node.object)}[${node.subscripts.map(tree).join(' ')}]`;
    case 'range':
      return `(${tree(node.from)}..${tree(node.to)})`;
    case 'in':
      return `(${tree(node.element)} in ${tree(node.set)})`;
    case 'conditional':
      return `(${tree(node.condition)} ? ${tree(node.yes)} : ${tree(node.no)})`;
  }
}

function read(source: string): string {
  const parsed = parseExpression(source);
  return parsed.kind === 'syntax-failure' ? `! ${parsed.message}` : tree(parsed);
}

describe('expressions', () => {
  const READS: readonly (readonly [source: string, reads: string])[] = [
    ['n - m + 1', '((n - m) + 1)'],
    ['-n^2', '(- (n ^ 2))'],
    ['2n', '(2 * n)'],
    ['2(n + 1)', '(2 * (n + 1))'],
    ['(a + b)(c - d)', '((a + b) * (c - d))'],
    ['2x^2', '(2 * (x ^ 2))'],
    ['n² · m − 1', '(((n ^ 2) * m) - 1)'],
    ['5×5×3', '((5 * 5) * 3)'],
    ['a ≤ b', '(a <= b)'],
    ['not a == b and c', '((not (a == b)) and c)'],
    ['not (a) or b', '((not a) or b)'],
    ['1..n - 1', '(1..(n - 1))'],
    ['1 < n <= 9', '(1 < n <= 9)'],
    ['f(x, stride=2)', 'f<x stride=2>'],
    ['f(x, {stride: 2})', 'f<x {stride:2}>'],
    ['conv1d(k)(x)', 'conv1d<k><x>'],
    ['f(a)(b)(c)', 'f<a><b><c>'],
    ['net.conv1.stride', 'net.conv1.stride'],
    ['Y[i, j]', 'Y[i j]'],
    ['[[1, 2], [3, 4]]', '[[1 2] [3 4]]'],
    ['[]', '[]'],
    ['[a - b]', '[(a - b)]'],
    ['[-1, +2]', '[(- 1) (+ 2)]'],
    ['forall(i in 1..3, i > 0)', 'forall<(i in (1..3)) (i > 0)>'],
    ['a ? b : c', '(a ? b : c)'],
    ['7 mod 2', '(7 mod 2)'],
    ['f()', 'f<>'],
    ['"a" == \'b\'', '("a" == "b")'],
    ['0.33', '0.33'],
    ['x_1 + e + i', '((x_1 + e) + i)'],
  ];
  for (const [source, reads] of READS)
    it(`${source} is ${reads}`, () => {
      assert.equal(read(source), reads);
    });

  const REFUSES: readonly (readonly [source: string, message: RegExp, place: string])[] = [
    ['', /missing/, ''],
    ['a +', /Something must follow “\+”/, '+'],
    ['(a', /never closed/, '('],
    ['a)', /closes nothing/, ')'],
    ['(a]', /can’t close the “\(”/, ']'],
    ['a b', /operator or comma is missing/, ' '],
    ['[1 2]', /comma is missing/, ' '],
    ['[1 -1]', /sign or an operator/, ' '],
    ['1/2n', /can mean two things/, '/2n'],
    ['x = 3', /whether two values are the same is “==”/, '='],
    ['1:3', /two dots/, ':'],
    ['a; b', /separate with “,”/, ';'],
    ['x #y', /can’t stand in an expression/, '#'],
    ['!x', /write “not”/, '!'],
    ['a && b', /write “and”/, '&'],
    ['|x|', /abs\(x\)/, '|'],
    ['50%', /mod/, '%'],
    ['"open', /no closing/, '"open'],
    ['a * / b', /can’t stand here/, '/'],
    ['1..', /two ends/, '..'],
  ];
  for (const [source, message, place] of REFUSES)
    it(`${source === '' ? 'nothing' : source} is refused at “${place}”`, () => {
      const parsed = parseExpression(source);
      assert.ok(parsed.kind === 'syntax-failure', tree(parsed as Expression));
      assert.match(parsed.message, message);
      assert.equal(source.slice(parsed.start, parsed.end), place);
    });

  it('every node knows where it stands', () => {
    const source = 'argmax(correlate(v, k, normalize=true)) == (3 + x[1])';
    const texts: string[] = [];
    const see = (node: Expression): void => {
      texts.push(source.slice(node.start, node.end));
      if (node.kind === 'binary') [node.left, node.right].forEach(see);
      if (node.kind === 'call')
        node.args.forEach(({ value }) => {
          see(value);
        });
      if (node.kind === 'subscript') node.subscripts.forEach(see);
    };
    const parsed = parseExpression(source);
    assert.ok(parsed.kind !== 'syntax-failure');
    see(parsed);
    assert.deepEqual(texts, [
      source,
      'argmax(correlate(v, k, normalize=true))',
      'correlate(v, k, normalize=true)',
      'v',
      'k',
      'true',
      '(3 + x[1])',
      '3',
      'x[1]',
      '1',
    ]);
  });
});

describe('values of expressions', () => {
  const X = ['x: [1, 2, 3]', 'c: { type: conv1d, input: x, kernel: [1, 2, 3], padding: same }'];
  const VALUES: readonly (readonly [expression: string, value: unknown])[] = [
    ['0.33 * 100 == 33', { kind: 'boolean', value: true }],
    ['1/3 + 1/6', { kind: 'number', value: '1/2' }],
    ['2^100', { kind: 'number', value: '1267650600228229401496703205376' }],
    ['608850137136000000001 - 1', { kind: 'number', value: '608850137136000000000' }],
    ['1 < 2 < 3', { kind: 'boolean', value: true }],
    ['1 < 3 < 2', { kind: 'boolean', value: false }],
    ['x[0] + x[2]', { kind: 'number', value: 4 }],
    ['c(x)', { kind: 'tensor', shape: [3], values: [8, 14, 8] }],
    ['output(c)', { kind: 'tensor', shape: [3], values: [8, 14, 8] }],
    ['matrix(c) * x', { kind: 'tensor', shape: [3], values: [8, 14, 8] }],
    ['c.stride', { kind: 'number', value: 1 }],
    ['count(i in 1..10, i mod 3 == 0)', { kind: 'number', value: 3 }],
    ['list(i in 1..3, i^2)', { kind: 'tensor', shape: [3], values: [1, 4, 9] }],
    ['forall(i in 1..3, i < 3)', { kind: 'boolean', value: false, counterexample: 'It fails for i = 3.' }],
    ['exists(i in x, i == 2)', { kind: 'boolean', value: true, proof: 'It holds for i = 2.' }],
    ['defined(outputSize(3, 5)) ? 1 : 0', { kind: 'number', value: 0 }],
    ['outputSize(3, 5) + 1', { kind: 'undefined', reason: 'a window of 5 doesn’t fit into 3 cells' }],
    ['conv1d(x, kernel=[1, 1], stride=2).stride', { kind: 'number', value: 2 }],
    ['params(conv2d({filters: 3, kernel: 5, inChannels: 3}))', { kind: 'number', value: 228 }],
    ['correlate(x, [1, 1, 1], padding=same)', { kind: 'tensor', shape: [3], values: [3, 6, 5] }],
    ['x == [1, 2, 3]', { kind: 'boolean', value: true }],
    ['sqrt(2) == 1.4142135623730951', { kind: 'boolean', value: true }],
  ];
  for (const [expression, value] of VALUES)
    it(expression, () => {
      assert.deepEqual(valueOf(expression, X), value);
    });

  const SENTENCES: readonly (readonly [expression: string, sentence: RegExp])[] = [
    ['params(x)', /^params takes a layer as `layer`; this is a tensor of 3\./],
    ['sum(c)', /this is a conv1d layer \(output\(…\) is what a layer gives/],
    ['correlate(x, [1], strides=2)', /no option `strides`/],
    ['conv1d(x, kernel=[1], strid=2)', /no option “strid”\. Did you mean “stride”\?/],
    ['x[7]', /Subscript 7 is outside 0\.\.2/],
    ['x + [1, 2]', /shape/],
    ['1 / 0', /divided by 0/],
    ['forall(i in 1..10^9, i > 0)', /more than 400000 numbers/],
    ['k1 + 1', /not defined/],
    ['true + 1', /takes numbers and tensors/],
    ['max', /is a function/],
    ['c(x)(x)', /takes one thing|can’t be called/],
  ];
  for (const [expression, sentence] of SENTENCES)
    it(`${expression} gets a sentence`, () => {
      const value = valueOf(expression, X);
      assert.ok(typeof value === 'string', JSON.stringify(value));
      assert.match(value, sentence);
    });

  it('names can stand in any order', () => {
    assert.deepEqual(valueOf('a', ['a: b + 1', 'b: d * 2', 'd: 4']), { kind: 'number', value: 9 });
  });
});
