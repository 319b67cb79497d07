import { grade, numberFindings, readAnswerFile, Worksheets } from '../grading';
import { finding, LineIndex, openProblemSet, variantFindings, type Finding } from '../problem';
import { defaultRoot, filesOf, isAnswerFile, readNamed, readText } from './files';
import { findingJson, hasErrors, print, printFindings, printJson } from './print';

/** `lint FILE…`: what is wrong with problem sets and answer files. @returns the exit code. */
export function lint(
  files: readonly string[],
  options: {
    readonly json: boolean;
    readonly root: string | undefined;
    /** How many variants of each problem set are computed and compared; none where it is 0. */
    readonly variants: number;
  },
): number {
  const sets = new Worksheets();
  const results = files.map((file) => ({
    file,
    ...findingsOf(file, options.root ?? defaultRoot(file), options.variants, sets),
  }));
  if (options.json)
    printJson(
      results.map(({ file, findings, lines }) => ({
        file,
        findings: findings.map((found) => findingJson(found, lines)),
      })),
    );
  else {
    for (const { file, findings, lines } of results) printFindings(file, findings, lines);
    const count = results.reduce((sum, { findings }) => sum + findings.length, 0);
    print(
      count === 0
        ? `${files.length === 1 ? 'Nothing' : `${files.length} files: nothing`} to say.`
        : `${count} finding${count === 1 ? '' : 's'}.`,
    );
  }
  return results.some(({ findings }) => hasErrors(findings)) ? 1 : 0;
}

function findingsOf(
  file: string,
  root: string,
  variants: number,
  sets: Worksheets,
): { readonly findings: readonly Finding[]; readonly lines: LineIndex } {
  const read = readText(file);
  if (read.kind === 'unreadable')
    return {
      findings: [finding('unreadable-file', { start: 0, end: 0 }, read.message)],
      lines: new LineIndex(''),
    };
  if (!isAnswerFile(file)) {
    const files = filesOf(file, root);
    const sheet = openProblemSet(read.text, { files });
    const more = variants > 0 ? variantFindings(read.text, variants, { files }) : [];
    const broken = hasErrors(sheet.findings);
    const numbers = broken ? [] : numberFindings(sheet, files, variants);
    return { findings: [...sheet.findings, ...more, ...numbers], lines: sheet.lines };
  }
  const answers = readAnswerFile(read.text);
  if (!answers.problemSet) return { findings: answers.findings, lines: answers.lines };
  const set = readNamed(file, answers.problemSet.path, root);
  if (set.kind === 'unreadable')
    return {
      findings: [...answers.findings, finding('answer-file', answers.problemSet.span, set.message)],
      lines: answers.lines,
    };
  const { text, path } = set;
  const sheet = sets.of(answers, { text, path, files: filesOf(path, root) });
  return { findings: grade(answers, sheet).findings, lines: answers.lines };
}
