import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyText } from '../src/language';
import { grade, readAnswerFile } from '../src/grading';
import { openProblemSet } from '../src/problem';
import { ROOT } from './support/texts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [problemSet = '', answers = ''] = blocks('yaml');

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text]) => text ?? '',
  );
}

describe('the README', () => {
  it('shows a problem set with just the keys that it says', () => {
    const worksheet = openProblemSet(problemSet);
    assert.deepEqual(worksheet.findings, []);
    assert.deepEqual(
      [keyText(worksheet).trimEnd()],
      blocks('text').map((text) => text.trimEnd()),
    );
  });

  it('shows answers of which one is wrong, for a known reason', () => {
    const { results, findings } = grade(readAnswerFile(answers), openProblemSet(problemSet));
    assert.deepEqual(findings, []);
    assert.deepEqual(
      results.map(({ part, verdict, mistake }) => [part, verdict, mistake?.id]),
      [
        ['a', 'correct', undefined],
        ['b', 'wrong', 'P01'],
        ['c', 'correct', undefined],
        ['answer', 'correct', undefined],
        ['answer', 'correct', undefined],
      ],
    );
  });

  it('names only scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Readonly<Record<string, string>>;
    };
    const named = [...README.matchAll(/npm (?:run )?(start|test(?::\w+)?|build|gallery)/g)].map(
      ([, name]) => name ?? '',
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    );
  });
});
