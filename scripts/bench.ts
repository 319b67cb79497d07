// `npm run bench`: how long the language takes, against what one would use otherwise, as a table. It fails nothing.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Language from '../src/language';
import type * as Jobs from '../src/language/job-runner';
import { PROBLEM_SET } from '../src/problem/schema/document';
import { checkClass, writeClass } from './bench/class';
import { inTurn, median, printFigures, timed, type Row } from './bench/measure';
import { answersToHomework3, problemSetOf } from './bench/problem-set';
import { installYamlServer, startYamlServer, yamlServerName, yamlServerPath } from './bench/yaml-server';
import { Failure } from './editor/failure';
import { readOptions } from './editor/options';
import { repository, shown, temporaryRoot } from './editor/paths';
import { run } from './editor/processes';
import { atEnd, runScript } from './editor/shutdown';

const LINES = 1000;
const ANSWER_FILES = 100;
/** Processes are started anew for these, which takes a while. */
const COLD_ROUNDS = 15;
/** These take seconds. */
const CLASS_ROUNDS = 5;
/** Files of the classes by which growth is seen. */
const CLASS_SIZES = [10, 100, 1000, 10_000];

const table = {
  n: { value: 'NUMBER', does: 'how many rounds (default: 50)' },
  json: { value: '', does: 'print JSON' },
};

const bundle = join(repository, 'dist', 'language.js');
const jobs = join(repository, 'dist', 'job-runner.js');
const yaml = join(repository, 'node_modules', 'yaml');
const PARSE = 'yaml, parse alone';

async function main(): Promise<number> {
  const options = readOptions('npm run bench -- [options]', table);
  if (options === undefined) return 0;
  const rounds = Number(options.value('n') ?? 50);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure('--n takes a whole number from 1.');
  if (!existsSync(bundle))
    throw new Failure(`There is no ${shown(bundle)}: run \`npm run build\`, or \`npm run bench\`.`);
  const asJson = options.given('json');
  await installYamlServer(asJson ? () => undefined : console.log);

  const folder = mkdtempSync(join(temporaryRoot, 'cnn-bench-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const language = createRequire(bundle)(bundle) as typeof Language;
  const text = problemSetOf(LINES);
  const { problems, findings } = language.openProblemSet(text);
  if (findings.length > 0) throw new Failure(`The problem set is wrong: ${findings[0]?.message ?? ''}`);

  const rows = [
    ...(await reading(language, text, rounds)),
    ...(await opening(folder, text, Math.min(rounds, COLD_ROUNDS))),
    ...(await answers(folder, rounds)),
    ...(await growth(folder)),
  ];
  const lines = text.split('\n').length;
  printFigures(
    `A problem set of ${lines} lines, ${problems.length} problems; ${ANSWER_FILES} answer files`,
    rows,
    asJson,
  );
  return 0;
}

/** Evaluation of the whole file, and of one edit in it. */
async function reading(language: typeof Language, text: string, rounds: number): Promise<Row[]> {
  const { parse } = createRequire(bundle)(yaml) as { parse: (text: string) => unknown };
  const validate = startYamlServer(jsonSchema());
  const complaints = await validate(text);
  if (complaints.length > 0) throw new Failure(`The other validator complains: ${complaints[0] ?? ''}`);
  if ((await validate(text.replace('answer:', 'answr:'))).length === 0)
    throw new Failure('The other validator does not validate.');
  const edits = editsOf(text);
  const edited = (round: number): string => edits[round % edits.length] ?? text;
  let previous = language.openProblemSet(text);
  const times = await inTurn(rounds, {
    // Each text is new, so that nothing can be taken from the round before but by those who mean to.
    whole: (round) => timed(() => language.openProblemSet(edited(round))),
    edit: (round) =>
      timed(() => {
        previous = language.openProblemSet(edited(round), { previous });
      }),
    parse: (round) => timed(() => parse(edited(round))),
    server: (round) => timed(() => validate(edited(round))),
  });
  return [
    { what: 'one edit', against: yamlServerName, ours: times.edit, theirs: times.server },
    { what: 'one edit', against: PARSE, ours: times.edit, theirs: times.parse },
    { what: 'the whole file', against: yamlServerName, ours: times.whole, theirs: times.server },
    { what: 'the whole file', against: PARSE, ours: times.whole, theirs: times.parse },
  ];
}

/** The text with a digit typed into one definition after the other, as somebody does who edits here and there. */
function editsOf(text: string): readonly string[] {
  const places = [...text.matchAll(/(?:filters: |seed: |v: \[)\d/g)].map(
    ({ index, 0: match }) => index + match.length,
  );
  return places.map((place) => `${text.slice(0, place)}1${text.slice(place)}`);
}

/** The language's schema as other programs read it. */
function jsonSchema(): object {
  return JSON.parse(JSON.stringify(PROBLEM_SET)) as object;
}

/** From a process that has loaded nothing to what is said about the file. */
async function opening(folder: string, text: string, rounds: number): Promise<Row[]> {
  const file = join(folder, 'opening.cnn.yaml');
  const schema = join(folder, 'schema.json');
  writeFileSync(file, text);
  writeFileSync(schema, JSON.stringify(jsonSchema()));
  const read = `const text = require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8');`;
  const programs = {
    ours: `${read} const start = performance.now();
      require(${JSON.stringify(bundle)}).openProblemSet(text);
      console.log(performance.now() - start);`,
    parse: `${read} const start = performance.now();
      require(${JSON.stringify(yaml)}).parse(text);
      console.log(performance.now() - start);`,
    server: `${read} const start = performance.now();
      const load = require('node:module').createRequire(${JSON.stringify(join(yamlServerPath, 'index.js'))});
      const { TextDocument } = load('vscode-languageserver-textdocument');
      const service = load(${JSON.stringify(yamlServerPath)}).getLanguageService({
        schemaRequestService: () => Promise.reject(), workspaceContext: { resolveRelativePath: (path) => path } });
      service.configure({ validate: true,
        schemas: [{ uri: 'file:///s.json', fileMatch: ['*.cnn.yaml'], schema: require(${JSON.stringify(schema)}) }] });
      service.doValidation(TextDocument.create('file:///a.cnn.yaml', 'yaml', 1, text), false)
        .then(() => console.log(performance.now() - start));`,
  };
  const times = await inTurn(
    rounds,
    {
      ours: () => printed(programs.ours),
      server: () => printed(programs.server),
      parse: () => printed(programs.parse),
    },
    1,
  );
  const what = 'opening it in a fresh process, loading included';
  return [
    { what, against: yamlServerName, ours: times.ours, theirs: times.server },
    { what, against: PARSE, ours: times.ours, theirs: times.parse },
  ];
}

/** Runs a program in a process of its own; answers with the number that it prints. */
async function printed(program: string): Promise<number> {
  const { code, output } = await run(process.execPath, ['-e', program]);
  if (code !== 0) throw new Failure(`A process failed: ${output.split('\n')[0] ?? ''}`);
  return Number(output);
}

/** Verdicts on a class, through the interface and on the command line. */
async function answers(folder: string, rounds: number): Promise<Row[]> {
  const name = 'homework-3.cnn.yaml';
  copyFileSync(join(repository, 'samples', name), join(folder, name));
  const set = readFileSync(join(folder, name), 'utf8');
  const texts = answersToHomework3(ANSWER_FILES);
  const files = texts.map((text, index) => {
    const file = join(folder, `student-${index + 1}.answers.cnn.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const { JobRunner } = createRequire(jobs)(jobs) as typeof Jobs;
  const cli = join(repository, 'dist', 'cli.js');
  const { inside, command } = await inTurn(
    Math.min(rounds, CLASS_ROUNDS),
    {
      inside: () =>
        timed(() => {
          const runner = new JobRunner();
          const common = {
            type: 'grade',
            problemSet: set,
            maxCharacters: Infinity,
            files: new Map(),
          } as const;
          for (const answers of texts) runner.run({ ...common, answers });
        }),
      command: () => timed(() => run(process.execPath, [cli, 'check', '--json', ...files])),
    },
    1,
  );
  const each = (times: readonly number[]): string =>
    `${Math.round((1000 * ANSWER_FILES) / median(times)).toLocaleString('en')} files a second`;
  return [
    { what: `checking ${ANSWER_FILES} answer files`, ours: inside, note: each(inside) },
    { what: 'the same by `cnn-problems check`', ours: command, note: each(command) },
  ];
}

/** How time and memory grow with the number of files. The largest takes a while, so each is done once. */
async function growth(folder: string): Promise<Row[]> {
  const cli = join(repository, 'dist', 'cli.js');
  writeClass(folder, Math.max(...CLASS_SIZES));
  const rows: Row[] = [];
  for (const size of CLASS_SIZES) {
    const { milliseconds, aSecondACore, megabytes, jobs } = await checkClass(folder, cli, size);
    rows.push({
      what: `\`check\` of ${size.toLocaleString('en')} files of 20 parts`,
      ours: [milliseconds],
      note: `${Math.round(aSecondACore).toLocaleString('en')} files a second a core, ${Math.round(megabytes)} MB, ${jobs === 1 ? '1 thread' : `${jobs} threads`}`,
    });
  }
  return rows;
}

runScript(main);
