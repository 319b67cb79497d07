import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
export interface ProcessEntry {
  readonly id: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that run now; nothing where the machine does not tell. */
export function processTable(): ReadonlyMap<number, ProcessEntry> {
  const entries = process.platform === 'linux' ? fromProc() : process.platform === 'win32' ? [] : fromPs();
  return new Map(entries.map((entry) => [entry.id, entry]));
}

/** Debian has no `ps` unless it is asked for. */
function fromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProc(Number(name)))
    .filter((entry) => entry !== undefined);
}

function readProc(id: number): ProcessEntry | undefined {
  try {
    // The second field is a name in parentheses, which may hold anything.
    const [state, parent] = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { id, parent: Number(parent), command };
  } catch {
    // It has ended in the meantime.
    return undefined;
  }
}

function fromPs(): ProcessEntry[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, id, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (command === undefined || state?.startsWith('Z') === true) return [];
    return [{ id: Number(id), parent: Number(parent), command }];
  });
}

/**
 * The processes that stand between the person and this one: its parent, and all up to npm where npm runs it. Their end
 * means that nobody waits for this one any more.
 */
export function callers(): readonly ProcessEntry[] {
  const table = processTable();
  const chain: ProcessEntry[] = [];
  for (let entry = table.get(process.ppid); entry !== undefined; entry = table.get(entry.parent)) {
    chain.push(entry);
    if (/^(\S*node(\.exe)? \S*npm-cli\.js|npm)( |$)/.test(entry.command)) return chain;
  }
  return chain.slice(0, 1);
}

/** Whether these processes all run, each under the same parent as before. */
export function stillRun(entries: readonly ProcessEntry[]): boolean {
  if (process.platform !== 'linux') return entries.every(({ id }) => isRunning(id));
  return entries.every(({ id, parent }) => readProc(id)?.parent === parent || id === 1);
}

/** Whether there is such a process. */
export function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
