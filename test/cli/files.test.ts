import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { check } from '../../src/cli/check';
import { evalCommand } from '../../src/cli/eval';
import { key } from '../../src/cli/key';
import { lint } from '../../src/cli/lint';
import { captured, capturedLater, folderOf, json, pick, type Ran } from '../support/command-line';
import { png } from '../support/image';
import { problemSet } from '../support/texts';

const naming = (path: string): string =>
  problemSet({ given: [`x: { type: input, file: "${path}" }`], parts: ['- { id: a, answer: shape(x) }'] });

/** A root with a folder of problem sets in it, and something beside the root. */
describe('files that a problem set names, on the command line', () => {
  const outside = folderOf({ 'secret.csv': '1,2\n' });
  const folder = folderOf({ 'above.csv': '1,2,3\n' });
  before(() => {
    mkdirSync(folder.path('sets'));
    const put = (name: string, content: string | Uint8Array): void => {
      writeFileSync(folder.path(`sets/${name}`), content);
    };
    put('x.png', png({ width: 4, height: 3, depth: 8, type: 2, sample: (x, y) => x + y }));
    put('huge.csv', '1\n'.repeat(8_000_001));
    for (const [name, path] of Object.entries(PATHS)) put(`${name}.cnn.yaml`, naming(path));
    put('ada.answers.cnn.yaml', 'problem-set: good.cnn.yaml\nname: Ada\nanswers: { p: { a: 3x4x3 } }\n');
    symlinkSync(outside.path('secret.csv'), folder.path('sets/link.csv'));
    symlinkSync(outside.path('.'), folder.path('sets/linked'));
    symlinkSync(folder.path('above.csv'), folder.path('sets/within.csv'));
    mkdirSync(folder.path('sets/folder.csv'));
    spawnSync('mkfifo', [folder.path('sets/pipe.csv')]);
  });
  after(() => {
    folder.remove();
    outside.remove();
  });

  const PATHS: Readonly<Record<string, string>> = {
    good: 'x.png',
    above: '../above.csv',
    within: 'within.csv',
    outside: `../../${outside.path('secret.csv').split('/').slice(-2).join('/')}`,
    absolute: outside.path('secret.csv'),
    link: 'link.csv',
    linked: 'linked/secret.csv',
    missing: 'missing.csv',
    folder: 'folder.csv',
    pipe: 'pipe.csv',
    huge: 'huge.csv',
    passwords: '/etc/passwd',
  };
  const set = (name: string): string => folder.path(`sets/${name}.cnn.yaml`);
  const linted = (name: string, root?: string): Ran =>
    captured(() => lint([set(name)], { json: true, root, variants: 0 }));

  const READ = ['good', 'above', 'within'];
  for (const name of READ)
    it(`${PATHS[name] ?? ''} is read`, () => {
      const ran = linted(name);
      assert.deepEqual([pick(json(ran), 0, 'findings'), ran.code], [[], 0]);
    });

  const REFUSED: readonly (readonly [name: string, says: RegExp])[] = [
    ['outside', /lies outside .*; only files inside it are read\.$/],
    ['absolute', /lies outside/],
    ['link', /^“link\.csv” lies outside/],
    ['linked', /^“linked\/secret\.csv” lies outside/],
    ['missing', /^There is no file “missing\.csv” beside this one\.$/],
    ['folder', /^“folder\.csv” is a folder\.$/],
    ['pipe', /^“pipe\.csv” is no ordinary file\.$/],
    ['huge', /^“huge\.csv” has 16000002 bytes; up to 16000000 are read\.$/],
    ['passwords', /^“\/etc\/passwd” is of no kind that is read/],
  ];
  for (const [name, says] of REFUSED)
    it(`${name}: it is refused, at the path`, () => {
      const ran = linted(name);
      const findings = pick(json(ran), 0, 'findings');
      assert.deepEqual(
        [pick(findings, 'length'), pick(findings, 0, 'code'), ran.code],
        [1, 'unreadable-file', 1],
      );
      assert.match(String(pick(findings, 0, 'message')), says);
      assert.deepEqual(pick(findings, 0, 'range', 'start'), { line: 3, character: 30 });
    });

  it('--root says which folder it is', () => {
    assert.equal(linted('above', folder.path('sets')).code, 1);
    assert.equal(linted('above', folder.path('.')).code, 0);
    const options = { variant: 0, json: true, root: folder.path('sets') };
    assert.equal(captured(() => key(set('above'), options)).code, 1);
    assert.equal(captured(() => key(set('above'), { ...options, root: undefined })).code, 0);
    assert.equal(
      captured(() => evalCommand('sum(x)', set('above'), { ...options, problem: undefined })).code,
      1,
    );
  });

  it('key, eval and check read them, too', async () => {
    const shape = { kind: 'shape', value: [3, 4, 3] };
    const options = { variant: 0, json: true, root: undefined };
    const printed = captured(() => key(set('good'), options));
    assert.deepEqual(pick(json(printed), 'problems', 0, 'parts', 0, 'answer'), shape);
    const evaluated = captured(() =>
      evalCommand('shape(x)', set('good'), { ...options, problem: undefined }),
    );
    assert.deepEqual(json(evaluated), shape);
    const checked = await capturedLater(() =>
      check([folder.path('sets/ada.answers.cnn.yaml')], { root: undefined, format: 'json' }),
    );
    assert.deepEqual([pick(json(checked), 'results', 0, 'score'), checked.code], [1, 0]);
  });

  it('without a problem set there is nothing that they could stand beside', () => {
    const ran = captured(() =>
      evalCommand('input(file="x.png")', undefined, {
        problem: undefined,
        variant: 0,
        json: true,
        root: undefined,
      }),
    );
    assert.match(
      String(pick(json(ran), 'error')),
      /^“x\.png” can’t be read: what names it stands in no file itself/,
    );
  });
});
