import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('The extension', () => {
  it('is found by the editor, and starts', async () => {
    const extension = extensions.getExtension('cnn-problems.cnn-problems');
    assert.ok(extension, 'the editor does not know cnn-problems.cnn-problems');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
