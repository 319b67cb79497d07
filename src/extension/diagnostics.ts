import * as vscode from 'vscode';
import type { Finding, Fix } from '../language';
import type { Analyser, Analysis } from './analyser';
import type { Documents } from './documents';
import { engine } from './engine';
import { SELECTOR } from './files';
import { onKeysChanged, showsKeys } from './keys';

const SEVERITIES = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  quiet: vscode.DiagnosticSeverity.Hint,
} as const;

/** A text that rests for so long has its numbers looked at. */
const RESTS_MS = 2000;

interface Diagnosed {
  readonly diagnostic: vscode.Diagnostic;
  readonly fix: Fix | undefined;
}

/** Whether the author wants to be told of numbers that hide mistakes. */
function looksAtNumbers(): boolean {
  return vscode.workspace.getConfiguration('cnnProblems').get<boolean>('numberHints', true);
}

/** Findings and verdicts as problems at their exact places, and the fixes of findings as quick fixes. */
export class Diagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('cnn-problems');
  private readonly fixes = new Map<
    string,
    readonly { readonly diagnostic: vscode.Diagnostic; readonly fix: Fix }[]
  >();
  private readonly shown = new Map<
    string,
    { readonly document: vscode.TextDocument; readonly analysis: Analysis }
  >();
  private readonly subscriptions: vscode.Disposable[];

  /** What waits to look at the numbers of a document, or does. */
  private readonly looking = new Map<string, vscode.CancellationTokenSource>();

  constructor(
    documents: Documents,
    private readonly analyser: Analyser,
  ) {
    this.subscriptions = [
      documents.onDidAnalyse(({ document, analysis }) => void this.show(document, analysis)),
      onKeysChanged(() => {
        for (const { document, analysis } of this.shown.values()) void this.show(document, analysis);
      }),
      documents.onDidClose((uri) => {
        this.shown.delete(uri.toString());
        this.looking.get(uri.toString())?.cancel();
        this.looking.delete(uri.toString());
        this.collection.delete(uri);
        this.fixes.delete(uri.toString());
      }),
      vscode.languages.registerCodeActionsProvider(SELECTOR, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    ];
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return (this.fixes.get(document.uri.toString()) ?? [])
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
      .map(({ diagnostic, fix }) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.isPreferred = true;
        action.edit = new vscode.WorkspaceEdit();
        for (const { start, end, text } of fix.edits)
          action.edit.replace(document.uri, rangeOf(document, { start, end }), text);
        return action;
      });
  }

  dispose(): void {
    vscode.Disposable.from(this.collection, ...this.subscriptions).dispose();
  }

  private async show(document: vscode.TextDocument, analysis: Analysis): Promise<void> {
    const findings = analysis.kind === 'answers' ? analysis.findings : analysis.worksheet.findings;
    const diagnosed = findings.map((finding) => ({
      diagnostic: diagnosticOf(document, finding),
      fix: finding.fix,
    }));
    const verdicts =
      analysis.kind === 'answers' && analysis.grading
        ? (await engine()).answerFindings(analysis.grading, { keys: showsKeys() })
        : [];
    // Between asking and now the text may have changed; its own analysis will follow.
    if (document.isClosed || document.version !== analysis.version) return;
    this.shown.set(document.uri.toString(), { document, analysis });
    this.put(
      document,
      diagnosed,
      verdicts.map((verdict) => diagnosticOf(document, verdict)),
    );
    this.lookAtNumbers(document, analysis, diagnosed);
  }

  private put(
    { uri }: vscode.TextDocument,
    diagnosed: readonly Diagnosed[],
    verdicts: readonly vscode.Diagnostic[],
  ): void {
    this.fixes.set(
      uri.toString(),
      diagnosed.flatMap(({ diagnostic, fix }) => (fix ? [{ diagnostic, fix }] : [])),
    );
    this.collection.set(uri, [...diagnosed.map(({ diagnostic }) => diagnostic), ...verdicts]);
  }

  /** Whether numbers hide mistakes is looked for once nobody types, in the other thread. */
  private lookAtNumbers(
    document: vscode.TextDocument,
    analysis: Analysis,
    diagnosed: readonly Diagnosed[],
  ): void {
    const key = document.uri.toString();
    this.looking.get(key)?.cancel();
    this.looking.delete(key);
    if (analysis.kind !== 'problem-set' || analysis.computing || !looksAtNumbers()) return;
    if (diagnosed.some(({ diagnostic }) => diagnostic.severity === vscode.DiagnosticSeverity.Error)) return;
    const source = new vscode.CancellationTokenSource();
    this.looking.set(key, source);
    setTimeout(() => {
      if (!source.token.isCancellationRequested) void this.addNumbers(document, diagnosed, source.token);
    }, RESTS_MS);
  }

  private async addNumbers(
    document: vscode.TextDocument,
    diagnosed: readonly Diagnosed[],
    token: vscode.CancellationToken,
  ): Promise<void> {
    const found = await this.analyser.numbersOf(document.uri, document.getText(), token);
    if (token.isCancellationRequested || document.isClosed || found.length === 0) return;
    const numbers = found.map((finding) => ({
      diagnostic: diagnosticOf(document, finding),
      fix: finding.fix,
    }));
    this.put(document, [...diagnosed, ...numbers], []);
  }
}

export function rangeOf(
  document: vscode.TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function diagnosticOf(
  document: vscode.TextDocument,
  found: Pick<Finding, 'start' | 'end' | 'message'> & {
    readonly code: string;
    readonly severity: keyof typeof SEVERITIES;
  },
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(document, found),
    found.message,
    SEVERITIES[found.severity],
  );
  diagnostic.source = 'CNN';
  diagnostic.code = found.code;
  return diagnostic;
}
