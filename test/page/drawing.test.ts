import assert from 'node:assert/strict';
import { usePages } from '../support/page-setup';
import { settled, URI } from '../support/page-browser';
import { detector, detectorKeys } from './fixtures/detector';
import { sharing, sharingKeys } from './fixtures/sharing';
import { broken, empty, giantKeys, giantPage, kindKeys, kinds } from './fixtures/states';
import { themes } from './fixtures/themes';

describe('the page draws', () => {
  const pages = usePages();

  for (const theme of themes) {
    it(`every kind of value in ${theme.name}, without a complaint of the policy or the console`, async () => {
      const shown = [...sharingKeys, ...detectorKeys, ...giantKeys, ...kindKeys];
      const open = await pages.open({ theme, state: { uri: URI, shown, scroll: 0 } });
      let version = 0;
      for (const view of [sharing, detector, giantPage, kinds, empty, broken])
        await open.draw(view, ++version);
      assert.deepEqual(open.complaints, []);
      assert.deepEqual(await open.sent(), [{ type: 'ready' }]);
    });
  }

  it('the title, the prompt, the givens and the parts of a problem', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    assert.equal(
      await page.getByRole('heading', { level: 1 }).innerText(),
      'Deep Neural Networks · Discussion 4',
    );
    assert.equal(await page.getByRole('heading', { level: 2 }).first().innerText(), 'Weight sharing in CNN');
    assert.deepEqual(await page.locator('.chip').allInnerTexts(), ['n = 9', 's = 3']);
    assert.deepEqual(await page.locator('.card .place-link').allInnerTexts(), [
      'x',
      'k',
      'sizes',
      'conv',
      'unshared',
      'dense',
    ]);
    assert.equal(await page.getByRole('article').count(), 7);
    assert.equal(await page.getByRole('navigation').count(), 1);
    assert.equal(await page.getByRole('main').count(), 1);
  });

  it('formulas as MathML, and wrong LaTeX as its source', async () => {
    const { page, draw } = await pages.open();
    await draw(kinds);
    assert.equal(await page.locator('.markup math[display="block"] munderover').count(), 1);
    assert.equal(await page.locator('.card math mfrac').count(), 1);
    await draw(sharing, 2);
    assert.equal(await page.locator('.part-prompt math', { hasText: 'x′=Kx' }).count(), 1);
    await draw(kinds, 3);
    const wrong = page.locator('main code.tex.wrong');
    assert.equal(await wrong.innerText(), '\\frac{1}{');
    assert.match((await wrong.getAttribute('title')) ?? '', /end of input/);
  });

  it('a matrix as a table whose cells have headers', async () => {
    const { page, draw } = await pages.open({ state: { uri: URI, shown: ['weight-sharing.a'], scroll: 0 } });
    await draw(sharing);
    const table = page.getByRole('table', { name: '9 by 9, 25 of 81 cells non-zero · 3 shared weights' });
    assert.equal(await table.getByRole('columnheader').count(), 9);
    assert.equal(await table.getByRole('rowheader').count(), 9);
    assert.equal(await table.locator('td.tap-2', { hasText: 'k2' }).count(), 9);
    assert.equal(await table.locator('td.zero').count(), 56);
  });

  it('where the window of a huge matrix stands', async () => {
    const { page, draw } = await pages.open({ state: { uri: URI, shown: giantKeys, scroll: 0 } });
    await draw(giantPage);
    await page.getByText('rows 520–531 of 774,192, columns 524–539 of 786,432').waitFor();
    const table = page.getByRole('table');
    assert.equal(await table.getAttribute('aria-rowcount'), '774193');
    assert.equal(await table.locator('tbody tr').first().getAttribute('aria-rowindex'), '522');
  });

  it('a map with what a screen reader says of it', async () => {
    const { page, draw } = await pages.open();
    await draw(detector);
    await page
      .getByRole('img', { name: 'response, 30 by 30, from 0 to 6. Highest 6 at row 20, column 11, no tie.' })
      .waitFor();
  });

  it('an error in place, and everything else alive', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    const part = page.getByRole('article', { name: 'Part e2' });
    assert.match(await part.locator('.finding').innerText(), /uses q, which is not defined here/);
    assert.equal(await part.locator('.toggle').count(), 0);
    assert.equal(await page.locator('.toggle').count(), 6);
    await part.getByRole('button', { name: 'Go to line 38' }).click();
  });

  it('nothing but the message when there is nothing to show', async () => {
    const { page, send, draw } = await pages.open();
    await draw(sharing);
    await send({ type: 'nothing', message: 'The file was closed.' });
    await page.getByText('The file was closed.').waitFor();
    assert.equal(await page.getByRole('article').count(), 0);
  });

  it('a page without problems', async () => {
    const { page, draw } = await pages.open();
    await draw(empty);
    await page.getByText('No problems yet.').waitFor();
    assert.equal(await page.getByRole('navigation').count(), 0);
  });

  it('no wider than the window, down to 320 pixels', async () => {
    const shown = [...sharingKeys, ...detectorKeys, ...giantKeys, ...kindKeys];
    const open = await pages.open({ width: 320, state: { uri: URI, shown, scroll: 0 } });
    let version = 0;
    for (const view of [sharing, detector, giantPage, kinds]) {
      await open.draw(view, ++version);
      await settled(open.page);
      const width = await open.page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 320, view.title);
    }
  });
});
