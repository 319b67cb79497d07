import assert from 'node:assert/strict';
import { problemSet } from '../support/texts';
import { closeAll, lensesOf, openFile, openText, problemsOf, replace, until } from './support';

const DEAR = problemSet({
  given: ['x: { type: input, shape: [60, 60] }', 'k: { type: kernel, shape: [5, 5] }', 'y: correlate(x, k)'],
  parts: ['- { id: a, answer: "size(y)" }', '- { id: b, answer: 6 * 7 }'],
});

describe('What is too dear for the editor', () => {
  afterEach(closeAll);

  it('is computed elsewhere, while the rest stands there at once', async () => {
    const document = await openText(DEAR);
    const first = await lensesOf(document);
    assert.ok(
      first.some((lens) => lens.endsWith(': = 42')),
      first.join('\n'),
    );
    await until('the key', async () => (await lensesOf(document)).some((lens) => lens.endsWith(': = 3,136')));
    assert.deepEqual(problemsOf(document), []);
  });

  it('is given up when the text changes, and computed for the new text', async () => {
    const slow = DEAR.replace('[60, 60]', '[170, 170]');
    const { document } = await openFile('slow.cnn.yaml', slow);
    await until('that it is being computed', async () =>
      (await lensesOf(document)).some((lens) => lens.endsWith('computing …')),
    );
    await replace(document, '[170, 170]', '[61, 60]');
    await until('the key to the new text', async () =>
      (await lensesOf(document)).some((lens) => lens.endsWith(': = 3,192')),
    );
  });

  it('that would run for ever is refused, and the editor goes on', async () => {
    const document = await openText(
      problemSet({
        parts: [
          '- { id: a, answer: "count(i in 1..10^5, count(j in 1..10^5, i == j) > 0)" }',
          '- { id: b, answer: 6 * 7 }',
        ],
      }),
    );
    const first = await lensesOf(document);
    assert.ok(
      first.some((lens) => lens.endsWith(': = 42')),
      first.join('\n'),
    );
    await until('the finding', () =>
      problemsOf(document).some((found) => found.includes('more than 400000 steps')),
    );
  });
});
