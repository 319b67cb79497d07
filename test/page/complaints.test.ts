/** What people complain about in previews, where something is looked at closely: each is designed out, and held here. */
import assert from 'node:assert/strict';
import type { Page as BrowserPage } from 'playwright-core';
import { usePages } from '../support/page-setup';
import { settled, until, type OpenPage } from '../support/page-browser';
import { discussion, homework, lookAt, windows } from './fixtures/explored';

const pages = usePages();

/** The spoken cell of the matrix. */
function spoken(page: BrowserPage): Promise<string> {
  return page.locator('#matrix-cell').innerText();
}

async function pickByKeys({ page }: OpenPage): Promise<void> {
  await page.locator('#matrix').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
  await page.getByRole('region', { name: 'What is picked' }).waitFor();
}

describe('what is looked at closely', () => {
  it('an update of the page keeps its elements, what is picked, the focus and the scroll', async () => {
    const open = await pages.open({ answer: discussion.answer, height: 300 });
    const { page } = open;
    await open.draw(discussion.page);
    await open.send(lookAt('weight-sharing', 'conv', 'matrix'));
    await page.locator('#matrix').waitFor();
    await pickByKeys(open);
    await page.evaluate(() => {
      document.querySelector('#matrix')?.setAttribute('data-mark', 'kept');
      window.scrollTo(0, 120);
    });
    const before = await spoken(page);
    assert.match(before, /^Row /);
    await open.draw({ ...discussion.page, title: 'Another title' }, 2);
    await page.getByRole('button', { name: 'Another title' }).waitFor();
    assert.equal(await page.locator('#matrix[data-mark=kept]').count(), 1);
    assert.equal(await spoken(page), before);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'matrix');
    assert.equal(await page.evaluate(() => window.scrollY), 120);
    assert.deepEqual(open.complaints, []);
  });

  it('that can be computed no longer stays, and says that it is from before', async () => {
    let broken = false;
    const open = await pages.open({
      answer: (ask) =>
        broken ? { refused: '“conv” could not be computed; the finding says why.' } : discussion.answer(ask),
    });
    const { page } = open;
    await open.draw(discussion.page);
    await open.send(lookAt('weight-sharing', 'conv', 'matrix'));
    await page.locator('#matrix').waitFor();
    broken = true;
    await open.draw({ ...discussion.page, title: 'Broken' }, 2);
    await page
      .getByRole('alert')
      .getByText(
        '“conv” could not be computed; the finding says why. What is shown is from before this edit.',
      )
      .waitFor();
    assert.equal(await page.locator('#matrix').count(), 1);
    broken = false;
    await open.draw({ ...discussion.page, title: 'Mended' }, 3);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  for (const view of ['Matrix', 'Steps'])
    it(`back from ${view}, the page is where it was, and the focus on the link that opened it`, async () => {
      const open = await pages.open({ answer: discussion.answer, height: 300 });
      const { page } = open;
      await open.draw(discussion.page);
      const link = page.locator('.open-link', { hasText: view }).first();
      await link.scrollIntoViewIfNeeded();
      await link.focus();
      const scroll = await page.evaluate(() => window.scrollY);
      assert.ok(scroll > 0);
      await page.keyboard.press('Enter');
      await page.locator(view === 'Matrix' ? '#matrix' : '.step-sum').waitFor();
      assert.equal(await page.evaluate(() => window.scrollY), 0);
      await page.keyboard.press('Escape');
      await link.waitFor();
      assert.ok(await link.evaluate((element) => element === document.activeElement));
      assert.equal(await page.evaluate(() => window.scrollY), scroll);
      assert.deepEqual(open.complaints, []);
    });

  it('Tab comes to the matrix once, whatever its size, and to what is around', async () => {
    const open = await pages.open({ answer: homework.answer });
    const { page } = open;
    await open.draw(homework.page);
    await open.send(lookAt('parameters', 'conv', 'matrix'));
    await page.locator('#matrix').waitFor();
    await settled(page);
    await page.locator('.crumbs button').first().focus();
    const stops: string[] = [];
    for (let tab = 0; tab < 80; tab += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(() => document.activeElement?.id ?? document.activeElement?.className ?? ''),
      );
      if (await page.evaluate(() => document.activeElement === document.body)) break;
    }
    assert.equal(stops.filter((id) => id === 'matrix').length, 1);
    for (const name of ['Go to cell', 'Export…', 'Steps', 'whole'])
      assert.ok((await page.getByRole('button', { name }).first().getAttribute('tabindex')) === null, name);
  });

  for (const [name, host, problem, view] of [
    ['a small matrix', discussion, 'weight-sharing', 'matrix'],
    ['a giant matrix', homework, 'parameters', 'matrix'],
    ['steps', windows, 'stride-and-dilation', 'steps'],
  ] as const)
    it(`${name} at 400 % zoom, which leaves 320 pixels, is no wider than the window`, async () => {
      const open = await pages.open({ answer: host.answer, width: 320, height: 256 });
      const { page } = open;
      await open.draw(host.page);
      await open.send(lookAt(problem, 'conv', view));
      await page.locator(view === 'matrix' ? '#matrix' : '.step-sum').waitFor();
      if (view === 'matrix') await pickByKeys(open);
      await settled(page);
      await until(
        () => page.evaluate(() => document.documentElement.scrollWidth <= 320),
        'the page to be as narrow as the window',
        open.complaints,
      );
      assert.deepEqual(open.complaints, []);
    });
});
