import assert from 'node:assert/strict';
import { editor, until } from './support';

const problemSet = `title: A problem set for a test
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

describe('A problem set in the editor', () => {
  beforeEach(async () => {
    editor.write('test.cnn.yaml', problemSet);
    await editor.window.openFile('test.cnn.yaml');
  });

  it('has the key above the part that asks for it, and nothing to complain about', async () => {
    await until('the lens with the key', async () => (await editor.window.lenses()).includes('= 228'));
    assert.deepEqual(await editor.window.problems(), { errors: 0, warnings: 0 });
  });

  it('marks a mistake while it is typed', async () => {
    await until('the lens with the key', async () => (await editor.window.lenses()).includes('= 228'));
    await editor.window.goTo(11, 29);
    await editor.page.keyboard.type(' + nothing');
    await editor.window.squiggles('error').first().waitFor();
    await until('an error in the status bar', async () => (await editor.window.problems()).errors === 1);
  });

  it('is shown at its side', async () => {
    await editor.window.openPreview();
    await editor.window.preview().getByRole('heading', { name: 'Parameters of a layer' }).waitFor();
  });
});
