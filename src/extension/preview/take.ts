import * as vscode from 'vscode';
import type { Answers, Ask, Refused, Subject, Takeaway, TakeFormat } from '../../protocol';

type Format = TakeFormat | 'png';

interface Choice extends vscode.QuickPickItem {
  readonly format: Format;
  readonly save: boolean;
}

/** What a view can be taken away as, in the order in which it is offered. */
const CHOICES: readonly Choice[] = [
  { label: '$(copy) Copy as TikZ', description: 'a drawing for LaTeX', format: 'tikz', save: false },
  { label: '$(copy) Copy as LaTeX', description: 'its values', format: 'latex', save: false },
  { label: '$(copy) Copy as NumPy', description: 'its values', format: 'numpy', save: false },
  { label: '$(copy) Copy as CSV', description: 'its values, for a spreadsheet', format: 'csv', save: false },
  { label: '$(copy) Copy as SVG', description: 'a drawing, as text', format: 'svg', save: false },
  { label: '$(save) Save as PNG…', description: 'a picture', format: 'png', save: true },
  { label: '$(save) Save as SVG…', description: 'a drawing', format: 'svg', save: true },
  { label: '$(save) Save as TikZ…', description: 'a drawing for LaTeX', format: 'tikz', save: true },
  { label: '$(save) Save as CSV…', description: 'its values', format: 'csv', save: true },
];

/** Pixels of a PNG per pixel of its drawing: enough for print. */
const PNG_SCALE = 3;
const SAID_MS = 5000;

/** Where what is taken comes from. */
export interface TakeSource {
  readonly uri: vscode.Uri;
  ask(ask: Ask): Promise<Answers[Ask['kind']] | Refused>;
  /** Draws an SVG as a PNG; undefined where nothing can. */
  rasterise(svg: string, scale: number): Promise<Uint8Array | undefined>;
}

/** Copies or saves what is seen; without a format, the person chooses. */
export async function take(
  source: TakeSource,
  subject: Subject,
  what: Takeaway,
  format?: Format,
): Promise<void> {
  const choice =
    format === undefined
      ? await vscode.window.showQuickPick(CHOICES, {
          title: 'Export',
          placeHolder: 'Copy or save what is seen',
        })
      : { format, save: format === 'png' };
  if (!choice) return;
  const drawn = choice.format === 'png' ? 'svg' : choice.format;
  const taken = await source.ask({ kind: 'take', subject, what, format: drawn });
  if ('refused' in taken) {
    void vscode.window.showInformationMessage(taken.refused);
    return;
  }
  if (!('fileName' in taken)) return;
  if (!choice.save) {
    await vscode.env.clipboard.writeText(taken.text);
    vscode.window.setStatusBarMessage(`$(check) Copied ${taken.what}.`, SAID_MS);
    return;
  }
  const name = choice.format === 'png' ? taken.fileName.replace(/\.svg$/, '.png') : taken.fileName;
  const bytes =
    choice.format === 'png'
      ? await source.rasterise(taken.text, PNG_SCALE)
      : new TextEncoder().encode(taken.text);
  if (bytes) await save(source.uri, name, bytes);
  else
    void vscode.window.showInformationMessage('This is too large to be drawn as a PNG; an SVG has no size.');
}

/** Asks where to, beside the problem set at first. */
async function save(beside: vscode.Uri, name: string, bytes: Uint8Array): Promise<void> {
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(beside, '..', name),
    title: `Save ${name}`,
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, bytes);
  vscode.window.setStatusBarMessage(`$(check) Saved ${vscode.workspace.asRelativePath(uri)}.`, SAID_MS);
}
