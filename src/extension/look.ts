import * as vscode from 'vscode';
import {
  readSubject,
  readTakeaway,
  type Opens,
  type Subject,
  type Takeaway,
  type ViewName,
} from '../protocol';
import { askOf, formatsIn } from './asks';
import type { Documents } from './documents';
import { engine } from './engine';
import type { Previews } from './preview/previews';
import { take, type TakeSource } from './preview/take';

const NAMES: Readonly<Record<ViewName, string>> = {
  matrix: 'has no matrix to look at',
  steps: 'has no window that moves',
};

/** Looks closely, beside the text, at what stands at an offset or at the cursor. */
export async function look(
  view: ViewName,
  document: vscode.TextDocument,
  offset: unknown,
  documents: Documents,
  previews: Previews,
): Promise<void> {
  const opens = await near(document, offset, documents);
  if (!opens) return;
  if (opens.views.includes(view)) await previews.look(document, opens.subject, view);
  else void vscode.window.showInformationMessage(`“${nameOf(opens.subject)}” ${NAMES[view]}.`);
}

/** Copies or saves what stands at an offset or at the cursor. */
export async function exportFrom(
  document: vscode.TextDocument,
  offset: unknown,
  documents: Documents,
  previews: Previews,
): Promise<void> {
  const opens = await near(document, offset, documents);
  if (!opens) return;
  const { subject, views } = opens;
  const source: TakeSource = {
    uri: document.uri,
    ask: (ask) => askOf(document, documents, ask),
    formats: (of, view) => formatsIn(document, documents, of, view),
    // The page alone can draw a PNG.
    rasterise: async (svg, scale) => (await previews.open(document)).rasterise(svg, scale),
  };
  if (!views.includes('matrix')) {
    await take(source, subject, { view: 'picture' });
    return;
  }
  const known = await source.ask({ kind: 'explore', subject });
  const notation = 'matrix' in known ? (known.matrix.notations[0] ?? 'symbols') : 'symbols';
  await take(source, subject, { view: 'matrix', way: 'own', notation });
}

/** What the editor passes on from an element of the page that its menu was opened on. */
export function readTakeContext(
  from: unknown,
): { readonly subject: Subject; readonly what: Takeaway } | undefined {
  if (typeof from !== 'object' || from === null || !('cnnTake' in from)) return undefined;
  const { cnnTake } = from;
  if (typeof cnnTake !== 'object' || cnnTake === null || !('subject' in cnnTake) || !('what' in cnnTake))
    return undefined;
  const [subject, what] = [readSubject(cnnTake.subject), readTakeaway(cnnTake.what)];
  return subject && what && { subject, what };
}

async function near(
  document: vscode.TextDocument,
  offset: unknown,
  documents: Documents,
): Promise<Opens | undefined> {
  const [analysis, { subjectNear }] = await Promise.all([documents.get(document), engine()]);
  if (analysis.kind !== 'problem-set') {
    void vscode.window.showInformationMessage('Matrices are looked at in a problem set, not in answers.');
    return undefined;
  }
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  const cursor = editor ? document.offsetAt(editor.selection.active) : 0;
  const opens = subjectNear(analysis.worksheet, typeof offset === 'number' ? offset : cursor);
  if (!opens)
    void vscode.window.showInformationMessage(
      'Nothing stands here that can be looked at: put the cursor on a layer or an answer.',
    );
  return opens;
}

function nameOf({ given, part, problem }: Subject): string {
  return given ?? (part === undefined || part === '' ? problem : part);
}
