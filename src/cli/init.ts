import { basename } from 'node:path';
import { openProblemSet } from '../problem';
import { defaultRoot, filesOf, readText } from './files';
import { bytesOfProgram } from './program';
import { hasErrors, print, printError, printFindings } from './print';
import { staysWithin, writeFiles, type NewFile } from './write-files';

interface InitOptions {
  readonly force: boolean;
  /** The program that is copied: this command line. */
  readonly script: string;
}

/** `init gradescope FOLDER --set FILE`: an autograder that needs nothing but Node. @returns the exit code. */
export function initGradescope(
  folder: string,
  options: InitOptions & { readonly set: string; readonly root: string | undefined },
): number {
  const read = readText(options.set);
  if (read.kind === 'unreadable') {
    printError(read.message);
    return 1;
  }
  const files = filesOf(options.set, options.root ?? defaultRoot(options.set));
  const worksheet = openProblemSet(read.text, { files });
  if (hasErrors(worksheet.findings)) {
    printFindings(options.set, worksheet.findings, worksheet.lines);
    printError(`${options.set} has errors; an autograder needs a problem set without.`);
    return 1;
  }
  const outside = worksheet.files.find((path) => !staysWithin(path));
  if (outside !== undefined) {
    printError(`The problem set names “${outside}”, which lies outside its folder; it can’t go with it.`);
    return 1;
  }
  const name = basename(options.set);
  const data = worksheet.files.flatMap((path): NewFile[] => {
    const content = files(path);
    return content?.kind === 'bytes' ? [{ path: `problem-set/${path}`, content: content.bytes }] : [];
  });
  return finish(folder, options, [
    { path: 'setup.sh', content: SETUP, isProgram: true },
    { path: 'run_autograder', content: runAutograder(name), isProgram: true },
    { path: `problem-set/${name}`, content: read.text },
    ...data,
    { path: 'README.md', content: gradescopeReadme(name) },
    { path: 'cli.js', content: bytesOfProgram(options.script) },
  ]);
}

/** `init github FOLDER`: a workflow that checks every answer file of a repository. @returns the exit code. */
export function initGithub(folder: string, options: InitOptions): number {
  return finish(folder, options, [
    { path: '.github/workflows/check.yml', content: WORKFLOW },
    { path: '.github/cnn-problems/cli.js', content: bytesOfProgram(options.script) },
  ]);
}

function finish(folder: string, { force }: InitOptions, files: readonly NewFile[]): number {
  const problem = writeFiles(folder, files, force);
  if (problem !== undefined) printError(problem);
  else print(files.map(({ path }) => `${folder}/${path}`).join('\n'));
  return problem === undefined ? 0 : 1;
}

/** A text as one word of the shell, whatever is in it. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const SETUP = `#!/usr/bin/env bash
# Runs once, when Gradescope builds the image: the autograder needs Node 20 or newer, and nothing else.
set -euo pipefail
if ! node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; then
  apt-get update
  apt-get install -y curl ca-certificates
  curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
  apt-get install -y nodejs
fi
`;

function runAutograder(set: string): string {
  return `#!/usr/bin/env bash
# Runs for every submission: whatever is handed in, results.json is written.
set -uo pipefail
root="\${AUTOGRADER_ROOT:-/autograder}"
source="$(cd "$(dirname "$0")" && pwd)"
# Gradescope copies this file beside the folder that it stands in.
[ -f "$source/cli.js" ] || source="$root/source"
mkdir -p "$root/results"
# One thread: an answer that takes too long or too much memory is a finding, and the results are still written.
node "$source/cli.js" check "$root/submission" --set "$source"/problem-set/${shellWord(set)} \\
  --jobs 1 --no-progress --format gradescope > "$root/results/results.part"
code=$?
# 1 says that not all is right, 2 that something could not be read: both are results.
if [ "$code" -le 2 ] && [ -s "$root/results/results.part" ]; then
  mv "$root/results/results.part" "$root/results/results.json"
else
  echo '{"score": 0, "output": "The autograder failed; please tell whoever set this problem set.", "tests": []}' \\
    > "$root/results/results.json"
fi
`;
}

function gradescopeReadme(set: string): string {
  return `# Autograder for ${set}

Zip what is in this folder (\`zip -r autograder.zip .\`) and upload it as the autograder of a programming assignment.
Students hand in one \`NAME.answers.cnn.yaml\`; it is judged against \`problem-set/${set}\`, whatever file it names.

- \`setup.sh\` installs Node where there is none; \`run_autograder\` needs no network.
- Each part is a test with its points. What a person reads counts for nothing here; grade it by hand.
- Students see the sentence that stands beside each verdict, which may say a value; they never see the problem set.
- To try it: \`mkdir -p try/submission\`, put an answer file there, and run \`AUTOGRADER_ROOT=$PWD/try ./run_autograder\`.
`;
}

const WORKFLOW = `# Checks every NAME.answers.cnn.yaml of this repository.
name: Check answers
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: node .github/cnn-problems/cli.js check . --root . --format junit > results.xml
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: results
          path: results.xml
`;
