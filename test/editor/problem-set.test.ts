import assert from 'node:assert/strict';
import { commands, extensions, languages, TabInputWebview, window, type TabGroup } from 'vscode';
import { closeAll, lensesOf, openFile, problemsOf, until } from './support';

describe('The samples in the editor', () => {
  afterEach(closeAll);

  it('are known by their names, and have commands of their own', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    assert.equal(document.languageId, 'cnn-yaml');
    const known = await commands.getCommands(true);
    const manifest = extensions.getExtension('cnn-problems.cnn-problems')?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    for (const { command } of manifest.contributes.commands) assert.ok(known.includes(command), command);
  });

  it('homework 3 has its keys above its parts', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    const lenses = await lensesOf(document);
    for (const lens of [
      '12: 512×512×3 → 508×508×3',
      '12: 228 parameters',
      '13: 608,850,137,136 parameters',
      '15: = 228',
      '18: = 608,850,137,136',
      '23: = 58,064,400',
      '41: argmax at [20, 11]',
      '61: = [44, 26, 16, 14, 23]',
      '64: false: It is highest at 0, with 44',
      '67: argmax at 3',
    ])
      assert.ok(lenses.includes(lens), `“${lens}” is none of\n${lenses.join('\n')}`);
    assert.deepEqual(problemsOf(document), []);
  });

  it('discussion 4 has what its matrix is like above the layer', async () => {
    const { document } = await openFile('discussion-4.cnn.yaml');
    const lenses = await lensesOf(document);
    for (const lens of [
      '20: 9×9 · 25 non-zero · 3 shared weights',
      '21: 81 parameters',
      '22: 27 parameters',
      '50: = n − m + 1',
      '55: kernel = 9 · output = 1',
    ])
      assert.ok(lenses.includes(lens), `“${lens}” is none of\n${lenses.join('\n')}`);
    assert.deepEqual(problemsOf(document), []);
  });

  it('other YAML files are left alone', async () => {
    const { document } = await openFile('other.yaml', 'problems: [1\n');
    assert.notEqual(document.languageId, 'cnn-yaml');
    assert.deepEqual(await lensesOf(document), []);
    assert.deepEqual(
      languages.getDiagnostics(document.uri).filter(({ source }) => source === 'CNN'),
      [],
    );
  });
});

describe('Commands', () => {
  afterEach(closeAll);

  const shownText = (suffix: string): Promise<string> =>
    until(`a text named …${suffix}`, () =>
      window.visibleTextEditors
        .find(({ document }) => document.uri.path.endsWith(suffix))
        ?.document.getText(),
    );

  it('Show the Key shows every key', async () => {
    await openFile('homework-3.cnn.yaml');
    await commands.executeCommand('cnnProblems.showKey');
    const text = await shownText('homework-3.cnn.yaml · key.txt');
    for (const key of ['228', '608,850,137,136', '58,064,400', '[20, 11]', '[44, 26, 16, 14, 23]'])
      assert.ok(text.includes(key), `${key} is not in\n${text}`);
  });

  it('Validate Answers on a problem set tells of all its answer files', async () => {
    await openFile('homework-3.cnn.yaml');
    await commands.executeCommand('cnnProblems.validateAnswers');
    const text = await shownText('homework-3.cnn.yaml · verdicts.txt');
    for (const word of ['D. Novikov', 'P01', 'F01', 'E01'])
      assert.ok(text.includes(word), `${word}\n${text}`);
    assert.ok(!text.includes('hypatia'), 'answers to another problem set are told');
  });

  it('Validate Answers on an answer file tells of that one', async () => {
    await openFile('novikov.answers.cnn.yaml');
    await commands.executeCommand('cnnProblems.validateAnswers');
    assert.match(await shownText('novikov.answers.cnn.yaml · verdicts.txt'), /not their 3 biases/);
  });

  it('Open Preview opens one preview beside the editor, which keeps the focus', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    await commands.executeCommand('cnnProblems.openPreview');
    await commands.executeCommand('cnnProblems.openPreview');
    const previews = (): TabGroup[] =>
      window.tabGroups.all.filter(({ tabs }) =>
        tabs.some(
          ({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('cnnProblems.preview'),
        ),
      );
    await until('the preview', () => previews().length > 0);
    assert.equal(previews().length, 1);
    assert.equal(previews()[0]?.tabs.length, 1);
    assert.equal(window.activeTextEditor?.document, document);
  });
});
