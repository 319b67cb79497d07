import type * as vscode from 'vscode';
import type { Worksheet } from '../language';
import type { Format } from '../language/explore';
import type { Answers, Ask, Refused, Subject, Takeaway } from '../protocol';
import type { Documents } from './documents';
import { explore } from './engine';
import { showsKeys } from './keys';

/** What is asked of a document as it is now, when something of it is looked at closely. */
export async function askOf(
  document: vscode.TextDocument,
  documents: Documents,
  ask: Ask,
): Promise<Answers[Ask['kind']] | Refused> {
  const worksheet = await worksheetOf(document, documents);
  if ('refused' in worksheet) return worksheet;
  const { answerAsk } = await explore();
  return answerAsk(worksheet, ask, { keys: showsKeys() });
}

/** What a view of a subject can be taken as. */
export async function formatsIn(
  document: vscode.TextDocument,
  documents: Documents,
  subject: Subject,
  view: Takeaway['view'],
): Promise<readonly Format[] | Refused> {
  const worksheet = await worksheetOf(document, documents);
  if ('refused' in worksheet) return worksheet;
  const { formatsFor } = await explore();
  return formatsFor(worksheet, subject, view, { keys: showsKeys() });
}

async function worksheetOf(
  document: vscode.TextDocument,
  documents: Documents,
): Promise<Worksheet | Refused> {
  const analysis = await documents.get(document);
  return analysis.kind === 'problem-set'
    ? analysis.worksheet
    : { refused: 'This is no problem set any more.' };
}
