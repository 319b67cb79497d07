import { themes } from '../../scripts/editor/window';
import type { Theme } from '../../scripts/editor/window';
import { editor, until } from './support';

describe('The window of the editor', () => {
  it('opens a file, and shows what is typed into it', async () => {
    editor.write('notes.md', '# Notes\n\nThe end.\n');
    await editor.window.openFile('notes.md');
    await editor.window.goTo(3, 9);
    await editor.page.keyboard.type(' Really.');
    await until('the text that was typed', () => editor.page.getByText('The end. Really.').isVisible());
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`changes its colours to ${theme}`, async () => {
      await editor.setTheme(theme);
    });
  }
});
