import * as vscode from 'vscode';
import type { Lens } from '../language';
import { COMMANDS } from './command-ids';
import { rangeOf } from './diagnostics';
import type { Documents } from './documents';
import { engine } from './engine';
import { SELECTOR } from './files';
import { onKeysChanged, showsKeys } from './keys';

/** Results in a few words above problems, layers, parts and answers. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscriptions = [
      documents.onDidAnalyse(() => {
        this.changed.fire();
      }),
      onKeysChanged(() => {
        this.changed.fire();
      }),
      vscode.languages.registerCodeLensProvider(SELECTOR, this),
    ];
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const [analysis, { answerLenses, problemSetLenses }] = await Promise.all([
      this.documents.get(document),
      engine(),
    ]);
    if (token.isCancellationRequested || analysis.version !== document.version) return [];
    const lenses =
      analysis.kind === 'problem-set'
        ? problemSetLenses(analysis.worksheet, { keys: showsKeys() })
        : analysis.grading
          ? answerLenses(analysis.file, analysis.grading)
          : [];
    return lenses.map((lens) => new vscode.CodeLens(rangeOf(document, lens), commandOf(lens, document)));
  }

  dispose(): void {
    vscode.Disposable.from(this.changed, ...this.subscriptions).dispose();
  }
}

/** Lenses about what stands below them. */
const AT_PLACE = {
  'copy-latex': { command: COMMANDS.copyLatex, tooltip: 'Copy the matrix as LaTeX' },
  matrix: { command: COMMANDS.showMatrix, tooltip: 'Look at the matrix cell by cell' },
  steps: { command: COMMANDS.showSteps, tooltip: 'Move the window step by step' },
  export: { command: COMMANDS.export, tooltip: 'Copy or save the matrix: TikZ, NumPy, CSV, SVG, PNG' },
} as const;

function commandOf({ title, action, start }: Lens, document: vscode.TextDocument): vscode.Command {
  switch (action) {
    case 'preview':
      return {
        title,
        command: COMMANDS.openPreview,
        arguments: [document.uri, document.positionAt(start).line],
      };
    case 'key':
      return { title, command: COMMANDS.showKey, arguments: [document.uri] };
    case 'copy-latex':
    case 'matrix':
    case 'steps':
    case 'export':
      return { title, ...AT_PLACE[action], arguments: [document.uri, start] };
    case 'none':
      return { title, command: '' };
  }
}
