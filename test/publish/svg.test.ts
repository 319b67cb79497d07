import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LiteralMatrix, scalarLabel, Tensor } from '../../src/core';
import { drawMatrix, svg, type Drawing } from '../../src/publish';
import { DRAWINGS, giantDrawing, GIANT_WINDOW, giantMatrix, smallMatrix } from './examples';
import { drawn, plainAxis, sheetOf, windowOf } from './support';
import { numberOf, readXml, within, type Element } from './xml';

const ELEMENTS = new Set(['svg', 'title', 'desc', 'rect', 'path', 'g', 'text', 'tspan']);
const ATTRIBUTES = new Set(
  (
    'xmlns width height viewBox role font-family id x y rx dy fill stroke stroke-width stroke-dasharray d transform ' +
    'font-size font-style font-weight text-anchor'
  ).split(' '),
);

/** The texts of the cells of the first grid, row by row. */
function cellTexts(source: string): string[][] {
  const cells = [...within(readXml(source))].find(({ attributes }) => attributes.get('id') === 'cells');
  assert.ok(cells);
  const columns = new Map<number, { x: number; text: string }[]>();
  for (const one of cells.children.filter(({ name }) => name === 'text')) {
    // Texts of different sizes in a row have one middle, but different lines that they stand on.
    const row = Math.floor(numberOf(one, 'y') / ROW);
    columns.set(row, [...(columns.get(row) ?? []), { x: numberOf(one, 'x'), text: one.text }]);
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row.sort((a, b) => a.x - b.x).map(({ text }) => text));
}

/** The height of a large cell; a grid without header begins at the margin of 12. */
const ROW = 36;

/** Without headers, so that only cells are there. */
const bare = (matrix: LiteralMatrix): Drawing => {
  const rect = { top: 0, left: 0, rows: matrix.rows, cols: matrix.cols };
  const sheet = sheetOf(matrix, { rows: plainAxis('', matrix.rows), cols: plainAxis('', matrix.cols) });
  return drawn(drawMatrix({ ...sheet, hues: 'none' }, windowOf(matrix, rect), 'numbers'));
};

describe('SVG', () => {
  for (const [name, make] of Object.entries(DRAWINGS))
    for (const theme of ['light', 'dark'] as const)
      it(`of ${name}, ${theme}, is a document of its own that every program reads`, () => {
        const drawing = make();
        const root = readXml(svg(drawing, theme));
        const all = [...within(root)];
        assert.deepEqual(
          [...new Set(all.map((one) => one.name))].filter((one) => !ELEMENTS.has(one)),
          [],
        );
        const attributes = new Set(all.flatMap((one) => [...one.attributes.keys()]));
        assert.deepEqual(
          [...attributes].filter((one) => !ATTRIBUTES.has(one)),
          [],
        );
        assert.ok(
          all.every((one) =>
            [...one.attributes.values()].every((value) => !/NaN|undefined|url|Infinity/.test(value)),
          ),
        );
        const ids = all.flatMap((one) => one.attributes.get('id') ?? []);
        assert.equal(new Set(ids).size, ids.length, ids.join(' '));
        assert.equal(root.attributes.get('viewBox'), `0 0 ${drawing.width} ${drawing.height}`);
        assert.deepEqual(
          root.children.slice(0, 2).map((one) => one.name),
          ['title', 'desc'],
        );
        const page = root.children[2];
        assert.equal(page?.attributes.get('fill'), theme === 'light' ? '#ffffff' : '#1f1f1f');
      });

  for (const [name, make] of Object.entries(DRAWINGS))
    it(`of ${name} stays within its page`, () => {
      const { width, height } = make();
      for (const one of within(readXml(svg(make())))) {
        if (one.name !== 'rect' && one.name !== 'text') continue;
        const [x, y] = one.attributes.has('transform')
          ? ((one.attributes.get('transform') ?? '').match(/[\d.-]+/g)?.map(Number) ?? [])
          : one.attributes.has('x')
            ? [numberOf(one, 'x'), numberOf(one, 'y')]
            : [0, 0];
        assert.ok(
          x !== undefined && y !== undefined && x >= 0 && y >= 0 && x <= width && y <= height,
          JSON.stringify([...one.attributes]),
        );
        if (one.name === 'rect') {
          assert.ok(x + numberOf(one, 'width') <= width, JSON.stringify([...one.attributes]));
          assert.ok(y + numberOf(one, 'height') <= height, JSON.stringify([...one.attributes]));
        }
      }
    });

  it('lines of one pixel lie on whole pixels', () => {
    for (const make of Object.values(DRAWINGS))
      for (const one of within(readXml(svg(make())))) {
        if (one.attributes.get('stroke-width') !== '1' || one.name !== 'path') continue;
        for (const [, x1 = '', y1 = '', x2 = '', y2 = ''] of (one.attributes.get('d') ?? '').matchAll(
          /M([\d.-]+) ([\d.-]+)L([\d.-]+) ([\d.-]+)/g,
        )) {
          const across = x1 === x2 ? x1 : y1 === y2 ? y1 : '0.5';
          assert.equal(Math.abs(Number(across)) % 1, 0.5, `${x1} ${y1} ${x2} ${y2}`);
        }
      }
  });

  it('escapes what is written', () => {
    const hostile = `<script>alert("1")</script> & ' \u0000\u0007]]> 😀`;
    const drawing: Drawing = {
      width: 10,
      height: 10,
      title: hostile,
      description: hostile,
      shapes: [
        {
          shape: 'group',
          name: '"><script>',
          shapes: [
            {
              shape: 'text',
              x: 0,
              y: 0,
              runs: [{ text: hostile }, { text: hostile, as: 'sub' }],
              size: 10,
              colour: 'text',
              align: 'start',
            },
          ],
        },
      ],
    };
    const source = svg(drawing);
    assert.ok(!source.includes('<script'));
    const kept = hostile.replace(/[\u0000\u0007]/g, '');
    const texts = [...within(readXml(source))].filter(({ name }) => ['title', 'desc', 'text'].includes(name));
    assert.deepEqual(
      texts.map(({ text }) => text),
      [kept, kept, kept + kept],
    );
  });

  it('has the text of every cell, whatever stands in it', () => {
    const entry = fc.oneof(fc.constant(0), fc.integer({ min: -99, max: 99 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.array(entry, { minLength: 144, maxLength: 144 }),
        (rows, cols, entries) => {
          const matrix = new LiteralMatrix(Tensor.integers([rows, cols], entries.slice(0, rows * cols)));
          const wanted = Array.from({ length: rows }, (_, row) =>
            Array.from({ length: cols }, (__, col) => scalarLabel(matrix.cell(row, col))),
          );
          assert.deepEqual(cellTexts(svg(bare(matrix))), wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has the symbols of a window of a giant matrix where they stand', () => {
    const matrix = giantMatrix();
    const cells = [...within(readXml(svg(giantDrawing())))].find(
      ({ attributes }) => attributes.get('id') === 'cells',
    );
    const texts = (cells?.children ?? []).filter(({ name }) => name === 'text').map(textOf);
    const wanted: string[] = [];
    for (let row = GIANT_WINDOW.top; row < GIANT_WINDOW.top + GIANT_WINDOW.rows; row++)
      for (let col = GIANT_WINDOW.left; col < GIANT_WINDOW.left + GIANT_WINDOW.cols; col++) {
        const label = scalarLabel(matrix.cell(row, col));
        if (label !== '0') wanted.push(label.replace(/_/g, ','));
      }
    assert.ok(wanted.length > 50);
    assert.deepEqual(texts, wanted);
  });

  it('gives equal weights of a shared kernel equal colours', () => {
    const matrix = smallMatrix();
    const rect = { top: 0, left: 0, rows: 9, cols: 9 };
    const sheet = sheetOf(matrix, { rows: plainAxis('x′', 9), cols: plainAxis('x', 9) });
    const source = svg(drawn(drawMatrix(sheet, windowOf(matrix, rect, [3]), 'symbols')));
    const colours = new Map<string, Set<string>>();
    for (const one of within(readXml(source)))
      if (one.name === 'text' && one.text.startsWith('k'))
        colours.set(one.text, (colours.get(one.text) ?? new Set()).add(one.attributes.get('fill') ?? ''));
    assert.deepEqual(
      [...colours.values()].map(({ size }) => size),
      [1, 1, 1],
    );
    assert.equal(new Set([...colours.values()].flatMap((one) => [...one])).size, 3);
  });

  it('refuses more cells than anybody reads, and says what to do', () => {
    const matrix = new LiteralMatrix(Tensor.integers([65, 64], new Array<number>(65 * 64).fill(1)));
    const sheet = sheetOf(matrix, { rows: plainAxis('', 65), cols: plainAxis('', 64) });
    const cells = {
      kind: 'cells',
      top: 0,
      left: 0,
      rows: 65,
      cols: 64,
      cells: new Uint16Array(65 * 64),
      weights: [],
    } as const;
    const drawing = drawMatrix(sheet, cells, 'numbers');
    assert.ok('refused' in drawing);
    assert.equal(
      drawing.refused,
      'These are 4,160 cells; up to 4,096 are drawn. Zoom in to a smaller window, or take them as CSV.',
    );
  });
});

function textOf(element: Element): string {
  return element.text;
}
