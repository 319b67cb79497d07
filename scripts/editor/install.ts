import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';
import { npm } from './npm';
import { cacheFolder, onPath, shown } from './paths';
import { isRunning } from './process-table';
import { run } from './processes';
import { step } from './progress';
import type { Say } from './progress';
import { atEnd } from './shutdown';
import { nodePackages, ripgrepPackage } from './versions';
import type { EditorVersion } from './versions';

/** A VS Code server, ready to be started. */
export interface Installation {
  readonly version: EditorVersion;
  /** The Node that runs it. */
  readonly node: string;
  /** Its folder, with `out/server-main.js` in it. */
  readonly folder: string;
}

const neededBytes = 1.2e9;

/** Unpacks a VS Code server from the npm registry into the cache folder, unless it is there. */
export async function installEditor(version: EditorVersion, say: Say): Promise<Installation> {
  const home = join(cacheFolder, `vscode-${version.vscode}-${process.platform}-${process.arch}`);
  // A complete installation appears under its name all at once, so an interrupted one is never taken for complete.
  if (!existsSync(home)) await installInto(home, version, say);
  const folder = join(home, 'server');
  linkModules(folder);
  return {
    version,
    folder,
    node: needsOwnNode(version) ? nodeProgram(join(home, 'node')) : process.execPath,
  };
}

async function installInto(home: string, version: EditorVersion, say: Say): Promise<void> {
  makeCacheFolder();
  const temporary = mkdtempSync(join(cacheFolder, `installing-${process.pid}-`));
  const removeTemporary = atEnd(() => {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  });
  try {
    say(`VS Code ${version.vscode} is unpacked into ${shown(cacheFolder)} (once; up to 0.8 GB):`);
    const server = join(temporary, 'server');
    mkdirSync(server);
    await downloadServer(server, temporary, version, say);
    await step(say, '3. Installing the modules it uses', () =>
      npm('Installing the modules of VS Code', server, ['ci', '--omit=dev', '--legacy-peer-deps']),
    );
    if (version.lacksRipgrep) await addRipgrep(server, temporary, say);
    if (needsOwnNode(version)) await addNode(join(temporary, 'node'), version, say);
    moveInto(home, temporary);
  } finally {
    await removeTemporary();
  }
}

function makeCacheFolder(): void {
  try {
    mkdirSync(cacheFolder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new Failure(
      `The folder ${shown(cacheFolder)} cannot be made (${reason}): see that you may write to this repository.`,
    );
  }
  for (const name of readdirSync(cacheFolder)) {
    const owner = /^installing-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      rmSync(join(cacheFolder, name), { recursive: true, force: true });
    }
  }
  const { bavail, bsize } = statfsSync(cacheFolder);
  if (bavail * bsize < neededBytes) {
    const free = ((bavail * bsize) / 1e9).toFixed(1);
    throw new Failure(
      `Only ${free} GB of disk are free where ${shown(cacheFolder)} is: unpacking VS Code needs 1.2 GB.`,
    );
  }
}

async function downloadServer(
  server: string,
  temporary: string,
  version: EditorVersion,
  say: Say,
): Promise<void> {
  await step(say, `1. Downloading VS Code ${version.vscode} from the npm registry (47 MB)`, () =>
    npm('Downloading VS Code', temporary, ['pack', `code-server@${version.package}`]),
  );
  const archive = `code-server-${version.package}.tgz`;
  await step(say, '2. Unpacking it', async () => {
    const tar = await run(
      'tar',
      ['xzf', archive, '-C', 'server', '--strip-components=3', 'package/lib/vscode'],
      {
        cwd: temporary,
      },
    );
    if (tar.missing) throw new Failure('Unpacking VS Code needs the program `tar`: install it.');
    if (tar.code !== 0) {
      const full = /Wrote only|No space left/.test(tar.output);
      const reason = full
        ? 'the disk is full; free about 1.2 GB and try again'
        : tar.output.trim().split('\n')[0];
      throw new Failure(`Unpacking VS Code failed: ${reason ?? ''}.`);
    }
  });
  if (!existsSync(join(server, 'out', 'server-main.js'))) {
    throw new Failure(`Unpacking VS Code failed: ${archive} does not hold what it should.`);
  }
  rmSync(join(temporary, archive));
}

async function addRipgrep(server: string, temporary: string, say: Say): Promise<void> {
  const folder = join(server, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(folder, { recursive: true });
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const found = onPath('rg');
  if (found !== undefined) {
    copyFileSync(found, join(folder, name));
    return;
  }
  const packages = join(temporary, 'ripgrep');
  mkdirSync(packages);
  await step(say, '4. Downloading the program that finds files', () =>
    npm('Downloading ripgrep', packages, ['install', '--prefix', packages, ripgrepPackage]),
  );
  const packageName = ripgrepPackage.slice(0, ripgrepPackage.lastIndexOf('@'));
  copyFileSync(join(packages, 'node_modules', packageName, 'bin', name), join(folder, name));
  chmodSync(join(folder, name), 0o755);
  rmSync(packages, { recursive: true });
}

function needsOwnNode(version: EditorVersion): boolean {
  return Number(process.versions.node.split('.')[0]) < version.node;
}

async function addNode(folder: string, version: EditorVersion, say: Say): Promise<void> {
  const wanted = nodePackages[`${process.platform}-${process.arch}`];
  if (wanted === undefined) {
    throw new Failure(
      `VS Code ${version.vscode} needs Node ${version.node} or later: run this with such a Node.`,
    );
  }
  mkdirSync(folder);
  await step(say, `4. Downloading Node ${version.node} to run it (40 MB)`, () =>
    npm(`Downloading Node ${version.node}`, folder, ['install', '--prefix', folder, wanted]),
  );
  nodeProgram(folder);
}

/** The Node in the one package that `addNode` installed. */
function nodeProgram(folder: string): string {
  const modules = join(folder, 'node_modules');
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const entry of existsSync(modules) ? readdirSync(modules) : []) {
    const program = join(modules, entry, 'bin', name);
    if (existsSync(program)) return program;
  }
  throw new Failure(`The Node that runs VS Code is missing: delete ${shown(cacheFolder)} and try again.`);
}

function moveInto(home: string, temporary: string): void {
  try {
    renameSync(temporary, home);
  } catch (error) {
    // Another program may have unpacked the same in the meantime; then that one is used.
    if (!existsSync(home)) throw error;
  }
}

/** VS Code looks for some of its modules in `node_modules.asar`. */
function linkModules(folder: string): void {
  const link = join(folder, 'node_modules.asar');
  try {
    symlinkSync('node_modules', link, 'junction');
  } catch {
    if (!existsSync(link))
      throw new Failure(`VS Code is damaged: delete ${shown(cacheFolder)} and try again.`);
  }
}
