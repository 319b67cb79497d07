/** Wiring. The only folder that imports `vscode`; nothing is computed here. */
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Diagnostics } from './diagnostics';
import { Analyser } from './analyser';
import { AnswerTests } from './answer-tests';
import { Documents } from './documents';
import { Hints } from './hints';
import { Hovers } from './hover';
import { onKeysChanged } from './keys';
import { Lenses } from './lenses';
import { Previews } from './preview/previews';
import { Texts } from './texts';
import { WorkerClient } from './worker';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('CNN Problem Sets', { log: true });
  const worker = new WorkerClient(vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js'), log);
  const analyser = new Analyser(worker, log);
  const documents = new Documents(analyser, log);
  const previews = new Previews(context.extensionUri, documents, log);
  const texts = new Texts();
  context.subscriptions.push(
    log,
    worker,
    analyser,
    documents,
    previews,
    texts,
    new Diagnostics(documents, analyser),
    new Lenses(documents),
    new Hovers(documents),
    new Hints(documents),
    new AnswerTests(analyser, log),
    onKeysChanged((shown) => {
      if (!shown) texts.hideKeys();
    }),
    registerCommands(documents, analyser, previews, texts),
  );
  documents.start();
}
