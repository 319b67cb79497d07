import * as vscode from 'vscode';
import { COMMANDS } from './command-ids';
import type { Analyser } from './analyser';
import { copyAs } from './copy';
import type { Documents } from './documents';
import { engine } from './engine';
import { baseName, isOurs, openDocument, workingCopyOf } from './files';
import { mayShowKeys, toggleKeys } from './keys';
import type { Previews } from './preview/previews';
import { exportFrom, look, readTakeContext } from './look';
import { take } from './preview/take';
import type { Texts } from './texts';
import { validateAnswers } from './validate';

/** Registers the commands of the manifest. Each works from a lens, the palette and the editor's title. */
export function registerCommands(
  documents: Documents,
  analyser: Analyser,
  previews: Previews,
  texts: Texts,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(COMMANDS.openPreview, async (uri?: vscode.Uri, line?: number) => {
      const document = await documentOf(uri);
      if (document) await previews.open(document, line ?? cursorLine(document));
    }),
    ...(['matrix', 'steps'] as const).map((view) =>
      vscode.commands.registerCommand(
        view === 'matrix' ? COMMANDS.showMatrix : COMMANDS.showSteps,
        async (uri?: vscode.Uri, offset?: unknown) => {
          const document = await documentOf(uri);
          if (document) await look(view, document, offset, documents, previews);
        },
      ),
    ),
    vscode.commands.registerCommand(COMMANDS.export, async (from?: unknown, offset?: unknown) => {
      // From the menu of a preview comes what is seen there; from its palette, nothing.
      const seen = readTakeContext(from);
      const preview = previews.active();
      if (seen && preview) await take(preview, seen.subject, seen.what);
      else if (preview && from === undefined) preview.exportSeen();
      else {
        const document = await documentOf(from instanceof vscode.Uri ? from : undefined);
        if (document) await exportFrom(document, offset, documents, previews);
      }
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
      if (document) await validateAnswers(document, analyser, texts);
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
  const [analysis, { keyText }] = await Promise.all([documents.whole(document), engine()]);
  if (analysis.kind === 'problem-set') {
    await texts.show(`${baseName(document.uri)} · key.txt`, keyText(analysis.worksheet));
    return;
  }
  if (!analysis.problemSet) {
    void vscode.window.showInformationMessage('This answer file names no problem set.');
    return;
  }
  await showKey(await vscode.workspace.openTextDocument(analysis.problemSet), documents, texts);
}
