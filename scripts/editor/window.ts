import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { shortly, until } from './poll';

/** How bad a problem is, in the editor's own words for it. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** The themes that everything has to look right in, by the names that the settings know them under. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;

/** The name of a theme, as it stands in file names and options. */
export type Theme = keyof typeof themes;

const themeClasses: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** Whether a word names a theme. */
export function isTheme(word: string): word is Theme {
  return Object.hasOwn(themes, word);
}

/** The key that starts most of the editor's shortcuts. */
const control = process.platform === 'darwin' ? 'Meta' : 'Control';

/** A window of the editor, used as a person would use it. Whatever is waited for is polled for. */
export class EditorWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the window can be used. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
  }

  /** Opens a file of the workspace through quick open, and waits until its text is shown. */
  async openFile(name: string): Promise<void> {
    await this.#pick(`${control}+P`, name, baseName(name));
    await this.page
      .locator(`.tab.active[data-resource-name=${JSON.stringify(baseName(name))}]`)
      .first()
      .waitFor();
    await this.page.locator('.editor-group-container.active .view-lines .view-line').first().waitFor();
  }

  /** Runs a command from the palette by its title, such as `View: Close All Editors`. */
  async runCommand(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Closes every file and preview, without saving. */
  async closeAll(): Promise<void> {
    const tabs = this.page.locator('.tabs-container .tab');
    if ((await tabs.count()) === 0) return;
    await this.runCommand('View: Close All Editors');
    const discard = this.page.locator('.monaco-dialog-box').getByText("Don't Save", { exact: true });
    await until('all files to be closed', async () => {
      if (await discard.isVisible()) await discard.click();
      return (await tabs.count()) === 0;
    });
  }

  /** Moves the cursor of the active editor to a line and column, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.#pick('Control+G', `:${line}:${column}`, 'Go to line');
  }

  /** Opens the preview of the active file at its side, and waits until something is in it. */
  async openPreview(): Promise<void> {
    await this.runCommand('CNN: Open Preview to the Side');
    await this.preview().locator('body *:visible').first().waitFor();
  }

  /** Waits until the window has looked the same for a second, or for ten seconds where something keeps moving. */
  async settled(): Promise<void> {
    const deadline = Date.now() + 10_000;
    let last: Buffer = Buffer.alloc(0);
    let since = Date.now();
    while (Date.now() - since < 1000 && Date.now() < deadline) {
      const now = await this.page.screenshot({ animations: 'disabled' });
      if (now.equals(last)) continue;
      last = now;
      since = Date.now();
    }
  }

  /** The page inside the preview that is shown. */
  preview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The texts of the lenses that are in view, from top to bottom. */
  async lenses(): Promise<readonly string[]> {
    // A lens that does something is a link; others are text, and so are the bars between them.
    const lenses = this.page.locator('.codelens-decoration > :not(.codicon)');
    const found = await lenses.evaluateAll((links) =>
      links
        .map((link) => ({
          top: link.getBoundingClientRect().top,
          left: link.getBoundingClientRect().left,
          text: link.textContent,
        }))
        .sort((a, b) => a.top - b.top || a.left - b.left)
        .map(({ text }) => text.replaceAll('\u00a0', ' ').trim()),
    );
    return found.filter((text) => text !== '' && text !== '|');
  }

  /** The squiggles of one severity that are in view. */
  squiggles(severity: Severity = 'error'): Locator {
    return this.page.locator(`.cdr.squiggly-${severity}`);
  }

  /** How many errors and warnings the status bar counts. */
  async problems(): Promise<{ readonly errors: number; readonly warnings: number }> {
    const text = await this.page.locator('[id="status.problems"]').innerText();
    const [errors = 0, warnings = 0] = (text.match(/\d+/g) ?? []).map(Number);
    return { errors, warnings };
  }

  /** Whether the window has the colours of a theme. */
  showsTheme(theme: Theme): Promise<boolean> {
    return this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).isVisible();
  }

  /** Saves what the window shows as a PNG. */
  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }

  get #list(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Opens a list, narrows it down, and takes the row with a label once Enter would take just that one. */
  async #pick(shortcut: string, text: string, label: string): Promise<void> {
    const input = this.#list.locator('.quick-input-filter input');
    const row = this.#list.locator(`.monaco-list-row.focused[aria-label^=${JSON.stringify(label)}]`);
    await until(
      `"${label}" to be offered`,
      async () => {
        await this.#closeList();
        await until(`the list that ${shortcut} opens`, async () => {
          if (!(await this.#list.isVisible())) await this.page.keyboard.press(shortcut);
          await input.fill(text, { timeout: 1000 });
          return true;
        });
        // A list knows only what was there when it was opened, such as files: so it may have to be opened again.
        if (await shortly(() => row.isVisible(), 5000)) return true;
        const offered = (await this.#list.locator('.monaco-list-row').allInnerTexts())
          .join(' | ')
          .replaceAll('\n', ' ');
        throw new Error(`the list has: ${offered}`);
      },
      30_000,
    );
    await this.page.keyboard.press('Enter');
    // What was picked may open another list, but this row has to go.
    await row.waitFor({ state: 'hidden' });
  }

  async #closeList(): Promise<void> {
    await until('the list to be closed', async () => {
      if (!(await this.#list.isVisible())) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
