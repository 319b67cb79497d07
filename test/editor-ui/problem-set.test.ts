import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { themes } from '../../scripts/editor/window';
import type { Theme } from '../../scripts/editor/window';
import { problemSet } from '../support/texts';
import { editor, until } from './support';

const parameters = `title: A problem set for a test
problems:
  - id: parameters
    title: Parameters of a layer
    given:
      image: { type: input, shape: [512, 512, 3] }
      conv: { type: conv2d, input: image, filters: 3, kernel: 5 }
    parts:
      - id: a
        prompt: How many parameters does it have?
        answer: params(conv)
`;

async function open(name: string, text?: string): Promise<void> {
  if (text !== undefined) editor.write(name, text);
  await editor.window.openFile(name);
}

/** Puts the cursor behind the first occurrence of some words. */
async function cursorAfter(text: string, words: string): Promise<void> {
  const lines = text.slice(0, text.indexOf(words) + words.length).split('\n');
  await editor.window.goTo(lines.length, (lines.at(-1) ?? '').length + 1);
}

function lens(text: string): Promise<boolean> {
  return until(`the lens “${text}”`, async () => (await editor.window.lenses()).includes(text));
}

function part(problem: string, id: string): Locator {
  return editor.window
    .preview()
    .getByRole('region', { name: problem })
    .getByRole('article', { name: `Part ${id}`, exact: true });
}

/** Shows the key of a part by the keyboard. */
async function reveal(question: Locator): Promise<void> {
  await question.getByRole('button', { name: /hidden$/ }).focus();
  await editor.page.keyboard.press('Enter');
}

describe('A problem set in the editor', () => {
  it('has the key above the part that asks for it, and nothing to complain about', async () => {
    await open('test.cnn.yaml', parameters);
    await lens('= 228');
    assert.deepEqual(await editor.window.problems(), { errors: 0, warnings: 0 });
  });

  it('is coloured by its grammar', async () => {
    await open('test.cnn.yaml', parameters);
    const colourOf = (text: string): Promise<string> =>
      editor.page
        .locator('.view-line span span', { hasText: new RegExp(`^\\s*${text}$`) })
        .first()
        .evaluate((element) => getComputedStyle(element).color);
    const [key, type, callee] = [await colourOf('given'), await colourOf('conv2d'), await colourOf('params')];
    assert.equal(new Set([key, type, callee]).size, 3, [key, type, callee].join(' | '));
  });

  it('marks a mistake while it is typed, and a quick fix mends it', async () => {
    await open('test.cnn.yaml', parameters);
    await lens('= 228');
    await cursorAfter(parameters, 'params(conv');
    await editor.page.keyboard.press('Backspace');
    await editor.window.squiggles('error').first().waitFor();
    await until('an error in the status bar', async () => (await editor.window.problems()).errors === 1);
    await editor.page.keyboard.press('Control+.');
    await editor.page.locator('.action-widget').getByText('Change to “conv”').waitFor();
    await editor.page.keyboard.press('Enter');
    await lens('= 228');
  });

  it('is marked at a key that no schema knows, the rest computed all the same', async () => {
    await open(
      'typo.cnn.yaml',
      parameters.replace('kernel: 5', 'kernel: 5, strid: 1') + '      - { id: b, answer: 3 + 4 }\n',
    );
    await editor.window.squiggles('error').first().waitFor();
    await lens('no key: see the finding');
    await lens('= 7');
  });

  it('can be very large', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `- { id: q${index}, answer: ${index} * 7 }`);
    await open('large.cnn.yaml', problemSet({ parts: lines }));
    await lens('= 7');
    await editor.window.goTo(303, 1);
    await lens(`= ${String(299 * 7).replace(/(\d)(\d{3})$/, '$1,$2')}`);
  });
});

describe('The preview in the editor', () => {
  it('follows what is typed, keeps the focus in the text, and hides the key', async () => {
    await open('test.cnn.yaml', parameters);
    await editor.window.openPreview();
    await editor.window.preview().getByRole('heading', { name: 'Parameters of a layer' }).waitFor();
    const question = part('Parameters of a layer', 'a');
    assert.equal(await question.getByText('228').count(), 0);
    await reveal(question);
    await question.getByText('228', { exact: true }).waitFor();
    await editor.window.runCommand('View: Focus First Editor Group');
    await cursorAfter(parameters, 'kernel: 5');
    await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.type('7');
    await question.getByText('444', { exact: true }).waitFor();
    await editor.page.keyboard.type('0');
    await question.getByText('44,103', { exact: true }).waitFor();
  });

  it('shows the matrix of discussion 4', async () => {
    await open('discussion-4.cnn.yaml');
    await editor.window.openPreview();
    const question = part('Weight sharing in CNN', 'a');
    await reveal(question);
    const matrix = question.getByRole('table');
    const row = (index: number): Promise<string[]> =>
      matrix.locator('tr:has(td + td)').nth(index).locator('td').allInnerTexts();
    const clean = (cells: readonly string[]): string[] =>
      cells.map((cell) => cell.normalize('NFKC').replace(/\s/g, ''));
    assert.deepEqual(clean(await row(0)), ['k2', 'k3', '0', '0', '0', '0', '0', '0', '0']);
    assert.deepEqual(clean(await row(4)), ['0', '0', '0', 'k1', 'k2', 'k3', '0', '0', '0']);
    await editor.screenshot('editor-discussion-4');
  });

  it('marks where the detector’s response is highest', async () => {
    await open('homework-3.cnn.yaml');
    await editor.window.openPreview();
    const question = part('Find the pattern', 'location');
    await reveal(question);
    await question.getByText('[20, 11]').first().waitFor();
    const maps = editor.window.preview().getByRole('region', { name: 'Find the pattern' }).getByRole('img');
    const said = await maps.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    assert.ok(
      said.some((words) => /^response,.* Highest 6 at \[20, 11\], no tie/.test(words)),
      said.join('\n'),
    );
  });

  it('goes to the line of a part', async () => {
    await open('homework-3.cnn.yaml');
    await editor.window.openPreview();
    const preview = editor.window.preview();
    await preview
      .getByRole('region', { name: 'Translation' })
      .getByRole('button', { name: 'repair' })
      .click();
    await until('the cursor at the part', () =>
      editor.page
        .locator('.statusbar')
        .getByText(/Ln 67\b/)
        .isVisible(),
    );
  });

  it('shows a mistake in its place, and all the rest', async () => {
    await open(
      'broken.cnn.yaml',
      problemSet({
        given: ['x: [1, 2, 3]', 'bad: correlate(x, [1, 2, 3, 4])', 'good: correlate(x, [1, 1])'],
        parts: ['- { id: a, prompt: Broken, answer: bad }', '- { id: b, prompt: Whole, answer: good }'],
      }),
    );
    await editor.window.openPreview();
    const preview = editor.window.preview();
    await preview
      .getByText(/doesn’t fit into 3 cells/)
      .first()
      .waitFor();
    const whole = preview.getByRole('article', { name: 'Part b' });
    await reveal(whole);
    await whole.getByText('3').first().waitFor();
  });

  it('of a file without problems says what to write', async () => {
    await open('empty.cnn.yaml', '');
    await editor.window.openPreview();
    const body = editor.window.preview().locator('body');
    await until('a sentence', async () => /problem/i.test(await body.innerText()));
  });

  it('breaks no rule of its content security policy', async () => {
    const broken: string[] = [];
    const listen = (message: { text(): string }): void => {
      if (
        message.text().includes('Content Security Policy') &&
        /cnn-problems|preview\.js/.test(message.text())
      )
        broken.push(message.text());
    };
    editor.page.on('console', listen);
    await open('homework-3.cnn.yaml');
    await editor.window.openPreview();
    await editor.window.preview().getByRole('heading', { name: 'Translation' }).waitFor();
    editor.page.off('console', listen);
    assert.deepEqual(broken, []);
  });

  for (const theme of Object.keys(themes) as Theme[])
    it(`has the colours of ${theme}`, async () => {
      await editor.setTheme(theme);
      await open('homework-3.cnn.yaml');
      await editor.window.openPreview();
      const body = editor.window.preview().locator('body');
      await editor.window.preview().getByRole('heading', { name: 'Find the pattern' }).waitFor();
      const [text, back] = await body.evaluate((element) => {
        const style = getComputedStyle(element);
        return [style.color, style.backgroundColor];
      });
      const dark = theme === 'dark' || theme === 'high-contrast';
      const light = (colour: string | undefined): number =>
        (colour?.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      assert.ok(
        dark ? light(text) > light(back) + 300 : light(back) > light(text) + 300,
        `${text} on ${back}`,
      );
      await editor.window.settled();
      await editor.screenshot(`editor-homework-3-${theme}`);
    });
});

describe('An answer file in the editor', () => {
  it('has its verdicts beside the answers', async () => {
    await open('novikov.answers.cnn.yaml');
    await lens('✕ wrong · P01 bias forgotten');
    await lens('✓ correct');
    await until('three errors', async () => (await editor.window.problems()).errors === 3);
    await editor.screenshot('editor-novikov');
  });
});
