import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Ask } from '../../src/protocol';
import { cut, faintTexts } from '../support/legible';
import { usePages } from '../support/page-setup';
import { settled, until, URI, type OpenOptions, type OpenPage } from '../support/page-browser';
import { empty } from './fixtures/states';
import {
  answererOf,
  photo,
  pool,
  sobel,
  spread,
  SUBJECT,
  transposed,
  twoChannels,
  type Walked,
} from './fixtures/steps';
import { themes } from './fixtures/themes';

const pages = usePages();

interface Stepping extends OpenPage {
  /** What was asked so far. */
  readonly asks: readonly Ask[];
  readonly grids: Locator;
  readonly input: Locator;
  readonly output: Locator;
  readonly scrubber: Locator;
  /** Waits until the step, from 1, is the one that is shown, with its sum. */
  readonly arrive: (step: number, result?: string) => Promise<void>;
}

async function look(walked: readonly Walked[], options: Partial<OpenOptions> = {}): Promise<Stepping> {
  const answer = answererOf(...walked);
  const asks: Ask[] = [];
  const open = await pages.open({
    ...options,
    answer(ask) {
      asks.push(ask);
      return answer(ask);
    },
  });
  await open.draw(empty);
  await open.send({ type: 'look', uri: URI, subject: SUBJECT, view: 'steps' });
  const { page } = open;
  await page.locator('.step-sum').waitFor();
  await settled(page);
  return {
    ...open,
    asks,
    grids: page.locator('.step-grids'),
    input: page.getByRole('table', { name: /^Input/ }),
    output: page.getByRole('table', { name: /^Output/ }),
    scrubber: page.getByRole('slider', { name: 'Step' }),
    async arrive(step, result) {
      await page.getByText(new RegExp(`^step ${step.toLocaleString('en-US')} of`)).waitFor();
      if (result !== undefined) await page.locator('.step-result', { hasText: `= ${result}` }).waitFor();
    },
  };
}

function textsOf(cells: Locator): Promise<string[]> {
  return cells.evaluateAll((all) => all.map((cell) => cell.textContent.trim()));
}

async function press(open: Stepping, ...keys: readonly string[]): Promise<void> {
  await open.grids.focus();
  for (const key of keys) await open.page.keyboard.press(key);
}

const seven = Array<string>(7).fill('ArrowRight');

describe('the stepping view', () => {
  it('shows the window, what is under its taps, the kernel, what is computed so far, and the sum', async () => {
    const open = await look([sobel]);
    const { page, input, output, complaints } = open;
    await press(open, ...seven);
    await open.arrive(8, '28');
    assert.deepEqual(await textsOf(output.locator('td[data-row]')), [
      ...['−13', '5', '1', '17', '−11', '−2', '13', '28'],
      ...Array<string>(8).fill('not computed yet'),
    ]);
    assert.deepEqual(await textsOf(page.getByRole('table', { name: 'Kernel' }).locator('td')), [
      ...['1', '0', '−1', '2', '1', '−2', '1', '0', '−1'],
    ]);
    assert.deepEqual(await textsOf(input.locator('td.tap')), [
      ...['1×1', '6×0', '0×−1', '9×2', '3×1', '0×−2', '6×1', '2×0', '0×−1'],
    ]);
    assert.equal(await input.locator('td.tap.padding').count(), 3);
    assert.equal(await input.locator('td.padding').count(), 11 * 11 - 7 * 7);
    assert.deepEqual(await textsOf(page.locator('.term-running')), [
      ...['1', '1', '1', '19', '22', '22', '28', '28', '28'],
    ]);
    assert.deepEqual((await textsOf(page.locator('.term-cell'))).slice(0, 3), [
      'x(0, 4)',
      'x(0, 6)',
      'x(0, 8)',
    ]);
    await page.getByRole('heading', { name: 'Output (1, 3), the running sum' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('the window lies exactly over the cells that it covers, and the frame over the true image', async () => {
    const open = await look([sobel]);
    await press(open, ...seven);
    await open.arrive(8, '28');
    const boxOf = async (cells: Locator): Promise<readonly number[]> =>
      cells.evaluateAll((all) => {
        const boxes = all.map((cell) => cell.getBoundingClientRect());
        return [
          Math.min(...boxes.map(({ left }) => left)),
          Math.min(...boxes.map(({ top }) => top)),
          Math.max(...boxes.map(({ right }) => right)),
          Math.max(...boxes.map(({ bottom }) => bottom)),
        ];
      });
    const source = open.page.locator('[data-grid=source]');
    assert.deepEqual(await boxOf(source.locator('.step-window')), await boxOf(open.input.locator('td.tap')));
    assert.deepEqual(
      await boxOf(source.locator('.step-image')),
      await boxOf(open.input.locator('td[data-row]:not(.padding)')),
    );
  });

  it('keys step, go to another row and to the ends; one stop of Tab holds the grids', async () => {
    const open = await look([sobel]);
    const { page, scrubber } = open;
    await press(open, 'ArrowRight', 'ArrowDown', 'ArrowDown');
    await open.arrive(10);
    await press(open, 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    await open.arrive(1);
    await press(open, 'End', 'ArrowRight');
    await open.arrive(16);
    await press(open, 'Home');
    await open.arrive(1, '−13');
    await open.grids.focus();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'First step');
    await scrubber.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await open.arrive(6);
    assert.equal(await scrubber.getAttribute('aria-valuetext'), 'step 6 of 16');
  });

  it('is scrubbed', async () => {
    const open = await look([sobel]);
    await open.scrubber.fill('8');
    await open.arrive(8, '28');
    const box = await open.scrubber.boundingBox();
    assert.ok(box !== null);
    await open.page.mouse.click(box.x + box.width - 4, box.y + box.height / 2);
    await open.arrive(16);
  });

  it('a cell of the output goes to its step, a cell of the input to the first window over it', async () => {
    const open = await look([sobel]);
    await open.output.locator('td[data-row="2"][data-col="1"]').click();
    await open.arrive(10);
    await open.input.locator('td[data-row="6"][data-col="6"]').click();
    // Rows 2 to 6 and columns 2 to 6 lie under the window of output row 2, column 2.
    await open.arrive(11);
  });

  it('the window is dragged, and snaps to its places', async () => {
    const open = await look([sobel]);
    await press(open, 'ArrowRight', 'ArrowDown');
    await open.arrive(6, '−2');
    const centre = async (row: number, col: number): Promise<readonly [number, number]> => {
      const box = await open.input.locator(`td[data-row="${row}"][data-col="${col}"]`).boundingBox();
      assert.ok(box !== null);
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    await open.page.mouse.move(...(await centre(1, 1)));
    await open.page.mouse.down();
    await open.page.mouse.move(...(await centre(3, 4)), { steps: 4 });
    await open.page.mouse.up();
    // Two rows and three columns further: one place down, and one or two to the right.
    await open.arrive(12);
  });

  it('plays when it is told to, stops at the end and on Escape, and says where', async () => {
    const open = await look([sobel]);
    const { page } = open;
    const said = page.locator('.explorer > [role=status]');
    await press(open, '4', ' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await until(async () => Number(await open.scrubber.inputValue()) > 4, 'some steps to be played');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await until(async () => /^Step \d+ of 16/.test(await said.innerText()), 'where it stopped to be said');
    await press(open, ' ');
    await open.arrive(16);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await until(async () => (await said.innerText()).startsWith('Step 16 of 16'), 'the last step to be said');
    assert.equal(
      await page.locator('.step-window.slides').count(),
      0,
      'nothing slides where motion is reduced',
    );
  });

  it('says the steps that a person makes, and none before', async () => {
    const open = await look([sobel]);
    const said = open.page.locator('.explorer > [role=status]');
    assert.equal(await said.innerText(), '');
    await press(open, ...seven);
    await until(
      async () =>
        (await said.innerText()) === 'Step 8 of 16, output row 1, column 3: 28. 3 of 9 inputs are padding.',
      'step 8 to be said',
    );
  });

  it('slides where motion is welcome, not over leaps, and not where the editor reduces it', async () => {
    const open = await look([sobel], { motion: true });
    const { page } = open;
    await press(open, 'ArrowRight');
    await page.locator('.step-window.slides').waitFor();
    assert.equal(
      await page.locator('.step-window').evaluate((element) => getComputedStyle(element).transitionDuration),
      '0.18s',
    );
    await open.arrive(2, '5');
    await press(open, 'End');
    await open.arrive(16);
    assert.equal(await page.locator('.step-window.slides').count(), 0);
    await page.evaluate(() => {
      document.body.classList.add('vscode-reduce-motion');
    });
    await press(open, 'ArrowLeft');
    await open.arrive(15);
    assert.equal(await page.locator('.step-window.slides').count(), 0);
  });

  it('another filter has another kernel and output; channels stand side by side where they fit', async () => {
    const open = await look([twoChannels]);
    const { page } = open;
    assert.equal(await page.getByRole('table', { name: /^Input, channel/ }).count(), 2);
    const before = await textsOf(open.output.locator('td[data-row]'));
    await page.getByRole('combobox', { name: 'filter' }).selectOption('2');
    const kernel = page.getByRole('table', { name: 'Kernel, channel 1' });
    const expected = [0, 1, 2, 3].map((at) => {
      const [row, col] = [Math.floor(at / 2), at % 2];
      return String(((2 + 2 + 3 * row + col) % 5) - 2).replace('-', '−');
    });
    await until(
      async () => String(await textsOf(kernel.locator('td'))) === String(expected),
      'the kernel of filter 2',
    );
    assert.notDeepEqual(await textsOf(open.output.locator('td[data-row]')), before);
  });

  it('symbols stand in the cells where they are chosen, and a notation that is missing says why', async () => {
    const open = await look([sobel, transposed('input-gradient', [1, 2], [3, 4], 1)]);
    const { page } = open;
    await page.getByRole('button', { name: 'symbols' }).click();
    await open.input.locator('td', { hasText: 'x0,4' }).waitFor();
    assert.equal(await open.input.locator('td sub').first().innerText(), '0,0');
    await page.getByRole('button', { name: 'Transposed' }).click();
    const symbols = page.getByRole('button', { name: 'symbols' });
    await page.getByRole('heading', { name: 'Transposed convolution, stride 1' }).waitFor();
    assert.equal(await symbols.getAttribute('aria-disabled'), 'true');
    assert.equal(await symbols.getAttribute('title'), 'Sums of many symbols do not fit into a cell.');
    await symbols.click({ force: true });
    assert.equal(await symbols.getAttribute('aria-pressed'), 'false');
  });

  it('a step that spreads adds each product to the output', async () => {
    const open = await look([spread]);
    const { page } = open;
    await press(open, 'ArrowRight');
    await open.arrive(2);
    await open.output.locator('td.tap', { hasText: '−5' }).waitFor();
    assert.deepEqual(await textsOf(open.output.locator('td.tap')), ['−5−1', '−4−4', '2+2']);
    assert.deepEqual(await textsOf(open.input.locator('td.picked')), ['−1']);
    await page.getByRole('heading', { name: 'Input (1), times each weight, added to the output' }).waitFor();
  });

  it('a pool has no kernel, and marks the largest', async () => {
    const open = await look([pool]);
    assert.equal(await open.page.getByRole('table').count(), 2);
    assert.deepEqual(await textsOf(open.input.locator('td.best')), ['7']);
    await press(open, 'End');
    await open.arrive(4, '7');
    assert.equal(await open.page.locator('.term.best .term-cell').innerText(), 'x(5, 4)');
  });

  it('of a large input shows the part around the window, and asks for no more than is seen', async () => {
    const open = await look([photo]);
    const { page } = open;
    await page.getByText(/^rows 0–14 of 512, columns 0–\d+ of 512$/).waitFor();
    await open.scrubber.fill(String(300 * 508 + 401));
    await open.arrive(300 * 508 + 401, undefined);
    const part = page.locator('[data-grid=source] .step-part');
    await until(async () => !(await part.innerText()).startsWith('rows 0–'), 'the part to move');
    const [, top = 0, bottom = 0, left = 0, right = 0] =
      /rows (\d+)–(\d+) of 512, columns (\d+)–(\d+) of/.exec(await part.innerText())?.map(Number) ?? [];
    assert.ok(top <= 300 && bottom >= 304 && bottom - top < 15, `rows ${top} to ${bottom}`);
    assert.ok(left <= 400 && right >= 404 && right - left < 15, `columns ${left} to ${right}`);
    const cell = open.input.locator('td[data-row="300"][data-col="400"]');
    await until(
      async () => (await cell.locator('.step-value').innerText()) === String((300 * 7 + 400 * 13) % 256),
      'the pixel',
    );
    for (const ask of open.asks)
      if (ask.kind === 'patch') assert.ok(ask.rows * ask.cols <= 256, `${ask.rows} × ${ask.cols}`);
    // At two places the step and sixteen ahead, each with its frame and its part of the grids.
    assert.ok(open.asks.length <= 2 * 17 * 4, `${open.asks.length} questions`);
    assert.ok((await page.getByRole('table').locator('td').count()) < 3 * 16 * 16);
  });

  it('what was fetched before it is needed is not asked again', async () => {
    const open = await look([sobel]);
    await press(open, ...seven);
    await open.arrive(8, '28');
    await press(open, 'Home', ...seven);
    await open.arrive(8, '28');
    const keys = open.asks.map((ask) => JSON.stringify(ask));
    assert.equal(new Set(keys).size, keys.length);
  });

  it('Enter goes to the line of the layer, C takes what is seen', async () => {
    const open = await look([sobel]);
    await press(open, 'ArrowRight', 'c', 'Enter');
    await open.arrive(2);
    const sent = await open.sent();
    assert.deepEqual(
      sent.filter(({ type }) => type === 'take' || type === 'go-to-line'),
      [
        {
          type: 'take',
          uri: URI,
          subject: SUBJECT,
          what: { view: 'step', walk: 'forward', channel: 0, step: 1, notation: 'numbers' },
        },
        { type: 'go-to-line', uri: URI, line: 12 },
      ],
    );
  });

  for (const walked of [sobel, twoChannels, spread, pool])
    it(`${walked.sheet.title}: every text stands out from what is behind it in every theme, and nothing complains`, async () => {
      const open = await look([walked]);
      await press(open, 'ArrowRight', 'ArrowRight');
      await open.arrive(3);
      await open.grids.evaluate((element) => {
        element.blur();
      });
      for (const theme of themes) {
        await open.setTheme(theme);
        await settled(open.page);
        assert.deepEqual(await faintTexts(open.page), [], theme.name);
      }
      assert.deepEqual(open.complaints, []);
    });

  it('in the colours of the system padding is still hatched, and what is not computed dashed', async () => {
    const open = await look([sobel]);
    await open.page.emulateMedia({ forcedColors: 'active' });
    await settled(open.page);
    const imageOf = (cells: Locator): Promise<string> =>
      cells.first().evaluate((element) => getComputedStyle(element).backgroundImage);
    assert.match(await imageOf(open.input.locator('tbody')), /gradient/);
    assert.match(await imageOf(open.output.locator('td.pending')), /gradient/);
    assert.deepEqual(await faintTexts(open.page), []);
  });

  for (const walked of [sobel, twoChannels, photo, spread, pool])
    it(`${walked.sheet.title}: with little room it is one column, no wider than the window, and nothing is cut`, async () => {
      const open = await look([walked], { width: 256, ratio: 1 });
      await press(open, 'ArrowRight');
      await open.arrive(2);
      for (const [percent, width] of [
        [100, 256],
        [100, 320],
        [400, 1280],
      ] as const) {
        const room = `${width} pixels and text of ${percent} %`;
        await open.page.setViewportSize({ width, height: 900 });
        await open.page.evaluate((size) => {
          document.documentElement.style.fontSize = size;
        }, `${percent}%`);
        await settled(open.page);
        const widthOf = (): Promise<number> => open.page.evaluate(() => document.documentElement.scrollWidth);
        await until(async () => (await widthOf()) === width, `no more than ${room}`);
        assert.deepEqual(await cut(open.page), [], room);
        const [input, output] = [await open.input.first().boundingBox(), await open.output.boundingBox()];
        assert.ok(input !== null && output !== null && output.y > input.y + input.height, room);
      }
    });
});
