import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from '../editor/processes';
import { Failure } from '../editor/failure';

/** The problem set that a class answers: twenty parts of the kinds that homework has. */
const PARTS = 20;
/** What stands before the program, so that it says on stderr what it took. */
const MEASURE = `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write('MEASURED ' + JSON.stringify({ megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 }));
});`;

/** What `check` took for so many files. */
export interface ClassFigures {
  readonly files: number;
  readonly jobs: number;
  readonly milliseconds: number;
  /** Files in a second, by the time that the cores worked. */
  readonly aSecondACore: number;
  /** The most that the process and all its threads had. */
  readonly megabytes: number;
}

/** Writes a problem set and the answers of a class into a folder. */
export function writeClass(folder: string, count: number): void {
  mkdirSync(join(folder, 'answers'), { recursive: true });
  const parts = Array.from({ length: PARTS }, (_, index) =>
    index % 4 === 0
      ? `      - { id: p${index}, answer: params(conv) + ${index} }`
      : index % 4 === 1
        ? `      - { id: p${index}, answer: outputShape(conv) }`
        : index % 4 === 2
          ? `      - { id: p${index}, variables: { n: 3..64, m: 1..3 }, answer: n - m + ${index} }`
          : `      - { id: p${index}, answer: correlate(v, k) }`,
  );
  writeFileSync(
    join(folder, 'class.cnn.yaml'),
    [
      'problems:',
      '  - id: all',
      '    given:',
      '      conv: { type: conv2d, input: { type: input, shape: [64, 64, 3] }, filters: 8, kernel: 5 }',
      '      v: [6, 7, 8, 1, 2, 3, 5]',
      '      k: [1, 2, 3]',
      '    parts:',
      ...parts,
      '',
    ].join('\n'),
  );
  for (let file = 0; file < count; file += 1) {
    const answers = Array.from({ length: PARTS }, (_, index) => {
      const wrong = (file * 7 + index) % 3 === 0 ? 1 : 0;
      return index % 4 === 0
        ? `    p${index}: ${608 + index + wrong}`
        : index % 4 === 1
          ? `    p${index}: 60 x 60 x ${8 + wrong}`
          : index % 4 === 2
            ? `    p${index}: ${index + wrong} + n - m`
            : `    p${index}: [44, 26, 16, 14, ${23 + wrong}]`;
    });
    writeFileSync(
      join(folder, 'answers', `${String(file).padStart(5, '0')}.answers.cnn.yaml`),
      ['problem-set: ../class.cnn.yaml', `name: Student ${file}`, 'answers:', '  all:', ...answers, ''].join(
        '\n',
      ),
    );
  }
}

/** Checks the first so many files of a class on the command line, in a process of its own. */
export async function checkClass(folder: string, cli: string, files: number): Promise<ClassFigures> {
  const list = join(folder, `first-${files}.txt`);
  const preload = join(folder, 'measure.cjs');
  writeFileSync(preload, MEASURE);
  writeFileSync(
    list,
    Array.from({ length: files }, (_, file) =>
      join(folder, 'answers', `${String(file).padStart(5, '0')}.answers.cnn.yaml`),
    ).join('\n'),
  );
  const out = join(folder, 'out.jsonl');
  const start = performance.now();
  const { output } = await run('bash', [
    '-c',
    '"$0" --require "$1" "$2" check --files-from "$3" --format jsonl > "$4"',
    ...[process.execPath, preload, cli, list, out],
  ]);
  const milliseconds = performance.now() - start;
  const measured = /MEASURED (\{.*?\})/.exec(output)?.[1];
  const lines = readFileSync(out, 'utf8').split('\n').length - 1;
  if (measured === undefined || lines !== files) throw new Failure(`check failed: ${output.slice(0, 200)}`);
  const { megabytes, seconds } = JSON.parse(measured) as { megabytes: number; seconds: number };
  const jobs = files > 50 ? availableParallelism() : 1;
  return { files, jobs, milliseconds, aSecondACore: files / seconds, megabytes };
}
