import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { editor, until } from './support';

/** The line of `conv` in the sample, from 1. */
const CONV_LINE = 20;

function inPreview(selector: string): Locator {
  return editor.window.preview().locator(selector);
}

/** Picks a row of the list that a command opened. */
async function choose(label: string): Promise<void> {
  const row = editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: label });
  await row.first().waitFor();
  await row.first().click();
}

describe('What is looked at closely', () => {
  beforeEach(async () => {
    await editor.window.openFile('discussion-4.cnn.yaml');
    await editor.window.goTo(CONV_LINE, 8);
  });

  it('is a matrix beside the text: a cell is picked, its sum is written out, its line is marked', async () => {
    await editor.window.runCommand('CNN: Show the Matrix');
    await inPreview('#matrix').waitFor();
    await inPreview('.ways .way-figure').nth(2).waitFor();
    assert.deepEqual(await inPreview('.way-figure').allInnerTexts(), ['3', '25', '81']);
    const decorations = editor.page.locator('.view-overlays [class*="ced-"]');
    const before = await decorations.count();
    await inPreview('#matrix').press('ArrowRight');
    await inPreview('#matrix').press('ArrowRight');
    await until('the cell to be said', async () =>
      (await inPreview('#matrix-cell').innerText()).startsWith('Row x′1, column x2: k3.'),
    );
    await inPreview('.report .sum').waitFor();
    await until('the line to be marked', async () => (await decorations.count()) > before);
    await editor.window.settled();
    await editor.screenshot('editor-matrix');
  });

  it('is exported from its context menu', async () => {
    await editor.window.runCommand('CNN: Show the Matrix');
    await inPreview('#matrix canvas').click({ button: 'right' });
    await editor.page.locator('.context-view .monaco-menu', { hasText: 'Export…' }).waitFor();
    await editor.screenshot('editor-context-menu');
    await editor.page.locator('.context-view .action-item', { hasText: 'Export…' }).click();
    await choose('Copy as CSV');
    await editor.page.locator('.statusbar').getByText('Copied the 9×9 matrix of conv as CSV.').waitFor();
  });

  it('goes back to the page with Escape', async () => {
    await editor.window.runCommand('CNN: Show the Matrix');
    await inPreview('#matrix').press('Escape');
    await inPreview('.part').first().waitFor();
    assert.equal(await inPreview('#matrix').count(), 0);
  });

  it('is a window that moves, step by step', async () => {
    await editor.window.runCommand('CNN: Step Through the Layer');
    await inPreview('.step-grids').waitFor();
    await inPreview('.step-grids').press('ArrowRight');
    await inPreview('.player').getByText('step 2 of 9').waitFor();
    await editor.window.settled();
    await editor.screenshot('editor-steps');
  });

  it('is taken along: copied as CSV, saved as a PNG that the preview draws', async () => {
    await editor.window.runCommand('CNN: Export…');
    await choose('Copy as CSV');
    await editor.page.locator('.statusbar').getByText('Copied the 9×9 matrix of conv as CSV.').waitFor();

    await editor.window.runCommand('CNN: Export…');
    await choose('Save as PNG…');
    const input = editor.page.locator('.quick-input-widget .quick-input-filter input');
    await until('the place to be asked for', async () =>
      (await input.inputValue()).endsWith('conv-matrix.png'),
    );
    await editor.page.keyboard.press('Enter');
    const path = join(editor.folder, 'conv-matrix.png');
    await until('the picture to be saved', () => Promise.resolve(existsSync(path)));
    const png = readFileSync(path);
    assert.deepEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
    // The header of a PNG has its width and height: three pixels for each of the drawing.
    assert.ok(png.readUInt32BE(16) > 600, String(png.readUInt32BE(16)));
  });
});
