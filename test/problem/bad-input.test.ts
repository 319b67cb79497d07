import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/problem';
import { findingsOf, keyOf, problemSet } from '../support/texts';

/** A file whose second problem is whole: whatever is broken in the first, this key must come out. */
function beside(broken: string): string {
  return `${broken.replace(/\n*$/, '\n')}  - id: whole\n    answer: 6 * 7\n`;
}

interface Case {
  readonly what: string;
  readonly text: string;
  /** `code “place” message`, one for each finding, in order; a regular expression or the whole text. */
  readonly says: readonly (string | RegExp)[];
}

const given = (...lines: string[]): string => problemSet({ given: lines });
const parts = (...lines: string[]): string =>
  problemSet({
    given: ['x: { type: input, shape: [9] }', 'c: { type: conv1d, input: x, kernel: 3 }'],
    parts: lines,
  });

const CASES: readonly Case[] = [
  {
    what: 'a half-typed key',
    text: problemSet({ more: ['tit'], parts: ['- { id: a, answer: 1 }'] }),
    says: ['yaml “tit” “tit” is not finished: a key is followed by “: ” and its value.'],
  },
  {
    what: 'a half-typed part in braces',
    text: parts('- { id: a, answer: 1 }', '- { id: b, ans', '- { id: c, answer: 2 }'),
    says: ['yaml “{” This “{” is never closed.'],
  },
  {
    what: 'a key without a value',
    text: parts('- id: a', '  answer:'),
    says: ['no-value “answer” “answer” has no value yet.'],
  },
  {
    what: 'a duplicate key',
    text: given('k: [1, 2]', 'k: [3]'),
    says: ['duplicate-key “k” “k” stands twice here; the first one counts. Rename or remove this one.'],
  },
  {
    what: 'an unknown key',
    text: given('c: { type: conv1d, kernal: 3, in-channels: 1 }'),
    says: ['unknown-key “kernal” “kernal” is no key here; did you mean “kernel”?'],
  },
  {
    what: 'PyTorch’s spelling of a key',
    text: given('c: { type: conv1d, kernel_size: 3, in_channels: 1 }'),
    says: [
      'unknown-key “kernel_size” “kernel_size” is no key here; did you mean “kernel”?',
      'unknown-key “in_channels” “in_channels” is no key here; did you mean “in-channels”?',
    ],
  },
  {
    what: 'a name that does not exist',
    text: parts('- { id: a, answer: params(cc) }'),
    says: ['unknown-name “cc” “cc” is not defined here. Did you mean “c”?'],
  },
  {
    what: 'a function that does not exist',
    text: parts('- { id: a, answer: parmas(c) }'),
    says: ['unknown-name “parmas” There is no function “parmas”. Did you mean “params”?'],
  },
  {
    what: 'a cycle',
    text: given('f: g + 1', 'g: h * 2', 'h: f'),
    says: ['cycle “f” f → g → h → f goes round in a circle.'],
  },
  {
    what: 'a name that is itself',
    text: given('f: f + 1'),
    says: ['cycle “f” f → f goes round in a circle.'],
  },
  {
    what: 'an expression that YAML cuts in two',
    text: parts('- { id: a, answer: outputSize(9, 3) }'),
    says: ['cut-expression “outputSize(9, 3)” YAML cuts this expression at the comma; put it in quotes.'],
  },
  {
    what: 'a number that YAML cuts in three',
    text: parts('- { id: a, answer: 62,378,344 }'),
    says: ['cut-expression “62,378,344” YAML cuts this at the commas; write 62378344, or put it in quotes.'],
  },
  {
    what: 'a negative stride',
    text: given('c: { type: conv1d, kernel: 3, in-channels: 1, stride: -1 }'),
    says: ['value “-1” `stride` takes a whole number from 1; this is the number −1.'],
  },
  {
    what: 'a dilation of 0',
    text: given('c: { type: conv1d, kernel: 3, in-channels: 1, dilation: 0 }'),
    says: [
      /^value “0” `dilation` takes a whole number from 1; .* Dilation 1 is the ordinary filter; some courses count the gaps, from 0\.$/,
    ],
  },
  {
    what: '10,000 nested parentheses',
    text: given(`x: ${'('.repeat(10_000)}1${')'.repeat(10_000)}`),
    says: ['syntax “(” Brackets may be nested 100 deep.'],
  },
  {
    what: '10,000 nested brackets of YAML',
    text: given(`x: ${'['.repeat(10_000)}`),
    says: [/^yaml “\[” Brackets are nested more than 64 deep here\.$/],
  },
  {
    what: '__proto__ as a name',
    text: given('__proto__: 3', 'constructor: 4', 'y: constructor + 1'),
    says: ['reserved-name “__proto__” “__proto__” can’t be a name here; choose another.'],
  },
  {
    what: '__proto__ in an expression',
    text: given('y: __proto__'),
    says: [/^unknown-name “__proto__” “__proto__” is not defined here\./],
  },
  {
    what: 'a tab',
    text: 'problems:\n  - id: p\n    given:\n\t  a: 1\n',
    says: ['yaml “\t” YAML is indented with spaces, not tabs.'],
  },
  {
    what: 'an unknown alias',
    text: given('a: *b'),
    says: [/^yaml “\*b” No anchor “&b” stands before this alias\./],
  },
  {
    what: 'a value with a colon',
    text: problemSet({ more: ['title: Note: this'] }),
    says: ['yaml “Note: this” YAML reads this as something else than the text it is; put it in quotes.'],
  },
  {
    what: 'a value that opens with a template',
    text: problemSet({ more: ['title: {{ 1 }} and more'] }),
    says: [
      'yaml “{{ 1 }} and more” YAML reads this as something else than the text it is; put it in quotes.',
    ],
  },
  {
    what: 'a list with something behind it',
    text: parts('- id: a', '  answer: [0, 2] * 3'),
    says: ['yaml “[0, 2] * 3” YAML reads this as something else than the text it is; put it in quotes.'],
  },
  {
    what: 'a type that does not exist',
    text: given('c: { type: conv4d, kernel: 3 }'),
    says: [/^expected “conv4d” There is no type “conv4d”\. Did you mean “conv.d”\?$/],
  },
  {
    what: 'a type of a later version',
    text: given('n: { type: network, layers: [] }'),
    says: [/^expected “network” Objects of type “network” can’t be computed yet/],
  },
  {
    what: 'a word that is none',
    text: given('c: { type: conv1d, kernel: 3, in-channels: 1, fit: flor }'),
    says: [
      /^expected “flor” Expected one of floor, exact, ceil here\. “flor” is not\. Did you mean “floor”\?$/,
    ],
  },
  {
    what: 'a kernel larger than the input',
    text: given('x: { type: input, shape: [9] }', 'c: { type: conv1d, input: x, kernel: 11 }'),
    says: [/^undefined-value “11” This is undefined: a window of 11/],
  },
  {
    what: 'values of 10^12 entries',
    text: problemSet({
      given: ['x: { type: input, shape: [1000000, 1000000] }'],
      parts: ['- { id: a, answer: size(x) }', '- { id: b, answer: sum(x) }'],
    }),
    says: [/^value “sum\(x\)” This tensor has 1,000,000,000,000 entries; values are computed up to/],
  },
  {
    what: 'a number of too many digits',
    text: given('x: 2^(10^9)', `y: ${'9'.repeat(10_001)}`),
    says: [
      /^value “2\^\(10\^9\)” This power has more than 10000 digits\./,
      /^syntax “9+” A number may have up to 10000 digits\.$/,
    ],
  },
  {
    what: 'two ids that are the same',
    text: parts('- { id: a, answer: 1 }', '- { id: a, answer: 2 }'),
    says: [/^duplicate-id “a” The id “a” is used twice/],
  },
  {
    what: 'a problem without an id',
    text: 'problems:\n  - title: x\n',
    says: [/^missing-key “title” This needs “id”/],
  },
  {
    what: 'a template that names nothing',
    text: problemSet({ more: ['prompt: "{{ q }} cells"'] }),
    says: ['unknown-name “q” “q” is not defined here.'],
  },
  {
    what: 'a semicolon',
    text: given('x: "[1, 2; 3, 4]"'),
    says: [/^syntax “;” “;” can’t stand in an expression: separate with “,”\.$/],
  },
  {
    what: 'a sign that could be two things',
    text: given('x: "[1 -1]"'),
    says: [/^syntax “ ” “-” could be a sign or an operator here/],
  },
  {
    what: 'a division that could be two things',
    text: given('n: 3', 'x: 1/2n'),
    says: [/^syntax “\/2n” “\/2n…” can mean two things/],
  },
];

describe('bad input: one clear finding each, and the rest keeps working', () => {
  for (const { what, text, says } of CASES)
    it(what, () => {
      const whole = beside(text);
      const found = findingsOf(whole);
      assert.equal(found.length, says.length, found.join('\n'));
      for (const [index, expected] of says.entries()) {
        const finding = found[index] ?? '';
        if (typeof expected === 'string') assert.equal(finding, expected);
        else assert.match(finding, expected);
      }
      if (!text.includes('['.repeat(300)))
        assert.deepEqual(keyOf(openProblemSet(whole), 'whole', 'answer'), { kind: 'number', value: 42 });
    });

  it('what uses a broken name has no second finding', () => {
    const text = problemSet({
      given: ['a: nothing', 'b: a + 1', 'c: b * 2'],
      parts: ['- { id: q, answer: c }'],
    });
    assert.deepEqual(findingsOf(text).length, 1);
    assert.equal(keyOf(openProblemSet(text), 'p', 'q'), 'waits for c');
  });

  it('a file over the size limit is not read', () => {
    const text = `title: ${'x'.repeat(2_000_001)}\n`;
    const [found, ...more] = openProblemSet(text).findings;
    assert.deepEqual(
      [found?.code, found?.message, more],
      ['too-large', 'This file has 2000009 characters; up to 2000000 are read.', []],
    );
  });

  it('the limit is a setting', () => {
    assert.equal(
      openProblemSet('title: a long title\n', { maxCharacters: 10 }).findings[0]?.code,
      'too-large',
    );
  });

  it('another variant than 0 is a clear error', () => {
    assert.deepEqual(
      openProblemSet('problems: []\n', { variant: 17 }).findings.map(({ code, message }) => [code, message]),
      [['variant', 'Variant 17 can’t be computed yet; only variant 0, the author’s example, can.']],
    );
  });

  it('an alias bomb is refused', () => {
    const lines = [
      'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]',
      ...'bcdefgh'
        .split('')
        .map(
          (name, index) =>
            `${name}: &${name} [${new Array(10).fill(`*${'abcdefg'.charAt(index)}`).join(', ')}]`,
        ),
    ];
    const found = findingsOf(problemSet({ given: lines }));
    assert.ok(
      found.some((finding) => finding.includes('aliases counted')),
      found.join('\n'),
    );
  });

  it('every prefix of a sample can be opened', () => {
    const text = problemSet({
      given: [
        'x: { type: input, shape: [9] }',
        "c: { type: conv1d, input: x, kernel: [1, 2, 3], padding: 'same' }",
        'd: "max(x)"',
      ],
      parts: [
        '- id: a',
        '  prompt: |',
        '    Say $x_{ {{size(x)}} }$, *please*.',
        '  answer: { m: matrix(c), n: "outputSize(9, 3)" }',
      ],
    });
    for (let length = 0; length <= text.length; length++) {
      const sheet = openProblemSet(text.slice(0, length));
      for (const { start, end } of sheet.findings)
        assert.ok(
          start >= 0 && end <= Math.max(length, start) && start <= end,
          `at ${length}: ${start}..${end}`,
        );
    }
  });
});
