import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { check } from '../../src/cli/check';
import { lint } from '../../src/cli/lint';
import { exportSheet } from '../../src/cli/sheet';
import { grade, readAnswerFile } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { blankAnswers, sheetText } from '../../src/publish/sheet';
import { captured, capturedLater, folderOf, json, pick } from '../support/command-line';
import { png } from '../support/image';
import { sample } from '../support/texts';

/** Everything that a problem set can hold; what must not be known has SECRET or one of the numbers in it. */
const SET = `# SECRET-1: the key to the first is 7351
title: A sheet
conventions: { bias: false }
problems:
  - id: first
    prompt: A kernel of {{ k }} over $x = [x_{{ 1 + 1 }}]$, as \\{{ this }} here. # SECRET-2
    let: { n: { choose: [3, 5] }, m: n + 1, hidden: 7351 }
    where: n < 10
    given:
      x: { type: input, shape: [n] }
      k: [1, 2, 4]
      same: [50, 60]
      picture: { type: input, file: x.png }
      scene: { type: scene, background: diagonal-streaks, size: [9, 9], place: [[1, 0], [0, 1]], at: [4, 6], seed: 3 }
      conv: { type: conv1d, input: x, kernel: k }
      computed: correlate(x, k)
      uses: { type: kernel, values: [hidden, 2] }
    parts:
      - id: a
        prompt: How many? Not {{ n }}.
        hint: Count to {{ m }}.
        points: 2
        answer: hidden
        solution: SECRET-3
        tolerance: 0.01
        accept: [{ value: 8642, say: SECRET-4 }]
        mistakes: [{ value: 9753, say: SECRET-5 }]
      - id: b
        prompt: Both?
        answer: { low: 50, high: 60.5 }
      - id: c
        prompt: Which list?
        answer: [50, 60]
      - id: d
        prompt: Which?
        choices: { one: { text: "The {{ n }} of them", when: n > 2 }, two: { text: Another, when: n < 2 } }
      - { id: e, prompt: In general?, variables: { q: 1..9 }, answer: q + 4711 }
      - { id: f, prompt: Why?, rubric: SECRET-6 }
      - { id: g, prompt: Find it., check: { that: it > 5309, say: SECRET-7 }, answer: 5310 }
      - { id: h, prompt: Where is it?, answer: "argmax(correlate(scene, [[1, 0], [0, 1]]))" }
  - { id: second, prompt: One question., answer: 2468, hint: Think. }
`;
const SECRETS = /SECRET|7351|8642|9753|60\.5|4711|530|5310|2468|\bwhen\b|\bat:|seed|where|correlate|answer:/;

describe('cnn-problems export --to sheet', () => {
  const folder = folderOf({
    'set.cnn.yaml': SET,
    'x.png': png({ width: 4, height: 3, depth: 8, type: 2, sample: (x, y) => x + y }),
    'broken.cnn.yaml': 'problems: [{ id: a, answer: nope }]\n',
  });
  after(folder.remove);
  const exported = (variant: number, out: string, force = false) =>
    captured(() =>
      exportSheet(folder.path('set.cnn.yaml'), { out: folder.path(out), variant, root: undefined, force }),
    );
  const text = (name: string): string => readFileSync(folder.path(name), 'utf8');

  for (const variant of [0, 1, 2])
    it(`variant ${variant}: questions and data, but no key, mistake, rubric, solution or comment`, () => {
      const out = `sheet-${variant}`;
      const ran = exported(variant, out);
      assert.deepEqual([ran.code, ran.stderr], [0, '']);
      const sheet = text(`${out}/set.cnn.yaml`);
      assert.doesNotMatch(sheet, SECRETS);
      assert.doesNotMatch(text(`${out}/set.answers.cnn.yaml`), /SECRET|7351|8642|9753|60\.5|4711|530|2468/);
      assert.ok(existsSync(folder.path(`${out}/x.png`)));
      const original = openProblemSet(SET, { variant });
      const own = openProblemSet(sheet, {
        files: () => ({ kind: 'bytes', bytes: readFileSync(folder.path('x.png')) }),
      });
      assert.deepEqual(
        own.findings.filter(({ severity }) => severity === 'error'),
        [],
      );
      const asked = ({ problems }: typeof own) =>
        problems.map(({ id, prompt, parts }) => [
          id,
          prompt,
          ...parts.map((part) => [part.id, part.hint, part.points]),
        ]);
      assert.deepEqual(asked(own), asked(original));
      assert.match(sheet, variant === 0 ? /- `one`: The 3 of them/ : /- `one`: The \d of them/);
      assert.deepEqual(
        own.problems[0]?.given.map(({ name }) => name),
        ['x', 'k', 'picture', 'scene'],
      );
    });

  it('the answer file opens without an error and asks for each part, and what is filled in is judged', async () => {
    exported(1, 'round');
    const answers = folder.path('round/set.answers.cnn.yaml');
    const linted = captured(() => lint([answers], { json: true, root: undefined, variants: 0 }));
    assert.equal(linted.code, 0, linted.stdout);
    const blank = text('round/set.answers.cnn.yaml');
    for (const line of [
      'a: # a number',
      'low: # a number',
      'd: # one of: one, two',
      'e: # a formula in q',
      'variant: 1',
    ])
      assert.ok(blank.includes(line), `${line} in\n${blank}`);
    const verdicts = async (): Promise<unknown> => {
      const ran = await capturedLater(() =>
        check([answers], { format: 'json', set: folder.path('set.cnn.yaml') }),
      );
      const parts = pick(json(ran), 'results', 0, 'parts');
      return Array.isArray(parts) && parts.map((part) => pick(part, 'verdict'));
    };
    const missing = Array.from({ length: 10 }, () => 'missing');
    missing[6] = 'for a person';
    assert.deepEqual(await verdicts(), missing);
    const filled = blank
      .replace(' a: #', ' a: 7351 #')
      .replace(' low: #', ' low: 50 #')
      .replace(' d: #', ' d: one #')
      .replace(' e: #', ' e: 4711 + q #')
      .replace(' second: #', ' second: 2468 #');
    writeFileSync(answers, filled);
    const right = [...missing];
    for (const index of [0, 1, 4, 5, 9]) right[index] = 'correct';
    assert.deepEqual(await verdicts(), right);
  });

  for (const name of ['homework-3', 'discussion-4', 'networks', 'topics'])
    it(`${name}: the sheet of the sample is one without keys, and has every question`, () => {
      const original = openProblemSet(sample(`${name}.cnn.yaml`));
      const sheet = openProblemSet(sheetText(original));
      assert.deepEqual(
        sheet.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
        [],
      );
      assert.ok(sheet.problems.every(({ parts }) => parts.every(({ answer }) => !answer)));
      const ids = ({ problems }: typeof sheet) =>
        problems.map(({ id, parts }) => [id, ...parts.map((part) => part.id)]);
      assert.deepEqual(ids(sheet), ids(original));
      const blank = readAnswerFile(blankAnswers(original, `${name}.cnn.yaml`));
      for (const worksheet of [sheet, original])
        assert.deepEqual(
          grade(blank, worksheet).findings.filter(({ severity }) => severity === 'error'),
          [],
        );
    }).timeout('1m');

  it('nothing is written over unless that is wanted, the problem set itself never', () => {
    assert.equal(exported(0, 'twice').code, 0);
    const again = exported(0, 'twice');
    assert.match(again.stderr, /is there already; --force writes over it\.$/m);
    assert.deepEqual([again.code, exported(0, 'twice', true).code], [1, 0]);
    const itself = exported(0, '.', true);
    assert.match(itself.stderr, /would take its place/);
    assert.equal(text('set.cnn.yaml'), SET);
  });

  it('a problem set with an error is not handed out', () => {
    const ran = captured(() =>
      exportSheet(folder.path('broken.cnn.yaml'), {
        out: folder.path('no'),
        variant: 0,
        root: undefined,
        force: false,
      }),
    );
    assert.equal(ran.code, 1);
    assert.ok(!existsSync(folder.path('no')));
  });
});
