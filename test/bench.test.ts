import assert from 'node:assert/strict';
import { answersToHomework3, markdownOf, PROBE, problemSetOf } from '../scripts/bench/problem-set';
import { figuresOf, table } from '../scripts/bench/measure';
import { grade, readAnswerFile } from '../src/grading';
import { openProblemSet } from '../src/problem';
import { sample } from './support/texts';

// What the benchmarks measure; how long it takes is measured by them alone.
describe('what the benchmarks measure', () => {
  const text = problemSetOf(1000);

  it('is a problem set of so many lines without a mistake, the same for the same seed', () => {
    assert.ok(text.split('\n').length >= 1000);
    assert.equal(problemSetOf(1000), text);
    assert.notEqual(problemSetOf(1000, 2), text);
    assert.deepEqual(openProblemSet(text).findings, []);
  });

  it('has the lines that are edited, in Markdown too', () => {
    for (const words of [PROBE.answer, PROBE.prompt]) assert.equal(text.split(words).length, 2);
    const markdown = markdownOf(text);
    assert.equal(markdown.split('\n').length, text.split('\n').length);
    assert.equal(markdown.split(PROBE.prompt).length, 2);
  });

  it('are answers that are right in some parts and wrong in others', () => {
    const sheet = openProblemSet(sample('homework-3.cnn.yaml'));
    const verdicts = answersToHomework3(3).flatMap((answers) =>
      grade(readAnswerFile(answers), sheet).results.map(({ verdict }) => verdict),
    );
    assert.ok(verdicts.includes('correct') && verdicts.includes('wrong'));
    assert.ok(!verdicts.includes('unreadable'), verdicts.join(' '));
  }).timeout('1m');

  it('becomes a table with ratios first', () => {
    const row = figuresOf({ what: 'reading', against: 'another', ours: [1, 2, 4], theirs: [4, 8, 16] });
    assert.equal(row.ratio, 4);
    assert.match(table([row]), /\| reading \| \*\*4\.0× faster\*\* \| another +\| 2\.0 \(4\.0\) ms/);
  });
});
