import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DiagnosticSeverity, workspace } from 'vscode';
import {
  closeAll,
  diagnosticsOf,
  fileUri,
  lensesOf,
  openFile,
  problems,
  problemsOf,
  replace,
  until,
} from './support';

/** Whether somebody forgot the bias. */
function bias(found: readonly string[]): boolean {
  return found.some((one) => one.startsWith('P01'));
}

describe('Answer files in the editor', () => {
  afterEach(closeAll);

  it('have a finding at each wrong answer that names the mistake', async () => {
    const { document } = await openFile('novikov.answers.cnn.yaml');
    assert.deepEqual(await problems(document, ({ length }) => length === 6), [
      'missing “parameters” missing: parameters has no answer for c.',
      'P01 “225” wrong: This counts the 3 kernels of 5×5×3 but not their 3 biases. [P01: bias forgotten]',
      'F01 “(512*512*3 - 5*5*3 + 1) * (5*5*3) * 3” wrong: This counts kernel positions as if the 512×512×3 image were one long row (786,358 positions); the equivalent layer connects 786,432 inputs to 508·508·3 = 774,192 outputs. [F01: positions counted on the flattened image, times one kernel]',
      'missing “detector” missing: detector has no answer for location.',
      'missing “equivariance” missing: equivariance has no answer for response, repair, moved, equivariant, borders.',
      'E01 “true” wrong: This is false. A plain sum of products also rewards bright windows. It is highest at 0, with 44; at 3 it is 14, the lowest of all 5. [E01: raw response is highest at the pattern]',
    ]);
    for (const { code, severity } of diagnosticsOf(document))
      assert.equal(severity, code === 'missing' ? DiagnosticSeverity.Information : DiagnosticSeverity.Error);
  });

  it('have a lens at each answer', async () => {
    const { document } = await openFile('novikov.answers.cnn.yaml');
    const lenses = await lensesOf(document);
    for (const lens of ['2: 2.25 of 11 points', '7: ✕ wrong · P01 bias forgotten', '10: ✓ correct'])
      assert.ok(lenses.includes(lens), `“${lens}” is none of\n${lenses.join('\n')}`);
  });

  it('that are all correct have nothing to complain about', async () => {
    const { document } = await openFile('noether.answers.cnn.yaml');
    await until('the verdicts', async () => (await lensesOf(document)).length >= 12);
    assert.deepEqual(problemsOf(document), []);
  });

  it('are judged anew when an answer is typed', async () => {
    const { document } = await openFile('novikov.answers.cnn.yaml');
    await problems(document, bias);
    await replace(document, 'a: 225', 'a: 3*(5*5*3 + 1)');
    await problems(document, (found) => !bias(found));
  });

  it('are judged anew when the problem set changes, saved or not', async () => {
    const set = await openFile('homework-3.cnn.yaml');
    const { document } = await openFile('novikov.answers.cnn.yaml');
    await problems(document, bias);
    await replace(set.document, 'bias: true }', 'bias: false }');
    await problems(document, (found) => !bias(found));
    await replace(set.document, 'bias: false }', 'bias: true }');
    await problems(document, bias);
  });

  it('are judged anew when another program writes the problem set', async () => {
    const { document } = await openFile(
      'later.answers.cnn.yaml',
      'problem-set: later.cnn.yaml\nanswers:\n  p: { a: 3 }\n',
    );
    assert.deepEqual(await problems(document, ({ length }) => length === 1), [
      'answer-file “later.cnn.yaml” There is no file “later.cnn.yaml” beside this one.',
    ]);
    await workspace.fs.writeFile(
      fileUri('later.cnn.yaml'),
      new TextEncoder().encode('problems:\n  - id: p\n    parts:\n      - { id: a, answer: 1 + 2 }\n'),
    );
    assert.deepEqual(await problems(document, ({ length }) => length === 0), []);
  });

  it('read no problem set outside the folder', async () => {
    const { document } = await openFile(
      'outside.answers.cnn.yaml',
      'problem-set: ../../secret.cnn.yaml\nanswers: {}\n',
    );
    assert.deepEqual(await problems(document, ({ length }) => length === 1), [
      'answer-file “../../secret.cnn.yaml” “../../secret.cnn.yaml” lies outside this folder; only files inside it are read.',
    ]);
  });

  it('read no problem set outside the folder through a link either', async () => {
    const secret = join(mkdtempSync(join(tmpdir(), 'cnn-outside-')), 'secret.cnn.yaml');
    writeFileSync(secret, 'problems:\n  - { id: p, answer: 42 }\n');
    symlinkSync(secret, fileUri('link.cnn.yaml').fsPath);
    try {
      const { document } = await openFile(
        'linked.answers.cnn.yaml',
        'problem-set: link.cnn.yaml\nanswers: { p: 41 }\n',
      );
      assert.deepEqual(await problems(document, ({ length }) => length === 1), [
        'answer-file “link.cnn.yaml” “link.cnn.yaml” lies outside this folder; only files inside it are read.',
      ]);
    } finally {
      rmSync(fileUri('link.cnn.yaml').fsPath);
      rmSync(dirname(secret), { recursive: true });
    }
  });

  it('and that name each other are told what they are', async () => {
    await openFile('one.answers.cnn.yaml', 'problem-set: two.answers.cnn.yaml\nanswers: {}\n');
    const { document } = await openFile(
      'two.answers.cnn.yaml',
      'problem-set: one.answers.cnn.yaml\nanswers: {}\n',
    );
    const [found = '', ...more] = await problems(document, ({ length }) => length > 0);
    assert.match(found, /This is an answer file, not a problem set/);
    assert.deepEqual(more, []);
  });
});
