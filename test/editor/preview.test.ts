import assert from 'node:assert/strict';
import { commands, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import { problemSet } from '../support/texts';
import { closeAll, fileUri, openFile, until } from './support';

const text = problemSet({ parts: ['- { id: a, answer: 3 + 4 }'] });

/** The titles of the previews that are open. */
function previews(): string[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ label }) => label))
    .filter((label) => label.startsWith('Preview '))
    .sort();
}

function titles(...wanted: readonly string[]): Promise<boolean> {
  return until(`the previews ${wanted.join(', ')} (there are ${previews().join(', ')})`, () => {
    assert.deepEqual(previews(), wanted);
    return true;
  });
}

describe('Previews', () => {
  beforeEach(async () => {
    await openFile('one.cnn.yaml', text);
    await commands.executeCommand('cnnProblems.openPreview');
    await titles('Preview one.cnn.yaml');
  });
  afterEach(async () => {
    await closeAll();
    await titles();
  });

  it('go along when their file is renamed, pinned or not', async () => {
    await commands.executeCommand('cnnProblems.pinPreview');
    await openFile('two.cnn.yaml', text);
    await commands.executeCommand('cnnProblems.openPreview');
    await titles('Preview one.cnn.yaml [pinned]', 'Preview two.cnn.yaml');
    const edit = new WorkspaceEdit();
    edit.renameFile(fileUri('one.cnn.yaml'), fileUri('uno.cnn.yaml'), { overwrite: true });
    edit.renameFile(fileUri('two.cnn.yaml'), fileUri('due.cnn.yaml'), { overwrite: true });
    assert.ok(await workspace.applyEdit(edit));
    await titles('Preview due.cnn.yaml', 'Preview uno.cnn.yaml [pinned]');
  });

  it('go along when a folder above their file is renamed', async () => {
    await openFile('unit/one.cnn.yaml', text);
    const edit = new WorkspaceEdit();
    edit.renameFile(fileUri('unit'), fileUri('week'), { overwrite: true });
    assert.ok(await workspace.applyEdit(edit));
    await openFile('week/one.cnn.yaml');
    await titles('Preview one.cnn.yaml');
  });

  it('at most one follows', async () => {
    await commands.executeCommand('cnnProblems.pinPreview');
    await titles('Preview one.cnn.yaml [pinned]');
    await openFile('two.cnn.yaml', text);
    await titles('Preview one.cnn.yaml [pinned]');
    await commands.executeCommand('cnnProblems.openPreview');
    await titles('Preview one.cnn.yaml [pinned]', 'Preview two.cnn.yaml');
    await openFile('three.cnn.yaml', text);
    await titles('Preview one.cnn.yaml [pinned]', 'Preview three.cnn.yaml');
    await commands.executeCommand('cnnProblems.pinPreview');
    await titles('Preview one.cnn.yaml [pinned]', 'Preview three.cnn.yaml [pinned]');
    await commands.executeCommand('cnnProblems.unpinPreview');
    await titles('Preview one.cnn.yaml [pinned]', 'Preview three.cnn.yaml');
    await openFile('two.cnn.yaml');
    await titles('Preview one.cnn.yaml [pinned]', 'Preview two.cnn.yaml');
  });

  it('of an old version, as source control shows it, are those of the file', async () => {
    const file = fileUri('two.cnn.yaml');
    await workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const old = Uri.from({
      scheme: 'git',
      path: file.path,
      query: JSON.stringify({ path: file.path, ref: '' }),
    });
    await commands.executeCommand('cnnProblems.openPreview', old);
    await titles('Preview two.cnn.yaml');
  });

  it('of an answer file are those of its problem set', async () => {
    await openFile('novikov.answers.cnn.yaml');
    await titles('Preview one.cnn.yaml');
    await commands.executeCommand('cnnProblems.openPreview');
    await titles('Preview homework-3.cnn.yaml');
  });
});
