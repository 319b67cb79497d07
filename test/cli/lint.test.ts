import assert from 'node:assert/strict';
import { join } from 'node:path';
import { lint } from '../../src/cli/lint';
import { captured, folderOf, json, pick, type Ran } from '../support/command-line';
import { problemSet, ROOT } from '../support/texts';

const SAMPLES = [
  'discussion-4.cnn.yaml',
  'homework-3.cnn.yaml',
  'edges.cnn.yaml',
  'hypatia.answers.cnn.yaml',
].map((name) => join(ROOT, 'samples', name));

function linted(files: readonly string[], root?: string): Ran {
  return captured(() => lint(files, { json: true, root, variants: 0 }));
}

function forPeople(files: readonly string[]): Ran {
  return captured(() => lint(files, { json: false, root: undefined, variants: 0 }));
}

describe('cnn-problems lint', () => {
  const folder = folderOf({
    'sound.cnn.yaml': problemSet({ parts: ['- { id: a, answer: 1 }'] }),
    'warned.cnn.yaml': problemSet({ given: ['c: { type: conv1d, input: { shape: [3] }, kernel: 5 }'] }),
    'wrong.cnn.yaml': problemSet({
      given: ['c: { type: conv1d, kernal: 3, in-channels: 1 }'],
      parts: ['- { id: a, answer: nope(3) }'],
    }),
    'varied.cnn.yaml': 'problems:\n  - id: sizes\n    let: { n: { choose: [7, 9, 11] } }\n    answer: n\n',
    'yaml.cnn.yaml': 'problems:\n  - id: p\n    given: [1, 2\n',
    'large.cnn.yaml': `problems: [\n${'['.repeat(2_000_001)}`,
    'binary.cnn.yaml': Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
    'part.answers.cnn.yaml': 'problem-set: sound.cnn.yaml\nanswers:\n  p:\n    a: 2\n    z: 1\n',
    'lost.answers.cnn.yaml': 'problem-set: lost.cnn.yaml\nanswers: { p: { a: 1 } }\n',
  });
  after(folder.remove);

  it('of the samples, which keep the numbers of their courses, nothing but what these numbers hide', () => {
    const ran = linted(SAMPLES);
    assert.equal(ran.code, 0);
    const found = json(ran) as readonly { readonly file: string; readonly findings: readonly unknown[] }[];
    assert.deepEqual(
      found.map(({ file }) => file),
      SAMPLES,
    );
    for (const { findings } of found)
      for (const one of findings) assert.equal(pick(one, 'code'), 'numbers', JSON.stringify(one));
    const [hidden] = found[1]?.findings ?? [];
    assert.equal(
      pick(hidden, 'message'),
      'With these numbers “a bias for every input channel” (P08) and “filter depth taken from the output” (P11) give the right answer, too.',
    );
    assert.equal(
      forPeople([folder.path('sound.cnn.yaml'), folder.path('sound.cnn.yaml')]).stdout,
      '2 files: nothing to say.\n',
    );
  });

  it('a finding has code, severity, message and range, lines and characters from 0', () => {
    const file = folder.path('wrong.cnn.yaml');
    const ran = linted([file]);
    assert.deepEqual(json(ran), [
      {
        file,
        findings: [
          {
            code: 'unknown-key',
            severity: 'error',
            message: '“kernal” is no key here; did you mean “kernel”?',
            range: { start: { line: 3, character: 25 }, end: { line: 3, character: 31 } },
          },
          {
            code: 'unknown-name',
            severity: 'error',
            message: 'There is no function “nope”.',
            range: { start: { line: 5, character: 25 }, end: { line: 5, character: 29 } },
          },
        ],
      },
    ]);
    assert.equal(ran.code, 1);
  });

  it('people read places from 1, and the fix', () => {
    const file = folder.path('wrong.cnn.yaml');
    assert.equal(
      forPeople([file]).stdout,
      [
        `${file}:4:26 error  “kernal” is no key here; did you mean “kernel”? (unknown-key)`,
        '    fix: Change to “kernel”: kernel',
        `${file}:6:26 error  There is no function “nope”. (unknown-name)`,
        '2 findings.',
        '',
      ].join('\n'),
    );
  });

  const CODES: readonly (readonly [
    file: string,
    code: number,
    finding: string,
    says: RegExp,
    line: number,
  ])[] = [
    ['warned.cnn.yaml', 0, 'undefined-value', /^This is undefined: a window of 5/, 3],
    ['yaml.cnn.yaml', 1, 'yaml', /^This “\[” is never closed\.$/, 2],
    ['large.cnn.yaml', 1, 'too-large', /^This file has 2000013 characters; up to 2000000 are read\.$/, 0],
    ['binary.cnn.yaml', 1, 'expected', /./, 0],
    ['none.cnn.yaml', 1, 'unreadable-file', /^There is no file .*none\.cnn\.yaml\.$/, 0],
    ['.', 1, 'unreadable-file', /is a folder\.$/, 0],
    ['part.answers.cnn.yaml', 1, 'answer-file', /^There is no part of p called “z”/, 4],
    ['lost.answers.cnn.yaml', 1, 'answer-file', /^There is no file “lost\.cnn\.yaml” beside this one\.$/, 0],
  ];
  for (const [file, code, finding, says, line] of CODES)
    it(`${file}: ${finding}, exit code ${code}`, () => {
      const ran = linted([folder.path(file)]);
      const found = pick(json(ran), 0, 'findings');
      assert.ok(Array.isArray(found) && found.length > 0);
      assert.deepEqual([pick(found, 0, 'code'), pick(found, 0, 'range', 'start', 'line')], [finding, line]);
      assert.match(String(pick(found, 0, 'message')), says);
      assert.equal(ran.code, code);
    });

  it('--variants computes variants too, and says which repeat one before', () => {
    const file = folder.path('varied.cnn.yaml');
    const ran = captured(() => lint([file], { json: true, root: undefined, variants: 17 }));
    assert.deepEqual(pick(json(ran), 0, 'findings', 'length'), 1);
    assert.match(
      String(pick(json(ran), 0, 'findings', 0, 'message')),
      /^Variants \d+ and \d+ have the same numbers; 14 of 17/,
    );
    assert.equal(pick(json(linted([file])), 0, 'findings', 'length'), 0);
  });

  it('one bad file among several decides the exit code, and the others are still read', () => {
    const files = ['sound.cnn.yaml', 'none.cnn.yaml', 'warned.cnn.yaml'].map(folder.path);
    const ran = linted(files);
    assert.equal(ran.code, 1);
    assert.deepEqual(
      files.map((_, index) => pick(json(ran), index, 'findings', 'length')),
      [0, 1, 1],
    );
  });
});
