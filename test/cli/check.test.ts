import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { check, type CheckFormat } from '../../src/cli/check';
import { capturedLater, folderOf, json, pick, shapeOf, type Ran } from '../support/command-line';
import { problemSet, ROOT } from '../support/texts';

const [NOVIKOV, NOETHER, HYPATIA] = ['novikov', 'noether', 'hypatia'].map((name) =>
  join(ROOT, `samples/${name}.answers.cnn.yaml`),
) as [string, string, string];

function checked(files: readonly string[], format: CheckFormat = 'json', root?: string): Promise<Ran> {
  return capturedLater(() => check(files, { root, format }));
}

const PLACE = { line: 'number', character: 'number' };
const RANGE = { start: PLACE, end: PLACE };
const FINDING = { code: 'string', severity: 'string', message: 'string', range: RANGE };
const PART = {
  problem: 'string',
  part: 'string',
  verdict: 'string',
  credit: 'number',
  message: 'string',
  range: RANGE,
};

describe('cnn-problems check', () => {
  let novikov: Ran;
  before(async () => {
    novikov = await checked([NOVIKOV]);
  });
  const folder = folderOf({
    'set.cnn.yaml': problemSet({
      given: ['c: { type: conv1d, kernel: 3, in-channels: 1, bias: true }'],
      parts: [
        '- { id: a, answer: params(c) }',
        '- { id: b, answer: { x: 1, y: 2 } }',
        '- { id: c, rubric: words }',
      ],
    }),
    'half.cnn.yaml': problemSet({ parts: ['- { id: a, answer: nope }', '- { id: b, answer: 2 }'] }),
    'right.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nname: R\nanswers: { p: { a: 4, b: { x: 1, y: 2 }, c: so } }\n',
    'wrong.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nanswers:\n  p:\n    a: 3\n    b: { x: 1, y: 3 }\n    c: so\n',
    'missing.answers.cnn.yaml': 'problem-set: set.cnn.yaml\nanswers: { p: { b: { x: 1, y: 2 } } }\n',
    'unreadable.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nanswers: { p: { a: "6 *", b: { x: 1, y: 2 } } }\n',
    'unknown.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nanswers:\n  p: { a: 4, b: { x: 1, y: 2 } }\n  q: 3\n',
    'half.answers.cnn.yaml': 'problem-set: half.cnn.yaml\nanswers: { p: { a: 1, b: 2 } }\n',
    'variant.answers.cnn.yaml': 'problem-set: set.cnn.yaml\nvariant: four\nanswers: { p: { a: 4 } }\n',
    'varied.cnn.yaml': 'problems:\n  - id: sizes\n    let: { n: { choose: [7, 9, 11] } }\n    answer: n\n',
    ...Object.fromEntries(
      [0, 1, 2, 3, 17].map((variant) => [
        `varied-${variant}.answers.cnn.yaml`,
        `problem-set: varied.cnn.yaml\nvariant: ${variant}\nanswers: { sizes: 11 }\n`,
      ]),
    ),
    'lost.answers.cnn.yaml': 'problem-set: lost.cnn.yaml\nanswers: { p: { a: 1 } }\n',
    'folder.answers.cnn.yaml': 'problem-set: .\nanswers: { p: { a: 1 } }\n',
    'device.answers.cnn.yaml': 'problem-set: /dev/null\nanswers: { p: { a: 1 } }\n',
    'linked.answers.cnn.yaml': 'problem-set: link.cnn.yaml\nanswers: { p: { a: 1 } }\n',
    'outside.answers.cnn.yaml': `problem-set: ${process.execPath}\nanswers: { p: { a: 1 } }\n`,
    'large.answers.cnn.yaml': `answers: [\n${'['.repeat(2_000_001)}`,
    'yaml.answers.cnn.yaml': 'problem-set: set.cnn.yaml\nanswers: { p: { a: 4\n',
    'binary.answers.cnn.yaml': Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
  });
  symlinkSync(process.execPath, folder.path('link.cnn.yaml'));
  after(folder.remove);

  it('the published answers to homework 3: three are wrong, each for a known reason', () => {
    const parts = pick(json(novikov), 'results', 0, 'parts');
    assert.ok(Array.isArray(parts));
    assert.deepEqual(
      parts
        .map((part) => [
          pick(part, 'problem'),
          pick(part, 'part'),
          pick(part, 'verdict'),
          pick(part, 'mistake', 'id'),
        ])
        .filter(([, , verdict]) => verdict !== 'missing'),
      [
        ['parameters', 'a', 'wrong', 'P01'],
        ['parameters', 'b', 'wrong', 'F01'],
        ['detector', 'pipeline', 'correct', undefined],
        ['equivariance', 'claim', 'wrong', 'E01'],
      ],
    );
    assert.equal(novikov.code, 1);
  });

  it('the JSON has the keys of the contract, and nothing else', () => {
    const printed = json(novikov);
    assert.deepEqual(Object.keys(printed ?? {}), ['results', 'findings']);
    assert.deepEqual(pick(printed, 'findings'), []);
    const result = pick(printed, 'results', 0);
    assert.deepEqual(Object.keys(result ?? {}), [
      'file',
      'problemSet',
      'name',
      'variant',
      'score',
      'maxScore',
      'parts',
    ]);
    assert.deepEqual(
      ['file', 'problemSet', 'name', 'variant', 'maxScore'].map((name) => pick(result, name)),
      [NOVIKOV, 'homework-3.cnn.yaml', 'D. Novikov', 0, 11],
    );
    assert.deepEqual(shapeOf(pick(result, 'parts', 0)), {
      ...PART,
      mistake: { id: 'string', title: 'string' },
    });
    assert.deepEqual(shapeOf(pick(result, 'parts', 4)), PART);
    assert.deepEqual(shapeOf(pick(result, 'parts', 8)), { ...PART, field: 'string' });
  });

  it('a verdict stands at its answer, a missing one at its problem; lines and characters from 0', () => {
    const range = (index: number): unknown => pick(json(novikov), 'results', 0, 'parts', index, 'range');
    assert.deepEqual(range(0), { start: { line: 6, character: 7 }, end: { line: 6, character: 10 } });
    assert.deepEqual(range(2), { start: { line: 5, character: 2 }, end: { line: 5, character: 12 } });
  });

  it('all-correct answers: full score, exit code 0; what a person reads counts in no score', async () => {
    const ran = await checked([NOETHER, HYPATIA]);
    assert.deepEqual(
      [0, 1].map((index) =>
        ['name', 'score', 'maxScore'].map((name) => pick(json(ran), 'results', index, name)),
      ),
      [
        ['E. Noether', 11, 11],
        ['Hypatia', 6, 6],
      ],
    );
    assert.equal(ran.code, 0);
  });

  it('answers are judged against the numbers of their own variant', async () => {
    const ran = await checked(
      [0, 1, 2, 3, 17].map((variant) => folder.path(`varied-${variant}.answers.cnn.yaml`)),
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((index) => [
        pick(json(ran), 'results', index, 'variant'),
        pick(json(ran), 'results', index, 'parts', 0, 'verdict'),
      ]),
      [
        [0, 'wrong'],
        [1, 'wrong'],
        [2, 'wrong'],
        [3, 'correct'],
        [17, 'correct'],
      ],
    );
  });

  const CODES: readonly (readonly [name: string, code: number, verdicts: string, score?: number])[] = [
    ['right', 0, 'correct correct correct for a person', 2],
    ['wrong', 1, 'wrong correct wrong for a person', 1.25],
    ['missing', 1, 'missing correct correct for a person', 1],
    ['unreadable', 2, 'unreadable correct correct for a person', 1],
    ['unknown', 2, 'correct correct correct for a person', 2],
    ['half', 2, 'for a person correct', 1],
  ];
  for (const [name, code, verdicts, score] of CODES)
    it(`${name}: ${verdicts}; exit code ${code}`, async () => {
      const ran = await checked([folder.path(`${name}.answers.cnn.yaml`)]);
      const result = pick(json(ran), 'results', 0);
      const parts = pick(result, 'parts');
      assert.ok(Array.isArray(parts));
      assert.equal(parts.map((part) => pick(part, 'verdict')).join(' '), verdicts);
      assert.equal(pick(result, 'score'), score);
      assert.equal(ran.code, code);
    });

  const UNREADABLE: readonly (readonly [name: string, says: RegExp, line?: number])[] = [
    ['none.answers.cnn.yaml', /^There is no file .*none\.answers\.cnn\.yaml\.$/],
    ['none', /^There is no file .*none\.$/],
    ['set.cnn.yaml', /^An answer file needs “problem-set”/],
    ['lost.answers.cnn.yaml', /^There is no file “lost\.cnn\.yaml” beside this one\.$/],
    ['folder.answers.cnn.yaml', /is a folder\.$/],
    ['linked.answers.cnn.yaml', /^“link\.cnn\.yaml” lies outside .*; only files inside it are read\.$/],
    ['outside.answers.cnn.yaml', /^“.*” lies outside .*; only files inside it are read\.$/],
    ['large.answers.cnn.yaml', /^This file has 2000012 characters; up to 2000000 are read\.$/],
    ['binary.answers.cnn.yaml', /./],
    ['variant.answers.cnn.yaml', /^The variant is a whole number from 0, the one that/, 1],
    ['yaml.answers.cnn.yaml', /^This “\{” is never closed\.$/, 1],
  ];
  for (const [name, says, line = 0] of UNREADABLE)
    it(`${name} is a finding, exit code 2`, async () => {
      const ran = await checked([folder.path(name)]);
      const found = pick(json(ran), 'findings', 0);
      assert.deepEqual(shapeOf(found), { file: 'string', ...FINDING });
      assert.equal(pick(found, 'file'), folder.path(name));
      assert.equal(pick(found, 'range', 'start', 'line'), line);
      assert.match(String(pick(found, 'message')), says);
      assert.equal(ran.code, 2);
    });

  it('one file that can’t be read leaves the others their results, and decides the exit code', async () => {
    const ran = await checked([folder.path('none.answers.cnn.yaml'), folder.path('wrong.answers.cnn.yaml')]);
    assert.equal(pick(json(ran), 'results', 'length'), 1);
    assert.equal(pick(json(ran), 'results', 0, 'file'), folder.path('wrong.answers.cnn.yaml'));
    assert.equal(ran.code, 2);
  });

  it('--root settles which files may be read', async () => {
    const right = folder.path('right.answers.cnn.yaml');
    assert.equal((await checked([right], 'json', folder.path('.'))).code, 0);
    assert.match(
      String(pick(json(await checked([right], 'json', ROOT)), 'findings', 0, 'message')),
      /lies outside/,
    );
    const none = await checked([right], 'json', folder.path('none'));
    assert.match(String(pick(json(none), 'findings', 0, 'message')), /^There is no folder .*none\.$/);
    assert.equal(none.code, 2);
    const device = await checked([folder.path('device.answers.cnn.yaml')], 'json', '/');
    assert.match(
      String(pick(json(device), 'findings', 0, 'message')),
      /^“\/dev\/null” is no ordinary file\.$/,
    );
  });

  it('jsonl: a line for each file, each with its own findings', async () => {
    const { stdout, code } = await checked(
      ['right', 'unknown', 'lost'].map((name) => folder.path(`${name}.answers.cnn.yaml`)),
      'jsonl',
    );
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(
      lines.map((line) => [pick(line, 'score'), pick(line, 'findings', 0, 'message')]),
      [
        [2, undefined],
        [2, 'There is no problem called “q”; there are p.'],
        [undefined, 'There is no file “lost.cnn.yaml” beside this one.'],
      ],
    );
    assert.equal(code, 2);
  });

  it('people read a line for each answer, sign and word', async () => {
    const file = folder.path('wrong.answers.cnn.yaml');
    const lines = (await checked([file], 'table')).stdout.split('\n');
    assert.equal(lines[0], `${file} · 1.25 of 2 points`);
    assert.match(lines[1] ?? '', /^ {2}✕ wrong {8}p\.a {4}.* \[P01 bias forgotten\]$/);
    assert.equal(lines[2], '  ✓ correct      p.b x  Right.');
    assert.equal(lines[4], '  ☺ for a person p.c    A person reads this.');
  });
});
