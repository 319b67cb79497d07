import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { editor, until } from './support';

/** The pointer rests on the first occurrence of some words in the editor. */
async function pointAt(words: string): Promise<Locator> {
  const shown = editor.page.locator('.monaco-hover:visible .monaco-hover-content').first();
  await until(`a hover over “${words}”`, async () => {
    await editor.page.mouse.move(5, 5);
    await editor.page
      .locator('.view-line span span', { hasText: new RegExp(`^\\s*${words}$`) })
      .first()
      .hover();
    await shown.waitFor({ timeout: 3000 });
    return true;
  });
  return shown;
}

/** Opens a file at its top, wherever another test has left it. */
async function openTop(name: string): Promise<void> {
  await editor.window.openFile(name);
  await editor.window.goTo(1);
}

function hints(): Promise<string[]> {
  return editor.page
    .locator('.view-line span')
    .filter({ hasText: /^(?:=|→)/ })
    .allInnerTexts();
}

describe('Reading in the editor, as it looks', () => {
  it('a hover over a layer, with its formulas and its matrix', async () => {
    await openTop('discussion-4.cnn.yaml');
    const hover = await pointAt('conv');
    const text = await hover.innerText();
    for (const said of ['9 → 9', '⌊(9 + 2·1 − 3)/1⌋ + 1 = 9', '9×9 · 25 non-zero'])
      assert.ok(text.includes(said), text);
    await editor.window.settled();
    await editor.screenshot('editor-hover-layer');
  });

  it('a hover over a function', async () => {
    await openTop('homework-3.cnn.yaml');
    assert.match(await (await pointAt('params')).innerText(), /3·\(5·5·3 \+ 1\) = 228/);
    await editor.window.settled();
    await editor.screenshot('editor-hover-function');
  });

  it('a hover over a wrong answer', async () => {
    await openTop('novikov.answers.cnn.yaml');
    await editor.window.squiggles('error').first().waitFor();
    assert.match(await (await pointAt('225')).innerText(), /but not their 3 biases/);
    await editor.window.settled();
    await editor.screenshot('editor-hover-answer');
  });

  it('hidden keys are nowhere in the window, and the key is shown only after a question', async () => {
    await openTop('homework-3.cnn.yaml');
    await editor.window.openPreview();
    await until('the hints', async () => (await hints()).length > 0);
    await editor.window.runCommand('CNN: Show or Hide All Keys');
    try {
      await editor.window.preview().getByText('Keys are hidden (cnnProblems.showKeys).').waitFor();
      await until('no hints', async () => (await hints()).length === 0);
      await until('other lenses', async () => (await editor.window.lenses()).includes('asks for: number'));
      assert.doesNotMatch((await editor.window.lenses()).join('\n'), /228|508/);
      const page = editor.window.preview();
      assert.equal(await page.getByRole('button', { name: /hidden$|^Show/ }).count(), 0);
      assert.doesNotMatch(await page.locator('main').innerText(), /228|608,850/);
      await editor.window.settled();
      await editor.screenshot('editor-keys-hidden');
      await editor.window.runCommand('View: Focus First Editor Group');
      await editor.window.runCommand('CNN: Show the Key');
      const dialog = editor.page.locator('.monaco-dialog-box');
      await dialog.getByText('Keys are hidden.').first().waitFor();
      await editor.screenshot('editor-keys-question');
      await editor.page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      assert.equal(await editor.page.locator('.tab', { hasText: 'key.txt' }).count(), 0);
    } finally {
      await editor.window.runCommand('View: Focus First Editor Group');
      await editor.window.runCommand('CNN: Show or Hide All Keys');
    }
    await until('the hints', async () => (await hints()).length > 0);
  });
});
