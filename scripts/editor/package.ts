import { join } from 'node:path';
import { readManifest } from './manifest';
import { repository } from './paths';

const { name, version } = readManifest(repository);

/** What `npm run package` makes. */
export const packagePath = join(repository, `${name}-${version}.vsix`);
