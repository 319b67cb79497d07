import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { version } from '../../package.json';
import { folderOf, json, type Ran } from '../support/command-line';
import { problemSet, ROOT } from '../support/texts';

/** What the arguments mean; what the commands say is tested command by command. */
describe('the command line', () => {
  const folder = folderOf({
    'set.cnn.yaml': problemSet({ given: ['k: [1, 2]'], parts: ['- { id: a, answer: sum(k) }'] }),
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
    buildSync({
      entryPoints: [join(ROOT, 'src/cli/index.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
  });
  after(folder.remove);

  const RUNS: readonly (readonly [args: string, code: number, stdout: RegExp, stderr: RegExp])[] = [
    ['--version', 0, new RegExp(`^${version}\\n$`), /^$/],
    ['key set.cnn.yaml --variant 0', 0, /^ {2}a {2}3$/m, /^$/],
    ['key set.cnn.yaml --root .', 0, /^ {2}a {2}3$/m, /^$/],
    ['eval k set.cnn.yaml --root .', 0, /^\[1, 2\]\n$/, /^$/],
    ['key set.cnn.yaml --variant 2', 1, /Variant 2 can’t be computed yet/, /^$/],
    ['key set.cnn.yaml --variant=', 1, /^$/, /A variant is a whole number from 0\./],
    ['eval k set.cnn.yaml --problem p --variant 0', 0, /^\[1, 2\]\n$/, /^$/],
    ['lint set.cnn.yaml wrong.answers.cnn.yaml --root .', 0, /^2 files: nothing to say\.\n$/, /^$/],
    ['check wrong.answers.cnn.yaml --root .', 1, /Ada · 0 of 1 points/, /^$/],
    ['check wrong.answers.cnn.yaml --format xml', 1, /^$/, /Allowed choices are table, json, jsonl\./],
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
