import * as vscode from 'vscode';
import { COMMANDS } from './command-ids';
import { copyAs } from './copy';
import { judgeAnswers, type Documents } from './documents';
import { engine } from './engine';
import { baseName, isAnswerFile, isOurs, openDocument, textOf, workingCopyOf } from './files';
import { mayShowKeys, toggleKeys } from './keys';
import type { Previews } from './preview/previews';
import type { Texts } from './texts';

/** Registers the commands of the manifest. Each works from a lens, the palette and the editor's title. */
export function registerCommands(documents: Documents, previews: Previews, texts: Texts): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.openPreview, async (uri?: vscode.Uri, line?: number) => {
      const document = await documentOf(uri);
      if (document) await previews.open(document, line ?? cursorLine(document));
    }),
    vscode.commands.registerCommand(COMMANDS.pinPreview, () => {
      previews.pin();
    }),
    vscode.commands.registerCommand(COMMANDS.unpinPreview, () => {
      previews.unpin();
    }),
    vscode.commands.registerCommand(COMMANDS.showKey, async (uri?: vscode.Uri) => {
      const document = await documentOf(uri);
      if (document && (await mayShowKeys())) await showKey(document, documents, texts);
    }),
    ...(['latex', 'numpy'] as const).map((format) =>
      vscode.commands.registerCommand(
        format === 'latex' ? COMMANDS.copyLatex : COMMANDS.copyNumpy,
        async (uri?: vscode.Uri, offset?: unknown) => {
          const document = await documentOf(uri);
          if (document)
            await copyAs(format, document, typeof offset === 'number' ? offset : undefined, documents);
        },
      ),
    ),
    vscode.commands.registerCommand(COMMANDS.toggleKeys, toggleKeys),
    vscode.commands.registerCommand(COMMANDS.validateAnswers, async (uri?: vscode.Uri) => {
      const document = await documentOf(uri);
      if (document) await validateAnswers(document, texts);
    }),
  );
}

/** The document that a command is about: the one it names, else the active one. */
async function documentOf(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const named = uri instanceof vscode.Uri ? uri : undefined;
  const old = workingCopyOf(named ?? vscode.window.activeTextEditor?.document.uri);
  const wanted = old ?? named;
  const document = wanted ? await openDocument(wanted) : vscode.window.activeTextEditor?.document;
  if (document && isOurs(document)) return document;
  void vscode.window.showInformationMessage(
    'Open a problem set (*.cnn.yaml) or an answer file (*.answers.cnn.yaml) first.',
  );
  return undefined;
}

/** Where the cursor stands in a document that is edited. */
function cursorLine(document: vscode.TextDocument): number | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document === document ? editor.selection.active.line : undefined;
}

async function showKey(document: vscode.TextDocument, documents: Documents, texts: Texts): Promise<void> {
  const [analysis, { keyText, openProblemSet }] = await Promise.all([documents.get(document), engine()]);
  if (analysis.kind === 'problem-set') {
    await texts.show(`${baseName(document.uri)} · key.txt`, keyText(analysis.worksheet));
    return;
  }
  if (!analysis.problemSet) {
    void vscode.window.showInformationMessage('This answer file names no problem set.');
    return;
  }
  const set = await vscode.workspace.openTextDocument(analysis.problemSet);
  await texts.show(`${baseName(set.uri)} · key.txt`, keyText(openProblemSet(set.getText())));
}

/** Judges the answer file, or all answer files to the problem set in its folder and below. */
async function validateAnswers(document: vscode.TextDocument, texts: Texts): Promise<void> {
  const { reportText } = await engine();
  if (isAnswerFile(document.uri)) {
    const judged = await judgeAnswers(document.uri, document.getText());
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
        if (token.isCancellationRequested) break;
        progress.report({
          message: `${done.length + 1} of ${files.length}: ${baseName(uri)}`,
          increment: 100 / files.length,
        });
        const text = await textOf(uri).catch(() => undefined);
        if (text === undefined) {
          done.push({ file: baseName(uri), grading: undefined, problem: 'This file could not be read.' });
          continue;
        }
        const judged = await judgeAnswers(uri, text);
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

type Judged = Awaited<ReturnType<typeof judgeAnswers>>;

function entryOf(
  uri: vscode.Uri,
  { grading, findings }: Judged,
): { readonly file: string; readonly grading: Judged['grading']; readonly problem?: string } {
  const problem = findings.find(({ severity }) => severity === 'error')?.message;
  return { file: baseName(uri), grading, ...(problem !== undefined && { problem }) };
}
