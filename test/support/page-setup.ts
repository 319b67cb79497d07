import { after, afterEach, before } from 'mocha';
import type { Browser } from 'playwright-core';
import { provideBrowser, startBrowser } from '../../scripts/editor/browser';
import { light } from '../page/fixtures/themes';
import { openPage, servePage, type OpenOptions, type OpenPage, type PageServer } from './page-browser';

/** Opens pages for the tests of a suite, and closes them and the browser after them. */
export function usePages(): { open(options?: Partial<OpenOptions>): Promise<OpenPage> } {
  let browser: Browser | undefined;
  let server: PageServer | undefined;
  let pages: OpenPage[] = [];

  before(async function () {
    // A browser may have to be installed.
    this.timeout('10m');
    server = await servePage();
    browser = await startBrowser(await provideBrowser(console.log));
  });
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.close()));
    pages = [];
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  return {
    async open(options = {}) {
      if (browser === undefined || server === undefined) throw new Error('Pages are opened in tests.');
      const page = await openPage(browser, server, { theme: light, ...options });
      pages.push(page);
      return page;
    },
  };
}
