import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../editor/paths';
import { npm } from '../editor/npm';
import { step } from '../editor/progress';
import type { Say } from '../editor/progress';

/** The last one that runs on Node 20. */
const VERSION = '1.25.0';
const folder = join(cacheFolder, `yaml-language-server-${VERSION}`);

/** The server's program, to be loaded with `require`. */
export const yamlServerPath = join(folder, 'node_modules', 'yaml-language-server', 'out', 'server', 'src');

export const yamlServerName = `yaml-language-server ${VERSION}`;

interface Document {
  readonly uri: string;
}

/** What is used of its interface. */
interface Module {
  readonly getLanguageService: (parts: object) => {
    readonly configure: (settings: object) => void;
    readonly doValidation: (
      document: Document,
      isKubernetes: boolean,
    ) => Promise<readonly { readonly message: string }[]>;
  };
}

interface Documents {
  readonly TextDocument: {
    readonly create: (uri: string, languageId: string, version: number, text: string) => Document;
  };
}

/** Puts the server into the cache folder, unless it is there. */
export async function installYamlServer(say: Say): Promise<void> {
  if (existsSync(yamlServerPath)) return;
  mkdirSync(folder, { recursive: true });
  await step(say, `Installing ${yamlServerName} to compare with (27 MB)`, () =>
    npm(`Installing ${yamlServerName}`, folder, [
      'install',
      '--prefix',
      folder,
      `yaml-language-server@${VERSION}`,
    ]),
  );
}

/** Validates a text against a schema, as the server does after each change of a file; answers with its complaints. */
export function startYamlServer(schema: object): (text: string) => Promise<readonly string[]> {
  const load = createRequire(join(yamlServerPath, 'index.js'));
  const { getLanguageService } = load(join(yamlServerPath, 'index.js')) as Module;
  const { TextDocument } = load('vscode-languageserver-textdocument') as Documents;
  const service = getLanguageService({
    schemaRequestService: () => Promise.reject(new Error('Nothing is fetched here.')),
    workspaceContext: { resolveRelativePath: (path: string) => path },
  });
  service.configure({
    validate: true,
    schemas: [{ uri: 'file:///cnn.schema.json', fileMatch: ['*.cnn.yaml'], schema }],
  });
  let version = 0;
  return async (text) => {
    version += 1;
    const document = TextDocument.create('file:///bench.cnn.yaml', 'yaml', version, text);
    return (await service.doValidation(document, false)).map(({ message }) => message);
  };
}
