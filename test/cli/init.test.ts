import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { buildCommandLine } from '../support/built-command-line';
import { folderOf, pick } from '../support/command-line';
import { png } from '../support/image';
import { readXml } from '../publish/xml';

const SET = `problems:
  - id: p
    given: { x: { type: input, file: data/x.png } }
    parts:
      - { id: a, prompt: How many?, answer: 7351, points: 2 }
      - { id: b, prompt: Which shape?, answer: shape(x) }
`;

/** Written by the built command line, and run as it would be elsewhere. */
describe('cnn-problems init', () => {
  const folder = folderOf({});
  const program = folder.path('cli.js');
  const image = png({ width: 4, height: 3, depth: 8, type: 2, sample: (x, y) => x + y });
  const NAME = "home's work.cnn.yaml";
  const run = (args: readonly string[], cwd = '.') =>
    spawnSync(process.execPath, [program, ...args], { cwd: folder.path(cwd), encoding: 'utf8' });

  before(() => {
    buildCommandLine(program);
    mkdirSync(folder.path('data'));
    writeFileSync(folder.path(NAME), SET);
    writeFileSync(folder.path('data/x.png'), image);
  });
  after(folder.remove);

  /** Hands in files as Gradescope does; answers with its results. */
  function graded(place: string, submission: Readonly<Record<string, string>>): unknown {
    const root = folder.path(place);
    mkdirSync(`${root}/submission`, { recursive: true });
    for (const [name, content] of Object.entries(submission))
      writeFileSync(`${root}/submission/${name}`, content);
    const { status, stderr } = spawnSync('bash', [folder.path('autograder/run_autograder')], {
      cwd: '/',
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], AUTOGRADER_ROOT: root },
    });
    assert.deepEqual([status, stderr], [0, '']);
    return JSON.parse(readFileSync(`${root}/results/results.json`, 'utf8'));
  }

  it('gradescope: an autograder that runs, and judges by its own problem set alone', () => {
    const { status, stderr } = run(['init', 'gradescope', '--set', NAME]);
    assert.deepEqual([status, stderr], [0, '']);
    for (const name of ['setup.sh', 'run_autograder'])
      assert.ok((statSync(folder.path(`autograder/${name}`)).mode & 0o111) !== 0, name);
    assert.equal(spawnSync('bash', [folder.path('autograder/setup.sh')]).status, 0);
    const own = 'problem-set: mine.cnn.yaml\nname: Eve\nanswers: { p: { a: 1, b: 3x4x3 } }\n';
    const results = graded('one', {
      'eve.answers.cnn.yaml': own,
      'mine.cnn.yaml': 'problems: [{ id: p, parts: [{ id: a, answer: 1, points: 99 }] }]\n',
    });
    assert.deepEqual(
      [pick(results, 'score'), pick(results, 'tests', 0, 'max_score'), pick(results, 'tests', 1, 'score')],
      [1, 2, 1],
    );
    assert.doesNotMatch(JSON.stringify(results), /7351/);
  }).timeout('1m');

  const SUBMISSIONS: readonly (readonly [
    what: string,
    files: Readonly<Record<string, string>>,
    says: RegExp,
  ])[] = [
    ['nothing', {}, /^There is no answer file/],
    ['no YAML', { 'a.answers.cnn.yaml': '\u0000{{{{' }, /./],
    [
      'what it is not',
      { 'a.answers.cnn.yaml': 'problem-set: x.cnn.yaml\nanswers: { q: 1 }\n' },
      /no problem called “q”/,
    ],
  ];
  for (const [what, files, says] of SUBMISSIONS)
    it(`gradescope: ${what} is handed in, and that is said`, () => {
      const results = graded(what, files);
      assert.equal(pick(results, 'score'), 0);
      assert.match(String(pick(results, 'output')), says);
    });

  it('gradescope: what is there is left alone, and a problem set with an error is none', () => {
    const again = run(['init', 'gradescope', '--set', NAME]);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /setup\.sh is there already; --force writes over it\.\n$/);
    assert.equal(run(['init', 'gradescope', '--set', NAME, '--force']).status, 0);
    writeFileSync(folder.path('broken.cnn.yaml'), 'problems: [{ id: a, answer: nope }]\n');
    const broken = run(['init', 'gradescope', 'other', '--set', 'broken.cnn.yaml']);
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /has errors/);
  }).timeout('1m');

  it('github: a workflow whose check runs as it stands there', () => {
    mkdirSync(folder.path('repository'));
    assert.equal(run(['init', 'github', 'repository']).status, 0);
    writeFileSync(folder.path('repository/set.cnn.yaml'), 'problems: [{ id: p, answer: 2 }]\n');
    writeFileSync(
      folder.path('repository/a.answers.cnn.yaml'),
      'problem-set: set.cnn.yaml\nanswers: { p: 3 }\n',
    );
    const workflow: unknown = parse(
      readFileSync(folder.path('repository/.github/workflows/check.yml'), 'utf8'),
    );
    const command = pick(workflow, 'jobs', 'check', 'steps', 2, 'run');
    const ran = spawnSync('bash', ['-c', String(command)], {
      cwd: folder.path('repository'),
      encoding: 'utf8',
    });
    assert.deepEqual([ran.status, ran.stderr], [1, '']);
    const xml = readXml(
      readFileSync(folder.path('repository/results.xml'), 'utf8')
        .replace(/^<\?xml[^>]*>\s*/, '')
        .trimEnd(),
    );
    assert.equal(xml.children[0]?.attributes.get('failures'), '1');
  }).timeout('1m');
});
