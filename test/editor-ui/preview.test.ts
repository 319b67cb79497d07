import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { problemSet } from '../support/texts';
import { editor, until } from './support';

const first = problemSet({ more: ['title: The first'], parts: ['- { id: a, prompt: One, answer: 3 + 4 }'] });
const second = problemSet({ more: ['title: The second'], parts: ['- { id: a, prompt: Two, answer: 5 }'] });

/** The page of the preview that can be seen. */
function preview(): FrameLocator {
  return editor.page
    .locator('iframe.webview.ready')
    .filter({ visible: true })
    .contentFrame()
    .frameLocator('iframe#active-frame');
}

function tab(label: string): Locator {
  return editor.page.locator('.tab').filter({ has: editor.page.getByText(label, { exact: true }) });
}

function titleButton(label: string): Locator {
  return editor.page
    .locator(`.editor-actions a[aria-label^=${JSON.stringify(label)}]`)
    .filter({ visible: true });
}

/** By the button in the title bar, which the editor shows where one is at work. */
async function pin(label: string): Promise<void> {
  await tab(label).click();
  await titleButton('Pin the Preview').click();
}

function heading(name: string): Locator {
  return preview().getByRole('heading', { level: 2, name });
}

function part(name: string): Locator {
  return preview().getByRole('article', { name: `Part ${name}`, exact: true });
}

function cursorAt(line: number): Promise<boolean> {
  return until(`the cursor at line ${line}`, () =>
    editor.page
      .locator('.statusbar')
      .getByText(new RegExp(`Ln ${line}\\b`))
      .isVisible(),
  );
}

/** How far the page is scrolled, once it stands still. */
async function place(): Promise<number> {
  const html = preview().locator('html');
  const scrollOf = (): Promise<number> => html.evaluate(() => Math.round(window.scrollY));
  let last = -1;
  return until('the preview to stand still', async () => {
    const now = await scrollOf();
    const still = now === last;
    last = now;
    return still ? { now } : undefined;
  }).then(({ now }) => now);
}

async function inView(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
}

describe('A pinned preview', () => {
  beforeEach(() => {
    editor.write('first.cnn.yaml', first);
    editor.write('second.cnn.yaml', second);
  });

  it('stays with its file, and another file gets a second one, which follows', async () => {
    await editor.window.openFile('first.cnn.yaml');
    await editor.window.openPreview();
    await heading('The first').waitFor();
    await pin('Preview first.cnn.yaml');
    await tab('Preview first.cnn.yaml [pinned]').waitFor();
    await preview().getByText('Pinned', { exact: true }).waitFor();

    await editor.window.runCommand('View: Focus First Editor Group');
    await editor.window.openFile('second.cnn.yaml');
    assert.ok(await tab('Preview first.cnn.yaml [pinned]').isVisible());
    await editor.window.runCommand('CNN: Open Preview to the Side');
    await tab('Preview second.cnn.yaml').waitFor();
    await heading('The second').waitFor();

    // The first file has a preview of its own: the one that follows needs not show it, too.
    await editor.window.openFile('first.cnn.yaml');
    await editor.window.runCommand('CNN: Open Preview to the Side');
    await heading('The first').waitFor();
    assert.equal(await editor.page.locator('.tab').filter({ hasText: 'Preview' }).count(), 2);
    assert.ok(await tab('Preview second.cnn.yaml').isVisible());

    // At most one follows.
    await tab('Preview first.cnn.yaml [pinned]').click();
    await titleButton('Unpin the Preview').click();
    await tab('Preview first.cnn.yaml').waitFor();
    await tab('Preview second.cnn.yaml [pinned]').waitFor();
  });

  it('is pinned from the editor as well, by its title in the palette', async () => {
    await editor.window.openFile('first.cnn.yaml');
    await editor.window.openPreview();
    await heading('The first').waitFor();
    await editor.window.runCommand('View: Focus First Editor Group');
    await editor.window.runCommand('CNN: Pin the Preview to Its File');
    await tab('Preview first.cnn.yaml [pinned]').waitFor();
  });
});

describe('A preview that was there before', () => {
  for (const pinned of [false, true]) {
    it(`a reload is there again, with its ${pinned ? 'pin, ' : ''}document, place and keys`, async () => {
      editor.write('second.cnn.yaml', second);
      await editor.window.openFile('homework-3.cnn.yaml');
      await editor.window.openPreview();
      await heading('Translation').waitFor();
      if (pinned) await pin('Preview homework-3.cnn.yaml');
      const label = `Preview homework-3.cnn.yaml${pinned ? ' [pinned]' : ''}`;
      await tab(label).waitFor();
      await preview()
        .locator('html')
        .evaluate(() => {
          window.scrollTo(0, 700);
        });
      const toggle = part('location').locator('.toggle');
      await toggle.evaluate((button: HTMLElement) => {
        button.focus({ preventScroll: true });
      });
      await editor.page.keyboard.press('Enter');
      await part('location').getByText('[20, 11]').first().waitFor();
      const before = await place();
      assert.ok(before > 0);

      await editor.window.runCommand('Developer: Reload Window');
      await until('the window to be gone', async () => (await editor.page.locator('.tab').count()) === 0);
      await editor.window.ready();
      await tab(label).waitFor();
      await part('location').getByText('[20, 11]').first().waitFor();
      assert.equal(await preview().locator('.key.shown').count(), 1);
      await until('the place', async () => Math.abs((await place()) - before) <= 1);

      // It still follows, or not.
      await editor.window.runCommand('View: Focus First Editor Group');
      await editor.window.openFile('second.cnn.yaml');
      if (!pinned) await heading('The second').waitFor();
      else assert.ok(await heading('Translation').isVisible());
    });
  }
});

describe('The cursor and the preview', () => {
  beforeEach(async () => {
    await editor.window.openFile('homework-3.cnn.yaml');
    await editor.window.openPreview();
    await heading('Translation').waitFor();
    await editor.window.runCommand('View: Focus First Editor Group');
  });

  it('are in step: another part is marked and brought into view', async () => {
    for (const [line, name] of [
      [67, 'repair'],
      [15, 'a'],
      [80, 'borders'],
    ] as const) {
      await editor.window.goTo(line);
      await preview()
        .locator('.part.current')
        .filter({ has: part(name) })
        .or(part(name))
        .first()
        .waitFor();
      await until(`${name} to be marked`, () => part(name).evaluate((one) => one.matches('.current')));
      await until(`${name} in view`, () => inView(part(name)));
    }
  });

  it('a preview that is scrolled by hand moves no cursor, and one click leads back without an echo', async () => {
    await editor.window.goTo(15);
    await until('the mark', () => part('a').evaluate((one) => one.matches('.current')));
    const box = await editor.page.locator('iframe.webview.ready').filter({ visible: true }).boundingBox();
    assert.ok(box);
    await editor.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await editor.page.mouse.wheel(0, 900);
    await until('the preview to scroll', async () => (await place()) > 600);
    await cursorAt(15);

    const name = part('location').getByRole('button', { name: 'location', exact: true });
    await name.scrollIntoViewIfNeeded();
    const before = await place();
    await name.click();
    await cursorAt(41);
    await until('the mark', () => part('location').evaluate((one) => one.matches('.current')));
    assert.equal(await place(), before);
    // The cursor is in the editor now, and leads at once.
    await editor.page.keyboard.press('ArrowDown');
    await cursorAt(42);
    await editor.window.goTo(15);
    await until('a in view', () => inView(part('a')));
  });

  it('go to the column in which the file was edited last', async () => {
    await editor.page.keyboard.press('Control+\\');
    const groups = editor.page.locator('.editor-group-container');
    await until('three columns', async () => (await groups.count()) === 3);
    const activeLeft = (): Promise<number> =>
      editor.page
        .locator('.editor-group-container.active')
        .evaluate((group) => Math.round(group.getBoundingClientRect().left));
    const right = await activeLeft();
    await part('repair').getByRole('button', { name: 'repair', exact: true }).click();
    await cursorAt(67);
    assert.equal(await activeLeft(), right);
    await editor.window.runCommand('View: Focus First Editor Group');
    await until('the first column', async () => (await activeLeft()) < right);
    const left = await activeLeft();
    await part('moved').getByRole('button', { name: 'moved', exact: true }).click();
    await cursorAt(72);
    assert.equal(await activeLeft(), left);
    assert.equal(await groups.count(), 3);
  });

  it('in an answer file keep the preview as it is, and the command opens that of its problem set', async () => {
    await editor.window.openFile('novikov.answers.cnn.yaml');
    await editor.window.goTo(8);
    assert.ok(await tab('Preview homework-3.cnn.yaml').isVisible());
    assert.ok(await heading('Translation').isVisible());
    // Without a preview, for one that is there already would not show that the command has ended: a preview that the
    // command opens late, when the next test has closed everything, would cover that test's text.
    await tab('Preview homework-3.cnn.yaml').locator('.tab-actions a').click();
    await tab('Preview homework-3.cnn.yaml').waitFor({ state: 'detached' });
    await editor.window.runCommand('CNN: Open Preview to the Side');
    await tab('Preview homework-3.cnn.yaml').waitFor();
    await heading('Translation').waitFor();
  });
});

describe('The preview of a file', () => {
  beforeEach(async () => {
    editor.write('first.cnn.yaml', first);
    await editor.window.openFile('first.cnn.yaml');
    await editor.window.openPreview();
    await heading('The first').waitFor();
    await editor.window.runCommand('View: Focus First Editor Group');
  });

  it('that is closed shows what is saved, not what was thrown away', async () => {
    await editor.window.goTo(3, 100);
    await editor.page.keyboard.type(' draft');
    await heading('The first draft').waitFor();
    await editor.window.runCommand('View: Revert and Close Editor');
    await heading('The first')
      .and(preview().getByText('The first', { exact: true }))
      .waitFor();
  });

  it('that is deleted says so, and comes back with the file', async () => {
    await tab('first.cnn.yaml').locator('.tab-actions a').click();
    rmSync(join(editor.folder, 'first.cnn.yaml'));
    await preview()
      .getByText(/^first\.cnn\.yaml could not be opened/)
      .waitFor();
    editor.write('first.cnn.yaml', first);
    await heading('The first').waitFor();
  });

  it('that is changed by others is drawn anew', async () => {
    await tab('first.cnn.yaml').locator('.tab-actions a').click();
    editor.write('first.cnn.yaml', first.replace('The first', 'The third'));
    await heading('The third').waitFor();
  });
});
