// What users get: the package, installed into an editor that knows nothing of this repository.
import assert from 'node:assert/strict';
import { editor, until } from '../editor-ui/support';

describe('The package in the editor', () => {
  it('is installed', async () => {
    await editor.window.runCommand('Extensions: Show Installed Extensions');
    const entry = editor.page.locator('.extension-list-item', { hasText: 'CNN Problem Sets' });
    // The list is drawn anew as the editor learns more of what is installed.
    await until('one entry in the list of extensions', async () => (await entry.count()) === 1);
    await editor.window.runCommand('View: Show Explorer');
  });

  it('shows keys as lenses', async () => {
    await editor.window.openFile('homework-3.cnn.yaml');
    await until('the lens “= 228”', async () => (await editor.window.lenses()).includes('= 228'));
    assert.deepEqual(await editor.window.problems(), { errors: 0, warnings: 0 });
  });

  it('shows the preview, with its maths typeset and its font loaded', async () => {
    await editor.window.openFile('discussion-4.cnn.yaml');
    await editor.window.openPreview();
    const preview = editor.window.preview();
    await preview.getByRole('heading', { name: 'Weight sharing in CNN' }).waitFor();
    await preview.locator('math:visible').first().waitFor();
    await until('the font', () =>
      preview.locator('body').evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded')),
    );
    await editor.screenshot('package-preview');
  });

  it('judges answers', async () => {
    await editor.window.openFile('novikov.answers.cnn.yaml');
    await until('the verdict', async () =>
      (await editor.window.lenses()).includes('✕ wrong · P01 bias forgotten'),
    );
  });
});
