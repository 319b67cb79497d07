import assert from 'node:assert/strict';
import type axe from 'axe-core';
import type { Page as BrowserPage } from 'playwright-core';
import type { Page } from '../../src/protocol';
import { usePages } from '../support/page-setup';
import { settled, URI, type OpenPage } from '../support/page-browser';
import { detector, detectorKeys } from './fixtures/detector';
import { discussion, homework, lookAt, windows, type Hosted } from './fixtures/explored';
import { sharing, sharingKeys } from './fixtures/sharing';
import { broken, kindKeys, kinds } from './fixtures/states';
import { themes } from './fixtures/themes';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const scripts = [require.resolve('axe-core/axe.min.js')];

/** What axe-core holds against the page: the rule, what it says, and the elements. */
async function breaches(page: BrowserPage): Promise<string[]> {
  return page.evaluate(async () => {
    // What axe would load anew to look into styles, the policy forbids.
    const { violations } = await window.axe.run(document, { preload: false, resultTypes: ['violations'] });
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary ?? ''}`).join('\n')}`,
    );
  });
}

const pagesOfAll: readonly (readonly [string, Page])[] = [
  ['sharing', sharing],
  ['detector', detector],
  ['kinds', kinds],
  ['broken', broken],
];
const shown = [...sharingKeys, ...detectorKeys, ...kindKeys];

describe('axe-core finds nothing', () => {
  const pages = usePages();

  const open = (host?: Hosted): Promise<OpenPage> =>
    pages.open({
      scripts,
      state: { uri: URI, shown, scroll: 0 },
      ...(host && { answer: host.answer }),
    });

  /** A matrix with a cell picked by its row and column. */
  async function openMatrix(
    host: Hosted,
    problem: string,
    [row, column]: readonly [string, string],
  ): Promise<OpenPage> {
    const opened = await open(host);
    const { page } = opened;
    await opened.draw(host.page);
    await opened.send(lookAt(problem, 'conv', 'matrix'));
    await page.getByLabel('row', { exact: true }).fill(row);
    await page.getByLabel('column', { exact: true }).fill(column);
    await page.getByRole('button', { name: 'Go to cell' }).click();
    await page.getByRole('region', { name: 'What is picked' }).waitFor();
    await settled(page);
    return opened;
  }

  it('but would find a button without a name', async () => {
    const { page, draw } = await pages.open({ scripts });
    await draw(sharing);
    await page.evaluate(() => {
      document.querySelector('article')?.append(document.createElement('button'));
    });
    assert.match((await breaches(page)).join(), /^button-name:/);
  });

  /** What is drawn is the same in every theme, so it is drawn once and dressed anew, as the editor does it. */
  async function findsNothing(open: OpenPage): Promise<void> {
    for (const theme of themes) {
      await open.setTheme(theme);
      assert.deepEqual(await breaches(open.page), [], theme.name);
    }
    assert.deepEqual(open.complaints, []);
  }

  for (const [name, view] of pagesOfAll)
    it(`on the page, ${name}`, async () => {
      const opened = await open();
      await opened.draw(view);
      await findsNothing(opened);
    });

  it('in a matrix of 9 × 9 with a picked cell', async () => {
    await findsNothing(await openMatrix(discussion, 'weight-sharing', ['4', '3']));
  });

  it('in a matrix of 774,192 × 786,432 with a picked cell', async () => {
    await findsNothing(await openMatrix(homework, 'parameters', ['525267', '272377']));
  });

  it('in the stepping view', async () => {
    const opened = await open(windows);
    const { page } = opened;
    await opened.draw(windows.page);
    await opened.send(lookAt('stride-and-dilation', 'conv', 'steps'));
    await page.getByRole('slider', { name: 'Step' }).fill('8');
    await page.locator('.step-result', { hasText: '= 28' }).waitFor();
    await settled(page);
    await findsNothing(opened);
  });
});
