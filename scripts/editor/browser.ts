import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { Failure } from './failure';
import { onPath } from './paths';
import { run } from './processes';
import { step } from './progress';
import type { Say } from './progress';
import { atEnd } from './shutdown';

const programs = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'msedge',
  'microsoft-edge',
];

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The program of a browser that can be driven: `CHROME_PATH`, one that is installed, or, as root on Debian, one that gets installed. */
export async function provideBrowser(say: Say): Promise<string> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Failure(`CHROME_PATH names ${named}, which does not exist.`);
    return named;
  }
  const found = installedBrowser();
  if (found !== undefined) return found;
  const missing = 'No Chromium or Chrome was found';
  if (process.platform !== 'linux' || onPath('apt-get') === undefined) {
    throw new Failure(`${missing}: install one, or set CHROME_PATH to its program.`);
  }
  if (process.getuid?.() !== 0) {
    throw new Failure(
      `${missing}: run \`sudo apt-get install chromium fonts-dejavu-core\`, or set CHROME_PATH to the program of one.`,
    );
  }
  say(`${missing}; Debian's is installed.`);
  await apt(say, 'Reading the lists of packages', ['update']);
  await apt(say, 'Installing chromium', [
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  ]);
  const installed = installedBrowser();
  if (installed === undefined)
    throw new Failure(`${missing} after apt-get installed it: set CHROME_PATH to its program.`);
  return installed;
}

function installedBrowser(): string | undefined {
  return onPath(...programs) ?? usualPlaces.find((place) => existsSync(place));
}

async function apt(say: Say, what: string, command: readonly string[]): Promise<void> {
  const outcome = await step(say, what, () =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...command], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }),
  );
  if (outcome.code === 0) return;
  const words = outcome.output.split('\n').find((line) => line.startsWith('E: ')) ?? `code ${outcome.code}`;
  throw new Failure(
    `${what} failed (${words.replace('E: ', '')}): install Chromium or Chrome, or set CHROME_PATH to its program.`,
  );
}

/** Starts a browser without a window; it ends with the program. */
export async function startBrowser(program: string): Promise<Browser> {
  let browser: Browser;
  try {
    browser = await chromium.launch({
      executablePath: program,
      args,
      timeout: 60_000,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Failure(
      `The browser ${program} does not start (${reason ?? ''}): set CHROME_PATH to one that does.`,
    );
  }
  const close = atEnd(() => browser.close());
  browser.once('disconnected', () => void close());
  return browser;
}
