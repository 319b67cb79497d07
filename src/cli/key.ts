import { valueJson } from '../core';
import { keyText } from '../language/key-text';
import { finding, LineIndex, openProblemSet } from '../problem';
import { defaultRoot, filesOf, readText } from './files';
import { findingJson, hasErrors, print, printError, printFindings, printJson } from './print';

/** `key FILE`: every key of a problem set. @returns the exit code. */
export function key(
  file: string,
  options: { readonly variant: number; readonly json: boolean; readonly root: string | undefined },
): number {
  const read = readText(file);
  if (read.kind === 'unreadable') {
    const lines = new LineIndex('');
    const findings = [findingJson(finding('unreadable-file', { start: 0, end: 0 }, read.message), lines)];
    if (options.json) printJson({ title: '', variant: options.variant, problems: [], findings });
    else printError(read.message);
    return 1;
  }
  const sheet = openProblemSet(read.text, {
    variant: options.variant,
    files: filesOf(file, options.root ?? defaultRoot(file)),
  });
  if (options.json) {
    printJson({
      title: sheet.title,
      variant: options.variant,
      problems: sheet.problems.map((problem) => ({
        id: problem.id,
        title: problem.title,
        given: Object.fromEntries(
          [...problem.parameters, ...problem.given].flatMap(({ name, outcome }) =>
            outcome.kind === 'value' ? [[name, valueJson(outcome.value)]] : [],
          ),
        ),
        parts: problem.parts.map(({ id, kind, answer }) => ({
          id,
          kind,
          ...(answer?.outcome.kind === 'value' && { answer: valueJson(answer.outcome.value) }),
        })),
      })),
      findings: sheet.findings.map((found) => findingJson(found, sheet.lines)),
    });
    return hasErrors(sheet.findings) ? 1 : 0;
  }
  print(keyText(sheet));
  printFindings(file, sheet.findings, sheet.lines);
  return hasErrors(sheet.findings) ? 1 : 0;
}
