import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { version } from '../../package.json';
import { buildCommandLine } from '../support/built-command-line';
import { folderOf, json, type Ran } from '../support/command-line';
import { problemSet } from '../support/texts';

/** What the arguments mean; what the commands say is tested command by command. */
describe('the command line', () => {
  const folder = folderOf({
    'set.cnn.yaml': problemSet({ given: ['k: [1, 2]'], parts: ['- { id: a, answer: sum(k) }'] }),
    'varied.cnn.yaml': 'problems:\n  - id: sizes\n    let: { n: { choose: [7, 9, 11] } }\n    answer: n\n',
    'varied.answers.cnn.yaml':
      'problem-set: varied.cnn.yaml\nname: Grace\nvariant: 17\nanswers: { sizes: 11 }\n',
    'wrong.answers.cnn.yaml': 'problem-set: set.cnn.yaml\nname: Ada\nanswers: { p: { a: 4 } }\n',
  });
  const program = folder.path('cli.js');
  const run = (...args: string[]): Ran => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder.path('.'),
      encoding: 'utf8',
      timeout: 15_000,
    });
    return { code: status, stdout, stderr };
  };

  before(() => {
    buildCommandLine(program);
  });
  after(folder.remove);

  const RUNS: readonly (readonly [args: string, code: number, stdout: RegExp, stderr: RegExp])[] = [
    ['--version', 0, new RegExp(`^${version}\\n$`), /^$/],
    ['key set.cnn.yaml --variant 0', 0, /^ {2}a {2}3$/m, /^$/],
    ['key set.cnn.yaml --root .', 0, /^ {2}a {2}3$/m, /^$/],
    ['eval k set.cnn.yaml --root .', 0, /^\[1, 2\]\n$/, /^$/],
    ['key varied.cnn.yaml --variant 0', 0, /^ {2}answer {2}7$/m, /^$/],
    ['key varied.cnn.yaml --variant 17', 0, /^variant 17\n[^]*^ {2}answer {2}11$/m, /^$/],
    ['eval 2*n varied.cnn.yaml --variant 17', 0, /^22\n$/, /^$/],
    ['lint varied.cnn.yaml --variants 17', 0, /^varied\.cnn\.yaml:3:12 warning {2}Variants 1 and /, /^$/],
    [
      'lint varied.cnn.yaml --variants 1001',
      1,
      /^$/,
      /The number of variants is a whole number from 0 to 1000\./,
    ],
    ['check varied.answers.cnn.yaml', 0, /Grace · variant 17 · 1 of 1 point/, /^$/],
    ['key set.cnn.yaml --variant=', 1, /^$/, /A variant is a whole number from 0\./],
    ['eval k set.cnn.yaml --problem p --variant 0', 0, /^\[1, 2\]\n$/, /^$/],
    ['lint set.cnn.yaml wrong.answers.cnn.yaml --root .', 0, /^2 files: nothing to say\.\n$/, /^$/],
    ['check wrong.answers.cnn.yaml --root .', 1, /Ada · 0 of 1 point/, /^$/],
    [
      'check wrong.answers.cnn.yaml --format xml',
      1,
      /^$/,
      /Allowed choices are table, json, jsonl, csv, markdown, junit, gradescope\./,
    ],
    ['grade wrong.answers.cnn.yaml', 1, /^$/, /unknown command 'grade'/],
    ['key', 1, /^$/, /missing required argument 'file'/],
  ];
  for (const [args, code, stdout, stderr] of RUNS)
    it(`${args}: exit code ${code}`, () => {
      const ran = run(...args.split(' '));
      assert.match(ran.stdout, stdout);
      assert.ok(!ran.stdout.includes('\u001b'), 'colours where nobody sees them');
      assert.match(ran.stderr, stderr);
      assert.equal(ran.code, code);
    });

  it('--json is --format json', () => {
    const [short, long] = [['--json'], ['--format', 'json']].map((options) =>
      json(run('check', 'wrong.answers.cnn.yaml', ...options)),
    );
    assert.ok(short);
    assert.deepEqual(short, long);
  });
});
