import assert from 'node:assert/strict';
import type { Page } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { sharing, sharingKeys } from './fixtures/sharing';

const NOTICE = 'Keys are hidden (cnnProblems.showKeys).';

/** As the host sends a page where keys are hidden. */
const hidden: Page = {
  ...sharing,
  notice: NOTICE,
  problems: sharing.problems.map((problem) => ({
    ...problem,
    given: problem.given.map(({ name, line, caption }) => ({ name, line, caption })),
    parts: problem.parts.map(({ id, line, prompt, points, wanted }) => ({
      id,
      line,
      prompt,
      points,
      wanted,
    })),
  })),
};

describe('a page where keys are hidden', () => {
  const pages = usePages();

  it('says so once, and has nothing that could show one', async () => {
    const { page, draw } = await pages.open();
    await draw(hidden);
    assert.equal(await page.getByText(NOTICE).count(), 1);
    assert.equal(await page.locator('.toggle').count(), 0);
    assert.equal(await page.getByRole('button', { name: /all keys/ }).count(), 0);
    assert.equal(await page.getByText('show key').count(), 0);
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    assert.equal(await page.locator('.key-content').count(), 0);
    assert.ok((await page.locator('.wanted').count()) >= sharingKeys.length);
  });

  it('shows keys again as soon as the host sends them, those that were shown before too', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    await page.locator('.toggle').first().click();
    await draw(hidden);
    assert.equal(await page.locator('.key-content').count(), 0);
    await draw(sharing);
    assert.equal(await page.getByText(NOTICE).count(), 0);
    assert.equal(await page.locator('.key.shown').count(), 1);
  });
});
