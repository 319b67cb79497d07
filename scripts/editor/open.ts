import type { Browser, Page } from 'playwright-core';
import { provideBrowser, startBrowser } from './browser';
import { Failure } from './failure';
import { installEditor } from './install';
import type { Log } from './log';
import { shown } from './paths';
import { shortly, until } from './poll';
import type { Say } from './progress';
import { startServer } from './server';
import type { EditorServer, ServerOptions, Settings } from './server';
import type { EditorVersion } from './versions';
import { EditorWindow, themes } from './window';
import type { Theme } from './window';

/** What is to be opened. */
export interface OpenOptions extends Omit<ServerOptions, 'installation' | 'port'> {
  readonly folder: string;
  readonly version: EditorVersion;
  readonly say: Say;
  readonly theme?: Theme;
  readonly size?: { readonly width: number; readonly height: number };
  /** Called with the page before it goes anywhere. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A real VS Code in a browser that shows no window of its own. */
export interface OpenEditor {
  readonly page: Page;
  readonly window: EditorWindow;
  readonly url: string;
  /** Replaces the settings that were given when the editor was opened, and loads the window anew. */
  setSettings(settings: Settings): Promise<void>;
  /** Changes the colours, and waits until they are shown. */
  setTheme(theme: Theme): Promise<void>;
  close(): Promise<void>;
}

/** Opens a real VS Code on a folder, with the extension loaded; what it needs is installed first. */
export async function openEditor(options: OpenOptions): Promise<OpenEditor> {
  const program = await provideBrowser(options.say);
  const installation = await installEditor(options.version, options.say);
  const { log } = options;
  let settings = options.settings ?? {};
  let theme = options.theme ?? 'dark';
  const current = (): Settings => ({ ...settings, 'workbench.colorTheme': themes[theme] });
  const server = await startServer({ ...options, installation, settings: current() });
  const browser = await startBrowser(program);
  const url = server.url(options.folder);
  const page = await openPage(browser, options, log);
  const window = new EditorWindow(page);
  await page.goto(url, { timeout: 60_000 });
  // A suite is at work by now, and may change the window as it likes.
  if (options.suitePath === undefined) await windowReady(window, server, log);
  return {
    page,
    window,
    url,
    setSettings: async (changed) => {
      settings = changed;
      server.setSettings(current());
      await page.reload({ timeout: 60_000 });
      await window.ready();
    },
    setTheme: async (changed) => {
      theme = changed;
      await until(`the colours of ${changed}`, async () => {
        // The editor may miss a change to its settings that comes while it reads the one before.
        server.setSettings(current());
        return shortly(() => window.showsTheme(changed));
      });
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(browser: Browser, options: OpenOptions, log: Log): Promise<Page> {
  const page = await browser.newPage({ viewport: options.size ?? { width: 1400, height: 900 } });
  page.on('console', (message) => {
    log.write(`page ${message.type()}`, message.text().replace(/^%c +([A-Z]+) color: #\w+ (%s )?/, '$1 '));
  });
  page.on('pageerror', (error) => {
    log.write('page error', error.stack ?? error.message);
  });
  await options.prepare?.(page);
  return page;
}

async function windowReady(window: EditorWindow, server: EditorServer, log: Log): Promise<void> {
  const gone = server.ended.then(() => {
    throw new Failure(`The VS Code server ended before its window was ready: see ${shown(log.path)}.`);
  });
  await Promise.race([window.ready(), gone]);
}
