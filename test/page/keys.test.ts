import assert from 'node:assert/strict';
import { usePages } from '../support/page-setup';
import { until, URI } from '../support/page-browser';
import { sharing } from './fixtures/sharing';

describe('keys of the parts', () => {
  const pages = usePages();

  it('are hidden at first, and are shown and hidden by the keyboard', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    const part = page.getByRole('article', { name: 'Part b' });
    const button = part.locator('.toggle');
    assert.equal(await button.innerText(), 'Key hidden');
    assert.equal(await part.getByText('81').count(), 0);
    await button.focus();
    await page.keyboard.press('Enter');
    await part.getByText('81', { exact: true }).waitFor();
    assert.equal(await button.getAttribute('aria-expanded'), 'true');
    assert.ok(
      await button.evaluate((element) => element === document.activeElement),
      'the button keeps the focus',
    );
    await page.keyboard.press('Space');
    assert.equal(await part.getByText('81', { exact: true }).count(), 0);
  });

  it('are reached by J and K and shown by S', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await page.keyboard.press('j');
    assert.equal(await focused(), 'Part a');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await focused(), 'Part c');
    await page.keyboard.press('k');
    assert.equal(await focused(), 'Part b');
    await page.keyboard.press('s');
    await page.getByRole('article', { name: 'Part b' }).getByText('81', { exact: true }).waitFor();
    assert.equal(await focused(), 'Part b');
  });

  it('are shown all at once, and hidden again', async () => {
    const { page, draw, kept } = await pages.open();
    await draw(sharing);
    await page.getByRole('button', { name: 'Show all keys' }).click();
    assert.equal(await page.locator('.key.shown').count(), 5);
    assert.deepEqual(
      (await kept())?.shown,
      ['a', 'b', 'c', 'd', 'e1'].map((part) => `weight-sharing.${part}`),
    );
    await page.getByRole('button', { name: 'Hide all keys' }).click();
    assert.equal(await page.locator('.key.shown').count(), 0);
  });

  it('come back after a reload of the window, with the place', async () => {
    const before = await pages.open({ height: 500 });
    await before.draw(sharing);
    await before.page.locator('.part .toggle').nth(1).click();
    await before.page.evaluate(() => {
      window.scrollTo(0, 300);
    });
    await until(async () => (await before.kept())?.scroll === 300, 'the place to be kept');
    const state = await before.kept();
    assert.deepEqual(state, { uri: URI, shown: ['weight-sharing.b'], scroll: 300 });

    const after = await pages.open({ height: 500, state });
    await after.draw(sharing);
    await after.page.getByRole('article', { name: 'Part b' }).getByText('81', { exact: true }).waitFor();
    assert.equal(await after.page.evaluate(() => window.scrollY), 300);
  });

  it('of another document are hidden', async () => {
    const { page, draw, send } = await pages.open();
    await draw(sharing);
    await page.locator('.part .toggle').first().click();
    await send({ type: 'page', uri: 'file:///other.cnn.yaml', version: 1, page: sharing });
    await until(async () => (await page.locator('.key.shown').count()) === 0, 'the keys to be hidden');
  });
});
