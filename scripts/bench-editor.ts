// `npm run bench:editor`: from a key to what a person sees, in a real VS Code, as a table. It fails nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { printFigures, type Row } from './bench/measure';
import { markdownOf, PROBE, problemSetOf } from './bench/problem-set';
import { Failure } from './editor/failure';
import { openLog } from './editor/log';
import { builtExtension } from './editor/manifest';
import { openEditor, type OpenEditor } from './editor/open';
import { readOptions } from './editor/options';
import { repository, temporaryRoot } from './editor/paths';
import { until } from './editor/poll';
import type { Say } from './editor/progress';
import { atEnd, runScript } from './editor/shutdown';
import { editorVersion, editorVersions, type EditorVersion } from './editor/versions';
import type { EditorWindow } from './editor/window';

const LINES = 1000;
/** How many editors are started anew. */
const STARTS = 5;

const table = {
  n: { value: 'NUMBER', does: 'how many keys (default: 30)' },
  vscode: {
    value: 'VERSION',
    does: `the editor: ${editorVersions.map(({ vscode }) => vscode).join(' or ')}`,
  },
  extension: { value: 'PATH', does: 'the extension: its folder, or a .vsix (default: this repository)' },
  json: { value: '', does: 'print JSON' },
};

const SET = 'bench.cnn.yaml';
const MARKDOWN = 'bench.md';

async function main(): Promise<number> {
  const options = readOptions('npm run bench:editor -- [options]', table);
  if (options === undefined) return 0;
  const rounds = Number(options.value('n') ?? 30);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure('--n takes a whole number from 1.');
  const asJson = options.given('json');
  const folder = mkdtempSync(join(temporaryRoot, 'cnn-bench-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const text = problemSetOf(LINES);
  writeFileSync(join(folder, SET), text);
  writeFileSync(join(folder, MARKDOWN), markdownOf(text));
  const version = editorVersion(options.value('vscode'));
  const say = asJson ? () => undefined : console.log;
  const extensionPath = builtExtension(options.value('extension') ?? repository);
  const open = (): Promise<OpenEditor> => openBench(version, folder, extensionPath, say);
  const starts: Start[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    say(`Start ${round + 1} of ${STARTS} …`);
    const editor = await open();
    starts.push(await start(editor.window));
    await editor.close();
  }
  say('Typing …');
  const { window, page } = await open();
  await window.openFile(SET);
  await goBehind(window, text, PROBE.answer);
  await until('the lens', async () => (await window.lenses()).includes(PROBE.lens));
  const lens = await keys(page, page.mainFrame(), rounds, {
    watched: '.codelens-decoration',
    keys: ['5', 'Backspace'],
    shows: [figure(1200 + 345), PROBE.lens],
  });

  await window.openPreview();
  const ours = await previewFrame(page, PROBE.shown);
  await focusOn(window, text, PROBE.prompt, ' }}.');
  const preview = await keys(page, ours, rounds, {
    watched: 'body',
    keys: ['6', 'Backspace'],
    shows: ['The sum is 2,756.', PROBE.shown],
  });

  await window.closeAll();
  await window.openFile(MARKDOWN);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('v');
  const markdown = markdownOf(text);
  const theirs = await previewFrame(page, PROBE.prompt);
  await focusOn(window, markdown, PROBE.prompt, ' }}.');
  const builtIn = await keys(page, theirs, rounds, {
    watched: 'body',
    keys: ['6', 'Backspace'],
    shows: ['The sum is {{ 2300 + 456 }}.', PROBE.prompt],
  });

  const beyond = ({ seen, echoed }: Keys): readonly number[] =>
    seen.map((time, round) => Math.max(0, time - (echoed[round] ?? 0)));
  const rows: Row[] = [
    {
      what: 'key → computed text in the preview',
      against: 'key → the built-in Markdown preview',
      ours: preview.seen,
      theirs: builtIn.seen,
    },
    { what: 'key → changed lens', ours: lens.seen },
    { what: 'key → the letter in the editor, in these files', ours: [...lens.echoed, ...preview.echoed] },
    { what: 'the preview, beyond that letter', ours: beyond(preview) },
    { what: 'activation, as the editor counts it', ours: starts.map(({ activation }) => activation) },
    { what: 'text of the first file in a new editor → first lens', ours: starts.map(({ lens }) => lens) },
  ];
  printFigures(
    `VS Code ${version.vscode}, a problem set of ${text.split('\n').length} lines (and as many of Markdown)`,
    rows,
    asJson,
  );
  return 0;
}

function figure(value: number): string {
  return `= ${value.toLocaleString('en')}`;
}

/** Puts the cursor behind some words. */
async function goBehind(window: EditorWindow, text: string, words: string): Promise<void> {
  const lines = text.slice(0, text.indexOf(words) + words.length).split('\n');
  await window.goTo(lines.length, (lines.at(-1) ?? '').length + 1);
}

/** Puts the cursor into some words, before how they end, from wherever the focus is. */
async function focusOn(window: EditorWindow, text: string, words: string, end: string): Promise<void> {
  await window.runCommand('View: Focus First Editor Group');
  await goBehind(window, text, words.slice(0, -end.length));
}

/** The frame of the preview that shows some text. */
async function previewFrame(page: Page, text: string): Promise<Frame> {
  const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const body = preview.locator('body');
  await until('the text in the preview', async () => ((await body.textContent()) ?? '').includes(text));
  const handle = await body.elementHandle();
  const frame = await handle.ownerFrame();
  if (!frame) throw new Failure('The preview has no frame.');
  return frame;
}

interface Typing {
  /** What is looked at, as CSS. */
  readonly watched: string;
  /** Pressed in turn. */
  readonly keys: readonly string[];
  /** What is seen after each of them. */
  readonly shows: readonly string[];
}

/** In milliseconds after the key. */
interface Keys {
  readonly seen: readonly number[];
  /** Until the editor itself showed what was typed. */
  readonly echoed: readonly number[];
}

/** Presses keys, each after the one before was seen, and measures in the page itself, frame by frame. */
async function keys(page: Page, frame: Frame, rounds: number, typing: Typing): Promise<Keys> {
  const seen: number[] = [];
  const echoed: number[] = [];
  for (let round = -4; round < rounds; round += 1) {
    const turn = (round + 4) % typing.keys.length;
    const key = typing.keys[turn] ?? '';
    const pressed = page.evaluate(watchKey);
    const shown = frame.evaluate(watchText, {
      selector: typing.watched,
      text: typing.shows[turn] ?? '',
    });
    // Both watch by now: what is asked of a page is answered in order.
    await Promise.all([page.evaluate(() => 0), frame.evaluate(() => 0)]);
    await page.keyboard.press(key);
    const [times, then] = await Promise.all([pressed, shown]);
    if (round >= 0) {
      seen.push(then - times.pressed);
      echoed.push(times.echoed - times.pressed);
    }
    // A person pauses as well; and nothing of this key is left to be done when the next one comes.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return { seen, echoed };
}

/** Runs in the window: when the next key is pressed, and when the text in the editor has changed. */
function watchKey(): Promise<{ readonly pressed: number; readonly echoed: number }> {
  const now = () => performance.timeOrigin + performance.now();
  const text = () => document.querySelector('.editor-group-container.active .view-lines')?.textContent;
  return new Promise((resolve) => {
    const before = text();
    window.addEventListener(
      'keydown',
      () => {
        const pressed = now();
        const look = () => {
          if (text() === before) requestAnimationFrame(look);
          else resolve({ pressed, echoed: now() });
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
}

/** Runs in a window or preview: when some text is first drawn. */
function watchText(wanted: { readonly selector: string; readonly text: string }): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const found = [...document.querySelectorAll(wanted.selector)].some((element) =>
        element.textContent.replaceAll('\u00a0', ' ').includes(wanted.text),
      );
      if (found) resolve(performance.timeOrigin + performance.now());
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** What a new editor does, in milliseconds. */
interface Start {
  /** As its own list of extensions says. */
  readonly activation: number;
  /** From the text of the first file to its first lens. */
  readonly lens: number;
}

async function start(window: EditorWindow): Promise<Start> {
  await window.openFile(SET);
  const lens = await until('the first lens', () =>
    window.page.evaluate(() => globalThis.window.firstLensAfter),
  );
  await window.runCommand('Extensions: Show Installed Extensions');
  const entry = window.page.locator('.extension-list-item', { hasText: 'CNN Problem Sets' }).first();
  const said = await until(
    'the time of activation',
    async () => /(\d+)ms/.exec((await entry.textContent()) ?? '')?.[1],
  );
  return { activation: Number(said), lens };
}

function openBench(
  version: EditorVersion,
  folder: string,
  extensionPath: string,
  say: Say,
): Promise<OpenEditor> {
  return openEditor({
    version,
    folder,
    extensionPath,
    say,
    log: openLog('bench-editor.log'),
    prepare: async (page) => {
      // The compiler of this script puts calls of a helper into functions; those that run in a page need it there.
      await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
      await page.addInitScript(watchStart);
    },
    // What is typed here is typed by somebody who wants no help.
    settings: { 'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' } },
  });
}

declare global {
  interface Window {
    firstLensAfter: number | undefined;
  }
}

/** Runs in the window before anything else: how long after its text a file has a lens. */
function watchStart(): void {
  let text: number | undefined;
  const look = () => {
    if (document.querySelector('.editor-group-container .view-lines .view-line span span'))
      text ??= performance.now();
    if (text !== undefined && document.querySelector('.codelens-decoration > :not(.codicon)'))
      window.firstLensAfter = performance.now() - text;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

runScript(main);
