import assert from 'node:assert/strict';
import type { Page as BrowserPage } from 'playwright-core';
import { faintTexts } from '../support/legible';
import { usePages } from '../support/page-setup';
import { settled, URI } from '../support/page-browser';
import { detector, detectorKeys } from './fixtures/detector';
import { sharing, sharingKeys } from './fixtures/sharing';
import { giantKeys, giantPage, kindKeys, kinds } from './fixtures/states';
import { dark, light, themes } from './fixtures/themes';

type Rgb = readonly [number, number, number];

const AMBER: Readonly<Record<string, Rgb>> = {
  light: [0xc2, 0x57, 0x00],
  dark: [0xfe, 0xcd, 0x4f],
  'high-contrast': [0xff, 0xd7, 0x5e],
  'high-contrast-light': [0xb3, 0x4e, 0x00],
};

const PAGE: Readonly<Record<string, Rgb>> = {
  light: [255, 255, 255],
  dark: [0x1f, 0x1f, 0x1f],
  'high-contrast': [0, 0, 0],
  'high-contrast-light': [255, 255, 255],
};

/** How many pixels of the canvas have the colour, and the box that they fill, in device pixels. */
function find(page: BrowserPage, canvas: string, colour: Rgb): Promise<readonly number[]> {
  return page.evaluate(
    ([selector, wanted]) => {
      const element = document.querySelector<HTMLCanvasElement>(selector);
      const image = element?.getContext('2d')?.getImageData(0, 0, element.width, element.height);
      if (image === undefined) return [];
      let [count, left, top, right, bottom] = [0, Infinity, Infinity, -1, -1];
      for (let at = 0; at < image.data.length; at += 4) {
        if (wanted.some((channel, index) => image.data[at + index] !== channel) || image.data[at + 3] !== 255)
          continue;
        const x = (at / 4) % image.width;
        const y = Math.floor(at / 4 / image.width);
        [count, left, top] = [count + 1, Math.min(left, x), Math.min(top, y)];
        [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
      }
      return [count, left, top, right, bottom];
    },
    [canvas, colour] as const,
  );
}

const MAP = 'article canvas';
const MARGIN = 12;

describe('in each theme', () => {
  const pages = usePages();

  for (const theme of themes) {
    it(`${theme.name}: the highest place is marked by a square around its cell, and zero is the page`, async () => {
      const { page, draw } = await pages.open({ theme, state: { uri: URI, shown: detectorKeys, scroll: 0 } });
      await draw(detector);
      const cell = Math.floor((320 * 2) / 30);
      const amber = AMBER[theme.name];
      const background = PAGE[theme.name];
      assert.ok(amber !== undefined && background !== undefined);
      const [count = 0, left, top, right, bottom] = await find(page, MAP, amber);
      assert.ok(count > 100, `${count} pixels of the mark`);
      const ring = 6;
      assert.deepEqual(
        [left, top, right, bottom],
        [
          MARGIN + 11 * cell - ring,
          MARGIN + 20 * cell - ring,
          MARGIN + 12 * cell + ring - 1,
          MARGIN + 21 * cell + ring - 1,
        ],
      );
      const [zeros = 0] = await find(page, MAP, background);
      assert.ok(zeros > 10 * cell * cell, `${zeros} pixels of the page's colour`);
    });

    it(`${theme.name}: every text stands out from what is behind it`, async () => {
      const shown = [...sharingKeys, ...detectorKeys, ...giantKeys, ...kindKeys];
      const open = await pages.open({ theme, state: { uri: URI, shown, scroll: 0 } });
      let version = 0;
      for (const view of [sharing, detector, giantPage, kinds]) {
        await open.draw(view, ++version);
        assert.deepEqual(await faintTexts(open.page), [], view.title);
      }
    });
  }

  it('maps are drawn again when the theme changes', async () => {
    const { page, draw, setTheme } = await pages.open({
      theme: light,
      state: { uri: URI, shown: detectorKeys, scroll: 0 },
    });
    await draw(detector);
    await setTheme(dark);
    await settled(page);
    assert.ok(AMBER['dark'] !== undefined && AMBER['light'] !== undefined);
    const [after = 0] = await find(page, MAP, AMBER['dark']);
    const [before = 0] = await find(page, MAP, AMBER['light']);
    assert.ok(after > 100);
    assert.equal(before, 0);
  });
});
