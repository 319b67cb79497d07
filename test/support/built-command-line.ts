import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from './texts';

/** Builds the command line into a file, as one runs it: its threads run the same file. */
export function buildCommandLine(outfile: string): void {
  buildSync({
    entryPoints: [join(ROOT, 'src/cli/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  });
}
