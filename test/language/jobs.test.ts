import assert from 'node:assert/strict';
import {
  attempt,
  FUNCTIONS,
  OverBudget,
  packValue,
  spend,
  unpackValue,
  valueJson,
  withBudget,
  type Value,
} from '../../src/core';
import {
  keyText,
  openInSteps,
  openProblemSet,
  problemSetLenses,
  unpackOutcome,
  wantedOf,
  type Elsewhere,
  type Job,
  type NamedFile,
  type Worksheet,
} from '../../src/language';
import { JobRunner } from '../../src/language/job-runner';
import { pageOf } from '../support/page-of';
import { keyOf, problemSet, sample } from '../support/texts';

const FRAME_US = 8000;

/** As over a channel between threads. */
function sent<T>(data: T): T {
  return structuredClone(data);
}

/** Opens with a budget, and has the worker do the rest; how often it was asked. */
function openWithWorker(
  text: string,
  runner = new JobRunner(),
  known = new Map<string, Elsewhere>(),
  files: ReadonlyMap<string, NamedFile> = new Map(),
  previous?: Worksheet,
): { worksheet: Worksheet; jobs: number } {
  const open = (previous?: Worksheet): Worksheet =>
    openProblemSet(text, {
      budget: FRAME_US,
      files: (path) => files.get(path),
      elsewhere: (problem, written) => known.get(`${problem}\n${written}`),
      ...(previous && { previous }),
    });
  let worksheet = open(previous);
  for (let jobs = 0; ; jobs++) {
    const wanted = wantedOf(worksheet);
    if (wanted.length === 0) return { worksheet, jobs };
    assert.ok(jobs < 5, 'the worker is asked again and again');
    const job: Job = { type: 'compute', text, wanted, files, maxCharacters: 2_000_000 };
    const result = sent(runner.run(sent(job)));
    assert.equal(result.type, 'computed');
    for (const computed of result.outcomes)
      known.set(`${computed.problem}\n${computed.written}`, unpackOutcome(computed));
    worksheet = open(worksheet);
  }
}

function seen(worksheet: Worksheet): unknown {
  return [worksheet.findings, keyText(worksheet), problemSetLenses(worksheet), pageOf(worksheet)];
}

const DEAR: readonly (readonly [what: string, text: string])[] = [
  ['a long loop', problemSet({ parts: ['- { id: a, answer: "forall(i in 1..100000, i > 0)" }'] })],
  [
    'a large scene, and what is seen in it',
    problemSet({
      given: [
        'k: { type: kernel, values: [[1, 0, 1], [0, 1, 0], [1, 0, 1]] }',
        'image: { type: scene, background: noise, size: [200, 200], place: k, at: [40, 50], seed: 1 }',
        'response: correlate(image, k)',
      ],
      parts: [
        '- { id: a, answer: argmax(response) }',
        '- { id: b, prompt: "{{ sum(image) }} cells", answer: max(response) }',
      ],
    }),
  ],
  [
    'symbols, and a layer over them',
    problemSet({
      given: [
        'x: { type: input, shape: [40, 40] }',
        'k: { type: kernel, shape: [5, 5] }',
        'y: correlate(x, k)',
      ],
      parts: [
        '- { id: a, answer: "y[3, 3]" }',
        '- { id: b, answer: shape(y) }',
        '- { id: c, answer: 6 * 7 }',
      ],
    }),
  ],
  [
    'a claim that fails in the end',
    problemSet({ parts: ['- { id: a, answer: "forall(i in 1..90000, i < 90000)" }'] }),
  ],
  [
    'an error after much work',
    problemSet({ given: ['n: "sum(list(i in 1..40000, i)) / 0"'], parts: ['- { id: a, answer: n + 1 }'] }),
  ],
];

describe('a budget', () => {
  it('leaves the samples as they are', () => {
    for (const name of ['homework-3', 'discussion-4']) {
      const text = sample(`${name}.cnn.yaml`);
      const { worksheet, jobs } = openWithWorker(text);
      assert.deepEqual([name, jobs], [name, 0]);
      assert.deepEqual(seen(worksheet), seen(openProblemSet(text)));
    }
  });

  for (const [what, text] of DEAR)
    it(`has the worker compute ${what}, with the same result`, () => {
      const { worksheet, jobs } = openWithWorker(text);
      assert.ok(jobs >= 1);
      assert.deepEqual(seen(worksheet), seen(openProblemSet(text)));
    });

  it('leaves what is cheap alone beside what is dear', () => {
    const text = DEAR[2]?.[1] ?? '';
    const worksheet = openProblemSet(text, { budget: FRAME_US });
    assert.deepEqual(
      ['a', 'b', 'c'].map((part) => keyOf(worksheet, 'p', part)),
      ['computing', 'computing', { kind: 'number', value: 42 }],
    );
    assert.deepEqual(worksheet.findings, []);
  });

  it('is known before anything is computed', () => {
    let done = 0;
    const dear = (): void => {
      spend(10);
      done++;
    };
    assert.throws(() => {
      withBudget(25, () => {
        dear();
        dear();
        dear();
      });
    }, OverBudget);
    assert.equal(done, 2);
    assert.throws(() => withBudget(5, () => attempt(dear)), OverBudget);
  });

  it('that a layer goes beyond is told at the layer', () => {
    const text = problemSet({
      given: ['c: { type: conv1d, in-channels: 1, kernel: "list(i in 1..60000, i)" }'],
      parts: ['- { id: a, answer: params(c) }', '- { id: b, answer: 1 }'],
    });
    const { worksheet } = openWithWorker(text);
    assert.deepEqual(
      worksheet.findings.map(({ message }) => message),
      ['This takes too long to be computed at once. Give what is computed within it names of its own.'],
    );
    assert.deepEqual(keyOf(worksheet, 'p', 'b'), { kind: 'number', value: 1 });
  });
});

describe('the worker', () => {
  it('that was killed computes the same again', () => {
    const text = DEAR[1]?.[1] ?? '';
    const runner = new JobRunner();
    const first = openWithWorker(text, runner).worksheet;
    assert.deepEqual(seen(openWithWorker(text).worksheet), seen(first));
    assert.deepEqual(seen(openWithWorker(text, runner).worksheet), seen(first));
  });

  it('computes again what depends on what was edited, and nothing else', () => {
    const text = (n: number): string =>
      problemSet({
        given: [
          `n: ${n}`,
          'more: "count(i in 1..20000, i > n)"',
          'even: "count(i in 1..20000, i mod 2 == 0)"',
        ],
        parts: ['- { id: a, answer: more }', '- { id: b, answer: even }'],
      });
    const before = openWithWorker(text(5)).worksheet;
    const known = new Map<string, Elsewhere>();
    const { worksheet, jobs } = openWithWorker(text(7), new JobRunner(), known, new Map(), before);
    assert.deepEqual(
      ['a', 'b'].map((part) => keyOf(worksheet, 'p', part)),
      [19_993, 10_000].map((value) => ({ kind: 'number', value })),
    );
    assert.equal(jobs, 1);
    assert.deepEqual(
      [...known.keys()].map((key) => key.split('\n').at(-1)?.split(':')[0]),
      ['more', '[] more'],
    );
  });

  it('has nothing to say to a problem that stands under other conventions by now', () => {
    const under = (index: number): string =>
      `conventions: { index: ${index} }\n${problemSet({ parts: ['- { id: a, answer: "argmax(list(i in 1..20000, 0 - (i - 3)^2))" }'] })}`;
    const known = new Map<string, Elsewhere>();
    const [before, after] = [0, 1].map(
      (index) => openWithWorker(under(index), new JobRunner(), known).worksheet,
    );
    assert.ok(before && after);
    assert.deepEqual(
      [before, after].map((worksheet) => keyOf(worksheet, 'p', 'a')),
      [2, 3].map((value) => ({ kind: 'location', value })),
    );
  });

  it('judges answers as anybody else', () => {
    const [answers, set] = [sample('novikov.answers.cnn.yaml'), sample('homework-3.cnn.yaml')];
    const job: Job = { type: 'grade', answers, problemSet: set, files: new Map(), maxCharacters: 2_000_000 };
    const result = sent(new JobRunner().run(job));
    assert.equal(result.type, 'graded');
    assert.deepEqual([result.grading.score, result.grading.name], [2.25, 'D. Novikov']);
  });

  it('judges each answer file against its own variant', () => {
    const set = 'problems:\n  - id: sizes\n    let: { n: { choose: [7, 9, 11] } }\n    answer: n\n';
    const runner = new JobRunner();
    const verdictOf = (variant: number, answer: number): string | undefined => {
      const answers = `problem-set: x.cnn.yaml\nvariant: ${variant}\nanswers: { sizes: ${answer} }\n`;
      const result = sent(
        runner.run({
          type: 'grade',
          answers,
          problemSet: set,
          files: new Map(),
          maxCharacters: 2_000_000,
        }),
      );
      assert.equal(result.type, 'graded');
      assert.equal(result.grading.variant, variant);
      return result.grading.results[0]?.verdict;
    };
    assert.deepEqual(
      [verdictOf(17, 11), verdictOf(0, 11), verdictOf(0, 7), verdictOf(17, 7)],
      ['correct', 'wrong', 'correct', 'wrong'],
    );
  });

  it('leaves off between problems', () => {
    const steps = openInSteps(sample('homework-3.cnn.yaml'));
    let pauses = 0;
    while (steps.next().done !== true) pauses++;
    assert.equal(pauses, 3);
  });
});

describe('values sent to another thread', () => {
  const values = (): [string, Value][] =>
    [...FUNCTIONS.values()].flatMap(({ examples }) =>
      examples.flatMap(([expression]): [string, Value][] => {
        const [problem] = openProblemSet(
          problemSet({ parts: [`- { id: a, answer: ${JSON.stringify(expression)} }`] }),
        ).problems;
        const outcome = problem?.parts[0]?.answer?.outcome;
        return outcome?.kind === 'value' ? [[expression, outcome.value]] : [];
      }),
    );

  it('come back as they were', () => {
    const all = values();
    assert.ok(all.length > 40, `${all.length} values`);
    let layers = 0;
    for (const [expression, value] of all) {
      const packed = packValue(value);
      if (packed) assert.deepEqual(valueJson(unpackValue(sent(packed))), valueJson(value), expression);
      else layers++;
    }
    assert.ok(layers < all.length / 4, `${layers} can’t be sent`);
  });

  it('scenes can still be drawn anew', () => {
    const { problems } = openProblemSet(sample('homework-3.cnn.yaml'));
    const outcome = problems[1]?.scope.outcome('image');
    assert.ok(outcome?.kind === 'value');
    const packed = packValue(outcome.value);
    assert.ok(packed);
    assert.deepEqual(unpackValue(sent(packed)), outcome.value);
  });
});
