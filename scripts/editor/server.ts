import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure } from './failure';
import type { Installation } from './install';
import type { Log } from './log';
import { isPackage, readManifest } from './manifest';
import { shown, temporaryRoot } from './paths';
import { cleanEnvironment, run, startGroup } from './processes';
import { atEnd } from './shutdown';

/** Settings of VS Code, by their names. */
export type Settings = Readonly<Record<string, unknown>>;

/** How a server is to be started. */
export interface ServerOptions {
  readonly installation: Installation;
  readonly log: Log;
  /** The port to listen on; by default any that is free. */
  readonly port?: number;
  /** The folder of the extension, which is used from there, or its `.vsix`, which is installed as a user would. */
  readonly extensionPath: string;
  /**
   * A module that exports `run()`: the window runs it in the extension host, and loads the extension as one under
   * development. Such a window shows no notifications.
   */
  readonly suitePath?: string;
  /** Added to the environment of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Added to the settings that keep the editor quiet. */
  readonly settings?: Settings;
}

/** A VS Code server that runs until it is closed. */
export interface EditorServer {
  /** The address of a window on a folder. */
  url(folder: string): string;
  /** Replaces the settings; windows that are open may or may not notice. */
  setSettings(settings: Settings): void;
  /** Settles when the server ends, whoever ended it. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** Welcome pages, trust questions, updates, telemetry and assistants would all be in the way. */
const quietSettings: Settings = {
  // In a browser the editor saves by itself after a second: what a test typed would be the next one's file.
  'files.autoSave': 'off',
  'editor.cursorBlinking': 'solid',
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
};

const startLimit = 60_000;

/** Starts a VS Code server on this machine, with a user's folder of its own that is deleted at the end. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const { installation, log } = options;
  if (options.port !== undefined) await mustBeFree(options.port);
  const data = mkdtempSync(join(temporaryRoot, 'cnn-editor-'));
  const removeData = atEnd(() => {
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const setSettings = (settings: Settings): void => {
    // The first holds what only a user may set; changes of the second reach windows that are open.
    for (const kind of ['User', 'Machine']) {
      const folder = join(data, 'data', kind);
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        join(folder, 'settings.json'),
        JSON.stringify({ ...quietSettings, ...settings }, undefined, 2),
      );
    }
  };
  setSettings(options.settings ?? {});

  const extensions = join(data, 'extensions');
  if (isPackage(options.extensionPath)) await installPackage(options, data, extensions);
  else if (options.suitePath === undefined) registerExtension(options.extensionPath, extensions);

  // Others who use this machine must not get at the files through the editor.
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(data, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const args = [
    ...[join(installation.folder, 'out', 'server-main.js')],
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
    ...['--connection-token-file', tokenFile, '--accept-server-license-terms'],
    ...['--server-data-dir', data, '--extensions-dir', extensions],
    ...['--telemetry-level', 'off', '--disable-workspace-trust'],
    ...(options.suitePath === undefined ? [] : ['--enable-smoke-test-driver']),
  ];
  const server = startGroup(installation.node, args, {
    cwd: installation.folder,
    env: {
      ...cleanEnvironment(),
      ...options.environment,
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      TMPDIR: data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    let printed = '';
    const listen = (chunk: Buffer): void => {
      const text = chunk.toString();
      log.write('server', text);
      printed += text;
      const found = /agent listening on (\d+)/.exec(printed)?.[1];
      if (found !== undefined) {
        printed = '';
        resolve(Number(found));
      }
    };
    server.child.stdout?.on('data', listen);
    server.child.stderr?.on('data', listen);
    const seeLog = `see ${shown(log.path)}`;
    void server.ended.then((code) => {
      const how =
        typeof code === 'number' ? `ended with code ${code}` : `could not be started (${code.message})`;
      reject(new Failure(`The VS Code server ${how}: ${seeLog}.`));
    });
    setTimeout(() => {
      reject(new Failure(`The VS Code server did not start within ${startLimit / 1000} s: ${seeLog}.`));
    }, startLimit).unref();
  });
  const authority = `127.0.0.1:${port}`;
  return {
    url: (folder) => windowUrl(authority, token, folder, options),
    setSettings,
    ended: server.ended.then(() => undefined),
    close: async () => {
      await server.end();
      await removeData();
    },
  };
}

/**
 * Registers the extension as the command `Developer: Install Extension from Location…` does. The address of a window
 * could name it as well, but then the editor believes that it is being tested, and hides notifications.
 */
function registerExtension(extensionPath: string, extensions: string): void {
  const { name, publisher, version } = readManifest(extensionPath);
  mkdirSync(extensions, { recursive: true });
  const entry = {
    identifier: { id: `${publisher}.${name}` },
    version,
    location: { $mid: 1, scheme: 'file', path: uriPath(extensionPath) },
    metadata: { isMachineScoped: true, source: 'resource' },
  };
  writeFileSync(join(extensions, 'extensions.json'), JSON.stringify([entry]));
}

async function installPackage(options: ServerOptions, data: string, extensions: string): Promise<void> {
  const { installation, extensionPath, log } = options;
  const outcome = await run(
    installation.node,
    [
      join(installation.folder, 'out', 'server-main.js'),
      ...['--accept-server-license-terms', '--server-data-dir', data, '--extensions-dir', extensions],
      ...['--install-extension', extensionPath],
    ],
    { cwd: installation.folder, env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{"serviceUrl":""}' } },
  );
  log.write('install', outcome.output);
  if (outcome.code !== 0)
    throw new Failure(`The editor refuses to install ${shown(extensionPath)}: see ${shown(log.path)}.`);
}

function windowUrl(authority: string, token: string, folder: string, options: ServerOptions): string {
  const remote = (path: string): string => `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const payload = [['skipWelcome', 'true']];
  if (options.suitePath !== undefined) {
    payload.push(['enableProposedApi', '']);
    payload.push(['extensionDevelopmentPath', remote(options.extensionPath)]);
    payload.push(['extensionTestsPath', remote(options.suitePath)]);
  }
  const query = new URLSearchParams({
    tkn: token,
    folder: uriPath(folder),
    payload: JSON.stringify(payload),
  });
  return `http://${authority}/?${query.toString()}`;
}

function uriPath(path: string): string {
  return decodeURIComponent(pathToFileURL(path).pathname);
}

async function mustBeFree(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.code ?? error.message})`;
      reject(new Failure(`Port ${port} ${reason}: choose another with --port, or leave it out.`));
    });
    probe.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}
