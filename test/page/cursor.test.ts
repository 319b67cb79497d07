import assert from 'node:assert/strict';
import type { Page, ShowLine } from '../../src/protocol';
import type { OpenPage } from '../support/page-browser';
import { usePages } from '../support/page-setup';
import { settled, until, URI } from '../support/page-browser';
import { sharing } from './fixtures/sharing';

const OTHER = 'file:///course/other.cnn.yaml';

function cursor(line: number, version?: number): ShowLine {
  return {
    type: 'show-line',
    uri: URI,
    line,
    scroll: 'cursor',
    ...(version !== undefined && { version }),
  };
}

/** The page after lines were put in above everything. */
function lower(by: number): Page {
  return {
    ...sharing,
    problems: sharing.problems.map((problem) => ({
      ...problem,
      line: problem.line + by,
      given: problem.given.map((given) => ({ ...given, line: given.line + by })),
      parts: problem.parts.map((part) => ({ ...part, line: part.line + by })),
    })),
  };
}

/** The names of what is marked. */
function marked({ page }: OpenPage): Promise<string[]> {
  return page.locator('main .current .place-link').allInnerTexts();
}

function scrolled({ page }: OpenPage): Promise<number> {
  return page.evaluate(() => window.scrollY);
}

describe('the cursor of the editor', () => {
  const pages = usePages();

  it('marks the part or the given value that it is in, by a bar that is seen and said', async () => {
    const open = await pages.open();
    await open.draw(sharing);
    assert.deepEqual(await marked(open), []);
    await open.send(cursor(23));
    await until(async () => (await marked(open)).join() === 'c', 'the mark at part c');
    const part = open.page.getByRole('article', { name: 'Part c' });
    const bar = await part.evaluate((element) => {
      const { borderLeftStyle, borderLeftWidth } = getComputedStyle(element, '::before');
      return [borderLeftStyle, borderLeftWidth];
    });
    assert.deepEqual(bar, ['solid', '3px']);
    assert.equal(await part.getByText('The cursor is here.').count(), 1);
    await open.send(cursor(10));
    await until(async () => (await marked(open)).join() === 'unshared', 'the mark at a given value');
    await open.send(cursor(45));
    await until(async () => (await open.page.locator('.part.single.current').count()) === 1, 'one question');
    await open.send(cursor(2));
    await until(async () => (await open.page.locator('main .current').count()) === 0, 'no mark in a head');
    assert.equal(await open.page.locator('[aria-current]').innerText(), '1 Weight sharing in CNN');
  });

  it('brings another part into view, but leaves the reader alone while it stays in one', async () => {
    const open = await pages.open({ height: 500 });
    await open.draw(sharing);
    await open.send(cursor(32));
    await until(async () => (await scrolled(open)) > 0, 'the page to scroll');
    await open.page.evaluate(() => {
      window.scrollTo(0, 0);
    });
    await open.send(cursor(33));
    await open.send(cursor(31));
    await settled(open.page);
    assert.equal(await scrolled(open), 0);
    await open.send(cursor(36));
    await until(async () => (await scrolled(open)) > 0, 'the page to scroll to the next part');
    await open.send(cursor(0));
    await until(async () => (await scrolled(open)) === 0, 'the page to scroll to its top');
    assert.deepEqual(await open.sent(), [{ type: 'ready' }]);
  });

  it('waits for the page of its version: lines that were put in do not make it jump', async () => {
    const open = await pages.open({ height: 500 });
    await open.draw(sharing, 1);
    await open.send(cursor(15, 1));
    await until(async () => (await marked(open)).join() === 'a', 'the mark at part a');
    const before = await scrolled(open);
    await open.send({ type: 'stale', uri: URI, version: 2 });
    await open.send(cursor(35, 2));
    await settled(open.page);
    assert.deepEqual(await marked(open), ['a']);
    await open.draw(lower(20), 2);
    assert.deepEqual(await marked(open), ['a']);
    assert.equal(await scrolled(open), before);
  });

  it('is not followed where it was sent from here, but marked', async () => {
    const open = await pages.open({ height: 500 });
    await open.draw(sharing);
    await open.page
      .getByRole('article', { name: 'Part e1' })
      .getByRole('button', { name: 'e1', exact: true })
      .click();
    assert.deepEqual(await marked(open), ['e1']);
    const before = await scrolled(open);
    await open.page.evaluate(() => {
      window.scrollBy(0, -200);
    });
    await open.send(cursor(31));
    await open.send({ ...cursor(15), scroll: 'none' });
    await until(async () => (await marked(open)).join() === 'a', 'the mark at part a');
    assert.equal(await scrolled(open), before - 200);
  });
});

describe('what the reader did', () => {
  const pages = usePages();

  it('moves no cursor by scrolling', async () => {
    const open = await pages.open({ height: 500 });
    await open.draw(sharing);
    await open.page.mouse.move(400, 200);
    await open.page.mouse.wheel(0, 400);
    await until(async () => (await open.kept())?.scroll === 400, 'the place to be kept');
    assert.deepEqual(await open.sent(), [{ type: 'ready' }]);
  });

  it('keeps the text that is selected, over updates and moves of the cursor', async () => {
    const open = await pages.open();
    await open.draw(sharing);
    const selected = (): Promise<string> => open.page.evaluate(() => String(window.getSelection()));
    await open.page.evaluate(() => {
      const text = document.querySelector('.part .markup p');
      if (text !== null) window.getSelection()?.selectAllChildren(text);
    });
    const before = await selected();
    assert.match(before, /^Write the/);
    await open.send(cursor(15));
    await open.draw(lower(3), 2);
    await open.send(cursor(40));
    await settled(open.page);
    assert.equal(await selected(), before);
  });

  it('is found again when the preview comes back to a document', async () => {
    const open = await pages.open({
      height: 500,
      state: { uri: URI, shown: ['weight-sharing.b'], scroll: 0 },
    });
    await open.draw(sharing);
    await open.page.evaluate(() => {
      window.scrollTo(0, 250);
    });
    await open.send({ type: 'page', uri: OTHER, version: 1, page: sharing });
    await until(async () => (await open.page.locator('.key.shown').count()) === 0, 'another document');
    assert.equal(await scrolled(open), 0);
    await open.draw(sharing);
    assert.equal(await open.page.locator('.key.shown').count(), 1);
    assert.equal(await scrolled(open), 250);
  });

  it('stays when the document gets another name', async () => {
    const open = await pages.open({
      height: 500,
      state: { uri: URI, shown: ['weight-sharing.b'], scroll: 0 },
    });
    await open.draw(sharing, 7);
    await open.page.evaluate(() => {
      window.scrollTo(0, 250);
    });
    await open.send({ type: 'renamed', uri: URI, to: OTHER });
    await open.send({ type: 'page', uri: OTHER, version: 1, page: lower(1) });
    await until(async () => (await open.kept())?.uri === OTHER, 'the new name to be kept');
    assert.equal(await open.page.locator('.key.shown').count(), 1);
    assert.equal(await scrolled(open), 250);
  });

  it('stays while the document is gone, and is kept with the pin', async () => {
    const open = await pages.open({ state: { uri: URI, shown: ['weight-sharing.b'], scroll: 0 } });
    await open.draw(sharing);
    await open.send({ type: 'pinned', pinned: true });
    await open.page.getByText('Pinned', { exact: true }).waitFor();
    assert.deepEqual(await open.kept(), { uri: URI, shown: ['weight-sharing.b'], scroll: 0, pinned: true });
    await open.send({ type: 'nothing', message: 'It was deleted.', uri: URI });
    await open.page.getByText('It was deleted.').waitFor();
    await open.draw(sharing);
    assert.equal(await open.page.locator('.key.shown').count(), 1);
    await open.send({ type: 'pinned', pinned: false });
    await until(async () => (await open.kept())?.pinned === undefined, 'the pin to go');
  });
});
