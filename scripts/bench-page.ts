// `npm run bench:page`: whether the page keeps up where something is looked at closely, in a real browser. It fails nothing.
import type { Page as BrowserPage } from 'playwright-core';
import { median } from './bench/measure';
import { provideBrowser, startBrowser } from './editor/browser';
import { homework, lookAt, windows } from '../test/page/fixtures/explored';
import { light } from '../test/page/fixtures/themes';
import { openPage, servePage, settled, type OpenPage } from '../test/support/page-browser';

const FRAMES = 300;
/** A frame that comes later was seen to be missing. */
const LATE_MS = 25;
/** After opening, until what that set off (in other processes too) is over. */
const REST_MS = 2000;
const OPENINGS = 50;
const TILES = 200;

/** Counts late frames while something is done, once for each `every` frames, by what is dispatched within the page. */
function dropped(page: BrowserPage, what: 'wheel' | 'minimap' | 'step', every = 1): Promise<number> {
  return page.evaluate(
    async ([kind, frames, late, period]) => {
      const canvas = document.querySelector('#matrix canvas');
      const map = document.querySelector('.minimap-map');
      const grids = document.querySelector('.step-grids');
      let missed = 0;
      let last = await new Promise<number>(requestAnimationFrame);
      for (let frame = 0; frame < frames; frame += 1) {
        if (kind === 'wheel')
          canvas?.dispatchEvent(
            new WheelEvent('wheel', { deltaX: 24, deltaY: 24, bubbles: true, cancelable: true }),
          );
        else if (kind === 'minimap') {
          const { left = 0, top = 0, width = 0 } = map?.getBoundingClientRect() ?? {};
          const along = ((frame + 1) / (frames + 2)) * width;
          map?.dispatchEvent(
            new PointerEvent('pointermove', {
              buttons: 1,
              clientX: left + along,
              clientY: top + along,
              bubbles: true,
            }),
          );
        } else if (frame % period === 0)
          grids?.dispatchEvent(
            new KeyboardEvent('keydown', {
              key: (frame / period) % 30 < 15 ? 'ArrowRight' : 'ArrowLeft',
              bubbles: true,
            }),
          );
        const now = await new Promise<number>(requestAnimationFrame);
        if (now - last > late) missed += 1;
        last = now;
      }
      return missed;
    },
    [what, FRAMES, LATE_MS, every] as const,
  );
}

async function openGiant(open: OpenPage): Promise<void> {
  await open.send(lookAt('parameters', 'conv', 'matrix'));
  await open.page.locator('#matrix').waitFor();
  await settled(open.page);
}

/** Bytes of the heap after a collection. */
async function heap(page: BrowserPage): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Microseconds for each of some tiles of cells, in the host. */
function tiles(): readonly number[] {
  return Array.from({ length: TILES }, (_, index) => {
    const start = performance.now();
    homework.answer({
      kind: 'tile',
      subject: { problem: 'parameters', given: 'conv' },
      way: 'own',
      level: 0,
      row: index * 120,
      col: index * 121,
    });
    return (performance.now() - start) * 1000;
  });
}

async function main(): Promise<void> {
  const server = await servePage();
  const browser = await startBrowser(await provideBrowser(console.log));
  const rows: (readonly [string, string])[] = [];
  try {
    const giant = await openPage(browser, server, {
      theme: light,
      ratio: 1,
      motion: true,
      answer: homework.answer,
    });
    await giant.draw(homework.page);
    await openGiant(giant);
    await new Promise((done) => setTimeout(done, REST_MS));
    for (const [what, words] of [
      ['wheel', 'scrolling the giant matrix by the wheel'],
      ['minimap', 'dragging in its minimap'],
    ] as const)
      rows.push([words, `dropped ${await dropped(giant.page, what)} of ${FRAMES}`]);
    const before = await heap(giant.page);
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      await giant.page.locator('.crumbs button').first().click();
      await giant.page.locator('#matrix').waitFor({ state: 'detached' });
      await openGiant(giant);
    }
    const after = await heap(giant.page);
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    rows.push([
      `heap before and after opening it ${OPENINGS} times`,
      `${megabytes(before)}, ${megabytes(after)}`,
    ]);
    await giant.close();
    const walk = await openPage(browser, server, {
      theme: light,
      ratio: 1,
      motion: true,
      answer: windows.answer,
    });
    await walk.draw(windows.page);
    await walk.send(lookAt('stride-and-dilation', 'conv', 'steps'));
    await walk.page.locator('.step-sum').waitFor();
    await settled(walk.page);
    await new Promise((done) => setTimeout(done, REST_MS));
    for (const [words, every] of [
      ['stepping as fast as a held key repeats, 30 a second', 2],
      ['stepping with every frame, 60 a second', 1],
    ] as const)
      rows.push([words, `dropped ${await dropped(walk.page, 'step', every)} of ${FRAMES}`]);
    await walk.close();
  } finally {
    await browser.close();
    server.close();
  }
  rows.push([
    `window of the giant matrix answered in, median of ${TILES}`,
    `${median(tiles()).toFixed(0)} µs`,
  ]);
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(rows.map(([what, figure]) => `| ${what.padEnd(width)} | ${figure} |`).join('\n'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
