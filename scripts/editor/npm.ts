import { extname } from 'node:path';
import { Failure } from './failure';
import { onPath } from './paths';
import { cleanEnvironment, run } from './processes';

/** What npm's own words mean for the person who waits for it. */
const troubles: readonly (readonly [RegExp, string])[] = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    'the npm registry cannot be reached; check the network (or the proxy that npm is set to use) and try again',
  ],
  [/ENOSPC/, 'the disk is full; free about 1.2 GB and try again'],
  [
    /EACCES|EPERM|EROFS/,
    'a folder may not be written to; see that this repository and the npm cache belong to you',
  ],
  [
    /E401|E403/,
    'the npm registry refuses access; check the registry and the credentials that npm is set to use',
  ],
  [
    /E404|ETARGET/,
    'the npm registry that npm is set to use does not carry it; use one that mirrors registry.npmjs.org',
  ],
  [/EINTEGRITY/, 'what arrived was damaged; run `npm cache verify` and try again'],
];

/** Runs npm in a folder; a failure becomes a sentence that says what was being done, and why it did not work. */
export async function npm(what: string, folder: string, args: readonly string[]): Promise<string> {
  // When npm runs a script, it says where it is itself: that is the npm to use, and it needs no shell on Windows.
  const own = process.env['npm_execpath'];
  const [command, first] =
    own !== undefined && extname(own) === '.js' ? [process.execPath, [own]] : [onPath('npm') ?? 'npm', []];
  const quiet = [
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=2000',
  ];
  const outcome = await run(command, [...first, ...args, '--ignore-scripts', ...quiet], {
    cwd: folder,
    env: cleanEnvironment(),
  });
  if (outcome.missing)
    throw new Failure(`${what} needs npm, which is not on the PATH: install Node.js with npm.`);
  if (outcome.code === 0) return outcome.output;
  const known = troubles.find(([sign]) => sign.test(outcome.output))?.[1];
  const words = outcome.output
    .split('\n')
    .find((line) => /^npm (error|ERR!) (?!code|errno|A complete log)/.test(line));
  const reason = known ?? words?.replace(/^npm (error|ERR!) /, '') ?? `npm ended with code ${outcome.code}`;
  throw new Failure(`${what} failed: ${reason}.`);
}
