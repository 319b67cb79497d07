import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { existingFolder, repository, temporaryRoot } from './paths';
import { atEnd } from './shutdown';

/** A copy of the samples that may be changed, in a temporary folder that is deleted at the end. */
export function copyOfSamples(): string {
  const samples = existingFolder(join(repository, 'samples'), 'The folder with the samples');
  const home = mkdtempSync(join(temporaryRoot, 'cnn-workspace-'));
  atEnd(() => {
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  const copy = join(home, 'samples');
  cpSync(samples, copy, { recursive: true });
  return copy;
}
