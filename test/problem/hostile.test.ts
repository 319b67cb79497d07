import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { grade, readAnswerFile } from '../../src/grading';
import { keyText, problemSetLenses } from '../../src/language';
import { pageOf } from '../support/page-of';
import { openProblemSet, type OpenOptions } from '../../src/problem';
import { npy } from '../support/npy';
import { chunk, header, png, pngOf } from '../support/image';
import { findingsOf, keyOf, problemSet, sample } from '../support/texts';

/** A file whose second problem is whole: whatever is in the first, this key must come out. */
function beside(hostile: string, options: OpenOptions = {}): string[] {
  const worksheet = openProblemSet(`${hostile}  - { id: whole, answer: 6 * 7 }\n`, options);
  assert.deepEqual(keyOf(worksheet, 'whole', 'answer'), { kind: 'number', value: 42 });
  return worksheet.findings.map(({ message }) => message);
}

describe('a file from a stranger', () => {
  it('of 20 MB is refused before it is parsed, or cut into lines', () => {
    const parsed: number[] = [];
    const { findings, lines } = openProblemSet(`title: x\n${'# comment\n'.repeat(2_000_000)}`, {
      observe: { parsed: (text) => parsed.push(text.length) },
    });
    assert.deepEqual(
      findings.map(({ code, start, end }) => [code, start, end]),
      [['too-large', 0, 8]],
    );
    assert.deepEqual([parsed, lines.positionAt(100).line], [[], 0]);
  });

  it('with a shape of 10^12 elements can be counted, not made', () => {
    const found = beside(
      problemSet({
        given: [
          'x: { type: input, shape: [1000000, 1000000] }',
          'c: { type: conv2d, input: x, filters: 1, kernel: 3 }',
        ],
        parts: [
          '- { id: a, answer: size(x) }',
          '- { id: b, answer: params(c) }',
          '- { id: c, answer: nnz(matrix(c)) }',
          '- { id: d, answer: sum(x) }',
          '- { id: e, answer: "c(x)[0, 0]" }',
        ],
      }),
    );
    assert.equal(found.length, 2, found.join('\n'));
    for (const message of found)
      assert.match(message, /entries; values are computed up to|multiply-adds; up to/);
  });

  it('nested 200 deep, in brackets or by indentation, is told so', () => {
    const block = Array.from({ length: 200 }, (_, depth) => `${' '.repeat(6 + depth)}a:`).join('\n');
    for (const hostile of [
      `problems:\n  - id: p\n    given: { a: ${'['.repeat(200)}${']'.repeat(200)} }\n`,
      `problems:\n  - id: p\n    given:\n${block}\n`,
      problemSet({ parts: [`- { id: a, answer: "${'('.repeat(200)}1${')'.repeat(200)}" }`] }),
    ]) {
      const found = beside(hostile);
      assert.ok(
        found.some((message) => message.includes('nested')),
        found.join('\n'),
      );
    }
  });

  it('with an alias bomb is refused without being expanded', () => {
    const bomb = Array.from(
      { length: 9 },
      (_, level) => `      a${level + 1}: &a${level + 1} [${new Array(10).fill(`*a${level}`).join(', ')}]`,
    );
    const found = findingsOf(`problems:\n  - id: p\n    given:\n      a0: &a0 [1]\n${bomb.join('\n')}\n`);
    assert.ok(
      found.some((message) => message.includes('aliases counted')),
      found.join('\n').slice(0, 500),
    );
  });

  const ENDLESS: readonly (readonly [answer: string, says: RegExp])[] = [
    ['forall(i in 1..10^12, i > 0)', /more than 400000 numbers/],
    ['count(i in 1..10^5, count(j in 1..10^5, i == j) > 0)', /more than 400000 steps/],
    ['9^(9^9)', /more than 10000 digits/],
    ['9^9^9^9', /digits|whole number|exponent/],
    ['(a + b + c)^60', /takes more than|go up to|terms/],
    ['list(i in 1..400000, i)', /more than 400000/],
  ];
  for (const [answer, says] of ENDLESS)
    it(`asking for ${answer} is refused`, () => {
      const found = beside(
        problemSet({
          more: ['variables: [a, b, c]'],
          parts: [`- { id: p, answer: ${JSON.stringify(answer)} }`],
        }),
      );
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', says);
    });

  it('that would compute for hours in steps that are small enough is refused', () => {
    const found = beside(
      problemSet({
        given: ['x: { type: input, shape: [30, 30] }', 'k: { type: kernel, shape: [3, 3] }'],
        parts: ['- { id: a, answer: "count(i in 1..10^5, sum(correlate(x, k)) == 0)" }'],
      }),
      { budget: 50_000, alone: true },
    );
    assert.deepEqual(found, ['This would take longer than a minute to compute.']);
  });

  it('with an integer of a million digits is refused', () => {
    for (const digits of ['7'.repeat(1_000_000), `0.${'7'.repeat(1_000_000)}`, '1e1000000']) {
      const found = beside(problemSet({ parts: [`- { id: a, answer: ${digits} }`] }));
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', /may have up to (10000 digits|100000 characters)\.$/);
    }
  });

  it('with thousands of mistakes tells some, and how many more there are', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `- { id: a${index}, answr: 1 }`);
    const found = beside(problemSet({ parts: lines }));
    assert.ok(found.length <= 601, String(found.length));
    assert.match(found.at(-1) ?? '', /There are \d+ more findings below/);
  });

  it('may use the names of what JavaScript objects have', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const set = `problems:\n${names.map((name) => `  - { id: ${name}, given: { ${name}: 3 }, parts: [{ id: ${name}, answer: ${name} + 1 }] }\n`).join('')}`;
    const worksheet = openProblemSet(set);
    assert.deepEqual(worksheet.findings, []);
    for (const name of names) assert.deepEqual(keyOf(worksheet, name, name), { kind: 'number', value: 4 });
    const answers = `problem-set: x\nanswers:\n  __proto__: { a: 1 }\n${names.map((name) => `  ${name}: { ${name}: 4 }\n`).join('')}`;
    const { results } = grade(readAnswerFile(answers), worksheet);
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      names.map(() => 'correct'),
    );
    assert.equal(Object.hasOwn(Object.prototype, 'a'), false);
  });

  it('can be made of any sign, as long as one likes', () => {
    const signs = [
      '{',
      '}',
      '[',
      ']',
      '(',
      '"',
      "'",
      '{{',
      '}}',
      '$',
      '`',
      '*',
      '&a ',
      '- ',
      ': ',
      '#',
      '|',
      '>',
      '\\',
      '!',
      '%',
      '@',
      '\t',
      '\n',
      '\r',
      '\u0000',
      '\ud800',
      'é',
      ',',
      '?',
    ];
    for (const sign of signs)
      for (const around of [
        (text: string) => text,
        (text: string) => `problems:\n  - id: p\n    prompt: ${text}\n`,
        (text: string) => `problems:\n  - id: p\n    answer: "${text}"\n`,
        (text: string) => `problems:\n  - id: p\n    given: { a: ${text} }\n`,
        (text: string) => `problem-set: x\nanswers: { p: ${text} }\n`,
      ]) {
        const text = around(sign.repeat(3000));
        const worksheet = openProblemSet(text);
        pageOf(worksheet);
        problemSetLenses(worksheet);
        keyText(worksheet);
        grade(readAnswerFile(text), worksheet);
      }
  });
});

describe('a file that a stranger’s problem set names', () => {
  /** What is said of a PNG, and how many microseconds it was thought to cost. */
  const saidOf = (bytes: Uint8Array, options: OpenOptions = {}): string[] =>
    beside(problemSet({ given: ['x: { type: input, file: x.png }'] }), {
      files: () => ({ kind: 'bytes', bytes }),
      ...options,
    });
  const zeros = (length: number): Uint8Array => deflateSync(Buffer.alloc(length), { level: 9 });
  const image = (width: number, height: number, data: Uint8Array): Uint8Array =>
    pngOf(header(width, height, 8, 0), chunk('IDAT', data), chunk('IEND'));
  const sound = png({ width: 4, height: 4, depth: 8, type: 0, sample: (x) => x });
  const flipped = Uint8Array.from(sound, (byte, index) => (index === 45 ? byte ^ 1 : byte));

  const FILES: readonly (readonly [what: string, bytes: Uint8Array, says: RegExp])[] = [
    [
      'claims 10^5 × 10^5 pixels',
      image(100_000, 100_000, zeros(1000)),
      /its header announces 100,000 × 100,000 pixels; up to 4,000,000 entries are read\.$/,
    ],
    [
      'claims 2^32 − 1 of them each way',
      image(2 ** 32 - 1, 2 ** 32 - 1, zeros(1)),
      /announces 4,294,967,295 ×/,
    ],
    [
      'claims more entries than pixels',
      pngOf(header(2000, 2000, 8, 6), chunk('IDAT', zeros(10)), chunk('IEND')),
      /its header announces 2,000 × 2,000 pixels; up to 4,000,000 entries/,
    ],
    [
      'inflates to a thousand times what it is',
      image(10, 10, zeros(100_000_000)),
      /there is more data in it than the 110 bytes that its header announces\.$/,
    ],
    ['has too little data', image(10, 10, zeros(50)), /its data end after 50 of the 110 bytes/],
    ['has no data', image(10, 10, Buffer.alloc(0)), /its data end after 0 of the 110 bytes/],
    [
      'has megabytes after its data',
      image(10, 10, Buffer.concat([zeros(50), Buffer.alloc(8_000_000)])),
      /its data end after 50 of the 110 bytes/,
    ],
    [
      'has data that are none',
      image(10, 10, Buffer.from('not compressed at all')),
      /its data can’t be inflated/,
    ],
    [
      'names a filter that there is not',
      image(1, 1, deflateSync(Uint8Array.of(9, 0))),
      /there is no filter 9/,
    ],
    ['has nothing in it', image(0, 5, zeros(5)), /announces 0 × 5 pixels; there is nothing in it\.$/],
    ['is cut off', sound.subarray(0, 60), /it is cut off at byte 60/],
    ['is cut off in its header', sound.subarray(0, 20), /it is cut off at byte 20, in its header\.$/],
    ['is empty', Buffer.alloc(0), /it is no PNG/],
    ['is no PNG', Buffer.from('GIF89a, and more of what is in a GIF'), /it is no PNG: it doesn’t start/],
    ['has a bit flipped', flipped, /it is damaged: the checksum of the chunk IDAT at byte 33 is wrong\.$/],
    ['has 3 bits of colour', image(1, 1, zeros(2)).with(24, 3), /announces 3 bits of colour type 0/],
    [
      'names a colour beyond its palette',
      pngOf(
        header(1, 1, 8, 3),
        chunk('PLTE', [1, 2, 3]),
        chunk('IDAT', deflateSync(Uint8Array.of(0, 1))),
        chunk('IEND'),
      ),
      /it names the colour 1 of a palette of 1, counted from 0\.$/,
    ],
    [
      'has no palette',
      pngOf(header(1, 1, 8, 3), chunk('IDAT', deflateSync(Uint8Array.of(0, 1))), chunk('IEND')),
      /its palette \(PLTE\) is missing/,
    ],
    [
      'has a chunk that must be understood',
      pngOf(header(1, 1, 8, 0), chunk('CgBI', [1]), chunk('IEND')),
      /the chunk CgBI at byte 33 can’t be passed over/,
    ],
    [
      'has a chunk of 4 GB',
      pngOf(header(1, 1, 8, 0), Uint8Array.of(255, 255, 255, 255, 73, 68, 65, 84, 0, 0, 0, 0)),
      /it is cut off at byte 45: the chunk IDAT at byte 33 has 4,294,967,295 bytes\.$/,
    ],
  ];
  for (const [what, bytes, says] of FILES)
    it(`and that ${what} is refused`, () => {
      const found = saidOf(bytes);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', /^“x\.png” can’t be read: /);
      assert.match(found[0] ?? '', says);
    });

  it('claims are refused from the header alone, however little may be spent', () => {
    const header10 = image(100_000, 100_000, zeros(1000)).subarray(0, 33);
    assert.match(saidOf(header10, { budget: 100, alone: true })[0] ?? '', /100,000 × 100,000 pixels/);
  });

  it('and that is dear is left to the worker before it is inflated', () => {
    const bytes = image(2000, 2000, Buffer.from('never looked at'));
    assert.deepEqual(saidOf(bytes, { budget: 8000 }), []);
  });

  it('and that is an NPY or CSV file with billions of entries is refused', () => {
    for (const [path, bytes, says] of [
      ['x.npy', npy('|u1', '(9999999999,)', []), /announces 9999999999 entries; up to/],
      [
        'x.csv',
        Buffer.from(','.repeat(5_000_000)),
        /it has about 5000001 cells; up to 4,000,000 entries are read\.$/,
      ],
    ] as const) {
      const [found = ''] = beside(problemSet({ given: [`x: { type: input, file: ${path} }`] }), {
        files: () => ({ kind: 'bytes', bytes }),
      });
      assert.match(found, says);
    }
  });
});

describe('an answer file from a stranger', () => {
  const set = openProblemSet(sample('homework-3.cnn.yaml'));

  it('that names an answer file is told so', () => {
    const answers = sample('novikov.answers.cnn.yaml');
    const { results, findings } = grade(readAnswerFile(answers), openProblemSet(answers));
    assert.equal(results.length, 0);
    assert.match(findings[0]?.message ?? '', /can’t be read: This is an answer file, not a problem set/);
  });

  it('to another version of the problem set is told which problems there are', () => {
    const answers = 'problem-set: x\nanswers:\n  parametres: { a: 228 }\n  detector: { z: 1 }\n';
    const { findings } = grade(readAnswerFile(answers), set);
    assert.deepEqual(
      findings.map(({ message }) => message),
      [
        'There is no problem called “parametres”; did you mean “parameters”?',
        'There is no part of detector called “z”; there are location, pipeline.',
      ],
    );
  });

  it('with a program that would run for ever is judged all the same', () => {
    const answers =
      'problem-set: x\nanswers:\n  detector:\n    pipeline: "argmax(correlate(correlate(image, image), correlate(image, image)))"\n';
    const { results } = grade(readAnswerFile(answers), set);
    const verdict = results.find(({ part }) => part === 'pipeline')?.verdict;
    assert.ok(verdict === 'wrong' || verdict === 'unreadable', verdict);
  });

  it('that would compute for long is no answer, and the others are judged all the same', () => {
    const set = problemSet({
      given: ['x: { type: input, shape: [200, 200] }', 'k: { type: kernel, shape: [5, 5] }'],
      parts: ['- { id: a, answer: 1 }', '- { id: b, answer: 2 }'],
    });
    const answers = 'problem-set: x\nanswers:\n  p: { a: "size(correlate(x, k))", b: 2 }\n';
    const { results } = grade(readAnswerFile(answers), openProblemSet(set));
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['unreadable', 'correct'],
    );
    assert.match(results[0]?.message ?? '', /^This takes longer to compute than an answer may\./);
  });
});
