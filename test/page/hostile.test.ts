import assert from 'node:assert/strict';
import type { Markup, Page, Picture } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { URI } from '../support/page-browser';
import { say } from './fixtures/build';
import { sharing } from './fixtures/sharing';

const SCRIPT = '<script>window.hacked = true</script>';
const IMAGE = '<img src="x" onerror="window.hacked = true">';
const LONG = 'a'.repeat(20_000);

const TEX = [
  '\\href{javascript:window.hacked=true}{x}',
  '\\includegraphics{https://example.org/x.png}',
  '\\class{status}{x}',
  '\\id{page}{x}',
  '\\style{position:fixed;inset:0}{x}',
  '\\def\\a{\\a\\a}\\a',
  '\\text{<img src=x onerror="window.hacked=true">}',
  '\\raisebox{-300em}{x}\\kern-1000em y',
  '\\rule{10000em}{10000em}',
  '{'.repeat(5000),
  `\\text{${LONG}}`,
  '\\ref{x}\\label{x}',
  '\\color{white} x',
];

function hostile(text: string): Page {
  const prompt: Markup = [
    ...say(text),
    { tag: 'code-block', text },
    { tag: 'heading', children: [{ tag: 'code', text }] },
    ...TEX.map((tex) => ({ tag: 'math' as const, tex, display: false })),
  ];
  const finding = { severity: 'error' as const, message: text, line: 1 };
  const cell = { text, symbol: { name: text, index: text }, weight: 99 };
  const mark = { row: 0, col: 0, rows: 1, cols: 1, kind: 'argmax' as const, text };
  const pictures: readonly Picture[] = [
    { kind: 'number', text },
    { kind: 'formula', tex: text, text },
    { kind: 'text', text },
    { kind: 'boolean', value: false, why: text },
    { kind: 'undefined', reason: text },
    { kind: 'vector', cells: [cell], length: 1, marks: [mark] },
    {
      kind: 'matrix',
      rows: 1,
      cols: 1,
      facts: text,
      hues: 'rows',
      cells: [[cell]],
      top: 0,
      left: 0,
      rowLabels: [cell],
      colLabels: [cell],
    },
    {
      kind: 'map',
      rows: 1,
      cols: 1,
      values: [Number.NaN],
      scale: 'sequential',
      min: 0,
      max: 0,
      marks: [mark],
      spoken: text,
    },
    { kind: 'layer', figure: text, unit: text, flow: text },
    { kind: 'table', columns: [text], rows: [[text]], bars: { label: text, values: [Number.NaN] } },
    { kind: 'fields', fields: [{ name: text, picture: { kind: 'text', text } }] },
  ];
  return {
    title: text,
    course: text,
    findings: [finding],
    problems: [
      {
        id: text,
        title: text,
        line: 0,
        prompt,
        parameters: [{ name: text, text }],
        given: pictures.map((picture, index) => ({
          name: `${text}${index}`,
          line: index,
          caption: text,
          picture,
          finding,
        })),
        parts: [
          {
            id: text,
            line: 9,
            prompt,
            points: text,
            wanted: text,
            choices: [{ id: text, text: prompt }],
            hint: prompt,
            rubric: [prompt],
            solution: prompt,
            key: { picture: { kind: 'text', text }, expression: text, note: text },
            finding,
          },
        ],
        findings: [finding],
      },
    ],
  };
}

describe('text of a stranger', () => {
  const pages = usePages();

  for (const [name, text] of [
    ['a script', SCRIPT],
    ['an image', IMAGE],
    ['an endless word', LONG],
  ] as const) {
    it(`is text, and nothing else: ${name}`, async () => {
      const open = await pages.open({ state: { uri: URI, shown: [`${text}.${text}`], scroll: 0 } });
      await open.draw(hostile(text));
      const { page } = open;
      assert.equal(await page.locator('main').count(), 1);
      assert.equal(await page.locator('img, iframe, a, #page script, object, embed').count(), 0);
      assert.equal(await page.locator('#page').count(), 1);
      assert.equal(await page.evaluate(() => Reflect.has(window, 'hacked')), false);
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
        true,
      );
      assert.deepEqual(open.complaints, []);
      assert.deepEqual(await open.sent(), [{ type: 'ready' }]);
    });
  }

  it('in a formula stays in its place and in the colour of the text', async () => {
    const { page, draw } = await pages.open();
    await draw(hostile('x'));
    const strange = await page.evaluate(() =>
      [...document.querySelectorAll('math *')].flatMap((element) => {
        const { position, color, zIndex } = getComputedStyle(element);
        const own = getComputedStyle(element.closest('math') ?? element).color;
        return position === 'static' && color === own && zIndex === 'auto' ? [] : [element.outerHTML];
      }),
    );
    assert.deepEqual(strange, []);
  });

  it('that is not even a view model breaks one picture and leaves the others alive', async () => {
    const open = await pages.open();
    const [first] = sharing.problems;
    assert.ok(first !== undefined);
    const given = first.given.map((item, index) =>
      index === 1 ? { ...item, picture: { kind: 'matrix', cells: null } as unknown as Picture } : item,
    );
    await open.draw({ ...sharing, problems: [{ ...first, given }] });
    const { page } = open;
    await page.getByText('This could not be drawn.').waitFor();
    assert.equal(await page.locator('canvas').count(), 3);
    assert.equal(await page.getByRole('article').count(), 6);
    const failures = (await open.sent()).filter((message) => message.type === 'failed');
    assert.equal(failures.length, 1);
    await open.draw(sharing, 2);
    assert.equal(await page.getByText('This could not be drawn.').count(), 0);
  });
});
