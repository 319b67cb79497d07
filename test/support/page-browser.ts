/**
 * The preview page in a real browser, under the content security policy that it gets in the editor: for the tests
 * of the page and for the gallery.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import type { Browser, Page as BrowserPage } from 'playwright-core';
import type {
  Answers,
  Ask,
  HostMessage,
  NumberedAsk,
  Page,
  PageMessage,
  PageState,
  Refused,
} from '../../src/protocol';
import { themes, type Theme } from '../page/fixtures/themes';

const ROOT = resolve(__dirname, '../..');
const PATIENCE_MS = 10_000;
const POLL_MS = 20;
const NONCE = 'cGFnZS10ZXN0cw';
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Serves what the extension ships to its webview, and nothing else. */
export interface PageServer {
  readonly origin: string;
  close(): void;
}

export async function servePage(): Promise<PageServer> {
  if (!existsSync(join(ROOT, 'dist/preview.js')))
    throw new Error('There is no dist/preview.js: run npm run build first.');
  const server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://page');
    const theme = themes.find(({ name }) => name === searchParams.get('theme')) ?? themes[0];
    if (path === '/theme.css') {
      response.writeHead(200, { 'Content-Type': 'text/css' });
      response.end(theme === undefined ? '' : variables(theme));
      return;
    }
    if (path === '/') {
      const { port } = address(server);
      response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy(`http://127.0.0.1:${port}`),
      });
      response.end(theme === undefined ? '' : shell(theme));
      return;
    }
    const file = resolve(ROOT, `.${path}`);
    const shipped = ['dist', 'media'].some((folder) => file.startsWith(join(ROOT, folder) + sep));
    if (!shipped || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${address(server).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function address(server: Server): { readonly port: number } {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The server of the page has no port.');
  return bound;
}

function policy(source: string): string {
  return [
    "default-src 'none'",
    `img-src ${source} data:`,
    `style-src ${source}`,
    `font-src ${source}`,
    `script-src 'nonce-${NONCE}' ${source}`,
  ].join('; ');
}

function variables(theme: Theme): string {
  const lines = Object.entries(theme.variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `:root { ${lines.join(' ')} }\n${DEFAULTS}`;
}

/** The style that the editor gives every webview, as far as it touches what the page has. */
const DEFAULTS = `@layer vscode-default {
  body { padding: 0 20px; font-size: var(--vscode-font-size); }
  code {
    padding: 1px 3px;
    border-radius: 4px;
    background-color: var(--vscode-textPreformat-background);
    color: var(--vscode-textPreformat-foreground);
    font-family: var(--monaco-monospace-font);
  }
  pre code { padding: 0; }
  blockquote {
    background: var(--vscode-textBlockQuote-background);
    border-color: var(--vscode-textBlockQuote-border);
  }
  kbd {
    padding: 1px 3px;
    border: 1px solid #888;
    border-radius: 3px;
    box-shadow: inset 0 -1px 0 #888;
    background-color: #555;
    color: #ccc;
    vertical-align: middle;
  }
}`;

function shell(theme: Theme): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/theme.css?theme=${theme.name}">
    <link rel="stylesheet" href="/media/preview.css">
    <title>Preview</title>
  </head>
  <body class="${theme.classes.join(' ')}" data-vscode-theme-kind="${theme.kind}">
    <script type="module" nonce="${NONCE}" src="/dist/preview.js"></script>
  </body>
</html>`;
}

export interface OpenOptions {
  readonly theme: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly ratio?: number;
  readonly state?: PageState;
  /** Whether things move; without, the page is told that they had better not. */
  readonly motion?: boolean;
  /** Answers what the page asks, as the extension host does. */
  readonly answer?: (ask: Ask) => Answers[Ask['kind']] | Refused;
  /** Files of scripts that run in the page before its own, outside its policy. */
  readonly scripts?: readonly string[];
}

/** A page that is open, with what it said and what went wrong in it. */
export interface OpenPage {
  readonly page: BrowserPage;
  /** Errors, warnings and breaches of the policy; an orderly page has none. */
  readonly complaints: readonly string[];
  /** Sends a message as the extension host does. */
  readonly send: (message: HostMessage) => Promise<void>;
  /** Sends a view model and waits until it is drawn and typeset. */
  readonly draw: (page: Page, version?: number) => Promise<void>;
  /** What the page sent to the host. */
  readonly sent: () => Promise<readonly PageMessage[]>;
  /** What the page keeps over a reload. */
  readonly kept: () => Promise<PageState | undefined>;
  readonly setTheme: (theme: Theme) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const URI = 'file:///course/disc4.cnn.yaml';

declare global {
  interface Window {
    sentToHost: PageMessage[];
    keptState: PageState | undefined;
  }
}

/** Opens the page in a theme and waits until it says that it is ready. */
export async function openPage(
  browser: Browser,
  server: PageServer,
  options: OpenOptions,
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 960, height: options.height ?? 900 },
    deviceScaleFactor: options.ratio ?? 2,
    reducedMotion: options.motion === true ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  const { answer } = options;
  if (answer)
    await page.exposeFunction('answerAsHost', (asks: readonly NumberedAsk[]) =>
      JSON.stringify(
        asks.map(({ id, ask }) => ({ id, answer: answer(ask) })),
        (_, value: unknown) =>
          value instanceof Uint8Array || value instanceof Uint16Array
            ? { [value.constructor.name]: Array.from(value) }
            : value,
      ),
    );
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(stub(options.state));
  for (const path of options.scripts ?? []) await page.addInitScript({ path });
  await page.goto(`${server.origin}/?theme=${options.theme.name}`);
  await until(() => page.evaluate(() => window.sentToHost.length > 0), 'the page to be ready', complaints);
  return {
    page,
    complaints,
    send: (message) =>
      page.evaluate((data) => {
        window.postMessage(data, '*');
      }, message),
    async draw(view, version = 1) {
      await page.evaluate(
        (data) => {
          window.postMessage(data, '*');
        },
        { type: 'page', uri: URI, version, page: view } satisfies HostMessage,
      );
      await settled(page);
    },
    sent: () => page.evaluate(() => window.sentToHost),
    kept: () => page.evaluate(() => window.keptState),
    async setTheme(theme) {
      await page.evaluate(dress, theme);
      await frames(page);
    },
    close: () => context.close(),
  };
}

/** Waits until what was sent is drawn: formulas are typeset, fonts are there. */
export async function settled(page: BrowserPage): Promise<void> {
  await frames(page);
  await until(
    () => page.evaluate(() => document.querySelector('code.tex:not(.wrong)') === null),
    'the maths to be typeset',
  );
  await page.evaluate(() => document.fonts.ready);
  await frames(page);
}

/**
 * Waits for something in the page. (Playwright's own waitForFunction evaluates a string, which the policy of the
 * page forbids.)
 */
export async function until(
  condition: () => Promise<boolean>,
  what: string,
  complaints: readonly string[] = [],
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}. ${complaints.join(' ')}`);
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

async function frames(page: BrowserPage): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            done();
          });
        });
      }),
  );
}

/**
 * Runs in the page, before its scripts: the editor's side of a webview. It is text, since a function would arrive in
 * the page with calls of helpers that the compiler added and the page does not have.
 */
function stub(state: PageState | undefined): { readonly content: string } {
  return {
    content: `
      window.sentToHost = [];
      window.keptState = ${JSON.stringify(state)};
      const withArrays = (key, value) =>
        value?.Uint8Array !== undefined ? new Uint8Array(value.Uint8Array)
        : value?.Uint16Array !== undefined ? new Uint16Array(value.Uint16Array)
        : value;
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
      });
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => {
          window.sentToHost.push(message);
          if (message.type === 'asks' && window.answerAsHost !== undefined)
            window.answerAsHost(message.asks).then((answers) => {
              window.postMessage({ type: 'answers', answers: JSON.parse(answers, withArrays) }, '*');
            });
        },
        getState: () => window.keptState,
        setState: (next) => { window.keptState = next; },
      });`,
  };
}

/** Runs in the page: changes the theme as the editor does, while the page lives. */
function dress(theme: Theme): void {
  for (const [name, value] of Object.entries(theme.variables)) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
  document.body.className = theme.classes.join(' ');
  document.body.dataset['vscodeThemeKind'] = theme.kind;
}
