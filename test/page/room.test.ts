import assert from 'node:assert/strict';
import type { Page } from '../../src/protocol';
import { cut } from '../support/legible';
import { usePages } from '../support/page-setup';
import { settled, URI } from '../support/page-browser';
import { detector, detectorKeys } from './fixtures/detector';
import { sharing, sharingKeys } from './fixtures/sharing';
import { broken, empty, giantKeys, giantPage, kindKeys, kinds } from './fixtures/states';

const shown = [...sharingKeys, ...detectorKeys, ...giantKeys, ...kindKeys];

/** Parts with names as people give them, instead of letters. */
const named: Page = {
  ...sharing,
  problems: sharing.problems.map((problem) => ({
    ...problem,
    parts: problem.parts.map((part, index) => ({
      ...part,
      id: ['equivariant', 'translation-equivariance', 'outputSizeOfLayer', 'b'][index] ?? part.id,
    })),
  })),
};

const views = [sharing, named, detector, giantPage, kinds, empty, broken];

describe('with little room', () => {
  const pages = usePages();

  for (const width of [256, 320, 480]) {
    it(`of ${width} pixels the page is no wider than the window, and nothing is cut`, async () => {
      const open = await pages.open({ width, height: 400, state: { uri: URI, shown, scroll: 0 } });
      let version = 0;
      for (const view of views) {
        await open.draw(view, ++version);
        assert.equal(await open.page.evaluate(() => document.documentElement.scrollWidth), width, view.title);
        assert.deepEqual(await cut(open.page), [], view.title);
      }
    });
  }

  for (const [percent, width] of [
    [200, 640],
    [400, 1280],
  ] as const) {
    it(`for text of ${percent} % the page is arranged as if it were narrow`, async () => {
      const open = await pages.open({ width, height: 900, ratio: 1, state: { uri: URI, shown, scroll: 0 } });
      await open.page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
      }, `${percent}%`);
      let version = 0;
      for (const view of views) {
        await open.draw(view, ++version);
        assert.equal(await open.page.evaluate(() => document.documentElement.scrollWidth), width, view.title);
        assert.deepEqual(await cut(open.page), [], view.title);
        assert.equal(await open.page.locator('nav:visible').count(), 0);
      }
    });
  }

  it('ids are broken between words, not within', async () => {
    for (const width of [256, 320, 960]) {
      const { page, draw, close } = await pages.open({ width });
      await draw(named);
      const torn = await page.locator('.part-id .place-link').evaluateAll((links) =>
        links.flatMap((link) =>
          [...link.childNodes].flatMap((node) => {
            const range = document.createRange();
            range.selectNodeContents(node);
            const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            return lines.size > 1 ? [node.textContent ?? ''] : [];
          }),
        ),
      );
      assert.deepEqual(torn, [], `${width} pixels`);
      await close();
    }
  });

  it('wide matrices scroll by the keyboard', async () => {
    const { page, draw } = await pages.open({ width: 256, state: { uri: URI, shown, scroll: 0 } });
    await draw(sharing);
    await settled(page);
    const scroller = page.getByRole('article', { name: 'Part a' }).locator('.scroll');
    await page.getByRole('article', { name: 'Part a' }).locator('.toggle').focus();
    await page.keyboard.press('Tab');
    assert.ok(await scroller.evaluate((element) => element === document.activeElement));
    await page.keyboard.press('ArrowRight');
    await scroller.evaluate(
      (element) =>
        new Promise<void>((done) => {
          if (element.scrollLeft > 0) done();
          else
            element.addEventListener(
              'scroll',
              () => {
                done();
              },
              { once: true },
            );
        }),
    );
  });
});
