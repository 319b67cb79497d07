import assert from 'node:assert/strict';
import { commands, window, workspace } from 'vscode';
import { BAD_INPUTS, beside } from '../fixtures/bad-input';
import { problemSet } from '../support/texts';
import { fixesAt, lensesOf, openFile, openText, problems, replace, until } from './support';

describe('Bad input in the editor', () => {
  for (const { what, text, says } of BAD_INPUTS)
    it(what, async () => {
      const document = await openText(beside(text));
      const found = await problems(document, ({ length }) => length === says.length);
      for (const [index, expected] of says.entries()) {
        const finding = found[index] ?? '';
        if (typeof expected === 'string') assert.equal(finding, expected);
        else assert.match(finding, expected);
      }
      assert.ok((await lensesOf(document)).some((lens) => lens.endsWith(': = 42')));
    });

  it('a file over the size limit is not read, and the limit is a setting', async () => {
    const configuration = workspace.getConfiguration('cnnProblems');
    await configuration.update('maxFileSize', 1000);
    try {
      const { document } = await openFile('large.cnn.yaml', `title: large\n# ${'x'.repeat(1000)}\n`);
      assert.deepEqual(await problems(document, ({ length }) => length === 1), [
        'too-large “title: large” This file has 1016 characters; up to 1000 are read.',
      ]);
      await configuration.update('maxFileSize', undefined);
      await problems(document, (found) => !found.some((one) => one.startsWith('too-large')));
    } finally {
      await configuration.update('maxFileSize', undefined);
      await commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});

describe('Quick fixes', () => {
  const FIXES: readonly (readonly [what: string, part: string, at: string, title: string, after: string])[] =
    [
      ['a key', '- { id: a, answr: 1 }', 'answr', 'Change to “answer”', '- { id: a, answer: 1 }'],
      [
        'a name',
        '- { id: a, answer: "kernal[0]" }',
        'kernal',
        'Change to “kernel”',
        '- { id: a, answer: "kernel[0]" }',
      ],
      [
        'a function',
        '- { id: a, answer: summ(kernel) }',
        'summ',
        'Change to “sum”',
        '- { id: a, answer: sum(kernel) }',
      ],
      [
        'quotes around what YAML cuts',
        '- { id: a, answer: outputSize(9, 3) }',
        'outputSize(9, 3)',
        'Put it in quotes',
        '- { id: a, answer: "outputSize(9, 3)" }',
      ],
    ];
  for (const [what, part, at, title, after] of FIXES)
    it(`mend ${what}`, async () => {
      const document = await openText(problemSet({ given: ['kernel: [1, 2]'], parts: [part] }));
      await problems(document, ({ length }) => length > 0);
      const fix = (await fixesAt(document, at)).find((action) => action.title === title);
      assert.ok(fix?.edit, `no fix “${title}”`);
      assert.ok(await workspace.applyEdit(fix.edit));
      assert.equal(document.lineAt(5).text.trim(), after);
      assert.deepEqual(await problems(document, ({ length }) => length === 0), []);
    });
});

describe('Problems', () => {
  it('follow what is typed, and go when the file is closed', async () => {
    const { document } = await openFile(
      'typed.cnn.yaml',
      problemSet({ parts: ['- { id: a, answer: 6 * 7 }'] }),
    );
    await until('the key', async () => (await lensesOf(document)).includes('4: = 42'));
    await replace(document, '6 * 7', '6 * q');
    assert.deepEqual(await problems(document, ({ length }) => length === 1), [
      'unknown-name “q” “q” is not defined here.',
    ]);
    await replace(document, '6 * q', '6 * 8');
    assert.deepEqual(await problems(document, ({ length }) => length === 0), []);
    await replace(document, '6 * 8', '6 * q');
    await problems(document, ({ length }) => length === 1);
    await document.save();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await until(
      'the file to be closed',
      () => !window.visibleTextEditors.some((one) => one.document === document),
    );
  });
});
