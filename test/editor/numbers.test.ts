import assert from 'node:assert/strict';
import { ConfigurationTarget, DiagnosticSeverity, workspace } from 'vscode';
import { closeAll, diagnosticsOf, fixesAt, openText, problems, problemsOf, until } from './support';

const SET = `problems:
  - id: p
    given:
      x: { type: input, shape: [32, 32, 3] }
      conv: { type: conv2d, input: x, filters: 3, kernel: 5, bias: true }
    parts:
      - { id: a, prompt: How many?, answer: params(conv) }
`;

function setHints(on: boolean): Thenable<void> {
  return workspace.getConfiguration('cnnProblems').update('numberHints', on, ConfigurationTarget.Global);
}

describe('Numbers that hide mistakes', () => {
  before(() => setHints(true));
  after(() => setHints(false));
  afterEach(closeAll);

  it('are a warning with a quick fix, and gone once it is applied', async () => {
    const document = await openText(SET);
    const [found] = await problems(document, ({ length }) => length > 0);
    assert.match(
      found ?? '',
      /^numbers “params\(conv\)” With these numbers .*\(P11\) give the right answer, too\.$/,
    );
    assert.equal(diagnosticsOf(document)[0]?.severity, DiagnosticSeverity.Warning);
    const [fix] = await fixesAt(document, 'params(conv)');
    assert.match(fix?.title ?? '', /^Change \d+ to \d+, which tells them apart$/);
    assert.ok(fix?.edit);
    assert.ok(await workspace.applyEdit(fix.edit));
    await until('nothing to be hidden', () => Promise.resolve(problemsOf(document).length === 0));
  });
});
