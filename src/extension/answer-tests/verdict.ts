import * as vscode from 'vscode';
import type { PartResult } from '../../language';

/** The address of a result within its file: `weight-sharing.b weights`. */
export function addressOf({ problem, part, field }: PartResult): string {
  return `${problem}.${part}${field === undefined ? '' : ` ${field}`}`;
}

/** What a failed test says; without its reason where keys are hidden, since that gives the key away. */
export interface Told {
  readonly keys: boolean;
  /** The key as text, where it may be shown beside the answer. */
  readonly expected: string | undefined;
  readonly answered: string;
  readonly location: vscode.Location;
}

/** Reports a verdict as the result of a test: what a person has to read is skipped. */
export function report(run: vscode.TestRun, item: vscode.TestItem, result: PartResult, told: Told): void {
  switch (result.verdict) {
    case 'correct':
    case 'convention':
      run.passed(item);
      return;
    case 'for a person':
      run.skipped(item);
      return;
    case 'unreadable':
      run.errored(item, messageOf(result, told));
      return;
    case 'partial':
    case 'wrong':
    case 'missing':
      run.failed(item, messageOf(result, told));
  }
}

function messageOf({ verdict, message, mistake }: PartResult, told: Told): vscode.TestMessage {
  const named = mistake ? ` [${[mistake.id, ...(mistake.ties ?? [])].join(', ')}: ${mistake.title}]` : '';
  const text = `${verdict}${told.keys ? `: ${message}` : ''}${named}`;
  const shown =
    told.keys && told.expected !== undefined && verdict !== 'missing'
      ? vscode.TestMessage.diff(text, told.expected, told.answered)
      : new vscode.TestMessage(text);
  shown.location = told.location;
  return shown;
}
