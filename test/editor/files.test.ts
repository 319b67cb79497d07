import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, Range, workspace, type InlayHint, type TextDocument } from 'vscode';
import { chunk, header, png, pngOf } from '../support/image';
import { problemSet } from '../support/texts';
import { closeAll, fileUri, lensesOf, openFile, problems, problemsOf, until } from './support';

const grey = (width: number, height: number): Uint8Array =>
  png({ width, height, depth: 8, type: 0, sample: (x, y) => (x + y) % 256 });

const naming = (path: string): string =>
  problemSet({
    given: [`x: { type: input, file: ${path} }`, 'edges: correlate(x, [[1, 0, -1]])'],
    parts: ['- { id: a, answer: shape(x) }', '- { id: b, answer: 6 * 7 }'],
  });

async function write(name: string, bytes: Uint8Array): Promise<void> {
  await workspace.fs.writeFile(fileUri(name), bytes);
}

async function hintsOf(document: TextDocument): Promise<string[]> {
  const hints = await commands.executeCommand<InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ label }) => (typeof label === 'string' ? label : ''));
}

/** Waits for a lens; says what there was instead. */
function lens(document: TextDocument, title: string): Promise<unknown> {
  return until(`the lens “${title}”`, async () =>
    (await lensesOf(document)).some((found) => found.endsWith(`: ${title}`)),
  );
}

describe('Files that a problem set names, in the editor', () => {
  let outside = '';
  before(async () => {
    outside = await mkdtemp(join(tmpdir(), 'cnn-outside-'));
    await writeFile(join(outside, 'secret.png'), grey(3, 3));
  });
  after(() => rm(outside, { recursive: true }));
  afterEach(closeAll);

  it('are read, and what they hold is computed with', async () => {
    await write('small.png', grey(7, 5));
    const { document } = await openFile('reads.cnn.yaml', naming('small.png'));
    await lens(document, '= 5 × 7');
    assert.deepEqual(problemsOf(document), []);
    const hints = await hintsOf(document);
    assert.deepEqual(hints.slice(0, 2), ['5×7', '5×5']);
  });

  it('that are large are computed with by the worker', async () => {
    await write('large.png', grey(900, 800));
    const { document } = await openFile('large-image.cnn.yaml', naming('large.png'));
    await lens(document, '= 800 × 900');
    await until('the shape of the edges', async () => (await hintsOf(document)).includes('800×898'));
    assert.deepEqual(problemsOf(document), []);
  });

  it('that appear later, change, and are deleted are followed', async () => {
    const { document } = await openFile('follows.cnn.yaml', naming('later.png'));
    assert.deepEqual(await problems(document, ({ length }) => length === 1), [
      'unreadable-file “later.png” There is no file “later.png” beside this one.',
    ]);
    assert.ok((await lensesOf(document)).some((found) => found.endsWith(': = 42')));
    await write('later.png', grey(4, 6));
    await lens(document, '= 6 × 4');
    await problems(document, ({ length }) => length === 0);
    await write('later.png', grey(8, 9));
    await lens(document, '= 9 × 8');
    await workspace.fs.delete(fileUri('later.png'));
    await problems(document, ({ length }) => length === 1);
  });

  it('are followed where the folder that they stand in goes and comes back', async () => {
    await write('pictures/deep.png', grey(4, 3));
    const { document } = await openFile('in-a-folder.cnn.yaml', naming('pictures/deep.png'));
    await lens(document, '= 3 × 4');
    await workspace.fs.rename(fileUri('pictures'), fileUri('elsewhere'));
    await problems(document, ({ length }) => length === 1);
    await workspace.fs.rename(fileUri('elsewhere'), fileUri('pictures'));
    await lens(document, '= 3 × 4');
    await workspace.fs.delete(fileUri('pictures'), { recursive: true });
    await problems(document, ({ length }) => length === 1);
  });

  it('are known to answers that are judged', async () => {
    await write('judged.png', grey(2, 3));
    await workspace.fs.writeFile(fileUri('judged.cnn.yaml'), new TextEncoder().encode(naming('judged.png')));
    const { document } = await openFile(
      'ada-judged.answers.cnn.yaml',
      'problem-set: judged.cnn.yaml\nanswers: { p: { a: 3x2, b: 42 } }\n',
    );
    await lens(document, '2 of 2 points');
    await write('judged.png', grey(4, 4));
    await lens(document, '1 of 2 points');
  });

  const REFUSED: readonly (readonly [what: string, path: string, says: RegExp])[] = [
    ['outside the workspace', '../../secret.png', /^unreadable-file “.*” “.*” lies outside this folder/],
    ['by a path from the root', '/etc/secret.png', /lies outside this folder/],
    [
      'through a symbolic link',
      'link.png',
      /^unreadable-file “link\.png” “link\.png” lies outside this folder/,
    ],
    ['in a folder that is a link', 'linked/secret.png', /lies outside this folder/],
    ['that claim 10^5 × 10^5 pixels', 'bomb.png', /its header announces 100,000 × 100,000 pixels/],
    ['of 16 MB and more', 'heavy.png', /“heavy\.png” has 16000001 bytes; up to 16000000 are read/],
    ['that are folders', 'folder.png', /“folder\.png” is no ordinary file/],
  ];
  for (const [index, [what, path, says]] of REFUSED.entries())
    it(`${what} are refused, and the rest works`, async () => {
      await write('bomb.png', pngOf(header(100_000, 100_000, 8, 2), chunk('IDAT', [1, 2, 3]), chunk('IEND')));
      if (path === 'heavy.png') await write('heavy.png', new Uint8Array(16_000_001));
      await workspace.fs.createDirectory(fileUri('folder.png'));
      if (path.startsWith('link')) {
        const target = path === 'link.png' ? join(outside, 'secret.png') : outside;
        await symlink(target, fileUri(path.split('/')[0] ?? '').fsPath);
      }
      const { document } = await openFile(`refused-${index}.cnn.yaml`, naming(path));
      const found = await problems(document, ({ length }) => length > 0);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', says);
      await lens(document, '= 42');
    });
});
