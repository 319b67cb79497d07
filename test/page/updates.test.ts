import assert from 'node:assert/strict';
import type { Page } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { settled, until, URI } from '../support/page-browser';
import { sharing } from './fixtures/sharing';

/** The page after an edit that changes the value of part b. */
function edited(text: string): Page {
  return {
    ...sharing,
    problems: sharing.problems.map((problem) => ({
      ...problem,
      parts: problem.parts.map((part) =>
        part.id === 'b'
          ? { ...part, key: { expression: '', picture: { kind: 'number' as const, text } } }
          : part,
      ),
    })),
  };
}

describe('an update', () => {
  const pages = usePages();

  it('keeps scroll, focus, shown keys and the elements that did not change', async () => {
    const { page, draw } = await pages.open({ height: 500 });
    await draw(sharing);
    const part = page.getByRole('article', { name: 'Part b' });
    await part.locator('.toggle').click();
    await page.evaluate(() => {
      window.scrollTo(0, 260);
      document.querySelector('canvas')?.setAttribute('data-same', 'yes');
      document.querySelector('math')?.setAttribute('data-same', 'yes');
    });
    await draw(edited('82'), 2);
    await part.getByText('82', { exact: true }).waitFor();
    assert.equal(await page.evaluate(() => window.scrollY), 260);
    assert.ok(await part.locator('.toggle').evaluate((element) => element === document.activeElement));
    assert.equal(await page.locator('[data-same]').count(), 2);
  });

  it('touches only what changed', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    await page.getByRole('article', { name: 'Part b' }).locator('.toggle').click();
    await page.evaluate(() => {
      const touched: string[] = [];
      Object.assign(window, { touched });
      new MutationObserver((records) => {
        for (const { target } of records) touched.push(target.textContent ?? '');
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await draw(edited('82'), 2);
    const touched: unknown = await page.evaluate(() => Reflect.get(window, 'touched') as unknown);
    assert.ok(Array.isArray(touched) && touched.length > 0 && touched.length < 6, JSON.stringify(touched));
  });

  it('is announced while it is computed, and ends when its version is there', async () => {
    const { page, draw, send } = await pages.open();
    await draw(sharing, 1);
    const status = page.locator('.status-text');
    assert.equal(await status.innerText(), 'Up to date');
    await send({ type: 'stale', uri: URI, version: 3 });
    await page.locator('.status.stale').waitFor();
    assert.equal(await status.innerText(), 'Computing…, showing the values from before this edit');
    await until(
      async () => (await page.getByRole('status').innerText()).startsWith('Computing'),
      'the announcement',
    );
    await draw(sharing, 2);
    assert.match(await status.innerText(), /^Computing/);
    await draw(sharing, 3);
    await until(async () => (await status.innerText()) === 'Up to date', 'the page to be up to date');
  });

  it('that is not whole yet says so until it is', async () => {
    const { page, draw } = await pages.open();
    await draw({ ...sharing, computing: true });
    const status = page.locator('.status-text');
    await until(
      async () => (await status.innerText()) === 'Computing…, some values are still to come',
      'the status to say that values are to come',
    );
    await draw(sharing);
    await until(async () => (await status.innerText()) === 'Up to date', 'the page to be up to date');
  });

  it('of a document that was opened again is not taken for an old one', async () => {
    const { page, draw, send } = await pages.open();
    await draw(sharing, 40);
    await send({ type: 'stale', uri: URI, version: 41 });
    await draw(edited('7'), 1);
    await until(
      async () => (await page.locator('.status-text').innerText()) === 'Up to date',
      'the page to be up to date',
    );
  });
});

describe('places', () => {
  const pages = usePages();

  it('go to the line of a part, a given, a finding', async () => {
    const { page, draw, sent } = await pages.open();
    await draw(sharing);
    await page
      .getByRole('article', { name: 'Part c' })
      .getByRole('button', { name: 'c', exact: true })
      .click();
    await page.getByRole('button', { name: 'conv', exact: true }).click();
    await page.getByRole('button', { name: 'Go to line 38' }).click();
    await page.getByRole('heading', { name: 'Weight sharing in CNN' }).dblclick();
    assert.deepEqual((await sent()).slice(1), [
      { type: 'go-to-line', uri: URI, line: 22 },
      { type: 'go-to-line', uri: URI, line: 9 },
      { type: 'go-to-line', uri: URI, line: 37 },
      { type: 'go-to-line', uri: URI, line: 2 },
    ]);
  });

  it('are brought into view only from outside, without an echo and without the focus', async () => {
    const { page, draw, send, sent } = await pages.open({ height: 500 });
    await draw(sharing);
    const scroll = (): Promise<number> => page.evaluate(() => window.scrollY);
    await send({ type: 'show-line', uri: URI, line: 3 });
    await send({ type: 'show-line', uri: 'file:///other.cnn.yaml', line: 36 });
    await settled(page);
    assert.equal(await scroll(), 0);
    await send({ type: 'show-line', uri: URI, line: 36 });
    await until(async () => (await scroll()) > 0, 'the page to scroll');
    const box = await page.getByRole('article', { name: 'Part e2' }).boundingBox();
    assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 500, JSON.stringify(box));
    assert.equal(
      await page.locator('[aria-current]').innerText(),
      await page.locator('.outline-parts button').nth(5).innerText(),
    );
    assert.ok(await page.evaluate(() => document.activeElement === document.body));
    assert.deepEqual(await sent(), [{ type: 'ready' }]);
  });

  it('are jumped to from the outline, with the focus', async () => {
    const { page, draw } = await pages.open({ height: 500 });
    await draw(sharing);
    await page.locator('.outline-parts button').nth(4).click();
    const box = await page.getByRole('article', { name: 'Part e1' }).boundingBox();
    assert.ok(box !== null && box.y >= 0 && box.y < 500);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Part e1');
  });
});
