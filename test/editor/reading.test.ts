import assert from 'node:assert/strict';
import {
  commands,
  ConfigurationTarget,
  env,
  MarkdownString,
  Range,
  Selection,
  workspace,
  type Hover,
  type InlayHint,
  type TextDocument,
} from 'vscode';
import { closeAll, lensesOf, openFile, rangeOf, replace, until } from './support';

/** What the editor shows over the first occurrence of some words, of this extension and in Markdown. */
async function hoverOver(document: TextDocument, words: string): Promise<string> {
  const at = rangeOf(document, words).start.translate(0, 1);
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => {
      assert.ok(content instanceof MarkdownString);
      assert.ok(content.isTrusted !== true && content.supportHtml !== true, 'a hover is trusted');
      return content.value;
    })
    .join('\n');
}

/** The hints of a document as `line: text`, lines counted from 1. */
async function hintsOf(document: TextDocument): Promise<string[]> {
  const hints = await commands.executeCommand<InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new Range(0, 0, document.lineCount, 0),
  );
  return hints.map(
    ({ position, label }) => `${position.line + 1}: ${typeof label === 'string' ? label : ''}`,
  );
}

async function showKeys(shown: boolean | undefined): Promise<void> {
  await workspace.getConfiguration('cnnProblems').update('showKeys', shown, ConfigurationTarget.Global);
}

describe('Reading in the editor', () => {
  afterEach(async () => {
    await closeAll();
    await showKeys(undefined);
  });

  it('a hover over a layer has its counts with their numbers put in', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    const text = await until('a hover', async () => (await hoverOver(document, 'conv: {')) || false);
    for (const said of ['512×512×3 → 508×508×3', '3·(5·5·3 + 1) = 228', '⌊(512 + 0 − 5)/1⌋ + 1 = 508'])
      assert.ok(text.includes(said), text);
  });

  it('a hover over a function has its signature and what it gives here', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    const text = await hoverOver(document, 'params(fc)');
    for (const said of ['params(layer)', '786,432·774,192 + 774,192 = 608,850,137,136'])
      assert.ok(text.includes(said), text);
  });

  it('a hover over an answer has the verdict and why', async () => {
    const { document } = await openFile('novikov.answers.cnn.yaml');
    const text = await until('a verdict', async () => {
      const said = await hoverOver(document, '225');
      return said.includes('wrong') && said;
    });
    assert.match(text, /but not their 3 biases/);
  });

  it('hints have the key behind each answer and the shape behind each layer, also while it is edited', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    const hints = await hintsOf(document);
    for (const hint of ['12: → 508×508×3', '17: = 228', '22: = 608,850,137,136', '43: = [20, 11]', '74: = 0'])
      assert.ok(hints.includes(hint), `“${hint}” is none of\n${hints.join('\n')}`);
    await replace(document, 'kernel: 5', 'kernel: 7');
    await until('the new key', async () => (await hintsOf(document)).includes('17: = 444'));
  });

  it('a matrix is copied as LaTeX and as NumPy, from its lens and at the cursor', async () => {
    const editor = await openFile('discussion-4.cnn.yaml');
    const { document } = editor;
    const offset = document.offsetAt(rangeOf(document, 'conv: {').start);
    await commands.executeCommand('cnnProblems.copyLatex', document.uri, offset);
    const latex = await env.clipboard.readText();
    assert.ok(latex.startsWith('\\begin{bmatrix}\n  k_{2} & k_{3} &'), latex);
    const at = rangeOf(document, 'answer: matrix(conv)').start;
    editor.selection = new Selection(at, at);
    await commands.executeCommand('cnnProblems.copyNumpy');
    const numpy = await env.clipboard.readText();
    assert.ok(numpy.startsWith('# Give values first: k2, k3, k1\nnp.array([[k2, k3,  0,'), numpy);
  });

  it('what is too large is not copied', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    await env.clipboard.writeText('as before');
    const offset = document.offsetAt(rangeOf(document, 'fc: {').start);
    await commands.executeCommand('cnnProblems.copyNumpy', document.uri, offset);
    assert.equal(await env.clipboard.readText(), 'as before');
  });

  it('one command hides every key, and shows them again', async () => {
    const { document } = await openFile('homework-3.cnn.yaml');
    await until('the key', async () => (await lensesOf(document)).includes('15: = 228'));
    await commands.executeCommand('cnnProblems.toggleKeys');
    const lenses = await until('other lenses', async () => {
      const found = await lensesOf(document);
      return found.includes('15: asks for: number') && found;
    });
    assert.doesNotMatch(lenses.join('\n'), /228|508|\[20, 11\]|false:/);
    assert.deepEqual(await hintsOf(document), []);
    assert.match(await hoverOver(document, 'params(conv)'), /Keys are hidden \(cnnProblems\.showKeys\)/);
    assert.doesNotMatch(await hoverOver(document, 'conv: {'), /228|508/);
    await commands.executeCommand('cnnProblems.toggleKeys');
    await until('the key', async () => (await lensesOf(document)).includes('15: = 228'));
    assert.ok((await hintsOf(document)).includes('17: = 228'));
  });
});
