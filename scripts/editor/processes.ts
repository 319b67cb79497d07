import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { atEnd } from './shutdown';

/** A program that was started together with whatever it starts itself. */
export interface ProcessGroup {
  readonly child: ChildProcess;
  /** The exit code (or 1 for a signal), or the error that kept it from starting. */
  readonly ended: Promise<number | NodeJS.ErrnoException>;
  /** Ends the program and everything that it started. */
  end(): Promise<void>;
}

/** Starts a program in a process group of its own, so that the whole group can be ended at once. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
  const child = spawn(command, args, {
    ...options,
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = new Promise<number | NodeJS.ErrnoException>((resolve) => {
    child.once('error', resolve);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  return {
    child,
    ended,
    end: atEnd(async () => {
      if (child.pid !== undefined) await endGroup(child.pid);
    }),
  };
}

async function endGroup(leader: number): Promise<void> {
  if (process.platform === 'win32') {
    try {
      execFileSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore' });
    } catch {
      // It had ended already.
    }
    return;
  }
  signalGroup(leader, 'SIGTERM');
  if (await groupIsGone(leader, 8000)) return;
  signalGroup(leader, 'SIGKILL');
  await groupIsGone(leader, 3000);
}

async function groupIsGone(leader: number, limit: number): Promise<boolean> {
  const deadline = Date.now() + limit;
  while (signalGroup(leader, 0)) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Sends a signal to a group; whether somebody was there to receive it. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}

/** How a program that ran to its end went. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  /** Set where the program could not be started at all. */
  readonly missing: boolean;
}

/** Runs a program to its end and answers with what it printed on both streams. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<Outcome> {
  const group = startGroup(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  group.child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  group.child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = new Promise((resolve) => group.child.once('close', resolve));
  const ended = await group.ended;
  if (typeof ended === 'number') await closed;
  await group.end();
  const output = Buffer.concat(chunks).toString();
  return typeof ended === 'number'
    ? { code: ended, output, missing: false }
    : { code: 1, output: output + ended.message, missing: ended.code === 'ENOENT' };
}

/** This program's environment without what an outer editor or an outer npm left in it. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_(package|lifecycle)_|npm_config_local_prefix$)/.test(name),
    ),
  );
}
