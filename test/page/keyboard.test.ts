import assert from 'node:assert/strict';
import type { Page as BrowserPage } from 'playwright-core';
import type { Markup, Page } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { until, URI } from '../support/page-browser';
import { kinds } from './fixtures/states';
import { sharing, sharingKeys } from './fixtures/sharing';
import { themes } from './fixtures/themes';

const heading: Markup = [{ tag: 'heading', children: [{ tag: 'text', text: 'A heading' }] }];

/** Headings in every prompt. */
const titled: Page = {
  ...sharing,
  problems: sharing.problems.map((problem) => ({
    ...problem,
    prompt: heading,
    parts: problem.parts.map((part) => ({ ...part, prompt: heading, rubric: [heading], solution: heading })),
  })),
};

/** What has the focus: its name, and whether that can be seen. */
function focused(page: BrowserPage): Promise<{ readonly name: string; readonly seen: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const name = element.getAttribute('aria-label') ?? element.textContent.trim();
    return { name, seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 };
  });
}

describe('by the keyboard', () => {
  const pages = usePages();

  it('everything is reached in the order in which it is read, and seen when it is', async () => {
    const { page, draw } = await pages.open();
    await draw(sharing);
    const names: string[] = [];
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const { name, seen } = await focused(page);
      if (await page.evaluate(() => document.activeElement === document.body)) break;
      names.push(name);
      assert.ok(seen, `the focus on “${name}” is seen`);
    }
    const outline = 8;
    assert.equal(names[0], '1 Weight sharing in CNN');
    assert.deepEqual(names.slice(outline), [
      ...['x', 'k', 'sizes', 'Table', 'conv', 'unshared', 'dense', 'Show all keys'],
      ...['a', 'Key hidden', 'b', 'Key hidden', 'c', 'Key hidden', 'd', 'Rubric hidden', 'e1', 'Key hidden'],
      ...['e2', 'Go to line 38', 'Key hidden', 'Keys of this page'],
    ]);
  });

  it('a question mark lists the keys, and Escape closes the list', async () => {
    const { page, draw } = await pages.open({ width: 320 });
    await draw(sharing);
    const list = page.getByRole('region', { name: 'Keys of this page' });
    await page.keyboard.press('?');
    await list.waitFor();
    assert.match(await list.innerText(), /next part[^]*previous part[^]*show or hide the key/);
    assert.ok(await list.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('Escape');
    await until(async () => (await list.count()) === 0, 'the list to be closed');
    assert.equal((await focused(page)).name, 'Keys of this page');
    await page.keyboard.press('Enter');
    await list.waitFor();
    await page.keyboard.press('j');
    await until(async () => (await list.count()) === 0, 'the list to be closed by going on');
    assert.equal((await focused(page)).name, 'Part a');
  });

  it('S shows the key of the part that the cursor is in, as long as no other has the focus', async () => {
    const { page, draw, send } = await pages.open();
    await draw(sharing);
    await send({ type: 'show-line', uri: URI, line: 19 });
    await page.locator('.part.current').waitFor();
    await page.keyboard.press('s');
    await page.getByRole('article', { name: 'Part b' }).getByText('81', { exact: true }).waitFor();
  });

  it('landmarks and headings tell the page', async () => {
    const { page, draw } = await pages.open({
      state: { uri: URI, shown: [...sharingKeys, 'pooling'], scroll: 0 },
    });
    let version = 0;
    for (const view of [sharing, kinds, titled]) {
      await draw(view, ++version);
      for (const role of ['navigation', 'main', 'contentinfo'] as const)
        assert.equal(await page.getByRole(role).count(), 1, role);
      const levels = await page
        .locator('h1, h2, h3, h4, h5, h6')
        .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      const leaps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);
      assert.deepEqual(leaps, [], levels.join(' '));
    }
  });
});

describe('in the colours of the system', () => {
  const pages = usePages();

  for (const theme of themes.filter(({ name }) => name.startsWith('high-contrast'))) {
    it(`${theme.name}: bars, marks and the current part are still seen`, async () => {
      const { page, draw, send } = await pages.open({
        theme,
        state: { uri: URI, shown: sharingKeys, scroll: 0 },
      });
      await page.emulateMedia({ forcedColors: 'active' });
      await draw(sharing);
      await send({ type: 'show-line', uri: URI, line: 19 });
      await page.locator('.part.current').waitFor();
      const colour = (selector: string, property: string, pseudo?: string): Promise<string> =>
        page
          .locator(selector)
          .first()
          .evaluate((element, [name, part]) => getComputedStyle(element, part).getPropertyValue(name), [
            property,
            pseudo,
          ] as const);
      const back = await colour('body', 'background-color');
      const bar = await colour('.bar-value', 'background-color');
      const edge = await colour('.part.current', 'border-left-color', '::before');
      assert.notEqual(bar, back);
      assert.notEqual(edge, back);
    });
  }
});
