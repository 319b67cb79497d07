import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';
import { onPath, temporaryRoot } from './paths';
import { processTable } from './process-table';
import type { ProcessEntry } from './process-table';
import { cleanEnvironment, startGroup } from './processes';
import { atEnd } from './shutdown';

/** Whether there is a screen to open a window on. */
export function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
}

/** The program of a VS Code that is installed on this machine. */
export function installedEditor(): string | undefined {
  const usual = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  return onPath('code') ?? (existsSync(usual) ? usual : undefined);
}

/** Opens the installed VS Code, with a user's folder of its own, and waits until its window is closed. */
export async function useInstalledEditor(
  program: string,
  folder: string,
  extensionPath: string,
): Promise<void> {
  const data = mkdtempSync(join(temporaryRoot, 'cnn-editor-'));
  atEnd(() => {
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  // The editor leaves the process group that it is started in; its user's folder tells which processes are its own.
  atEnd(() => endThoseNaming(data));
  const args = [
    ...[`--extensionDevelopmentPath=${extensionPath}`, `--user-data-dir=${data}`],
    ...[`--extensions-dir=${join(data, 'extensions')}`, '--new-window', '--wait', '--skip-welcome'],
    ...['--skip-release-notes', '--disable-workspace-trust', '--disable-telemetry', '--disable-updates'],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    folder,
  ];
  const editor = startGroup(program, args, {
    env: cleanEnvironment(),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const ended = await editor.ended;
  if (ended !== 0) {
    const how =
      typeof ended === 'number' ? `ended with code ${ended}` : `could not be started (${ended.message})`;
    throw new Failure(
      `${program} ${how}: try \`npm start -- --server\`, which needs no VS Code on this machine.`,
    );
  }
}

async function endThoseNaming(folder: string): Promise<void> {
  const deadline = Date.now() + 8000;
  for (let left = thoseNaming(folder); left.length > 0 && Date.now() < deadline; left = thoseNaming(folder)) {
    for (const id of left) {
      try {
        process.kill(id, 'SIGTERM');
      } catch {
        // It ended together with another one.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The processes whose command names a folder, and all that they started. */
function thoseNaming(folder: string): readonly number[] {
  const table = processTable();
  const belongs = (entry: ProcessEntry | undefined): boolean =>
    entry !== undefined && (entry.command.includes(folder) || belongs(table.get(entry.parent)));
  return [...table.values()].filter(belongs).map(({ id }) => id);
}

/** Shows an address in the person's own browser, where there is a screen; whether it was tried. */
export function showInBrowser(url: string): boolean {
  const openers: Partial<Record<NodeJS.Platform, string>> = {
    darwin: 'open',
    win32: 'explorer',
    linux: 'xdg-open',
  };
  const program = onPath(openers[process.platform] ?? 'xdg-open');
  if (program === undefined || !hasDisplay()) return false;
  // The browser is the person's own, with other things open in it: it stays when the editor ends.
  const opener = spawn(program, [url], { detached: true, stdio: 'ignore' });
  opener.on('error', () => undefined);
  opener.unref();
  return true;
}
