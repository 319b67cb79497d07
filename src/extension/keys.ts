import * as vscode from 'vscode';

const SECTION = 'cnnProblems';
const SETTING = 'showKeys';

/** Whether keys may be shown; a setting, so that one command hides all of them before a class. */
export function showsKeys(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get<boolean>(SETTING, true);
}

/** Hides all keys, or shows them again: where the setting was made, else for this user. */
export async function toggleKeys(): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const made = settings.inspect<boolean>(SETTING);
  const target =
    made?.workspaceFolderValue !== undefined
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : made?.workspaceValue !== undefined
        ? vscode.ConfigurationTarget.Workspace
        : vscode.ConfigurationTarget.Global;
  const shown = !showsKeys();
  await settings.update(SETTING, shown, target);
  vscode.window.setStatusBarMessage(
    shown ? '$(eye) Keys are shown.' : '$(eye-closed) Keys are hidden everywhere.',
    4000,
  );
}

/** Whether to show a key all the same; asks where keys are hidden. */
export async function mayShowKeys(): Promise<boolean> {
  if (showsKeys()) return true;
  const choice = await vscode.window.showWarningMessage(
    'Keys are hidden. Show them in a text of their own?',
    { modal: true, detail: 'The setting cnnProblems.showKeys hides them; everything else stays hidden.' },
    'Show the Key',
  );
  return choice !== undefined;
}

/** Listens for the setting. */
export function onKeysChanged(listener: (shown: boolean) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.${SETTING}`)) listener(showsKeys());
  });
}
