import assert from 'node:assert/strict';
import { join } from 'node:path';
import { key } from '../../src/cli/key';
import { captured, folderOf, json, pick, shapeOf, type Ran } from '../support/command-line';
import { problemSet, ROOT } from '../support/texts';

const HOMEWORK = join(ROOT, 'samples/homework-3.cnn.yaml');
const DISCUSSION = join(ROOT, 'samples/discussion-4.cnn.yaml');
const NOVIKOV = join(ROOT, 'samples/novikov.answers.cnn.yaml');

function keyJson(file: string, variant = 0): Ran {
  return captured(() => key(file, { variant, root: undefined, json: true }));
}

function keyForPeople(file: string): Ran {
  return captured(() => key(file, { variant: 0, root: undefined, json: false }));
}

/** `problem.part kind` and the answer of each part. */
function answers(printed: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const problem of listOf(pick(printed, 'problems')))
    for (const part of listOf(pick(problem, 'parts')))
      found.set(
        [pick(problem, 'id'), '.', pick(part, 'id'), ' ', pick(part, 'kind')].join(''),
        pick(part, 'answer'),
      );
  return found;
}

function listOf(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value));
  return value;
}

function number(value: number | string): unknown {
  return { kind: 'number', value };
}

describe('cnn-problems key', () => {
  const homework = keyJson(HOMEWORK);
  const discussion = keyJson(DISCUSSION);

  it('--variant gives that variant’s keys and numbers, and says which it is', () => {
    const varied = folderOf({
      'v.cnn.yaml': 'problems:\n  - id: sizes\n    let: { n: { choose: [7, 9, 11] } }\n    answer: n + 1\n',
    });
    const printed = json(keyJson(varied.path('v.cnn.yaml'), 17));
    varied.remove();
    assert.deepEqual(
      [
        pick(printed, 'variant'),
        pick(printed, 'problems', 0, 'given'),
        pick(printed, 'problems', 0, 'parts', 0, 'answer'),
        pick(printed, 'findings'),
      ],
      [17, { n: number(11) }, number(12), []],
    );
  });

  it('homework 3: every key, exactly', () => {
    const keys = answers(json(homework));
    const expected: Readonly<Record<string, unknown>> = {
      'parameters.a number': number(228),
      'parameters.b number': number(608_850_137_136),
      'parameters.c number': number(58_064_400),
      'detector.location location': { kind: 'location', value: [20, 11] },
      'detector.pipeline program': { kind: 'location', value: [20, 11] },
      'equivariance.response vector': { kind: 'tensor', shape: [5], values: [44, 26, 16, 14, 23] },
      'equivariance.claim boolean': {
        kind: 'boolean',
        value: false,
        counterexample: 'It is highest at 0, with 44; at 3 it is 14, the lowest of all 5.',
      },
      'equivariance.repair location': { kind: 'location', value: 3 },
      'equivariance.moved fields': {
        kind: 'fields',
        fields: { raw: { kind: 'location', value: 3 }, normalized: { kind: 'location', value: 0 } },
      },
      'equivariance.equivariant boolean': {
        kind: 'boolean',
        value: true,
        proof: pick(keys.get('equivariance.equivariant boolean'), 'proof'),
      },
      'equivariance.borders boolean': {
        kind: 'boolean',
        value: false,
        counterexample:
          'x = [1, 0] shifted by 1 is [0, 1]; f gives [3, 2], but f(x) = [2, 1] shifted is [0, 2].',
      },
    };
    assert.deepEqual(Object.fromEntries(keys), expected);
    assert.equal(homework.code, 0);
  });

  it('discussion 4: the Toeplitz matrix cell by cell, counts of the others; free text has no answer', () => {
    const keys = answers(json(discussion));
    const band = (row: number, col: number): string | number =>
      Math.abs(row - col) <= 1 ? `k${col - row + 2}` : 0;
    const cells = Array.from({ length: 9 }, (_, row) =>
      Array.from({ length: 9 }, (__, col) => band(row, col)),
    );
    assert.deepEqual(keys.get('weight-sharing.a matrix'), {
      kind: 'matrix',
      rows: 9,
      cols: 9,
      nnz: 25,
      distinct: 3,
      values: cells,
    });
    assert.deepEqual(pick(keys.get('weight-sharing.b fields'), 'fields', 'weights'), number(81));
    assert.deepEqual(pick(keys.get('weight-sharing.c fields'), 'fields', 'weights'), number(25));
    assert.deepEqual(keys.get('weight-sharing.e1 formula'), { kind: 'formula', value: 'n - m + 1' });
    assert.deepEqual(
      [...keys].filter(([, answer]) => answer === undefined).map(([name]) => name),
      ['weight-sharing.d', ...['a', 'b', 'c', 'd'].map((id) => `principles.${id}`)].map(
        (name) => `${name} text`,
      ),
    );
    assert.equal(discussion.code, 0);
  });

  it('the JSON has the keys of the contract, in its order, and nothing else', () => {
    const printed = json(homework);
    assert.deepEqual(Object.keys(printed ?? {}), ['title', 'variant', 'problems', 'findings']);
    assert.deepEqual(
      [pick(printed, 'title'), pick(printed, 'variant'), pick(printed, 'findings')],
      ['Intro Deep Learning · Homework 3', 0, []],
    );
    assert.deepEqual(shapeOf(pick(printed, 'problems', 0)), {
      id: 'string',
      title: 'string',
      given: {
        image: { kind: 'string', shape: ['number', 'number', 'number'] },
        conv: {
          kind: 'string',
          type: 'string',
          outputShape: ['number', 'number', 'number'],
          params: 'number',
        },
        fc: {
          kind: 'string',
          type: 'string',
          outputShape: ['number', 'number', 'number'],
          params: 'number',
        },
      },
      parts: ['a', 'b', 'c'].map(() => ({
        id: 'string',
        kind: 'string',
        answer: { kind: 'string', value: 'number' },
      })),
    });
  });

  it('parameters stand among what is given', () => {
    const given = pick(json(discussion), 'problems', 0, 'given');
    assert.deepEqual([pick(given, 'n'), pick(given, 's')], [number(9), number(3)]);
  });

  it('people read each key beside its part, matrices row by row', () => {
    const { code, stdout } = keyForPeople(DISCUSSION);
    assert.equal(code, 0);
    const lines = stdout.split('\n');
    const at = lines.indexOf('  a  k2 k3  0  0  0  0  0  0  0');
    assert.equal(lines[at + 1], '     k1 k2 k3  0  0  0  0  0  0');
    assert.ok(lines.includes('  e1  n − m + 1'));
    assert.match(keyForPeople(HOMEWORK).stdout, /^ {2}b {2}608,850,137,136$/m);
  });

  describe('what goes wrong', () => {
    const folder = folderOf({
      'broken.cnn.yaml': problemSet({
        parts: ['- { id: a, answer: 6 * 7 }', '- { id: b, answer: nope(3) }'],
      }),
      'yaml.cnn.yaml': 'problems:\n  - id: p\n    given: [1, 2\n  - id: q\n    answer: 6 * 7\n',
      'numbers.cnn.yaml': problemSet({
        parts: [
          '- { id: a, answer: 9007199254740991 }',
          '- { id: b, answer: 9007199254740993 }',
          '- { id: c, answer: 1/3 }',
          '- { id: d, answer: "[2^70, 1]" }',
          '- { id: e, answer: "outputSize(3, 5)" }',
        ],
      }),
      'steering.cnn.yaml': `title: "a\\e[2Jb\\x07c\\x9bd"\n${problemSet({ parts: ['- { id: a, answer: 1 }'] })}`,
      'large.cnn.yaml': `problems: [\n${'['.repeat(2_000_001)}`,
      'huge.cnn.yaml': ' '.repeat(8_000_001),
      'binary.cnn.yaml': Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
    });
    after(folder.remove);

    it('a part that fails is an error finding at its place, and leaves the others', () => {
      const ran = keyJson(folder.path('broken.cnn.yaml'));
      assert.equal(ran.code, 1);
      assert.deepEqual([...answers(json(ran)).values()], [number(42), undefined]);
      assert.deepEqual(pick(json(ran), 'findings'), [
        {
          code: 'unknown-name',
          severity: 'error',
          message: 'There is no function “nope”.',
          range: { start: { line: 4, character: 25 }, end: { line: 4, character: 29 } },
        },
      ]);
      assert.match(
        keyForPeople(folder.path('broken.cnn.yaml')).stdout,
        /:5:26 error {2}There is no function/,
      );
    });

    it('broken YAML is a finding, and the problems after it have their keys', () => {
      const ran = keyJson(folder.path('yaml.cnn.yaml'));
      assert.equal(ran.code, 1);
      assert.deepEqual(answers(json(ran)).get('q.answer number'), number(42));
      assert.equal(pick(json(ran), 'findings', 0, 'code'), 'yaml');
    });

    it('integers beyond a double and fractions are strings, exact', () => {
      assert.deepEqual(
        [...answers(json(keyJson(folder.path('numbers.cnn.yaml')))).values()],
        [
          number(9_007_199_254_740_991),
          number('9007199254740993'),
          number('1/3'),
          { kind: 'tensor', shape: [2], values: ['1180591620717411303424', 1] },
          { kind: 'undefined', reason: 'a window of 5 doesn’t fit into 3 cells' },
        ],
      );
    });

    it('an answer file has no keys: error findings', () => {
      const ran = keyJson(NOVIKOV);
      assert.equal(ran.code, 1);
      assert.deepEqual(pick(json(ran), 'problems'), []);
      assert.match(
        String(pick(json(ran), 'findings', 0, 'message')),
        /^This is an answer file, not a problem set/,
      );
    });

    it('more than two million characters are refused, not parsed', () => {
      const ran = keyJson(folder.path('large.cnn.yaml'));
      assert.equal(ran.code, 1);
      assert.deepEqual(
        listOf(pick(json(ran), 'findings')).map((found) => pick(found, 'code')),
        ['too-large'],
      );
    });

    const UNREADABLE: readonly (readonly [name: string, says: RegExp])[] = [
      ['none.cnn.yaml', /^There is no file .*none\.cnn\.yaml\.$/],
      ['.', /is a folder\.$/],
      ['huge.cnn.yaml', /has 8000001 bytes; up to 2,000,000 characters are read\.$/],
    ];
    for (const [name, says] of UNREADABLE)
      it(`${name} can’t be read: a sentence on stderr, or as JSON`, () => {
        const [forTools, forPeople] = [keyJson(folder.path(name)), keyForPeople(folder.path(name))];
        assert.deepEqual([forTools.code, forPeople.code], [1, 1]);
        assert.match(String(pick(json(forTools), 'findings', 0, 'message')), says);
        assert.match(forPeople.stderr.trimEnd(), says);
        assert.equal(forPeople.stdout, '');
      });

    it('a binary file is an error finding', () => {
      const ran = keyJson(folder.path('binary.cnn.yaml'));
      assert.equal(ran.code, 1);
      assert.equal(pick(json(ran), 'findings', 0, 'severity'), 'error');
    });

    it('control characters of a file do not reach the terminal', () => {
      assert.match(keyForPeople(folder.path('steering.cnn.yaml')).stdout, /^a\ufffd\[2Jb\ufffdc\ufffdd\n/);
      const { stdout } = keyForPeople(folder.path('binary.cnn.yaml'));
      assert.doesNotMatch(stdout, /[^\P{Cc}\n\t]/u);
    });
  });
});
