import * as vscode from 'vscode';
import type { Analyser, Judged } from './analyser';
import { engine } from './engine';
import { baseName, isAnswerFile, textOf } from './files';
import type { Texts } from './texts';

const NEVER = new vscode.CancellationTokenSource().token;

/** Judges the answer file, or all answer files to the problem set in its folder and below. */
export async function validateAnswers(
  document: vscode.TextDocument,
  analyser: Analyser,
  texts: Texts,
): Promise<void> {
  const { reportText } = await engine();
  if (isAnswerFile(document.uri)) {
    const judged = await analyser.judgeAnswers(document.uri, document.getText(), NEVER);
    await texts.show(
      `${baseName(document.uri)} · verdicts.txt`,
      reportText('Verdicts', [entryOf(document.uri, judged)]),
    );
    return;
  }
  const folder = vscode.Uri.joinPath(document.uri, '..');
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, '**/*.answers.cnn.{yaml,yml}'),
  );
  if (files.length === 0) {
    void vscode.window.showInformationMessage(
      `There are no answer files (*.answers.cnn.yaml) beside ${baseName(document.uri)}.`,
    );
    return;
  }
  const entries = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Validating answers', cancellable: true },
    async (progress, token) => {
      const done: ReturnType<typeof entryOf>[] = [];
      for (const uri of files.sort((a, b) => a.path.localeCompare(b.path))) {
        progress.report({
          message: `${done.length + 1} of ${files.length}: ${baseName(uri)}`,
          increment: 100 / files.length,
        });
        const text = await textOf(uri).catch(() => undefined);
        if (text === undefined) {
          done.push({ file: baseName(uri), grading: undefined, problem: 'This file could not be read.' });
          continue;
        }
        const judged = await analyser.judgeAnswers(uri, text, token);
        if (token.isCancellationRequested) break;
        // A file whose problem set can't be found may be meant for this one: it is told, not left out.
        if (!judged.grading || judged.problemSet?.toString() === document.uri.toString())
          done.push(entryOf(uri, judged));
      }
      return done;
    },
  );
  await texts.show(
    `${baseName(document.uri)} · verdicts.txt`,
    reportText(`Answers to ${baseName(document.uri)}`, entries),
  );
}

function entryOf(
  uri: vscode.Uri,
  { grading, findings }: Judged,
): { readonly file: string; readonly grading: Judged['grading']; readonly problem?: string } {
  const problem = findings.find(({ severity }) => severity === 'error')?.message;
  return { file: baseName(uri), grading, ...(problem !== undefined && { problem }) };
}
