import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { editor, until } from './support';

function rows(): Locator {
  return editor.page.locator('.test-explorer .monaco-list-row');
}

/** What a row says, with its state. */
async function labels(): Promise<readonly string[]> {
  return rows().evaluateAll((elements) =>
    elements.map((element) => element.getAttribute('aria-label') ?? ''),
  );
}

async function row(label: string): Promise<Locator> {
  const found = rows().filter({ hasText: label }).first();
  await found.waitFor();
  return found;
}

async function expand(label: string): Promise<void> {
  const found = await row(label);
  if ((await found.getAttribute('aria-expanded')) === 'false') {
    await found.click();
    await editor.page.keyboard.press('ArrowRight');
  }
}

describe('Answers as tests', () => {
  before(async () => {
    await editor.window.openFile('homework-3.cnn.yaml');
    await editor.window.runCommand('Testing: Focus on Test Explorer View');
  });

  it('are a tree: problem sets, people, parts', async () => {
    await row('homework-3.cnn.yaml');
    await row('discussion-4.cnn.yaml');
    await expand('homework-3.cnn.yaml');
    await row('novikov.answers.cnn.yaml');
    await row('noether.answers.cnn.yaml');
  });

  it('run: who is right passes, who is not fails with the mistake', async () => {
    await editor.window.runCommand('Test: Run All Tests');
    await until('the verdicts', async () => {
      await expand('novikov.answers.cnn.yaml');
      return (await labels()).some((label) => /parameters\.a.*Failed/.test(label));
    });
    await until('those who are right', async () =>
      (await labels()).some((label) => /noether.*Passed/i.test(label)),
    );
    await (await row('parameters.a')).click();
    await editor.window.settled();
    await editor.screenshot('editor-answer-tests');
    const shown = await labels();
    assert.ok(
      shown.some((label) => /parameters\.b.*Failed/.test(label)),
      shown.join('\n'),
    );
  });

  it('run again when a file is saved, where that was asked for', async () => {
    await editor.window.runCommand('Test: Start Continuous Run');
    const path = join(editor.folder, 'novikov.answers.cnn.yaml');
    const text = readFileSync(path, 'utf8');
    try {
      writeFileSync(path, text.replace('a: 225', 'a: 228'));
      await until('the new verdict', async () =>
        (await labels()).some((label) => /parameters\.a.*Passed/.test(label)),
      );
    } finally {
      writeFileSync(path, text);
      await editor.window.runCommand('Test: Stop Continuous Run');
    }
  });
});
