/** Draws every view of the preview in every theme: `npm run gallery`, then open out/gallery/index.html. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import { openProblemSet, pageOf, type NamedFile } from '../src/language';
import { markupOf } from '../src/language/markup';
import type { HostMessage, Page } from '../src/protocol';
import { provideBrowser, startBrowser } from './editor/browser';
import { detector, detectorKeys } from '../test/page/fixtures/detector';
import { discussion, homework, lookAt, windows, type Hosted } from '../test/page/fixtures/explored';
import { sharing, sharingKeys } from '../test/page/fixtures/sharing';
import { broken, empty, giantKeys, giantPage, kindKeys, kinds } from '../test/page/fixtures/states';
import { themes, type Theme } from '../test/page/fixtures/themes';
import { openPage, servePage, settled, URI, type PageServer } from '../test/support/page-browser';

/** What is drawn. To see more, add a view to the list. */
interface View {
  readonly name: string;
  readonly page: Page | undefined;
  /** Addresses of the parts whose keys are shown. */
  readonly shown?: readonly string[];
  readonly stale?: boolean;
  readonly pinned?: boolean;
  /** The line that the cursor is on. */
  readonly line?: number;
  /** Keys to press. */
  readonly press?: string;
  readonly width?: number;
  /** Answers what the page asks. */
  readonly host?: Hosted;
  /** What is opened in place of the page. */
  readonly look?: HostMessage;
  /** Done before the picture is taken. */
  readonly act?: (page: BrowserPage) => Promise<void>;
}

const NARROW = 400;
const WIDTH = 1000;

/** A sample as the host computes it, all keys shown. */
function sample(name: string): View {
  const read = (file: string): Buffer => readFileSync(join(__dirname, '../samples', file));
  const files = (path: string): NamedFile => ({ kind: 'bytes', bytes: read(path) });
  const page = pageOf(openProblemSet(read(`${name}.cnn.yaml`).toString(), { files }), markupOf);
  const shown = page.problems.flatMap(({ id, parts }) => parts.map((part) => `${id}.${part.id}`));
  return { name: `sample-${name}`, page, shown };
}

/** The matrix of a convolution, with what is done in it first. */
function matrix(
  name: string,
  host: Hosted,
  problem: string,
  act: (page: BrowserPage) => Promise<void>,
  width?: number,
): View {
  const look = lookAt(problem, 'conv', 'matrix');
  return { name, page: host.page, host, look, act, ...(width !== undefined && { width }) };
}

/** Goes to a cell as a person does who types its row and column. */
function goTo(row: string, column: string): (page: BrowserPage) => Promise<void> {
  return async (page) => {
    await page.getByLabel('row', { exact: true }).fill(row);
    await page.getByLabel('column', { exact: true }).fill(column);
    await page.getByRole('button', { name: 'Go to cell' }).click();
    await page.getByRole('region', { name: 'What is picked' }).waitFor();
  };
}

const K43 = goTo('4', '3');

/** Three ways to connect a layer, alone. */
async function ways(page: BrowserPage): Promise<void> {
  await K43(page);
  await page.getByRole('region', { name: /three ways/ }).scrollIntoViewIfNeeded();
}

async function structure(page: BrowserPage): Promise<void> {
  await page.getByRole('button', { name: 'structure' }).click();
  await page.getByRole('button', { name: 'blocks' }).click();
}

/** The window of something given, at a step from 1. */
function steps(name: string, problem: string, given: string, step: number): View {
  return {
    name,
    page: windows.page,
    host: windows,
    look: lookAt(problem, given, 'steps'),
    async act(page) {
      await page.getByRole('slider', { name: 'Step' }).fill(String(step));
      await page.getByText(new RegExp(`^step ${step} of`)).waitFor();
    },
  };
}

const views: readonly View[] = [
  sample('discussion-4'),
  sample('homework-3'),
  sample('edges'),
  { name: 'problem', page: sharing, shown: ['weight-sharing.b', 'weight-sharing.e1'] },
  { name: 'problem-keys', page: sharing, shown: [...sharingKeys, 'pooling'] },
  { name: 'problem-stale', page: sharing, stale: true },
  { name: 'problem-current', page: sharing, line: 19, pinned: true, press: '?' },
  { name: 'problem-narrow', page: sharing, shown: sharingKeys, width: NARROW },
  { name: 'problem-wide', page: sharing, shown: ['weight-sharing.a'], width: 1600 },
  { name: 'detector', page: detector, shown: detectorKeys },
  { name: 'detector-narrow', page: detector, shown: detectorKeys, width: NARROW },
  { name: 'giant', page: giantPage, shown: giantKeys },
  { name: 'kinds', page: kinds, shown: kindKeys },
  { name: 'empty', page: empty },
  { name: 'broken', page: broken },
  { name: 'nothing', page: undefined },
  matrix('matrix', discussion, 'weight-sharing', K43),
  matrix('matrix-narrow', discussion, 'weight-sharing', K43, NARROW),
  matrix('matrix-giant', homework, 'parameters', goTo('filter 2, (17, 503)', 'channel 1, (19, 505)')),
  matrix('matrix-structure', homework, 'parameters', structure),
  matrix('ways', discussion, 'weight-sharing', ways, 1600),
  steps('steps', 'stride-and-dilation', 'conv', 8),
  steps('steps-1d', 'line', 'conv', 4),
  steps('steps-transposed', 'line', 'spread', 3),
];

const OUT = resolve(__dirname, '../out/gallery');

async function main(): Promise<void> {
  const wanted = views.filter((view) => process.argv.length < 3 || process.argv.includes(view.name));
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const server = await servePage();
  const browser = await startBrowser(await provideBrowser(console.log));
  const complaints: string[] = [];
  try {
    for (const view of wanted) {
      for (const theme of themes) complaints.push(...(await draw(browser, server, view, theme)));
    }
  } finally {
    await browser.close();
    server.close();
  }
  writeFileSync(join(OUT, 'index.html'), overview(wanted));
  console.log(`${wanted.length * themes.length} pictures in ${OUT}`);
  if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join('\n')}`);
}

async function draw(browser: Browser, server: PageServer, view: View, theme: Theme): Promise<string[]> {
  const width = view.width ?? WIDTH;
  const open = await openPage(browser, server, {
    theme,
    width,
    height: 400,
    state: { uri: URI, shown: view.shown ?? [], scroll: 0 },
    ...(view.host && { answer: view.host.answer }),
  });
  try {
    if (view.page === undefined)
      await open.send({ type: 'nothing', message: 'Open a .cnn.yaml file to see it here.' });
    else await open.draw(view.page);
    if (view.stale === true) {
      await open.send({ type: 'stale', uri: URI, version: 2 });
      await open.page.waitForSelector('.status.stale');
    }
    if (view.pinned === true) await open.send({ type: 'pinned', pinned: true });
    if (view.line !== undefined) await open.send({ type: 'show-line', uri: URI, line: view.line });
    if (view.look !== undefined) await open.send(view.look);
    await settled(open.page);
    await view.act?.(open.page);
    await settled(open.page);
    // The window as high as its content: what is fixed to its lower edge must not lie over the middle.
    const height = await open.page.evaluate(() => document.documentElement.scrollHeight);
    await open.page.setViewportSize({ width, height });
    if (view.press !== undefined) await open.page.keyboard.press(view.press);
    await settled(open.page);
    await open.page.screenshot({ path: join(OUT, `${view.name}.${theme.name}.png`) });
    return open.complaints.map((complaint) => `${view.name}, ${theme.name}: ${complaint}`);
  } finally {
    await open.close();
  }
}

function overview(drawn: readonly View[]): string {
  const rows = drawn.map(({ name }) => {
    const images = themes.map(
      (theme) => `<td><img src="${name}.${theme.name}.png" alt="${name}, ${theme.name}"></td>`,
    );
    return `<tr><th scope="row">${name}</th>${images.join('')}</tr>`;
  });
  const heads = themes.map((theme) => `<th scope="col">${theme.name}</th>`);
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Gallery of the preview</title>
<style>
  body { font: 14px system-ui, sans-serif; }
  th, td { padding: 8px; text-align: left; vertical-align: top; }
  img { max-width: 480px; border: 1px solid #888; }
</style>
<table><tr><td></td>${heads.join('')}</tr>${rows.join('\n')}</table>
</html>
`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
