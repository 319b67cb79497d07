import assert from 'node:assert/strict';
import type { Page as BrowserPage } from 'playwright-core';
import type { Page } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { until, URI } from '../support/page-browser';
import { sharing } from './fixtures/sharing';
import { empty } from './fixtures/states';

interface Load {
  readonly path: string;
  readonly start: number;
}

/** What the page loaded, in the order in which it asked for it. */
function loads(page: BrowserPage): Promise<readonly Load[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({ path: new URL(name).pathname, start: startTime }))
      .filter(({ path }) => path !== '/theme.css'),
  );
}

/** When the page was drawn first. */
function drawn(page: BrowserPage): Promise<number | undefined> {
  return page.evaluate(() => performance.getEntriesByName('cnn-page-drawn')[0]?.startTime);
}

/** What was loaded, without what the page shares with what comes later: its script asks for that at once. */
function paths(all: readonly Load[]): readonly string[] {
  return all
    .map(({ path }) => path.replace(/^\/dist\/chunks\/chunk-[A-Z0-9]+\.js$/, 'shared'))
    .filter((path) => path !== 'shared')
    .sort();
}

const isFont = ({ path }: Load): boolean => path.endsWith('.woff2');

describe('the first paint', () => {
  const pages = usePages();

  it('needs the page’s own script and style, nothing else', async () => {
    const { page, send } = await pages.open();
    const view: Page = empty;
    await send({ type: 'page', uri: URI, version: 1, page: view });
    await page.getByText('No problems yet.').waitFor();
    assert.deepEqual(paths(await loads(page)), ['/dist/preview.js', '/media/preview.css']);
  });

  it('does not wait for the typesetter, which is asked for once it is done', async () => {
    const { page, send } = await pages.open();
    await send({ type: 'page', uri: URI, version: 1, page: sharing });
    await until(async () => (await page.locator('math').count()) > 0, 'formulas to be typeset');
    const first = await drawn(page);
    assert.ok(first !== undefined);
    const before = (await loads(page)).filter((load) => load.start < first && !isFont(load));
    assert.deepEqual(paths(before), ['/dist/preview.js', '/media/preview.css']);
    const after = (await loads(page)).filter((load) => load.start >= first && !isFont(load));
    assert.ok(
      after.length > 0 && after.every(({ path }) => path.startsWith('/dist/chunks/')),
      JSON.stringify(after),
    );
  });

  it('comes with the message: nothing is awaited in between', async () => {
    const { page } = await pages.open();
    const took = await page.evaluate(
      async ([uri, view]) => {
        const sent = performance.now();
        window.postMessage({ type: 'page', uri, version: 1, page: view }, '*');
        await new Promise((done) => {
          window.addEventListener('message', done, { once: true });
        });
        const mark = performance.getEntriesByName('cnn-page-drawn')[0];
        return {
          drawn: mark !== undefined && mark.startTime >= sent,
          parts: document.querySelectorAll('.part').length,
        };
      },
      [URI, sharing] as const,
    );
    assert.deepEqual(took, { drawn: true, parts: 7 });
  });
});
