import * as vscode from 'vscode';
import type { PartResult } from '../../language';

export interface Told {
  /** What a failed test says. */
  readonly text: string;
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

function messageOf({ verdict }: PartResult, told: Told): vscode.TestMessage {
  const shown =
    told.expected !== undefined && verdict !== 'missing'
      ? vscode.TestMessage.diff(told.text, told.expected, told.answered)
      : new vscode.TestMessage(told.text);
  shown.location = told.location;
  return shown;
}
