import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Pool } from '../../src/cli/check/pool';
import { buildCommandLine } from '../support/built-command-line';
import { folderOf, json, pick, type Ran } from '../support/command-line';
import { problemSet } from '../support/texts';

/** A thread that answers, or doesn't, as the name of a file says. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ index, task }) => {
  if (task.file === 'throw') throw new Error('it broke');
  if (task.file === 'exit') process.exit();
  if (task.file === 'hang') for (;;);
  if (task.file === 'grow') for (const all = []; ; ) all.push(new Array(100_000).fill(1.5));
  const wait = task.file.startsWith('slow') ? 30 : 0;
  for (const until = performance.now() + wait; performance.now() < until; );
  parentPort.postMessage({ index, checked: { file: task.file, problemSet: '', grading: undefined, findings: [] } });
});
parentPort.postMessage('ready');
`;

describe('the threads of cnn-problems check', () => {
  const folder = folderOf({ 'thread.js': THREAD, 'dead.js': 'process.exit();' });
  after(folder.remove);

  async function run(
    files: readonly string[],
    { jobs = 2, script = 'thread.js', limit = 2000 } = {},
  ): Promise<string[]> {
    const pool = new Pool(
      files.map((file) => ({ file })),
      { script: folder.path(script), jobs, limit, memory: 64, manner: { root: undefined, set: undefined } },
    );
    const lines: string[] = [];
    for await (const { file, findings } of pool.results())
      lines.push([file, ...findings.map(({ message }) => message)].join(': '));
    return lines;
  }

  const MANY = Array.from({ length: 300 }, (_, index) =>
    index % 50 === 0 ? `slow ${index}` : `file ${index}`,
  );

  for (const jobs of [1, 2, 4])
    it(`results come in the order of the files, with ${jobs} at work`, async () => {
      assert.deepEqual(await run(MANY, { jobs }), MANY);
    });

  const FATAL: readonly (readonly [file: string, says: string])[] = [
    ['throw', 'This file could not be checked: it broke.'],
    ['exit', 'This file could not be checked: it ended of itself.'],
    ['grow', 'This file could not be checked: it takes too much memory.'],
    ['hang', 'This file takes longer to check than the 2 seconds that a file may.'],
  ];
  for (const [file, says] of FATAL)
    for (const jobs of [1, 3])
      it(`${file}: that one file is a finding, with ${jobs} at work`, async () => {
        const files = [...MANY.slice(0, 20), file, ...MANY.slice(20, 40), file];
        assert.deepEqual(
          await run(files, { jobs, limit: file === 'hang' ? 2000 : 15_000 }),
          files.map((name) => (name === file ? `${name}: ${says}` : name)),
        );
      });

  it('threads that don’t start are said to, not started for ever', async () => {
    await assert.rejects(run(MANY, { script: 'dead.js' }), /The threads don’t start/);
  });

  it('no file, no thread', async () => {
    assert.deepEqual(await run([]), []);
  });
});

describe('many files on the command line', () => {
  const folder = folderOf({
    'set.cnn.yaml': problemSet({
      given: ['k: [1, 2]'],
      parts: ['- { id: a, answer: sum(k) }', '- { id: b, variables: { n: 1..9 }, answer: n + 1 }'],
    }),
  });
  const program = folder.path('cli.js');
  const BAD: Readonly<Record<number, readonly [content: string, says: RegExp]>> = {
    20: ['problem-set: set.cnn.yaml\nanswers: { p: {{{ a: 4\n', /never closed|“\{”/],
    60: [`answers: [\n${'['.repeat(3_000_000)}`, /^This file has 3000011 characters/],
    100: [
      'problem-set: ../none.cnn.yaml\nanswers: { p: { a: 1 } }\n',
      /^There is no file “\.\.\/none\.cnn\.yaml”/,
    ],
  };
  const ENDLESS = 140;
  const names = Array.from({ length: 200 }, (_, index) =>
    // It takes its two seconds, so it is none of the folder.
    index === ENDLESS
      ? 'out/endless.answers.cnn.yaml'
      : `in/${String(index).padStart(3, '0')}.answers.cnn.yaml`,
  );
  const run = (...args: string[]): Ran => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder.path('.'),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    return { code: status, stdout, stderr };
  };

  before(() => {
    buildCommandLine(program);
    for (const name of ['in', 'out']) mkdirSync(folder.path(name));
    for (const [index, name] of names.entries()) {
      const answer = index === ENDLESS ? 'sum(i in 1..9^9, sum(j in 1..9^9, i*j))' : String(index % 5);
      writeFileSync(
        folder.path(name),
        BAD[index]?.[0] ??
          `problem-set: ../set.cnn.yaml\nname: N${index}\nanswers: { p: { a: ${answer}, b: 1 + n } }\n`,
      );
    }
    writeFileSync(folder.path('list.txt'), [...names, 'in/missing.answers.cnn.yaml', ''].join('\n'));
  });
  after(folder.remove);

  it('a broken, a huge, a lost and an endless one among 200: all others have their results, in order', () => {
    const outputs = [[], ['--jobs', '1'], ['--jobs', '2'], ['--jobs', '4']].map((jobs) =>
      run('check', '--files-from', 'list.txt', '--format', 'jsonl', ...jobs),
    );
    const [first = { code: null, stdout: '', stderr: '' }] = outputs;
    for (const { code, stdout, stderr } of outputs) {
      assert.deepEqual([code, stderr], [2, '']);
      assert.ok(stdout === first.stdout, 'the number of threads changes what is said');
    }
    const lines = first.stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(
      lines.map((line) => pick(line, 'file')),
      [...names, 'in/missing.answers.cnn.yaml'],
    );
    for (const [index, line] of lines.entries()) {
      const bad = BAD[index]?.[1] ?? (index === 200 ? /^There is no file in\/missing/ : undefined);
      if (bad) assert.match(String(pick(line, 'findings', 0, 'message')), bad);
      else if (index !== ENDLESS) assert.equal(pick(line, 'score'), index % 5 === 3 ? 2 : 1, String(index));
    }
    assert.equal(pick(lines[ENDLESS], 'parts', 0, 'verdict'), 'unreadable');
  }).timeout('1m');

  it('a folder, a list and a pattern mean the same files', () => {
    const [folderRun, list, pattern] = [['in'], ['--files-from', 'list.txt'], ['in/*.answers.cnn.yaml']].map(
      (args) =>
        run('check', ...args, '--format', 'csv')
          .stdout.split('\n')
          .filter((line) => !/missing|endless/.test(line)),
    );
    assert.ok((folderRun ?? []).length > 400);
    assert.deepEqual(list, folderRun);
    assert.deepEqual(pattern, folderRun);
  }).timeout('1m');

  it('shards share the files, and what they print together is what one run prints', () => {
    const shards = [1, 2, 3].map((part) => {
      const { stdout } = run('check', 'in', '--format', 'jsonl', '--shard', `${part}/3`);
      writeFileSync(folder.path(`shard-${part}.jsonl`), stdout);
      return stdout;
    });
    const whole = run('check', 'in', '--format', 'jsonl');
    const lines = (text: string): string[] => text.split('\n').sort();
    assert.deepEqual(lines(shards.join('\n')).filter(Boolean), lines(whole.stdout).filter(Boolean));
    const files = [1, 2, 3].map((part) => `shard-${part}.jsonl`);
    for (const format of ['jsonl', 'json', 'junit', 'csv', 'markdown']) {
      const merged = run('check', '--merge', ...files, '--format', format);
      assert.ok(merged.stdout === run('check', 'in', '--format', format).stdout, format);
      assert.equal(merged.code, whole.code);
    }
  }).timeout('2m');

  it('an answer file may come on stdin', () => {
    const { stdout } = spawnSync(process.execPath, [program, 'check', '-', '--json'], {
      cwd: folder.path('.'),
      encoding: 'utf8',
      input: 'problem-set: set.cnn.yaml\nanswers: { p: { a: 3, b: n + 1 } }\n',
    });
    assert.equal(pick(JSON.parse(stdout), 'results', 0, 'score'), 2);
  });

  it('progress goes to stderr, where it is asked for', () => {
    const { stdout, stderr } = run('check', 'in', '--format', 'jsonl', '--progress');
    assert.equal(stdout.trimEnd().split('\n').length, 199);
    assert.match(stderr, /^199 of 199 files · [\d,]+ a second\n$/m);
  }).timeout('1m');

  it('who stops it gets what is done, whole, and exit code 130', async () => {
    const slow = problemSet({ parts: ['- { id: a, answer: 1 }'] });
    writeFileSync(folder.path('slow.cnn.yaml'), slow);
    mkdirSync(folder.path('slow'), { recursive: true });
    for (const index of Array.from({ length: 60 }, (_, at) => at))
      writeFileSync(
        folder.path(`slow/${String(index).padStart(2, '0')}.answers.cnn.yaml`),
        `problem-set: ../slow.cnn.yaml\nanswers: { p: { a: ${index === 0 ? '1' : 'sum(i in 1..9^9, i)'} } }\n`,
      );
    const child = spawn(process.execPath, [program, 'check', 'slow', '--json', '--jobs', '1'], {
      cwd: folder.path('.'),
    });
    const texts = { stdout: '', stderr: '' };
    let interrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      texts.stdout += chunk.toString();
      if (!interrupted && texts.stdout.includes('00.answers')) {
        interrupted = true;
        child.kill('SIGINT');
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      texts.stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 130);
    assert.match(texts.stderr, /^Stopped after \d+ of 60 files\.\n$/);
    assert.ok(Number(pick(json({ code, ...texts }), 'results', 'length')) >= 1);
  }).timeout('1m');

  const REFUSED: readonly (readonly [args: string, says: RegExp])[] = [
    ['check', /^Say which answer files/],
    ['check --csv table.csv', /^--csv goes with --set/],
    ['check --merge list.txt --format gradescope', /take another format/],
    ['check in --shard 4/3', /A shard is i\/n/],
    ['check in --jobs 0', /The number of threads is a whole number from 1 to 256\./],
  ];
  for (const [args, says] of REFUSED)
    it(`${args} is refused`, () => {
      const ran = run(...args.split(' '));
      assert.match(ran.stderr, says);
      assert.notEqual(ran.code, 0);
      assert.equal(ran.stdout, '');
    });
});
