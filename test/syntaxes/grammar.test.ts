import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWASM, OnigScanner, OnigString } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry, type IGrammar, type StateStack } from 'vscode-textmate';
import { answers, discussion, homework } from './examples';

interface Token {
  readonly text: string;
  readonly start: number;
  readonly scopes: string;
}

const grammarFiles: Readonly<Record<string, string>> = {
  'source.cnn-yaml': join(__dirname, '../../syntaxes/cnn-yaml.tmLanguage.json'),
  // The editor has the real grammar; its stand-in gives the same scopes for what is tested here.
  'source.yaml': join(__dirname, 'fixtures/yaml.tmLanguage.json'),
};

async function loadGrammar(scopeName: string): Promise<IGrammar> {
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: (scope) => {
      const file = grammarFiles[scope];
      return Promise.resolve(file === undefined ? null : parseRawGrammar(readFileSync(file, 'utf8'), file));
    },
  });
  const grammar = await registry.loadGrammar(scopeName);
  assert(grammar, `no grammar ${scopeName}`);
  return grammar;
}

function tokenize(grammar: IGrammar, lines: readonly string[], before: StateStack = INITIAL): Token[][] {
  let state = before;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens.map((token) => ({
      text: line.slice(token.startIndex, token.endIndex),
      start: token.startIndex,
      scopes: token.scopes.join(' '),
    }));
  });
}

/** One character for each column: what an outline of the file's YAML would see. */
function outline(tokens: readonly Token[]): string {
  const kind = (scopes: string): string => {
    if (scopes.includes('entity.name.tag')) return 'k';
    if (scopes.includes('comment.line')) return '#';
    return scopes.includes('string.unquoted.block') ? '|' : '.';
  };
  return tokens.map((token) => kind(token.scopes).repeat(token.text.length)).join('');
}

describe('The grammar of .cnn.yaml', () => {
  let grammar: IGrammar;
  let yaml: IGrammar;

  before(async () => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    grammar = await loadGrammar('source.cnn-yaml');
    yaml = await loadGrammar('source.yaml');
  });

  /** Scopes of the first character of `fragment` in the line that holds `inLine` (or in the only line). */
  function scopesOf(source: string, fragment: string, inLine = fragment): string {
    const lines = source.split('\n');
    const index = lines.findIndex((line) => line.includes(inLine));
    const line = lines[index];
    assert(line !== undefined, `no line with ${inLine}`);
    const column = line.indexOf(inLine) + Math.max(0, inLine.indexOf(fragment));
    const at = line.indexOf(fragment, column);
    assert(at >= 0, `no ${fragment} in ${line}`);
    const tokens = tokenize(grammar, lines)[index]?.filter((token) => token.start <= at);
    return tokens?.at(-1)?.scopes ?? '';
  }

  function has(source: string, fragment: string, scope: string, inLine?: string): void {
    const scopes = scopesOf(source, fragment, inLine);
    assert(scopes.includes(scope), `«${fragment}» is ${scopes}, not ${scope}`);
  }

  function hasNot(source: string, fragment: string, scope: string, inLine?: string): void {
    const scopes = scopesOf(source, fragment, inLine);
    assert(!scopes.includes(scope), `«${fragment}» is ${scopes}`);
  }

  const expression = 'meta.embedded.expression';
  const name = 'variable.other.readwrite';
  const call = 'support.function';
  const number = 'constant.numeric';
  const math = 'string.other.math';

  describe('a problem set', () => {
    const source = discussion;
    // The line, what stands in it, its scope.
    const cases: readonly (readonly [line: string, fragment: string, scope: string])[] = [
      ['title: Discussion', 'title', 'entity.name.tag.yaml'],
      ['title: Discussion', 'Discussion', 'string.unquoted.plain'],
      ['conventions:  ', 'conventions', 'entity.name.tag.yaml'],
      ['conventions:  ', '# optional', 'comment.line'],
      ['convolution: cross-correlation', 'cross-correlation', 'string.unquoted.plain'],
      ['convolution: cross-correlation', '# or: flipped', 'comment.line'],
      ['bias: true  ', 'true', 'constant.language.boolean'],
      ['index: 0', '0', number],
      ['flatten: row-major', 'row-major', 'string.unquoted.plain'],
      ['problems:', 'problems', 'entity.name.tag.yaml'],
      ['- id: weight-sharing', '-', 'punctuation.definition.block.sequence.item'],
      ['- id: weight-sharing', 'weight-sharing', 'string.unquoted.plain'],
      ['let: { n: 9', 'let', 'entity.name.tag.yaml'],
      ['let: { n: 9', 'n', 'entity.name.tag.yaml'],
      ['let: { n: 9', '9', number],
      ['given:', 'given', 'entity.name.tag.yaml'],
      ['x: { type: input', 'input', 'support.type'],
      ['{ type: input, shape: [n] }', 'n]', name],
      ['conv:     { type: conv1d', 'conv1d', 'support.type'],
      ['input: x, kernel: k, padding: same', 'k,', name],
      ['input: x, kernel: k, padding: same', 'same', 'string.unquoted.plain'],
      ['input: x, kernel: k, padding: same', 'padding', 'entity.name.tag.yaml'],
      ['units: n, bias: false', 'false', 'constant.language.boolean'],
      ['over: { m: 1..n }', '..', 'keyword.operator.range'],
      ['over: { m: 1..n }', 'n }', name],
      ['value: "outputSize(n, m)"', '"', 'string.quoted.double.yaml punctuation.definition.string.begin'],
      ['value: "outputSize(n, m)"', 'outputSize', call],
      ['value: "outputSize(n, m)"', 'm)', name],
      ['value: "outputSize(n, m)"', '" }', 'punctuation.definition.string.end'],
      ['prompt: Write the $R', 'Write', 'string.unquoted.plain'],
      ['prompt: Write the $R', '$R', 'punctuation.definition.math.begin'],
      ['R^{ {{n}} } \\to', 'R', math],
      ['R^{ {{n}} } \\to', '{{', 'punctuation.section.embedded.begin'],
      ['R^{ {{n}} } \\to', 'n', `${expression}.cnn-yaml ${name}`],
      ['R^{ {{n}} } \\to', '\\to', 'support.function.math'],
      ['answer: matrix(conv) ', 'matrix', call],
      ['answer: matrix(conv) ', 'conv', name],
      ['answer: matrix(conv) ', '# a symbolic', 'comment.line'],
      ['answer: { matrix: matrix(dense), weights', 'matrix(', call],
      ['answer: { matrix: matrix(dense), weights', 'weights', 'entity.name.tag.yaml'],
      ['weights: nnz(matrix(unshared))', 'nnz', call],
      ['- each window learns', 'each', 'string.unquoted.plain'],
      ['- shared weights average', 'average', 'string.unquoted.plain'],
      ['evidence: local-vs-shared', 'local-vs-shared', 'string.unquoted.plain'],
      ['for input size $n$ and', 'n$', math],
      ['for input size $n$ and', ' and', 'string.unquoted.plain'],
      ['variables: { n: 1..64', '64', number],
      ['answer: n - m + 1', 'n -', name],
      ['answer: n - m + 1', '- m', 'keyword.operator.arithmetic'],
      ['answer: n - m + 1', '1 ', number],
      ['output: "outputSize(n, n)"', 'outputSize', call],
    ];
    for (const [line, fragment, scope] of cases) {
      it(`${line} … ${fragment}: ${scope}`, () => {
        has(source, fragment, scope, line);
      });
    }

    it('keeps prompts text', () => {
      hasNot(source, 'Write', expression, 'prompt: Write the $R');
      hasNot(source, 'What', expression, 'What does a fixed window learn?');
      hasNot(source, 'each', expression, '- each window learns');
    });
  });

  describe('a second problem set', () => {
    const source = homework;
    const cases: readonly (readonly [line: string, fragment: string, scope: string])[] = [
      ['fc:    { type: dense-equivalent, of: conv }', 'dense-equivalent', 'support.type'],
      ['fc:    { type: dense-equivalent, of: conv }', 'conv', name],
      ['shape: [512, 512, 3]', '512', number],
      ['{ id: a, prompt: How many learnable parameters?, answer', 'How', 'string.unquoted.plain'],
      ['{ id: a, prompt: How many learnable parameters?, answer', 'answer', 'entity.name.tag.yaml'],
      ['answer: params(conv) } ', 'params', call],
      ['answer: params(conv) } ', '}', 'punctuation.definition.mapping.end'],
      ['# 608,850,137,136', '#', 'comment.line'],
      ['values: [[1,0,0],', '1', number],
      ['pattern: max(down, up)', 'max', call],
      ['pattern: max(down, up)', '# an X', 'comment.line'],
      ['background: diagonal-streaks', 'diagonal-streaks', 'string.unquoted.plain'],
      ['place: pattern', 'pattern', name],
      ['r1: correlate(image, down)', 'r1', 'entity.name.tag.yaml'],
      ['r1: correlate(image, down)', 'correlate', call],
      ['r1: correlate(image, down)', ',', 'punctuation.separator'],
      ['r1: correlate(image, down)', 'down', name],
      ['response: r1 + r2', '+', 'keyword.operator.arithmetic'],
      ['answer: argmax(correlate(image, down) + ', '+', 'keyword.operator.arithmetic'],
      ['grade: { as: program, on: image', 'program', 'string.unquoted.plain'],
      ['grade: { as: program, on: image', 'image', name],
      ['allow: [correlate, convolve, sum, argmax, "+"]', 'sum', 'string.unquoted.plain'],
      ['allow: [correlate, convolve, sum, argmax, "+"]', '"+', 'string.quoted.double'],
      ['v: [6, 7, 8', '7', number],
      ['answer: "correlate(v, k)"', 'correlate', call],
      ['argmax(correlate(v, k)) == 3', '==', 'keyword.operator.comparison'],
      ['argmax(correlate(v, k)) == 3', '3', number],
      ['"argmax(correlate(v, k, normalize=true))"', 'normalize', 'variable.parameter'],
      ['"argmax(correlate(v, k, normalize=true))"', '=', 'keyword.operator.assignment'],
      ['"argmax(correlate(v, k, normalize=true))"', 'true', 'constant.language.boolean'],
      ['answer: { raw: "argmax(', 'raw', 'entity.name.tag.yaml'],
      ['answer: { raw: "argmax(', 'argmax', call],
      ['equivariant(conv1d(kernel=k), shift)', 'kernel', 'variable.parameter'],
    ];
    for (const [line, fragment, scope] of cases) {
      it(`${line} … ${fragment}: ${scope}`, () => {
        has(source, fragment, scope, line);
      });
    }
  });

  describe('answers', () => {
    const source = answers;

    it('reads shown work as an expression', () => {
      has(source, '512', number, 'b: (512*512*3');
      has(source, '=', 'keyword.operator', '= 176930550');
      has(source, '# work', 'comment.line');
    });

    it('reads names as text and programs as expressions', () => {
      hasNot(source, 'Daniel', expression);
      hasNot(source, 'homework-3', expression);
      has(source, 'argmax', call);
      has(source, 'true', 'constant.language.boolean', 'claim: true');
    });
  });

  describe('expressions', () => {
    it('reads words', () => {
      const source = 'check: forall(i in 0..3, it[i] > 0) and not defined(parts.a) mod input';
      has(source, 'forall', 'keyword.control.quantifier');
      for (const word of [' in ', ' and ', ' not ', ' mod '])
        has(source, word.trim(), 'keyword.operator.word', word);
      for (const word of ['it[', 'parts', 'input']) has(source, word, 'variable.language');
      has(source, 'a)', 'variable.other.property', 'parts.a)');
      has(source, 'defined', call);
    });

    it('reads strings in quotes of either kind', () => {
      has('answer: layersOf(net, "conv2d")', '"conv2d"', 'string.quoted.double.cnn-yaml');
      has('answer: \'layersOf(net, "conv2d")\'', '"conv2d"', 'string.quoted.double.cnn-yaml');
      has('answer: "layersOf(net, \\"conv2d\\")"  # two', '\\"conv2d', 'string.quoted.double.cnn-yaml');
      has('answer: "layersOf(net, \\"conv2d\\")"  # two', '# two', 'comment.line');
    });

    it('goes on where YAML lets a plain value go on', () => {
      const source = 'answer: argmax(down\n  + correlate(up, k))  # why\npoints: 2\nprompt: text';
      has(source, 'correlate', call);
      has(source, '# why', 'comment.line');
      has(source, 'points', 'entity.name.tag.yaml');
      hasNot(source, 'text', expression);
    });

    it('reads lists of expressions', () => {
      const flow = 'where: [n > m, n mod 2 == 1, 3]';
      has(flow, '>', 'keyword.operator.comparison');
      has(flow, 'mod', 'keyword.operator.word');
      has(flow, '3]', number);
      has('where:\n  - n > m', '>', 'keyword.operator.comparison');
      has('shape: [n, 2*m, 3]', '*', 'keyword.operator.arithmetic');
      hasNot('padding: [same, 2]', 'same', expression);
    });

    it('ends at a comma or bracket in a flow map', () => {
      const source = 'a: { answer: params(conv), prompt: How many?, units: 2^i }';
      has(source, ')', 'punctuation.section.parens');
      has(source, ', prompt', 'punctuation.separator.mapping.yaml');
      has(source, 'prompt', 'entity.name.tag.yaml');
      hasNot(source, 'How', expression);
      has(source, '^', 'keyword.operator.arithmetic');
    });

    it('shows what YAML does to a comma without quotes', () => {
      has('a: { answer: outputSize(n, m) }', ', m', 'punctuation.separator.mapping.yaml');
    });

    it('leaves what is meant for people as text', () => {
      for (const source of [
        'a: It grows with n (linearly), always.',
        'a: No, never',
        'a: "yes"',
        'b: { x: Valid padding }',
        'rubric:\n  - a * marks the place it learns',
        'course: n + 1',
      ])
        assert(
          !tokenize(grammar, source.split('\n'))
            .flat()
            .some((token) => token.scopes.includes(expression)),
          source,
        );
    });
  });

  describe('texts', () => {
    it('has maths, expressions and code in a block scalar', () => {
      const source = [
        'prompt: |',
        '  # A heading with $n^2$ and {{ outputSize(n, 3) }}',
        '',
        '  $$',
        '  \\sum_{i=1}^{n} k_i # still maths',
        '  $$',
        '  and `code $x$`',
        'answer: n + 1  # done',
      ].join('\n');
      has(source, 'A heading', 'string.unquoted.block');
      hasNot(source, '# A', 'comment');
      has(source, 'n^2', math);
      has(source, 'outputSize', call);
      has(source, '\\sum', 'support.function.math');
      has(source, 'still', math);
      hasNot(source, 'and `', math);
      has(source, 'code', 'markup.inline.raw');
      hasNot(source, 'x$`', math);
      has(source, 'answer', 'entity.name.tag.yaml');
      has(source, '# done', 'comment.line');
    });

    for (const key of ['prompt', 'solution', 'hint', 'say', 'title']) {
      it(`has them in ${key}, plain and quoted`, () => {
        for (const source of [
          `${key}: Size $k$ of {{ n }}`,
          `${key}: "Size $k$ of {{ n }}"`,
          `${key}: 'Size $k$ of {{ n }}'`,
          `${key}: >-\n  Size $k$ of {{ n }}`,
          `${key}: a first line\n  Size $k$ of {{ n }}`,
          `x: { ${key}: "Size $k$ of {{ n }}" }`,
        ]) {
          has(source, 'Size', 'string.');
          has(source, 'k$', math);
          hasNot(source, ' of', math);
          has(source, 'n }}', `${expression}.cnn-yaml ${name}`);
        }
      });
    }

    it('takes prices and escapes as text', () => {
      hasNot('prompt: it costs $5 and $10', '5', math);
      hasNot('prompt: it costs \\$5 and 6$', '5', math);
      has('prompt: literal \\{{ n }}', '\\{{', 'constant.character.escape');
      hasNot('prompt: literal \\{{ n }}', 'n }', expression);
    });

    it('does not reach over a comment or a quote', () => {
      has('prompt: over $v # and $w', '# and', 'comment.line');
      hasNot('prompt: over $v # and $w', 'v #', math);
      hasNot('x: { prompt: "over $v", hint: "and $w" }', 'v"', math);
      has('x: { prompt: "over $v", hint: "and $w" }', 'hint', 'entity.name.tag.yaml');
    });

    it('ends display maths that nobody closed with its paragraph and its scalar', () => {
      const source = 'prompt: |\n  Open $$ here\n\n  closed\nhint: |\n  Open $$ again\nanswer: 1';
      has(source, 'here', math);
      hasNot(source, 'closed', math);
      has(source, 'answer', 'entity.name.tag.yaml');
    });
  });

  describe('half-written lines', () => {
    const halves = [
      'answer: argmax(correlate(image, ',
      'r1: ',
      'r1: correlate(image, [1, 2',
      'r1: net.',
      'prompt: over $v and {{ n',
      'prompt: over $$v',
      'type: ',
      'check: it == "a',
      'value: n +',
    ];
    for (const half of halves) {
      it(half, () => {
        const after = tokenize(grammar, [half, 'title: A text', 'answer: n + 1  # note']).slice(1);
        const alone = tokenize(grammar, ['title: A text', 'answer: n + 1  # note']);
        assert.deepEqual(after, alone);
      });
    }

    for (const [what, source] of Object.entries({ discussion, homework, answers })) {
      it(`leave the YAML of the ${what} alone, wherever a line is cut`, () => {
        const lines = source.split('\n');
        let before = { cnn: INITIAL, yaml: INITIAL };
        lines.forEach((line, index) => {
          for (const match of line.matchAll(/[\s({[\]})"'$,:.]/g)) {
            const cut = line.slice(0, match.index + 1);
            if (cut.trim() === '') continue;
            // What follows: the rest of the same part, and the next thing at the margin.
            const rest = [cut, ...lines.slice(index + 1, index + 4), 'problems:'];
            assert.deepEqual(
              tokenize(grammar, rest, before.cnn).map(outline),
              tokenize(yaml, rest, before.yaml).map(outline),
              cut,
            );
          }
          before = {
            cnn: grammar.tokenizeLine(line, before.cnn).ruleStack,
            yaml: yaml.tokenizeLine(line, before.yaml).ruleStack,
          };
        });
      }).timeout(20_000);
    }
  });

  it('stays quick on a long line', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => index % 10).join(', ');
    const started = performance.now();
    tokenize(grammar, [
      `x: { values: [${values}], type: input }`,
      `y: ${'a + '.repeat(1_500)}a`,
      `prompt: ${'$a '.repeat(1_500)}`,
    ]);
    assert(performance.now() - started < 5_000);
  });
});
