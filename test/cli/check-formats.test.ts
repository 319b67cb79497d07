import assert from 'node:assert/strict';
import { check, CHECK_FORMATS, type CheckFormat } from '../../src/cli/check';
import { readRows } from '../../src/cli/check/csv-text';
import { FORMATS } from '../../src/cli/check/formats';
import { progressText } from '../../src/cli/check/progress';
import { capturedLater, folderOf, json, pick } from '../support/command-line';
import { problemSet } from '../support/texts';
import { readXml, type Element } from '../publish/xml';

/** All elements of a document, each before those in it. */
function elementsOf(source: string): readonly Element[] {
  const all = (element: Element): Element[] => [element, ...element.children.flatMap(all)];
  return all(readXml(source.replace(/^<\?xml [^>]*\?>\s*/, '').trimEnd()));
}

/** What each format makes of the same four files: right, wrong, hostile, and none. */
describe('what cnn-problems check prints', () => {
  const folder = folderOf({
    'set.cnn.yaml': problemSet({
      given: ['c: { type: conv1d, kernel: 3, in-channels: 1, bias: true }'],
      parts: [
        '- { id: a, answer: params(c) }',
        '- { id: b, points: 2, answer: { x: 1, y: 7 } }',
        '- { id: c, rubric: words }',
      ],
    }),
    'broken.cnn.yaml': problemSet({ parts: ['- { id: a, answer: secret(7351) }'] }),
    'broken.answers.cnn.yaml': 'problem-set: broken.cnn.yaml\nanswers: { p: { a: 1 } }\n',
    'right.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nname: Ada\nanswers: { p: { a: 4, b: { x: 1, y: 7 }, c: so } }\n',
    'wrong.answers.cnn.yaml':
      'problem-set: set.cnn.yaml\nname: "=1+1 <b> | \\"&\\u0007"\nanswers:\n  p: { a: 3, b: { x: 1, y: 3 } }\n',
  });
  after(folder.remove);
  const files = ['right', 'wrong', 'none'].map((name) => folder.path(`${name}.answers.cnn.yaml`));
  const printed = async (format: CheckFormat, names = files): Promise<string> => {
    const { stdout } = await capturedLater(() => check(names, { format }));
    return stdout.replaceAll(`${folder.path('')}/`, '');
  };

  it('csv: a record for each part and each finding; a name that would be computed is a text', async () => {
    const rows = readRows(await printed('csv'));
    assert.deepEqual(
      rows.map(({ cells }) => cells.length),
      rows.map(() => 12),
    );
    assert.deepEqual(
      rows.map(({ cells }) =>
        [cells[0], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9]].join(' '),
      ),
      [
        'file problem part field verdict credit mistake',
        'right.answers.cnn.yaml p a  correct 1 ',
        'right.answers.cnn.yaml p b x correct 1 ',
        'right.answers.cnn.yaml p b y correct 1 ',
        'right.answers.cnn.yaml p c  for a person 0 ',
        'wrong.answers.cnn.yaml p a  wrong 0.75 P01',
        'wrong.answers.cnn.yaml p b x correct 1 ',
        'wrong.answers.cnn.yaml p b y wrong 0 ',
        'wrong.answers.cnn.yaml p c  for a person 0 ',
        'none.answers.cnn.yaml    error  ',
      ],
    );
    assert.match(rows[5]?.cells[2] ?? '', /^'=1\+1 <b> \| "&/);
  });

  it('markdown: a row for each file, in which nothing is markup', async () => {
    const lines = (await printed('markdown')).trimEnd().split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      '| File | Name | Score | Not right |',
      '| --- | --- | ---: | --- |',
      '| right.answers.cnn.yaml | Ada | 3 of 3 | ☺ p.c for a person |',
    ]);
    assert.match(
      lines[3] ?? '',
      /^\| wrong\.answers\.cnn\.yaml \| =1\+1 \\<b\\> \\\| "\\&\ufffd? \| 1\.75 of 3 \| ✕ p\.a wrong \(P01\)<br>✕ p\.b y wrong/,
    );
    assert.match(lines[4] ?? '', /^\| none\.answers\.cnn\.yaml \| {2}\| – \| error: There is no file/);
  });

  it('junit: a suite for each file, whose counts are those of its cases', async () => {
    const elements = elementsOf(await printed('junit'));
    const suites = elements.filter(({ name }) => name === 'testsuite');
    assert.deepEqual(
      suites.map(({ attributes }) =>
        ['tests', 'failures', 'errors', 'skipped'].map((name) => Number(attributes.get(name))),
      ),
      [
        [4, 0, 0, 1],
        [4, 2, 0, 1],
        [1, 0, 1, 0],
      ],
    );
    const count = (name: string): number => elements.filter((element) => element.name === name).length;
    assert.deepEqual(['testcase', 'failure', 'error', 'skipped'].map(count), [9, 2, 1, 2]);
    assert.equal(suites[1]?.attributes.get('name'), 'wrong.answers.cnn.yaml · =1+1 <b> | "&\ufffd');
  });

  it('gradescope: a test for each part, with its points and no more than its message', async () => {
    const [, wrong = ''] = files;
    const results: unknown = JSON.parse(await printed('gradescope', [wrong]));
    const [plain] = [json(await capturedLater(() => check([wrong], { format: 'json' })))];
    assert.deepEqual(
      [pick(results, 'score'), pick(results, 'output'), pick(results, 'tests', 'length')],
      [1.75, 'Every answer was read.', 4],
    );
    const allowed = ['name', 'number', 'score', 'max_score', 'status', 'output', 'visibility'];
    for (const index of [0, 1, 2, 3]) {
      const test = pick(results, 'tests', index);
      assert.deepEqual(
        Object.keys(test ?? {}).filter((name) => !allowed.includes(name)),
        [],
      );
      assert.equal(pick(test, 'output'), pick(plain, 'results', 0, 'parts', index, 'message'));
      assert.equal(pick(test, 'visibility'), 'visible');
    }
    assert.deepEqual(
      [0, 1, 2, 3].map((index) =>
        ['name', 'number', 'score', 'max_score', 'status'].map((name) => pick(results, 'tests', index, name)),
      ),
      [
        ['p.a', '1.1', 0.75, 1, 'failed'],
        ['p.b x', '1.2', 1, 1, 'passed'],
        ['p.b y', '1.3', 0, 1, 'failed'],
        ['p.c', '1.4', 0, 0, undefined],
      ],
    );
  });

  it('gradescope: who hands in twice has the first file counted; who hands in nothing is told', async () => {
    const [right = '', wrong = '', none = ''] = files;
    const twice: unknown = JSON.parse(await printed('gradescope', [wrong, right]));
    assert.deepEqual([pick(twice, 'score'), pick(twice, 'tests', 'length')], [1.75, 4]);
    assert.match(String(pick(twice, 'output')), /right.* does not count\.$/);
    const nothing: unknown = JSON.parse(await printed('gradescope', [none]));
    assert.deepEqual([pick(nothing, 'score'), pick(nothing, 'tests')], [0, []]);
    assert.match(String(pick(nothing, 'output')), /^There is no file/);
  });

  it('gradescope: what is wrong with the problem set is not told to whoever answers', async () => {
    const text = await printed('gradescope', [folder.path('broken.answers.cnn.yaml')]);
    assert.match(text, /The problem set has an error; please tell whoever set it\./);
    assert.doesNotMatch(text, /secret|7351/);
  });

  it('json is written piece by piece, and is what would be written at once', async () => {
    for (const names of [files, files.slice(2), []]) {
      const text = names.length > 0 ? await printed('json', names) : written('json');
      assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    }
  });

  const written = (format: CheckFormat): string => {
    const { start = '', end } = FORMATS[format]();
    return start + (end?.() ?? '');
  };

  it('every format has something to say about no file at all, if only nothing', () => {
    assert.deepEqual(
      CHECK_FORMATS.map((format) => typeof written(format)),
      CHECK_FORMATS.map(() => 'string'),
    );
    assert.deepEqual(elementsOf(written('junit')).length, 1);
  });

  it('progress: how many, how fast, how long still', () => {
    assert.equal(progressText(1200, 10_000, 1500), '1,200 of 10,000 files · 800 a second · 11 s to go');
    assert.equal(progressText(1, 100, 1000), '1 of 100 files · 1 a second · 1 min 39 s to go');
    assert.equal(progressText(1, 1, 10), '1 of 1 file · 100 a second');
  });
});
