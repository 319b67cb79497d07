import assert from 'node:assert/strict';
import { openProblemSet } from '../../src/language';
import { pageOf } from '../support/page-of';
import type { GivenView, Markup, Page, PartView, Picture, ProblemView } from '../../src/protocol';
import { problemSet, sample } from '../support/texts';

const discussion = pageOf(openProblemSet(sample('discussion-4.cnn.yaml')));
const homework = pageOf(openProblemSet(sample('homework-3.cnn.yaml')));

function found<T>(value: T | undefined, what: string): T {
  assert.ok(value !== undefined, `There is no ${what}.`);
  return value;
}

function problemOf(page: Page, id: string): ProblemView {
  return found(
    page.problems.find((problem) => problem.id === id),
    id,
  );
}

function givenOf(page: Page, problem: string, name: string): GivenView {
  return found(
    problemOf(page, problem).given.find((given) => given.name === name),
    name,
  );
}

function partOf(page: Page, problem: string, id: string): PartView {
  return found(
    problemOf(page, problem).parts.find((part) => part.id === id),
    id,
  );
}

/** A picture that must be of one kind. */
function as<K extends Picture['kind']>(kind: K, picture: Picture | undefined): Picture & { kind: K } {
  assert.ok(isOf(picture, kind), `expected ${kind}, not ${String(picture?.kind)}`);
  return picture;
}

function isOf<K extends Picture['kind']>(
  picture: Picture | undefined,
  kind: K,
): picture is Picture & { kind: K } {
  return picture?.kind === kind;
}

/** The page of one problem with these definitions and one part for each answer: q0, q1, … */
function pageWith(given: readonly string[], answers: readonly string[] = []): Page {
  const parts = answers.flatMap((answer, index) => [
    `- id: q${index}`,
    `  answer: ${JSON.stringify(answer)}`,
  ]);
  return pageOf(openProblemSet(problemSet({ given, parts })));
}

/** The picture of one answer over some definitions. */
function pictured(answer: string, ...given: string[]): Picture {
  const part = partOf(pageWith(given, [answer]), 'p', 'q0');
  return found(part.key, `key: ${part.finding?.message ?? ''}`).picture;
}

/** The text of a prompt, maths between dollars. */
function textOf(markup: Markup): string {
  return markup
    .map((node) =>
      'children' in node
        ? textOf(node.children)
        : 'tex' in node
          ? `$${node.tex}$`
          : 'text' in node
            ? node.text
            : '',
    )
    .join('');
}

/** A list of `n` lists of `n` numbers, 0 but for one. */
function rows(n: number, row: number, col: number, value: number): string {
  const cells = Array.from({ length: n }, (_, r) =>
    Array.from({ length: n }, (__, c) => (r === row && c === col ? value : 0)),
  );
  return JSON.stringify(cells);
}

const X9 = 'x: { type: input, shape: [9] }';

describe('the page', () => {
  it('is plain data: what JSON gives back is the same', () => {
    for (const page of [discussion, homework]) assert.deepEqual(JSON.parse(JSON.stringify(page)), page);
  });

  it('is the same for the same text', () => {
    assert.deepEqual(pageOf(openProblemSet(sample('discussion-4.cnn.yaml'))), discussion);
    const sheet = openProblemSet(sample('discussion-4.cnn.yaml'));
    assert.deepEqual(pageOf(sheet), pageOf(sheet));
  });

  it('has title, course, problems and parts, each with its line from 0', () => {
    assert.deepEqual(
      [discussion.title, discussion.course, discussion.findings],
      ['Discussion 4 · Weight sharing and the principles of CNNs', 'Deep Neural Networks', []],
    );
    const lines = sample('discussion-4.cnn.yaml').split('\n');
    for (const { id, line, given, parts } of discussion.problems) {
      assert.equal(lines[line], `  - id: ${id}`);
      for (const view of given) assert.ok(lines[view.line]?.startsWith(`      ${view.name}: `));
      for (const part of parts) assert.equal(lines[part.line], `      - id: ${part.id}`);
    }
  });

  it('lists parameters, and says what each given is', () => {
    const { parameters, given } = problemOf(discussion, 'weight-sharing');
    assert.deepEqual(parameters, [
      { name: 'n', text: '9' },
      { name: 's', text: '3' },
    ]);
    assert.deepEqual(
      [...given, ...problemOf(homework, 'detector').given, ...problemOf(homework, 'equivariance').given].map(
        ({ name, caption }) => `${name}: ${caption}`,
      ),
      [
        'x: input, 9',
        'k: kernel, 3',
        'conv: conv1d, same',
        'dense: dense',
        'unshared: local1d, same',
        'sizes: sweep, 9 rows',
        'largest: local1d, valid',
        'one: dense',
        'down: kernel, 3 × 3',
        'up: kernel, 3 × 3',
        'pattern: max(down, up)',
        'image: scene, 32 × 32',
        'r1: correlate(image, down)',
        'r2: correlate(image, up)',
        'response: r1 + r2',
        'k: 3',
        'v: 7',
        'w: 7',
      ],
    );
  });

  it('hides what the key is behind what is wanted', () => {
    assert.deepEqual(
      [...problemOf(homework, 'detector').parts, ...problemOf(homework, 'equivariance').parts].map(
        ({ id, wanted }) => `${id}: ${wanted}`,
      ),
      [
        'location: location',
        'pipeline: a program',
        'response: vector of 5',
        'claim: true or false',
        'repair: location',
        'moved: raw: location · normalized: location',
        'equivariant: true or false',
        'borders: true or false',
      ],
    );
    assert.equal(partOf(discussion, 'weight-sharing', 'a').wanted, 'matrix, 9 × 9');
    assert.equal(partOf(discussion, 'principles', 'a').points, '2 points');
  });

  it('says points only where parts differ in them or have others than one', () => {
    assert.deepEqual(
      problemOf(homework, 'parameters').parts.map(({ points }) => points),
      ['', '', ''],
    );
    const mixed = pageOf(
      openProblemSet(problemSet({ parts: ['- { id: a, answer: 1, points: 2 }', '- { id: b, answer: 2 }'] })),
    );
    assert.deepEqual(
      mixed.problems[0]?.parts.map(({ points }) => points),
      ['2 points', '1 point'],
    );
  });

  it('a hint is there, also where keys are hidden', () => {
    const text = problemSet({
      more: ['let: { n: 6 }'],
      parts: ['- { id: a, answer: n * 7, hint: "Take $7$ of {{ n }}." }'],
    });
    for (const keys of [true, false]) {
      const part = pageOf(openProblemSet(text), { keys }).problems[0]?.parts[0];
      assert.equal(textOf(part?.hint ?? []), 'Take $7$ of 6.');
    }
    assert.equal(partOf(homework, 'parameters', 'a').hint, undefined);
  });

  it('free text has a rubric and no key', () => {
    const part = partOf(discussion, 'weight-sharing', 'd');
    assert.deepEqual([part.key, part.finding, part.wanted], [undefined, undefined, 'for a person to grade']);
    assert.match(textOf(part.rubric?.[0] ?? []), /^without sharing, each window/);
    assert.equal(part.rubric?.length, 3);
  });

  it('notes what else is right beside a key', () => {
    assert.equal(partOf(discussion, 'weight-sharing', 'e1').key?.note, 'any equivalent form is right');
    assert.match(partOf(homework, 'detector', 'pipeline').key?.note ?? '', /run on 200 more scenes$/);
    assert.equal(partOf(homework, 'parameters', 'a').key?.note, undefined);
    assert.equal(partOf(homework, 'parameters', 'a').key?.expression, 'params(conv)');
  });

  it('a problem with one question has a part without a name', () => {
    const page = pageOf(openProblemSet('problems:\n  - id: p\n    answer: 6 * 7\n'));
    assert.deepEqual(
      page.problems[0]?.parts.map(({ id, key }) => [id, key?.picture]),
      [['', { kind: 'number', text: '42' }]],
    );
  });
});

describe('prompts', () => {
  const prompt = (text: string): string => {
    const sheet = openProblemSet(
      problemSet({
        more: ['let: { n: 9 }', `prompt: ${JSON.stringify(text)}`],
        parts: ['- { id: a, answer: 1 }'],
      }),
    );
    return textOf(problemOf(pageOf(sheet), 'p').prompt);
  };
  const CASES: readonly (readonly [text: string, shown: string])[] = [
    ['{{ n }} cells, {{ n^2 }} weights', '9 cells, 81 weights'],
    ['$R^{ {{n}} }$', '$R^{ 9 }$'],
    ['{{ 1/3 }} and ${{ 1/3 }}$', '1/3 and $\\frac{1}{3}$'],
    ['\\{{ n }}', '{{ n }}'],
    ['{{ nope }} of {{ n }}', '⟨nope⟩ of 9'],
    ['<b>{{ n }}</b>', '<b>9</b>'],
  ];
  for (const [text, shown] of CASES)
    it(`${text} is shown as ${shown}`, () => {
      assert.equal(prompt(text), shown);
    });

  it('of the samples have their values filled in', () => {
    assert.match(textOf(partOf(homework, 'parameters', 'b').prompt), /the same output of 508 × 508 × 3 from/);
    assert.equal(JSON.stringify([discussion, homework]).includes('{{'), false);
  });
});

describe('pictures', () => {
  it('the matrix of a layer, whole, with weights numbered and zeros told', () => {
    const matrix = as('matrix', partOf(discussion, 'weight-sharing', 'a').key?.picture);
    assert.deepEqual(
      [matrix.rows, matrix.cols, matrix.facts, matrix.hues],
      [9, 9, '9 × 9 · 25 non-zero · 3 shared weights', 'taps'],
    );
    assert.deepEqual(
      matrix.cells.map((row) => row.map(({ text }) => text).join(' '))[1],
      'k1 k2 k3 0 0 0 0 0 0',
    );
    assert.deepEqual(matrix.cells[1]?.slice(2, 4), [
      { text: 'k3', symbol: { name: 'k', index: '3' }, weight: 2 },
      { text: '0', zero: true },
    ]);
    assert.deepEqual(matrix.colLabels?.at(-1), { text: 'x9', symbol: { name: 'x', index: '9' } });
    assert.equal(matrix.rowLabels?.length, 9);
  });

  it('weights that are not shared are coloured row by row', () => {
    const fields = as('fields', partOf(discussion, 'weight-sharing', 'c').key?.picture);
    assert.deepEqual(
      fields.fields.map(({ name, picture }) => [name, picture.kind]),
      [
        ['matrix', 'matrix'],
        ['weights', 'number'],
      ],
    );
    assert.equal(as('matrix', fields.fields[0]?.picture).hues, 'rows');
  });

  it('the heat map of the response, with its one highest place', () => {
    const map = as('map', givenOf(homework, 'detector', 'response').picture);
    assert.deepEqual([map.rows, map.cols, map.scale, map.min, map.max], [30, 30, 'sequential', 0, 6]);
    assert.equal(map.values.length, 900);
    assert.equal(map.values[20 * 30 + 11], 6);
    assert.deepEqual(map.marks, [
      { row: 20, col: 11, rows: 1, cols: 1, kind: 'argmax', text: '6 at [20, 11]' },
    ]);
    assert.equal(map.spoken, 'response, 30 by 30, from 0 to 6. Highest 6 at [20, 11], no tie.');
  });

  it('a scene is grey and shows where its pattern is', () => {
    const map = as('map', givenOf(homework, 'detector', 'image').picture);
    assert.deepEqual([map.rows, map.cols, map.scale], [32, 32, 'grey']);
    assert.deepEqual(map.marks, [
      { row: 20, col: 11, rows: 3, cols: 3, kind: 'pattern', text: 'the pattern, at [20, 11]' },
    ]);
  });

  it('the response over a signal is marked at its highest cell', () => {
    const vector = as('vector', partOf(homework, 'equivariance', 'response').key?.picture);
    assert.deepEqual(
      vector.cells.map(({ text }) => text),
      ['44', '26', '16', '14', '23'],
    );
    assert.deepEqual(vector.marks, [{ row: 0, col: 0, rows: 1, cols: 1, kind: 'argmax', text: '44 at 0' }]);
  });

  it('places are said from the index of the conventions; ties are all marked, unless everything ties', () => {
    const page = pageOf(
      openProblemSet(
        problemSet({
          more: ['index: 1'],
          parts: ['- { id: a, answer: "[1, 5, 5] + 0" }', '- { id: b, answer: "[5, 5] + 0" }'],
        }),
      ),
    );
    const marks = (id: string): string[] =>
      as('vector', partOf(page, 'p', id).key?.picture).marks.map(
        ({ kind, text, col }) => `${kind} ${text}, cell ${col}`,
      );
    assert.deepEqual(marks('a'), ['tie 5 at 2, cell 1', 'tie 5 at 3, cell 2']);
    assert.deepEqual(marks('b'), []);
  });

  it('a map with negative values diverges; its text is rounded', () => {
    const map = as('map', pictured('x - 1/3', `x: ${rows(12, 3, 4, 5)}`));
    assert.equal(map.scale, 'diverging');
    assert.equal(map.spoken, 'q0, 12 by 12, from −0.333333 to 4.66667. Highest 14/3 at [3, 4], no tie.');
  });

  const SMALL: readonly (readonly [answer: string, picture: Picture, ...given: string[]])[] = [
    ['2^64', { kind: 'number', text: '18,446,744,073,709,551,616' }],
    ['sqrt(2)', { kind: 'number', text: '≈ 1.41421' }],
    ['x[0] / 2', { kind: 'formula', tex: '\\frac{x_{1}}{2}', text: 'x1/2' }, X9],
    ['shape(x)', { kind: 'place', text: '9' }, X9],
    ['argmax([[0, 1], [5, 2]])', { kind: 'place', text: '[1, 0]' }],
    ['1 < 2', { kind: 'boolean', value: true }],
    ['outputSize(3, 5)', { kind: 'undefined', reason: 'a window of 5 doesn’t fit into 3 cells' }],
    [
      'c',
      {
        kind: 'layer',
        figure: '228',
        unit: 'parameters',
        flow: '512 × 512 × 3 → 508 × 508 × 3',
        opens: { subject: { problem: 'p', part: 'q0' }, views: ['matrix', 'steps'] },
      },
      'c: { type: conv2d, input: { shape: [512, 512, 3] }, filters: 3, kernel: 5 }',
    ],
    ['c', { kind: 'layer', figure: '?', unit: 'parameters' }, 'c: { type: conv1d, kernel: 3 }'],
    [
      's',
      {
        kind: 'table',
        columns: ['m', 'value'],
        rows: [
          ['1', '1'],
          ['2', '1/2'],
        ],
        bars: { label: 'm', values: [1, 0.5] },
      },
      's: { type: sweep, over: { m: 1..2 }, value: 1/m }',
    ],
  ];
  for (const [answer, picture, ...given] of SMALL)
    it(`${answer} is drawn as ${picture.kind}`, () => {
      assert.deepEqual(pictured(answer, ...given), picture);
    });

  describe('have bounds', () => {
    const LAYER = 'c: { type: conv1d, input: { shape: [3000] }, kernel: 3 }';

    it('a matrix of 774,192 × 786,432 is shown by its first rows and columns, its size told', () => {
      const matrix = as(
        'matrix',
        pictured(
          'matrix(f)',
          'c: { type: conv2d, input: { shape: [512, 512, 3] }, filters: 3, kernel: 5 }',
          'f: { type: dense-equivalent, of: c }',
        ),
      );
      assert.deepEqual([matrix.rows, matrix.cols, matrix.top, matrix.left], [774_192, 786_432, 0, 0]);
      assert.deepEqual([matrix.cells.length, matrix.cells[0]?.length], [12, 12]);
      assert.deepEqual([matrix.rowLabels?.length, matrix.colLabels?.length], [12, 12]);
      assert.match(matrix.facts, /^774,192 × 786,432 · 58,064,400 non-zero/);
    });

    it('a layer has a thumbnail only where its matrix is small', () => {
      assert.equal(as('layer', pictured('c', LAYER)).matrix, undefined);
      assert.equal(
        as('layer', pictured('c', X9, 'c: { type: dense, input: x, units: 9 }')).matrix?.cells.length,
        9,
      );
    });

    const LARGE: readonly (readonly [
      what: string,
      characters: number,
      answer: string,
      ...given: string[],
    ])[] = [
      [
        'an image of 600 × 600',
        100,
        's',
        's: { type: scene, size: [600, 600], background: blank, place: [[1]], at: [3, 4] }',
      ],
      [
        'a symbolic tensor of 1,000,000 × 1,000,000',
        100,
        'x',
        'x: { type: input, shape: [1000000, 1000000] }',
      ],
      ['a vector of 1,000,000 symbols', 6000, 'x', 'x: { type: input, shape: [1000000] }'],
      ['a table of 2,000 rows', 5000, 's', 's: { type: sweep, over: { m: 1..2000 }, value: "m^2" }'],
      ['a formula of 231 terms', 2100, '(x[0] + x[1] + 1)^20', X9],
      ['a cell with such a formula', 1000, '[[(x[0] + x[1] + 1)^20, 1], [2, 3]]', X9],
      ['a number of 3,000 digits', 100, '10^3000'],
      ['a list of many ranges', 2100, `[${'1..3, '.repeat(900)}4..5]`],
    ];
    for (const [what, characters, answer, ...given] of LARGE)
      it(`${what}: up to ${characters} characters`, () => {
        const { length } = JSON.stringify(pictured(answer, ...given));
        assert.ok(length <= characters, `${length} characters`);
      });

    it('numbers beyond doubles are not drawn, and break nothing', () => {
      const page = pageWith(
        ['s: { type: sweep, over: { m: 1..3 }, value: "10^(200*m)" }', `x: ${rows(12, 3, 4, 5)}`],
        ['x + 10^400', '[10^400, 1]'],
      );
      assert.deepEqual(JSON.parse(JSON.stringify(page)), page);
      assert.equal(as('table', givenOf(page, 'p', 's').picture).bars, undefined);
      assert.equal(as('place', partOf(page, 'p', 'q0').key?.picture).text, '12 × 12');
      assert.equal(as('vector', partOf(page, 'p', 'q1').key?.picture).marks[0]?.col, 0);
    });
  });
});

describe('a page with something wrong', () => {
  it('a failing part says why, and leaves the rest', () => {
    const page = pageWith(['a: nope', 'b: a + 1', 'c: 6 * 7'], ['b', 'c', 'c +']);
    const { given, parts, findings } = problemOf(page, 'p');
    assert.deepEqual(
      [...given, ...parts].map((view) => view.finding?.message),
      [
        '“nope” is not defined here. Known here: a, b, c.',
        'This uses “a”, which could not be computed.',
        undefined,
        'This uses “b”, which could not be computed.',
        undefined,
        'Something must follow “+”.',
      ],
    );
    assert.deepEqual(
      parts.map(({ key, wanted }) => [key?.picture.kind, wanted]),
      [
        [undefined, 'no key'],
        ['number', 'number'],
        [undefined, 'no key'],
      ],
    );
    assert.deepEqual(findings, [], 'what stands at a part is not said twice');
  });

  it('a finding that belongs to no given or part stands at its problem; one outside, at the page', () => {
    const page = pageOf(openProblemSet('titel: x\nproblems:\n  - id: p\n    promt: y\n    answer: 1\n'));
    assert.deepEqual(
      page.findings.map(({ severity, line }) => [severity, line]),
      [['error', 0]],
    );
    assert.deepEqual(problemOf(page, 'p').findings, [
      { severity: 'error', message: '“promt” is no key here; did you mean “prompt”?', line: 3 },
    ]);
  });

  const BROKEN = [
    '',
    ':',
    '- 1',
    'problems: 3',
    'problems: [',
    '\u0000\u0001',
    'problems: [{}, 1, null]',
    `x${'y'.repeat(2_000_000)}`,
  ];
  for (const text of BROKEN)
    it(`${JSON.stringify(text.slice(0, 30))} of ${text.length} characters has a page with findings`, () => {
      const page = pageOf(openProblemSet(text));
      assert.ok(page.findings.length + page.problems.flatMap(({ findings }) => findings).length > 0);
      assert.ok(JSON.stringify(page).length < 2000);
    });
});

describe('the page where keys are hidden', () => {
  const hidden = (name: string): Page => pageOf(openProblemSet(sample(name)), { keys: false });

  it('says so once, and has no key, rubric, solution or computed picture in it', () => {
    for (const name of ['discussion-4.cnn.yaml', 'homework-3.cnn.yaml']) {
      const page = hidden(name);
      assert.equal(page.notice, 'Keys are hidden (cnnProblems.showKeys).');
      for (const { parts } of page.problems)
        for (const part of parts)
          assert.deepEqual([part.key, part.rubric, part.solution], [undefined, undefined, undefined]);
      const text = JSON.stringify(page.problems.map(({ given, parts }) => [given, parts]));
      assert.doesNotMatch(text, /228|608,850|58,064,400|\[20, 11\]|non-zero|counterexample|pattern at/);
    }
  });

  it('keeps what is given: inputs, kernels and scenes, these without the place of their pattern', () => {
    const page = hidden('homework-3.cnn.yaml');
    assert.ok(givenOf(page, 'detector', 'down').picture);
    assert.equal(givenOf(page, 'detector', 'response').picture, undefined);
    assert.equal(givenOf(page, 'parameters', 'conv').picture, undefined);
    assert.deepEqual(as('map', givenOf(page, 'detector', 'image').picture).marks, []);
    assert.notDeepEqual(as('map', givenOf(homework, 'detector', 'image').picture).marks, []);
    assert.equal(partOf(page, 'parameters', 'a').wanted, 'number');
    assert.equal(homework.notice, undefined);
  });
});
