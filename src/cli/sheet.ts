import { basename, resolve } from 'node:path';
import { openProblemSet } from '../problem';
import { blankAnswers, sheetText } from '../publish/sheet';
import { defaultRoot, filesOf, readText } from './files';
import { hasErrors, print, printError, printFindings } from './print';
import { staysWithin, writeFiles, type NewFile } from './write-files';

export const PUBLISH_FORMATS = ['sheet'] as const;

/** `export FILE --to sheet -o FOLDER`: a problem set without its keys, and an answer file to fill in. @returns the exit code. */
export function exportSheet(
  file: string,
  options: {
    readonly out: string;
    readonly variant: number;
    readonly root: string | undefined;
    readonly force: boolean;
  },
): number {
  const read = readText(file);
  if (read.kind === 'unreadable') {
    printError(read.message);
    return 1;
  }
  const files = filesOf(file, options.root ?? defaultRoot(file));
  const worksheet = openProblemSet(read.text, { variant: options.variant, files });
  if (hasErrors(worksheet.findings)) {
    printFindings(file, worksheet.findings, worksheet.lines);
    printError(`${file} has errors; a sheet is made of a problem set without.`);
    return 1;
  }
  const name = basename(file).replace(/\.cnn\.ya?ml$/i, '');
  const sheet = sheetText(worksheet);
  // Of the files that it names only those that are still named go with it.
  const { files: named } = openProblemSet(sheet, { files });
  const data = named.flatMap((path): NewFile[] => {
    const content = files(path);
    return content?.kind === 'bytes' && staysWithin(path) ? [{ path, content: content.bytes }] : [];
  });
  const written: NewFile[] = [
    { path: `${name}.cnn.yaml`, content: sheet },
    { path: `${name}.answers.cnn.yaml`, content: blankAnswers(worksheet, `${name}.cnn.yaml`) },
    ...data,
  ];
  if (written.some(({ path }) => resolve(options.out, path) === resolve(file))) {
    printError(`The sheet of ${file} would take its place; say another folder with -o.`);
    return 1;
  }
  const problem = writeFiles(options.out, written, options.force);
  if (problem !== undefined) printError(problem);
  else print(written.map(({ path }) => `${options.out}/${path}`).join('\n'));
  return problem === undefined ? 0 : 1;
}
