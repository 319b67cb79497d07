import * as vscode from 'vscode';
import type { Format } from '../../language/explore';
import type { Answers, Ask, Refused, Subject, Takeaway } from '../../protocol';

interface Choice extends vscode.QuickPickItem {
  readonly format: Format['id'];
  readonly save: boolean;
}

/** Pixels of a PNG per pixel of its drawing: enough for print. */
const PNG_SCALE = 3;
const SAID_MS = 5000;

/** Where what is taken comes from. */
export interface TakeSource {
  readonly uri: vscode.Uri;
  ask(ask: Ask): Promise<Answers[Ask['kind']] | Refused>;
  /** What a view of a subject can be taken as. */
  formats(subject: Subject, view: Takeaway['view']): Promise<readonly Format[] | Refused>;
  /** Draws an SVG as a PNG; undefined where nothing can. */
  rasterise(svg: string, scale: number): Promise<Uint8Array | undefined>;
}

/** Copies or saves what is seen; without a format, the person chooses. */
export async function take(
  source: TakeSource,
  subject: Subject,
  what: Takeaway,
  format?: Format['id'],
): Promise<void> {
  const choice =
    format === undefined ? await choose(source, subject, what) : { format, save: format === 'png' };
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

/** Has the person choose; a PNG can't be copied as text. */
async function choose(source: TakeSource, subject: Subject, what: Takeaway): Promise<Choice | undefined> {
  const formats = await source.formats(subject, what.view);
  if ('refused' in formats) {
    void vscode.window.showInformationMessage(formats.refused);
    return undefined;
  }
  const choices = formats.flatMap(({ id, label, extension }): Choice[] => [
    ...(id === 'png' ? [] : [{ label: `$(copy) Copy as ${label}`, format: id, save: false }]),
    { label: `$(save) Save as ${label}…`, description: `.${extension}`, format: id, save: true },
  ]);
  choices.sort((a, b) => Number(a.save) - Number(b.save));
  return vscode.window.showQuickPick(choices, {
    title: 'Export',
    placeHolder: 'Copy or save what is seen',
    // When a context menu of the preview closes, the preview takes the focus back.
    ignoreFocusOut: true,
  });
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
