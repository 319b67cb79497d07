import assert from 'node:assert/strict';
import { scalarLabel, scalarText, type Matrix } from '../../src/core';
import { answerAsk, copyAt, FORMATS, formatsOf } from '../../src/language/explore';
import { subjectOf, type Explored } from '../../src/language/explore/subject';
import { take, type Answerer } from '../../src/language/explore/take';
import { openProblemSet } from '../../src/problem';
import {
  SEVERAL,
  TILE,
  type Rect,
  type Taken,
  type TakeAsk,
  type Takeaway,
  type Tile,
  type TileAsk,
} from '../../src/protocol';
import { problemSet } from '../support/texts';
import { ARITHMETIC, GIANT, SMALL, smallMatrix } from './examples';
import { plainAxis, sheetOf, walked, windowOf } from './support';
import { readXml, within } from './xml';

/** RFC 4180, from its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, at]: [string[], number] = [[], 0];
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (at >= text.length) throw new Error('A quote that does not end.');
        if (text[at] === '"') at++;
        field += text[at] ?? '';
      }
      at++;
    } else while (at < text.length && !/[,\n"]/.test(text[at] ?? '')) field += text[at++] ?? '';
    row.push(field);
    if (text[at] === '\n') {
      rows.push(row);
      row = [];
    } else if (text[at] !== ',') throw new Error(`No comma at ${at}: ${text.slice(at, at + 20)}`);
    at++;
  }
  return rows;
}

/** Rows of a NumPy literal of numbers and names. */
function readNumpy(text: string): string[][] {
  const literal = /np\.array\(\[(.*)\]\)/s.exec(text)?.[1] ?? assert.fail(text);
  return [...literal.matchAll(/\[([^[\]]*)\]/g)].map(([, row = '']) =>
    row.split(',').map((one) => one.trim()),
  );
}

const WORKSHEET = openProblemSet(
  problemSet({
    given: [...SMALL, 'three: { type: conv1d, input: x, kernel: [1, -2, 1/3], padding: same, bias: false }'],
  }),
);
const GIANT_SHEET = openProblemSet(problemSet({ given: GIANT, more: ['conventions: { channels: first }'] }));

function explored(given: string, worksheet = WORKSHEET): Explored {
  const found = subjectOf(worksheet, { problem: 'p', given }, { keys: true });
  if ('refused' in found) throw new Error(found.refused);
  return found;
}

function matrixIn({ value }: Explored): Matrix {
  return value.kind === 'layer' ? value.layer.matrix : assert.fail(value.kind);
}

/** Tiles of the matrix itself, and a walk that was worked out here. */
const STEP = walked(ARITHMETIC, 7);
const ANSWERER: Answerer = {
  explore: (one) => {
    const matrix = matrixIn(one);
    const sheet = sheetOf(matrix, { rows: plainAxis('x′', matrix.rows), cols: plainAxis('x', matrix.cols) });
    const way = { figure: '3', words: 'weights', type: 'conv1d' };
    return {
      subject: one.subject,
      stamp: 0,
      problem: 'p',
      name: one.name,
      line: 0,
      matrix: sheet,
      ways: [
        { ...way, way: 'shared', name: 'shared', matrix: sheet },
        {
          ...way,
          way: 'unshared',
          name: 'unshared',
          matrix: sheetOf(smallMatrix('unshared'), { rows: plainAxis('x′', 9), cols: plainAxis('x', 9) }),
        },
      ],
      walks: [STEP.sheet],
    };
  },
  tile: (one, { way, level, row, col }: TileAsk): Tile => {
    const matrix = way === 'unshared' ? smallMatrix('unshared') : matrixIn(one);
    const extent = (all: number, index: number): number =>
      Math.min(TILE, Math.ceil(all / 2 ** level) - index * TILE);
    const [rows, cols] = [extent(matrix.rows, row), extent(matrix.cols, col)];
    if (level === 0) return windowOf(matrix, { top: row * TILE, left: col * TILE, rows, cols }, [3]);
    const hues = new Uint8Array(rows * cols);
    for (const at of hues.keys()) {
      const first = (row * TILE + Math.floor(at / cols)) * 2 ** level;
      if (
        first < matrix.rows &&
        matrix.row(first).some(({ index }) => Math.floor(index / 2 ** level) === col * TILE + (at % cols))
      )
        hues[at] = SEVERAL;
    }
    return { kind: 'spy', rows, cols, hues };
  },
  frame: () => STEP.frame,
  patch: (_, { grid, top, left, rows, cols }) => {
    const [plane] = STEP.view.planes;
    const view = grid === 'target' ? STEP.view.target : grid === 'source' ? plane?.source : plane?.kernel;
    assert.deepEqual(view?.rect, { top, left, rows, cols });
    return view.patch;
  },
};

function ask(what: Takeaway, format: TakeAsk['format'], given = 'conv'): TakeAsk {
  return { kind: 'take', subject: { problem: 'p', given }, what, format };
}

function taken(what: Takeaway, format: TakeAsk['format'], given = 'conv', worksheet = WORKSHEET): Taken {
  const found = take(explored(given, worksheet), ask(what, format, given), ANSWERER);
  assert.ok(!('refused' in found), JSON.stringify(found));
  return found;
}

const matrixView = (window?: Rect, notation: 'symbols' | 'numbers' = 'symbols'): Takeaway => ({
  view: 'matrix',
  way: 'own',
  notation,
  ...(window && { window }),
});

function cellsOf(
  matrix: Matrix,
  { top, left, rows, cols }: Rect,
  text: (value: ReturnType<Matrix['cell']>) => string,
): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: cols }, (__, col) => text(matrix.cell(top + row, left + col))),
  );
}

const WHOLE = { top: 0, left: 0, rows: 9, cols: 9 };
const WINDOWS: readonly Rect[] = [
  WHOLE,
  { top: 2, left: 1, rows: 3, cols: 5 },
  { top: 8, left: 8, rows: 1, cols: 1 },
];

describe('take', () => {
  for (const given of ['conv', 'unshared', 'dense', 'three'])
    for (const window of WINDOWS)
      it(`${given}, ${window.rows} × ${window.cols}: CSV and NumPy hold the cells of the matrix`, () => {
        const notation = given === 'three' ? 'numbers' : 'symbols';
        const wanted = cellsOf(matrixIn(explored(given)), window, scalarText);
        assert.deepEqual(readCsv(taken(matrixView(window, notation), 'csv', given).text), wanted);
        const numpy = readNumpy(taken(matrixView(window, notation), 'numpy', given).text);
        assert.deepEqual(numpy, wanted);
        const latex = taken(matrixView(window, notation), 'latex', given).text;
        assert.equal(latex.match(/&/g)?.length ?? 0, window.rows * (window.cols - 1));
      });

  it('CSV of another way comes from its tiles', () => {
    const what: Takeaway = { view: 'matrix', way: 'unshared', notation: 'symbols' };
    assert.deepEqual(readCsv(taken(what, 'csv').text), cellsOf(smallMatrix('unshared'), WHOLE, scalarText));
  });

  it('numbers that tiles tell are read as they are written', () => {
    const what: Takeaway = { view: 'matrix', way: 'shared', notation: 'numbers' };
    assert.deepEqual(
      readCsv(taken(what, 'csv', 'three').text),
      cellsOf(matrixIn(explored('three')), WHOLE, scalarText),
    );
  });

  it('a window of a giant matrix goes over the borders of tiles', () => {
    const window = { top: 525262, left: 272372, rows: 24, cols: 20 };
    const matrix = matrixIn(explored('conv', GIANT_SHEET));
    assert.deepEqual(
      readCsv(taken(matrixView(window), 'csv', 'conv', GIANT_SHEET).text),
      cellsOf(matrix, window, scalarText),
    );
    const svg = readXml(taken(matrixView(window), 'svg', 'conv', GIANT_SHEET).text);
    const cells = [...within(svg)].find(({ attributes }) => attributes.get('id') === 'cells');
    const texts = (cells?.children ?? []).filter(({ name }) => name === 'text').map(({ text }) => text);
    const wanted = cellsOf(matrix, window, scalarLabel)
      .flat()
      .filter((label) => label !== '0');
    assert.deepEqual(
      texts,
      wanted.map((label) => label.replace(/_/g, ',')),
    );
  });

  it('a whole giant matrix is its structure as a drawing, and refused as text', () => {
    const { text } = taken(matrixView(), 'svg', 'conv', GIANT_SHEET);
    assert.ok(text.includes('id="structure"') && text.length < 400_000, String(text.length));
    for (const format of ['csv', 'numpy', 'latex'] as const) {
      const found = take(explored('conv', GIANT_SHEET), ask(matrixView(), format), ANSWERER);
      assert.ok(
        'refused' in found && found.refused.includes('608,849,362,944 cells; up to'),
        JSON.stringify(found),
      );
    }
    const large = take(
      explored('conv', GIANT_SHEET),
      ask(matrixView({ top: 0, left: 0, rows: 65, cols: 64 }), 'svg'),
      ANSWERER,
    );
    assert.deepEqual(large, {
      refused: 'This window has 4,160 cells; up to 4,096 are drawn. Zoom in, or take it as CSV.',
    });
  });

  it('windows are cut to the matrix; outside there is nothing', () => {
    const window = { top: 7, left: -2, rows: 9, cols: 5 };
    assert.deepEqual(
      readCsv(taken(matrixView(window), 'csv').text),
      cellsOf(smallMatrix(), { top: 7, left: 0, rows: 2, cols: 3 }, scalarText),
    );
    assert.ok(
      'refused' in
        take(explored('conv'), ask(matrixView({ top: 9, left: 0, rows: 2, cols: 2 }), 'csv'), ANSWERER),
    );
  });

  it('a step as CSV adds up to its result', () => {
    const [header = [], ...rows] = readCsv(
      taken({ view: 'step', walk: 'forward', channel: 0, step: 7, notation: 'numbers' }, 'csv').text,
    );
    assert.deepEqual(header, [
      'tap row',
      'tap column',
      'cell row',
      'cell column',
      'padding',
      'weight',
      'value',
      'product',
      'running',
    ]);
    assert.equal(rows.length, 9);
    let sum = 0;
    for (const row of rows) {
      const [tapRow = 0, tapCol = 0, cellRow = 0, cellCol = 0] = row.slice(0, 4).map(Number);
      const [weight = 0, value = 0, product, running] = row.slice(5).map(Number);
      assert.equal(weight, ARITHMETIC.kernel[tapRow]?.[tapCol]);
      assert.equal(value, ARITHMETIC.image[cellRow]?.[cellCol] ?? 0);
      assert.equal(product, weight * value + 0);
      sum += weight * value;
      assert.equal(running, sum);
    }
    assert.equal(sum, STEP.outputs[1]?.[3]);
  });

  it('what is taken has a name for a file and says what it is', () => {
    const cases: readonly (readonly [Takeaway, TakeAsk['format'], string, string])[] = [
      [matrixView(), 'tikz', 'the 9×9 matrix of conv as TikZ', 'conv-matrix.tex'],
      [
        matrixView({ top: 0, left: 2, rows: 3, cols: 4 }),
        'svg',
        'rows 0–2, columns 2–5 of the 9×9 matrix of conv as SVG',
        'conv-matrix.svg',
      ],
      [{ view: 'ways' }, 'svg', 'the ways to connect conv as SVG', 'conv-ways.svg'],
      [
        { view: 'step', walk: 'forward', channel: 0, step: 7, notation: 'numbers' },
        'svg',
        'step 8 of conv as SVG',
        'conv-step-8.svg',
      ],
      [{ view: 'picture' }, 'svg', 'the picture of conv as SVG', 'conv.svg'],
      [{ view: 'picture' }, 'csv', 'the 9×9 matrix of conv as CSV', 'conv.csv'],
    ];
    for (const [what, format, said, fileName] of cases) {
      const found = taken(what, format);
      assert.deepEqual([found.what, found.fileName], [said, fileName]);
    }
  });

  it('nothing is said of what a hidden key holds', () => {
    const worksheet = openProblemSet(
      problemSet({ given: SMALL, parts: ['- id: q', '  answer: matrix(conv)'] }),
    );
    const subject = { problem: 'p', part: 'q' };
    const asked: TakeAsk = { kind: 'take', subject, what: { view: 'picture' }, format: 'csv' };
    const hidden = answerAsk(worksheet, asked, { keys: false });
    assert.deepEqual(hidden, { refused: 'Keys are hidden (cnnProblems.showKeys).' });
    const found = subjectOf(worksheet, subject, { keys: true });
    assert.ok('value' in found);
    const shown = take(found, asked, ANSWERER);
    assert.ok(
      'text' in shown && shown.what === 'the 9×9 matrix of q as CSV' && shown.fileName === 'q.csv',
      JSON.stringify(shown),
    );
  });
});

describe('formats', () => {
  it('each view has those that it can be taken as', () => {
    const { value } = explored('conv');
    const ids = (view: Takeaway['view']): string =>
      formatsOf(view, value)
        .map(({ id }) => id)
        .join(' ');
    assert.equal(ids('matrix'), 'svg png tikz latex numpy csv');
    assert.equal(ids('ways'), 'svg png tikz');
    assert.equal(ids('step'), 'svg png tikz csv');
    assert.equal(ids('picture'), 'svg png tikz latex numpy csv');
    assert.equal(
      formatsOf('picture', { kind: 'boolean', value: true })
        .map(({ id }) => id)
        .join(' '),
      'svg png tikz latex numpy',
    );
  });

  it('what a view offers is not refused', () => {
    for (const given of ['conv', 'x', 'k', 'three'])
      for (const { id } of formatsOf('picture', explored(given).value))
        if (id !== 'png') assert.ok(taken({ view: 'picture' }, id, given).text.length > 0);
    for (const { id } of formatsOf('matrix', explored('conv').value))
      if (id !== 'png') assert.ok(taken(matrixView(), id).text.length > 0);
  });

  it('have different labels', () => {
    assert.equal(new Set(Object.values(FORMATS).map(({ label }) => label)).size, 6);
  });
});

describe('copies as CSV and drawings', () => {
  const text = problemSet({
    more: ['conventions: { channels: first }'],
    given: [
      ...SMALL,
      'sizes: { type: sweep, over: { m: 1..3 }, value: "outputSize(9, m)" }',
      'kept: "[1/2, -3]"',
      ...GIANT.map((line) => line.replace('conv:', 'giant:')),
    ],
  });
  const copy = (name: string, format: TakeAsk['format']): ReturnType<typeof copyAt> =>
    copyAt(openProblemSet(text), text.indexOf(`\n      ${name}:`) + 8, format);

  for (const [name, format, message] of [
    ['conv', 'csv', 'Copied the 9×9 matrix of conv as CSV.'],
    ['conv', 'tikz', 'Copied the 9×9 matrix of conv as TikZ.'],
    ['conv', 'svg', 'Copied the 9×9 matrix of conv as SVG.'],
    ['kept', 'csv', 'Copied the 2-entry vector kept as CSV.'],
    ['sizes', 'svg', 'Copied the table sizes as SVG.'],
  ] as const)
    it(message, () => {
      assert.equal(copy(name, format).message, message);
    });

  it('hold what stands there', () => {
    const [csv, table, vector] = [copy('conv', 'csv'), copy('sizes', 'csv'), copy('kept', 'csv')];
    assert.ok(csv.kind === 'copied' && table.kind === 'copied' && vector.kind === 'copied');
    assert.deepEqual(readCsv(csv.text), cellsOf(smallMatrix(), WHOLE, scalarText));
    assert.deepEqual(readCsv(table.text), [
      ['m', 'value'],
      ['1', '9'],
      ['2', '8'],
      ['3', '7'],
    ]);
    assert.deepEqual(readCsv(vector.text), [['1/2', '-3']]);
    const drawing = copy('conv', 'svg');
    assert.ok(drawing.kind === 'copied');
    readXml(drawing.text);
  });

  it('too large to draw', () => {
    const { kind, message } = copy('giant', 'svg');
    assert.equal(kind, 'nothing');
    assert.ok(message.includes('608,849,362,944 cells; up to 4,096 are drawn'), message);
  });
});
